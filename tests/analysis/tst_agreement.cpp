// SPDX-License-Identifier: GPL-3.0-or-later
// Published worked examples, and what is given that nothing can be said of. tst_statistics compares with other programs.
#include "analysis/agreement.h"

#include <QTest>

#include <cmath>
#include <limits>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

bool near(double value, double expected, double within)
{
    return std::abs(value - expected) <= within;
}

/// The four observers and twelve units of Krippendorff's paper of 2011, section C.
Ratings fourObservers()
{
    const QList<QList<double>> byObserver{
        {1, 2, 3, 3, 2, 1, 4, 1, 2, none, none, none},
        {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, none, 3},
        {none, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, none},
        {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, none},
    };
    Ratings out{4, {}};
    for (qsizetype unit = 0; unit < 12; ++unit) {
        for (const QList<double> &observer : byObserver)
            out.values.append(observer[unit]);
    }
    return out;
}

/// Fourteen raters, ten subjects, five categories, as counts.
Ratings fromCounts(const QList<QList<int>> &counts, qsizetype raters)
{
    Ratings out{raters, {}};
    for (const QList<int> &row : counts) {
        for (qsizetype category = 0; category < row.size(); ++category) {
            for (int i = 0; i < row[category]; ++i)
                out.values.append(double(category));
        }
    }
    return out;
}

} // namespace

class TestAgreement : public QObject
{
    Q_OBJECT
private slots:
    void krippendorffsExample()
    {
        const Ratings ratings = fourObservers();
        const auto nominal = krippendorffsAlpha(ratings, RatingScale::Nominal);
        QVERIFY(near(nominal->value, 0.743, 0.0005));
        QVERIFY(near(krippendorffsAlpha(ratings, RatingScale::Ordinal)->value, 0.815, 0.0005));
        QVERIFY(near(krippendorffsAlpha(ratings, RatingScale::Interval)->value, 0.849, 0.0005));
        QCOMPARE(nominal->items, 11); // the last unit was seen by one observer only
        QCOMPARE(nominal->ratings, 40);
        QVERIFY(nominal->interval->low < nominal->value && nominal->interval->high > nominal->value);
    }

    /// Three coders, fifteen units, of whom many saw little.
    void codersWithManyGaps()
    {
        const QList<QList<double>> byCoder{
            {none, none, none, none, none, 3, 4, 1, 2, 1, 1, 3, 3, none, 3},
            {1, none, 2, 1, 3, 3, 4, 3, none, none, none, none, none, none, none},
            {none, none, 2, 1, 3, 4, 4, none, 2, 1, 1, 3, 3, none, 4},
        };
        Ratings ratings{3, {}};
        for (qsizetype unit = 0; unit < 15; ++unit) {
            for (const QList<double> &coder : byCoder)
                ratings.values.append(coder[unit]);
        }
        QVERIFY(near(krippendorffsAlpha(ratings, RatingScale::Nominal)->value, 0.691, 0.0005));
        QVERIFY(near(krippendorffsAlpha(ratings, RatingScale::Interval)->value, 0.811, 0.0005));
    }

    void fleissExample()
    {
        const Ratings ratings = fromCounts({{0, 0, 0, 0, 14}, {0, 2, 6, 4, 2}, {0, 0, 3, 5, 6}, {0, 3, 9, 2, 0}, {2, 2, 8, 1, 1},
                                            {7, 7, 0, 0, 0}, {3, 2, 6, 3, 0}, {2, 5, 3, 2, 2}, {6, 5, 2, 1, 0}, {0, 2, 2, 3, 7}}, 14);
        const auto kappa = fleissKappa(ratings);
        QVERIFY(near(kappa->value, 0.210, 0.0005));
        QVERIFY(near(percentAgreement(ratings)->value, 0.378, 0.0005));
        QVERIFY(kappa->interval && !kappa->standardError);
        Ratings gap = ratings;
        gap.values[3] = none;
        QVERIFY(!fleissKappa(gap));
        QVERIFY(krippendorffsAlpha(gap, RatingScale::Nominal).has_value());
    }

    void cohenExample()
    {
        const auto kappa = cohensKappa({{20, 5}, {10, 15}});
        QVERIFY(near(kappa->value, 0.4, 1e-12));
        QCOMPARE(kappa->items, 50);
        // Two categories are never further apart than one: the weights change nothing.
        QVERIFY(near(cohensKappa({{20, 5}, {10, 15}}, KappaWeights::Quadratic)->value, 0.4, 1e-12));
    }

    void crossTables()
    {
        const Ratings ratings{3, {1, 2, none, 1, 1, none, 5, 1, none, none, 1, 7, 5, 5, none}};
        QCOMPARE(*crossTable(ratings, 0, 1), CrossTable({{1, 1, 0}, {0, 0, 0}, {1, 0, 1}}));
        QCOMPARE(*crossTable(ratings, 1, 0), CrossTable({{1, 0, 1}, {1, 0, 0}, {0, 0, 1}}));
        QVERIFY(!crossTable(ratings, 0, 2)); // no item in common
        QVERIFY(!crossTable(ratings, 0, 0));
        QVERIFY(!crossTable(ratings, 0, 3));
        QVERIFY(!crossTable(ratings, -1, 0));
        Ratings wide{2, {}};
        for (int i = 0; i < 1001; ++i)
            wide.values << i << i;
        QVERIFY(!crossTable(wide, 0, 1));
    }

    void nothingToSay_data()
    {
        QTest::addColumn<qsizetype>("raters");
        QTest::addColumn<QList<double>>("values");
        QTest::addColumn<bool>("agreementIsKnown");
        QTest::newRow("no ratings") << qsizetype(2) << QList<double>{} << false;
        QTest::newRow("no raters") << qsizetype(0) << QList<double>{1, 2} << false;
        QTest::newRow("negative raters") << qsizetype(-2) << QList<double>{1, 2} << false;
        QTest::newRow("one rater") << qsizetype(1) << QList<double>{1, 2, 3} << false;
        QTest::newRow("half a row") << qsizetype(2) << QList<double>{1, 2, 3} << false;
        QTest::newRow("everything missing") << qsizetype(2) << QList<double>{none, none, none, none} << false;
        QTest::newRow("nothing rated twice") << qsizetype(2) << QList<double>{1, none, none, 2} << false;
        QTest::newRow("infinite") << qsizetype(2) << QList<double>{1, 1, 2, HUGE_VAL} << false;
        QTest::newRow("one category") << qsizetype(2) << QList<double>{3, 3, 3, 3} << true;
        QTest::newRow("one category, other ratings of items that do not count") << qsizetype(2) << QList<double>{3, 3, none, 1} << true;
    }
    void nothingToSay()
    {
        QFETCH(qsizetype, raters);
        QFETCH(QList<double>, values);
        QFETCH(bool, agreementIsKnown);
        const Ratings ratings{raters, values};
        QVERIFY(!fleissKappa(ratings));
        for (const RatingScale scale : {RatingScale::Nominal, RatingScale::Ordinal, RatingScale::Interval})
            QVERIFY(!krippendorffsAlpha(ratings, scale));
        QCOMPARE(percentAgreement(ratings).has_value(), agreementIsKnown);
    }

    void badTables()
    {
        for (const KappaWeights weights : {KappaWeights::None, KappaWeights::Linear, KappaWeights::Quadratic}) {
            QVERIFY(!cohensKappa({}, weights));
            QVERIFY(!cohensKappa({{5}}, weights));
            QVERIFY(!cohensKappa({{0, 0}, {0, 0}}, weights));
            QVERIFY(!cohensKappa({{1, 2}, {3}}, weights));
            QVERIFY(!cohensKappa({{1, -2}, {3, 4}}, weights));
            QVERIFY(!cohensKappa({{9, 0}, {0, 0}}, weights)); // one category
            QVERIFY(!cohensKappa({{9, 1}, {0, 3}}, weights, 1));
            const auto complete = cohensKappa({{9, 0}, {0, 3}}, weights);
            QCOMPARE(complete->value, 1.0);
            QCOMPARE(*complete->standardError, 0.0);
            QVERIFY(!complete->interval);
            QCOMPARE(cohensKappa({{0, 5}, {5, 0}}, weights)->value, -1.0);
        }
    }

    void theSameSeedGivesTheSameBounds()
    {
        const Ratings ratings = fourObservers();
        const auto bounds = [&](quint64 seed) { return *krippendorffsAlpha(ratings, RatingScale::Ordinal, {500, 0.9, seed})->interval; };
        QVERIFY(bounds(1) == bounds(1));
        QVERIFY(!(bounds(1) == bounds(2)));
    }

    void completeAgreementIsOne()
    {
        const Ratings ratings{3, {1, 1, 1, 2, 2, none, 4, 4, 4}};
        for (const RatingScale scale : {RatingScale::Nominal, RatingScale::Ordinal, RatingScale::Interval})
            QVERIFY(near(krippendorffsAlpha(ratings, scale)->value, 1, 1e-12));
        QCOMPARE(percentAgreement(ratings)->value, 1.0);
        const Ratings huge{2, {1e15, 1e15, 1e15 + 2, 1e15 + 2}};
        QVERIFY(near(krippendorffsAlpha(huge, RatingScale::Interval)->value, 1, 1e-12));
    }
};

QTEST_GUILESS_MAIN(TestAgreement)
#include "tst_agreement.moc"

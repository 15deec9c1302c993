// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/comparison.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;
using E = EvaluationReport;

class TestComparison : public QObject
{
    Q_OBJECT
private slots:
    void verdicts_data();
    void verdicts();
    void regressionsComeFirst();
    void addedAndRemoved();
};

namespace {

E::Metric metric(const QString &task, double value, std::optional<double> error = 0.01)
{
    E::Metric out;
    out.suite = u"s"_s;
    out.task = task;
    out.metric = u"acc"_s;
    out.value = value;
    out.valueState = E::ValueState::Finite;
    out.stderror = error;
    out.direction = E::Direction::Higher;
    return out;
}

E report(const QList<E::Metric> &results)
{
    E out;
    out.results = results;
    return out;
}

} // namespace

void TestComparison::verdicts_data()
{
    QTest::addColumn<std::function<void(E::Metric &, E::Metric &)>>("change");
    QTest::addColumn<int>("verdict");
    using V = Comparison::Verdict;
    const auto row = [](const char *name, V verdict, const std::function<void(E::Metric &, E::Metric &)> &change) {
        QTest::newRow(name) << change << int(verdict);
    };
    row("clearly higher", V::Better, [](auto &, auto &b) { b.value = 0.9; });
    row("clearly lower", V::Worse, [](auto &, auto &b) { b.value = 0.5; });
    row("lower is better", V::Better, [](auto &a, auto &b) { a.direction = b.direction = E::Direction::Lower; b.value = 0.5; });
    row("within the error", V::NoDifference, [](auto &, auto &b) { b.value = 0.72; });
    row("nearer to the target", V::Better, [](auto &a, auto &b) { a.direction = b.direction = E::Direction::Target; a.target = b.target = 0.5; b.value = 0.5; });
    row("direction unknown", V::Changed, [](auto &a, auto &b) { a.direction = b.direction = E::Direction::Unknown; b.value = 0.9; });
    row("no errors", V::Changed, [](auto &a, auto &b) { a.stderror.reset(); b.stderror.reset(); b.value = 0.9; });
    row("other dataset", V::NotComparable, [](auto &a, auto &b) { a.dataset = u"x"_s; b.dataset = u"y"_s; b.value = 0.9; });
    row("other unit", V::NotComparable, [](auto &a, auto &b) { a.unit = u"fraction"_s; b.unit = u"percent"_s; });
    row("NaN", V::NotComparable, [](auto &, auto &b) { b.valueState = E::ValueState::Nan; });
}

void TestComparison::verdicts()
{
    using Change = std::function<void(E::Metric &, E::Metric &)>;
    QFETCH(Change, change);
    QFETCH(int, verdict);
    E::Metric before = metric(u"t"_s, 0.7);
    E::Metric after = metric(u"t"_s, 0.7);
    change(before, after);
    const auto rows = compareReports({report({before})}, {report({after})});
    QCOMPARE(rows.size(), 1);
    QCOMPARE(int(rows[0].verdict), verdict);
    QCOMPARE(rows[0].reason.isEmpty(), verdict <= int(Comparison::Verdict::NoDifference));
}

void TestComparison::regressionsComeFirst()
{
    const auto rows = compareReports({report({metric(u"a"_s, 0.7), metric(u"b"_s, 0.7), metric(u"c"_s, 0.7), metric(u"d"_s, 0.7)})},
                                     {report({metric(u"a"_s, 0.9), metric(u"b"_s, 0.6), metric(u"c"_s, 0.2), metric(u"d"_s, 0.7)})});
    QStringList order;
    for (const Comparison &row : rows)
        order.append(row.task);
    QCOMPARE(order, QStringList({u"c"_s, u"b"_s, u"a"_s, u"d"_s}));
}

void TestComparison::addedAndRemoved()
{
    const auto rows = compareReports({report({metric(u"a"_s, 0.7)})}, {report({metric(u"b"_s, 0.7)})});
    QCOMPARE(rows.size(), 2);
    QCOMPARE(int(rows[0].verdict), int(Comparison::Verdict::Removed));
    QCOMPARE(int(rows[1].verdict), int(Comparison::Verdict::Added));
}

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"

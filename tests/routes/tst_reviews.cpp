// SPDX-License-Identifier: GPL-3.0-or-later
// Human reviews: drawn from an evaluation, rated by several people, closed into an evaluation.
#include "base/json.h"
#include "domain/kinds/humanreview.h"
#include "domain/reviewrules.h"
#include "routes/workplace.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

QByteArray evaluationWithSamples(int count)
{
    auto report = EvaluationReport::fromJson(parseJson(evaluationFile(0.95))->toObject()).value();
    for (int i = 0; i < count; ++i)
        report.samples.append({u"s%1"_s.arg(i), u"triage"_s, u"question %1"_s.arg(i), u"answer %1"_s.arg(i), {}, {}, {}, {}, {}});
    report.failures.append({u"triage"_s, u"hallucination"_s, u"high"_s, 1, 10, {{u"in"_s, u"out"_s, u"right"_s, u"f0"_s, {}}}});
    return toJson(report.toJson());
}

} // namespace

class TestReviews : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_place = std::make_unique<Workplace>();
        m_place->furnish();
        const Reply made = http(u"val2").send("POST", "/v1/evaluations/import?version=m/1", evaluationWithSamples(30));
        QVERIFY2(made.status == 201, made.body.constData());
        m_source = made.id();
    }

    void becomesAnEvaluation()
    {
        const QString set = make();
        const auto before = stored(set);
        QCOMPARE(before.itemCount, 10);
        for (int i = 1; i <= 10; ++i) {
            const QString item = u"i%1"_s.arg(i, 3, 10, QChar(u'0'));
            QCOMPARE(rate(u"val", set, item, i <= 8 ? u"right"_s : u"wrong"_s).status, 201);
            QCOMPARE(rate(u"risk", set, item, i <= 7 ? u"right"_s : u"wrong"_s).status, 201);
        }
        const Reply closed = http(u"val2").post("/v1/reviewsets/" + set.toLatin1() + "/close", {});
        QVERIFY2(closed.status == 200, closed.body.constData());
        const auto after = stored(set);
        QCOMPARE(after.status, ReviewSet::Closed);
        const auto evaluation = decode<Evaluation>(m_place->server().store().parsedRecord(u"evaluation"_s, after.evaluation)->body);
        QVERIFY(evaluation.ok());
        QCOMPARE(evaluation->format, u"countersign-review"_s);
        QCOMPARE(evaluation->completeness, EvaluationReport::Completeness::Complete);
        QCOMPARE(evaluation->categories, QStringList{u"human"_s});
        const auto report = EvaluationReport::fromJson(parseJson(*m_place->server().store().blobs().read(evaluation->report, 1 << 24))->toObject());
        QVERIFY(report.ok());
        QMap<QString, double> figures;
        for (const auto &metric : report->results)
            figures.insert(metric.metric, metric.value);
        // Item 8 is a tie, which is no yes. 9 of 10 agree; 15 of 20 answers are "right".
        QCOMPARE(figures.value(u"accepted_by_majority"_s), 0.7);
        QCOMPARE(figures.value(u"percent_agreement"_s), 0.9);
        // κ = (0.9 − (0.8·0.7 + 0.2·0.3)) / (1 − 0.62)
        QVERIFY(qAbs(figures.value(u"cohens_kappa"_s) - 0.28 / 0.38) < 1e-12);
        // α = 1 − (n − 1)·Dₒ: 1 − 19·(2/20) / (2·15·5/20)
        QVERIFY(qAbs(figures.value(u"krippendorffs_alpha"_s) - (1 - 19 * 2.0 / (2 * 15 * 5))) < 1e-12);
        QCOMPARE(report->reviews.size(), 20);
        QVERIFY(!toJson(report->toJson()).contains("\"val\""));
    }

    void sameSeedSameItems()
    {
        QCOMPARE(stored(make()).items, stored(make()).items);
        QVERIFY(stored(make({{u"seed"_s, 2}})).items != stored(make()).items);
        QCOMPARE(stored(make({{u"drawnFrom"_s, u"failures"_s}})).itemCount, 1);
        QCOMPARE(stored(make({{u"sampleSize"_s, 1000}})).itemCount, 30);
    }

    void unfinishedIsPartial()
    {
        const QString set = make();
        QCOMPARE(http(u"val2").post("/v1/reviewsets/" + set.toLatin1() + "/close", {}).status, 409);
        QCOMPARE(rate(u"val", set, u"i001"_s, u"right"_s).status, 201);
        QCOMPARE(http(u"val2").post("/v1/reviewsets/" + set.toLatin1() + "/close", {}).status, 200);
        const auto evaluation = decode<Evaluation>(m_place->server().store().parsedRecord(u"evaluation"_s, stored(set).evaluation)->body);
        QCOMPARE(evaluation->completeness, EvaluationReport::Completeness::Partial);
        QCOMPARE(rate(u"val", set, u"i002"_s, u"right"_s).status, 409);
    }

    void ratingsRefused_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("item");
        QTest::addColumn<QJsonObject>("answers");
        QTest::addColumn<int>("status");
        const QJsonObject good{{u"correct"_s, u"right"_s}};
        QTest::newRow("not a rater") << u"legal"_s << u"i001"_s << good << 403;
        QTest::newRow("no such item") << u"val"_s << u"i999"_s << good << 400;
        QTest::newRow("off the scale") << u"val"_s << u"i001"_s << QJsonObject{{u"correct"_s, u"maybe"_s}} << 400;
        QTest::newRow("not answered") << u"val"_s << u"i001"_s << QJsonObject() << 400;
        QTest::newRow("answered as a number") << u"val"_s << u"i001"_s << QJsonObject{{u"correct"_s, 1}} << 400;
        QTest::newRow("not asked") << u"val"_s << u"i001"_s << QJsonObject{{u"correct"_s, u"right"_s}, {u"style"_s, u"good"_s}} << 400;
    }
    void ratingsRefused()
    {
        QFETCH(QString, who);
        QFETCH(QString, item);
        QFETCH(QJsonObject, answers);
        QFETCH(int, status);
        const QString set = make();
        const Reply reply = http(who).post("/v1/ratings", {{u"reviewSet"_s, set}, {u"item"_s, item}, {u"answers"_s, answers}});
        QVERIFY2(reply.status == status, reply.body.constData());
    }

    void nobodyRatesTwice()
    {
        const QString set = make();
        const Reply first = rate(u"val", set, u"i001"_s, u"right"_s);
        QCOMPARE(first.status, 201);
        QCOMPARE(rate(u"val", set, u"i001"_s, u"wrong"_s).status, 409);
        // But one may think again while it is open.
        const QByteArray path = "/v1/ratings/" + set.toLatin1() + "/i001/val";
        QCOMPARE(http(u"val").send("PATCH", path, "{\"answers\":{\"correct\":\"wrong\"}}", {{"If-Match", "\"1\""}}).status, 200);
        QCOMPARE(http(u"risk").send("PATCH", path, "{\"answers\":{\"correct\":\"right\"}}", {{"If-Match", "\"2\""}}).status, 403);
    }

    void badSets_data()
    {
        QTest::addColumn<QJsonObject>("change");
        QTest::addColumn<QString>("pointer");
        const QJsonObject question{{u"id"_s, u"q"_s}, {u"text"_s, u"?"_s}, {u"choices"_s, QJsonArray{u"a"_s}}};
        QTest::newRow("one choice") << QJsonObject{{u"questions"_s, QJsonArray{question}}} << u"/body/questions/0/choices"_s;
        QTest::newRow("no questions") << QJsonObject{{u"questions"_s, QJsonArray()}} << u"/body/questions"_s;
        QTest::newRow("no raters") << QJsonObject{{u"raters"_s, QJsonArray()}} << u"/body/raters"_s;
        QTest::newRow("unknown rater") << QJsonObject{{u"raters"_s, QJsonArray{u"nobody"_s}}} << u"/body/raters"_s;
        QTest::newRow("no such evaluation") << QJsonObject{{u"source"_s, u"01J00000000000000000000000"_s}} << u"/body/source"_s;
        QTest::newRow("drawn from nowhere") << QJsonObject{{u"drawnFrom"_s, u"hats"_s}} << u"/body/drawnFrom"_s;
        QTest::newRow("too many") << QJsonObject{{u"sampleSize"_s, 5000}} << u"/body/sampleSize"_s;
    }
    void badSets()
    {
        QFETCH(QJsonObject, change);
        QFETCH(QString, pointer);
        const Reply reply = http(u"val2").post("/v1/reviewsets", body(change));
        QVERIFY2(reply.status == 400, reply.body.constData());
        QVERIFY2(reply.body.contains(pointer.toUtf8()), reply.body.constData());
    }

    void noExamplesNoReview()
    {
        QJsonObject asked = body({{u"source"_s, QString::fromLatin1(m_place->evaluation)}});
        const Reply reply = http(u"val2").post("/v1/reviewsets", asked);
        QCOMPARE(reply.status, 400);
        QVERIFY(reply.body.contains("keeps no examples"));
    }

private:
    HttpClient &http(QStringView who) { return *(*m_place)[who.toString()].http; }
    QJsonObject body(const QJsonObject &change = {})
    {
        QJsonObject out{{u"version"_s, u"m/1"_s}, {u"title"_s, u"Is it right?"_s}, {u"source"_s, m_source}, {u"drawnFrom"_s, u"samples"_s},
                        {u"sampleSize"_s, 10}, {u"raters"_s, QJsonArray{u"val"_s, u"risk"_s}},
                        {u"questions"_s, QJsonArray{QJsonObject{{u"id"_s, u"correct"_s}, {u"text"_s, u"Is the answer right?"_s},
                                                                {u"choices"_s, QJsonArray{u"wrong"_s, u"right"_s}}}}}};
        for (auto it = change.begin(); it != change.end(); ++it)
            out.insert(it.key(), *it);
        return out;
    }
    QString make(const QJsonObject &change = {})
    {
        const Reply made = http(u"val2").post("/v1/reviewsets", body(change));
        if (made.status != 201)
            qWarning("%s", made.body.constData());
        return made.id();
    }
    Reply rate(QStringView who, const QString &set, const QString &item, const QString &answer)
    {
        return http(who).post("/v1/ratings", {{u"reviewSet"_s, set}, {u"item"_s, item}, {u"answers"_s, QJsonObject{{u"correct"_s, answer}}}});
    }
    ReviewSet stored(const QString &id) { return decode<ReviewSet>(m_place->server().store().parsedRecord(u"reviewset"_s, id)->body).value(); }

    std::unique_ptr<Workplace> m_place;
    QString m_source;
};

QTEST_GUILESS_MAIN(TestReviews)
#include "tst_reviews.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "base/json.h"
#include "domain/evaluationreport.h"

#include <QJsonArray>
#include <QRandomGenerator>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

/// Makes arbitrary but valid values; the same seed makes the same.
class Maker
{
public:
    explicit Maker(quint32 seed) : m_random(seed) {}
    bool coin() { return m_random.bounded(2); }
    int below(int n) { return m_random.bounded(n); }
    double number() { return (m_random.generateDouble() - 0.5) * std::pow(10, below(12) - 4); }
    qint64 integer() { return m_random.bounded(1'000'000) - 1000; }
    QString text()
    {
        static const QStringList parts{u"acc"_s, u"ü"_s, u"😀"_s, u"\"\\/"_s, u"\n"_s, u"a b"_s, u"\u202e"_s, QString(), u"{x}"_s};
        QString out;
        for (int i = below(4); i > 0; --i)
            out += parts.at(below(int(parts.size())));
        return out;
    }
    QDateTime time() { return QDateTime::fromMSecsSinceEpoch(1'700'000'000'000 + integer() * 1000, Qt::UTC); }
    template <typename E>
    E pick(int count) { return E(below(count)); }

    Report::Metric metric()
    {
        Report::Metric m;
        m.suite = text();
        m.task = text();
        m.metric = text();
        m.filter = text();
        m.valueText = text();
        m.valueState = pick<Report::ValueState>(5);
        m.value = m.valueState == Report::ValueState::Finite ? number() : 0;
        if (coin())
            m.stderror = number();
        if (coin())
            m.interval = Report::Interval{-1, 1 + std::abs(number())};
        if (coin())
            m.n = integer();
        m.direction = pick<Report::Direction>(4);
        if (coin())
            m.target = number();
        m.category = pick<Report::Category>(9);
        for (int i = below(3); i > 0; --i)
            m.slice.append({text(), text()});
        if (coin())
            m.threshold = Report::Threshold{u">="_s, number(), text()};
        m.verdict = pick<Report::Verdict>(5);
        for (int i = below(3); i > 0; --i)
            m.flags.append(text());
        m.pointer = text();
        return m;
    }

    Report::Experiment::Arm arm()
    {
        const qint64 n = below(1000);
        return {text(), n, coin() ? std::optional<qint64>(n / 2) : std::nullopt, coin() ? std::optional(number()) : std::nullopt,
                coin() ? std::optional(number()) : std::nullopt};
    }

    void figures(Report &r)
    {
        const QList<Report::SliceTerm> slice{{text(), text()}};
        for (int i = below(3); i > 0; --i)
            r.samples.append({text(), text(), text(), text(), text(), coin() ? std::optional(number()) : std::nullopt,
                              pick<Report::Verdict>(5), text(), text()});
        if (coin())
            r.distributions.append({text(), text(), text(), text(), slice, {0, 1, 4.5}, {3, 7}, text()});
        if (coin())
            r.confusions.append({text(), slice, {text(), text()}, {{1, 2}, {3, 4}}, text()});
        if (coin())
            r.calibrations.append({text(), slice, {{0, 0.5, number(), number(), integer()}}, text()});
        if (coin())
            r.attributions.append({text(), text(), text(), text(), number(), text()});
        if (coin())
            r.experiments.append({text(), text(), text(), pick<Report::Direction>(4), arm(), arm(),
                                  coin() ? std::optional(0.5) : std::nullopt, text(), text()});
    }

    Report report()
    {
        Report r;
        r.format = text();
        r.completeness = pick<Report::Completeness>(4);
        r.producer = {text(), text()};
        r.subject = {text(), text(), text(), text(), text()};
        r.run = {coin() ? time() : QDateTime(), coin() ? time() : QDateTime(), coin() ? std::optional(number()) : std::nullopt,
                 coin() ? std::optional(integer()) : std::nullopt, QJsonObject{{text(), text()}, {u"n"_s, number()}}};
        for (int i = below(4); i > 0; --i)
            r.results.append(metric());
        for (int i = below(3); i > 0; --i)
            r.failures.append({text(), text(), text(), integer(), coin() ? std::optional(integer()) : std::nullopt, {{text(), text(), text(), text(), text()}}});
        for (int i = below(3); i > 0; --i)
            r.reviews.append({text(), text(), text(), time(), text(), text(), text()});
        figures(r);
        for (int i = below(3); i > 0; --i)
            r.warnings.append({text(), text(), text()});
        r.rawDigest = text();
        r.rawBytes = integer();
        return r;
    }

    CardContent card()
    {
        CardContent c;
        c.format = text();
        for (int i = below(4); i > 0; --i)
            c.sections.append({text(), text(), {{text(), text(), text()}}, text(), text()});
        c.missing = {text(), text()};
        c.warnings.append({text(), text(), text()});
        c.rawDigest = text();
        c.rawBytes = integer();
        return c;
    }

private:
    QRandomGenerator m_random;
};

/// What is not a number is not equal to itself, so values that are not finite are compared by state alone.
void forgetNotFinite(Report &report)
{
    for (Report::Metric &metric : report.results) {
        if (metric.valueState != Report::ValueState::Finite)
            metric.value = 0;
    }
}

} // namespace

class TestReport : public QObject
{
    Q_OBJECT
private slots:
    void reportsSurviveTheRoundTrip()
    {
        for (quint32 seed = 0; seed < 300; ++seed) {
            Report report = Maker(seed).report();
            const auto parsed = parseJson(toJson(report.toJson()));
            QVERIFY2(parsed.ok(), parsed.ok() ? "" : qPrintable(parsed.error().text));
            auto back = Report::fromJson(parsed->toObject());
            QVERIFY2(back.ok(), back.ok() ? "" : qPrintable(back.error().fields.value(0).pointer));
            forgetNotFinite(*back);
            QVERIFY(*back == report);
            QCOMPARE(toJson(back->toJson()), toJson(report.toJson()));
        }
    }

    void cardsSurviveTheRoundTrip()
    {
        for (quint32 seed = 0; seed < 300; ++seed) {
            const CardContent card = Maker(seed).card();
            const auto parsed = parseJson(toJson(card.toJson()));
            QVERIFY(parsed.ok());
            const auto back = CardContent::fromJson(parsed->toObject());
            QVERIFY(back.ok());
            QVERIFY(*back == card);
        }
    }

    void contractNames()
    {
        Report report;
        report.completeness = Report::Completeness::Partial;
        Report::Metric metric;
        metric.valueState = Report::ValueState::Finite;
        metric.value = 0.5;
        metric.stderror = 0.1;
        metric.interval = Report::Interval{0.25, 0.75};
        metric.category = Report::Category::DataQuality;
        metric.slice.append({u"sex"_s, u"female"_s});
        report.results.append(metric);
        const QJsonObject json = report.toJson();
        QCOMPARE(json.value(u"kind"_s), QJsonValue(u"evaluation"_s));
        QCOMPARE(json.value(u"completeness"_s), QJsonValue(u"partial"_s));
        QVERIFY(json.value(u"run"_s).toObject().value(u"limit"_s).isNull());
        const QJsonObject one = json.value(u"results"_s).toArray().first().toObject();
        QCOMPARE(one.value(u"stderr"_s), QJsonValue(0.1));
        QCOMPARE(one.value(u"interval"_s), QJsonValue(QJsonArray{0.25, 0.75}));
        QCOMPARE(one.value(u"category"_s), QJsonValue(u"dataQuality"_s));
        QCOMPARE(one.value(u"slice"_s), QJsonValue(QJsonArray{QJsonObject{{u"dimension"_s, u"sex"_s}, {u"group"_s, u"female"_s}}}));
        QVERIFY(one.contains(u"threshold"_s) && one.value(u"threshold"_s).isNull());
        QVERIFY(one.contains(u"n"_s) && one.value(u"n"_s).isNull());
    }

    void notFiniteIsNull()
    {
        Report report;
        Report::Metric metric;
        metric.valueState = Report::ValueState::Inf;
        metric.value = std::numeric_limits<double>::infinity();
        metric.stderror = std::numeric_limits<double>::quiet_NaN();
        report.results.append(metric);
        const QJsonObject one = report.toJson().value(u"results"_s).toArray().first().toObject();
        QVERIFY(one.value(u"value"_s).isNull() && one.value(u"stderr"_s).isNull());
        QCOMPARE(one.value(u"valueState"_s), QJsonValue(u"inf"_s));
    }

    void wrongInput_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("pointer");
        const auto row = [](const char *name, const QByteArray &json, const QString &pointer) { QTest::newRow(name) << json << pointer; };
        row("unknown member", R"({"kind":"evaluation","extra":1})", u"/extra"_s);
        row("unknown member of a result", R"({"kind":"evaluation","results":[{"better":1}]})", u"/results/0/better"_s);
        row("wrong kind", R"({"kind":"card"})", u"/kind"_s);
        row("no kind", R"({})", u"/kind"_s);
        row("results is no list", R"({"kind":"evaluation","results":{}})", u"/results"_s);
        row("result is no object", R"({"kind":"evaluation","results":[7]})", u"/results/0"_s);
        row("value is text", R"({"kind":"evaluation","results":[{"value":"1"}]})", u"/results/0/value"_s);
        row("value without being finite", R"({"kind":"evaluation","results":[{"value":1,"valueState":"nan"}]})", u"/results/0/value"_s);
        row("finite without value", R"({"kind":"evaluation","results":[{"valueState":"finite"}]})", u"/results/0/value"_s);
        row("unknown direction", R"({"kind":"evaluation","results":[{"direction":"up"}]})", u"/results/0/direction"_s);
        row("interval of one", R"({"kind":"evaluation","results":[{"interval":[1]}]})", u"/results/0/interval"_s);
        row("interval upside down", R"({"kind":"evaluation","results":[{"interval":[2,1]}]})", u"/results/0/interval"_s);
        row("interval of texts", R"({"kind":"evaluation","results":[{"interval":["a","b"]}]})", u"/results/0/interval"_s);
        row("n is a fraction", R"({"kind":"evaluation","results":[{"n":1.5}]})", u"/results/0/n"_s);
        row("unknown operator", R"({"kind":"evaluation","results":[{"threshold":{"op":"~","limit":1}}]})", u"/results/0/threshold/op"_s);
        row("flags hold numbers", R"({"kind":"evaluation","results":[{"flags":[1]}]})", u"/results/0/flags/0"_s);
        row("slice is text", R"({"kind":"evaluation","results":[{"slice":"all"}]})", u"/results/0/slice"_s);
        row("time without zone", R"({"kind":"evaluation","run":{"startedAt":"2026-01-01T00:00:00"}})", u"/run/startedAt"_s);
        row("configuration is text", R"({"kind":"evaluation","run":{"configuration":"x"}})", u"/run/configuration"_s);
        row("edges too few", R"({"kind":"evaluation","distributions":[{"edges":[0],"counts":[1]}]})", u"/distributions/0/edges"_s);
        row("edges fall", R"({"kind":"evaluation","distributions":[{"edges":[1,0],"counts":[1]}]})", u"/distributions/0/edges"_s);
        row("confusion not square", R"({"kind":"evaluation","confusions":[{"labels":["a","b"],"counts":[[1,2]]}]})", u"/confusions/0/counts"_s);
        row("more successes than n", R"({"kind":"evaluation","experiments":[{"control":{"n":1,"successes":2}}]})", u"/experiments/0/control/successes"_s);
        row("unknown member of a sample", R"({"kind":"evaluation","samples":[{"x":1}]})", u"/samples/0/x"_s);
        row("raw is a list", R"({"kind":"evaluation","raw":[]})", u"/raw"_s);
    }
    void wrongInput()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, pointer);
        const auto report = Report::fromJson(parseJson(json)->toObject());
        QVERIFY(!report.ok());
        QStringList pointers;
        for (const FieldError &field : report.error().fields)
            pointers.append(field.pointer);
        QVERIFY2(pointers.contains(pointer), qPrintable(pointers.join(u' ')));
    }

    void wrongCards()
    {
        for (const QByteArray &json : {R"({})"_ba, R"({"kind":"card","x":1})"_ba, R"({"kind":"card","sections":[1]})"_ba,
                                       R"({"kind":"card","missing":[1]})"_ba, R"({"kind":"card","sections":[{"fields":[{"id":1}]}]})"_ba})
            QVERIFY2(!CardContent::fromJson(parseJson(json)->toObject()).ok(), json.constData());
    }

    void filledSections()
    {
        QVERIFY(!CardContent::Section().filled());
        QVERIFY(!(CardContent::Section{{}, {}, {{u"a"_s, u"A"_s, u"  "_s}}, u" \n"_s, {}}).filled());
        QVERIFY((CardContent::Section{{}, {}, {{u"a"_s, u"A"_s, u"x"_s}}, {}, {}}).filled());
        QVERIFY((CardContent::Section{{}, {}, {}, u"x"_s, {}}).filled());
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"

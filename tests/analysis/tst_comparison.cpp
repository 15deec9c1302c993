// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/comparison.h"

#include "analysis/randomnumbers.h"

#include <QElapsedTimer>
#include <QTest>

#include <algorithm>
#include <cmath>

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
    void obstacles_data();
    void obstacles();
    void methods_data();
    void methods();
    void slicePairsInAnyOrder();
    void valuesTooLargeForADifferenceAreNoVerdict();
    void namesAreNotRunTogether();
    void lastReportSpeaks();
    void emptyReports();
    void manyResults();
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

namespace {

using Change = std::function<void(E &, E &)>;

/// A whole run of one task that says everything about itself.
E fullReport()
{
    E out = report({metric(u"t"_s, 0.7)});
    out.completeness = E::Completeness::Complete;
    out.producer = {u"lm-eval"_s, u"0.4.8"_s};
    out.results[0].dataset = u"cais/mmlu"_s;
    out.run.configuration = {{u"num_fewshot"_s, 5},
                             {u"task_hashes"_s, QJsonObject{{u"t"_s, u"abc"_s}, {u"other"_s, u"def"_s}}},
                             {u"prompt_template"_s, u"Q: {{question}}"_s},
                             {u"dataset_digest"_s, u"sha256:00"_s},
                             {u"chat_template_sha"_s, u"aa"_s}};
    return out;
}

void setMember(E &report, const QString &member, const QJsonValue &value)
{
    report.run.configuration.insert(member, value);
}

} // namespace

void TestComparison::obstacles_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<int>("obstacle");
    const auto row = [](const char *name, Obstacle obstacle, const Change &change) { QTest::newRow(name) << change << int(obstacle); };
    row("the same", Obstacle::None, [](E &, E &) {});
    row("other dataset", Obstacle::Dataset, [](E &, E &b) { b.results[0].dataset = u"other"_s; });
    row("dataset not said", Obstacle::None, [](E &, E &b) { b.results[0].dataset.clear(); });
    row("other contents of the dataset", Obstacle::Dataset, [](E &, E &b) { setMember(b, u"dataset_digest"_s, u"sha256:11"_s); });
    row("other shots", Obstacle::Shots, [](E &, E &b) { setMember(b, u"num_fewshot"_s, 0); });
    row("shots as text", Obstacle::None, [](E &, E &b) { setMember(b, u"num_fewshot"_s, u"5"_s); });
    row("shots not said", Obstacle::None, [](E &, E &b) { b.run.configuration.remove(u"num_fewshot"_s); });
    row("shots null", Obstacle::None, [](E &, E &b) { setMember(b, u"num_fewshot"_s, QJsonValue::Null); });
    row("shots by task", Obstacle::None, [](E &, E &b) { setMember(b, u"num_fewshot"_s, QJsonObject{{u"t"_s, 5}, {u"other"_s, 3}}); });
    row("other shots of this task", Obstacle::Shots, [](E &, E &b) { setMember(b, u"num_fewshot"_s, QJsonObject{{u"t"_s, 3}, {u"other"_s, 5}}); });
    row("shots under another name", Obstacle::Shots, [](E &, E &b) {
        b.run.configuration.remove(u"num_fewshot"_s);
        setMember(b, u"n-shot"_s, QJsonObject{{u"t"_s, 25}});
    });
    row("shots as a list", Obstacle::None, [](E &, E &b) { setMember(b, u"num_fewshot"_s, QJsonArray{3}); });
    row("other task hash", Obstacle::Prompt, [](E &, E &b) { setMember(b, u"task_hashes"_s, QJsonObject{{u"t"_s, u"xyz"_s}}); });
    row("other hash of another task", Obstacle::None, [](E &, E &b) { setMember(b, u"task_hashes"_s, QJsonObject{{u"other"_s, u"xyz"_s}}); });
    row("other template", Obstacle::Prompt, [](E &, E &b) { setMember(b, u"prompt_template"_s, u"{{question}}"_s); });
    row("template not said", Obstacle::None, [](E &, E &b) { b.run.configuration.remove(u"prompt_template"_s); });
    row("the model's own chat template", Obstacle::None, [](E &, E &b) { setMember(b, u"chat_template_sha"_s, u"bb"_s); });
    row("other prompts in a list", Obstacle::Prompt, [](E &a, E &b) { setMember(a, u"prompts"_s, QJsonArray{u"a"_s}); setMember(b, u"prompts"_s, QJsonArray{u"b"_s}); });
    row("the same prompts in a list", Obstacle::None, [](E &a, E &b) { setMember(a, u"prompts"_s, QJsonArray{u"a"_s}); setMember(b, u"prompts"_s, QJsonArray{u"a"_s}); });
    row("nested members", Obstacle::Prompt, [](E &a, E &b) {
        setMember(a, u"adapter_spec"_s, QJsonObject{{u"instructions"_s, u"Answer."_s}});
        setMember(b, u"adapter_spec"_s, QJsonObject{{u"instructions"_s, u"Think."_s}});
    });
    row("other version of the task", Obstacle::Task, [](E &a, E &b) {
        setMember(a, u"versions"_s, QJsonObject{{u"t"_s, 1}});
        setMember(b, u"versions"_s, QJsonObject{{u"t"_s, u"2"_s}});
    });
    row("a part of a merged report", Obstacle::Shots, [](E &, E &b) {
        b.run.configuration = {{u"x.json"_s, QJsonObject{{u"num_fewshot"_s, 3}}}, {u"y.json"_s, QJsonObject{{u"num_fewshot"_s, 5}}}};
        b.results[0].pointer = u"x.json#/results/t"_s;
    });
    row("the other part", Obstacle::None, [](E &, E &b) {
        b.run.configuration = {{u"x.json"_s, QJsonObject{{u"num_fewshot"_s, 3}}}, {u"y.json"_s, QJsonObject{{u"num_fewshot"_s, 5}}}};
        b.results[0].pointer = u"y.json#/results/t"_s;
    });
    row("a part that is not there", Obstacle::None, [](E &, E &b) { b.results[0].pointer = u"x.json#/results/t"_s; });
    row("other tool", Obstacle::Tool, [](E &, E &b) { b.producer.name = u"helm"_s; });
    row("other version of the tool", Obstacle::Tool, [](E &, E &b) { b.producer.version = u"0.4.9"_s; });
    row("version not said", Obstacle::None, [](E &a, E &) { a.producer.version.clear(); });
    row("unit on one side", Obstacle::Unit, [](E &a, E &) { a.results[0].unit = u"fraction"_s; });
    row("other direction", Obstacle::Direction, [](E &a, E &) { a.results[0].direction = E::Direction::Lower; });
    row("other target", Obstacle::Direction, [](E &a, E &b) {
        a.results[0].direction = b.results[0].direction = E::Direction::Target;
        a.results[0].target = 0.5;
    });
    row("other limit", Obstacle::Limit, [](E &a, E &b) { a.run.limit = 100; b.run.limit = 20; });
    row("the same limit", Obstacle::None, [](E &a, E &b) { a.run.limit = b.run.limit = 20; });
    row("limit on one side", Obstacle::Limit, [](E &, E &b) { b.run.limit = 20; });
    row("limit before only", Obstacle::Limit, [](E &a, E &) { a.run.limit = 20; });
    row("limit beside a run of unknown extent", Obstacle::None, [](E &a, E &b) { a.run.limit = 20; b.completeness = E::Completeness::Unknown; });
    row("no value", Obstacle::NoValue, [](E &a, E &) { a.results[0].valueState = E::ValueState::Error; });
}

void TestComparison::obstacles()
{
    QFETCH(Change, change);
    QFETCH(int, obstacle);
    E before = fullReport();
    E after = fullReport();
    after.results[0].value = 0.9;
    change(before, after);
    const auto rows = compareReports({before}, {after});
    QCOMPARE(rows.size(), 1);
    QCOMPARE(int(rows[0].obstacle), obstacle);
    const bool stands = obstacle != int(Obstacle::None);
    QCOMPARE(rows[0].verdict == Comparison::Verdict::NotComparable, stands);
    QCOMPARE(rows[0].reason.endsWith(u'.'), stands);
    QCOMPARE(rows[0].difference.has_value(), !stands);
}

void TestComparison::methods_data()
{
    using M = Comparison::Method;
    QTest::addColumn<std::function<void(E::Metric &)>>("both");
    QTest::addColumn<int>("method");
    QTest::addColumn<double>("low");
    QTest::addColumn<double>("high");
    const auto row = [](const char *name, M method, double low, double high, const std::function<void(E::Metric &)> &both) {
        QTest::newRow(name) << both << int(method) << low << high;
    };
    // statsmodels: confint_proportions_2indep(56, 80, 48, 80, method="newcomb") for 0.6 → 0.7 of 80.
    row("shares with n", M::TwoProportions, -0.0472134654, 0.2413660934, [](auto &m) { m.stderror.reset(); m.unit = u"fraction"_s; m.n = 80; });
    row("percents with n", M::TwoProportions, -4.72134654, 24.13660934, [](auto &m) { m.stderror.reset(); m.unit = u"percent"_s; m.n = 80; m.value *= 100; });
    row("shares with n and the importer's interval", M::TwoProportions, -0.0472134654, 0.2413660934, [](auto &m) {
        m.stderror.reset();
        m.unit = u"fraction"_s;
        m.n = 80;
        m.interval = E::Interval{0.1, 0.9};
        m.intervalMethod = u"wilson, computed here"_s;
    });
    // 0.1 ± 1.95996·√2·se
    row("errors of the files", M::StandardErrors, 0.1 - 0.0277181, 0.1 + 0.0277181, [](auto &m) { m.unit = u"fraction"_s; m.n = 80; });
    row("intervals of the files", M::Mixed, 0.1 - 0.0282843, 0.1 + 0.0282843, [](auto &m) {
        m.stderror.reset();
        m.interval = E::Interval{m.value - 0.02, m.value + 0.02};
        m.intervalMethod = u"bootstrap, from the file"_s;
    });
    row("n of 0", M::None, 0, 0, [](auto &m) { m.stderror.reset(); m.unit = u"fraction"_s; m.n = 0; });
    row("n without a unit", M::None, 0, 0, [](auto &m) { m.stderror.reset(); m.n = 80; });
    row("a share out of range", M::None, 0, 0, [](auto &m) { m.stderror.reset(); m.unit = u"fraction"_s; m.n = 80; m.value += 1; });
    row("an interval of another level", M::None, 0, 0, [](auto &m) { m.stderror.reset(); m.interval = E::Interval{0, 1}; m.intervalLevel = 0.5; });
    row("a negative error", M::None, 0, 0, [](auto &m) { m.stderror = -1; });
    row("an infinite error", M::None, 0, 0, [](auto &m) { m.stderror = HUGE_VAL; });
}

void TestComparison::methods()
{
    using Both = std::function<void(E::Metric &)>;
    QFETCH(Both, both);
    QFETCH(int, method);
    QFETCH(double, low);
    QFETCH(double, high);
    E::Metric before = metric(u"t"_s, 0.6);
    E::Metric after = metric(u"t"_s, 0.7);
    both(before);
    both(after);
    const Comparison row = compareReports({report({before})}, {report({after})})[0];
    QCOMPARE(int(row.method), method);
    QCOMPARE(row.interval.has_value(), row.method != Comparison::Method::None);
    QCOMPARE(methodText(row.method).isEmpty(), !row.interval.has_value());
    if (row.interval) {
        QVERIFY2(std::abs(row.interval->low - low) < 1e-5 * std::max(1.0, std::abs(low)), qPrintable(QString::number(row.interval->low, 'g', 10)));
        QVERIFY2(std::abs(row.interval->high - high) < 1e-5 * std::max(1.0, std::abs(high)), qPrintable(QString::number(row.interval->high, 'g', 10)));
    } else {
        QCOMPARE(int(row.verdict), int(Comparison::Verdict::Changed));
    }
}

void TestComparison::slicePairsInAnyOrder()
{
    E::Metric before = metric(u"t"_s, 0.7);
    E::Metric after = before;
    before.slice = {{u"sex"_s, u"f"_s}, {u"age"_s, u"60"_s}};
    after.slice = {{u"age"_s, u"60"_s}, {u"sex"_s, u"f"_s}};
    QCOMPARE(int(compareReports({report({before})}, {report({after})})[0].verdict), int(Comparison::Verdict::NoDifference));
    after.slice[0].group = u"70"_s;
    QCOMPARE(compareReports({report({before})}, {report({after})}).size(), 2);
}

void TestComparison::valuesTooLargeForADifferenceAreNoVerdict()
{
    E::Metric before = metric(u"t"_s, 0.7);
    before.unit.clear();
    before.n.reset();
    E::Metric after = before;
    before.value = 1e308;
    before.stderror = 1e308;
    after.value = -1e308;
    after.stderror = 1e308;
    const Comparison row = compareReports({report({before})}, {report({after})})[0];
    QCOMPARE(int(row.verdict), int(Comparison::Verdict::Changed));
    QVERIFY(!row.interval && !row.difference);
    QCOMPARE(int(row.method), int(Comparison::Method::None));
}

void TestComparison::namesAreNotRunTogether()
{
    E::Metric before = metric(u"ab"_s, 0.7);
    E::Metric after = metric(u"a"_s, 0.7);
    before.metric = u"c"_s;
    after.metric = u"bc"_s;
    QCOMPARE(compareReports({report({before})}, {report({after})}).size(), 2);
}

void TestComparison::lastReportSpeaks()
{
    E older = report({metric(u"a"_s, 0.2), metric(u"b"_s, 0.7)});
    older.producer.version = u"1"_s;
    E newer = report({metric(u"a"_s, 0.7)});
    newer.producer.version = u"2"_s;
    E now = report({metric(u"a"_s, 0.7)});
    now.producer.version = u"2"_s;
    const auto rows = compareReports({older, newer}, {now});
    QCOMPARE(rows.size(), 2);
    QCOMPARE(int(rows[0].verdict), int(Comparison::Verdict::Removed));
    QCOMPARE(int(rows[1].verdict), int(Comparison::Verdict::NoDifference)); // by the newer one's tool as well
    QCOMPARE(*rows[1].before, 0.7);
    using Place = Comparison::Place;
    QVERIFY(rows[0].beforeAt == Place({0, 1}) && rows[0].afterAt == Place());
    QVERIFY(rows[1].beforeAt == Place({1, 0}) && rows[1].afterAt == Place({0, 0}));
}

void TestComparison::emptyReports()
{
    QVERIFY(compareReports({}, {}).isEmpty());
    QVERIFY(compareReports({E()}, {E()}).isEmpty());
    QCOMPARE(compareReports({}, {report({metric(u"a"_s, 0.7)})}).size(), 1);
}

/// 12,000 results a side. The figure is a ratio to sorting the same keys; four times as many may not take nearly sixteen
/// times as long, which is what a quadratic step would make of it.
void TestComparison::manyResults()
{
    const auto sideOf = [](qsizetype count, quint64 seed) {
        RandomNumbers random(seed);
        E out = fullReport();
        out.results.clear();
        for (qsizetype i = 0; i < count; ++i) {
            E::Metric one = metric(u"task_with_a_longer_name_%1"_s.arg(i / 8), 0.5 + 0.4 * random.uniform());
            one.metric = u"metric_%1"_s.arg(i % 8);
            one.dataset = u"data"_s;
            one.slice = {{u"group"_s, QString::number(i % 5)}};
            out.results.append(one);
        }
        return out;
    };
    const auto quickest = [](const std::function<void()> &work) {
        qint64 best = std::numeric_limits<qint64>::max();
        for (int round = 0; round < 3; ++round) {
            QElapsedTimer timer;
            timer.start();
            work();
            best = std::min(best, timer.nsecsElapsed());
        }
        return double(best);
    };
    const auto compareTime = [&](qsizetype count) {
        const E before = sideOf(count, 1);
        const E after = sideOf(count, 2);
        qsizetype rows = 0;
        const double time = quickest([&] { rows = compareReports({before}, {after}).size(); });
        return rows == count ? time : -1;
    };
    QStringList keys;
    for (const E &side : {sideOf(12'000, 1), sideOf(12'000, 2)}) {
        for (const E::Metric &one : side.results)
            keys.append(one.suite + one.task + one.metric + one.filter + one.slice[0].group);
    }
    const double sorting = quickest([&] {
        QStringList sorted = keys;
        std::sort(sorted.begin(), sorted.end());
    });
    const double comparing = compareTime(12'000);
    QVERIFY(comparing > 0);
    qInfo("comparing 12,000 results a side: %.1f ms, %.1f times as long as sorting their keys", comparing / 1e6, comparing / sorting);
    const double growth = compareTime(48'000) / comparing;
    QVERIFY2(growth < 10, qPrintable(QString::number(growth)));
}

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/comparisonfixture.h"

#include <cmath>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

using E = EvaluationReport;

/// Between −1 and 1, the same for the same numbers.
double noise(quint32 a, quint32 b)
{
    quint32 x = a * 2654435761U ^ (b + 0x9e3779b9U) * 40503U;
    x ^= x >> 15;
    x *= 2246822519U;
    x ^= x >> 13;
    return double(x % 20001) / 10000 - 1;
}

E::Metric share(const QString &suite, const QString &task, const QString &name, double value, qint64 n)
{
    E::Metric out;
    out.suite = suite;
    out.task = task;
    out.dataset = suite;
    out.metric = name;
    out.value = std::clamp(value, 0.0, 1.0);
    out.valueState = E::ValueState::Finite;
    out.n = n;
    out.direction = E::Direction::Higher;
    out.unit = u"fraction"_s;
    out.pointer = u"/results/%1/%2/%3"_s.arg(suite, task, name);
    return out;
}

E emptyRun(const QString &version)
{
    E out;
    out.format = u"lm-evaluation-harness"_s;
    out.completeness = E::Completeness::Complete;
    out.producer = {u"lm-eval"_s, u"0.4.9"_s};
    out.subject.model = version;
    out.run.configuration = {{u"num_fewshot"_s, 5}, {u"batch_size"_s, 16}};
    return out;
}

const QStringList subjects{u"abstract_algebra"_s, u"anatomy"_s, u"astronomy"_s, u"business_ethics"_s, u"clinical_knowledge"_s, u"college_biology"_s,
                           u"college_physics"_s, u"computer_security"_s, u"econometrics"_s, u"formal_logic"_s, u"global_facts"_s, u"jurisprudence"_s};

void addBoth(ComparedReports &out, const E::Metric &metric, double change)
{
    out.before.results.append(metric);
    E::Metric now = metric;
    now.value = std::clamp(metric.value + change, 0.0, 1.0);
    out.after.results.append(now);
}

} // namespace

ComparedReports mixedReports()
{
    ComparedReports out{emptyRun(u"claims-triage/6"_s), emptyRun(u"claims-triage/7"_s)};
    const QStringList suites{u"knowledge"_s, u"reasoning"_s, u"claims holdout"_s, u"safety"_s, u"translation"_s};
    QJsonObject shots, shotsNow;
    quint32 number = 0;
    for (const QString &suite : suites) {
        for (const QString &subject : subjects) {
            const QString task = suite == "claims holdout"_L1 ? u"urgency_"_s + subject : subject;
            shots.insert(task, 5);
            shotsNow.insert(task, suite == "translation"_L1 && subject == "anatomy"_L1 ? 0 : 5);
            for (const QString &name : {u"accuracy"_s, u"exact_match"_s, u"f1"_s, u"calibration_error"_s, u"refusals"_s}) {
                ++number;
                E::Metric metric = share(suite, task, name, 0.62 + 0.25 * noise(number, 1), 400 + int(number % 7) * 150);
                if (name == "calibration_error"_L1 || name == "refusals"_L1)
                    metric.direction = E::Direction::Lower;
                metric.category = suite == "safety"_L1 ? E::Category::Safety : E::Category::Accuracy;
                if (name == "accuracy"_L1 && number % 3 == 0)
                    metric.threshold = E::Threshold{u">="_s, 0.5, u"producer"_s};
                const double change = number % 41 == 0 ? -0.16 : number % 23 == 0 ? 0.14 : 0.012 * noise(number, 2);
                addBoth(out, metric, change);
                if (suite == "reasoning"_L1 && subject == "anatomy"_L1)
                    out.after.results.last().dataset = u"reasoning-2026"_s;
            }
        }
    }
    for (const QString &group : {u"women"_s, u"men"_s, u"65 plus"_s, u"18–34"_s, u"speaks German"_s, u"speaks Turkish"_s}) {
        E::Metric metric = share(u"claims holdout"_s, u"urgency_overall"_s, u"recall"_s, 0.88 + 0.03 * noise(++number, 3), 1100);
        metric.slice = {{u"group"_s, group}};
        metric.category = E::Category::Fairness;
        addBoth(out, metric, group == "65 plus"_L1 ? -0.071 : 0.006);
    }
    out.after.results.append(share(u"safety"_s, u"tool_use"_s, u"accuracy"_s, 0.71, 300));
    out.before.results.append(share(u"safety"_s, u"old_jailbreaks"_s, u"accuracy"_s, 0.93, 300));
    E::Metric latency = share(u"claims holdout"_s, u"urgency_overall"_s, u"latency_ms"_s, 1, 500);
    latency.unit = u"ms"_s;
    latency.direction = E::Direction::Unknown;
    latency.value = 412;
    latency.stderror = 3;
    out.before.results.append(latency);
    latency.value = 431;
    out.after.results.append(latency);
    E::Metric bare = share(u"knowledge"_s, u"anatomy"_s, u"rouge"_s, 0.4, 0);
    bare.n.reset();
    addBoth(out, bare, 0.02);
    E::Metric none = share(u"knowledge"_s, u"anatomy"_s, u"bleu"_s, 0.4, 100);
    out.before.results.append(none);
    none.valueState = E::ValueState::Nan;
    out.after.results.append(none);
    out.before.run.configuration.insert(u"num_fewshot"_s, shots);
    out.after.run.configuration.insert(u"num_fewshot"_s, shotsNow);
    return out;
}

ComparedReports largeReports(int suites, int tasks)
{
    ComparedReports out{emptyRun(u"claims-triage/6"_s), emptyRun(u"claims-triage/7"_s)};
    quint32 number = 0;
    for (int suite = 0; suite < suites; ++suite) {
        const QString suiteName = u"suite %1 %2"_s.arg(suite + 1).arg(subjects[suite % subjects.size()].section(u'_', 0, 0));
        for (int task = 0; task < tasks; ++task) {
            const QString name = u"%1_%2"_s.arg(subjects[task % subjects.size()]).arg(task + 1);
            for (const QString &metricName : {u"accuracy"_s, u"exact_match"_s, u"f1"_s, u"calibration_error"_s, u"refusals"_s}) {
                ++number;
                E::Metric metric = share(suiteName, name, metricName, 0.6 + 0.3 * noise(number, 1), 500);
                if (metricName == "calibration_error"_L1 || metricName == "refusals"_L1)
                    metric.direction = E::Direction::Lower;
                metric.category = suite % 5 == 4 ? E::Category::Safety : E::Category::Accuracy;
                const bool hard = suite % 8 == 3; // some suites suffer more than others
                const double change = noise(number, 5) > (hard ? 0.8 : 0.97) ? -0.09 - 0.08 * std::abs(noise(number, 6))
                    : noise(number, 7) > 0.96                                ? 0.09 + 0.1 * std::abs(noise(number, 8))
                                                                             : 0.01 * noise(number, 9);
                addBoth(out, metric, change);
                if (suite == 6 && task < 20)
                    out.after.results.last().dataset = u"suite 7, revised"_s;
            }
        }
    }
    return out;
}

ComparedReports hostileReports()
{
    ComparedReports out{emptyRun(u"a/1"_s), emptyRun(u"a/2"_s)};
    const QStringList names{QString(), QString(4000, u'W'), u"<b>bold</b><img src=x>"_s, u"right\u202Eleft"_s, u"=HYPERLINK(\"http://x\")"_s, u"line\nbreak\ttab"_s,
                            u"ｆｕｌｌ　幅"_s, QString(QChar(0xd800)), u"__"_s, u"%1 %n %2"_s};
    double value = 0.5;
    for (const QString &suite : names) {
        for (const QString &task : names) {
            E::Metric metric = share(suite, task, names[qsizetype(value * 1000) % names.size()], value, 200);
            metric.slice = {{names[2], names[3]}, {names[4], names[1]}};
            addBoth(out, metric, -0.2);
            value = value >= 0.9 ? 0.5 : value + 0.003;
        }
    }
    const double infinity = std::numeric_limits<double>::infinity();
    const double odd[] = {std::nan(""), infinity, -infinity, 1e308, -1e308, 5e-324};
    for (const double first : odd) {
        E::Metric metric = share(u"odd"_s, u"value_%1"_s.arg(out.before.results.size()), u"m"_s, 0.5, 10);
        metric.value = first;
        metric.stderror = first;
        metric.unit.clear();
        out.before.results.append(metric);
        metric.value = -first;
        metric.interval = E::Interval{-infinity, infinity};
        out.after.results.append(metric);
    }
    return out;
}

ComparedReports apartReports()
{
    ComparedReports out = largeReports(4, 6);
    for (E::Metric &metric : out.after.results)
        metric.dataset += u" (other)"_s;
    return out;
}

ComparisonChoice choiceOf(const QString &version, const QString &title)
{
    return {ComparisonChoice::Kind::Report, version + title, version, title};
}

ComparisonPtr comparedData(const ComparedReports &reports)
{
    ComparisonSide before{choiceOf(u"claims-triage/6"_s, u"Nightly"_s), {{u"01BEFORE"_s, u"Nightly"_s, u"claims-triage/6"_s}}};
    ComparisonSide after{choiceOf(u"claims-triage/7"_s, u"Nightly"_s), {{u"01AFTER"_s, u"Nightly"_s, u"claims-triage/7"_s}}};
    const ComparedBounds bounds{{{u"01AFTER"_s, u"/results/claims holdout/urgency_anatomy/accuracy"_s}, u"≥ 0.600 · High-risk release, R-118"_s}};
    return std::make_shared<ComparisonData>(comparisonData(before, {reports.before}, after, {reports.after}, bounds));
}

} // namespace countersign::test

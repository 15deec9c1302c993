// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/moonshotreport.h"

#include "base/json.h"
#include "formats/redactedconfiguration.h"
#include "formats/timestamps.h"

#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;
using Node = JsonTree::Node;

namespace {

constexpr int moonshotNumbers = 60;

/// "20240509-135231" as "2024-05-09T13:52:31"; anything else as it is.
QString moonshotTime(const QString &written)
{
    static const QRegularExpression compact(u"^(\\d{4})(\\d\\d)(\\d\\d)-(\\d\\d)(\\d\\d)(\\d\\d)$"_s);
    const auto match = compact.match(written);
    if (!match.hasMatch())
        return QString(written).replace(u' ', u'T');
    return u"%1-%2-%3T%4:%5:%6"_s.arg(match.captured(1), match.captured(2), match.captured(3), match.captured(4), match.captured(5), match.captured(6));
}

QString moonshotText(Node node)
{
    return node.isContainer() ? clippedText(QString::fromUtf8(toJson(node.toJson()))) : clippedText(node.text());
}

/// The numbers of a metric's tree, as "annotator.refusal_rate"; lists are single answers.
void flatten(const QString &prefix, Node node, QList<std::pair<QString, Node>> &out, int depth = 0)
{
    if (node.isNumber() || node.kind() == JsonTree::Kind::NonFinite || (node.kind() == JsonTree::Kind::Null && depth > 0)) {
        if (out.size() < moonshotNumbers)
            out.append({prefix, node});
        return;
    }
    if (!node.isObject() || depth > 6)
        return;
    for (const Node member : node)
        flatten(prefix.isEmpty() ? member.key() : prefix + u'.' + member.key(), member, out, depth + 1);
}

} // namespace

void MoonshotReport::readMetadata(Node metadata)
{
    Report &report = m_draft.report;
    QJsonObject configuration = redactedConfiguration(metadata.toJson()).toObject();
    report.run.configuration = configuration;
    report.run.startedAt = readTime(moonshotTime(metadata[u"start_time"].text()), u"/metadata/start_time"_s, m_draft.warnings);
    report.run.finishedAt = readTime(moonshotTime(metadata[u"end_time"].text()), u"/metadata/end_time"_s, m_draft.warnings);
    if (const auto seed = metadata[u"random_seed"].count())
        report.run.seed = *seed;
    using enum Report::Completeness;
    const QString status = metadata[u"status"].text().toLower();
    if (status != u"completed") {
        report.completeness = status.isEmpty() ? Unknown : status.contains(u"error") || status.contains(u"fail") ? Failed : Partial;
        m_draft.warnings.add(u"notCompleted"_s, tr("The run's status is “%1”.").arg(status.left(60)), u"/metadata/status"_s);
    }
    const std::optional<double> prompts = metadata[u"num_of_prompts"].number(), share = metadata[u"prompt_selection_percentage"].number();
    if ((prompts && *prompts > 0) || (share && *share < 100)) {
        report.run.limit = prompts && *prompts > 0 ? *prompts : *share;
        if (report.completeness == Complete)
            report.completeness = Partial;
        m_draft.warnings.add(u"partialRun"_s,
                             prompts && *prompts > 0 ? tr("The run was limited to %1 prompts a dataset.").arg(*prompts) : tr("The run saw %1 % of the prompts.").arg(*share),
                             prompts ? u"/metadata/num_of_prompts"_s : u"/metadata/prompt_selection_percentage"_s);
    }
    for (const Node endpoint : metadata[u"endpoints"]) {
        if (endpoint.isString() && m_models.size() < 100)
            m_models.append(endpoint.text().left(400));
    }
}

MoonshotReport::Metric MoonshotReport::metric(const Place &place, const QString &name) const
{
    Metric out;
    out.suite = place.cookbook.isEmpty() ? u"moonshot"_s : place.cookbook;
    out.task = place.recipe;
    out.dataset = place.dataset;
    out.filter = place.promptTemplate;
    out.metric = name;
    if (m_models.size() != 1 || (!place.model.isEmpty() && !m_models.contains(place.model)))
        out.slice.append({u"model"_s, place.model});
    return out;
}

void MoonshotReport::addDetail(const Place &place, Node detail)
{
    ++m_details;
    const Node rows = detail[u"data"];
    const Node metrics = detail.firstOf({u"metrics", u"results"});
    for (const Node one : metrics)
        addMetrics(place, one, rows.size());
    if (metrics.isObject())
        addMetrics(place, metrics, rows.size());
    // Elsewhere a differing answer is no failure: a target may only say what kind of answer is looked for.
    const auto compares = [](Node one) { return bool(one.firstOf({u"accuracy", u"exact_str_match", u"relax_str_match"})); };
    addRows(place, rows, metrics.isObject() ? compares(metrics) : compares(metrics.at(0)));
}

void MoonshotReport::addMetrics(const Place &place, Node metrics, qint64 n)
{
    if (!metrics.isObject())
        return;
    for (const Node member : metrics) {
        if (member.key() == u"grading_criteria") // repeats what is graded
            continue;
        QList<std::pair<QString, Node>> numbers;
        flatten(member.key(), member, numbers);
        for (const auto &[name, node] : std::as_const(numbers)) {
            Metric result = metric(place, name.left(400));
            result.n = n;
            m_draft.setFrom(result, node);
            m_draft.add(std::move(result));
        }
    }
}

void MoonshotReport::addRows(const Place &place, Node rows, bool compares)
{
    qint64 compared = 0;
    for (const Node row : rows) {
        const Node target = row[u"target"], answer = row.firstOf({u"predicted_result", u"predicted_value"});
        const QString output = answer.isObject() ? moonshotText(answer.firstOf({u"response", u"text"})) : moonshotText(answer);
        const QString expected = moonshotText(target);
        // Only where both are one short text, else the metric's own rule is not a comparison.
        const bool comparable = compares && target.isString() && !target.text().isEmpty() && target.text().size() < 200 && !output.isEmpty();
        const bool differs = comparable && !output.contains(expected.trimmed(), Qt::CaseInsensitive);
        compared += comparable;
        if (differs && m_draft.findings.count(place.recipe, tr("other answer than the target"), u"unknown"_s))
            m_draft.findings.addExample({moonshotText(row[u"prompt"]), output, expected, {}, place.model});
        if (!m_draft.findings.countSample())
            continue;
        Report::Sample sample;
        sample.id = row.pointer();
        sample.task = place.recipe;
        sample.input = moonshotText(row[u"prompt"]);
        sample.output = output;
        sample.expected = expected;
        sample.pointer = row.pointer();
        m_draft.findings.addSample(sample);
    }
    m_compared[place.recipe] += compared;
    m_draft.findings.setOf(place.recipe, {}, m_compared.value(place.recipe));
}

void MoonshotReport::addLetter(Metric metric, Node grade)
{
    if (!grade || grade.kind() == JsonTree::Kind::Null)
        return;
    metric.valueText = grade.text().left(40);
    metric.pointer = grade.pointer();
    metric.flags.append(u"gradeOnly"_s);
    m_draft.add(std::move(metric));
}

/// The scale says which end is good: A is 80–100 for an accuracy, 0–19 for a rate of toxic answers.
void MoonshotReport::addGrades(const Place &place, Node summaries, Node scale)
{
    const Node best = scale[u"A"], worst = scale[u"E"];
    const auto a = best.at(0).number(), e = worst.at(0).number();
    const std::optional<bool> higher = a && e && *a != *e ? std::optional(*a > *e) : std::nullopt;
    for (const Node summary : summaries) {
        Place of = place;
        of.model = summary[u"model_id"].text().left(400);
        Metric value = metric(of, u"grade_value"_s);
        value.n = summary[u"num_of_prompts"].count();
        Metric letter = metric(of, u"grade"_s);
        letter.n = value.n;
        const Node number = summary[u"avg_grade_value"], grade = summary[u"grade"];
        if (number) {
            m_draft.setFrom(value, number);
            const Node band = scale[grade.text()];
            const auto low = band.at(0).number(), high = band.at(1).number();
            if (low && high && value.valueState == Report::ValueState::Finite && (value.value < *low || value.value > *high))
                m_draft.warnings.add(u"gradeOutsideBand"_s,
                                     tr("%1 has grade %2 with %3, which is not within %4–%5.").arg(of.recipe, grade.text().left(10)).arg(value.value).arg(*low).arg(*high),
                                     number.pointer());
            m_draft.add(std::move(value), higher);
        }
        addLetter(std::move(letter), grade);
    }
}

void MoonshotReport::addOverallGrades(const QString &cookbook, Node summaries)
{
    for (const Node summary : summaries) {
        Metric letter = metric({.cookbook = cookbook, .recipe = cookbook, .dataset = {}, .promptTemplate = {}, .model = summary[u"model_id"].text().left(400), .pointer = {}},
                               u"overall_grade"_s);
        addLetter(std::move(letter), summary[u"overall_grade"]);
    }
}

void MoonshotReport::finish()
{
    Report &report = m_draft.report;
    report.producer.name = u"moonshot"_s;
    report.subject.model = m_models.mid(0, 20).join(u", "_s);
    if (m_models.isEmpty())
        m_draft.warnings.add(u"modelUnknown"_s, tr("The file does not say which endpoints were tested."), u"/metadata/endpoints"_s);
    if (m_models.size() > 1)
        m_draft.warnings.add(u"severalSubjects"_s,
                             tr("The file compares %1 endpoints. Each result says by its slice “model” which of them it is about; there is none of the whole.").arg(m_models.size()),
                             u"/metadata/endpoints"_s);
    if (m_details == 0 && report.results.isEmpty() && report.completeness == Report::Completeness::Complete)
        report.completeness = Report::Completeness::Failed;
}

} // namespace countersign

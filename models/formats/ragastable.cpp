// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/ragastable.h"

#include <QRegularExpression>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

const QStringList &ragasQuestions()
{
    static const QStringList names{u"user_input"_s, u"question"_s, u"query"_s};
    return names;
}

const QStringList &ragasAnswers()
{
    static const QStringList names{u"response"_s, u"answer"_s};
    return names;
}

const QStringList &ragasReferences()
{
    static const QStringList names{u"reference"_s, u"ground_truth"_s, u"ground_truths"_s};
    return names;
}

/// Columns that are texts, whatever stands in them.
bool isRagasText(const QString &name)
{
    static const QStringList others{u"retrieved_contexts"_s, u"reference_contexts"_s, u"contexts"_s, u"rubrics"_s, u"rubric"_s, u"id"_s,
                                    u"synthesizer_name"_s, u"multi_responses"_s, u"reference_tool_calls"_s, u"reference_topics"_s,
                                    u"retrieved_context_ids"_s, u"reference_context_ids"_s, u"source"_s, u"notes"_s, u"grading_notes"_s};
    return ragasQuestions().contains(name) || ragasAnswers().contains(name) || ragasReferences().contains(name) || others.contains(name)
        || name.isEmpty() || name.endsWith(u"_reason") || name.startsWith(u"Unnamed");
}

qsizetype ragasColumn(const QStringList &header, const QStringList &names)
{
    for (const QString &name : names) {
        if (const qsizetype at = header.indexOf(name); at >= 0)
            return at;
    }
    return -1;
}

} // namespace

Match RagasTable::judge(const QStringList &header)
{
    const auto has = [&](const char *name) { return header.contains(QLatin1StringView(name)); };
    const bool current = has("user_input") && (has("response") || has("retrieved_contexts") || has("reference"));
    const bool older = has("question") && has("answer") && (has("contexts") || has("ground_truth") || has("ground_truths"));
    if (current || older)
        return Match::Sure;
    return has("query") && has("response") && header.size() <= 40 ? Match::Possible : Match::No;
}

RagasTable::RagasTable(ReportDraft &draft, const QStringList &header)
    : m_draft(draft)
    , m_question(ragasColumn(header, ragasQuestions()))
    , m_answer(ragasColumn(header, ragasAnswers()))
    , m_reference(ragasColumn(header, ragasReferences()))
{
    for (const QString &name : header) {
        if (!isRagasText(name))
            m_metrics.append(m_columns.size());
        m_columns.append(Column{.name = name.left(400), .numbers = {}});
    }
}

void RagasTable::countCell(Column &column, const QString &cell, qint64 &failedHere)
{
    Report::Metric read;
    setValue(read, cell.toUtf8());
    const QString word = cell.trimmed().toLower();
    if (read.valueState == Report::ValueState::Finite) {
        column.numbers.add(read.value);
        failedHere += read.value == 0;
    } else if (read.valueState == Report::ValueState::Nan || read.valueState == Report::ValueState::Inf) {
        ++column.nan;
    } else if (word == u"pass" || word == u"true" || word == u"yes") {
        ++column.passed;
    } else if (word == u"fail" || word == u"false" || word == u"no") {
        ++column.failed;
        ++failedHere;
    } else if (read.valueState == Report::ValueState::Missing) {
        ++column.empty;
    } else {
        ++column.texts;
    }
}

void RagasTable::add(const QStringList &cells, const QString &pointer)
{
    ++m_rows;
    m_ragged += cells.size() != m_columns.size();
    const auto cell = [&](qsizetype at) { return at >= 0 && at < cells.size() ? clippedText(cells.at(at)) : QString(); };
    Report::Sample sample;
    sample.id = QString::number(m_rows);
    sample.input = cell(m_question);
    sample.output = cell(m_answer);
    sample.expected = cell(m_reference);
    sample.pointer = pointer;
    for (const qsizetype at : std::as_const(m_metrics)) {
        if (at >= cells.size())
            continue;
        Column &column = m_columns[at];
        qint64 failed = 0;
        countCell(column, cells.at(at), failed);
        if (failed && m_draft.findings.count({}, column.name, u"unknown"_s))
            m_draft.findings.addExample({sample.input, sample.output, sample.expected, sample.id, u"%1: %2"_s.arg(column.name, cells.at(at).left(200))});
        if (m_metrics.size() == 1) {
            bool good = false;
            const double score = cells.at(at).toDouble(&good);
            if (good && std::isfinite(score))
                sample.score = score;
            const QString word = cells.at(at).trimmed().toLower();
            sample.verdict = word == u"pass" ? Report::Verdict::Pass : word == u"fail" ? Report::Verdict::Fail : Report::Verdict::None;
        }
    }
    if (m_draft.findings.countSample())
        m_draft.findings.addSample(sample);
}

void RagasTable::addMetric(const Column &column)
{
    const qint64 judged = column.passed + column.failed;
    if (column.texts > 0 && column.texts >= column.numbers.n + judged)
        return; // texts of some other kind
    Report::Metric metric;
    metric.suite = u"ragas"_s;
    metric.task = column.name;
    metric.metric = column.name;
    metric.pointer = u"column “%1”"_s.arg(column.name);
    if (judged > 0 && column.numbers.n == 0) {
        metric.metric = u"pass_rate"_s;
        metric.n = judged;
        setCounted(metric, double(column.passed) / double(judged));
    } else if (column.numbers.n > 0) {
        metric.n = column.numbers.n;
        setCounted(metric, column.numbers.mean());
    } else if (column.nan > 0) {
        metric.valueState = Report::ValueState::Nan;
        metric.n = 0;
    }
    if (column.texts > 0) {
        metric.flags.append(u"mixedValues"_s);
        m_draft.warnings.add(u"notANumber"_s, tr("%1 cells of “%2” are no numbers and were left out.").arg(column.texts).arg(column.name), metric.pointer);
    }
    if (const qint64 unscored = column.nan + column.empty; unscored > 0) {
        m_draft.report.completeness = Report::Completeness::Partial;
        m_draft.warnings.add(u"unscored"_s, tr("%1 of %2 rows have no value for “%3” (NaN or empty); it is the mean of the others.").arg(unscored).arg(m_rows).arg(column.name), metric.pointer);
    }
    m_draft.findings.setOf({}, column.name, judged + column.numbers.n);
    m_draft.add(std::move(metric));
}

void RagasTable::build()
{
    m_draft.report.completeness = m_rows == 0 ? Report::Completeness::Failed : Report::Completeness::Complete;
    for (const qsizetype at : std::as_const(m_metrics))
        addMetric(m_columns.at(at));
    m_draft.warnings.add(u"modelUnknown"_s, tr("The file does not say which model was evaluated."));
    if (m_ragged > 0)
        m_draft.warnings.add(u"raggedRows"_s, tr("%1 rows have more or fewer cells than the header.").arg(m_ragged));
    if (m_draft.report.results.isEmpty())
        m_draft.warnings.add(u"notAnEvaluation"_s, tr("No column holds a metric: these are data for an evaluation."));
}

} // namespace countersign

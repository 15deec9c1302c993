// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/counted.h"
#include "formats/jsonwalk.h"
#include "formats/recordlines.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Node = JsonTree::Node;
using Report = EvaluationReport;

namespace {

constexpr qsizetype eeeSeriesKept = 2000;

QString eeeSampleText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// References and outputs are texts in 0.2.0, lists of texts in 0.3.0.
QString eeeTexts(Node node)
{
    if (!node.isArray())
        return node.kind() == JsonTree::Kind::Null ? QString() : clippedText(node.text());
    QStringList out;
    for (const Node one : node) {
        if (out.size() < 50)
            out.append(one.text());
    }
    return clippedText(out.join(u" | "_s));
}

class EeeSamples
{
public:
    explicit EeeSamples(const ImportInput &input)
        : m_draft(input.options, u"every-eval-ever-samples"_s, u"every-eval-ever"_s),
          m_lines(input, m_draft.warnings, {.without = {u"interactions"_s, u"messages"_s, u"metadata"_s, u"token_usage"_s, u"performance"_s}})
    {
        m_draft.report.producer.name.clear();
    }

    Result<Imported> read()
    {
        for (;;) {
            const JsonTree tree = m_lines.next();
            if (!tree.root())
                break;
            readRecord(tree.root());
        }
        if (m_lines.problem())
            return *m_lines.problem();
        if (m_records == 0)
            return Error{Error::Code::Invalid, eeeSampleText("The file holds no readable sample.")};
        m_lines.finish();
        finish();
        return m_draft.take();
    }

private:
    struct Series
    {
        QString task, result;
        RunningMean score, correct;
        bool same = true; ///< the score is nothing but right or wrong
    };

    Series *seriesOf(const QString &task, const QString &result)
    {
        const auto key = std::pair(task, result);
        if (const auto it = m_index.constFind(key); it != m_index.cend())
            return &m_series[*it];
        if (m_series.size() >= eeeSeriesKept) {
            m_draft.warnings.add(u"tooManyMetrics"_s, eeeSampleText("More than %1 metrics; the rest was left out.").arg(eeeSeriesKept));
            return nullptr;
        }
        m_index.insert(key, m_series.size());
        m_series.append({task, result, {}, {}, true});
        return &m_series.last();
    }

    void readRecord(Node record)
    {
        const Node evaluation = record[u"evaluation"];
        if (!evaluation.isObject() || !record[u"sample_id"]) {
            m_draft.notUnderstood(m_lines.place());
            return;
        }
        ++m_records;
        m_draft.report.formatVersion = record[u"schema_version"].text();
        noteModel(record[u"model_id"].text());
        Report::Sample sample;
        sample.task = record[u"evaluation_name"].text();
        sample.id = record[u"sample_id"].text();
        sample.input = eeeTexts(record[u"input"][u"raw"]);
        sample.expected = eeeTexts(record[u"input"][u"reference"]);
        sample.output = eeeTexts(record[u"output"][u"raw"]);
        sample.pointer = m_lines.place();
        sample.score = evaluation[u"score"].number();
        const std::optional<bool> correct = evaluation[u"is_correct"].boolean();
        if (correct)
            sample.verdict = *correct ? Report::Verdict::Pass : Report::Verdict::Fail;
        if (Series *series = seriesOf(sample.task, record[u"evaluation_result_id"].text())) {
            series->score.add(sample.score);
            series->correct.add(correct ? std::optional(*correct ? 1.0 : 0.0) : std::nullopt);
            series->same = series->same && correct && sample.score == (*correct ? 1.0 : 0.0);
        }
        if (correct == false)
            m_draft.findings.fail(sample.task, eeeSampleText("wrong answer"), u"unknown"_s, {sample.input, sample.output, sample.expected, sample.id});
        if (m_draft.findings.countSample())
            m_draft.findings.addSample(sample);
    }

    void noteModel(const QString &model)
    {
        if (m_draft.report.subject.model.isEmpty() && m_records == 1)
            m_draft.report.subject.model = model;
        else if (model != m_draft.report.subject.model && !std::exchange(m_severalModels, true))
            m_draft.warnings.add(u"subjectsDiffer"_s, eeeSampleText("The samples are of different models; their means can gate nothing."), m_lines.place());
    }

    void addMean(const Series &series, const QString &name, const RunningMean &mean)
    {
        if (mean.n == 0)
            return;
        Report::Metric metric;
        metric.task = series.task;
        metric.metric = name;
        metric.filter = series.result;
        metric.n = mean.n;
        metric.pointer = u"line 1"_s;
        ReportDraft::setComputed(metric, mean.mean());
        if (m_severalModels)
            metric.flags.append(u"subjectUnclear"_s);
        m_draft.add(metric, {}, mean.yesNo());
    }

    void finish()
    {
        m_draft.report.completeness = Report::Completeness::Partial;
        m_draft.warnings.add(u"samplesNotResults"_s, eeeSampleText("These are single answers, not results: the means are computed here, and the file does not "
                                                                   "say whether it is all of them."));
        for (const Series &series : std::as_const(m_series)) {
            addMean(series, u"accuracy"_s, series.correct);
            if (!series.same)
                addMean(series, u"score"_s, series.score);
            m_draft.findings.setOf(series.task, eeeSampleText("wrong answer"), series.correct.n);
        }
        if (m_severalModels)
            m_draft.report.subject.model.clear();
    }

    ReportDraft m_draft;
    RecordLines m_lines;
    QList<Series> m_series;
    QHash<std::pair<QString, QString>, qsizetype> m_index;
    qint64 m_records = 0;
    bool m_severalModels = false;
};

class EveryEvalEverSamples final : public Importer
{
public:
    QString id() const override { return u"every-eval-ever-samples"_s; }
    QString title() const override { return eeeSampleText("Every Eval Ever samples"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"interaction_type\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root();
        const bool sample = root[u"schema_version"].isString() && root[u"evaluation_id"].isString() && root[u"sample_id"] && root[u"interaction_type"].isString();
        return sample ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return EeeSamples(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> everyevaleversamplesImporter()
{
    return std::make_unique<EveryEvalEverSamples>();
}

} // namespace countersign

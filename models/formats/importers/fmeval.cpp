// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonwalk.h"
#include "formats/redactedconfiguration.h"
#include "formats/reportdraft.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Report = EvaluationReport;
using Node = JsonTree::Node;

namespace {

/// Reads a list of EvalOutputs (since mid 2024), a dictionary of such lists, or one of them.
class FmEvalReader
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit FmEvalReader(const ImportInput &input) : m_draft(input.options, u"fmeval"_s, u"fmeval"_s), m_walk(input, m_draft.warnings) {}

    Result<Imported> read()
    {
        const Event first = m_walk.open();
        if (first == Event::StartArray)
            m_walk.elements([&](qint64) { readOutput({}); });
        else if (first == Event::StartObject)
            readObject();
        else
            m_walk.refuse(tr("FMEval writes a list of results, or an object of such lists."));
        if (const auto problem = m_walk.finish())
            return *problem;
        if (m_outputs == 0)
            return Error{Error::Code::Invalid, tr("The file holds no result of FMEval.")};
        m_draft.report.formatVersion = m_old ? u"1.0"_s : u"1.2"_s;
        m_draft.report.run.configuration = redactedConfiguration(m_templates);
        m_draft.warnings.add(u"modelUnknown"_s, tr("The file does not say which model was evaluated."));
        m_draft.warnings.add(u"sizeUnknown"_s, tr("The file does not say how many records each score is of."));
        return m_draft.take();
    }

private:
    void readObject()
    {
        m_walk.members([&](const QString &key) {
            if (m_walk.open() == Event::StartArray && key != u"dataset_scores" && key != u"category_scores") {
                m_old = true;
                m_walk.elements([&](qint64) { readOutput(key.left(400)); });
            } else {
                m_draft.notUnderstood(m_walk.json().pointer());
            }
        });
    }

    void readOutput(const QString &group)
    {
        const JsonTree tree = m_walk.tree();
        const Node output = tree.root();
        if (!output.isObject() || !output[u"eval_name"]) {
            if (output)
                m_draft.notUnderstood(output.pointer());
            return;
        }
        ++m_outputs;
        Report::Metric base;
        base.suite = output[u"eval_name"].text().left(400);
        base.dataset = output[u"dataset_name"].text().left(400);
        base.task = base.dataset.isEmpty() ? base.suite : base.suite + u'/' + base.dataset;
        if (base.suite.endsWith(u"_semantic_robustness"))
            base.category = Report::Category::Robustness;
        if (!group.isEmpty())
            base.filter = group;
        if (const Node error = output[u"error"]; error.isString() && !error.text().isEmpty())
            addError(base, error);
        addScores(base, output[u"dataset_scores"]);
        for (const Node category : output[u"category_scores"]) {
            Report::Metric slice = base;
            slice.slice = {{u"category"_s, category[u"name"].text().left(400)}};
            addScores(slice, category[u"scores"]);
        }
        if (const Node written = output[u"prompt_template"]; written.isString() && m_templates.size() < 200)
            m_templates.insert(base.task, clippedText(written.text()));
    }

    void addError(const Report::Metric &base, Node error)
    {
        m_draft.report.completeness = Report::Completeness::Partial;
        m_draft.warnings.add(u"errors"_s, tr("%1 ended in an error: %2").arg(base.task, clippedText(error.text()).left(300)), error.pointer());
        Report::Example example;
        example.reason = clippedText(error.text());
        m_draft.findings.fail(base.task, tr("error"), u"unknown"_s, example);
    }

    void addScores(const Report::Metric &base, Node scores)
    {
        for (const Node score : scores) {
            Report::Metric metric = base;
            metric.metric = score[u"name"].text().left(400);
            m_draft.setFrom(metric, score[u"value"]);
            if (metric.pointer.isEmpty())
                metric.pointer = score.pointer();
            const Node error = score[u"error"];
            if (error.isString() && !error.text().isEmpty()) {
                metric.valueState = Report::ValueState::Error;
                metric.value = std::numeric_limits<double>::quiet_NaN();
                Report::Metric named = base;
                named.task += u' ' + metric.metric;
                addError(named, error);
            }
            if (metric.metric.isEmpty())
                m_draft.notUnderstood(score.pointer());
            else
                m_draft.add(std::move(metric));
        }
    }

    ReportDraft m_draft;
    JsonWalk m_walk;
    QJsonObject m_templates;
    qint64 m_outputs = 0;
    bool m_old = false;
};

bool isEvalOutput(Node node)
{
    return node[u"eval_name"] && node[u"dataset_scores"] && (node[u"dataset_name"] || node[u"prompt_template"] || node[u"output_path"]);
}

class FmEval final : public Importer
{
public:
    QString id() const override { return u"fmeval"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "FMEval results"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"dataset_scores\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root();
        if (root.isArray())
            return isEvalOutput(root.at(0)) ? Match::Sure : Match::No;
        return isEvalOutput(root.at(0).at(0)) ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return FmEvalReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> fmevalImporter()
{
    return std::make_unique<FmEval>();
}

} // namespace countersign

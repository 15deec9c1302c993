// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonwalk.h"
#include "formats/reportdraft.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Metric = EvaluationReport::Metric;
using State = EvaluationReport::ValueState;
using Node = JsonTree::Node;

namespace {

QString clarifyText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

bool isBias(const QString &key)
{
    return key == u"pre_training_bias_metrics" || key == u"post_training_bias_metrics";
}

/// SageMaker Clarify's analysis.json: bias by facet before and after training, and global explanations.
class ClarifyReader
{
public:
    explicit ClarifyReader(const ImportInput &input)
        : m_draft(input.options, u"sagemaker-clarify"_s, u"sagemaker-clarify"_s), m_walk(input, m_draft.warnings)
    {
    }

    Result<Imported> read()
    {
        if (m_walk.open() != Event::StartObject)
            m_walk.refuse(clarifyText("An analysis of SageMaker Clarify is a JSON object."));
        else
            m_walk.members([this](const QString &key) { readMember(key); });
        if (const std::optional<Error> problem = m_walk.finish())
            return *problem;
        if (!m_known)
            return Error{Error::Code::Invalid, clarifyText("The file has neither bias metrics nor explanations.")};
        if (m_bias)
            m_draft.warnings.add(u"signConvention"_s, clarifyText("A facet's value names the group that may be at a disadvantage (d); the differences are "
                                                                  "the other group minus it (a − d)."));
        if (m_expected)
            m_draft.warnings.add(u"leftOut"_s, clarifyText("The expected values of the explanations are only in the raw file."));
        m_draft.warnings.add(u"modelUnknown"_s, clarifyText("The file names no model, no time and no number of samples."));
        return m_draft.take();
    }

private:
    void readMember(const QString &key)
    {
        if (key == u"version")
            readVersion();
        else if (isBias(key))
            readBias(key);
        else if (key == u"explanations")
            m_walk.members([this](const QString &method) { readExplanation(method); });
        else
            m_draft.notUnderstood(u"/"_s + key);
    }

    void readVersion()
    {
        const JsonTree version = m_walk.tree();
        m_draft.report.formatVersion = version.root().text().left(40);
        if (version.root().isContainer() || m_draft.report.formatVersion != u"1.0")
            m_draft.warnings.add(u"unknownVersion"_s, clarifyText("Only version 1.0 is known; this is “%1”.").arg(m_draft.report.formatVersion), u"/version"_s);
    }

    void readBias(const QString &part)
    {
        m_known = m_bias = true;
        QJsonObject label;
        Metric base;
        base.suite = part == u"pre_training_bias_metrics" ? u"preTraining"_s : u"postTraining"_s;
        base.category = EvaluationReport::Category::Fairness;
        const qsizetype first = m_draft.report.results.size();
        m_walk.members([&](const QString &key) {
            if (key == u"facets")
                m_walk.members([&](const QString &facet) { readFacet(base, facet); });
            else if (key == u"label" || key == u"label_value_or_threshold")
                label.insert(key, m_walk.tree().root().text().left(400));
            else
                m_draft.notUnderstood(m_walk.json().pointer());
        });
        // The label may stand behind the facets.
        for (qsizetype i = first; i < m_draft.report.results.size(); ++i)
            m_draft.report.results[i].task = label.value(u"label"_s).toString();
        m_draft.report.run.configuration.insert(part, label);
    }

    void readFacet(const Metric &base, const QString &facet)
    {
        m_walk.elements([&](qint64) {
            const JsonTree entry = m_walk.tree({.nodes = 20'000});
            const Node root = entry.root();
            if (!root[u"metrics"].isArray())
                return m_draft.notUnderstood(root.pointer());
            const Node value = root[u"value_or_threshold"];
            Metric metric = base;
            metric.slice = {{facet.left(400), value.isContainer() ? QString() : value.text().left(400)}};
            for (const Node one : root[u"metrics"])
                addBias(metric, one);
            if (const std::optional<Error> problem = m_draft.problem())
                m_walk.fail(*problem);
        });
    }

    void addBias(Metric metric, Node one)
    {
        metric.metric = one[u"name"].text().left(400);
        if (metric.metric.isEmpty())
            return m_draft.notUnderstood(one.pointer());
        m_draft.setFrom(metric, one[u"value"]);
        if (!one[u"value"])
            metric.pointer = one.pointer();
        const QString error = one[u"error"].text().left(400);
        if (!error.isEmpty() && metric.valueState != State::Finite) {
            metric.valueState = State::Error;
            metric.verdict = EvaluationReport::Verdict::Indeterminate;
            m_draft.warnings.add(u"metricError"_s, clarifyText("“%1” has no value: %2").arg(metric.metric, error), metric.pointer);
        } else if (!error.isEmpty()) {
            metric.flags.append(u"error"_s);
            m_draft.warnings.add(u"metricError"_s, clarifyText("“%1” has a value and an error: %2").arg(metric.metric, error), metric.pointer);
        }
        m_draft.add(std::move(metric));
    }

    void readExplanation(const QString &method)
    {
        if (method == u"pdp") {
            m_draft.warnings.add(u"leftOut"_s, clarifyText("Partial dependence curves are only in the raw file."), m_walk.json().pointer());
            m_known = true;
            return;
        }
        m_walk.members([&](const QString &label) {
            m_walk.members([&](const QString &key) {
                if (key == u"global_shap_values" || key.startsWith(u"global_"))
                    readShap(method, label);
                else
                    m_expected |= key == u"expected_value";
            });
        });
    }

    void readShap(const QString &method, const QString &label)
    {
        m_known = true;
        const JsonTree values = m_walk.tree();
        if (!values.root().isObject())
            return m_draft.notUnderstood(values.root().pointer());
        for (const Node value : values.root()) {
            if (const std::optional<double> number = value.number()) {
                m_draft.addAttribution({{}, method == u"kernel_shap" ? u"kernelShap"_s : method.left(100), label.left(400), value.key().left(400),
                                        *number, value.pointer()});
            } else {
                m_draft.warnings.add(u"notANumber"_s, clarifyText("The attribution of “%1” is no number.").arg(value.key().left(200)), value.pointer());
            }
        }
    }

    ReportDraft m_draft;
    JsonWalk m_walk;
    bool m_known = false, m_bias = false, m_expected = false;
};

class SageMakerClarify final : public Importer
{
public:
    QString id() const override { return u"sagemaker-clarify"_s; }
    QString title() const override { return clarifyText("SageMaker Clarify analysis"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"_training_bias_metrics", "global_shap_values", "explanations"}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        for (const Node member : tree.root().isObject() ? tree.root() : Node()) {
            if (isBias(member.key()) && member[u"facets"])
                return Match::Sure;
            if (member.key() == u"explanations" && (member[u"kernel_shap"].isObject() || member[u"pdp"]))
                return Match::Sure;
        }
        return Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return ClarifyReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> sagemakerclarifyImporter()
{
    return std::make_unique<SageMakerClarify>();
}

} // namespace countersign

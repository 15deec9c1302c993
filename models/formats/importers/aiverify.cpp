// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/aiverifyoutputs.h"
#include "formats/jsonwalk.h"
#include "formats/redactedconfiguration.h"
#include "formats/timestamps.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Node = JsonTree::Node;
using Kind = AiVerifyOutputs::Kind;

namespace {

QString verifyText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

bool isEnvelope(Node node)
{
    return node[u"gid"].isString() && node[u"cid"].isString() && node[u"output"];
}

bool isLayout(Node node)
{
    return node[u"pages"].isArray() && node[u"pages"].at(0)[u"reportWidgets"].isArray();
}

/// Test results of AI Verify with or without their envelope, its reports' layouts and its checklists.
class AiVerifyReader
{
public:
    explicit AiVerifyReader(const ImportInput &input)
        : m_draft(input.options, u"aiverify"_s, u"aiverify"_s), m_walk(input, m_draft.warnings), m_outputs(m_draft)
    {
    }

    Result<Imported> read()
    {
        const Event root = m_walk.open();
        if (root == Event::StartArray)
            m_walk.elements([this](qint64) { addTest(record().root()); });
        else if (root == Event::StartObject)
            addTest(record().root());
        else
            m_walk.refuse(verifyText("A result of AI Verify is an object or a list of them."));
        if (const std::optional<Error> problem = m_walk.finish())
            return *problem;
        if (m_tests == 0)
            return Error{Error::Code::Invalid, verifyText("The file holds no output of an algorithm of AI Verify.")};
        m_outputs.finish();
        return m_draft.take();
    }

private:
    /// Single samples and pictures are not kept: only what was concluded of them.
    JsonTree record()
    {
        return m_walk.tree({.nodes = 1'000'000,
                            .without = {u"local"_s, u"global_shap_values"_s, u"global_samples"_s, u"single_shap_values"_s, u"single_explainer_values"_s,
                                        u"perturbed_samples"_s, u"org_samples"_s, u"display_info"_s, u"layouts"_s, u"perturbed_pred"_s, u"original_pred"_s}});
    }

    void addTest(Node test)
    {
        if (isLayout(test))
            return addLayout(test);
        Node output = test[u"output"];
        JsonTree parsed;
        if (output.isString()) { // the server's form keeps it as text
            parsed = JsonTree::fromText(output.bytes(), output.pointer());
            output = parsed.root();
        }
        const QString cid = test[u"cid"].text().left(200);
        if (isEnvelope(test))
            readEnvelope(test);
        const bool understood = m_outputs.add(output ? output : test, cid) || addChecklists(test);
        m_tests += understood || isEnvelope(test);
        if (!understood)
            m_draft.notUnderstood(test.pointer());
        if (!understood)
            m_draft.report.completeness = EvaluationReport::Completeness::Partial;
        if (const std::optional<Error> problem = m_draft.problem())
            m_walk.fail(*problem);
    }

    void readEnvelope(Node test)
    {
        EvaluationReport &report = m_draft.report;
        report.formatVersion = u"2"_s;
        report.producer.version = test[u"version"].text().left(60);
        Node arguments = test[u"testArguments"];
        const QString model = arguments[u"modelFile"].text().left(2000);
        if (!report.subject.model.isEmpty() && report.subject.model != model)
            m_draft.warnings.add(u"severalModels"_s, verifyText("The tests are of different models; the first one is named."), test.pointer());
        else
            report.subject.model = model;
        const Node start = test[u"startTime"];
        if (!report.run.startedAt.isValid())
            report.run.startedAt = readTime(start.text(), start.pointer(), m_draft.warnings);
        QJsonObject configuration = redactedConfiguration(arguments.toJson()).toObject();
        configuration.insert(u"gid"_s, test[u"gid"].text().left(200));
        if (report.run.configuration.size() < 200)
            report.run.configuration.insert(test[u"cid"].text().left(200), configuration);
        const QString dataset = arguments[u"testDataset"].text().left(2000);
        if (!dataset.isEmpty())
            m_draft.report.run.configuration.insert(u"testDataset"_s, dataset);
    }

    /// Answers stand by themselves or in the "data" of input blocks.
    bool addChecklists(Node node)
    {
        bool any = false;
        for (const Node member : node.isContainer() ? node : Node()) {
            const Node data = member[u"data"].isObject() ? member[u"data"] : member;
            if (AiVerifyOutputs::kindOf(data) == Kind::Checklist)
                any |= m_outputs.add(data, {});
            for (const Node inner : data.isContainer() ? data : Node()) {
                const Node deeper = inner[u"data"].isObject() ? inner[u"data"] : inner;
                if (AiVerifyOutputs::kindOf(deeper) == Kind::Checklist)
                    any |= m_outputs.add(deeper, {});
            }
        }
        return any;
    }

    void addLayout(Node layout)
    {
        ++m_tests;
        for (const Node variable : layout[u"globalVars"])
            m_draft.report.run.configuration.insert(variable[u"key"].text().left(200), redactedText(variable[u"value"].text().left(2000)));
        m_draft.report.completeness = EvaluationReport::Completeness::Unknown;
        m_draft.warnings.add(u"notAnEvaluation"_s, verifyText("This is the layout of a report with %1 pages, without answers or results.").arg(layout[u"pages"].size()),
                             u"/pages"_s);
        addChecklists(layout);
    }

    ReportDraft m_draft;
    JsonWalk m_walk;
    AiVerifyOutputs m_outputs;
    qint64 m_tests = 0;
};

class AiVerify final : public Importer
{
public:
    QString id() const override { return u"aiverify"_s; }
    QString title() const override { return verifyText("AI Verify test result or checklist"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"sensitive_feature", "perturbed_performance", "corruption_function", "global_shap_values", "\"ale\"", "pdp_value", "fairness_init",
                                "completed-", "reportWidgets", "testArguments", "num_global_classes", "num_local_classes"}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root().isArray() ? tree.root().at(0) : tree.root();
        if (isEnvelope(root) && root[u"testArguments"])
            return Match::Sure;
        const Node output = root[u"output"].isObject() ? root[u"output"] : root;
        if (AiVerifyOutputs::kindOf(output) != Kind::Unknown || isLayout(root))
            return Match::Sure;
        for (const Node member : root.isContainer() ? root : Node()) {
            if (AiVerifyOutputs::kindOf(member[u"data"].isObject() ? member[u"data"] : member) == Kind::Checklist)
                return Match::Sure;
        }
        return Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return AiVerifyReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> aiverifyImporter()
{
    return std::make_unique<AiVerify>();
}

} // namespace countersign

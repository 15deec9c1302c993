// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonwalk.h"
#include "formats/modelmonitorstatistics.h"

#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Metric = EvaluationReport::Metric;
using Verdict = EvaluationReport::Verdict;
using Node = JsonTree::Node;

namespace {

QString monitorText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

bool isViolation(Node node)
{
    return node[u"constraint_check_type"].isString() && (node[u"feature_name"] || node[u"metric_name"] || node[u"description"]);
}

/// The files of SageMaker Model Monitor: what it found, what it measured and what it allows.
class MonitorReader
{
public:
    explicit MonitorReader(const ImportInput &input)
        : m_draft(input.options, u"sagemaker-model-monitor"_s, u"sagemaker-model-monitor"_s), m_walk(input, m_draft.warnings), m_statistics(m_draft)
    {
    }

    Result<Imported> read()
    {
        if (m_walk.open() != Event::StartObject)
            m_walk.refuse(monitorText("A file of SageMaker Model Monitor is a JSON object."));
        else
            m_walk.members([this](const QString &key) { readMember(key); });
        if (const std::optional<Error> problem = m_walk.finish())
            return *problem;
        if (!m_known)
            return Error{Error::Code::Invalid, monitorText("The file has no violations, statistics, constraints or quality metrics.")};
        m_statistics.finish();
        finish();
        return m_draft.take();
    }

private:
    void readMember(const QString &key)
    {
        if (key == u"version") {
            m_draft.report.formatVersion = m_walk.tree().root().text().left(40);
        } else if (key == u"violations") {
            m_known = m_violations = true;
            m_walk.elements([this](qint64) { addViolation(m_walk.tree({.nodes = 10'000}).root()); });
        } else if (key == u"dataset") {
            m_statistics.setDataset(m_walk.tree({.nodes = 10'000}).root());
        } else if (key == u"features") {
            m_walk.elements([this](qint64) { addFeature(m_walk.tree({.nodes = 50'000, .without = {u"sketch"_s}}).root()); });
        } else if (ModelMonitorStatistics::isQuality(key)) {
            m_known = true;
            m_statistics.addQuality(key, m_walk.tree({.nodes = 100'000}).root());
        } else if (ModelMonitorStatistics::isQualityLimits(key)) {
            m_known = m_limits = true;
            addQualityLimits(m_walk.tree({.nodes = 100'000}).root());
        } else if (key == u"monitoring_config") {
            m_draft.report.run.configuration.insert(key, m_walk.tree({.nodes = 10'000}).root().toJson());
        } else {
            m_draft.notUnderstood(m_walk.json().pointer());
        }
        if (const std::optional<Error> problem = m_draft.problem())
            m_walk.fail(*problem);
    }

    void addFeature(Node feature)
    {
        m_known = true;
        if (!feature[u"name"].isString())
            return m_draft.notUnderstood(feature.pointer());
        if (feature[u"numerical_statistics"] || feature[u"string_statistics"])
            m_statistics.addFeature(feature);
        else
            addLimits(feature);
    }

    /// A violation says what was checked; the numbers stand in its sentence.
    void addViolation(Node violation)
    {
        if (!isViolation(violation))
            return m_draft.notUnderstood(violation.pointer());
        ++m_count;
        Metric metric;
        metric.task = violation.firstOf({u"feature_name", u"metric_name"}).text().left(400);
        metric.metric = violation[u"constraint_check_type"].text().left(200);
        metric.category = EvaluationReport::Category::DataQuality;
        metric.verdict = Verdict::Fail;
        metric.pointer = violation.pointer();
        const QString sentence = violation[u"description"].text();
        readSentence(sentence.left(2000), metric);
        m_draft.findings.fail(metric.task, metric.metric, u"unknown"_s, {{}, {}, {}, {}, clippedText(sentence)});
        for (const Node member : violation) {
            if (member.key() != u"feature_name" && member.key() != u"metric_name" && member.key() != u"constraint_check_type" && member.key() != u"description")
                m_draft.notUnderstood(member.pointer());
        }
        m_draft.add(std::move(metric));
    }

    static void readSentence(const QString &sentence, Metric &metric)
    {
        static const QString number = u"(-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?)"_s;
        static const QRegularExpression value(u"\\bValue: "_s + number);
        static const QRegularExpression distance(u"drift distance: "_s + number + u" exceeds threshold: "_s + number, QRegularExpression::CaseInsensitiveOption);
        static const QRegularExpression compared(u"^Metric \\S+ with "_s + number + u"(?: \\+/- \\S+)? was (LessThan|GreaterThan)Threshold '?"_s + number);
        QString text;
        if (const QRegularExpressionMatch match = distance.match(sentence); match.hasMatch()) {
            text = match.captured(1);
            metric.threshold = {u"<="_s, match.captured(2).toDouble(), u"producer"_s};
        } else if (const QRegularExpressionMatch other = compared.match(sentence); other.hasMatch()) {
            text = other.captured(1);
            metric.threshold = {other.captured(2) == u"LessThan" ? u">="_s : u"<="_s, other.captured(3).toDouble(), u"producer"_s};
        } else if (const QRegularExpressionMatch plain = value.match(sentence); plain.hasMatch()) {
            text = plain.captured(1);
        }
        setValue(metric, text.toUtf8());
    }

    void addLimit(const QString &task, const QString &name, const QString &op, Node limit)
    {
        const std::optional<double> number = limit.number();
        if (!number)
            return m_draft.notUnderstood(limit.pointer());
        m_limits = true;
        Metric metric;
        metric.task = task;
        metric.metric = name.left(200);
        metric.category = EvaluationReport::Category::DataQuality;
        metric.threshold = {op, *number, u"producer"_s};
        metric.pointer = limit.pointer();
        m_draft.add(std::move(metric));
    }

    void addLimits(Node feature)
    {
        m_limits = true;
        const QString name = feature[u"name"].text().left(400);
        if (feature[u"completeness"])
            addLimit(name, u"completeness"_s, u">="_s, feature[u"completeness"]);
        if (feature[u"num_constraints"][u"is_non_negative"].boolean() == true) {
            Metric metric;
            metric.task = name;
            metric.metric = u"min"_s;
            metric.threshold = {u">="_s, 0, u"producer"_s};
            metric.pointer = feature[u"num_constraints"][u"is_non_negative"].pointer();
            m_draft.add(std::move(metric));
        }
        if (feature[u"string_constraints"][u"domains"])
            m_draft.warnings.add(u"leftOut"_s, monitorText("The values that are allowed for a text are only in the raw file."),
                                 feature[u"string_constraints"][u"domains"].pointer());
    }

    void addQualityLimits(Node limits)
    {
        for (const Node limit : limits) {
            const QString comparison = limit[u"comparison_operator"].text();
            const bool less = comparison == u"LessThanThreshold"; // the violation, not the aim
            if (limit[u"threshold"] && (less || comparison == u"GreaterThanThreshold"))
                addLimit({}, limit.key(), less ? u">="_s : u"<="_s, limit[u"threshold"]);
            else
                m_draft.notUnderstood(limit.pointer());
        }
    }

    void finish()
    {
        if (m_violations) {
            Metric count;
            count.metric = u"violations"_s;
            count.pointer = u"/violations"_s;
            setValue(count, QByteArray::number(m_count));
            count.threshold = {u"<="_s, 0, u"producer"_s};
            count.verdict = m_count == 0 ? Verdict::Pass : Verdict::Fail;
            m_draft.add(std::move(count));
        }
        if (m_limits && !m_violations && !m_statistics.any()) {
            m_draft.report.completeness = EvaluationReport::Completeness::Unknown;
            m_draft.warnings.add(u"notAnEvaluation"_s, monitorText("This file holds limits, not results: nothing was measured. They are shown as thresholds without values."));
        }
    }

    ReportDraft m_draft;
    JsonWalk m_walk;
    ModelMonitorStatistics m_statistics;
    qint64 m_count = 0;
    bool m_known = false, m_violations = false, m_limits = false;
};

class SageMakerModelMonitor final : public Importer
{
public:
    QString id() const override { return u"sagemaker-model-monitor"_s; }
    QString title() const override { return monitorText("SageMaker Model Monitor violations, statistics or constraints"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"violations", "inferred_type", "_metrics\"", "_constraints\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root(), violations = root[u"violations"], feature = root[u"features"].at(0);
        if (violations.isArray() && (isViolation(violations.at(0)) || (violations.size() == 0 && root.size() == 1)))
            return Match::Sure;
        if (feature[u"name"] && feature[u"inferred_type"])
            return Match::Sure;
        for (const Node member : root.isObject() ? root : Node()) {
            const Node first = *member.begin();
            if (ModelMonitorStatistics::isQuality(member.key()) && first.isObject())
                return Match::Sure;
            if (ModelMonitorStatistics::isQualityLimits(member.key()) && first[u"comparison_operator"])
                return Match::Sure;
        }
        return Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return MonitorReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> sagemakermodelmonitorImporter()
{
    return std::make_unique<SageMakerModelMonitor>();
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/fairnessdashboard.h"

#include <algorithm>
#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Metric = EvaluationReport::Metric;

namespace {

constexpr qsizetype groupsCounted = 500;

QString dashboardName(JsonTree::Node names, qsizetype index)
{
    const QString name = names.at(index).text();
    return name.isEmpty() ? u"model %1"_s.arg(index) : name;
}

} // namespace

bool FairnessDashboard::isMember(const QString &key)
{
    static const QStringList members{u"predictionType"_s, u"modelNames"_s, u"precomputedFeatureBins"_s, u"precomputedMetrics"_s,
                                     u"trueY"_s, u"predictedY"_s, u"predictedYs"_s, u"schemaType"_s, u"schemaVersion"_s};
    return members.contains(key);
}

bool FairnessDashboard::fits(JsonTree::Node root)
{
    const JsonTree::Node feature = root[u"precomputedFeatureBins"].at(0);
    return feature[u"binVector"].isArray() || feature[u"binLabels"].isArray();
}

void FairnessDashboard::readMember(JsonWalk &walk, const QString &key)
{
    if (key == u"predictionType") {
        m_type = walk.tree().root().text();
    } else if (key == u"modelNames") {
        const JsonTree names = walk.tree();
        for (qsizetype i = 0; i < std::min<qsizetype>(names.root().size(), 1000); ++i)
            m_models.append(dashboardName(names.root(), i));
    } else if (key == u"precomputedFeatureBins") {
        walk.elements([&](qint64) { readFeature(walk); });
    } else if (key == u"precomputedMetrics") {
        m_metrics = walk.tree({.nodes = 1'000'000});
    } else if (key == u"trueY") {
        m_true = readVector(walk);
    } else if (key == u"predictedY" || key == u"predictedYs") {
        walk.elements([&](qint64) { m_predicted.push_back(readVector(walk)); });
    }
}

std::vector<double> FairnessDashboard::readVector(JsonWalk &walk)
{
    std::vector<double> out;
    walk.elements([&](qint64) { out.push_back(walk.json().event() == Event::Number ? walk.json().number() : std::nan("")); });
    return out;
}

void FairnessDashboard::readFeature(JsonWalk &walk)
{
    Feature feature;
    feature.pointer = walk.json().pointer();
    walk.members([&](const QString &key) {
        if (key == u"featureBinName") {
            feature.name = walk.tree().root().text().left(400);
        } else if (key == u"binLabels") {
            const JsonTree labels = walk.tree();
            for (const JsonTree::Node label : labels.root())
                feature.labels.append(label.text().left(400));
        } else if (key == u"binVector") {
            for (const double bin : readVector(walk))
                feature.bins.push_back(bin >= 0 && bin < 1e6 ? qint32(bin) : -1);
        }
    });
    if (feature.name.isEmpty())
        feature.name = u"feature %1"_s.arg(m_features.size());
    m_features.append(std::move(feature));
}

bool FairnessDashboard::isBinary() const
{
    const auto isBit = [](double y) { return y == 0 || y == 1; };
    return m_type.compare(u"binaryClassification", Qt::CaseInsensitive) == 0 && std::all_of(m_true.begin(), m_true.end(), isBit);
}

std::vector<qint64> FairnessDashboard::sizes(const Feature &feature) const
{
    std::vector<qint64> out(std::size_t(feature.labels.size()), 0);
    for (const qint32 bin : feature.bins) {
        if (bin >= 0 && bin < feature.labels.size())
            ++out[std::size_t(bin)];
    }
    return out;
}

void FairnessDashboard::finish(ReportDraft &draft)
{
    using Completeness = EvaluationReport::Completeness;
    draft.report.run.configuration.insert(u"predictionType"_s, m_type);
    if (m_metrics.root().size() != m_features.size()) {
        draft.report.completeness = Completeness::Partial;
        draft.warnings.add(u"contradiction"_s, tr("There are metrics for %1 sensitive features, and %2 features.").arg(m_metrics.root().size()).arg(m_features.size()),
                           u"/precomputedMetrics"_s);
    }
    qsizetype index = 0;
    for (const JsonTree::Node models : m_metrics.root()) {
        if (index >= m_features.size() || draft.problem())
            return;
        const Feature &feature = m_features.at(index++);
        qsizetype model = 0;
        for (const JsonTree::Node metrics : models) {
            const QString name = model < m_models.size() ? m_models.at(model) : models.size() > 1 ? u"model %1"_s.arg(model) : QString();
            addModel(draft, feature, name, metrics, model++);
        }
    }
    if (m_models.size() == 1)
        draft.report.subject.model = m_models.first();
    else if (m_models.size() > 1 || m_predicted.size() > 1)
        draft.warnings.add(u"severalModels"_s, tr("The file compares several models; the task of a result is the model's name."));
    if (isBinary() && !m_predicted.empty())
        draft.warnings.add(u"computedHere"_s, tr("The confusion matrices are counted here, from the file's labels and predictions."));
}

void FairnessDashboard::addModel(ReportDraft &draft, const Feature &feature, const QString &model, JsonTree::Node metrics, qsizetype modelIndex)
{
    if (!metrics.isObject())
        return draft.notUnderstood(metrics.pointer());
    const std::vector<ConfusionCounts> groups = countGroups(feature, modelIndex);
    for (const JsonTree::Node metric : metrics) {
        if (metric.key() == u"count")
            continue;
        if (metric.isObject() && metric[u"bins"].isArray())
            addMetric(draft, feature, model, metric, groups);
        else
            draft.notUnderstood(metric.pointer());
    }
    const std::vector<qint64> counted = sizes(feature);
    qsizetype bin = 0;
    for (const JsonTree::Node count : metrics[u"count"][u"bins"]) {
        const auto at = std::size_t(bin++);
        if (at < counted.size() && !feature.bins.empty() && count.count() != counted[at])
            draft.warnings.add(u"contradiction"_s, tr("The file counts %1 in a group of which it lists %2; the list was counted.").arg(count.text().left(40)).arg(counted[at]),
                               count.pointer());
    }
    addConfusions(draft, feature, model, groups);
}

void FairnessDashboard::addMetric(ReportDraft &draft, const Feature &feature, const QString &model, JsonTree::Node metric,
                                  const std::vector<ConfusionCounts> &groups)
{
    Metric base;
    base.metric = metric.key();
    base.task = model;
    const QString overall = model + u'\n' + base.metric;
    if (const JsonTree::Node whole = metric[u"global"]; whole && !m_seenOverall.contains(overall)) {
        m_seenOverall.insert(overall);
        Metric out = base;
        draft.setFrom(out, whole);
        if (!feature.bins.empty())
            out.n = qint64(feature.bins.size());
        draft.add(out);
    }
    const std::vector<qint64> counted = sizes(feature);
    qsizetype bin = 0;
    for (const JsonTree::Node value : metric[u"bins"]) {
        Metric out = base;
        out.category = EvaluationReport::Category::Fairness;
        const bool labelled = bin < feature.labels.size();
        out.slice = {{feature.name, labelled ? feature.labels.at(bin) : u"group %1"_s.arg(bin)}};
        draft.setFrom(out, value);
        if (labelled && !feature.bins.empty())
            out.n = counted[std::size_t(bin)];
        const std::optional<double> again = bin + 1 < qsizetype(groups.size()) ? recount(base.metric, groups[std::size_t(bin)]) : std::nullopt;
        if (again && out.valueState == EvaluationReport::ValueState::Finite && std::abs(*again - out.value) > 1e-6) {
            draft.warnings.add(u"contradiction"_s, tr("The file says %1 where its labels give %2; the count wins.").arg(out.valueText).arg(*again), out.pointer);
            ReportDraft::setComputed(out, *again);
        }
        flagSmallGroup(out);
        draft.add(out);
        ++bin;
    }
}

std::optional<double> FairnessDashboard::recount(const QString &metric, const ConfusionCounts &counts)
{
    static const QStringList known{u"accuracy_score"_s, u"selection_rate"_s, u"precision_score"_s, u"recall_score"_s, u"fallout_rate"_s};
    const qsizetype which = known.indexOf(metric);
    if (which < 0 || counts.leftOut() > 0)
        return {};
    const ConfusionCounts::Share shares[] = {counts.accuracy(), counts.selectionRate(), counts.precision(), counts.recall(), counts.falsePositiveRate()};
    const ConfusionCounts::Share share = shares[which];
    return share.of > 0 ? std::optional(share.value()) : std::nullopt;
}

std::vector<ConfusionCounts> FairnessDashboard::countGroups(const Feature &feature, qsizetype modelIndex) const
{
    const auto at = std::size_t(modelIndex);
    if (!isBinary() || at >= m_predicted.size() || m_predicted[at].size() != m_true.size() || feature.bins.size() != m_true.size()
        || feature.labels.size() > groupsCounted)
        return {};
    std::vector<ConfusionCounts> groups(std::size_t(feature.labels.size()) + 1, ConfusionCounts(2));
    for (std::size_t i = 0; i < m_true.size(); ++i) {
        const double predicted = m_predicted[at][i];
        const qint64 label = predicted == 1 ? 1 : predicted == 0 ? 0 : -1;
        groups.back().add(qint64(m_true[i]), label);
        if (feature.bins[i] >= 0 && feature.bins[i] < feature.labels.size())
            groups[std::size_t(feature.bins[i])].add(qint64(m_true[i]), label);
    }
    return groups;
}

void FairnessDashboard::addConfusions(ReportDraft &draft, const Feature &feature, const QString &model, const std::vector<ConfusionCounts> &groups)
{
    for (std::size_t i = 0; i < groups.size(); ++i) {
        EvaluationReport::Confusion confusion = groups[i].confusion({u"0"_s, u"1"_s});
        confusion.task = model;
        confusion.pointer = u"/predictedY"_s;
        if (i + 1 < groups.size())
            confusion.slice = {{feature.name, feature.labels.at(qsizetype(i))}};
        if (!draft.report.confusions.contains(confusion))
            draft.report.confusions.append(std::move(confusion));
    }
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
// The second half of helmrun.h: what a run's statistics become.
#include "formats/helmrun.h"

#include <algorithm>
#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

/// A scenario's main metrics come first, what belongs to efficiency last.
int rankOf(const QString &name)
{
    static const QStringList main{u"bbq_accuracy"_s, u"exact_match"_s, u"quasi_exact_match"_s, u"quasi_prefix_exact_match"_s,
                                  u"prefix_exact_match"_s, u"f1_score"_s, u"toxic_frac"_s, u"expected_max_toxicity"_s};
    const qsizetype at = main.indexOf(name);
    if (at >= 0)
        return int(at);
    if (name.startsWith(u"bbq_"))
        return 1;
    if (name.contains(u"runtime") || name.startsWith(u"num_") || name == u"prompt_truncated" || name == u"max_prob" || name.startsWith(u"logprob"))
        return 100;
    return 50;
}

} // namespace

void HelmRun::addResult(Stat &stat)
{
    Report::Metric &metric = stat.metric;
    metric.task = m_task;
    metric.suite = m_suite;
    metric.dataset = m_dataset;
    metric.filter = stat.split;
    if (!stat.subSplit.isEmpty())
        metric.slice.append({u"sub_split"_s, stat.subSplit});
    if (!stat.perturbation.isEmpty()) {
        // The label says on what it was computed: "worst" is the worst over all perturbations of an instance.
        metric.slice.append({u"perturbation"_s, stat.computedOn.isEmpty() ? stat.perturbation : u"%1 (%2)"_s.arg(stat.perturbation, stat.computedOn)});
        if (!stat.strength.isEmpty())
            metric.slice.append({u"strength"_s, stat.strength});
    }
    if (!metric.n) {
        // count is the number of trials; how many instances were seen is a statistic of its own.
        Stat plain = stat;
        plain.perturbation.clear(), plain.computedOn.clear();
        const auto exact = m_instances.constFind(stat.place());
        const auto own = exact != m_instances.cend() ? exact : m_instances.constFind(plain.place());
        if (own != m_instances.cend() && *own >= 0 && *own < 1e15 && std::floor(*own) == *own)
            metric.n = qint64(*own);
    }
    const qsizetype at = m_draft.report.results.size();
    m_draft.add(metric);
    if (m_draft.report.results.size() > at && (stat.robustness || stat.fairness))
        m_draft.report.results.last().category = stat.fairness ? Report::Category::Fairness : Report::Category::Robustness;
}

void HelmRun::addResults()
{
    std::stable_sort(m_stats.begin(), m_stats.end(), [](const Stat &a, const Stat &b) {
        if (a.perturbation.isEmpty() != b.perturbation.isEmpty())
            return a.perturbation.isEmpty();
        return rankOf(a.metric.metric) < rankOf(b.metric.metric);
    });
    for (Stat &stat : m_stats)
        addResult(stat);
    if (!m_counters.isEmpty()) {
        QStringList names(m_counters.begin(), m_counters.end());
        names.sort();
        m_draft.warnings.add(u"countersLeftOut"_s, tr("Counters of the tool's own bookkeeping were left out: %1.").arg(names.join(u", "_s)));
    }
}

void HelmRun::settleCompleteness()
{
    using enum Report::Completeness;
    double seen = 0;
    for (const double instances : std::as_const(m_instances))
        seen += instances;
    if (seen == 0 && m_seen > 0)
        seen = double(m_outcomes.size());
    m_draft.report.completeness = !m_hasSpec || !m_hasStats ? Unknown : Complete;
    if (!m_hasSpec)
        m_draft.warnings.add(u"noRunSpec"_s, tr("Without run_spec.json nobody can say which model this is, or whether the run was limited."));
    if (!m_hasStats)
        m_draft.warnings.add(u"noStats"_s, tr("The run's stats.json is not here."));
    if (m_limit && seen >= *m_limit) {
        m_draft.report.completeness = Partial;
        m_draft.warnings.add(u"partialRun"_s, tr("The run was limited to %1 instances.").arg(*m_limit), pointerTo(Part::Spec, u"/adapter_spec/max_eval_instances"_s));
    } else if (m_limit && seen == 0 && m_hasSpec) {
        m_draft.report.completeness = Unknown;
    }
    if (m_failedRequests > 0) {
        m_draft.report.completeness = Partial;
        m_draft.warnings.add(u"failedRequests"_s, tr("%1 of %2 requests failed.").arg(m_failedRequests).arg(m_requests));
    }
    if (!m_hasStats && !m_meanOrder.isEmpty())
        m_draft.report.completeness = Partial;
    if (m_outcomesLeftOut)
        m_draft.warnings.add(u"samplesLeftOut"_s, tr("More than %1 instances; the scores of the rest are not shown with their texts.").arg(outcomesKept));
}

Result<EvaluationReport> HelmRun::take()
{
    if (!m_hasStats)
        useMeans();
    addResults();
    settleCompleteness();
    m_draft.findings.setOf(m_task, tr("request failed"), m_requests);
    m_draft.findings.setOf(m_task, tr("wrong answer"), m_matched);
    m_draft.findings.setOf(m_task, tr("toxic completion"), m_rated);
    Result<Imported> out = m_draft.take();
    if (!out.ok())
        return out.error();
    EvaluationReport report = std::get<EvaluationReport>(std::move(out->content));
    if (report.results.isEmpty() && !m_hasStats && report.completeness == Report::Completeness::Failed)
        report.completeness = Report::Completeness::Unknown;
    return report;
}

} // namespace countersign

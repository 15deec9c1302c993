// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/comparability.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString shortened(const QString &text)
{
    constexpr qsizetype most = 60; // of a sentence that a tooltip shows
    const QString line = text.simplified();
    return line.size() > most ? line.left(most - 1) + u'…' : line;
}

/// One spelling for what means the same: 5, 5.0 and "5" are five shots.
QString spelled(const QJsonValue &value)
{
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', 17);
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    const QString text = value.toString().trimmed();
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber ? QString::number(number, 'g', 17) : text;
}

} // namespace

RunFacts::RunFacts(const EvaluationReport &report)
    : m_tool(report.producer.name), m_version(report.producer.version), m_limit(report.run.limit),
      m_complete(report.completeness == EvaluationReport::Completeness::Complete)
{
    const auto collect = [&report](const QStringList &members) {
        QList<Fact> out;
        for (const QString &member : members) {
            const QJsonValue value = report.run.configuration.value(member);
            Fact fact{member, value.isObject() ? QString() : spelled(value), {}};
            const QJsonObject tasks = value.toObject();
            for (auto it = tasks.begin(); it != tasks.end(); ++it)
                fact.byTask.insert(it.key(), spelled(it.value()));
            if (!fact.forAll.isEmpty() || !fact.byTask.isEmpty())
                out.append(fact);
        }
        return out;
    };
    m_shots = collect({u"num_fewshot"_s, u"n-shot"_s, u"n_shot"_s, u"shots"_s, u"max_train_instances"_s});
    m_prompts = collect({u"task_hashes"_s, u"task_hash"_s, u"prompt_hash"_s, u"prompt_template"_s, u"prompt"_s,
                         u"system_instruction_sha"_s, u"system_instruction"_s});
    m_datasets = collect({u"dataset_digests"_s, u"dataset_digest"_s, u"dataset_revision"_s});
}

/// Goes through what may differ, the plainest first.
class ComparabilityCheck
{
    Q_DECLARE_TR_FUNCTIONS(Comparison)
    using E = EvaluationReport;

public:
    ComparabilityCheck(const E::Metric &before, const RunFacts &beforeRun, const E::Metric &after, const RunFacts &afterRun)
        : m_before(before), m_after(after), m_beforeRun(beforeRun), m_afterRun(afterRun)
    {
    }

    Incomparability find() const
    {
        if (m_before.valueState != E::ValueState::Finite || m_after.valueState != E::ValueState::Finite)
            return {Obstacle::NoValue, tr("One side has no finite value.")};
        if (differ(m_before.dataset, m_after.dataset))
            return {Obstacle::Dataset, between(tr("Other dataset: %1, now %2."), m_before.dataset, m_after.dataset)};
        if (differ(m_before.unit, m_after.unit))
            return {Obstacle::Unit, between(tr("Other unit: %1, now %2."), m_before.unit, m_after.unit)};
        if (m_before.unit != m_after.unit)
            return {Obstacle::Unit, tr("Only one side says the unit.")};
        if (m_before.direction != m_after.direction)
            return {Obstacle::Direction, tr("The files disagree on which direction is better.")};
        if (m_before.direction == E::Direction::Target && m_before.target != m_after.target)
            return {Obstacle::Direction, tr("The files disagree on the value to aim for.")};
        return findInRuns();
    }

private:
    static QString between(const QString &sentence, const QString &before, const QString &after)
    {
        return sentence.arg(shortened(before), shortened(after));
    }

    static bool differ(const QString &before, const QString &after) { return !before.isEmpty() && !after.isEmpty() && before != after; }

    Incomparability findInRuns() const
    {
        if (differ(m_beforeRun.m_tool, m_afterRun.m_tool))
            return {Obstacle::Tool, between(tr("Other tool: %1, now %2."), m_beforeRun.m_tool, m_afterRun.m_tool)};
        if (differ(m_beforeRun.m_version, m_afterRun.m_version))
            return {Obstacle::Tool, between(tr("Other version of the tool: %1, now %2."), m_beforeRun.m_version, m_afterRun.m_version)};
        // Whatever the member is called, its number of shots is the number of shots.
        const QString shots = firstOf(m_beforeRun.m_shots, m_before.task);
        const QString shotsNow = firstOf(m_afterRun.m_shots, m_after.task);
        if (differ(shots, shotsNow))
            return {Obstacle::Shots, between(tr("Other number of shots: %1, now %2."), shots, shotsNow)};
        if (sayOtherwise(m_beforeRun.m_prompts, m_afterRun.m_prompts))
            return {Obstacle::Prompt, tr("The prompts are not the same.")};
        if (sayOtherwise(m_beforeRun.m_datasets, m_afterRun.m_datasets))
            return {Obstacle::Dataset, tr("The dataset has the same name but other contents.")};
        return findInLimits();
    }

    Incomparability findInLimits() const
    {
        const auto limit = m_beforeRun.m_limit;
        const auto limitNow = m_afterRun.m_limit;
        const auto text = [](double value) { return QString::number(value); };
        if (limit && limitNow && *limit != *limitNow)
            return {Obstacle::Limit, between(tr("Other limit of samples: %1, now %2."), text(*limit), text(*limitNow))};
        if (limit && !limitNow && m_afterRun.m_complete)
            return {Obstacle::Limit, tr("Before, the run was limited to %1 samples a task.").arg(text(*limit))};
        if (limitNow && !limit && m_beforeRun.m_complete)
            return {Obstacle::Limit, tr("Now the run is limited to %1 samples a task.").arg(text(*limitNow))};
        return {};
    }

    static QString firstOf(const QList<RunFacts::Fact> &facts, const QString &task)
    {
        for (const RunFacts::Fact &fact : facts) {
            if (const QString value = fact.of(task); !value.isEmpty())
                return value;
        }
        return {};
    }

    bool sayOtherwise(const QList<RunFacts::Fact> &before, const QList<RunFacts::Fact> &after) const
    {
        for (const RunFacts::Fact &old : before) {
            for (const RunFacts::Fact &now : after) {
                if (old.member == now.member && differ(old.of(m_before.task), now.of(m_after.task)))
                    return true;
            }
        }
        return false;
    }

    const E::Metric &m_before, &m_after;
    const RunFacts &m_beforeRun, &m_afterRun;
};

Incomparability findObstacle(const EvaluationReport::Metric &before, const RunFacts &beforeRun, const EvaluationReport::Metric &after,
                             const RunFacts &afterRun)
{
    return ComparabilityCheck(before, beforeRun, after, afterRun).find();
}

} // namespace countersign

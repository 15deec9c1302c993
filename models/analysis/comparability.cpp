// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/comparability.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMap>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString shortened(const QString &text)
{
    constexpr qsizetype most = 60; // of a sentence that a tooltip shows
    const QString line = text.simplified();
    return line.size() > most ? line.left(most - 1) + u'…' : line;
}

/// Members of configurations, nested ones with a dot between, that say the same thing. Shots are numbers: whatever the
/// member is called, its number is the number of shots. The others are compared member by member.
const QStringList shotMembers{u"num_fewshot"_s, u"n-shot"_s, u"n_shot"_s, u"shots"_s, u"max_train_instances"_s,
                              u"adapter_spec.max_train_instances"_s, u"task_args.num_fewshot"_s, u"task_args.fewshot"_s};
const QStringList promptMembers{u"task_hashes"_s, u"task_hash"_s, u"prompt_hash"_s, u"prompt_template"_s, u"prompt"_s, u"prompts"_s,
                                u"config.prompts"_s, u"system_instruction_sha"_s, u"system_instruction"_s, u"adapter_spec.method"_s,
                                u"adapter_spec.instructions"_s, u"adapter_spec.input_prefix"_s, u"adapter_spec.output_prefix"_s};
const QStringList taskMembers{u"versions"_s, u"task_versions"_s, u"task_version"_s};
const QStringList datasetMembers{u"dataset_digests"_s, u"dataset_digest"_s, u"dataset_revision"_s};

/// One spelling for what means the same: 5, 5.0 and "5" are five shots. Empty for what is no value.
QString spelled(const QJsonValue &value)
{
    if (value.isDouble())
        return QString::number(value.toDouble(), 'g', 17);
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    const QString text = value.toString().trimmed();
    bool isNumber = false;
    const double number = text.toDouble(&isNumber);
    return isNumber ? QString::number(number, 'g', 17) : text;
}

QString spelledNumber(const QJsonValue &value)
{
    const QString text = spelled(value);
    bool isNumber = false;
    text.toDouble(&isNumber);
    return isNumber ? text : QString();
}

QJsonValue memberAt(const QJsonObject &object, const QString &path)
{
    const qsizetype dot = path.indexOf(u'.');
    return dot < 0 ? object.value(path) : object.value(path.left(dot)).toObject().value(path.mid(dot + 1));
}

} // namespace

RunFacts::Configuration RunFacts::read(const QJsonObject &configuration)
{
    const auto collect = [&configuration](const QStringList &members, QString (*spelling)(const QJsonValue &)) {
        QList<Fact> out;
        for (const QString &member : members) {
            const QJsonValue value = memberAt(configuration, member);
            Fact fact{member, spelling(value), {}};
            const QJsonObject tasks = value.toObject();
            for (auto it = tasks.begin(); it != tasks.end(); ++it)
                fact.byTask.insert(it.key(), spelling(it.value()));
            if (!fact.forAll.isEmpty() || !fact.byTask.isEmpty())
                out.append(fact);
        }
        return out;
    };
    return {collect(shotMembers, spelledNumber), collect(promptMembers, spelled), collect(taskMembers, spelled),
            collect(datasetMembers, spelled)};
}

RunFacts::RunFacts(const EvaluationReport &report)
    : m_tool(report.producer.name), m_version(report.producer.version), m_limit(report.run.limit),
      m_complete(report.completeness == EvaluationReport::Completeness::Complete), m_whole(read(report.run.configuration))
{
    const QJsonObject &configuration = report.run.configuration;
    for (auto it = configuration.begin(); it != configuration.end(); ++it) {
        if (it.value().isObject())
            m_parts.insert(it.key(), read(it.value().toObject()));
    }
}

QStringList RunFacts::shots() const
{
    QMap<double, QString> out;
    const auto collect = [&out](const Configuration &configuration) {
        for (const Fact &fact : configuration.shots) {
            for (const QString &value : QStringList(fact.byTask.values()) + QStringList(fact.forAll)) {
                if (!value.isEmpty())
                    out.insert(value.toDouble(), value);
            }
        }
    };
    collect(m_whole);
    for (const Configuration &part : m_parts)
        collect(part);
    return out.values();
}

const RunFacts::Configuration &RunFacts::configurationOf(const EvaluationReport::Metric &metric) const
{
    const qsizetype end = m_parts.isEmpty() ? -1 : metric.pointer.indexOf(u'#');
    const auto part = end < 0 ? m_parts.constEnd() : m_parts.constFind(metric.pointer.left(end));
    return part == m_parts.constEnd() ? m_whole : *part;
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
        const RunFacts::Configuration &before = m_beforeRun.configurationOf(m_before);
        const RunFacts::Configuration &after = m_afterRun.configurationOf(m_after);
        if (sayOtherwise(before.tasks, after.tasks))
            return {Obstacle::Task, tr("The task is defined in another version.")};
        const QString shots = firstOf(before.shots, m_before.task);
        const QString shotsNow = firstOf(after.shots, m_after.task);
        if (differ(shots, shotsNow))
            return {Obstacle::Shots, between(tr("Other number of shots: %1, now %2."), shots, shotsNow)};
        if (sayOtherwise(before.prompts, after.prompts))
            return {Obstacle::Prompt, tr("The prompts are not the same.")};
        if (sayOtherwise(before.datasets, after.datasets))
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

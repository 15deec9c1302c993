// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

#include <QHash>

namespace countersign {

/// What stands between two results of the same name.
enum class Obstacle { None, NoValue, Dataset, Unit, Direction, Tool, Task, Shots, Prompt, Limit };

/// What of one run decides whether its results can be held against another run's: the tool, the limit and, from
/// `run.configuration`, the number of shots, the prompts, the tasks' versions and the datasets' digests. comparability.cpp
/// lists the members that are looked at, as importers write them; each holds one value for the run or an object with one
/// value a task. In a merged report each part's configuration stands under the part's name, and a result's pointer says
/// which part it is from. A chat template is the model's own and no obstacle. A value; holds no reference to the report.
class RunFacts
{
public:
    explicit RunFacts(const EvaluationReport &report);
    /// Every number of shots that the run's configuration names, each once, the smallest first.
    [[nodiscard]] QStringList shots() const;

private:
    friend class ComparabilityCheck;
    /// One member of a configuration: a value for all tasks, or one a task.
    struct Fact
    {
        QString member, forAll;
        QHash<QString, QString> byTask;
        [[nodiscard]] QString of(const QString &task) const { return byTask.value(task, forAll); }
    };
    struct Configuration
    {
        QList<Fact> shots, prompts, tasks, datasets;
    };
    static Configuration read(const QJsonObject &configuration);
    [[nodiscard]] const Configuration &configurationOf(const EvaluationReport::Metric &metric) const;

    QString m_tool, m_version;
    std::optional<double> m_limit;
    bool m_complete = false;
    Configuration m_whole;
    QHash<QString, Configuration> m_parts; ///< of a merged report, by the part's name
};

/// Why two results are not to be compared, and a sentence (translated) for a person.
struct Incomparability
{
    Obstacle obstacle = Obstacle::None;
    QString reason; ///< empty when nothing stands between them
};

/// An obstacle counts only where both sides speak and say different things; what one side leaves out stands between
/// nothing, except a limit: a run over a part of the data is not compared with one that says it is complete.
Incomparability findObstacle(const EvaluationReport::Metric &before, const RunFacts &beforeRun, const EvaluationReport::Metric &after,
                             const RunFacts &afterRun);

} // namespace countersign

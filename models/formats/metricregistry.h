// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

#include <QHash>

#include <optional>

namespace countersign {

/// What is known of a metric by its name.
struct MetricInfo
{
    EvaluationReport::Direction direction = EvaluationReport::Direction::Unknown;
    QString unit;
    std::optional<double> minimum, maximum, target;
    std::optional<EvaluationReport::Category> category;
    bool proportion = false; ///< a share of yes/no outcomes, one a sample
};

/// What is known of a task by its name.
struct TaskInfo
{
    QString suite;
    std::optional<EvaluationReport::Category> category;
};

/// Knowledge about metrics as data (resources/metrics/*.json): no file says for itself whether more is better.
/// Immutable; any thread.
class MetricRegistry
{
public:
    /// The registry that is compiled in.
    static const MetricRegistry &builtIn();
    static Result<MetricRegistry> fromJson(QByteArrayView json);
    /// Adds what another file says; what was there before wins. Nothing is added when it is damaged.
    Result<void> add(QByteArrayView json);

    /// The entry for a metric, with the producer's own entries first; none for an unknown name.
    [[nodiscard]] std::optional<MetricInfo> find(QStringView producer, QStringView metric) const;
    [[nodiscard]] TaskInfo task(QStringView name) const;

private:
    struct Pattern
    {
        QString pattern;
        MetricInfo info;
    };
    struct Table
    {
        QHash<QString, MetricInfo> exact;
        QList<Pattern> patterns;
        [[nodiscard]] std::optional<MetricInfo> find(const QString &name) const;
    };
    static Result<void> fill(Table &table, const QJsonValue &list, const QString &pointer);
    Table m_general;
    QHash<QString, Table> m_producers;
    QList<std::pair<QString, TaskInfo>> m_tasks;
};

/// Whether `text` fits `pattern`, in which * stands for any characters. Linear in practice, no backtracking blow-up.
bool fitsPattern(QStringView pattern, QStringView text);

} // namespace countersign

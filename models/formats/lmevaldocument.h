// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/jsonreader.h"
#include "formats/importer.h"
#include "formats/warninglist.h"

#include <QHash>
#include <QSet>

namespace countersign {

/// What a result file of lm-evaluation-harness says, gathered in one pass: its members come in any order, and what
/// belongs to one task stands in half a dozen of them.
struct LmEvalDocument
{
    struct Task
    {
        QString name;
        bool inResults = false, inGroups = false;
        QList<EvaluationReport::Metric> values; ///< metric, filter, value, stderr, n and pointer are set
        std::optional<qint64> sampleLength;
    };
    struct Samples
    {
        std::optional<qint64> original, effective;
    };

    QList<Task> tasks;
    QHash<QString, QStringList> subtasks;        ///< of every group that has some
    QStringList groupOrder;                      ///< the groups in the file's order
    QHash<QString, QString> datasets;            ///< by task
    QHash<QString, Samples> samples;             ///< by task
    QHash<QString, QHash<QString, bool>> higher; ///< higher_is_better by task and metric
    QJsonObject config;                          ///< the run's configuration as it stands
    QJsonObject facts;                           ///< other top-level members worth keeping: scalars, and objects of one scalar a task
    QStringList leftOut;                         ///< top-level members that have no place in the report
    bool hasConfig = false;
    bool newStyle = false; ///< 0.4 and later
};

/// Reads a whole file. Duplicate keys are refused: taking either value would be a guess.
Result<LmEvalDocument> readLmEvalDocument(const ImportInput &input, WarningList &warnings);

} // namespace countersign

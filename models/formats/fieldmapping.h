// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

#include <QMap>

namespace countersign {

/// What one column of a table is.
struct MappedColumn
{
    Q_GADGET
public:
    enum class Role {
        Ignore,
        Suite,
        Task,
        Dataset,
        Filter,
        Model, ///< which model a row is about
        Slice, ///< a group within `dimension`
        Metric, ///< the metric's name (long tables)
        Value,  ///< the value of the row's metric (long), or of the metric named in `metric` (wide)
        Count,  ///< n; like the four below of the metric in `metric`, or of all of the row's when that is empty
        StandardError,
        IntervalLow,
        IntervalHigh,
        Threshold,
        Unit,
        Input, ///< texts of a sample
        Output,
        Expected,
    };
    Q_ENUM(Role)

    QString name; ///< the header's text, or a JSON pointer within the record
    Role role = Role::Ignore;
    QString metric;    ///< see the roles
    QString dimension; ///< of a Slice; the column's name when empty
    bool operator==(const MappedColumn &) const = default;
};

/// How a person says that a table of any tool is to be read: plain data that is stored with the report, so that the
/// same bytes can be read the same way again. Wide tables have a column for each metric, long ones a row for each value.
struct FieldMapping
{
    Q_GADGET
public:
    enum class Source { Automatic, Separated, Json, JsonLines };
    Q_ENUM(Source)
    enum class Layout { Wide, Long };
    Q_ENUM(Layout)
    using Direction = EvaluationReport::Direction;

    Source source = Source::Automatic;
    QString delimiter;         ///< one of , ; | and tab; empty: found out
    bool decimalComma = false; ///< "0,93" is a number; never guessed
    bool noHeader = false;     ///< the first row is data; columns are "1", "2", …
    QString records;           ///< JSON: pointer to the records, * for any member, "" for the root
    Layout layout = Layout::Long;
    QList<MappedColumn> columns;
    QMap<QString, Direction> directions; ///< what the person knows of a metric; Higher or Lower
    QString tool, toolVersion, model, suite, task, dataset, unit; ///< for all rows that say nothing else
    QString thresholdOp; ///< of threshold columns: >=, >, <=, <, ==; empty: by the metric's direction
    bool wholeRun = false; ///< the person says that the table holds all that was measured

    bool operator==(const FieldMapping &) const = default;

    [[nodiscard]] QJsonObject toJson() const;
    /// Invalid with pointers for unknown members, wrong types, no value column, or a column mapped twice.
    static Result<FieldMapping> fromJson(const QJsonValue &json);
    /// The same from a file's bytes.
    static Result<FieldMapping> fromBytes(QByteArrayView json);
};

/// A first guess by the columns' names and what stands in the first rows. A person confirms it; directions are left open.
FieldMapping suggestMapping(const QStringList &columns, const QList<QStringList> &rows);

} // namespace countersign

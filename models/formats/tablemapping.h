// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/tablesource.h"

namespace countersign {

/// The id of what a person's mapping made of a table.
inline constexpr QLatin1StringView mappedFormat("mapped");
/// The member of a mapped import's archive that holds the mapping.
inline constexpr QLatin1StringView mappingMember("countersign-mapping.json");

/// Reads a whole table as the mapping says, with the bounds and warnings of any importer. The mapping is kept in
/// run.configuration. rawDigest and rawBytes are left to inspect(). Any thread.
Result<EvaluationReport> mapTable(const ImportInput &input, const FieldMapping &mapping);

/// What the first rows of a table would become.
struct MappingPreview
{
    struct Row
    {
        QStringList cells; ///< as columns
        QString place;
        QList<EvaluationReport::Metric> results; ///< what it becomes; none when it is left out
    };
    QStringList columns;
    QList<Row> rows;
    bool more = false; ///< there are more rows than were asked for
    FieldMapping::Source source = FieldMapping::Source::Automatic;
    QString delimiter; ///< of separated values, as found out
    QStringList recordPlaces; ///< JSON: pointers at which records stand, best first, as far as the file's beginning shows
    FieldMapping suggestion; ///< by the columns' names
    QList<EvaluationReport::Warning> warnings;
};

/// `mapping` may still be incomplete: without columns only the table is shown, with a suggestion; without a place of the
/// records the first of recordPlaces is taken, and the suggestion says so. Any thread.
Result<MappingPreview> previewTable(const ImportInput &input, const FieldMapping &mapping, qsizetype rows = 50);

/// The archive that a mapped import keeps as its raw file: mapping and table, byte for byte. inspect() reads it again as
/// format "mapped", and so do the server and whoever checks a bundle. Equal input gives equal bytes.
Result<QByteArray> packMapped(const QByteArray &table, const QString &fileName, const FieldMapping &mapping);

} // namespace countersign

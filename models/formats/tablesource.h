// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/fieldmapping.h"
#include "formats/importer.h"
#include "formats/jsontree.h"
#include "formats/warninglist.h"

namespace countersign {

/// The rows of any table: separated values, JSON Lines, an array of objects, an object of objects, or such within a
/// larger JSON document. Streams; holds one row. One use, one thread.
class TableSource
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    struct Row
    {
        QStringList cells; ///< as columns(); null where the record has none
        QString place;     ///< "line 3" or a JSON pointer
    };

    /// `mapping` says source, delimiter, header and records; its columns are not looked at.
    TableSource(const ImportInput &input, const FieldMapping &mapping, WarningList &warnings);

    /// Calls `row` for each row until it returns false. Errors: Invalid with the place, TooLarge, Cancelled.
    Result<void> read(const std::function<bool(const Row &)> &row);
    /// The columns met so far; of JSON records the pointers of their scalars, "(key)" for the member they stand in.
    [[nodiscard]] const QStringList &columns() const { return m_columns; }
    [[nodiscard]] char delimiter() const { return m_delimiter; }
    [[nodiscard]] bool damaged() const { return m_damaged; }
    /// What Automatic turned out to be.
    [[nodiscard]] FieldMapping::Source source() const { return m_source; }

private:
    Result<void> readSeparated();
    Result<void> readLines();
    Result<void> readDocument();
    void findSource();
    bool give(JsonTree::Node record, const QString &key, const QString &place);
    void flatten(JsonTree::Node node, const QString &pointer, int depth, Row &row);
    void setCell(const QString &column, const QString &text, Row &row);
    class Descent;

    const ImportInput &m_input;
    const FieldMapping &m_mapping;
    WarningList &m_warnings;
    const std::function<bool(const Row &)> *m_row = nullptr;
    FieldMapping::Source m_source;
    QStringList m_columns;
    QHash<QString, qsizetype> m_index;
    qint64 m_columnsLeftOut = 0, m_ragged = 0;
    char m_delimiter = 0;
    bool m_damaged = false, m_stopped = false;
};

/// Where records may stand in a document: arrays of objects before objects of objects, what stands higher before what
/// stands deeper; as pointers, at most fifty.
QStringList recordPlaces(JsonTree::Node root);

} // namespace countersign

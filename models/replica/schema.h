// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"

namespace countersign {

/// The table of one kind, derived from its Shape: a frame that all kinds have, one column for every Field::column(),
/// the body as it came, and a full-text index over Field::searched().
struct KindTable
{
    struct Column
    {
        QString name; ///< in SQL
        const FieldInfo *field = nullptr;
    };
    const Kind *kind = nullptr;
    int index = 0; ///< in kindTables()
    QString table;
    QString search; ///< its full-text table; empty for none
    QString links;  ///< its table of what its lineage names, by target; empty for none
    QList<Column> columns;
    QList<const FieldInfo *> searched;
    /// What becomes of a member of a body, by its name: so that taking one apart is one pass.
    struct Place
    {
        int column = -1;
        bool searched = false;
        bool linked = false; ///< a lineage, whose targets are kept in `links`
    };
    QHash<QByteArray, Place> places;

    /// The SQL of a field of the body or of the frame (id, revision, seq, updatedAt, updatedBy); empty for others.
    [[nodiscard]] QString column(QStringView field) const;
    /// What to sort by for a field: choices sort in the order they are declared in.
    [[nodiscard]] QString sortKey(QStringView field) const;
    [[nodiscard]] QStringList createTable(bool fullText) const;
    [[nodiscard]] QStringList createIndexes() const;
    [[nodiscard]] QStringList dropIndexes() const;
    /// Binds id, revision, seq, leaf, updatedAt, updatedBy, salt, the columns, body. Does nothing when the id exists.
    [[nodiscard]] QString insertStatement() const;
    /// Binds the same and then the row; does nothing unless the seq is newer.
    [[nodiscard]] QString updateStatement() const;
};

/// One a kind and one for the log's entries. Immutable, any thread.
const QList<KindTable> &kindTables();
/// Null for a kind that this version does not know.
const KindTable *tableOf(QStringView kind);

/// Part of a list's query: a record's id, revision, seq, leaf, updatedAt, updatedBy, salt, body, row.
QString frameColumns();

/// Changes whenever a table would be made differently: a replica of another fingerprint is rebuilt from the feed.
QString schemaFingerprint(bool fullText);

/// The tables that are there whatever the kinds.
QStringList createFixedTables();

} // namespace countersign

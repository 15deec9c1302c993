// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Only for .cpp files of this room.
#include "server/store/listquery.h"

#include <QVariantList>

namespace countersign {

class SqlConnection;

/// The columns that lists of one kind filter and sort by: a narrow table beside `records`, one row a living record,
/// made from the kind's shape and made again when the shape has changed. No column is ever null: a missing text is "",
/// a missing number is minus infinity, so that a keyset cursor can stand on it.
class KindTable
{
public:
    static const KindTable &of(const Kind &kind);

    /// Creates the table, or fills it again from the records when its columns are not what the shape says.
    Result<void> ensure(SqlConnection &connection) const;
    Result<void> insert(SqlConnection &connection, qint64 number, const Record &record) const;
    Result<void> remove(SqlConnection &connection, qint64 number) const;

    struct Sql
    {
        QString text;
        QVariantList values;
    };
    /// Selects (record as JSON bytes, sort value, id). Invalid, with a pointer like "/sort", for what is no column, not
    /// of the column's type, or no cursor of this list. No text of the query gets into the statement.
    [[nodiscard]] Result<Sql> select(const ListQuery &query) const;
    [[nodiscard]] Result<Sql> count(const ListQuery &query) const;
    [[nodiscard]] static QByteArray cursor(const ListQuery &query, const QVariant &sortValue, const QString &id);

private:
    struct Column
    {
        QString field; ///< as the API names it
        QString name;  ///< as the table names it
        FieldType type = FieldType::Text;
        QStringList choices;
        bool framed = false; ///< of the record, not of its body
    };
    explicit KindTable(const Kind &kind);
    [[nodiscard]] const Column *column(QStringView field) const;
    [[nodiscard]] QVariant valueOf(const Column &column, const Record &record) const;
    [[nodiscard]] QString searchText(const QJsonObject &body) const;
    [[nodiscard]] Result<QVariant> parsed(const Column &column, const QString &text, const QString &pointer) const;
    Result<void> addFilter(const Filter &filter, Sql &where) const;
    Result<void> addWords(const QString &words, Sql &where) const;
    Result<void> addCursor(const ListQuery &query, const Column &sort, Sql &where) const;
    [[nodiscard]] Result<Sql> where(const ListQuery &query) const;
    Result<void> create(SqlConnection &connection) const;
    Result<void> refill(SqlConnection &connection) const;

    QString m_kind;
    const Shape *m_shape;
    QString m_table;
    QList<Column> m_columns;
    QString m_insert;
};

} // namespace countersign

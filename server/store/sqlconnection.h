// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
// Only for .cpp files of this room: nobody outside sees Qt Sql.
#include "base/result.h"

#include <QCoreApplication>
#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <memory>

namespace countersign {

/// The translation context of this room's sentences.
struct Storage
{
    Q_DECLARE_TR_FUNCTIONS(Storage)
};

/// The rows of one statement. Ends the statement when it goes, so that no read lock outlives it.
class SqlRows
{
public:
    explicit SqlRows(QSqlQuery *query) : m_query(query) {}
    SqlRows(SqlRows &&other) noexcept : m_query(std::exchange(other.m_query, nullptr)) {}
    SqlRows &operator=(SqlRows &&) = delete;
    Q_DISABLE_COPY(SqlRows)
    ~SqlRows();

    [[nodiscard]] bool next() { return m_query->next(); }
    [[nodiscard]] QByteArray bytes(int column) const { return m_query->value(column).toByteArray(); }
    [[nodiscard]] QString text(int column) const { return m_query->value(column).toString(); }
    [[nodiscard]] qint64 integer(int column) const { return m_query->value(column).toLongLong(); }
    [[nodiscard]] QVariant value(int column) const { return m_query->value(column); }
    [[nodiscard]] bool isNull(int column) const { return m_query->isNull(column); }
    /// What ended the rows early, if anything did. To be asked after the last next().
    [[nodiscard]] Result<void> status() const;

private:
    QSqlQuery *m_query;
};

/// One connection with its prepared statements. Belongs to the thread that opened it.
class SqlConnection
{
public:
    enum class Mode { Write, Read };

    /// Corrupt when the file is not a database, Internal or TooLarge (disk full) when it cannot be opened.
    static Result<std::unique_ptr<SqlConnection>> open(const QString &path, Mode mode);
    ~SqlConnection();
    Q_DISABLE_COPY_MOVE(SqlConnection)

    /// Runs a statement that is used again and again; it stays prepared.
    Result<void> run(const QString &sql, const QVariantList &values = {});
    Result<SqlRows> query(const QString &sql, const QVariantList &values = {});
    /// Runs a statement once and forgets it: schema and settings.
    Result<void> execute(const QString &sql);
    /// The first column of the first row, or nothing.
    Result<std::optional<QVariant>> value(const QString &sql, const QVariantList &values = {});

private:
    explicit SqlConnection(QString name) : m_name(std::move(name)) {}
    Result<QSqlQuery *> started(const QString &sql, const QVariantList &values);

    QString m_name;
    QSqlDatabase m_database;
    QHash<QString, std::shared_ptr<QSqlQuery>> m_statements;
};

/// What a database error means to a person. `detail` holds the engine's code and words, never the statement.
Error sqlError(const QSqlError &error);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <memory>

namespace countersign {

/// One SQLite connection with its prepared statements. Opened, used and destroyed in one and the same thread.
/// Only this room includes this header.
class Connection
{
public:
    enum class Mode {
        Read,   ///< an existing file, read only
        Write,  ///< WAL, synchronous NORMAL: for what can be fetched again
        Durable ///< WAL, synchronous FULL: what is committed survives a power cut
    };
    static Result<std::unique_ptr<Connection>> open(const QString &path, Mode mode);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    /// A prepared statement in use; releases its lock on the file when it goes.
    class Statement
    {
    public:
        explicit Statement(std::shared_ptr<QSqlQuery> query) : m_query(std::move(query)) {}
        ~Statement()
        {
            if (m_query)
                m_query->finish();
        }
        Statement(Statement &&) noexcept = default;
        Statement &operator=(Statement &&) noexcept = default;
        Statement(const Statement &) = delete;
        Statement &operator=(const Statement &) = delete;
        QSqlQuery *operator->() { return m_query.get(); }
        QSqlQuery &operator*() { return *m_query; }

    private:
        std::shared_ptr<QSqlQuery> m_query;
    };
    /// Prepared, bound in order and executed.
    [[nodiscard]] Result<Statement> run(const QString &sql, const QVariantList &values = {});
    [[nodiscard]] Result<void> execute(const QString &sql, const QVariantList &values = {});
    /// The first column of the first row, or an invalid QVariant.
    [[nodiscard]] Result<QVariant> value(const QString &sql, const QVariantList &values = {});
    /// Runs `work` between BEGIN IMMEDIATE and COMMIT; rolls back when it fails.
    template <typename Work>
    [[nodiscard]] auto transaction(Work work) -> decltype(work())
    {
        if (auto begun = execute(QStringLiteral("BEGIN IMMEDIATE")); !begun.ok())
            return begun.error();
        auto result = work();
        if (result.ok()) {
            if (auto done = execute(QStringLiteral("COMMIT")); !done.ok()) {
                rollBack();
                return done.error();
            }
            return result;
        }
        rollBack();
        return result;
    }
    [[nodiscard]] bool hasFullText();
    /// True once SQLite has said that the file is damaged or no database.
    [[nodiscard]] bool damaged() const { return m_damaged; }

private:
    explicit Connection(const QString &name) : m_name(name) {}
    Error failure(const QSqlError &error);
    void rollBack();
    QString m_name;
    QSqlDatabase m_database;
    QHash<QString, std::shared_ptr<QSqlQuery>> m_statements;
    bool m_damaged = false;
};

} // namespace countersign

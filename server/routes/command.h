// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/caseassembly.h"
#include "server/access/access.h"
#include "server/store/writesession.h"

#include <functional>

namespace countersign {

/// Gives the bytes of a blob that is in the store, held against its digest; NotFound otherwise. Any thread.
using BlobReader = std::function<Result<QByteArray>(const QString &digest)>;

/// One command of one caller inside the write transaction: what the rules read and change. Lives as long as its session.
class Command final : public CaseSource
{
public:
    Command(WriteSession &session, Caller caller, BlobReader blobs)
        : m_session(session), m_caller(std::move(caller)), m_blobs(std::move(blobs))
    {
    }
    [[nodiscard]] const Caller &caller() const { return m_caller; }
    [[nodiscard]] const QDateTime &now() const { return m_session.now(); }
    [[nodiscard]] WriteSession &session() { return m_session; }

    Result<Record> record(const QString &kind, const QString &id) override { return m_session.get(kind, id); }
    Result<QList<Record>> list(const QString &kind, const QString &field, const QString &value) override;
    Result<QByteArray> blob(const QString &digest) override { return m_blobs(digest); }
    /// What was parsed before the transaction is not parsed again while everybody else waits to write.
    Result<EvaluationReport> report(const QString &digest) override;
    void setReports(ParsedReports reports) { m_reports = std::move(reports); }

    /// The last record by `seq` whose fields have these values, or nothing.
    Result<std::optional<Record>> newest(const QString &kind, const QList<Filter> &filters);

    Result<Record> create(const QString &kind, const QString &id, const QJsonObject &body, const QString &statement = {});
    Result<Record> change(const Record &before, const QJsonObject &body, const QString &action,
                          const QString &statement = {});

private:
    WriteSession &m_session;
    Caller m_caller;
    BlobReader m_blobs;
    ParsedReports m_reports;
};

/// A record's body as its type. Corrupt when what is stored does not decode.
template <typename T>
Result<T> bodyOf(const Result<Record> &record)
{
    return decodeRecord<T>(record);
}

/// SHA-256 of a body as it is stored and served.
QString digestOfBody(const QJsonObject &body);

/// Error::Invalid for one field; the pointer is relative to the body.
Error invalidField(const QString &field, const QString &message);

} // namespace countersign

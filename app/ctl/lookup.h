// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/caseassembly.h"
#include "session.h"

namespace countersign {

/// The body of one record.
template <typename T>
Result<T> recordOf(Session &server, const QString &kind, const QString &id)
{
    const auto record = server.record(kind, id);
    if (!record)
        return record.error();
    return decode<T>(record->body);
}

/// A request's id from what people write: the id itself, or "R-118".
Result<QString> requestId(Session &server, const QString &text);
/// A signer's record id from its id or its key id (or the first eight digits of it).
Result<QString> signerId(Session &server, const QString &text);

/// Reads a case's records and blobs from the server.
class ServerCaseSource final : public CaseSource
{
public:
    explicit ServerCaseSource(Session &server) : m_server(server) {}
    Result<Record> record(const QString &kind, const QString &id) override { return m_server.record(kind, id); }
    Result<QList<Record>> list(const QString &kind, const QString &field, const QString &value) override;
    Result<QByteArray> blob(const QString &digest) override { return m_server.blob(digest); }

private:
    Session &m_server;
};

} // namespace countersign

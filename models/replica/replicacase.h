// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/caseassembly.h"
#include "replica/readsession.h"

namespace countersign {

/// The replica as a source of release cases: assembleCase(source, requestId) inside Replica::read().
class ReplicaCaseSource final : public CaseSource
{
public:
    explicit ReplicaCaseSource(ReadSession &session) : m_session(session) {}
    Result<Record> record(const QString &kind, const QString &id) override { return m_session.record(kind, id); }
    Result<QList<Record>> list(const QString &kind, const QString &field, const QString &value) override
    {
        ListQuery query{kind, {}, {}, {QStringLiteral("seq"), false}};
        if (!field.isEmpty())
            query.filters.append(ListFilter::is(field, value));
        return m_session.records(query);
    }
    Result<QByteArray> blob(const QString &digest) override { return m_session.blob(digest); }

private:
    ReadSession &m_session;
};

/// What the release of `requestId` is judged from, as this machine knows it. Sign-offs come out as trusted.
inline Result<ReleaseCase> releaseCase(ReadSession &session, const QString &requestId, CaseReports reports = CaseReports::Load)
{
    ReplicaCaseSource source(session);
    return assembleCase(source, requestId, reports);
}

} // namespace countersign

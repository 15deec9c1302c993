// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/caseassembly.h"
#include "server/store/store.h"

namespace countersign {

/// Reads for a judgement outside of any command. Each call sees what is committed at that moment. Any thread.
class StoreSource final : public CaseSource
{
public:
    explicit StoreSource(Store &store) : m_store(store) {}
    Result<Record> record(const QString &kind, const QString &id) override { return m_store.parsedRecord(kind, id); }
    Result<QList<Record>> list(const QString &kind, const QString &field, const QString &value) override;
    Result<QByteArray> blob(const QString &digest) override { return m_store.blobs().read(digest, m_store.blobs().limit()); }

private:
    Store &m_store;
};

} // namespace countersign

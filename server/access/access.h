// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "domain/kinds/people.h"
#include "server/access/routetable.h"

#include <memory>
#include <mutex>

namespace countersign {

/// Who is behind a request.
struct Caller
{
    QString keyId; ///< the API key's record
    QString displayName;
    Actor actor;
    QStringList scopes;
    [[nodiscard]] bool hasScope(const QString &scope) const { return scopes.contains(scope); }
};

/// Secret → key → person → roles, answered from memory. The owner renews the snapshot after every change of a key or a
/// person. Any thread.
class Access
{
public:
    struct StoredKey
    {
        QString id;
        ApiKey key;
        QByteArray hash;
    };

    Access();
    ~Access();
    void load(const QList<Person> &people, const QList<StoredKey> &keys);

    /// Unauthorised with one and the same sentence for a key that is unknown, expired, revoked, or whose person is no
    /// longer active.
    [[nodiscard]] Result<Caller> authenticate(QByteArrayView authorization, const QDateTime &now) const;

private:
    struct Snapshot;
    std::shared_ptr<const Snapshot> snapshot() const;
    mutable std::mutex m_mutex;
    std::shared_ptr<const Snapshot> m_snapshot;
};

/// Ok, or Forbidden with the scope or role that is lacking. No rule, no entry.
Result<void> mayCall(const Caller &caller, const RouteRule *rule);
/// Whether a record may be shown to the caller: keys only to their person, administrators and auditors; all else to all.
bool maySee(const Caller &caller, const Record &record);
/// Two callers with the same text see the same records; part of the key of every cached answer.
QString sightOf(const Caller &caller);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "server/access/routetable.h"

#include <functional>
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

/// What stands behind the hash of a secret.
struct KnownKey
{
    Caller caller;
    QDateTime expires;
    bool personActive = true;
};

/// Secret → key → person → roles. What was looked up is remembered until forget(), which must be called after every
/// change of a key or a person and before that change is answered. Any thread.
class Access
{
public:
    /// NotFound when no key has this hash. Any thread.
    using Lookup = std::function<Result<KnownKey>(const QByteArray &hash)>;

    explicit Access(Lookup lookup) : m_lookup(std::move(lookup)) {}

    /// Unauthorised with one and the same sentence for a key that is unknown, expired, revoked, or whose person is no
    /// longer active. Other errors are the look-up's.
    [[nodiscard]] Result<Caller> authenticate(QByteArrayView authorization, const QDateTime &now);
    void forget();

private:
    Result<KnownKey> known(const QByteArray &hash);

    static constexpr qsizetype maximumRemembered = 10'000;
    Lookup m_lookup;
    std::mutex m_mutex;
    quint64 m_generation = 0;
    QHash<QByteArray, KnownKey> m_remembered;
};

/// Ok, or Forbidden with the scope or role that is lacking. No rule, no entry.
Result<void> mayCall(const Caller &caller, const RouteRule *rule);
/// Whether a record may be shown to the caller: keys only to their person, administrators and auditors; all else to all.
bool maySee(const Caller &caller, const Record &record);
/// Two callers with the same text see the same records; part of the key of every cached answer.
QString sightOf(const Caller &caller);

} // namespace countersign

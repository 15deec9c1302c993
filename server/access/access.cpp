// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/access.h"

#include "base/ids.h"
#include "server/access/apikey.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

bool seesKeys(const Caller &caller)
{
    return caller.actor.has(u"administrator"_s) || caller.actor.has(u"auditor"_s);
}

} // namespace

struct Access::Snapshot
{
    struct Known
    {
        QByteArray hash;
        QDateTime expiresAt;
        Caller caller;
    };
    QHash<QByteArray, Known> byHash;
};

Access::Access() : m_snapshot(std::make_shared<Snapshot>()) {}
Access::~Access() = default;

void Access::load(const QList<Person> &people, const QList<StoredKey> &keys)
{
    QHash<QString, const Person *> byName;
    for (const Person &person : people)
        byName.insert(person.name, &person);
    auto next = std::make_shared<Snapshot>();
    for (const StoredKey &stored : keys) {
        const Person *person = byName.value(stored.key.person);
        if (!person || !person->active || stored.key.revokedAt.isValid() || stored.hash.isEmpty())
            continue;
        Caller caller{stored.id, person->displayName, {person->name, person->roles}, stored.key.scopes};
        next->byHash.insert(stored.hash, {stored.hash, stored.key.expiresAt, caller});
    }
    const std::scoped_lock lock(m_mutex);
    m_snapshot = std::move(next);
}

std::shared_ptr<const Access::Snapshot> Access::snapshot() const
{
    const std::scoped_lock lock(m_mutex);
    return m_snapshot;
}

Result<Caller> Access::authenticate(QByteArrayView authorization, const QDateTime &now) const
{
    const auto token = bearerToken(authorization);
    if (!token)
        return token.error();
    const auto hash = apiSecretHash(*token);
    if (!hash)
        return hash.error();
    // The map is keyed by the hash, so that its timing tells nothing of the secret; the compare is constant anyway.
    const auto held = snapshot();
    const auto known = held->byHash.constFind(*hash);
    if (known == held->byHash.constEnd() || !equalInConstantTime(known->hash, *hash) || !(now < known->expiresAt))
        return {Error::Code::Unauthorised, u"This API key is not known, has expired or was revoked."_s};
    return known->caller;
}

Result<void> mayCall(const Caller &caller, const RouteRule *rule)
{
    if (!rule)
        return {Error::Code::Forbidden, u"Nobody may do this."_s};
    const bool inScope = rule->scopes.isEmpty()
        || std::any_of(rule->scopes.begin(), rule->scopes.end(), [&](const QString &scope) { return caller.hasScope(scope); });
    if (!inScope)
        return {Error::Code::Forbidden, u"This API key lacks the scope '%1'."_s.arg(rule->scopes.join(u"' or '"_s))};
    const bool inRole = rule->roles.isEmpty()
        || std::any_of(rule->roles.begin(), rule->roles.end(), [&](const QString &role) { return caller.actor.has(role); });
    if (inRole)
        return {};
    QStringList titles;
    for (const QString &role : rule->roles)
        titles.append(roleTitle(role));
    return {Error::Code::Forbidden, u"This needs the role %1."_s.arg(titles.join(u" or "_s))};
}

bool maySee(const Caller &caller, const Record &record)
{
    if (record.kind != "key"_L1)
        return true;
    return seesKeys(caller) || record.body.value(u"person"_s).toString() == caller.actor.person;
}

QString sightOf(const Caller &caller)
{
    return seesKeys(caller) ? u"*"_s : caller.actor.person;
}

} // namespace countersign

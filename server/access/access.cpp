// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/access.h"

#include "server/access/apikey.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

bool seesKeys(const Caller &caller)
{
    return caller.actor.has(u"administrator"_s) || caller.actor.has(u"auditor"_s);
}

} // namespace

Result<KnownKey> Access::known(const QByteArray &hash)
{
    quint64 generation = 0;
    {
        const std::scoped_lock lock(m_mutex);
        if (const auto it = m_remembered.constFind(hash); it != m_remembered.constEnd())
            return *it;
        generation = m_generation;
    }
    auto found = m_lookup(hash);
    const std::scoped_lock lock(m_mutex);
    // What was read before a change must not be remembered after it.
    if (found && generation == m_generation) {
        if (m_remembered.size() >= maximumRemembered)
            m_remembered.clear();
        m_remembered.insert(hash, *found);
    }
    return found;
}

void Access::forget()
{
    const std::scoped_lock lock(m_mutex);
    ++m_generation;
    m_remembered.clear();
}

Result<Caller> Access::authenticate(QByteArrayView authorization, const QDateTime &now)
{
    const auto token = bearerToken(authorization);
    if (!token)
        return token.error();
    // Secrets are compared by their SHA-256 alone: how long a look-up takes tells nothing of the secret.
    const auto hash = apiSecretHash(*token);
    if (!hash)
        return hash.error();
    const auto found = known(*hash);
    if (!found && found.error().code != Error::Code::NotFound)
        return found.error();
    if (!found || !found->personActive || !(now < found->expires))
        return unknownApiKey();
    return found->caller;
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

// SPDX-License-Identifier: GPL-3.0-or-later
// Who acts: what the server says, what it said last, and who sits down at this machine.
#include "liveworkspace.h"

#include "base/ids.h"
#include "base/json.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QString ownerKey = u"console.person"_s; // of the replica's meta

} // namespace

void LiveWorkspace::askWhoIAm()
{
    m_client->send(RestRequest::get(u"/v1/whoami"_s), this, [this, token = m_token](const RestReply &reply) {
        const auto json = reply.object();
        if (!json)
            return;
        Person person;
        person.name = json->value(u"person"_s).toString();
        person.displayName = json->value(u"displayName"_s).toString(person.name);
        person.roles = json->value(u"roles"_s).toVariant().toStringList();
        takeWhoIAm(person, token);
    });
}

void LiveWorkspace::takeWhoIAm(const Person &person, const QByteArray &token)
{
    m_owner = person.name;
    // A late answer must not undo that somebody else has sat down meanwhile.
    if (m_token != token)
        return;
    m_person = person;
    m_replica->setMeta(this, {{ownerKey, toJson(encode(person))}}, [](const Result<qint64> &) {});
    m_outbox->actAs(person.name);
    emit personChanged();
}

/// Offline one still is somebody: who the server last said. Nothing is sent on the strength of it.
void LiveWorkspace::remembered()
{
    m_replica->read(
        this, [](ReadSession &session) { return session.meta(ownerKey); },
        [this](const Result<QByteArray> &bytes) {
            if (!bytes || bytes->isEmpty() || !m_person.name.isEmpty())
                return;
            const auto json = parseJson(*bytes);
            const auto person = json ? decode<Person>(json->toObject()) : Result<Person>(json.error());
            if (!person)
                return;
            m_person = *person;
            m_outbox->actAs(person->name);
            emit personChanged();
        });
}

std::optional<QByteArray> LiveWorkspace::tokenOf(const QString &person) const
{
    if (person.isEmpty())
        return std::nullopt;
    if (person == m_owner && !isSample())
        return m_options.token;
    const auto it = m_tokens.constFind(person);
    return it == m_tokens.constEnd() ? std::nullopt : std::optional(*it);
}

void LiveWorkspace::readPeople()
{
    m_replica->read(
        this,
        [](ReadSession &session) -> Result<QList<Person>> {
            const auto records = session.records({u"person"_s, {}, {}, {u"displayName"_s, false}});
            if (!records)
                return records.error();
            QList<Person> out;
            for (const Record &record : *records) {
                if (const auto person = decode<Person>(record.body); person.ok())
                    out.append(*person);
            }
            return out;
        },
        [this](const Result<QList<Person>> &people) {
            if (!people)
                return;
            m_people.clear();
            for (const Person &person : *people) {
                const bool human = !person.name.startsWith("countersign."_L1) && person.active;
                if (m_tokens.contains(person.name) || (m_options.local && human))
                    m_people.append(person);
                if (person.name == m_person.name)
                    m_person = person;
            }
            emit personChanged();
        });
}

void LiveWorkspace::actAs(const QString &name)
{
    const auto it = std::find_if(m_people.begin(), m_people.end(), [&](const Person &person) { return person.name == name; });
    if (!canActAsOthers() || it == m_people.end() || name == m_person.name)
        return;
    if (const auto token = tokenOf(name))
        become(*it, *token);
    else
        askTokenFor(*it);
}

void LiveWorkspace::become(const Person &person, const QByteArray &token)
{
    m_person = person;
    m_token = token;
    m_outbox->actAs(person.name);
    m_sync->poke();
    emit personChanged();
}

/// In a local workspace the administrator's key opens a short-lived one for the person who sits down at the machine.
void LiveWorkspace::askTokenFor(const Person &person)
{
    QJsonArray scopes{u"read"_s, u"write"_s, u"sign"_s, u"ingest"_s};
    if (person.roles.contains(u"administrator"_s))
        scopes.append(u"admin"_s);
    const QJsonObject body{{u"label"_s, tr("Console on this machine")}, {u"person"_s, person.name}, {u"scopes"_s, scopes},
                           {u"expiresAt"_s, toRfc3339(m_clock->now().addDays(1))}};
    // A client of its own: meanwhile nothing else may go out under the administrator's key.
    auto *administrator = new RestClient({m_options.server, [token = m_options.token] { return token; }}, this);
    administrator->send(RestRequest::send("POST", u"/v1/keys"_s, body, newUlid(m_clock->now()).toLatin1()), this, [this, person, administrator](const RestReply &reply) {
        administrator->deleteLater();
        const QByteArray secret = reply.anyObject().value(u"secret"_s).toString().toLatin1();
        if (!reply.ok() || secret.isEmpty()) {
            emit actingFailed(reply.error ? reply.error->text : tr("The server gave no key."));
            return;
        }
        m_tokens.insert(person.name, secret);
        become(person, secret);
    });
}

} // namespace countersign

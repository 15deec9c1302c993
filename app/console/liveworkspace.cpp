// SPDX-License-Identifier: GPL-3.0-or-later
#include "liveworkspace.h"

#include "base/ids.h"
#include "base/json.h"
#include "formats/evidencereader.h"
#include "replica/replicacase.h"
#include "trust/digest.h"
#include "trust/releasebundle.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// The feed's first page may hold thousands of records; who acts is read again once they are here.
constexpr int entriesAtOnce = 1000;
const QString ownerKey = u"console.person"_s; // of the replica's meta

Result<QMap<QString, QByteArray>> sampleTokens(const QString &folder)
{
    const auto bytes = readSecretFile(folder + u"/sample/people.json"_s);
    if (!bytes)
        return bytes.error();
    const auto json = parseJson(*bytes);
    if (!json)
        return json.error();
    QMap<QString, QByteArray> out;
    const QJsonObject people = json->toObject();
    for (auto it = people.begin(); it != people.end(); ++it)
        out.insert(it.key(), it->toString().toLatin1());
    return out;
}

/// Writes a bundle that verifies; Untrusted, and no file, otherwise.
Result<QString> keepVerified(const QString &path, const QByteArray &zip, const QString &vkey, const Checkpoint &remembered, const QDateTime &now)
{
    const auto key = NoteVerifier::fromVkey(vkey);
    if (!key)
        return key.error();
    const auto trust = TlogPolicy::fromText(TlogPolicy::textFor(*key));
    if (!trust)
        return trust.error();
    const BundleReport report = verifyBundle(zip, {*trust, evidenceReader(), now, remembered});
    if (!report.authentic())
        return {Error::Code::Untrusted, LiveWorkspace::tr("The bundle does not verify and was not kept: %1").arg(report.failure())};
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(zip) != zip.size())
        return {Error::Code::Internal, LiveWorkspace::tr("%1 cannot be written: %2").arg(QFileInfo(path).fileName(), file.errorString())};
    return LiveWorkspace::tr("%1 was verified and written.").arg(QFileInfo(path).fileName());
}

} // namespace

LiveWorkspace::LiveWorkspace(Options options)
    : m_options(std::move(options))
    , m_clock(m_options.clock ? m_options.clock : &m_systemClock)
    , m_token(m_options.token)
    , m_keychain(std::make_shared<KeychainStore>(u"Countersign"_s))
{
}

LiveWorkspace::~LiveWorkspace()
{
    // What asks goes before what is asked.
    m_sync.reset();
    m_outbox.reset();
    m_mirror.reset();
    m_blobs.reset();
    m_client.reset();
}

Result<std::unique_ptr<LiveWorkspace>> LiveWorkspace::open(Options options)
{
    const auto base = RestClient::checkedBase(options.server);
    if (!base)
        return base.error();
    if (!QDir().mkpath(options.folder))
        return {Error::Code::Internal, tr("The workspace's folder cannot be made.")};
    std::unique_ptr<LiveWorkspace> out(new LiveWorkspace(std::move(options)));
    if (out->isSample()) {
        const auto tokens = sampleTokens(out->m_options.sampleFolder);
        if (!tokens)
            return tokens.error();
        out->m_tokens = *tokens;
        out->m_person.name = u"ana.ferreira"_s;
        out->m_token = out->m_tokens.value(out->m_person.name);
    }
    auto replica = Replica::open(out->m_options.folder);
    if (!replica)
        return replica.error();
    out->m_replica = std::move(*replica);
    LiveWorkspace *self = out.get();
    out->m_client = std::make_unique<RestClient>(RestOptions{*base, [self] { return self->m_token; }});
    out->m_sync = std::make_unique<Sync>(self->m_client.get(), self->m_replica.get(), self->m_clock);
    out->m_outbox = std::make_unique<Outbox>(self->m_client.get(), self->m_clock, self->m_options.folder);
    out->m_mirror = std::make_unique<LogMirror>(self->m_client.get(), self->m_replica.get());
    out->m_blobs = std::make_unique<BlobFetcher>(self->m_client.get(), self->m_replica.get());
    connect(self->m_blobs.get(), &BlobFetcher::arrived, self, &Workspace::blobArrived);
    connect(self->m_client.get(), &RestClient::connectionChanged, self, [self](const ConnectionState &state) {
        if (state.state != ConnectionState::Online)
            return;
        if (self->m_owner.isEmpty())
            self->askWhoIAm();
        self->m_outbox->poke();
        self->m_blobs->wake();
    });
    out->m_outbox->setKeys([self](const QString &person) { return self->tokenOf(person); });
    out->m_outbox->setReview([self](const OutboxItem &item, std::function<void(Result<void>)> answer) {
        self->reviewSignoff(item, std::move(answer));
    });
    connect(self->m_sync.get(), &Sync::stateChanged, self, [self](const SyncState &state) {
        if (state.phase == SyncState::UpToDate)
            self->m_outbox->settle(state.seq);
        emit self->freshnessChanged();
    });
    connect(self->m_sync.get(), &Sync::alarmRaised, self, [self](const SyncEvidence &evidence) { emit self->alarmRaised(evidence.finding); });
    connect(self->m_outbox.get(), &Outbox::changed, self, &LiveWorkspace::outboxChanged);
    connect(self->m_outbox.get(), &Outbox::added, self, &Workspace::freshnessChanged);
    connect(self->m_outbox.get(), &Outbox::removed, self, [self](qint64 number) {
        self->answerWaiting(number, Error{Error::Code::Cancelled, tr("The command was discarded.")});
        emit self->freshnessChanged();
    });
    connect(self->m_replica.get(), &Replica::changed, self, [self](const QString &kind) {
        if (kind == "person"_L1)
            self->readPeople();
    });
    return out;
}

void LiveWorkspace::start()
{
    readPeople();
    remembered();
    askWhoIAm();
    m_outbox->start();
    m_sync->start();
    m_blobs->prefetch(true);
}

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

Freshness LiveWorkspace::freshness() const
{
    Freshness out;
    const SyncState &state = m_sync->state();
    out.syncedAt = state.freshAt;
    out.logSize = qint64(m_sync->guard().checkpoint().size);
    out.server = m_options.serverTitle;
    out.detail = state.sentence;
    switch (state.phase) {
    case SyncState::Stopped:
        out.state = Freshness::State::Never;
        break;
    case SyncState::CatchingUp:
        out.state = Freshness::State::Syncing;
        break;
    case SyncState::UpToDate:
        out.state = Freshness::State::Current;
        break;
    case SyncState::Retrying:
        out.state = Freshness::State::Offline;
        break;
    case SyncState::SignInNeeded:
        out.state = Freshness::State::Unauthorised;
        break;
    case SyncState::Alarm:
        out.state = Freshness::State::HistoryRewritten;
        break;
    }
    for (const OutboxItem &item : m_outbox->items()) {
        if (item.needsPerson())
            ++out.outboxTrouble;
        else if (item.state != OutboxItem::Sent)
            ++out.outbox;
    }
    return out;
}

LogView LiveWorkspace::logView() const
{
    const Checkpoint &checkpoint = m_sync->guard().checkpoint();
    return {checkpoint.origin, checkpoint.size, checkpoint.root};
}

void LiveWorkspace::send(const Command &command, QObject *context, std::function<void(Result<QJsonObject>)> done)
{
    if (m_person.name.isEmpty())
        return done(Error{Error::Code::Unauthorised, tr("The server has not said yet who you are; connect once first.")});
    OutboxCommand out;
    out.person = m_person.name;
    out.method = command.method;
    out.path = command.path;
    out.body = command.body;
    if (command.ifMatch > 0)
        out.ifMatch = QByteArray::number(command.ifMatch);
    out.title = command.title;
    out.base = command.base;
    out.requestId = command.request;
    if (!command.request.isEmpty())
        out.reviewDigest = digestString(sha256(command.body.value(u"sheet"_s).toString().toUtf8()));
    QPointer<QObject> asker = context;
    m_outbox->add(out, this, [this, asker, done = std::move(done)](const Result<qint64> &number) {
        if (!number) {
            if (asker)
                done(number.error());
            return;
        }
        m_waiting.insert(*number, {asker, done});
        outboxChanged(*number);
    });
}

void LiveWorkspace::outboxChanged(qint64 number)
{
    emit freshnessChanged();
    const OutboxItem *item = m_outbox->item(number);
    if (!item)
        return;
    if (item->state == OutboxItem::Sent)
        answerWaiting(number, QJsonObject{{u"seq"_s, item->seq}, {u"leaf"_s, item->seq - 1}});
    else if (item->needsPerson())
        answerWaiting(number, Error{Error::Code::Refused, item->problem, {}, false, item->fields});
}

void LiveWorkspace::answerWaiting(qint64 number, const Result<QJsonObject> &answer)
{
    const auto it = m_waiting.find(number);
    if (it == m_waiting.end())
        return;
    const Waiting waiting = *it;
    m_waiting.erase(it);
    if (waiting.context && waiting.done)
        waiting.done(answer);
}

/// A sign-off that waited is sent only if the request still is exactly what was signed.
void LiveWorkspace::reviewSignoff(const OutboxItem &item, std::function<void(Result<void>)> answer)
{
    const QByteArray envelope = item.command.body.value(u"envelope"_s).toString().toUtf8();
    const QByteArray sheet = item.command.body.value(u"sheet"_s).toString().toUtf8();
    m_replica->read(
        this,
        [id = item.command.requestId, envelope, sheet](ReadSession &session) -> Result<bool> {
            const auto request = session.get<Request>(id);
            if (!request)
                return request.error();
            const auto bundle = SigstoreBundle::fromBytes(envelope);
            if (!bundle)
                return bundle.error();
            const auto statement = Statement::fromBytes(bundle->envelope.payload);
            if (!statement)
                return statement.error();
            const auto facts = readDecision(*statement);
            if (!facts)
                return facts.error();
            if (const auto good = checkDecision(*facts, id, *request, sheet, *statement); !good)
                return good.error();
            return true;
        },
        [answer = std::move(answer)](const Result<bool> &good) { answer(good ? Result<void>() : Result<void>(good.error())); });
}

void LiveWorkspace::importEvidence(const QString &kind, const QString &version, const QString &path, QObject *context,
                                   std::function<void(Result<QJsonObject>)> done)
{
    auto file = std::make_unique<QFile>(path);
    if (!QFileInfo(path).isFile() || !file->open(QIODevice::ReadOnly)) {
        done(Error{Error::Code::NotFound, tr("%1 cannot be read.").arg(QFileInfo(path).fileName())});
        return;
    }
    RestRequest request;
    request.method = "POST";
    request.path = kind == "card"_L1 ? u"/v1/cards/import"_s : u"/v1/evaluations/import"_s;
    request.query.addQueryItem(u"version"_s, version);
    request.query.addQueryItem(u"fileName"_s, QString::fromLatin1(QUrl::toPercentEncoding(QFileInfo(path).fileName())));
    request.contentType = "application/octet-stream";
    request.timeout = 300'000;
    RestJob *job = m_client->send(request, context, [done = std::move(done)](const RestReply &reply) { done(reply.object()); });
    job->setSource(std::move(file));
}

void LiveWorkspace::blob(const QString &digest, QObject *context, std::function<void(Result<QByteArray>)> done)
{
    if (auto here = m_replica->blobs().read(digest); here.ok())
        return done(std::move(here));
    m_blobs->fetch({digest}, context, [this, digest, done = std::move(done)](const Result<void> &fetched) {
        done(fetched ? m_replica->blobs().read(digest) : Result<QByteArray>(fetched.error()));
    });
}

QString LiveWorkspace::keyFile(const QString &person) const
{
    if (isSample())
        return m_options.sampleFolder + u"/sample/keys/"_s + person + u".pem"_s;
    return m_options.folder + u"/keys/"_s + person + u".pem"_s;
}

QString LiveWorkspace::keychainEntry() const
{
    return m_options.server.host() + u'/' + m_person.name;
}

void LiveWorkspace::openSigner(const QString &passphrase, QObject *context,
                               std::function<void(Result<std::shared_ptr<Signer>>)> done)
{
    const QString file = keyFile(m_person.name);
    if (QFileInfo::exists(file)) {
        auto signer = FileSigner::open(file, isSample() ? std::optional<QString>() : std::optional(passphrase));
        return done(signer ? Result<std::shared_ptr<Signer>>(std::shared_ptr<Signer>(std::move(*signer))) : Result<std::shared_ptr<Signer>>(signer.error()));
    }
    if (isSample())
        return done(Error{Error::Code::NotFound, tr("%1 has no key in the sample.").arg(m_person.displayName)});
    KeychainSigner::open(
        m_keychain, keychainEntry(), [passphrase](const std::function<void(std::optional<QString>)> &give) { give(passphrase); }, context,
        [done = std::move(done)](const Result<std::shared_ptr<KeychainSigner>> &signer) {
            done(signer ? Result<std::shared_ptr<Signer>>(std::shared_ptr<Signer>(*signer)) : Result<std::shared_ptr<Signer>>(signer.error()));
        });
}

void LiveWorkspace::createSigner(KeyPlace place, const QString &label, const QString &passphrase, QObject *context,
                                 std::function<void(Result<QString>)> done)
{
    if (isSample())
        return done(Error{Error::Code::Refused, tr("The sample's people have their keys already.")});
    const auto openAndEnrol = [this, label, passphrase, context, done] {
        openSigner(passphrase, context, [this, label, context, done](const Result<std::shared_ptr<Signer>> &signer) {
            if (!signer)
                return done(signer.error());
            enrol(*signer, label, context, done);
        });
    };
    if (place == KeyPlace::File) {
        const QString path = keyFile(m_person.name);
        QDir().mkpath(QFileInfo(path).path());
        const auto key = PrivateKey::generate();
        const auto sealed = key ? key->toEncryptedPkcs8Pem(passphrase) : Result<QByteArray>(key.error());
        if (!sealed)
            return done(sealed.error());
        if (const auto written = writeSecretFile(path, *sealed); !written)
            return done(written.error());
        return openAndEnrol();
    }
    KeychainSigner::create(m_keychain, keychainEntry(), passphrase, context, [done, openAndEnrol](const Result<PublicKey> &key) {
        if (!key)
            return done(key.error());
        openAndEnrol();
    });
}

void LiveWorkspace::enrol(const std::shared_ptr<Signer> &signer, const QString &label, QObject *context,
                          std::function<void(Result<QString>)> done)
{
    const PublicKey key = signer->publicKey();
    const Statement statement = enrolmentStatement(m_person.name, key, label, m_clock->now());
    signEnvelope(*signer, QString(inTotoPayloadType), statement.toBytes(), context,
                 [this, signer, key, label, context, done](const Result<Envelope> &envelope) {
                     if (!envelope)
                         return done(envelope.error());
                     Command command;
                     command.title = tr("Enrol a signing key");
                     command.path = u"/v1/signers"_s;
                     command.body = {{u"person"_s, m_person.name},
                                     {u"publicKey"_s, QString::fromLatin1(key.toPem())},
                                     {u"label"_s, label},
                                     {u"enrolment"_s, QString::fromUtf8(SigstoreBundle::around(*envelope).toBytes())}};
                     send(command, context, [key, done](const Result<QJsonObject> &answer) {
                         done(answer ? Result<QString>(key.keyId()) : Result<QString>(answer.error()));
                     });
                 });
}

void LiveWorkspace::verifyLog(QObject *context, std::function<void(Result<QString>)> done)
{
    const Checkpoint checkpoint = m_sync->guard().checkpoint();
    if (checkpoint.size == 0)
        return done(Error{Error::Code::NotFound, tr("Nothing has been received from the log yet.")});
    QPointer<QObject> asker = context;
    auto *once = new QObject(this);
    connect(m_mirror.get(), &LogMirror::finished, once, [this, once, asker, checkpoint, done = std::move(done)](const QString &problem) {
        once->deleteLater();
        if (!asker)
            return;
        if (!problem.isEmpty())
            return done(Error{Error::Code::Unreachable, problem});
        m_replica->read(
            asker,
            [checkpoint](ReadSession &session) -> Result<bool> {
                const auto good = checkMirroredLog(session, checkpoint);
                if (!good)
                    return good.error();
                return true;
            },
            [checkpoint, done](const Result<bool> &good) {
                if (!good)
                    return done(good.error());
                done(tr("All %n entries give the signed root, and every checkpoint seen before is part of it.", nullptr, int(checkpoint.size)));
            });
    });
    m_mirror->catchUp(qint64(checkpoint.size));
}

void LiveWorkspace::logEntries(qint64 first, int count, QObject *context, std::function<void(Result<QList<QByteArray>>)> done)
{
    RestRequest request = RestRequest::get(u"/v1/log/entries"_s);
    request.query.addQueryItem(u"from"_s, QString::number(first));
    request.query.addQueryItem(u"count"_s, QString::number(std::min(count, entriesAtOnce)));
    m_client->send(request, context, [done = std::move(done)](const RestReply &reply) {
        if (!reply.ok())
            return done(*reply.error);
        QList<QByteArray> lines = reply.body.split('\n');
        lines.removeAll(QByteArray());
        done(lines);
    });
}

void LiveWorkspace::exportBundle(const QString &requestId, const QString &path, QObject *context,
                                 std::function<void(Result<QString>)> done)
{
    RestRequest request = RestRequest::get(u"/v1/requests/%1/bundle"_s.arg(pathPart(requestId)));
    request.maximumBytes = 512LL * 1024 * 1024;
    request.timeout = 120'000;
    const QString vkey = m_sync->guard().pinnedKey();
    const Checkpoint remembered = m_sync->guard().checkpoint();
    QPointer<QObject> asker = context;
    m_client->send(request, context, [this, path, vkey, remembered, asker, done = std::move(done)](const RestReply &reply) {
        if (!reply.ok())
            return done(*reply.error);
        // What is given to others is held against this machine's own trust first.
        runAsync(
            asker, QThreadPool::globalInstance(),
            [path, vkey, remembered, zip = reply.body, now = m_clock->now()](std::stop_token) { return keepVerified(path, zip, vkey, remembered, now); },
            done);
    });
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "liveworkspace.h"

#include "base/json.h"
#include "trust/digest.h"

#include <QDir>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

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
        answerWaiting(number, QJsonObject{{u"id"_s, item->recordId}, {u"seq"_s, item->seq}, {u"leaf"_s, item->leaf}});
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

} // namespace countersign

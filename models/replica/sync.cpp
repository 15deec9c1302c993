// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/sync.h"

#include "base/json.h"
#include "client/backoff.h"
#include "replica/replica.h"
#include "trust/merkle.h"
#include "trust/tlogpolicy.h"

#include <QRandomGenerator>

namespace countersign {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcSync, "countersign.sync", QtInfoMsg)

namespace {

constexpr qsizetype pagesAhead = 2;
constexpr qint64 manyRecords = 20'000; // a first sync of more than these is written without indexes
constexpr qint64 largestPage = 256LL * 1024 * 1024;

/// The vkey of the log, out of the answer of GET /v1/log/key.
QString keyOf(const QJsonObject &answer)
{
    const QString vkey = answer.value(u"vkey"_s).toString();
    if (!vkey.isEmpty())
        return vkey;
    const auto policy = TlogPolicy::fromText(answer.value(u"trustPolicy"_s).toString().toUtf8());
    return policy.ok() && policy->logs().size() == 1 ? policy->logs().first().key.vkey() : QString();
}

QByteArray evidenceJson(const SyncEvidence &evidence, SyncState::AlarmKind kind)
{
    return toJson(QJsonObject{{u"alarm"_s, int(kind)},
                              {u"remembered"_s, QString::fromUtf8(evidence.remembered)},
                              {u"received"_s, QString::fromUtf8(evidence.received)},
                              {u"pinnedKey"_s, evidence.pinnedKey},
                              {u"finding"_s, evidence.finding},
                              {u"at"_s, toRfc3339(evidence.at)}});
}

QUrlQuery numbers(std::initializer_list<std::pair<QString, qint64>> values)
{
    QUrlQuery out;
    for (const auto &[name, value] : values)
        out.addQueryItem(name, QString::number(value));
    return out;
}

} // namespace

Sync::Sync(RestClient *client, Replica *replica, const Clock *clock, SyncOptions options, QObject *parent)
    : QObject(parent), m_client(client), m_replica(replica), m_clock(clock), m_options(options)
{
    m_decoder.setMaxThreadCount(1);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Sync::start);
}

Sync::~Sync()
{
    delete m_run;
    m_decoder.clear();
    m_decoder.waitForDone();
}

void Sync::start()
{
    if (m_run || m_state.phase == SyncState::Alarm)
        return;
    m_run = new QObject(this);
    m_retry.stop();
    m_ready.clear();
    m_held.reset();
    m_fetching = m_complete = false;
    m_replica->read(
        m_run,
        [](ReadSession &session) -> Result<QMap<QString, QByteArray>> {
            QMap<QString, QByteArray> out;
            for (const QString &key : {u"seq"_s, u"logKey"_s, u"checkpoint"_s, u"freshAt"_s, u"evidence"_s}) {
                const auto value = session.meta(key);
                if (!value.ok())
                    return value.error();
                out.insert(key, *value);
            }
            return out;
        },
        current([this](const Result<QMap<QString, QByteArray>> &memory) { takeMemory(memory); }));
}

/// Answers to what was asked before this are not listened to any more. The object itself goes later: one of its
/// answers may be the caller.
void Sync::endRun()
{
    ++m_generation;
    if (m_run)
        m_run->deleteLater();
    m_run = nullptr;
}

void Sync::stop()
{
    endRun();
    m_retry.stop();
    if (m_poll)
        m_poll->cancel();
    m_ready.clear();
    m_held.reset();
    if (m_state.phase != SyncState::Alarm)
        setPhase(SyncState::Stopped);
}

void Sync::poke()
{
    if (m_state.phase == SyncState::Retrying || m_state.phase == SyncState::SignInNeeded)
        start();
}

void Sync::takeMemory(const Result<QMap<QString, QByteArray>> &memory)
{
    if (!memory.ok())
        return retry(memory.error());
    const QByteArray evidence = memory->value(u"evidence"_s);
    auto guard = CheckpointGuard::restore(QString::fromUtf8(memory->value(u"logKey"_s)), memory->value(u"checkpoint"_s));
    if (!guard.ok())
        return alarm(SyncState::BadCheckpoint, guard.error().text, {});
    m_guard = *guard;
    m_state.seq = m_fetched = memory->value(u"seq"_s).toLongLong();
    m_state.freshAt = fromRfc3339(QString::fromUtf8(memory->value(u"freshAt"_s)));
    if (!evidence.isEmpty()) {
        // An alarm outlives the program: otherwise starting again would be a way around it.
        const QJsonObject said = QJsonDocument::fromJson(evidence).object();
        m_state.alarm = SyncState::AlarmKind(said.value(u"alarm"_s).toInt());
        endRun();
        return setPhase(SyncState::Alarm, said.value(u"finding"_s).toString());
    }
    setPhase(m_failures ? m_state.phase : SyncState::CatchingUp, m_failures ? m_state.sentence : QString());
    askKey();
}

void Sync::get(const QString &path, const QUrlQuery &query, std::function<void(const RestReply &)> then, int wait)
{
    RestRequest request = RestRequest::get(path, query);
    request.retries = 0; // the whole sync tries again, from what it has
    request.timeout = (wait + 60) * 1000;
    request.maximumBytes = largestPage;
    RestJob *job = m_client->send(request, m_run, current([this, then = std::move(then)](const RestReply &reply) {
        if (reply.error)
            return retry(*reply.error);
        then(reply);
    }));
    if (wait > 0)
        m_poll = job;
}

void Sync::askKey()
{
    get(u"/v1/log/key"_s, {}, [this](const RestReply &reply) {
        const auto answer = reply.object();
        const QString key = answer.ok() ? keyOf(*answer) : QString();
        if (key.isEmpty())
            return retry({Error::Code::Corrupt, tr("The server does not say by which key its log is signed.")});
        const auto finding = m_guard.meetKey(key);
        if (finding.verdict == CheckpointGuard::Finding::Alarm)
            return alarm(finding.alarm, finding.sentence, key.toUtf8());
        fetch();
    });
}

/// Asks for the next page while the ones before are still being judged and written.
void Sync::fetch()
{
    if (m_fetching || m_ready.size() >= pagesAhead || (m_complete && (m_held || !m_ready.isEmpty())))
        return;
    m_fetching = true;
    const int wait = m_complete ? m_options.wait : 0;
    QUrlQuery query = numbers({{u"after"_s, m_fetched}, {u"limit"_s, m_options.pageSize}});
    if (wait > 0)
        query.addQueryItem(u"wait"_s, QString::number(wait));
    get(u"/v1/changes"_s, query, [this, after = m_fetched](const RestReply &reply) {
        runAsync(
            m_run, &m_decoder,
            [bytes = reply.body, sample = m_options.sample](std::stop_token stop) -> Result<Arrived> {
                auto page = decodeFeedPage(bytes, stop);
                if (!page.ok())
                    return page.error();
                auto claims = claimsToCheck(*page, sample);
                return Arrived{std::move(*page), std::move(claims)};
            },
            current([this, after](const Result<Arrived> &arrived) { takePage(arrived, after); }));
    }, wait);
}

void Sync::takePage(const Result<Arrived> &arrived, qint64 after)
{
    m_fetching = false;
    if (!arrived.ok())
        return retry(arrived.error());
    const FeedPage &page = arrived->page;
    const bool empty = page.lastSeq == 0;
    if (!empty && page.lastSeq <= after)
        return retry({Error::Code::Corrupt, tr("The server repeats changes that were asked for before."), {}, true});
    if (page.unknownKinds > 0)
        qCInfo(lcSync) << page.unknownKinds << "records of kinds this version does not know were left out";
    m_complete = empty || page.lastSeq >= page.head;
    m_fetched = std::max(m_fetched, page.lastSeq);
    m_state.head = std::max(page.head, page.lastSeq);
    m_ready.enqueue(*arrived);
    if (!m_held)
        next();
    else
        fetch();
}

void Sync::next()
{
    if (m_ready.isEmpty())
        return fetch();
    m_held = Held{m_ready.dequeue(), {}, {}, {}};
    m_held->ranges = leafRanges(m_held->arrived.claims);
    fetch();
    judge();
}

void Sync::judge()
{
    const QByteArray &note = m_held->arrived.page.checkpoint;
    if (note.isEmpty())
        return retry({Error::Code::Corrupt, tr("The server does not show the state of its log."), {}, true});
    const auto finding = m_guard.meet(note);
    switch (finding.verdict) {
    case CheckpointGuard::Finding::Alarm:
        return alarm(finding.alarm, finding.sentence, note);
    case CheckpointGuard::Finding::NeedsProof:
        return askConsistency(finding.size);
    case CheckpointGuard::Finding::Accepted:
        return askEntries();
    }
}

void Sync::askConsistency(quint64 size)
{
    const QUrlQuery query = numbers({{u"from"_s, qint64(m_guard.checkpoint().size)}, {u"to"_s, qint64(size)}});
    get(u"/v1/log/consistency"_s, query, [this](const RestReply &reply) {
        const auto hashes = hashesOf(reply.body);
        if (!hashes.ok())
            return retry(hashes.error());
        const QByteArray note = m_held->arrived.page.checkpoint;
        const auto finding = m_guard.prove(note, *hashes);
        if (finding.verdict == CheckpointGuard::Finding::Alarm)
            return alarm(finding.alarm, finding.sentence, note);
        askEntries();
    });
}

void Sync::askEntries()
{
    if (m_held->ranges.isEmpty()) {
        QList<LeafClaim> claims = m_held->arrived.claims;
        claims.removeIf([this](const LeafClaim &claim) { return quint64(claim.leaf) >= m_guard.checkpoint().size; });
        while (claims.size() > m_options.inclusions)
            claims.removeAt(QRandomGenerator::system()->bounded(int(claims.size())));
        m_held->toInclude = claims;
        return askInclusion();
    }
    const auto [from, count] = m_held->ranges.takeFirst();
    get(u"/v1/log/entries"_s, numbers({{u"from"_s, from}, {u"count"_s, count}}), [this, from = from, count = count](const RestReply &reply) {
        if (takeEntries(reply.body, from, count))
            askEntries();
    });
}

/// False when it has ended in a retry or an alarm.
bool Sync::takeEntries(const QByteArray &lines, qint64 from, qint64 count)
{
    QList<QByteArray> entries = lines.split('\n');
    entries.removeIf([](const QByteArray &line) { return line.isEmpty(); });
    if (entries.size() < count) {
        retry({Error::Code::Corrupt, tr("The server does not show the entries of its log."), {}, true});
        return false;
    }
    for (const LeafClaim &claim : m_held->arrived.claims) {
        if (claim.leaf < from || claim.leaf >= from + count)
            continue;
        const QByteArray entry = entries.at(claim.leaf - from);
        if (const auto finding = contradiction(claim, entry)) {
            alarm(SyncState::RecordContradictsLog, *finding, entry);
            return false;
        }
        m_held->entries.insert(claim.leaf, entry);
    }
    return true;
}

void Sync::askInclusion()
{
    if (m_held->toInclude.isEmpty())
        return write();
    const LeafClaim claim = m_held->toInclude.takeFirst();
    const Checkpoint tree = m_guard.checkpoint();
    get(u"/v1/log/proof"_s, numbers({{u"leaf"_s, claim.leaf}, {u"size"_s, qint64(tree.size)}}), [this, claim, tree](const RestReply &reply) {
        const auto hashes = hashesOf(reply.body);
        if (!hashes.ok())
            return retry(hashes.error());
        const QByteArray entry = m_held->entries.value(claim.leaf);
        if (!verifyInclusion(quint64(claim.leaf), tree.size, leafHash(entry), *hashes, tree.root))
            return alarm(SyncState::RecordContradictsLog, tr("Entry %1 is not in the log that the server has signed.").arg(claim.leaf), entry);
        askInclusion();
    });
}

void Sync::write()
{
    FeedPage page = std::move(m_held->arrived.page);
    if (m_state.seq == 0 && page.head > manyRecords)
        m_replica->beginBulk();
    const qint64 lastSeq = std::max(page.lastSeq, m_state.seq);
    const qint64 head = page.head;
    QMap<QString, QByteArray> meta{{u"seq"_s, QByteArray::number(lastSeq)},
                                   {u"logKey"_s, m_guard.pinnedKey().toUtf8()},
                                   {u"checkpoint"_s, m_guard.remembered()}};
    if (lastSeq >= head || page.lastSeq == 0)
        meta.insert(u"freshAt"_s, toRfc3339(m_clock->now()).toUtf8());
    m_replica->apply(m_run, std::move(page), meta, current([this, lastSeq](const Result<qint64> &result) { written(lastSeq, result); }));
}

void Sync::written(qint64 lastSeq, const Result<qint64> &result)
{
    if (!result.ok())
        return retry(result.error());
    m_held.reset();
    m_failures = 0;
    m_state.seq = lastSeq;
    m_state.received += *result;
    if (!m_complete || !m_ready.isEmpty()) {
        setPhase(SyncState::CatchingUp);
        return next();
    }
    m_state.freshAt = m_clock->now();
    if (!m_replica->isBulk())
        return caughtUp();
    m_replica->finishBulk(m_run, current([this](const Result<qint64> &made) { made.ok() ? caughtUp() : retry(made.error()); }));
}

void Sync::caughtUp()
{
    setPhase(SyncState::UpToDate);
    next();
}

void Sync::retry(const Error &error)
{
    endRun();
    m_ready.clear();
    m_held.reset();
    m_fetching = false;
    ++m_failures;
    qCInfo(lcSync) << "stops for now:" << error.text << error.detail;
    if (error.code == Error::Code::Unauthorised)
        return setPhase(SyncState::SignInNeeded, error.text);
    const int wait = backoff(m_failures, m_options.retryBase, m_options.retryMost);
    m_state.retryAt = m_clock->now().addMSecs(wait);
    m_retry.start(wait);
    setPhase(SyncState::Retrying, error.text);
}

void Sync::alarm(SyncState::AlarmKind kind, const QString &sentence, const QByteArray &received)
{
    const SyncEvidence evidence{m_guard.remembered(), received, m_guard.pinnedKey(), sentence, m_clock->now()};
    endRun();
    m_ready.clear();
    m_held.reset();
    m_state.alarm = kind;
    qCWarning(lcSync) << "alarm:" << sentence;
    if (m_replica->isBulk())
        m_replica->finishBulk(this, [](const Result<qint64> &) {}); // what is here stays readable
    m_replica->setMeta(this, {{u"evidence"_s, evidenceJson(evidence, kind)}}, [](const Result<qint64> &) {});
    setPhase(SyncState::Alarm, sentence);
    Q_EMIT alarmRaised(evidence);
}

void Sync::setPhase(SyncState::Phase phase, const QString &sentence)
{
    m_state.phase = phase;
    m_state.sentence = sentence;
    Q_EMIT stateChanged(m_state);
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/blobfetcher.h"

#include "client/bloblink.h"
#include "replica/replica.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int atOnce = 4;
constexpr int prefetched = 2000;                          // newest pieces of evidence
constexpr qint64 largestReport = 64 * 1024 * 1024;        // bytes; what is asked for may be larger
constexpr qint64 largestBlob = 512LL * 1024 * 1024;

/// What of the newest evidence is not here. On a reader's thread.
Result<QStringList> missingEvidence(ReadSession &session)
{
    QStringList out;
    // The items of a review too: they are rated where there is no connection.
    for (const auto &[kind, field] : {std::pair{u"evaluation"_s, u"report"_s}, std::pair{u"card"_s, u"content"_s}, std::pair{u"reviewset"_s, u"items"_s}}) {
        const auto records = session.records({kind, {}, {}, {u"seq"_s, true}}, prefetched);
        if (!records.ok())
            return records.error();
        for (const Record &record : *records) {
            const QString digest = record.body.value(field).toString();
            if (!digest.isEmpty() && !record.body.value(u"withdrawn"_s).toBool() && !session.hasBlob(digest))
                out.append(digest);
        }
    }
    return out;
}

} // namespace

BlobFetcher::BlobFetcher(RestClient *client, Replica *replica, QObject *parent)
    : QObject(parent), m_client(client), m_replica(replica)
{
    m_look.setSingleShot(true);
    m_look.setInterval(500);
    connect(&m_look, &QTimer::timeout, this, &BlobFetcher::lookForMissing);
    connect(m_replica, &Replica::changed, this, [this](const QString &kind) {
        if (kind == "evaluation"_L1 || kind == "card"_L1 || kind == "reviewset"_L1)
            wake();
    });
}

void BlobFetcher::prefetch(bool on)
{
    m_prefetch = on;
    wake();
}

void BlobFetcher::wake()
{
    if (m_prefetch && !m_look.isActive())
        m_look.start();
}

void BlobFetcher::lookForMissing()
{
    if (!m_prefetch)
        return;
    m_replica->read(this, missingEvidence, [this](const Result<QStringList> &missing) {
        if (!missing.ok() || !m_prefetch)
            return;
        for (const QString &digest : *missing)
            enqueue(digest);
        pump();
    });
}

void BlobFetcher::fetch(const QStringList &digests, QObject *context, std::function<void(Result<void>)> done)
{
    auto wish = std::make_shared<Wish>(Wish{context, {}, std::move(done)});
    for (const QString &digest : digests) {
        if (m_replica->blobs().has(digest))
            continue;
        wish->open.append(digest);
        enqueue(digest);
        // What somebody waits for goes before what might be wanted.
        if (m_waiting.removeOne(digest))
            m_waiting.prepend(digest);
    }
    m_wishes.append(wish);
    // Always later, whether there is something to fetch or not.
    QTimer::singleShot(0, this, [this, wish] {
        if (wish->open.isEmpty())
            take({}, {});
        pump();
    });
}

void BlobFetcher::enqueue(const QString &digest)
{
    if (m_known.contains(digest))
        return;
    m_known.insert(digest);
    m_waiting.enqueue(digest);
}

void BlobFetcher::pump()
{
    while (m_underWay < atOnce && !m_waiting.isEmpty()) {
        const QString digest = m_waiting.dequeue();
        const auto place = m_replica->blobs().place(digest);
        if (!place.ok()) {
            QTimer::singleShot(0, this, [this, digest, error = place.error()] { take(digest, error); });
            continue;
        }
        const bool wished = std::any_of(m_wishes.begin(), m_wishes.end(), [&](const auto &wish) { return wish->open.contains(digest); });
        ++m_underWay;
        downloadBlob(*m_client, digest, *place, this, [this, digest](const Result<void> &result) {
            --m_underWay;
            take(digest, result);
            pump();
        }, wished ? largestBlob : largestReport);
    }
}

/// Tells those who waited for nothing more than this, or for something that failed.
void BlobFetcher::take(const QString &digest, const Result<void> &result)
{
    m_known.remove(digest);
    if (result.ok() && !digest.isEmpty())
        Q_EMIT arrived(digest);
    QList<std::shared_ptr<Wish>> ended;
    for (const auto &wish : std::as_const(m_wishes)) {
        const bool mine = wish->open.removeAll(digest) > 0 || digest.isEmpty();
        if (mine && (wish->open.isEmpty() || !result.ok()))
            ended.append(wish);
    }
    // Without a connection the quiet ones would fail one by one.
    if (!result.ok() && result.error().retryable) {
        QQueue<QString> wished;
        for (const QString &waiting : std::as_const(m_waiting)) {
            const bool wanted = std::any_of(m_wishes.begin(), m_wishes.end(), [&](const auto &wish) { return wish->open.contains(waiting); });
            if (wanted)
                wished.enqueue(waiting);
            else
                m_known.remove(waiting);
        }
        m_waiting = wished;
    }
    for (const auto &wish : std::as_const(ended)) {
        m_wishes.removeOne(wish);
        if (wish->context)
            wish->done(result);
    }
}

} // namespace countersign

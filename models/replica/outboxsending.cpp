// SPDX-License-Identifier: GPL-3.0-or-later
// The half of the outbox that speaks to the server.
#include "replica/outbox.h"

#include "client/backoff.h"
#include "replica/outboxstore.h"

#include <QPointer>
#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int retryBase = 1000, retryMost = 60'000; // milliseconds
constexpr int serverFailures = 5;                   // answers of 5xx before a command is given back to the person

/// The record that a command is about, to ask for it when the server's refusal does not carry it.
QString recordPath(const OutboxCommand &command)
{
    return command.method == "POST" ? command.path.left(command.path.lastIndexOf(u'/')) : command.path;
}

bool isRecord(const QJsonObject &object)
{
    return object.value(u"body"_s).isObject() && object.value(u"revision"_s).isDouble();
}

} // namespace

bool Outbox::canSendFor(const QString &person) const
{
    if (m_signInNeeded.contains(person))
        return false;
    return m_keys ? m_keys(person).has_value() : person == m_person;
}

/// None: the client's own.
std::optional<QByteArray> Outbox::keyOf(const QString &person) const
{
    return m_keys ? m_keys(person) : std::nullopt;
}

const OutboxItem *Outbox::nextToSend() const
{
    QSet<QString> blocked;
    for (const OutboxItem &item : m_items) {
        if (item.state == OutboxItem::Queued && !blocked.contains(item.target()) && canSendFor(item.command.person))
            return &item;
        // What waits for a person holds up what was decided after it about the same thing.
        if (item.state != OutboxItem::Sent)
            blocked.insert(item.target());
    }
    return nullptr;
}

void Outbox::pump()
{
    if (!m_loaded || m_sending || m_retry.isActive())
        return;
    const OutboxItem *next = nextToSend();
    if (!next)
        return;
    m_sending = next->number;
    const OutboxItem item = *next;
    if (item.command.reviewDigest.isEmpty())
        send(item);
    else
        review(item);
}

void Outbox::review(const OutboxItem &item)
{
    const auto keepBack = [this, item](const Error &error) {
        OutboxItem next = item;
        next.state = OutboxItem::NeedsReview;
        next.problem = error.text;
        finishSending(next);
    };
    if (!m_review)
        return keepBack({Error::Code::Refused, tr("What was signed could not be held against the evidence as it is now.")});
    const QPointer<Outbox> self(this);
    auto answered = std::make_shared<bool>(false);
    m_review(item, [self, item, keepBack, answered](const Result<void> &result) {
        if (!self || std::exchange(*answered, true))
            return;
        if (result.ok())
            self->send(item);
        else if (result.error().retryable)
            self->waitAndRetry(item, result.error());
        else
            keepBack(result.error());
    });
}

void Outbox::send(const OutboxItem &item)
{
    if (!canSendFor(item.command.person)) // the key went while the review went on
        return finishSending(item);
    if (OutboxItem *known = find(item.number))
        known->state = OutboxItem::Sending;
    Q_EMIT changed(item.number);
    RestRequest request = RestRequest::send(item.command.method, item.command.path, item.command.body, item.idempotencyKey);
    request.ifMatch = item.command.ifMatch;
    request.token = keyOf(item.command.person);
    request.retries = 0; // the outbox tries again by itself, as long as it takes
    request.timeout = 60'000;
    m_client->send(request, this, [this, number = item.number](const RestReply &reply) { sent(number, reply); });
}

void Outbox::sent(qint64 number, const RestReply &reply)
{
    const OutboxItem *known = item(number);
    if (!known)
        return;
    OutboxItem next = *known;
    next.state = OutboxItem::Queued;
    ++next.attempts;
    if (reply.ok()) {
        m_failures = 0;
        next.state = OutboxItem::Sent;
        const QJsonObject record = reply.anyObject();
        next.seq = record.value(u"seq"_s).toInteger();
        next.recordId = record.value(u"id"_s).toString();
        next.leaf = record.value(u"leaf"_s).toInteger(-1);
        next.problem.clear();
        return finishSending(next);
    }
    const Error &error = *reply.error;
    const bool serverFailed = reply.status >= 500 && !error.retryable;
    if (reply.status == 0 || error.retryable || (serverFailed && next.attempts < serverFailures))
        return waitAndRetry(next, error);
    if (error.code == Error::Code::Unauthorised) {
        m_signInNeeded.insert(next.command.person);
        next.problem = error.text;
        return finishSending(next);
    }
    if (error.code == Error::Code::Stale)
        return conflict(next, reply);
    next.state = OutboxItem::Refused;
    next.problem = error.text;
    next.fields = error.fields;
    finishSending(next);
}

void Outbox::conflict(OutboxItem next, const RestReply &reply)
{
    next.problem = reply.error->text;
    if (!next.command.reviewDigest.isEmpty()) {
        // A signature cannot be merged: the person looks again and signs again.
        next.state = OutboxItem::NeedsReview;
        return finishSending(next);
    }
    next.state = OutboxItem::Conflict;
    const QJsonObject answer = reply.anyObject();
    for (const QString &key : {u"record"_s, u"current"_s}) {
        const QJsonObject record = answer.value(key).toObject();
        if (isRecord(record)) {
            next.theirs = record.value(u"body"_s).toObject();
            next.theirRevision = record.value(u"revision"_s).toInteger();
            return finishSending(next);
        }
    }
    askTheirs(next);
}

void Outbox::askTheirs(const OutboxItem &item)
{
    RestRequest request = RestRequest::get(recordPath(item.command));
    request.token = keyOf(item.command.person);
    m_client->send(request, this, [this, item](const RestReply &reply) {
        OutboxItem next = item;
        const QJsonObject record = reply.ok() ? reply.anyObject() : QJsonObject();
        if (isRecord(record)) {
            next.theirs = record.value(u"body"_s).toObject();
            next.theirRevision = record.value(u"revision"_s).toInteger();
        }
        finishSending(next);
    });
}

/// The whole outbox waits: what keeps one command from the server keeps the next one too.
void Outbox::waitAndRetry(OutboxItem item, const Error &error)
{
    item.state = OutboxItem::Queued;
    item.problem = error.text;
    m_retry.start(backoff(++m_failures, retryBase, retryMost));
    finishSending(item);
}

void Outbox::finishSending(const OutboxItem &item)
{
    OutboxItem *known = find(item.number);
    if (item.state == OutboxItem::Queued && known) {
        // Nothing is decided that a restart would have to know.
        *known = item;
        m_sending = 0;
        Q_EMIT changed(item.number);
        return pump();
    }
    // It stays "sending" until this is on the disk, and so neither goes out again nor lets its followers pass.
    if (known)
        known->state = OutboxItem::Sending;
    m_sending = 0;
    keep(item, Believe::Anyway);
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/logmirror.h"

#include "replica/feedpage.h"
#include "replica/logentry.h"
#include "replica/replica.h"
#include "trust/merkle.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {
constexpr qint64 chunk = 1000;
constexpr quint64 checkedAtOnce = 4096; // entries between two words on how far it is
}

LogMirror::LogMirror(RestClient *client, Replica *replica, QObject *parent)
    : QObject(parent), m_client(client), m_replica(replica)
{
}

void LogMirror::catchUp(qint64 size)
{
    m_goal = std::max(m_goal, size);
    if (m_running)
        return;
    m_running = true;
    m_replica->read(
        this, [](ReadSession &session) { return session.count({logKind().name, {}, {}, {}}); },
        [this](const Result<qint64> &have) {
            if (!have.ok())
                return end(have.error().text);
            m_have = *have; // entries are only ever added in order, so their number is the next leaf
            next();
        });
}

void LogMirror::stop()
{
    m_goal = 0;
    if (m_job)
        m_job->cancel();
}

void LogMirror::next()
{
    Q_EMIT progress(m_have, m_goal);
    if (m_have >= m_goal)
        return end({});
    QUrlQuery query;
    query.addQueryItem(u"from"_s, QString::number(m_have));
    query.addQueryItem(u"count"_s, QString::number(std::min(chunk, m_goal - m_have)));
    m_job = m_client->send(RestRequest::get(u"/v1/log/entries"_s, query), this,
                           [this, from = m_have](const RestReply &reply) { take(reply, from); });
}

void LogMirror::take(const RestReply &reply, qint64 from)
{
    if (reply.error)
        return end(reply.error->text);
    const auto entries = decodeLogEntries(reply.body, from);
    if (!entries.ok() || entries->isEmpty())
        return end(entries.ok() ? tr("The server does not show the entries of its log.") : entries.error().text);
    m_replica->applyRecords(this, *entries, {}, [this, count = entries->size()](const Result<qint64> &result) {
        if (!result.ok())
            return end(result.error().text);
        m_have += count;
        next();
    });
}

void LogMirror::end(const QString &problem)
{
    m_running = false;
    Q_EMIT finished(problem);
}

Result<void> checkMirroredLog(ReadSession &session, const Checkpoint &checkpoint, const std::function<void(qint64)> &progress)
{
    CompactRange range;
    const auto read = session.bodies(logKind().name, [&](qint64 leaf, const QByteArray &entry) {
        if (quint64(leaf) != range.size() || range.size() >= checkpoint.size)
            return false;
        range.append(leafHash(entry));
        if (progress && range.size() % checkedAtOnce == 0)
            progress(qint64(range.size()));
        return true;
    });
    if (!read.ok())
        return read;
    if (range.size() < checkpoint.size)
        return {Error::Code::NotFound, u"Entry %1 of the log is not on this machine yet."_s.arg(range.size())};
    if (range.root() != checkpoint.root)
        return {Error::Code::Untrusted, u"The entries on this machine are not those of the log that was signed."_s};
    return {};
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/jobs/expiry.h"

#include "base/clock.h"
#include "domain/kinds/release.h"
#include "server/store/store.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QString actor = u"countersign.server"_s;

ListQuery due(const QStringList &states, const QString &field, const QDateTime &now)
{
    ListQuery query;
    query.filters = {{u"state"_s, states}, {field, {toRfc3339(now)}, Filter::Op::Below}};
    query.limit = maximumPage;
    return query;
}

Result<int> expire(WriteSession &session, const ListQuery &query)
{
    const auto records = session.query(u"request"_s, query);
    if (!records)
        return records.error();
    int count = 0;
    for (const Record &record : *records) {
        auto request = decode<Request>(record.body);
        // A request without the time in question has none that could be over.
        if (!request || (!request->closesAt.isValid() && !request->validUntil.isValid()))
            continue;
        const QDateTime end = request->state == Request::Approved ? request->validUntil : request->closesAt;
        if (!end.isValid() || end > session.now())
            continue;
        request->state = Request::Expired;
        Change change;
        change.kind = record.kind;
        change.id = record.id;
        change.body = encode(*request);
        change.action = u"expire"_s;
        change.expectedRevision = record.revision;
        if (const auto written = session.put(change); !written)
            return written.error();
        ++count;
    }
    return count;
}

} // namespace

Result<int> expireRequests(Store &store, const QDateTime &now)
{
    const ListQuery open = due({u"inReview"_s, u"changesRequested"_s}, u"closesAt"_s, now);
    const ListQuery approved = due({u"approved"_s}, u"validUntil"_s, now);
    // Looked for outside first: on a quiet server a tick writes nothing.
    const auto some = store.count(u"request"_s, open);
    const auto others = store.count(u"request"_s, approved);
    if (!some)
        return some.error();
    if (!others)
        return others.error();
    if (*some + *others == 0)
        return 0;
    return store.write(actor, now, [&](WriteSession &session) -> Result<int> {
        const auto first = expire(session, open);
        if (!first)
            return first;
        const auto second = expire(session, approved);
        return second ? Result<int>(*first + *second) : second;
    });
}

Result<void> forgetAnswers(Store &store, const QDateTime &before, const QDateTime &now)
{
    return store.write(actor, now, [&](WriteSession &session) -> Result<void> { return session.forgetAnswersBefore(before); });
}

} // namespace countersign

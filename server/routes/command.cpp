// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/command.h"

#include "base/json.h"
#include "trust/digest.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<QList<Record>> Command::list(const QString &kind, const QString &field, const QString &value)
{
    ListQuery query;
    query.sort = u"seq"_s;
    query.descending = false;
    query.limit = maximumPage;
    if (!field.isEmpty())
        query.filters.append({field, {value}});
    query.filters.append({u"seq"_s, {u"0"_s}, Filter::Op::AtLeast});
    QList<Record> out;
    while (true) {
        const auto page = m_session.query(kind, query);
        if (!page)
            return page.error();
        out += *page;
        if (page->size() < maximumPage)
            return out;
        query.filters.last().values = {QString::number(out.last().seq + 1)};
    }
}

Result<EvaluationReport> Command::report(const QString &digest)
{
    const auto it = m_reports.constFind(digest);
    return it == m_reports.constEnd() ? CaseSource::report(digest) : Result<EvaluationReport>(*it);
}

Result<std::optional<Record>> Command::newest(const QString &kind, const QList<Filter> &filters)
{
    ListQuery query;
    query.sort = u"seq"_s;
    query.limit = 1;
    query.filters = filters;
    const auto page = m_session.query(kind, query);
    if (!page)
        return page.error();
    return page->isEmpty() ? std::optional<Record>() : page->first();
}

Result<Record> Command::create(const QString &kind, const QString &id, const QJsonObject &body, const QString &statement)
{
    Change change;
    change.kind = kind;
    change.id = id;
    change.body = body;
    change.action = u"create"_s;
    change.expectedRevision = 0;
    change.statement = statement;
    return m_session.put(change);
}

Result<Record> Command::change(const Record &before, const QJsonObject &body, const QString &action, const QString &statement)
{
    Change change;
    change.kind = before.kind;
    change.id = before.id;
    change.body = body;
    change.action = action;
    change.expectedRevision = before.revision;
    change.statement = statement;
    return m_session.put(change);
}

QString digestOfBody(const QJsonObject &body)
{
    return digestString(sha256(toJson(body)));
}

Error invalidField(const QString &field, const QString &message)
{
    const QString pointer = childPointer({}, field);
    return {Error::Code::Invalid, u"%1: %2"_s.arg(field, message), {}, false, {{pointer, message}}};
}

} // namespace countersign

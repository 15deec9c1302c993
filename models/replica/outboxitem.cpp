// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/outboxitem.h"

#include "base/clock.h"
#include "base/json.h"
#include "domain/shape.h"

namespace countersign {

using namespace Qt::StringLiterals;

QByteArray OutboxItem::toBytes() const
{
    QJsonArray wrong;
    for (const FieldError &field : fields)
        wrong.append(QJsonObject{{u"pointer"_s, field.pointer}, {u"message"_s, field.message}});
    return toJson(QJsonObject{{u"key"_s, QString::fromLatin1(idempotencyKey)},
                              {u"person"_s, command.person},
                              {u"method"_s, QString::fromLatin1(command.method)},
                              {u"path"_s, command.path},
                              {u"body"_s, command.body},
                              {u"ifMatch"_s, QString::fromLatin1(command.ifMatch)},
                              {u"title"_s, command.title},
                              {u"target"_s, command.target},
                              {u"base"_s, command.base},
                              {u"requestId"_s, command.requestId},
                              {u"reviewDigest"_s, command.reviewDigest},
                              {u"state"_s, enumText(state)},
                              {u"attempts"_s, attempts},
                              {u"createdAt"_s, toRfc3339(createdAt)},
                              {u"problem"_s, problem},
                              {u"fields"_s, wrong},
                              {u"theirs"_s, theirs},
                              {u"theirRevision"_s, theirRevision},
                              {u"seq"_s, seq},
                              {u"recordId"_s, recordId},
                              {u"leaf"_s, leaf}});
}

Result<OutboxItem> OutboxItem::fromBytes(const QByteArray &bytes)
{
    const Error unreadable{Error::Code::Corrupt, u"A command that waits to be sent cannot be read."_s};
    const auto json = parseJson(bytes);
    if (!json.ok() || !json->isObject())
        return unreadable;
    const QJsonObject object = json->toObject();
    const auto text = [&](const QString &key) { return object.value(key).toString(); };
    OutboxItem out;
    const auto state = enumFromText<State>(text(u"state"_s));
    out.idempotencyKey = text(u"key"_s).toLatin1();
    out.command.person = text(u"person"_s);
    out.command.method = text(u"method"_s).toLatin1();
    out.command.path = text(u"path"_s);
    if (!state || out.idempotencyKey.isEmpty() || out.command.method.isEmpty() || !out.command.path.startsWith(u'/'))
        return unreadable;
    out.state = *state;
    out.command.body = object.value(u"body"_s).toObject();
    out.command.ifMatch = text(u"ifMatch"_s).toLatin1();
    out.command.title = text(u"title"_s);
    out.command.target = text(u"target"_s);
    out.command.base = object.value(u"base"_s).toObject();
    out.command.requestId = text(u"requestId"_s);
    out.command.reviewDigest = text(u"reviewDigest"_s);
    out.attempts = object.value(u"attempts"_s).toInt();
    out.createdAt = fromRfc3339(text(u"createdAt"_s));
    out.problem = text(u"problem"_s);
    for (const QJsonValue &field : object.value(u"fields"_s).toArray())
        out.fields.append({field[u"pointer"_s].toString(), field[u"message"_s].toString()});
    out.theirs = object.value(u"theirs"_s).toObject();
    out.theirRevision = object.value(u"theirRevision"_s).toInteger();
    out.seq = object.value(u"seq"_s).toInteger();
    out.recordId = text(u"recordId"_s);
    out.leaf = object.value(u"leaf"_s).toInteger(-1);
    return out;
}

} // namespace countersign

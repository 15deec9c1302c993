// SPDX-License-Identifier: GPL-3.0-or-later
// The routes every kind has: list, one, create, edit, verbs.
#include "server/routes/api.h"

#include "base/json.h"
#include "server/http/problem.h"
#include "server/routes/creating.h"
#include "server/routes/editing.h"
#include "server/routes/evidence.h"
#include "server/routes/humanreviews.h"
#include "server/routes/releasebodies.h"
#include "server/routes/storesource.h"
#include "server/routes/verbs.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString idFrom(const Call &call, const Kind &kind)
{
    if (kind.keyFields.isEmpty())
        return call.captures.text(u"id");
    QStringList parts;
    for (const QString &field : kind.keyFields)
        parts.append(call.captures.text(field));
    return parts.join(u'/');
}

Error inQuery(Error error)
{
    for (FieldError &field : error.fields)
        field.pointer.prepend(u"/query"_s);
    return error;
}

Filter filterFrom(const QString &name, const QString &value)
{
    // "measuredAt.from" and "measuredAt.below" bound a field; the bare name compares for equality.
    static const std::pair<QString, Filter::Op> bounds[] = {{u".from"_s, Filter::Op::AtLeast}, {u".below"_s, Filter::Op::Below}};
    for (const auto &[ending, op] : bounds) {
        if (name.endsWith(ending))
            return {name.chopped(ending.size()), {value}, op};
    }
    return {name, {value}};
}

void addFilter(ListQuery &query, const Filter &filter)
{
    for (Filter &known : query.filters) {
        if (known.field == filter.field && known.op == Filter::Op::AnyOf && filter.op == Filter::Op::AnyOf) {
            known.values += filter.values;
            return;
        }
    }
    query.filters.append(filter);
}

Result<ListQuery> listQuery(const HttpRequest &request)
{
    static const QStringList own{u"q"_s, u"sort"_s, u"limit"_s, u"after"_s};
    ListQuery out;
    for (const auto &[name, value] : request.query) {
        if (!own.contains(name))
            addFilter(out, filterFrom(name, value));
    }
    const auto words = queryText(request, u"q"_s);
    const auto sort = queryText(request, u"sort"_s, u"-updatedAt"_s);
    const auto after = queryText(request, u"after"_s);
    const auto limit = queryNumber(request, u"limit"_s, 1, maximumPage, 100);
    for (const Error *error : {words ? nullptr : &words.error(), sort ? nullptr : &sort.error(), after ? nullptr : &after.error(),
                               limit ? nullptr : &limit.error()}) {
        if (error)
            return *error;
    }
    out.words = *words;
    out.descending = sort->startsWith(u'-');
    out.sort = out.descending ? sort->mid(1) : *sort;
    out.limit = int(*limit);
    out.after = after->toUtf8();
    return out;
}

/// The revision in If-Match; nothing when the header is absent.
Result<std::optional<qint64>> ifMatch(const HttpRequest &request)
{
    const auto header = request.headers.single("If-Match");
    if (!header)
        return header.error();
    if (!*header)
        return std::optional<qint64>();
    QByteArray text = (*header)->trimmed();
    if (text.startsWith("W/"))
        text = text.sliced(2);
    bool ok = false;
    const qint64 revision = text.size() > 2 && text.startsWith('"') && text.endsWith('"') ? text.sliced(1, text.size() - 2).toLongLong(&ok) : 0;
    if (!ok || revision < 1)
        return {Error::Code::Invalid, u"'If-Match' must be the record's revision in quotes, as its ETag gives it."_s};
    return std::optional(revision);
}

/// Text that a verb may bring along.
Result<QString> verbComment(const HttpRequest &request)
{
    const auto json = jsonBody(request, true);
    if (!json)
        return json.error();
    const auto body = decode<VerbBody>(*json);
    if (!body)
        return inBody(body.error());
    return body->comment.isEmpty() ? body->reason : body->comment;
}

/// 412 with the record as it is now, so that the client can show both.
HttpResponse staleAnswer(Store &store, const Kind &kind, const QString &id, const Error &error)
{
    HttpResponse out = problem(error);
    const auto now = store.parsedRecord(kind.name, id);
    const auto body = parseJson(out.body);
    if (!now || !body)
        return out;
    QJsonObject object = body->toObject();
    object.insert(u"current"_s, now->toJson());
    out.body = toJson(object);
    out.headers.set("ETag", '"' + QByteArray::number(now->revision) + '"');
    return out;
}

Answer answerOf(int status, const Created &created)
{
    Answer out{status, recordBytes(created.record), {}};
    if (created.secret.isEmpty())
        return out;
    // The secret goes out once; whoever repeats the command gets the record without it.
    out.kept = out.body;
    QJsonObject json = created.record.toJson();
    json.insert(u"secret"_s, QString::fromLatin1(created.secret));
    out.body = toJson(json);
    return out;
}

} // namespace

void Api::addRecordRoutes(Router &router)
{
    for (const Kind &kind : kinds()) {
        const QString collection = u"/v1/"_s + kind.plural;
        const QString one = recordPattern(kind.name);
        const QString title = kind.name[0].toUpper() + kind.name.mid(1);
        add(router, "GET", collection, u"list"_s + title, [this, &kind](Call &call) { return listRecords(call, kind); });
        add(router, "GET", one, u"get"_s + title, [this, &kind](Call &call) { return oneRecord(call, kind); });
        if (routeRule(u"GET", one + u"/history"_s))
            add(router, "GET", one + u"/history"_s, u"historyOf"_s + title, [this, &kind](Call &call) { return historyOfOne(call, kind); });
        if (routeRule(u"POST", collection))
            add(router, "POST", collection, u"create"_s + title, [this, &kind](Call &call) { return createOne(call, kind); });
        if (routeRule(u"PATCH", one))
            add(router, "PATCH", one, u"edit"_s + title, [this, &kind](Call &call) { return editOne(call, kind); });
        if (!kind.states)
            continue;
        QStringList verbs;
        for (const Transition &move : kind.states->transitions) {
            if (move.who == Transition::System || verbs.contains(move.verb))
                continue;
            verbs.append(move.verb);
            add(router, "POST", one + u'/' + move.verb, move.verb + title,
                [this, &kind, verb = move.verb](Call &call) { return moveOne(call, kind, verb); });
        }
    }
    add(router, "POST", u"/v1/keys/{id}/revoke"_s, u"revokeKey"_s, [this](Call &call) {
        return run(call, [&](Command &command) -> Result<Answer> {
            const auto record = revokeApiKey(command, call.captures.text(u"id"));
            if (!record)
                return record.error();
            return Answer{200, recordBytes(*record), {}};
        });
    });
    add(router, "POST", u"/v1/keys/{id}/rotate"_s, u"rotateKey"_s, [this](Call &call) {
        return run(call, [&](Command &command) -> Result<Answer> {
            const auto created = rotateApiKey(command, call.captures.text(u"id"));
            if (!created)
                return created.error();
            return answerOf(201, *created);
        });
    });
}

HttpResponse Api::listRecords(Call &call, const Kind &kind)
{
    const bool secretive = kind.name == "key"_L1;
    const QString sight = secretive ? sightOf(call.caller) : u"*"_s;
    const QByteArray cacheKey = sight.toUtf8() + ' ' + call.request.rawTarget;
    const qint64 head = m_store.head();
    if (auto page = m_lists.find(cacheKey, head))
        return HttpResponse::json(200, *page);
    auto query = listQuery(call.request);
    if (!query)
        return problem(query.error());
    if (sight != "*"_L1)
        query->filters.append({u"person"_s, {sight}});
    const auto page = m_store.list(kind.name, *query);
    if (!page)
        return problem(inQuery(page.error()));
    QByteArray body;
    body.reserve(page->items.size() + 64);
    body += "{\"items\":" + page->items + ",\"next\":";
    body += page->next.isEmpty() ? QByteArray("null") : toJson(QString::fromUtf8(page->next));
    body += '}';
    m_lists.keep(cacheKey, head, body);
    return HttpResponse::json(200, body);
}

HttpResponse Api::oneRecord(Call &call, const Kind &kind)
{
    const QString id = idFrom(call, kind);
    const auto record = m_store.parsedRecord(kind.name, id);
    if (!record)
        return problem(record.error());
    if (!maySee(call.caller, *record))
        return problem(Error{Error::Code::NotFound, u"There is no %1 '%2'."_s.arg(kind.name, id)});
    const QByteArray tag = '"' + QByteArray::number(record->revision) + '"';
    const auto known = call.request.headers.values("If-None-Match");
    if (known.contains(tag))
        return HttpResponse::empty(304).with("ETag", tag);
    return HttpResponse::json(200, recordBytes(*record)).with("ETag", tag);
}

/// What the record was at each revision. Whoever may not see it now may not see what it was.
HttpResponse Api::historyOfOne(Call &call, const Kind &kind)
{
    const QString id = idFrom(call, kind);
    const auto record = m_store.parsedRecord(kind.name, id);
    if (!record)
        return problem(record.error());
    if (!maySee(call.caller, *record))
        return problem(Error{Error::Code::NotFound, u"There is no %1 '%2'."_s.arg(kind.name, id)});
    const auto history = m_store.history(kind.name, id);
    if (!history)
        return problem(history.error());
    return HttpResponse::json(200, "{\"items\":" + *history + '}');
}

HttpResponse Api::createOne(Call &call, const Kind &kind)
{
    auto body = jsonBody(call.request);
    if (!body)
        return problem(body.error());
    Creation creation{&kind, *body, {}};
    if (kind.name == "evaluation"_L1 || kind.name == "card"_L1) {
        const QJsonValue format = creation.body.take(u"format"_s);
        if (!format.isUndefined() && !format.isString())
            return problem(inBody(invalidField(u"format"_s, u"must be text."_s)));
        auto imported = understand(kind.name, creation.body, format.toString());
        if (!imported)
            return problem(inBody(imported.error()));
        creation.imported = std::move(*imported);
    }
    if (kind.name == "reviewset"_L1) {
        StoreSource source(m_store);
        const auto drawn = drawReviewItems(source, m_store.blobs(), creation.body);
        if (!drawn)
            return problem(inBody(drawn.error()));
        creation.items = *drawn;
    }
    return run(call, [&](Command &command) -> Result<Answer> {
        const auto created = createRecord(command, creation);
        if (!created)
            return created.error();
        return answerOf(201, *created);
    });
}

HttpResponse Api::editOne(Call &call, const Kind &kind)
{
    const auto revision = ifMatch(call.request);
    if (!revision)
        return problem(revision.error());
    if (!*revision)
        return problem(428, u"Precondition Required"_s, u"Send the revision you have seen: 'If-Match: \"3\"'."_s);
    auto patch = jsonBody(call.request);
    if (!patch)
        return problem(patch.error());
    Edit edit{&kind, idFrom(call, kind), **revision, *patch, {}};
    if (kind.name == "card"_L1 && edit.patch.contains(u"raw"_s)) {
        auto imported = understand(kind.name, edit.patch, {});
        if (!imported)
            return problem(inBody(imported.error()));
        edit.imported = std::move(*imported);
    }
    std::optional<Error> stale;
    HttpResponse out = run(call, [&](Command &command) -> Result<Answer> {
        const auto record = editRecord(command, edit);
        if (!record) {
            if (record.error().code == Error::Code::Stale)
                stale = record.error();
            return record.error();
        }
        return Answer{200, recordBytes(*record), {}};
    });
    return stale && out.status == 412 ? staleAnswer(m_store, kind, edit.id, *stale) : out;
}

/// A set that closes becomes an evaluation like any other: its file is stored and read by the importers.
Result<void> Api::readReview(VerbCall &move, const QDateTime &now)
{
    StoreSource source(m_store);
    const auto file = reviewFile(source, move.id, now);
    if (!file)
        return file.error();
    const auto raw = m_store.blobs().put(file->bytes);
    if (!raw)
        return raw.error();
    auto understood = readEvidence(m_store.blobs(), m_options.readEvidence, {u"evaluation"_s, file->bytes, {}, {}});
    if (!understood)
        return understood.error();
    move.imported = std::move(*understood);
    move.raw = raw->digest;
    move.ratings = file->ratings;
    return {};
}

HttpResponse Api::moveOne(Call &call, const Kind &kind, const QString &verb)
{
    const auto comment = verbComment(call.request);
    if (!comment)
        return problem(comment.error());
    const auto revision = ifMatch(call.request);
    if (!revision)
        return problem(revision.error());
    VerbCall move{&kind, idFrom(call, kind), verb, *comment, *revision};
    if (kind.name == "reviewset"_L1 && verb == "close"_L1) {
        if (const auto ready = readReview(move, call.now); !ready)
            return problem(ready.error());
    }
    return run(call, [&](Command &command) -> Result<Answer> {
        const auto record = applyVerb(command, move);
        if (!record)
            return record.error();
        return Answer{200, recordBytes(*record), {}};
    });
}

} // namespace countersign

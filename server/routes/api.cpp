// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/api.h"

#include "base/json.h"
#include "domain/kinds/people.h"
#include "server/http/problem.h"
#include "server/routes/openapi.h"
#include "trust/digest.h"

#include <QElapsedTimer>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(log, "countersign.routes")

Access::Lookup lookupIn(Store &store)
{
    return [&store](const QByteArray &hash) -> Result<KnownKey> {
        const auto row = store.apiKey(hash);
        if (!row)
            return row.error();
        const auto person = bodyOf<Person>(store.parsedRecord(u"person"_s, row->person));
        if (!person)
            return person.error();
        return KnownKey{{row->id, person->displayName, {person->name, person->roles}, row->scopes}, row->expires, person->active};
    };
}

qint64 monotonicMs()
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// The person's idempotency key, empty when none was sent.
Result<QByteArray> idempotencyKey(const HttpRequest &request)
{
    const auto header = request.headers.single("Idempotency-Key");
    if (!header)
        return header.error();
    if (!*header)
        return QByteArray();
    const QByteArray key = **header;
    const bool good = !key.isEmpty() && key.size() <= 200
        && std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (!good)
        return {Error::Code::Invalid, u"'Idempotency-Key' must have 1 to 200 visible ASCII characters."_s};
    return key;
}

/// What makes two requests the same command.
QByteArray requestHash(const HttpRequest &request)
{
    Sha256 hash;
    hash.addData(request.method + '\n' + request.rawTarget + '\n');
    hash.addData(request.headers.values("If-Match").join(',') + '\n');
    hash.addData(request.upload ? request.upload->sha256() : sha256(request.body));
    return hash.result();
}

bool touchesAccess(const QList<Record> &changes)
{
    return std::any_of(changes.begin(), changes.end(), [](const Record &record) {
        return record.kind == "key"_L1 || record.kind == "person"_L1;
    });
}

} // namespace

Api::Api(Store &store, Options options)
    : m_store(store), m_options(std::move(options)), m_access(lookupIn(store)),
      m_limiter(m_options.requestsPerSecond, m_options.burst), m_feed(store)
{
}

void Api::addRoutes(Router &router)
{
    addRecordRoutes(router);
    addReleaseRoutes(router);
    addEvidenceRoutes(router);
    addLogRoutes(router);
    addOperationRoutes(router);
    m_openApi = toJson(openApiDocument(router.routes()));
}

Result<Caller> Api::admit(const HttpRequest &request, const RouteRule *rule, int *retryAfter)
{
    const auto header = request.headers.single("Authorization");
    if (!header)
        return {Error::Code::Unauthorised, u"Send one 'Authorization' header."_s};
    auto caller = m_access.authenticate(header->value_or(QByteArray()), m_options.clock->now());
    if (!caller) {
        if (caller.error().code == Error::Code::Unauthorised && (*retryAfter = m_strangers.take(request.peer, monotonicMs())))
            return {Error::Code::Busy, u"Too many attempts without a good key."_s};
        return caller;
    }
    if ((*retryAfter = m_limiter.take(caller->keyId, monotonicMs())))
        return {Error::Code::Busy, u"Too many requests with this key."_s};
    if (const auto may = mayCall(*caller, rule); !may)
        return may.error();
    return caller;
}

std::variant<Caller, HttpResponse> Api::letIn(const HttpRequest &request, const RouteRule *rule)
{
    if (rule && rule->scopes.isEmpty())
        return Caller{};
    int retryAfter = 0;
    const auto caller = admit(request, rule, &retryAfter);
    if (caller)
        return *caller;
    HttpResponse out = problem(caller.error());
    if (retryAfter)
        out.headers.set("Retry-After", QByteArray::number(retryAfter));
    if (caller.error().code == Error::Code::Unauthorised)
        out.headers.set("WWW-Authenticate", "Bearer");
    return out;
}

void Api::add(Router &router, const QByteArray &method, const QString &pattern, const QString &operation, Handle handle)
{
    const RouteRule *rule = routeRule(QString::fromLatin1(method), pattern);
    Q_ASSERT_X(rule, "Api", qPrintable(pattern));
    router.add(method, pattern, operation,
               [this, rule, method, pattern, handle = std::move(handle)](HttpRequest &&request, const Captures &captures, Responder responder) {
                   QElapsedTimer timer;
                   timer.start();
                   auto entry = letIn(request, rule);
                   HttpResponse out;
                   if (auto *refused = std::get_if<HttpResponse>(&entry)) {
                       out = std::move(*refused);
                   } else {
                       Call call{std::move(request), captures, std::get<Caller>(entry), m_options.clock->now()};
                       out = handle(call);
                   }
                   m_metrics.count(method, pattern, out.status, timer.nsecsElapsed() / 1000);
                   responder.answer(std::move(out));
               });
}

void Api::addLater(Router &router, const QString &pattern, const QString &operation,
                   std::function<void(Call &&, Responder)> handle)
{
    const RouteRule *rule = routeRule(u"GET", pattern);
    Q_ASSERT_X(rule, "Api", qPrintable(pattern));
    router.add("GET", pattern, operation,
               [this, rule, pattern, handle = std::move(handle)](HttpRequest &&request, const Captures &captures, Responder responder) {
                   auto entry = letIn(request, rule);
                   if (auto *refused = std::get_if<HttpResponse>(&entry)) {
                       m_metrics.count("GET", pattern, refused->status, 0);
                       responder.answer(std::move(*refused));
                       return;
                   }
                   m_metrics.count("GET", pattern, 200, 0);
                   handle(Call{std::move(request), captures, std::get<Caller>(entry), m_options.clock->now()}, std::move(responder));
               });
}

bool Api::isUpload(const HttpRequest &head)
{
    const QStringList &path = head.segments;
    const bool blob = head.method == "PUT" && path.size() == 3 && path[0] == "v1"_L1 && path[1] == "blobs"_L1;
    const bool import = head.method == "POST" && path.size() == 3 && path[0] == "v1"_L1 && path[2] == "import"_L1
        && (path[1] == "evaluations"_L1 || path[1] == "cards"_L1);
    return blob || import;
}

std::optional<HttpResponse> Api::admitUpload(const HttpRequest &head)
{
    const QString pattern = head.method == "PUT" ? u"/v1/blobs/{digest}"_s : u"/v1/%1/import"_s.arg(head.segments.value(1));
    auto entry = letIn(head, routeRule(QString::fromLatin1(head.method), pattern));
    if (auto *refused = std::get_if<HttpResponse>(&entry))
        return std::move(*refused);
    return std::nullopt;
}

Result<Answer> Api::runOnce(Call &call, const QByteArray &key, const Work &work, bool *replayed)
{
    const QByteArray hash = key.isEmpty() ? QByteArray() : requestHash(call.request);
    bool forget = false;
    const auto transaction = [&](WriteSession &session) -> Result<Answer> {
        if (!key.isEmpty()) {
            const auto before = session.storedAnswer(QString::fromLatin1(key), hash);
            if (!before)
                return before.error();
            if (*before) {
                *replayed = true;
                return Answer{(*before)->status, (*before)->response, {}};
            }
        }
        Command command(session, call.caller,
                        [this](const QString &digest) { return m_store.blobs().read(digest, m_store.blobs().limit()); });
        auto answer = work(command);
        if (!answer)
            return answer;
        forget = touchesAccess(session.changes());
        if (!key.isEmpty()) {
            const QByteArray &kept = answer->kept.isEmpty() ? answer->body : answer->kept;
            if (const auto stored = session.storeAnswer(QString::fromLatin1(key), hash, {answer->status, kept}); !stored)
                return stored.error();
        }
        return answer;
    };
    auto out = m_store.write(call.caller.actor.person, call.now, transaction);
    if (forget)
        m_access.forget();
    return out;
}

HttpResponse Api::run(Call &call, const Work &work)
{
    const auto key = idempotencyKey(call.request);
    if (!key)
        return problem(key.error());
    bool replayed = false;
    const auto answer = runOnce(call, *key, work, &replayed);
    if (!answer) {
        if (statusOf(answer.error().code) >= 500)
            qCWarning(log) << call.request.requestId << answer.error().text << answer.error().detail;
        return problem(inBody(answer.error()));
    }
    HttpResponse out = recordAnswer(answer->status, answer->body);
    if (replayed)
        out.headers.set("Idempotent-Replay", "true");
    return out;
}

Result<QJsonObject> jsonBody(const HttpRequest &request, bool mayBeEmpty)
{
    if (request.body.isEmpty() && mayBeEmpty)
        return QJsonObject();
    const auto header = request.headers.single("Content-Type");
    if (!header)
        return header.error();
    const QByteArray type = header->value_or("application/json").split(';').first().trimmed().toLower();
    if (type != "application/json" && type != "application/merge-patch+json")
        return {Error::Code::Unsupported, u"The body must be JSON (Content-Type: application/json)."_s};
    // JSON is exchanged in UTF-8 without a byte order mark (RFC 8259 section 8.1).
    if (request.body.startsWith("\xef\xbb\xbf") || request.body.startsWith("\xff\xfe") || request.body.startsWith("\xfe\xff"))
        return Error{Error::Code::Invalid, u"The body must be UTF-8 without a byte order mark."_s, {}, false,
                     {{u"/body"_s, u"must be UTF-8 without a byte order mark."_s}}};
    const auto value = parseJson(request.body);
    if (!value)
        return inBody(value.error().fields.isEmpty()
                          ? Error{Error::Code::Invalid, value.error().text, {}, false, {{QString(), value.error().text}}}
                          : value.error());
    if (!value->isObject())
        return Error{Error::Code::Invalid, u"The body must be a JSON object."_s, {}, false, {{u"/body"_s, u"must be an object."_s}}};
    return value->toObject();
}

Error inBody(Error error)
{
    for (FieldError &field : error.fields)
        field.pointer.prepend(u"/body"_s);
    return error;
}

QByteArray recordBytes(const Record &record)
{
    return toJson(record.toJson());
}

HttpResponse recordAnswer(int status, const QByteArray &json)
{
    HttpResponse out = HttpResponse::json(status, json);
    const auto value = parseJson(json);
    const QJsonObject record = value ? value->toObject() : QJsonObject();
    const Kind *kind = kindByName(record.value(u"kind"_s).toString());
    if (!kind || !record.contains(u"revision"_s))
        return out;
    out.headers.set("ETag", '"' + QByteArray::number(record.value(u"revision"_s).toInteger()) + '"');
    if (status == 201)
        out.headers.set("Location", "/v1/" + kind->plural.toLatin1() + '/' + record.value(u"id"_s).toString().toLatin1());
    return out;
}

Result<qint64> queryNumber(const HttpRequest &request, const QString &name, qint64 low, qint64 high, std::optional<qint64> otherwise)
{
    const auto text = request.queryValue(name);
    const auto wrong = [&](const QString &message) {
        return Error{Error::Code::Invalid, u"'%1' %2"_s.arg(name, message), {}, false, {{u"/query/"_s + name, message}}};
    };
    if (!text)
        return wrong(u"stands more than once."_s);
    if (!*text)
        return otherwise ? Result<qint64>(*otherwise) : Result<qint64>(wrong(u"is required."_s));
    bool ok = false;
    const bool digits = !(*text)->isEmpty() && (*text)->size() <= 18
        && std::all_of((*text)->begin(), (*text)->end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
    const qint64 value = (*text)->toLongLong(&ok);
    if (!digits || !ok || value < low || value > high)
        return wrong(u"must be a whole number from %1 to %2."_s.arg(low).arg(high));
    return value;
}

Result<QString> queryText(const HttpRequest &request, const QString &name, const QString &otherwise)
{
    const auto text = request.queryValue(name);
    if (!text)
        return Error{Error::Code::Invalid, text.error().text, {}, false, {{u"/query/"_s + name, u"stands more than once."_s}}};
    return text->value_or(otherwise);
}

Result<void> onlyQuery(const HttpRequest &request, const QStringList &known)
{
    for (const auto &[name, value] : request.query) {
        if (!known.contains(name))
            return Error{Error::Code::Invalid, u"The query has a field that is not known here."_s, {}, false,
                         {{childPointer(u"/query"_s, name.left(100)), u"is not known."_s}}};
    }
    return {};
}

} // namespace countersign

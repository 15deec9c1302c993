// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/router.h"

#include "base/ids.h"
#include "server/http/problem.h"

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

bool isSha256(const QString &text)
{
    return text.size() == 71 && text.startsWith(u"sha256:"_s)
        && std::all_of(text.begin() + 7, text.end(),
                       [](QChar c) { return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f'); });
}

bool isPlainInteger(const QString &text)
{
    return !text.isEmpty() && text.size() <= 15 && (text.size() == 1 || text.front() != u'0')
        && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

QString Captures::text(QStringView name) const
{
    for (const auto &[key, value] : m_values) {
        if (key == name)
            return value;
    }
    return {};
}

const Router::Place::Entry *Router::Place::entryFor(const QByteArray &method) const
{
    const auto find = [this](const QByteArray &wanted) {
        const auto found = std::find_if(entries.begin(), entries.end(),
                                        [&wanted](const Entry &entry) { return entry.method == wanted; });
        return found == entries.end() ? nullptr : &*found;
    };
    const Entry *entry = find(method);
    return !entry && method == "HEAD" ? find("GET") : entry;
}

QByteArray Router::Place::allowed() const
{
    QByteArrayList methods{"OPTIONS"};
    for (const Entry &entry : entries) {
        methods.append(entry.method);
        if (entry.method == "GET")
            methods.append("HEAD");
    }
    std::sort(methods.begin(), methods.end());
    methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
    return methods.join(", ");
}

QList<Router::Part> Router::parsed(const QString &pattern)
{
    Q_ASSERT(pattern.startsWith(u'/'));
    QList<Part> parts;
    const QStringList segments = pattern.mid(1).split(u'/');
    for (const QString &segment : segments) {
        if (!segment.startsWith(u'{')) {
            Q_ASSERT(!segment.contains(u'{') && !segment.contains(u'}'));
            parts.append({Kind::Literal, segment, {}});
            continue;
        }
        Q_ASSERT(segment.endsWith(u'}'));
        const QString inner = segment.mid(1, segment.size() - 2);
        if (inner.endsWith(u"..."_s)) {
            Q_ASSERT(parts.size() + 1 == segments.size());
            parts.append({Kind::Rest, inner.chopped(3), {}});
            continue;
        }
        const QString type = inner.section(u':', 1);
        Q_ASSERT(type.isEmpty() || type == u"int"_s || type == u"ulid"_s || type == u"sha256"_s);
        parts.append({type.isEmpty() ? Kind::Any : Kind::Typed, inner.section(u':', 0, 0), type});
    }
    return parts;
}

bool Router::fits(const Part &part, const QString &segment)
{
    if (part.kind == Kind::Literal)
        return segment == part.name;
    if (part.kind != Kind::Typed)
        return !segment.isEmpty();
    if (part.type == u"int"_s)
        return isPlainInteger(segment);
    return part.type == u"ulid"_s ? isUlid(segment) : isSha256(segment);
}

bool Router::matches(const QList<Part> &parts, const QStringList &segments, Captures *captures)
{
    const bool greedy = !parts.isEmpty() && parts.last().kind == Kind::Rest;
    if (greedy ? segments.size() < parts.size() : segments.size() != parts.size())
        return false;
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (!fits(parts[i], segments[i]))
            return false;
        if (!captures || parts[i].kind == Kind::Literal)
            continue;
        captures->add(parts[i].name, parts[i].kind == Kind::Rest ? segments.mid(i).join(u'/') : segments[i]);
    }
    return true;
}

bool Router::before(const Place &a, const Place &b)
{
    const qsizetype common = std::min(a.parts.size(), b.parts.size());
    for (qsizetype i = 0; i < common; ++i) {
        if (a.parts[i].kind != b.parts[i].kind)
            return a.parts[i].kind < b.parts[i].kind;
    }
    return a.parts.size() != b.parts.size() ? a.parts.size() > b.parts.size() : a.pattern < b.pattern;
}

void Router::add(const QByteArray &method, const QString &pattern, const QString &operation, Handler handler)
{
    auto place = std::find_if(m_places.begin(), m_places.end(),
                              [&pattern](const Place &other) { return other.pattern == pattern; });
    if (place == m_places.end()) {
        Place fresh{pattern, parsed(pattern), {}};
        place = m_places.insert(std::upper_bound(m_places.begin(), m_places.end(), fresh, before), fresh);
    }
    Q_ASSERT(std::none_of(place->entries.begin(), place->entries.end(),
                          [&method](const Place::Entry &entry) { return entry.method == method; }));
    place->entries.append({method, operation, std::move(handler)});
}

void Router::handle(HttpRequest &&request, Responder responder) const
{
    const Place *reached = nullptr;
    for (const Place &place : m_places) {
        Captures captures;
        if (!matches(place.parts, request.segments, &captures))
            continue;
        if (const Place::Entry *entry = place.entryFor(request.method))
            return entry->handler(std::move(request), captures, std::move(responder));
        reached = reached ? reached : &place;
    }
    if (!reached) {
        responder.answer(problem(404, u"Not Found"_s, u"There is nothing at this path."_s));
    } else if (request.method == "OPTIONS") {
        responder.answer(HttpResponse::empty(204).with("Allow", reached->allowed()));
    } else {
        responder.answer(problem(405, u"Method Not Allowed"_s, u"This path does not know that method."_s)
                             .with("Allow", reached->allowed()));
    }
}

QList<Router::Route> Router::routes() const
{
    QList<Route> all;
    for (const Place &place : m_places) {
        for (const Place::Entry &entry : place.entries)
            all.append({entry.method, place.pattern, entry.operation});
    }
    std::sort(all.begin(), all.end(), [](const Route &a, const Route &b) {
        return std::tie(a.pattern, a.method) < std::tie(b.pattern, b.method);
    });
    return all;
}

QString Router::patternOf(const QStringList &segments) const
{
    for (const Place &place : m_places) {
        if (matches(place.parts, segments, nullptr))
            return place.pattern;
    }
    return {};
}

} // namespace countersign

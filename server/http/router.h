// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/http/httpmessage.h"

#include <functional>

namespace countersign {

/// What the braces of a route's pattern caught, already checked against their types.
class Captures
{
public:
    [[nodiscard]] QString text(QStringView name) const;
    /// A capture of type int; 0 for what is not there.
    [[nodiscard]] qint64 integer(QStringView name) const { return text(name).toLongLong(); }
    void add(QString name, QString value) { m_values.append({std::move(name), std::move(value)}); }

private:
    QList<std::pair<QString, QString>> m_values;
};

/// Finds the handler of a request by method and path.
///
/// Patterns: "/v1/models/{id}" catches one segment that is not empty; "{seq:int}" only 0…10^15 in plain digits,
/// "{id:ulid}" only a ULID, "{blob:sha256}" only "sha256:" and 64 lower-case hex digits; "{rest...}" at the end
/// catches one or more segments. What does not fit its type is not found. A literal segment goes before a typed
/// capture, that before an untyped one, and the greedy one comes last.
/// Build it before the server starts; then handle() may be called from any thread.
class Router
{
public:
    using Handler = std::function<void(HttpRequest &&, const Captures &, Responder)>;
    struct Route
    {
        QByteArray method;
        QString pattern;
        QString operation;  ///< its name in the OpenAPI document
    };

    /// Asserts on a malformed pattern or one that is there already.
    void add(const QByteArray &method, const QString &pattern, const QString &operation, Handler handler);
    /// Calls the handler, or answers 404, or 405 with Allow. HEAD goes to GET; OPTIONS answers 204 with Allow.
    void handle(HttpRequest &&request, Responder responder) const;
    /// In the order of the patterns' text.
    [[nodiscard]] QList<Route> routes() const;
    /// The pattern a path falls under, empty for none: for metrics and logs, which must not grow with the paths.
    [[nodiscard]] QString patternOf(const QStringList &segments) const;

private:
    enum class Kind { Literal, Typed, Any, Rest };
    struct Part
    {
        Kind kind = Kind::Literal;
        QString name;
        QString type;
        bool operator==(const Part &) const = default;
    };
    struct Place
    {
        QString pattern;
        QList<Part> parts;
        struct Entry
        {
            QByteArray method;
            QString operation;
            Handler handler;
        };
        QList<Entry> entries;
        [[nodiscard]] const Entry *entryFor(const QByteArray &method) const;
        [[nodiscard]] QByteArray allowed() const;
    };
    static QList<Part> parsed(const QString &pattern);
    static bool fits(const Part &part, const QString &segment);
    static bool matches(const QList<Part> &parts, const QStringList &segments, Captures *captures);
    static bool before(const Place &a, const Place &b);

    QList<Place> m_places; ///< the most particular first
};

} // namespace countersign

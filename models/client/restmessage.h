// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QUrlQuery>

#include <optional>

namespace countersign {

/// One request as a value. Times are milliseconds, sizes bytes.
struct RestRequest
{
    QByteArray method = "GET";
    QString path;   ///< "/v1/models/x", percent-encoded where it must be (see pathPart())
    QUrlQuery query;
    QByteArray body;
    QByteArray contentType; ///< empty: application/json when there is a body
    QByteArray ifMatch;     ///< a revision, sent as an entity tag
    QByteArray idempotencyKey;
    std::optional<QByteArray> token;       ///< in the place of the client's own; empty for none
    int timeout = 30'000;                  ///< for everything, retries included
    qint64 maximumBytes = 64 * 1024 * 1024; ///< of the answer
    int retries = 3;                        ///< further attempts, for requests that may be made twice

    static RestRequest get(const QString &path, const QUrlQuery &query = {});
    /// POST or PATCH of a JSON body; an idempotency key of its own makes it safe to send again.
    static RestRequest send(const QByteArray &method, const QString &path, const QJsonObject &body, const QByteArray &idempotencyKey);
    /// Whether sending it twice does the same as sending it once.
    [[nodiscard]] bool repeatable() const;
};

/// One segment of a path, whatever characters it holds.
QString pathPart(const QString &text);

/// How a request ended. `status` is 0 when there was no answer; `error` is empty exactly when the answer is good (2xx).
struct RestReply
{
    int status = 0;
    QByteArray body;
    QByteArray contentType;
    qint64 revision = 0;  ///< from the ETag, 0 for none
    QByteArray requestId; ///< of the answer, for support; falls back to ours
    std::optional<Error> error;

    [[nodiscard]] bool ok() const { return !error; }
    /// The body of a good answer as a strict JSON object; the error otherwise.
    [[nodiscard]] Result<QJsonObject> object() const;
    /// The body of any answer, good or bad, as an object; empty when it is none.
    [[nodiscard]] QJsonObject anyObject() const;
};

} // namespace countersign

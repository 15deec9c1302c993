// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/http/httpmessage.h"

namespace countersign {

/// What the connection adds to an answer.
struct ResponseFrame
{
    qint64 contentLength = 0;
    bool keepAlive = true;
    QByteArray date;        ///< IMF-fixdate
    QString requestId;
};

/// True if status, names and values can be sent: no way to smuggle a header or a second answer in. Pure.
bool isSendable(const HttpResponse &response);

/// Status line and fields with the empty line after them. The fields of the frame replace the response's own
/// (Content-Length, Transfer-Encoding, Connection, Date, X-Request-Id, no Server), X-Content-Type-Options is always
/// nosniff, Cache-Control is no-store unless set. The response has to be isSendable(). Pure.
QByteArray responseHead(const HttpResponse &response, const ResponseFrame &frame);

/// "Sun, 06 Nov 1994 08:49:37 GMT".
QByteArray httpDate(qint64 secondsSinceEpoch);

/// False for 204 and 304, which never carry a body.
bool mayHaveBody(int status);

} // namespace countersign

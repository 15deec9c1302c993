// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "server/http/httpmessage.h"

namespace countersign {

/// An error answer as application/problem+json (RFC 9457): type "about:blank", title, status, detail, and our
/// extension `errors` with a JSON pointer and a message each. `detail` is for the caller: no path, no SQL, no stack.
HttpResponse problem(int status, const QString &title, const QString &detail = {},
                     const QList<FieldError> &errors = {});

/// The same from an Error: its code chooses the status; its `detail`, which is for the log, is left out.
HttpResponse problem(const Error &error);

/// The HTTP status an Error::Code stands for.
int statusOf(Error::Code code);

/// "Not Found" for 404; "Unknown" for what has no name.
QByteArray reasonPhrase(int status);

} // namespace countersign

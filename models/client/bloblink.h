// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "client/restclient.h"

namespace countersign {

/// PUT /v1/blobs/… of a file, streamed; the digest is what the caller has computed before.
RestJob *uploadBlob(RestClient &client, const QString &path, const QString &digest, QObject *context,
                    std::function<void(Result<void>)> done);

/// GET /v1/blobs/… into a file, streamed and hashed on the way; the file appears only when its digest holds, Untrusted
/// otherwise. At most `maximumBytes`.
RestJob *downloadBlob(RestClient &client, const QString &digest, const QString &path, QObject *context,
                      std::function<void(Result<void>)> done, qint64 maximumBytes = 512LL * 1024 * 1024);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"

namespace countersign {

/// What one leaf of the log says: the entry's JSON, as every client can fetch and hash it.
struct LogEntry
{
    QString action, actor, at, bodyDigest, id, kind, revision, seq, statement, v;
    bool operator==(const LogEntry &) const = default;
};

template <>
const Shape &shapeOf<LogEntry>();

/// Log entries as a kind of the replica, so that lists read them like anything else. It is no kind of the API.
const Kind &logKind();

/// "sha256:…" of salt and body, as the entry of the record commits to it (the salt in hex, as records carry it).
QString bodyDigest(const QString &saltHex, QByteArrayView body);

} // namespace countersign

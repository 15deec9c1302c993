// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArrayView>
#include <QJsonValue>

namespace countersign {

/// Bounds for JSON that comes from outside.
struct JsonLimits
{
    int depth = 64;
    qsizetype stringBytes = 16 * 1024 * 1024;
    qsizetype objectKeys = 200'000;
};

/// Parses strict JSON (RFC 8259, UTF-8, exactly one document, any root) and refuses what QJsonDocument lets pass:
/// duplicate keys, invalid UTF-8, lone surrogates, numbers that overflow a double, whole numbers of
/// which a double does not hold every digit (the first is 2^53 + 1).
/// The error's text says line and column; `fields` holds the JSON pointer where there is one.
Result<QJsonValue> parseJson(QByteArrayView bytes, const JsonLimits &limits = {});

/// Compact UTF-8 text of a value; keys in QJsonObject's (sorted) order, so equal values give equal bytes.
QByteArray toJson(const QJsonValue &value);

/// "/a/b~1c" + "d" → "/a/b~1c/d" with RFC 6901 escapes.
QString childPointer(const QString &pointer, QStringView key);

} // namespace countersign

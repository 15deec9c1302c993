// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace countersign {

/// A new ULID: 26 characters of Crockford base 32, sortable by `at`, 80 random bits. Any thread.
QString newUlid(const QDateTime &at);
/// True for 26 upper-case Crockford characters that do not overflow 128 bits.
bool isUlid(QStringView text);

/// `bytes` bytes from the system's cryptographic generator.
QByteArray randomBytes(qsizetype bytes);

/// Compares without telling by its duration where the difference is.
bool equalInConstantTime(QByteArrayView a, QByteArrayView b);

} // namespace countersign

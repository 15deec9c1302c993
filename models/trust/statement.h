// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QJsonObject>
#include <QMap>

namespace countersign {

inline constexpr QLatin1String inTotoStatementType("https://in-toto.io/Statement/v1");

/// What an in-toto statement speaks of. Digests are lower-case hexadecimal by algorithm name; a subject matches when any
/// one of them does, so a weak and a strong binding never stand in the same subject.
struct Subject
{
    QString name;
    QMap<QString, QString> digests;

    static Subject ofSha256(const QString &name, const QString &hex) { return {name, {{QStringLiteral("sha256"), hex}}}; }
    [[nodiscard]] QString sha256() const { return digests.value(QStringLiteral("sha256")); }
    bool operator==(const Subject &) const = default;
};

/// An in-toto Statement v1. Integers beyond 2^53 and decimals in a predicate are written as text, because other verifiers
/// read every number as a double.
struct Statement
{
    QList<Subject> subjects;
    QString predicateType;
    QJsonObject predicate;
    bool operator==(const Statement &) const = default;

    /// The bytes to sign. Equal statements give equal bytes.
    [[nodiscard]] QByteArray toBytes() const;
    /// Strict reading of bytes whose signature was verified before: JSON without duplicate keys, the exact `_type`, 1 to
    /// 1024 subjects with 1 to 32 digests each. Unknown members are ignored; the error names the member.
    static Result<Statement> fromBytes(QByteArrayView bytes);
    /// True if a subject carries this SHA-256 (64 hexadecimal digits).
    [[nodiscard]] bool hasSubject(QStringView sha256Hex) const;
};

} // namespace countersign

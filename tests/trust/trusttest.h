// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QDir>
#include <QFile>
#include <QTest>

/// Fails with the error's own sentence.
#define VERIFY_OK(expression)                                                                                          \
    do {                                                                                                               \
        const auto &outcome_ = (expression);                                                                           \
        QVERIFY2(outcome_.ok(), qPrintable(countersign::errorText(outcome_)));                                         \
    } while (false)
/// Expects an error of this code; the sentence must not be empty.
#define VERIFY_ERROR(expression, expected)                                                                             \
    do {                                                                                                               \
        const auto &outcome_ = (expression);                                                                           \
        QVERIFY(!outcome_.ok());                                                                                       \
        QCOMPARE(int(outcome_.error().code), int(countersign::Error::Code::expected));                                 \
        QVERIFY(!outcome_.error().text.isEmpty());                                                                     \
    } while (false)

namespace countersign {

using namespace Qt::StringLiterals;

template <typename T>
QString errorText(const Result<T> &result)
{
    if (result.ok())
        return {};
    QString out = result.error().text + u' ' + result.error().detail;
    for (const FieldError &field : result.error().fields)
        out += u' ' + field.pointer + u": "_s + field.message;
    return out;
}

/// The folder of published test vectors, or empty when it is not at hand.
inline QString vectors(const QString &name)
{
    QString root = qEnvironmentVariable("COUNTERSIGN_SHARED");
    if (root.isEmpty())
        root = QStringLiteral(COUNTERSIGN_SOURCE_DIR) + "/../shared"_L1;
    const QString path = root + "/vectors/"_L1 + name;
    return QDir(path).exists() ? path : QString();
}

#define VECTORS_OR_SKIP(name)                                                                                          \
    const QString root = countersign::vectors(name);                                                                   \
    if (root.isEmpty())                                                                                                \
    QSKIP("the published test vectors are not here; set COUNTERSIGN_SHARED")

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline QByteArray flipped(QByteArray bytes, qsizetype at, char mask = 1)
{
    bytes[at] = char(bytes[at] ^ mask);
    return bytes;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/redactedconfiguration.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int redactionDepth = 24;
constexpr qsizetype redactionText = 4000;
constexpr qsizetype redactionElements = 200;

QJsonValue redactedValue(const QJsonValue &value, int depth);

QJsonObject redactedMembers(const QJsonObject &object, int depth)
{
    QJsonObject out;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const bool empty = it->isNull() || it->isBool() || (it->isString() && it->toString().isEmpty())
            || (it->isObject() && it->toObject().isEmpty()) || (it->isArray() && it->toArray().isEmpty());
        // A number under "tokens" is a count, not a secret.
        const bool secret = !empty && !it->isDouble() && isSecretName(it.key());
        out.insert(it.key(), secret ? QJsonValue(u"(removed)"_s) : redactedValue(it.value(), depth + 1));
    }
    return out;
}

QJsonValue redactedValue(const QJsonValue &value, int depth)
{
    if (value.isString())
        return redactedText(value.toString());
    if (depth > redactionDepth && (value.isArray() || value.isObject()))
        return u"…"_s;
    if (value.isObject())
        return redactedMembers(value.toObject(), depth);
    if (!value.isArray())
        return value;
    QJsonArray out;
    const QJsonArray list = value.toArray();
    for (const QJsonValue &item : list) {
        if (out.size() == redactionElements) {
            out.append(u"… (%1)"_s.arg(list.size()));
            break;
        }
        out.append(redactedValue(item, depth + 1));
    }
    return out;
}

} // namespace

bool isSecretName(QStringView name)
{
    static const QRegularExpression secret(
        u"(?i)(secret|passw(or)?d|api[_-]?key|access[_-]?key|private[_-]?key|authori[sz]ation|credential|cookie|bearer|"
        "(^|[._-])token$|auth[_-]?token|access[_-]?token|hf[_-]?token|^headers?$|^env$|^environment$|connection[_-]?string)"_s);
    // camelCase: "refreshToken", "githubToken"
    return secret.match(name.toString()).hasMatch() || name.endsWith(u"Token") || name.endsWith(u"Key") || name == u"key";
}

QString redactedText(const QString &text)
{
    static const QRegularExpression assignment(
        u"(?i)([\\w-]*(?:token|secret|passw(?:or)?d|api[_-]?key|access[_-]?key)[\\w-]*\\s*[=:]\\s*)(?!true\\b|false\\b|none\\b|null\\b)[^,\\s&\"']+"_s);
    static const QRegularExpression known(
        u"(Bearer\\s+[\\w.~+/=-]{8,}|\\bsk-[\\w-]{16,}|\\bhf_\\w{16,}|\\bgh[pousr]_\\w{16,}|\\bAKIA[0-9A-Z]{12,}|\\bxox[abp]-[\\w-]{8,})"_s);
    static const QRegularExpression userInAddress(u"(\\w+://)[^/@\\s:]+:[^/@\\s]+@"_s);
    QString out = text.size() > redactionText ? text.left(redactionText) + u"…"_s : text;
    out.replace(assignment, u"\\1(removed)"_s);
    out.replace(known, u"(removed)"_s);
    out.replace(userInAddress, u"\\1(removed)@"_s);
    return out;
}

QJsonValue redactedConfiguration(const QJsonValue &value)
{
    return redactedValue(value, 0);
}

QJsonObject redactedConfiguration(const QJsonObject &object)
{
    return redactedMembers(object, 0);
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "base/json.h"
#include "base/result.h"
#include "domain/shape.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QMetaEnum>
#include <QSet>

#include <optional>

namespace countersign {

/// Reads the members of one JSON object and remembers which were asked for. A missing member or null is the default;
/// a wrong type and a member nobody asked for are errors, each with its pointer. Call finish() last.
class StrictObject
{
public:
    StrictObject(const QJsonValue &value, QString pointer, QList<FieldError> &errors)
        : m_object(value.toObject()), m_pointer(std::move(pointer)), m_errors(errors)
    {
        if (!value.isObject())
            wrong(m_pointer, "an object");
    }

    QString text(const QString &name, const QString &otherwise = {})
    {
        const QJsonValue value = take(name);
        if (!value.isNull() && !value.isString())
            wrong(at(name), "a string");
        return value.toString(otherwise);
    }
    std::optional<double> number(const QString &name)
    {
        const QJsonValue value = take(name);
        if (!value.isNull() && !value.isDouble())
            wrong(at(name), "a number or null");
        return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
    }
    std::optional<qint64> integer(const QString &name)
    {
        const QJsonValue value = take(name);
        const double number = value.toDouble();
        const bool whole = value.isDouble() && std::abs(number) < 9.2e18 && number == double(qint64(number));
        if (!value.isNull() && !whole)
            wrong(at(name), "a whole number or null");
        return whole ? std::optional(value.toInteger()) : std::nullopt;
    }
    /// Leaves `out` as it is when the member is missing.
    void boolean(const QString &name, bool &out)
    {
        const QJsonValue value = take(name);
        if (!value.isNull() && !value.isBool())
            wrong(at(name), "true or false");
        out = value.toBool(out);
    }
    QDateTime time(const QString &name)
    {
        const QString written = text(name);
        const QDateTime value = fromRfc3339(written);
        if (!written.isEmpty() && !value.isValid())
            wrong(at(name), "a time (RFC 3339)");
        return value;
    }
    QStringList texts(const QString &name)
    {
        QStringList out;
        each(name, [&](const QJsonValue &value, const QString &pointer) {
            if (!value.isString())
                wrong(pointer, "a string");
            out.append(value.toString());
        });
        return out;
    }
    template <typename E>
    E choice(const QString &name, E otherwise)
    {
        const QJsonValue value = take(name);
        const QMetaEnum meta = QMetaEnum::fromType<E>();
        for (int i = 0; i < meta.keyCount(); ++i) {
            if (value.toString() == enumText(E(meta.value(i))))
                return E(meta.value(i));
        }
        if (!value.isNull())
            wrong(at(name), "one of the known words");
        return otherwise;
    }
    QJsonObject object(const QString &name)
    {
        const QJsonValue value = take(name);
        if (!value.isNull() && !value.isObject())
            wrong(at(name), "an object");
        return value.toObject();
    }
    [[nodiscard]] bool has(const QString &name) const { return !m_object.value(name).isNull() && m_object.contains(name); }
    /// A nested object; only call it when has() says so, or for members that are always there.
    StrictObject nested(const QString &name)
    {
        const QJsonValue value = take(name);
        return StrictObject(value.isNull() ? QJsonValue(QJsonObject()) : value, at(name), m_errors);
    }
    /// Calls `read(value, pointer)` for every element of a list.
    template <typename Read>
    void each(const QString &name, Read read)
    {
        const QJsonValue value = take(name);
        if (!value.isNull() && !value.isArray())
            wrong(at(name), "a list");
        const QJsonArray list = value.toArray();
        for (qsizetype i = 0; i < list.size(); ++i)
            read(list.at(i), at(name) + u'/' + QString::number(i));
    }
    void finish()
    {
        for (auto it = m_object.begin(); it != m_object.end(); ++it) {
            if (!m_seen.contains(it.key()))
                m_errors.append({at(it.key()), QStringLiteral("This member is not known.")});
        }
    }
    void wrong(const QString &pointer, const char *wanted)
    {
        m_errors.append({pointer, QStringLiteral("This must be %1.").arg(QLatin1String(wanted))});
    }
    [[nodiscard]] QString at(const QString &name) const { return childPointer(m_pointer, name); }

private:
    QJsonValue take(const QString &name)
    {
        m_seen.insert(name);
        const QJsonValue value = m_object.value(name);
        return value.isUndefined() ? QJsonValue() : value;
    }
    QJsonObject m_object;
    QString m_pointer;
    QList<FieldError> &m_errors;
    QSet<QString> m_seen;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QMetaEnum>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <type_traits>

namespace countersign {

class Shape;

/// What a value looks like in JSON, in SQL and in a form.
enum class FieldType { Text, Integer, Number, Boolean, Time, Choice, TextList, Object, ObjectList, Map };

/// What a text must look like. Every format refuses NUL and control characters; all but Prose also refuse line
/// breaks and the characters that reorder or hide text (bidirectional controls, zero width).
enum class TextFormat {
    Line,   ///< one line for people
    Prose,  ///< several lines for people
    Slug,   ///< a-z 0-9 . _ - ; begins with a letter or digit; an address part
    Name,   ///< as a registry spells it: also upper case, '/', '+', ':', '@' and '='; no '..' segment
    Digest, ///< "sha256:" and 64 lower-case hex digits
    Id,     ///< a ULID
    Opaque, ///< stored as it came (an envelope, a PEM): printable, line breaks allowed
};

/// One field of a kind, said once. The codec, OpenAPI, the replica's columns, filters, forms and CSV headers read it.
struct FieldInfo
{
    QString name;
    QString help; ///< one sentence for people
    FieldType type = FieldType::Text;
    TextFormat format = TextFormat::Line;
    QString refersTo;       ///< the kind whose key this field holds; empty for none
    QStringList choices;    ///< for FieldType::Choice, as spelled in JSON
    bool required = false;  ///< must be present and not empty
    bool column = false;    ///< lists filter and sort by it: a column in the replica, a filter in the API
    bool searched = false;  ///< part of the full-text index
    bool serverSet = false; ///< only the server fills it in; refused in what a client sends
    bool fixed = false;     ///< cannot change after creation
    double minimum = 0, maximum = 9007199254740991.0;
    int maxLength = 200; ///< characters of a text, items of a list
    const Shape *object = nullptr;

    std::function<QJsonValue(const void *)> read;
    std::function<void(void *, const QJsonValue &, const FieldInfo &, const QString &, QList<FieldError> &)> write;
};

/// The attributes of a field that its C++ type does not already say. Chained: Field().required().column().
class Field
{
public:
    Field &required() { m.required = true; return *this; }
    Field &column() { m.column = true; return *this; }
    Field &searched() { m.searched = true; return *this; }
    Field &serverSet() { m.serverSet = true; return *this; }
    Field &fixed() { m.fixed = true; return *this; }
    Field &format(TextFormat format) { m.format = format; return *this; }
    Field &prose(int length = 20'000) { m.format = TextFormat::Prose; m.maxLength = length; return *this; }
    Field &refersTo(const QString &kind) { m.refersTo = kind; return *this; }
    Field &max(int length) { m.maxLength = length; return *this; }
    Field &range(double low, double high) { m.minimum = low; m.maximum = high; return *this; }
    Field &help(const QString &text) { m.help = text; return *this; }

    FieldInfo m;
};

/// The fields of a struct in the order they are written. Immutable after construction; shared by all threads.
class Shape
{
public:
    QString name;
    QString help;
    QList<FieldInfo> fields;

    [[nodiscard]] const FieldInfo *field(QStringView fieldName) const;
};

template <typename T>
const Shape &shapeOf();

/// Checks a JSON object against a shape and writes it into `target`. Unknown fields are errors.
void decodeObject(const Shape &shape, const QJsonObject &json, void *target, const QString &pointer, QList<FieldError> &errors);
/// Every field in order of name; empty optional values, empty lists and empty texts that are not required are left out.
QJsonObject encodeObject(const Shape &shape, const void *source);

/// A sentence on what is wrong with `text`, or nothing.
std::optional<QString> textProblem(const QString &text, const FieldInfo &field);

namespace detail {

void wrongType(const QJsonValue &value, const QString &wanted, const QString &pointer, QList<FieldError> &errors);
bool readText(const QJsonValue &value, const FieldInfo &field, const QString &pointer, QString &out, QList<FieldError> &errors);
bool readInteger(const QJsonValue &value, const FieldInfo &field, const QString &pointer, qint64 &out, QList<FieldError> &errors);
bool readNumber(const QJsonValue &value, const FieldInfo &field, const QString &pointer, double &out, QList<FieldError> &errors);
bool readTime(const QJsonValue &value, const QString &pointer, QDateTime &out, QList<FieldError> &errors);
QString itemPointer(const QString &pointer, qsizetype index);
bool readList(const QJsonValue &value, const FieldInfo &field, const QString &pointer, QJsonArray &out, QList<FieldError> &errors);

QJsonValue timeToJson(const QDateTime &time);
/// "InReview" → "inReview"
QString lowerFirst(const QString &text);

template <typename T>
struct IsList : std::false_type {};
template <typename T>
struct IsList<QList<T>> : std::true_type { using Item = T; };
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type { using Item = T; };

template <typename T>
constexpr FieldType fieldType()
{
    if constexpr (std::is_same_v<T, QString>) return FieldType::Text;
    else if constexpr (std::is_same_v<T, bool>) return FieldType::Boolean;
    else if constexpr (std::is_same_v<T, QDateTime>) return FieldType::Time;
    else if constexpr (std::is_same_v<T, QStringList>) return FieldType::TextList;
    else if constexpr (std::is_same_v<T, QJsonObject>) return FieldType::Map;
    else if constexpr (std::is_enum_v<T>) return FieldType::Choice;
    else if constexpr (std::is_integral_v<T>) return FieldType::Integer;
    else if constexpr (std::is_floating_point_v<T>) return FieldType::Number;
    else if constexpr (IsOptional<T>::value) return fieldType<typename IsOptional<T>::Item>();
    else if constexpr (IsList<T>::value) return FieldType::ObjectList;
    else return FieldType::Object;
}

} // namespace detail

/// The JSON spelling of an enumerator: its name with a lower-case first letter.
template <typename E>
QString enumText(E value)
{
    return detail::lowerFirst(QString::fromLatin1(QMetaEnum::fromType<E>().valueToKey(int(value))));
}
template <typename E>
std::optional<E> enumFromText(QStringView text)
{
    const auto meta = QMetaEnum::fromType<E>();
    for (int i = 0; i < meta.keyCount(); ++i) {
        if (detail::lowerFirst(QString::fromLatin1(meta.key(i))) == text)
            return E(meta.value(i));
    }
    return std::nullopt;
}

namespace detail {

template <typename T>
QJsonValue toJsonValue(const T &value)
{
    if constexpr (std::is_same_v<T, QString>) return value.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(value);
    else if constexpr (std::is_same_v<T, bool>) return value;
    else if constexpr (std::is_same_v<T, QDateTime>) return timeToJson(value);
    else if constexpr (std::is_same_v<T, QStringList>) {
        return value.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(QJsonArray::fromStringList(value));
    } else if constexpr (std::is_same_v<T, QJsonObject>) {
        return value.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(value);
    } else if constexpr (std::is_enum_v<T>) return enumText(value);
    else if constexpr (std::is_integral_v<T>) return qint64(value);
    else if constexpr (std::is_floating_point_v<T>) return value;
    else if constexpr (IsOptional<T>::value) return value ? toJsonValue(*value) : QJsonValue(QJsonValue::Undefined);
    else if constexpr (IsList<T>::value) {
        if (value.isEmpty()) return QJsonValue(QJsonValue::Undefined);
        QJsonArray array;
        for (const auto &item : value)
            array.append(encodeObject(shapeOf<typename IsList<T>::Item>(), &item));
        return array;
    } else {
        const QJsonObject object = encodeObject(shapeOf<T>(), &value);
        return object.isEmpty() ? QJsonValue(QJsonValue::Undefined) : QJsonValue(object);
    }
}

template <typename T>
void fromJsonValue(const QJsonValue &json, const FieldInfo &field, const QString &pointer, T &out, QList<FieldError> &errors)
{
    if constexpr (std::is_same_v<T, QString>) readText(json, field, pointer, out, errors);
    else if constexpr (std::is_same_v<T, bool>) {
        if (json.isBool()) out = json.toBool();
        else wrongType(json, QStringLiteral("true or false"), pointer, errors);
    } else if constexpr (std::is_same_v<T, QDateTime>) readTime(json, pointer, out, errors);
    else if constexpr (std::is_same_v<T, QStringList>) {
        QJsonArray array;
        if (!readList(json, field, pointer, array, errors)) return;
        out.clear();
        FieldInfo item = field;
        item.maxLength = 400;
        for (qsizetype i = 0; i < array.size(); ++i) {
            QString text;
            if (readText(array.at(i), item, itemPointer(pointer, i), text, errors)) out.append(text);
        }
    } else if constexpr (std::is_same_v<T, QJsonObject>) {
        if (json.isObject()) out = json.toObject();
        else wrongType(json, QStringLiteral("an object"), pointer, errors);
    } else if constexpr (std::is_enum_v<T>) {
        const auto value = json.isString() ? enumFromText<T>(json.toString()) : std::nullopt;
        if (value) out = *value;
        else wrongType(json, QStringLiteral("one of ") + field.choices.join(QStringLiteral(", ")), pointer, errors);
    } else if constexpr (std::is_integral_v<T>) {
        qint64 value = 0;
        if (readInteger(json, field, pointer, value, errors)) out = T(value);
    } else if constexpr (std::is_floating_point_v<T>) readNumber(json, field, pointer, out, errors);
    else if constexpr (IsOptional<T>::value) {
        typename IsOptional<T>::Item value{};
        const auto before = errors.size();
        fromJsonValue(json, field, pointer, value, errors);
        if (errors.size() == before) out = value;
    } else if constexpr (IsList<T>::value) {
        QJsonArray array;
        if (!readList(json, field, pointer, array, errors)) return;
        out.clear();
        for (qsizetype i = 0; i < array.size(); ++i) {
            typename IsList<T>::Item item{};
            const QString at = itemPointer(pointer, i);
            if (array.at(i).isObject()) decodeObject(*field.object, array.at(i).toObject(), &item, at, errors);
            else wrongType(array.at(i), QStringLiteral("an object"), at, errors);
            out.append(item);
        }
    } else {
        if (json.isObject()) decodeObject(*field.object, json.toObject(), &out, pointer, errors);
        else wrongType(json, QStringLiteral("an object"), pointer, errors);
    }
}

} // namespace detail

/// Builds the Shape of T out of member pointers, so that a renamed or retyped member cannot be forgotten.
template <typename T>
class ShapeBuilder
{
public:
    ShapeBuilder(const QString &name, const QString &help)
    {
        m_shape.name = name;
        m_shape.help = help;
    }
    template <typename M>
    ShapeBuilder &add(const QString &name, M T::*member, const Field &attributes)
    {
        FieldInfo info = attributes.m;
        info.name = name;
        info.type = detail::fieldType<M>();
        if constexpr (detail::IsOptional<M>::value)
            Q_ASSERT(!info.required);
        if constexpr (std::is_enum_v<M>) {
            const auto meta = QMetaEnum::fromType<M>();
            for (int i = 0; i < meta.keyCount(); ++i)
                info.choices.append(detail::lowerFirst(QString::fromLatin1(meta.key(i))));
        }
        if constexpr (detail::fieldType<M>() == FieldType::ObjectList)
            info.object = &shapeOf<typename detail::IsList<M>::Item>();
        else if constexpr (detail::fieldType<M>() == FieldType::Object && !detail::IsOptional<M>::value)
            info.object = &shapeOf<M>();
        info.read = [member](const void *object) { return detail::toJsonValue(static_cast<const T *>(object)->*member); };
        info.write = [member](void *object, const QJsonValue &value, const FieldInfo &field, const QString &pointer,
                              QList<FieldError> &errors) {
            detail::fromJsonValue(value, field, pointer, static_cast<T *>(object)->*member, errors);
        };
        m_shape.fields.append(std::move(info));
        return *this;
    }
    operator Shape() const { return m_shape; }

private:
    Shape m_shape;
};

/// Error::Invalid that names the first problem and carries all of them (at most 50).
Error invalidFields(const Shape &shape, const QList<FieldError> &errors);

template <typename T>
QJsonObject encode(const T &value)
{
    return encodeObject(shapeOf<T>(), &value);
}

/// The value, or Error::Invalid with one FieldError a wrong place (at most 50).
template <typename T>
Result<T> decode(const QJsonObject &json)
{
    T value{};
    QList<FieldError> errors;
    decodeObject(shapeOf<T>(), json, &value, QString(), errors);
    if (!errors.isEmpty())
        return invalidFields(shapeOf<T>(), errors);
    return value;
}

/// Errors for fields that only the server may set, and for fixed fields that differ from `before` (an edit).
QList<FieldError> clientErrors(const Shape &shape, const QJsonObject &json, const QJsonObject *before = nullptr);

/// JSON Schema (2020-12, as OpenAPI 3.1 uses it) of a shape; nested shapes inline. `forClients` leaves out server-set fields.
QJsonObject jsonSchema(const Shape &shape, bool forClients);

} // namespace countersign

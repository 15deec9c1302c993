// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/shape.h"

#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"

#include <QJsonArray>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maxErrors = 50;

bool hidesOrReorders(QChar c)
{
    const ushort u = c.unicode();
    return (u >= 0x200b && u <= 0x200f) || (u >= 0x202a && u <= 0x202e) || (u >= 0x2060 && u <= 0x2069)
        || u == 0xfeff || u == 0x2028 || u == 0x2029;
}

bool isNameCharacter(QChar c, bool slug)
{
    const ushort u = c.unicode();
    if ((u >= 'a' && u <= 'z') || (u >= '0' && u <= '9') || u == '.' || u == '_' || u == '-')
        return true;
    return !slug && ((u >= 'A' && u <= 'Z') || u == '/' || u == '+' || u == ':' || u == '@' || u == '=');
}

std::optional<QString> nameProblem(const QString &text, bool slug)
{
    if (!text[0].isLetterOrNumber())
        return u"must begin with a letter or a digit."_s;
    for (const QChar c : text) {
        if (!isNameCharacter(c, slug))
            return slug ? u"may hold only lower-case letters, digits, '.', '_' and '-'."_s
                        : u"may hold only letters, digits and . _ - / + : @ =."_s;
    }
    const auto segments = QStringView(text).split(u'/');
    for (const auto segment : segments) {
        if (segment.isEmpty() || segment == "."_L1 || segment == ".."_L1)
            return u"must not hold empty, '.' or '..' segments."_s;
    }
    return std::nullopt;
}

std::optional<QString> digestProblem(const QString &text)
{
    static const QString prefix = u"sha256:"_s;
    const bool good = text.size() == prefix.size() + 64 && text.startsWith(prefix)
        && std::all_of(text.begin() + prefix.size(), text.end(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
    return good ? std::nullopt : std::optional(u"must be 'sha256:' and 64 lower-case hex digits."_s);
}

} // namespace

const FieldInfo *Shape::field(QStringView fieldName) const
{
    for (const FieldInfo &info : fields) {
        if (info.name == fieldName)
            return &info;
    }
    return nullptr;
}

std::optional<QString> textProblem(const QString &text, const FieldInfo &field)
{
    if (text.size() > field.maxLength)
        return u"is too long: %1 characters, at most %2."_s.arg(text.size()).arg(field.maxLength);
    if (!text.isValidUtf16())
        return u"is not valid Unicode."_s;
    const bool multiline = field.format == TextFormat::Prose || field.format == TextFormat::Opaque;
    for (const QChar c : text) {
        const ushort u = c.unicode();
        const bool lineBreak = u == '\n' || u == '\r' || u == '\t';
        if ((u < 0x20 && !(lineBreak && multiline)) || (u >= 0x7f && u < 0xa0))
            return u"holds a control character (U+%1)."_s.arg(uint(u), 4, 16, QChar(u'0'));
        if (field.format != TextFormat::Prose && hidesOrReorders(c))
            return u"holds a character that hides or reorders text (U+%1)."_s.arg(uint(u), 4, 16, QChar(u'0'));
    }
    if (text.isEmpty())
        return std::nullopt;
    switch (field.format) {
    case TextFormat::Line:
        if (text.trimmed().isEmpty())
            return u"holds only blanks."_s;
        return std::nullopt;
    case TextFormat::Prose:
    case TextFormat::Opaque:
        return std::nullopt;
    case TextFormat::Slug:
        return nameProblem(text, true);
    case TextFormat::Name:
        return nameProblem(text, false);
    case TextFormat::Digest:
        return digestProblem(text);
    case TextFormat::Id:
        return isUlid(text) ? std::nullopt : std::optional(u"must be an id of 26 characters (ULID)."_s);
    }
    return std::nullopt;
}

void decodeObject(const Shape &shape, const QJsonObject &json, void *target, const QString &pointer,
                  QList<FieldError> &errors)
{
    for (auto it = json.begin(); it != json.end() && errors.size() < maxErrors; ++it) {
        if (!shape.field(it.key()))
            errors.append({childPointer(pointer, it.key()), u"is not a field of %1."_s.arg(shape.name)});
    }
    for (const FieldInfo &field : shape.fields) {
        if (errors.size() >= maxErrors)
            return;
        const QJsonValue value = json.value(field.name);
        const QString at = childPointer(pointer, field.name);
        if (value.isUndefined() || value.isNull()) {
            if (field.required)
                errors.append({at, u"is required."_s});
            continue;
        }
        const auto before = errors.size();
        field.write(target, value, field, at, errors);
        const bool empty = (value.isString() && value.toString().isEmpty())
            || (value.isArray() && value.toArray().isEmpty());
        if (field.required && empty && errors.size() == before)
            errors.append({at, u"must not be empty."_s});
    }
}

QJsonObject encodeObject(const Shape &shape, const void *source)
{
    QJsonObject out;
    for (const FieldInfo &field : shape.fields) {
        const QJsonValue value = field.read(source);
        if (!value.isUndefined())
            out.insert(field.name, value);
    }
    return out;
}

QList<FieldError> clientErrors(const Shape &shape, const QJsonObject &json, const QJsonObject *before)
{
    QList<FieldError> errors;
    for (const FieldInfo &field : shape.fields) {
        if (!json.contains(field.name))
            continue;
        const QJsonValue now = json.value(field.name);
        const QJsonValue old = before ? before->value(field.name) : QJsonValue(QJsonValue::Undefined);
        if (field.serverSet && now != old)
            errors.append({childPointer(QString(), field.name), u"is set by the server."_s});
        else if (before && field.fixed && now != old)
            errors.append({childPointer(QString(), field.name), u"cannot change after creation."_s});
    }
    return errors;
}

Error invalidFields(const Shape &shape, const QList<FieldError> &errors)
{
    Error error{Error::Code::Invalid, {}};
    error.fields = errors;
    const FieldError &first = errors.first();
    error.text = errors.size() == 1
        ? u"This %1 is not valid: %2 %3"_s.arg(shape.name, first.pointer, first.message)
        : u"This %1 is not valid in %2 places; first: %3 %4"_s.arg(shape.name).arg(errors.size()).arg(first.pointer, first.message);
    return error;
}

namespace detail {

QString lowerFirst(const QString &text)
{
    return text.isEmpty() ? text : text[0].toLower() + text.mid(1);
}

QString itemPointer(const QString &pointer, qsizetype index)
{
    return pointer + u'/' + QString::number(index);
}

void wrongType(const QJsonValue &value, const QString &wanted, const QString &pointer, QList<FieldError> &errors)
{
    static const QMap<QJsonValue::Type, QString> names{
        {QJsonValue::Null, u"null"_s},   {QJsonValue::Bool, u"true or false"_s}, {QJsonValue::Double, u"a number"_s},
        {QJsonValue::String, u"text"_s}, {QJsonValue::Array, u"a list"_s},       {QJsonValue::Object, u"an object"_s},
        {QJsonValue::Undefined, u"nothing"_s}};
    const QString got = value.isString() ? u"'%1'"_s.arg(value.toString().left(40)) : names.value(value.type());
    errors.append({pointer, u"must be %1, not %2."_s.arg(wanted, got)});
}

bool readText(const QJsonValue &value, const FieldInfo &field, const QString &pointer, QString &out,
              QList<FieldError> &errors)
{
    if (!value.isString()) {
        wrongType(value, u"text"_s, pointer, errors);
        return false;
    }
    const QString text = value.toString();
    if (const auto problem = textProblem(text, field)) {
        errors.append({pointer, *problem});
        return false;
    }
    out = text;
    return true;
}

bool readNumber(const QJsonValue &value, const FieldInfo &field, const QString &pointer, double &out,
                QList<FieldError> &errors)
{
    if (!value.isDouble()) {
        wrongType(value, u"a number"_s, pointer, errors);
        return false;
    }
    const double number = value.toDouble();
    if (!std::isfinite(number) || number < field.minimum || number > field.maximum) {
        errors.append({pointer, u"is out of range: from %1 to %2."_s.arg(field.minimum).arg(field.maximum)});
        return false;
    }
    out = number;
    return true;
}

bool readInteger(const QJsonValue &value, const FieldInfo &field, const QString &pointer, qint64 &out,
                 QList<FieldError> &errors)
{
    double number = 0;
    if (!readNumber(value, field, pointer, number, errors))
        return false;
    if (number != std::floor(number)) {
        errors.append({pointer, u"must be a whole number."_s});
        return false;
    }
    out = qint64(number);
    return true;
}

QJsonValue timeToJson(const QDateTime &time)
{
    return time.isValid() ? QJsonValue(toRfc3339(time)) : QJsonValue(QJsonValue::Undefined);
}

bool readTime(const QJsonValue &value, const QString &pointer, QDateTime &out, QList<FieldError> &errors)
{
    const QDateTime time = value.isString() ? fromRfc3339(value.toString()) : QDateTime();
    if (!time.isValid() || time.date().year() < 1970 || time.date().year() > 9999) {
        errors.append({pointer, u"must be a time in RFC 3339 with a zone, such as 2026-11-21T05:02:42.000Z."_s});
        return false;
    }
    out = time;
    return true;
}

bool readList(const QJsonValue &value, const FieldInfo &field, const QString &pointer, QJsonArray &out,
              QList<FieldError> &errors)
{
    if (!value.isArray()) {
        wrongType(value, u"a list"_s, pointer, errors);
        return false;
    }
    out = value.toArray();
    const int most = std::max(field.maxLength, 200);
    if (out.size() > most) {
        errors.append({pointer, u"holds too many items: %1, at most %2."_s.arg(out.size()).arg(most)});
        return false;
    }
    return true;
}

} // namespace detail

namespace {

QJsonObject textSchema(const FieldInfo &field)
{
    QJsonObject out{{u"type"_s, u"string"_s}, {u"maxLength"_s, field.maxLength}};
    if (field.required)
        out.insert(u"minLength"_s, 1);
    switch (field.format) {
    case TextFormat::Slug:
        out.insert(u"pattern"_s, u"^[a-z0-9][a-z0-9._-]*$"_s);
        break;
    case TextFormat::Name:
        out.insert(u"pattern"_s, u"^[A-Za-z0-9][A-Za-z0-9._/+:@=-]*$"_s);
        break;
    case TextFormat::Digest:
        out.insert(u"pattern"_s, u"^sha256:[0-9a-f]{64}$"_s);
        break;
    case TextFormat::Id:
        out.insert(u"pattern"_s, u"^[0-7][0-9A-HJKMNP-TV-Z]{25}$"_s);
        break;
    default:
        break;
    }
    return out;
}

QJsonObject fieldSchema(const FieldInfo &field, bool forClients)
{
    QJsonObject out;
    switch (field.type) {
    case FieldType::Text:
        out = textSchema(field);
        break;
    case FieldType::Integer:
    case FieldType::Number:
        out = {{u"type"_s, field.type == FieldType::Integer ? u"integer"_s : u"number"_s},
               {u"minimum"_s, field.minimum},
               {u"maximum"_s, field.maximum}};
        break;
    case FieldType::Boolean:
        out = {{u"type"_s, u"boolean"_s}};
        break;
    case FieldType::Time:
        out = {{u"type"_s, u"string"_s}, {u"format"_s, u"date-time"_s}};
        break;
    case FieldType::Choice:
        out = {{u"type"_s, u"string"_s}, {u"enum"_s, QJsonArray::fromStringList(field.choices)}};
        break;
    case FieldType::TextList: {
        FieldInfo item = field;
        item.maxLength = 400;
        item.required = false;
        out = {{u"type"_s, u"array"_s}, {u"items"_s, textSchema(item)}, {u"maxItems"_s, std::max(field.maxLength, 200)}};
        break;
    }
    case FieldType::Object:
        out = jsonSchema(*field.object, forClients);
        break;
    case FieldType::ObjectList:
        out = {{u"type"_s, u"array"_s},
               {u"items"_s, jsonSchema(*field.object, forClients)},
               {u"maxItems"_s, std::max(field.maxLength, 200)}};
        break;
    case FieldType::Map:
        out = {{u"type"_s, u"object"_s}};
        break;
    }
    if (!field.help.isEmpty())
        out.insert(u"description"_s, field.help);
    return out;
}

} // namespace

QJsonObject jsonSchema(const Shape &shape, bool forClients)
{
    QJsonObject properties;
    QJsonArray required;
    for (const FieldInfo &field : shape.fields) {
        if (forClients && field.serverSet)
            continue;
        properties.insert(field.name, fieldSchema(field, forClients));
        if (field.required)
            required.append(field.name);
    }
    QJsonObject out{{u"type"_s, u"object"_s},
                    {u"additionalProperties"_s, false},
                    {u"properties"_s, properties},
                    {u"description"_s, shape.help}};
    if (!required.isEmpty())
        out.insert(u"required"_s, required);
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/cardsource.h"

#include "base/json.h"
#include "formats/markdown.h"
#include "formats/textfile.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

namespace {

QString sourceTr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

struct OpenValue
{
    bool isObject = false;
    QJsonObject object;
    QJsonArray array;
    QString key;
};

QJsonValue scalarOf(const JsonReader &json, WarningList &warnings)
{
    switch (json.event()) {
    case Event::String:
        return json.string();
    case Event::Bool:
        return json.boolean();
    case Event::NonFinite:
        warnings.add(u"nonFinite"_s, sourceTr("A value is no finite number."), json.pointer());
        return QString::fromLatin1(json.numberText());
    case Event::Number:
        if (const auto whole = json.integer())
            return QJsonValue(*whole);
        // A number that no double holds keeps its text.
        if (!std::isfinite(json.number()))
            return QString::fromLatin1(json.numberText());
        return json.number();
    default:
        return QJsonValue();
    }
}

QJsonValue taken(QJsonObject &object, const QStringList &parts, qsizetype i)
{
    const auto it = object.find(parts[i]);
    if (it == object.end())
        return QJsonValue(QJsonValue::Undefined);
    if (i + 1 == parts.size()) {
        const QJsonValue out = *it;
        object.erase(it);
        return out;
    }
    if (!it->isObject())
        return QJsonValue(QJsonValue::Undefined);
    QJsonObject inner = it->toObject();
    const QJsonValue out = taken(inner, parts, i + 1);
    if (out.isUndefined())
        return out;
    if (inner.isEmpty())
        object.erase(it);
    else
        *it = inner;
    return out;
}

bool saysNothing(const QJsonValue &value)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        return std::all_of(object.begin(), object.end(), saysNothing);
    }
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        return std::all_of(array.begin(), array.end(), saysNothing);
    }
    return value.isNull() || (value.isString() && isPlaceholder(value.toString()));
}

} // namespace

JsonReader::Options cardJsonOptions(const ImportInput &input)
{
    JsonReader::Options out;
    out.depth = 64;
    out.stringBytes = 16 * 1024 * 1024;
    out.objectKeys = 200'000;
    out.duplicateKeys = JsonReader::DuplicateKeys::Refuse;
    out.totalBytes = input.options.fileBytes;
    out.stop = input.options.stop;
    return out;
}

Result<QJsonValue> readCardValue(JsonReader &json, WarningList &warnings, qsizetype mostNodes)
{
    if (json.event() == Event::Key)
        json.next();
    std::vector<OpenValue> open;
    qsizetype nodes = 0;
    for (;;) {
        QJsonValue value;
        bool whole = true;
        switch (json.event()) {
        case Event::Failed:
            return json.error();
        case Event::StartObject:
        case Event::StartArray:
            open.push_back({json.event() == Event::StartObject, {}, {}, {}});
            whole = false;
            break;
        case Event::Key:
            open.back().key = json.key();
            whole = false;
            break;
        case Event::EndObject:
        case Event::EndArray:
            value = open.back().isObject ? QJsonValue(open.back().object) : QJsonValue(open.back().array);
            open.pop_back();
            break;
        default:
            value = scalarOf(json, warnings);
        }
        if (++nodes > mostNodes)
            return Error{Error::Code::TooLarge, sourceTr("Line %1: more than %2 values in one piece.").arg(json.line()).arg(mostNodes), {}, false,
                         {{json.pointer(), sourceTr("More values than are read.")}}};
        if (whole && open.empty())
            return value;
        if (whole && open.back().isObject)
            open.back().object.insert(open.back().key, value);
        else if (whole)
            open.back().array.append(value);
        json.next();
    }
}

Result<QJsonObject> readCardObject(const ImportInput &input, WarningList &warnings)
{
    JsonReader json(input.device, cardJsonOptions(input));
    json.next();
    const Result<QJsonValue> value = json.event() == Event::Failed ? Result<QJsonValue>(json.error()) : readCardValue(json, warnings);
    if (!value)
        return value.error();
    if (!value->isObject())
        return Error{Error::Code::Invalid, sourceTr("A card is a JSON object; this is something else."), {}, false,
                     {{QString(), sourceTr("This must be an object.")}}};
    if (json.next() == Event::EndDocument)
        json.next();
    if (json.event() == Event::Failed)
        return json.error();
    return value->toObject();
}

QStringList cardMembers(QByteArrayView head)
{
    const QByteArray text = probeText(head);
    JsonReader json(text);
    QStringList out;
    if (json.next() != Event::StartObject)
        return out;
    while (json.next() == Event::Key && out.size() < 1000) {
        out.append(json.key());
        if (!json.skipValue())
            break;
    }
    return out;
}

Error nothingFound(const QString &what)
{
    return {Error::Code::Invalid, sourceTr("The file is read as %1, but nothing in it says anything of a model.").arg(what), {}, false,
            {{QString(), sourceTr("Nothing was understood.")}}};
}

QString cardScalar(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    if (!value.isDouble())
        return {};
    const double number = value.toDouble();
    if (std::abs(number) < 9e15 && number == std::floor(number))
        return QString::number(qint64(number));
    const qint64 whole = value.toInteger(std::numeric_limits<qint64>::min());
    if (whole != std::numeric_limits<qint64>::min())
        return QString::number(whole);
    return QString::number(number, 'g', QLocale::FloatingPointShortest);
}

QJsonValue CardSource::take(const QString &path)
{
    return taken(m_object, path.split(u'/'), 0);
}

bool CardSource::has(const QString &path) const
{
    QJsonValue value(m_object);
    for (const QString &part : path.split(u'/')) {
        if (!value.isObject() || !value.toObject().contains(part))
            return false;
        value = value.toObject().value(part);
    }
    return true;
}

void CardSource::wrongType(const QString &path, const QString &wanted)
{
    m_warnings->add(u"wrongType"_s, sourceTr("This is not %1 and was left out.").arg(wanted), at(path));
}

QString CardSource::takeText(const QString &path)
{
    const QJsonValue value = take(path);
    if ((value.isObject() || value.isArray()) && !saysNothing(value))
        wrongType(path, sourceTr("a text"));
    return cardScalar(value);
}

QStringList CardSource::takeTexts(const QString &path, const QString &member)
{
    const QJsonValue value = take(path);
    const QJsonArray list = value.isArray() ? value.toArray() : value.isUndefined() ? QJsonArray() : QJsonArray{value};
    QStringList out;
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString here = path + u'/' + QString::number(i);
        if (list[i].isObject() && !member.isEmpty()) {
            CardSource element(list[i].toObject(), at(here), *m_warnings);
            out.append(element.takeText(member));
            element.finish();
        } else if (list[i].isObject() || list[i].isArray()) {
            wrongType(here, sourceTr("a text"));
        } else {
            out.append(cardScalar(list[i]));
        }
    }
    return out;
}

QList<CardSource> CardSource::takeObjects(const QString &path, const QString &scalarAs)
{
    const QJsonValue value = take(path);
    QList<CardSource> out;
    if (value.isObject())
        return {CardSource(value.toObject(), at(path), *m_warnings)};
    const QJsonArray list = value.isArray() ? value.toArray() : value.isUndefined() || value.isNull() ? QJsonArray() : QJsonArray{value};
    for (qsizetype i = 0; i < list.size(); ++i) {
        const QString here = at(path) + (value.isArray() ? u'/' + QString::number(i) : QString());
        if (list[i].isObject())
            out.append(CardSource(list[i].toObject(), here, *m_warnings));
        else if (list[i].isArray())
            wrongType(path + u'/' + QString::number(i), sourceTr("an object"));
        else if (!list[i].isNull())
            out.append(CardSource(QJsonObject{{scalarAs, list[i]}}, here, *m_warnings));
    }
    return out;
}

void CardSource::finish()
{
    for (auto it = m_object.begin(); it != m_object.end(); ++it) {
        if (saysNothing(*it))
            continue;
        const QString pointer = childPointer(m_pointer, it.key());
        if (it->isObject() && pointer.count(u'/') < 8) {
            CardSource(it->toObject(), pointer, *m_warnings).finish();
            continue;
        }
        m_warnings->add(u"notUnderstood"_s, sourceTr("“%1” has no place in a card; it is only in the raw file.").arg(it.key().left(120)), pointer);
    }
    m_object = {};
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include "base/jsonreader.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace countersign {

using namespace Qt::StringLiterals;

Result<QJsonValue> parseJson(QByteArrayView bytes, const JsonLimits &limits)
{
    JsonReader::Options options;
    options.depth = limits.depth;
    options.stringBytes = limits.stringBytes;
    options.objectKeys = limits.objectKeys;
    options.nonFinite = false;
    options.loneSurrogates = false;
    options.exactNumbers = true;
    options.duplicateKeys = JsonReader::DuplicateKeys::Refuse;
    JsonReader reader(bytes, std::move(options));
    reader.next();
    Result<QJsonValue> value = reader.readValue(std::numeric_limits<qsizetype>::max());
    if (!value.ok())
        return value;
    if (reader.next() != JsonReader::Event::EndDocument)
        return reader.error();
    return value;
}

QByteArray toJson(const QJsonValue &value)
{
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
    // QJsonDocument only writes containers.
    const QByteArray array = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return array.sliced(1, array.size() - 2);
}

QString childPointer(const QString &pointer, QStringView key)
{
    QString out;
    out.reserve(pointer.size() + key.size() + 1);
    out += pointer;
    out += u'/';
    for (QChar c : key) {
        if (c == u'~')
            out += "~0"_L1;
        else if (c == u'/')
            out += "~1"_L1;
        else
            out += c;
    }
    return out;
}

} // namespace countersign

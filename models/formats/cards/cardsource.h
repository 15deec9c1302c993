// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/jsonreader.h"
#include "formats/importer.h"
#include "formats/warninglist.h"

#include <QJsonArray>
#include <QJsonObject>

namespace countersign {

/// The reader's options for a card: at most 64 levels, doubled keys refused.
JsonReader::Options cardJsonOptions(const ImportInput &input);

/// The value that the reader's last event begins (after Key: the member's). NaN and infinities become texts and are warned
/// of. Errors: TooLarge beyond `mostNodes` values, or the reader's own.
Result<QJsonValue> readCardValue(JsonReader &json, WarningList &warnings, qsizetype mostNodes = 200'000);
/// A whole input that must be one JSON object.
Result<QJsonObject> readCardObject(const ImportInput &input, WarningList &warnings);

/// The members of the object that a file begins with, as far as its head goes. Empty for anything else.
QStringList cardMembers(QByteArrayView head);
/// "There is no … in this file": what an importer answers when it found nothing of its own.
Error nothingFound(const QString &what);

/// A number as short as it can be said without loss, true, false, or the text itself; nothing for null and containers.
QString cardScalar(const QJsonValue &value);

/// A JSON object from which an importer takes what it knows; what is left is warned of. Paths are "a/b/c".
class CardSource
{
public:
    CardSource(QJsonObject object, QString pointer, WarningList &warnings)
        : m_object(std::move(object)), m_pointer(std::move(pointer)), m_warnings(&warnings)
    {
    }

    /// Undefined when it is not there.
    QJsonValue take(const QString &path);
    [[nodiscard]] bool has(const QString &path) const;
    /// The text of a scalar. Containers are warned of.
    QString takeText(const QString &path);
    /// The texts of a list of scalars, or of objects' `member`; a scalar is a list of one.
    QStringList takeTexts(const QString &path, const QString &member = {});
    /// The objects of a list; one object is a list of one, a scalar stands as the member `scalarAs`.
    QList<CardSource> takeObjects(const QString &path, const QString &scalarAs = QStringLiteral("name"));
    [[nodiscard]] QString at(const QString &path) const { return path.isEmpty() ? m_pointer : m_pointer + u'/' + path; }
    [[nodiscard]] const QJsonObject &object() const { return m_object; }
    /// Warns of every member that nobody took, except empty ones.
    void finish();

private:
    void wrongType(const QString &path, const QString &wanted);
    QJsonObject m_object;
    QString m_pointer;
    WarningList *m_warnings;
};

} // namespace countersign

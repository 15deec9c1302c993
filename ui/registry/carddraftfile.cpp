// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/carddraftfile.h"

#include "base/clock.h"
#include "base/json.h"
#include "trust/digest.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QJsonObject>
#include <QSaveFile>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 largestDraft = 64LL * 1024 * 1024;

} // namespace

QString UnsavedCards::path(const QString &version) const
{
    // The names are people's and may hold anything; a digest is a file name everywhere.
    return QDir(m_folder).filePath(QString::fromLatin1(sha256((m_owner + u'\0' + version).toUtf8()).toHex().left(32)) + u".json"_s);
}

Result<void> UnsavedCards::keep(const UnsavedCard &card) const
{
    const QJsonObject json{{u"version"_s, card.version},
                           {u"owner"_s, m_owner},
                           {u"card"_s, card.card},
                           {u"revision"_s, card.revision},
                           {u"base"_s, card.base},
                           {u"savedAt"_s, toRfc3339(card.savedAt)},
                           {u"content"_s, card.content.toJson()}};
    const QByteArray bytes = toJson(json);
    QSaveFile file(path(card.version));
    if (!QDir().mkpath(m_folder) || !file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return {Error::Code::Internal, QCoreApplication::translate("Card", "What was written could not be kept on this machine: %1").arg(file.errorString())};
    return {};
}

std::optional<UnsavedCard> UnsavedCards::find(const QString &version) const
{
    QFile file(path(version));
    if (!file.open(QIODevice::ReadOnly) || file.size() > largestDraft)
        return {};
    const auto json = parseJson(file.readAll());
    if (!json)
        return {};
    const QJsonObject object = json->toObject();
    auto content = CardContent::fromJson(object.value(u"content"_s).toObject());
    if (!content || object.value(u"version"_s).toString() != version || object.value(u"owner"_s).toString() != m_owner)
        return {};
    return UnsavedCard{version,
                       object.value(u"card"_s).toString(),
                       object.value(u"revision"_s).toInteger(),
                       object.value(u"base"_s).toString(),
                       fromRfc3339(object.value(u"savedAt"_s).toString()),
                       std::move(*content)};
}

void UnsavedCards::drop(const QString &version) const
{
    QFile::remove(path(version));
}

} // namespace countersign

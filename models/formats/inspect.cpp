// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonreader.h"
#include "formats/hashingdevice.h"
#include "formats/importer.h"
#include "formats/textfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype headBytes = 1024 * 1024;

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

const Importer *detect(QByteArrayView head)
{
    const Importer *possible = nullptr;
    for (const auto &importer : importers()) {
        const Match match = importer->probe(head);
        if (match == Match::Sure)
            return importer.get();
        if (match == Match::Possible && !possible)
            possible = importer.get();
    }
    return possible;
}

QString known()
{
    QStringList ids;
    for (const auto &importer : importers())
        ids.append(importer->id());
    return ids.join(u", "_s);
}

bool startsLikeJson(QByteArrayView head)
{
    const QByteArray text = probeText(head).trimmed();
    return text.startsWith('{') || text.startsWith('[') || text == "null" || text == "true" || text == "false";
}

/// What a file nobody knows is told: where its JSON is broken, or what was recognised of it.
Error unknownFormat(HashingDevice &device, QByteArrayView head)
{
    if (!startsLikeJson(head))
        return {Error::Code::Unsupported, tr("This is not one of the known formats: %1.").arg(known())};
    JsonReader::Options options;
    options.framing = JsonReader::Framing::Sequence;
    JsonReader reader(&device, options);
    QStringList members;
    qint64 documents = 0;
    while (reader.next() != JsonReader::Event::EndInput) {
        switch (reader.event()) {
        case JsonReader::Event::Failed:
            return device.problem().value_or(reader.error());
        case JsonReader::Event::Key:
            if (documents == 0 && members.size() < 8)
                members.append(u"“%1”"_s.arg(reader.key().left(60)));
            reader.skipValue();
            break;
        case JsonReader::Event::StartArray:
            reader.skipValue();
            break;
        case JsonReader::Event::EndDocument:
            ++documents;
            break;
        default:
            break;
        }
    }
    const QString seen = members.isEmpty() ? tr("JSON without named members") : tr("JSON with %1").arg(members.join(u", "_s));
    return {Error::Code::Unsupported,
            tr("This is no report or card of a known format (%1); it is %2.").arg(known(), seen)};
}

void setRaw(Imported &imported, const QString &digest, qint64 bytes)
{
    std::visit([&](auto &content) {
        content.rawDigest = digest;
        content.rawBytes = bytes;
    }, imported.content);
}

} // namespace

QString Imported::format() const
{
    return std::visit([](const auto &it) { return it.format; }, content);
}

QJsonObject Imported::toJson() const
{
    return std::visit([](const auto &it) { return it.toJson(); }, content);
}

Result<Imported> inspect(const ImportInput &input, const QString &format)
{
    HashingDevice device(input.device, input.options);
    const QByteArray head = device.head(headBytes);
    if (device.problem())
        return *device.problem();
    if (head.isEmpty())
        return Error{Error::Code::Invalid, tr("The file is empty.")};
    const Importer *importer = format.isEmpty() ? detect(head) : importerFor(format);
    if (!importer && !format.isEmpty())
        return Error{Error::Code::Unsupported, tr("There is no format “%1”; the known ones are %2.").arg(format, known())};
    if (!importer)
        return unknownFormat(device, head);
    Result<Imported> imported = importer->read({&device, input.fileName, input.options});
    if (device.problem())
        return *device.problem();
    if (!imported.ok())
        return imported;
    if (const Result<void> rest = device.drain(); !rest.ok())
        return rest.error();
    setRaw(*imported, device.digest(), device.bytes());
    return imported;
}

Result<Imported> inspectFile(const QString &path, const QString &format, const ImportOptions &options)
{
    const QFileInfo info(path);
    if (!info.exists())
        return Error{Error::Code::NotFound, tr("There is no file “%1”.").arg(info.fileName())};
    // Before it is opened: opening a pipe would wait for its other end.
    if (!info.isFile())
        return Error{Error::Code::Invalid, tr("“%1” is not a regular file.").arg(info.fileName())};
    if (info.size() > options.fileBytes)
        return Error{Error::Code::TooLarge, tr("The file is larger than %1 MB, the most that is read.").arg(options.fileBytes / 1024 / 1024)};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly | QIODevice::Unbuffered))
        return Error{Error::Code::NotFound, tr("“%1” could not be opened.").arg(info.fileName()), file.errorString()};
    return inspect({&file, info.fileName(), options}, format);
}

} // namespace countersign

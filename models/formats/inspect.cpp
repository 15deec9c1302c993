// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/importer.h"

#include "base/jsonreader.h"
#include "formats/containers.h"
#include "formats/packfolder.h"
#include "formats/reportmerge.h"
#include "formats/textfile.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
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

const Importer *detectImporter(QByteArrayView head)
{
    // Whoever is sure after a little need not see a lot: forty importers reading a megabyte each take longer than the
    // import itself.
    const Importer *possible = nullptr;
    for (const qsizetype part : {qsizetype(32 * 1024), head.size()}) {
        possible = nullptr;
        for (const auto &importer : importers()) {
            const Match match = importer->probe(head.first(std::min(part, head.size())));
            if (match == Match::Sure)
                return importer.get();
            if (match == Match::Possible && !possible)
                possible = importer.get();
        }
        if (part >= head.size())
            break;
    }
    return possible;
}

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

Result<Imported> inspect(const ImportInput &input, const QString &format)
{
    HashingDevice device(input.device, input.options);
    const QByteArray head = device.head(probedBytes);
    if (device.problem())
        return *device.problem();
    if (head.isEmpty())
        return Error{Error::Code::Invalid, tr("The file is empty.")};
    const QString wanted = format == severalFormats ? QString() : format;
    if (!wanted.isEmpty() && !importerFor(wanted))
        return Error{Error::Code::Unsupported, tr("There is no format “%1”; the known ones are %2.").arg(format, known())};
    Result<Imported> imported = ContainerReader(input.options, wanted).read(device, head, input.fileName);
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
    if (const QFileInfo info(path); info.isDir())
        return Error{Error::Code::Invalid, tr("“%1” is not a regular file.").arg(info.fileName())};
    return inspectPath(path, format, options);
}

Result<Imported> inspectPath(const QString &path, const QString &format, const ImportOptions &options)
{
    const auto raw = openEvidence(path, options);
    if (!raw)
        return raw.error();
    ImportOptions bounds = options;
    if (raw->folder) // what the packing adds must not make a folder too large that is not
        bounds.fileBytes = std::max(bounds.fileBytes, raw->device->size());
    Result<Imported> imported = inspect({raw->device.get(), raw->fileName, bounds}, format);
    if (!imported || raw->leftOut.isEmpty())
        return imported;
    const EvaluationReport::Warning warning{
        u"linksLeftOut"_s, tr("Links are not followed: %1.").arg(raw->leftOut.mid(0, 20).join(u", "_s)), {}};
    std::visit([&](auto &content) { content.warnings.append(warning); }, imported->content);
    return imported;
}

} // namespace countersign

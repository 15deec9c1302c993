// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/containers.h"

#include "formats/inflatedevice.h"
#include "formats/warninglist.h"
#include "formats/zipfileset.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QTemporaryFile>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int mostLevels = 2; // an archive of archives is read (a folder of Inspect logs), a third level is not
constexpr qint64 inMemoryBytes = 16 * 1024 * 1024;
constexpr qsizetype mostMembers = 10'000;

QString containerText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// Keeps a stream where it can be read in any order: small ones in memory.
Result<std::unique_ptr<QIODevice>> spool(HashingDevice &device)
{
    std::unique_ptr<QIODevice> out = std::make_unique<QBuffer>();
    out->open(QIODevice::ReadWrite);
    QByteArray chunk(256 * 1024, Qt::Uninitialized);
    for (qint64 read; (read = device.read(chunk.data(), chunk.size())) > 0;) {
        if (out->pos() + read > inMemoryBytes && qobject_cast<QBuffer *>(out.get())) {
            auto file = std::make_unique<QTemporaryFile>();
            const QByteArray &kept = static_cast<QBuffer *>(out.get())->data();
            if (!file->open() || file->write(kept) != kept.size())
                return Error{Error::Code::Internal, containerText("There is no room for the archive."), file->errorString(), true};
            out = std::move(file);
        }
        if (out->write(chunk.constData(), read) != read)
            return Error{Error::Code::Internal, containerText("There is no room for the archive."), out->errorString(), true};
    }
    if (device.problem())
        return *device.problem();
    out->seek(0);
    return out;
}

void addWarnings(Imported &imported, WarningList &warnings)
{
    std::visit([&](auto &content) { content.warnings += warnings.take(); }, imported.content);
}

void addNotes(WarningList &warnings, const FileSet &set)
{
    for (const FileSet::Note &note : set.notes())
        warnings.add(note.code, note.text, note.name);
}

} // namespace

/// What was recognised among the members.
struct ContainerReader::Found
{
    QList<ReportPart> reports;
    QList<std::pair<QString, CardContent>> cards;
    QList<std::pair<QString, Error>> errors;
    WarningList warnings;
    qint64 unknown = 0;
};

Result<Imported> ContainerReader::read(HashingDevice &device, QByteArrayView head, const QString &name)
{
    if ((isGzip(head) || isZip(head)) && m_level >= mostLevels)
        return Error{Error::Code::Unsupported, containerText("Archives inside of archives inside of archives are not read.")};
    if (isGzip(head))
        return readGzip(device, name);
    if (isZip(head))
        return readZip(device);
    const Importer *importer = importerOf(head, true);
    return importer ? importer->read({&device, name, m_options}) : Result<Imported>(unknownFormat(device, head));
}

Result<Imported> ContainerReader::readGzip(HashingDevice &device, const QString &name)
{
    InflateDevice expanded(&device, InflateDevice::Framing::Gzip);
    ImportOptions bounds = m_options;
    bounds.fileBytes = m_room;
    bounds.progress = {};
    HashingDevice inner(&expanded, bounds);
    const auto problem = [&] { return expanded.problem() ? expanded.problem() : inner.problem(); };
    const QByteArray head = inner.head(probedBytes);
    if (const auto why = problem())
        return *why;
    if (head.isEmpty())
        return Error{Error::Code::Invalid, containerText("The file is empty.")};
    ++m_level;
    Result<Imported> out = read(inner, head, name.endsWith(u".gz"_s) ? name.chopped(3) : name);
    --m_level;
    if (const auto why = problem())
        return *why;
    if (out.ok() && !inner.drain().ok()) // the rest has to be whole as well
        return *problem();
    m_room -= inner.bytes();
    return out;
}

Result<Imported> ContainerReader::readZip(HashingDevice &device)
{
    const auto spooled = spool(device);
    if (!spooled)
        return spooled.error();
    ArchiveLimits limits;
    limits.expandedBytes = m_room;
    const auto set = ZipFileSet::open(spooled.value().get(), limits);
    if (!set)
        return set.error();
    for (const FileSet::File &file : set.value()->files())
        m_room -= file.size;
    ++m_level;
    Result<Imported> out = readSet(*set.value());
    --m_level;
    return out;
}

/// The importer that knows these files as a whole.
const Importer *ContainerReader::importerOf(const FileSet &set) const
{
    const Importer *best = nullptr;
    Match match = Match::No;
    for (const auto &importer : importers()) {
        if (!m_format.isEmpty() && importer->id() != m_format)
            continue;
        if (const Match here = importer->probeFiles(set); here > match) {
            best = importer.get();
            match = here;
        }
    }
    return best;
}

/// The importer of one file. A format that was asked for is not doubted where the file stands alone.
const Importer *ContainerReader::importerOf(QByteArrayView head, bool alone) const
{
    if (m_format.isEmpty())
        return detectImporter(head);
    const Importer *importer = importerFor(m_format);
    return (alone && m_level == 0) || importer->probe(head) != Match::No ? importer : nullptr;
}

Result<Imported> ContainerReader::readSet(const FileSet &set)
{
    if (set.files().isEmpty() && set.notes().isEmpty())
        return Error{Error::Code::Invalid, containerText("The archive is empty.")};
    const Importer *importer = importerOf(set);
    if (!importer)
        return readMembers(set);
    Result<Imported> out = importer->readFiles(set, m_options);
    if (!out.ok()) // damage to the archive explains what the importer met
        return out.error().code == Error::Code::Cancelled ? out.error() : set.problem().value_or(out.error());
    WarningList warnings;
    addNotes(warnings, set);
    addWarnings(*out, warnings);
    return out;
}

Result<Imported> ContainerReader::readMembers(const FileSet &set)
{
    if (set.files().size() > mostMembers)
        return Error{Error::Code::TooLarge, containerText("The archive holds more than %1 files, the most that is looked through.").arg(mostMembers)};
    Found found;
    addNotes(found.warnings, set);
    for (const FileSet::File &file : set.files()) {
        if (m_options.stop.stop_requested())
            return Error{Error::Code::Cancelled, containerText("Cancelled.")};
        lookAt(set, file.name, found);
        if (!found.errors.isEmpty() && found.errors.last().second.code == Error::Code::Cancelled)
            return found.errors.last().second;
    }
    return conclude(set, found);
}

Result<Imported> ContainerReader::readMember(const FileSet &set, const QString &name)
{
    const auto member = set.open(name);
    if (!member)
        return member.error();
    ImportOptions bounds = m_options;
    bounds.fileBytes = qint64(1) << 30; // the set has checked it
    bounds.progress = {};
    HashingDevice device(member.value().get(), bounds);
    const QByteArray head = device.head(probedBytes);
    if (device.problem())
        return set.problem().value_or(*device.problem());
    Result<Imported> out = read(device, head, name.section(u'/', -1));
    if (device.problem())
        return set.problem().value_or(*device.problem());
    if (out.ok() && !device.drain().ok())
        return set.problem().value_or(*device.problem());
    return out;
}

void ContainerReader::lookAt(const FileSet &set, const QString &name, Found &found)
{
    const QByteArray head = set.head(name, probedBytes);
    const bool container = isGzip(head) || isZip(head);
    const bool alone = set.files().size() == 1;
    if (!container && !importerOf(head, alone) && !(alone && set.notes().isEmpty())) {
        ++found.unknown;
        found.warnings.add(u"notUnderstood"_s, containerText("This file is of no known format and was left out."), name);
        return;
    }
    Result<Imported> read = readMember(set, name);
    if (!read.ok() && read.error().code == Error::Code::Unsupported && container) {
        ++found.unknown;
        found.warnings.add(u"notUnderstood"_s, read.error().text, name);
    } else if (!read.ok()) {
        found.errors.append({name, read.error()});
    } else if (read->report()) {
        found.reports.append({name, std::get<EvaluationReport>(std::move(read->content)), false});
    } else {
        found.cards.append({name, std::get<CardContent>(std::move(read->content))});
    }
}

Result<Imported> ContainerReader::conclude(const FileSet &set, Found &found)
{
    if (found.reports.isEmpty() && found.cards.isEmpty()) {
        if (found.errors.isEmpty() && !set.notes().isEmpty()) // what could not be read may have been the one
            return Error{Error::Code::Unsupported, u"%1: %2"_s.arg(set.notes().first().name, set.notes().first().text)};
        if (found.errors.isEmpty())
            return Error{Error::Code::Unsupported, containerText("None of the %1 files is of a known format.").arg(found.unknown)};
        Error error = found.errors.first().second;
        error.text = u"%1: %2"_s.arg(found.errors.first().first, error.text);
        return error;
    }
    for (const auto &[name, error] : std::as_const(found.errors))
        found.warnings.add(u"damagedMember"_s, error.text, name);
    if (found.reports.isEmpty()) {
        if (found.cards.size() > 1)
            return Error{Error::Code::Invalid, containerText("There are %1 model cards here; import the one that is meant.").arg(found.cards.size())};
        Imported out{std::move(found.cards.first().second)};
        addWarnings(out, found.warnings);
        return out;
    }
    for (const auto &[name, card] : std::as_const(found.cards))
        found.warnings.add(u"cardLeftOut"_s, containerText("This is a model card; import it by itself."), name);
    auto merged = mergeReports(std::move(found.reports), m_options);
    if (!merged)
        return merged.error();
    if (!found.errors.isEmpty() && merged->completeness != EvaluationReport::Completeness::Failed)
        merged->completeness = EvaluationReport::Completeness::Partial;
    Imported out{std::move(*merged)};
    addWarnings(out, found.warnings);
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/zip.h"

#include "trust/words.h"

#include <QtEndian>

#include <zlib.h>

namespace countersign {

using namespace Qt::StringLiterals;

// Offsets and values are of APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.
namespace {

constexpr quint32 localMagic = 0x04034b50;
constexpr quint32 centralMagic = 0x02014b50;
constexpr quint32 endMagic = 0x06054b50;
constexpr qsizetype localSize = 30;
constexpr qsizetype centralSize = 46;
constexpr qsizetype endSize = 22;
constexpr quint16 utf8Flag = 1 << 11;
constexpr quint16 encryptedFlag = 1;
constexpr quint16 descriptorFlag = 1 << 3;
constexpr quint16 dosDate = (1 << 5) | 1; // 1980-01-01
constexpr quint16 version = 20;
constexpr qint64 fourGiB = 0xffffffff;
constexpr quint32 typeMask = 0170000;
constexpr quint32 regularFile = 0100000;
constexpr quint32 folder = 0040000;

quint32 checksum(QByteArrayView bytes, quint32 begin = 0)
{
    return quint32(crc32_z(begin, reinterpret_cast<const Bytef *>(bytes.data()), size_t(bytes.size())));
}

template <typename T>
void put(QByteArray &out, T value)
{
    char bytes[sizeof(T)];
    qToLittleEndian(value, bytes);
    out.append(bytes, sizeof(T));
}

quint16 word(QByteArrayView bytes, qsizetype at)
{
    return qFromLittleEndian<quint16>(bytes.data() + at);
}

quint32 dword(QByteArrayView bytes, qsizetype at)
{
    return qFromLittleEndian<quint32>(bytes.data() + at);
}

Error damaged(const QString &text)
{
    return {Error::Code::Corrupt, text};
}

bool isReserved(QStringView part)
{
    const QString stem = part.left(part.indexOf(u'.') < 0 ? part.size() : part.indexOf(u'.')).trimmed().toString().toUpper();
    static const QStringList devices = {u"CON"_s, u"PRN"_s, u"AUX"_s, u"NUL"_s, u"CONIN$"_s, u"CONOUT$"_s};
    const bool port = stem.size() == 4 && (stem.startsWith("COM"_L1) || stem.startsWith("LPT"_L1))
        && (stem[3].isDigit() || stem[3] == u'¹' || stem[3] == u'²' || stem[3] == u'³');
    return port || devices.contains(stem);
}

} // namespace

Result<void> checkArchiveName(QStringView name)
{
    const auto refused = [&](const QString &why) {
        return Error{Error::Code::Invalid, Trust::tr("The archive holds an unsafe file name “%1”: %2").arg(name.toString(), why)};
    };
    if (name.isEmpty() || name.size() > 1000)
        return refused(Trust::tr("it is empty or too long."));
    if (!name.isValidUtf16() || std::any_of(name.begin(), name.end(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; }))
        return refused(Trust::tr("it holds a control character."));
    if (name.contains(u'\\') || name.contains(u':'))
        return refused(Trust::tr("it holds a backslash or a drive."));
    if (name.startsWith(u'/'))
        return refused(Trust::tr("it is absolute."));
    for (QStringView part : name.split(u'/')) {
        if (part.isEmpty() || part == u"." || part == u"..")
            return refused(Trust::tr("it leaves its folder or has an empty part."));
        if (part.endsWith(u'.') || part.endsWith(u' ') || isReserved(part))
            return refused(Trust::tr("Windows does not allow it."));
    }
    return {};
}

Result<void> ZipWriter::write(QByteArrayView bytes)
{
    if (m_device->write(bytes.data(), bytes.size()) != bytes.size())
        return Error{Error::Code::Internal, Trust::tr("The archive cannot be written."), m_device->errorString()};
    m_offset += bytes.size();
    return {};
}

Result<void> ZipWriter::begin(const QString &name, quint32 crc, qint64 size, bool executable)
{
    if (auto good = checkArchiveName(name); !good && m_names == Names::Portable)
        return good;
    const QString used = m_names == Names::Portable ? name.toCaseFolded() : name;
    if (m_used.contains(used))
        return Error{Error::Code::Exists, Trust::tr("The archive already holds “%1”.").arg(name)};
    if (size > fourGiB || m_offset > fourGiB || m_entries.size() >= 65535)
        return Error{Error::Code::TooLarge, Trust::tr("The archive would be too large.")};
    m_used.insert(used);
    const Entry entry{name.toUtf8(), crc, quint32(size), quint32(m_offset), executable};
    m_entries.append(entry);
    QByteArray header;
    put(header, localMagic);
    put(header, version);
    put(header, utf8Flag);
    put<quint16>(header, 0); // stored
    put<quint16>(header, 0); // midnight
    put(header, dosDate);
    put(header, entry.crc);
    put(header, entry.size);
    put(header, entry.size);
    put(header, quint16(entry.name.size()));
    put<quint16>(header, 0);
    return write(header + entry.name);
}

Result<void> ZipWriter::add(const QString &name, QByteArrayView content, bool executable)
{
    if (auto begun = begin(name, checksum(content), content.size(), executable); !begun)
        return begun;
    return write(content);
}

Result<void> ZipWriter::add(const QString &name, QIODevice &source)
{
    QByteArray buffer(256 * 1024, Qt::Uninitialized);
    quint32 crc = 0;
    qint64 size = 0;
    const qint64 start = source.pos();
    for (qint64 n; (n = source.read(buffer.data(), buffer.size())) > 0; size += n)
        crc = checksum(QByteArrayView(buffer.constData(), n), crc);
    if (!source.seek(start))
        return Error{Error::Code::Internal, Trust::tr("The file for the archive cannot be read twice."), source.errorString()};
    if (auto begun = begin(name, crc, size, false); !begun)
        return begun;
    quint32 again = 0;
    qint64 written = 0;
    for (qint64 n; (n = source.read(buffer.data(), buffer.size())) > 0; written += n) {
        again = checksum(QByteArrayView(buffer.constData(), n), again);
        if (auto done = write(QByteArrayView(buffer.constData(), n)); !done)
            return done;
    }
    if (written != size || again != crc)
        return damaged(Trust::tr("The file “%1” changed while it was read.").arg(name));
    return {};
}

Result<void> ZipWriter::finish()
{
    const qint64 start = m_offset;
    QByteArray directory;
    for (const Entry &entry : std::as_const(m_entries)) {
        put(directory, centralMagic);
        put<quint16>(directory, (3 << 8) | version); // made on Unix, so that the mode below counts
        put(directory, version);
        put(directory, utf8Flag);
        put<quint16>(directory, 0);
        put<quint16>(directory, 0);
        put(directory, dosDate);
        put(directory, entry.crc);
        put(directory, entry.size);
        put(directory, entry.size);
        put(directory, quint16(entry.name.size()));
        directory.append(8, '\0'); // no extra field, no comment, first disk, binary
        put<quint32>(directory, (regularFile | (entry.executable ? 0755u : 0644u)) << 16);
        put(directory, entry.offset);
        directory.append(entry.name);
    }
    if (start + directory.size() > fourGiB)
        return Error{Error::Code::TooLarge, Trust::tr("The archive would be too large.")};
    const auto size = quint32(directory.size());
    put(directory, endMagic);
    put<quint32>(directory, 0);
    put(directory, quint16(m_entries.size()));
    put(directory, quint16(m_entries.size()));
    put(directory, size);
    put(directory, quint32(start));
    put<quint16>(directory, 0);
    return write(directory);
}

namespace {

struct Directory
{
    qint64 offset = 0;
    QByteArray bytes;
    int entries = 0;
};

Result<QByteArray> bytesAt(QIODevice *device, qint64 offset, qint64 size)
{
    if (offset < 0 || size < 0 || offset + size > device->size() || !device->seek(offset))
        return damaged(Trust::tr("The archive is cut short."));
    QByteArray out = device->read(size);
    if (out.size() != size)
        return damaged(Trust::tr("The archive is cut short."));
    return out;
}

Result<Directory> directoryOf(QIODevice *device, const ZipLimits &limits)
{
    // Ours end without a comment; looking for the record further up is how two readers come to see two archives.
    auto end = bytesAt(device, device->size() - endSize, endSize);
    if (!end || dword(*end, 0) != endMagic || word(*end, 20) != 0)
        return damaged(Trust::tr("This is not a ZIP archive, or something follows its end."));
    if (word(*end, 4) != 0 || word(*end, 6) != 0 || word(*end, 8) != word(*end, 10))
        return Error{Error::Code::Unsupported, Trust::tr("The archive is split over several files.")};
    if (word(*end, 10) == 0xffff || dword(*end, 12) == 0xffffffff || dword(*end, 16) == 0xffffffff)
        return Error{Error::Code::Unsupported, Trust::tr("The archive is in ZIP64 format.")};
    Directory out;
    out.entries = word(*end, 10);
    out.offset = dword(*end, 16);
    const qint64 size = dword(*end, 12);
    if (out.entries > limits.entries)
        return Error{Error::Code::TooLarge, Trust::tr("The archive holds too many files.")};
    if (out.offset + size != device->size() - endSize)
        return damaged(Trust::tr("The archive's directory is not where it says."));
    auto bytes = bytesAt(device, out.offset, size);
    if (!bytes)
        return bytes.error();
    out.bytes = *bytes;
    return out;
}

/// One entry of the directory, checked as far as it can be without its local header.
struct Central
{
    QByteArray rawName;
    ZipReader::Entry entry;
    qint64 header = 0;
    bool isFolder = false;
    qsizetype length = 0;
};

Result<Central> centralAt(QByteArrayView directory, qsizetype at)
{
    if (directory.size() - at < centralSize || dword(directory, at) != centralMagic)
        return damaged(Trust::tr("The archive's directory is damaged."));
    const QByteArrayView d = directory.sliced(at);
    const qsizetype nameSize = word(d, 28);
    Central out;
    out.length = centralSize + nameSize + word(d, 30) + word(d, 32);
    if (d.size() < out.length)
        return damaged(Trust::tr("The archive's directory is damaged."));
    out.rawName = d.sliced(centralSize, nameSize).toByteArray();
    const quint16 flags = word(d, 8);
    const bool ascii = std::all_of(out.rawName.begin(), out.rawName.end(), [](char c) { return uchar(c) < 0x80; });
    if (!QByteArrayView(out.rawName).isValidUtf8() || (!ascii && !(flags & utf8Flag)))
        return Error{Error::Code::Invalid, Trust::tr("The archive holds a file name that is not UTF-8.")};
    QString name = QString::fromUtf8(out.rawName);
    if (flags & encryptedFlag)
        return Error{Error::Code::Unsupported, Trust::tr("“%1” is encrypted.").arg(name)};
    if (word(d, 10) != 0) {
        return Error{Error::Code::Unsupported,
                     Trust::tr("“%1” is compressed; only archives of stored files are read.").arg(name)};
    }
    if (flags & descriptorFlag)
        return Error{Error::Code::Unsupported, Trust::tr("“%1” does not state its size before its content.").arg(name)};
    const quint32 mode = (word(d, 4) >> 8) == 3 ? (dword(d, 38) >> 16) & typeMask : 0;
    out.isFolder = name.endsWith(u'/');
    if (mode != 0 && mode != (out.isFolder ? folder : regularFile))
        return Error{Error::Code::Invalid, Trust::tr("“%1” is a link or a special file.").arg(name)};
    if (out.isFolder)
        name.chop(1);
    if (auto good = checkArchiveName(name); !good)
        return good.error();
    const quint32 size = dword(d, 24);
    if (size != dword(d, 20) || (out.isFolder && size != 0))
        return damaged(Trust::tr("The sizes of “%1” contradict each other.").arg(name));
    out.entry = {name, size, dword(d, 16), 0};
    out.header = dword(d, 42);
    return out;
}

/// Compares the local header with the directory and finds where the content is.
Result<void> checkLocal(QIODevice *device, Central &central)
{
    auto header = bytesAt(device, central.header, localSize + central.rawName.size());
    if (!header)
        return header.error();
    const bool same = dword(*header, 0) == localMagic && word(*header, 8) == 0
        && !(word(*header, 6) & (encryptedFlag | descriptorFlag)) && dword(*header, 14) == central.entry.crc
        && dword(*header, 18) == central.entry.size && dword(*header, 22) == central.entry.size
        && word(*header, 26) == central.rawName.size() && header->sliced(localSize) == central.rawName;
    if (!same)
        return damaged(Trust::tr("The archive says two different things about “%1”.").arg(central.entry.name));
    central.entry.offset = central.header + localSize + central.rawName.size() + word(*header, 28);
    return {};
}

/// Every byte before the directory belongs to exactly one entry.
Result<void> checkCoverage(QList<Central> list, qint64 end)
{
    std::sort(list.begin(), list.end(), [](const Central &a, const Central &b) { return a.header < b.header; });
    qint64 at = 0;
    for (const Central &central : std::as_const(list)) {
        if (central.header != at)
            return damaged(Trust::tr("The archive has overlapping files or hidden content before “%1”.").arg(central.entry.name));
        at = central.entry.offset + central.entry.size;
    }
    return at == end ? Result<void>() : damaged(Trust::tr("The archive has hidden content before its directory."));
}

/// No two entries may land on the same file, and none on another's folder.
Result<void> checkNames(const QList<Central> &list)
{
    QHash<QString, bool> seen; // folded name → is a folder
    for (const Central &central : list) {
        const QString folded = central.entry.name.toCaseFolded();
        if (seen.contains(folded))
            return Error{Error::Code::Invalid, Trust::tr("The archive holds “%1” twice.").arg(central.entry.name)};
        seen.insert(folded, central.isFolder);
    }
    for (const Central &central : list) {
        const QString folded = central.entry.name.toCaseFolded();
        for (qsizetype at = folded.indexOf(u'/'); at > 0; at = folded.indexOf(u'/', at + 1)) {
            if (!seen.value(folded.left(at), true)) {
                return Error{Error::Code::Invalid,
                             Trust::tr("The archive uses a file as the folder of “%1”.").arg(central.entry.name)};
            }
        }
    }
    return {};
}

} // namespace

Result<ZipReader> ZipReader::open(QIODevice *device, const ZipLimits &limits)
{
    auto directory = directoryOf(device, limits);
    if (!directory)
        return directory.error();
    QList<Central> list;
    qint64 total = 0;
    qsizetype at = 0;
    for (int i = 0; i < directory->entries; ++i) {
        auto central = centralAt(directory->bytes, at);
        if (!central)
            return central.error();
        total += central->entry.size;
        if (central->entry.size > limits.entryBytes || total > limits.totalBytes)
            return Error{Error::Code::TooLarge, Trust::tr("The archive's content is too large.")};
        if (auto same = checkLocal(device, *central); !same)
            return same.error();
        at += central->length;
        list.append(*central);
    }
    if (at != directory->bytes.size())
        return damaged(Trust::tr("The archive's directory is damaged."));
    if (auto covered = checkCoverage(list, directory->offset); !covered)
        return covered.error();
    if (auto named = checkNames(list); !named)
        return named.error();
    ZipReader out;
    out.m_device = device;
    for (const Central &central : std::as_const(list)) {
        if (!central.isFolder)
            out.m_entries.append(central.entry);
    }
    return out;
}

const ZipReader::Entry *ZipReader::find(const QString &name) const
{
    const auto it = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry &e) { return e.name == name; });
    return it == m_entries.end() ? nullptr : &*it;
}

Result<QByteArray> ZipReader::read(const QString &name) const
{
    const Entry *entry = find(name);
    if (!entry)
        return Error{Error::Code::NotFound, Trust::tr("The archive has no file “%1”.").arg(name)};
    auto bytes = bytesAt(m_device, entry->offset, entry->size);
    if (!bytes)
        return bytes;
    if (checksum(*bytes) != entry->crc)
        return damaged(Trust::tr("“%1” is damaged: its checksum is wrong.").arg(name));
    return bytes;
}

} // namespace countersign

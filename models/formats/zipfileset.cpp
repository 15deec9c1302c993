// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/zipfileset.h"

#include "formats/inflatedevice.h"

#include <QCoreApplication>
#include <QSet>
#include <QtEndian>

#include <zlib.h>

namespace countersign {

using namespace Qt::StringLiterals;

// Offsets and values are of APPNOTE.TXT 6.3.10, sections 4.3 to 4.5.
namespace {

constexpr quint32 zipLocalMagic = 0x04034b50;
constexpr quint32 zipCentralMagic = 0x02014b50;
constexpr quint32 zipEndMagic = 0x06054b50;
constexpr quint32 zip64EndMagic = 0x06064b50;
constexpr quint32 zip64LocatorMagic = 0x07064b50;
constexpr qint64 zipLocalSize = 30, zipCentralSize = 46, zipEndSize = 22, zip64EndSize = 56, zip64LocatorSize = 20;
constexpr qint64 directoryBytes = 64 * 1024 * 1024;
constexpr qint64 ratioFreeBytes = 1024 * 1024;

QString zipText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

template <typename T>
T le(QByteArrayView bytes, qsizetype at)
{
    return qFromLittleEndian<T>(bytes.data() + at);
}

Error zipDamaged(const QString &text)
{
    return {Error::Code::Corrupt, text};
}

Result<QByteArray> zipBytes(QIODevice *device, qint64 offset, qint64 size)
{
    if (offset < 0 || size < 0 || offset > device->size() - size || !device->seek(offset))
        return zipDamaged(zipText("The archive is damaged or cut short."));
    QByteArray out = device->read(size);
    if (out.size() != size)
        return zipDamaged(zipText("The archive is damaged or cut short."));
    return out;
}

/// A name that could lead out of a folder. Nothing is ever unpacked, but who packs such a name means no good.
bool isUnsafeName(QStringView name)
{
    if (name.isEmpty() || name.size() > 2000 || name.startsWith(u'/') || name.contains(u'\\'))
        return true;
    if (name.size() > 1 && name[1] == u':' && name[0].isLetter() && (name.size() == 2 || name[2] == u'/'))
        return true;
    if (std::any_of(name.begin(), name.end(), [](QChar c) { return c.unicode() < 0x20 || c.unicode() == 0x7f; }))
        return true;
    const auto parts = name.split(u'/');
    return std::any_of(parts.begin(), parts.end(), [](QStringView part) { return part.isEmpty() || part == u"." || part == u".."; });
}

QString methodName(int method)
{
    return method == 93 ? u"zstd"_s : method == 12 ? u"bzip2"_s : method == 14 ? u"LZMA"_s : method == 9 ? u"deflate64"_s : QString::number(method);
}

} // namespace

/// Reads one member and holds it to its declared size and checksum.
class ZipFileSet::Member final : public QIODevice
{
public:
    Member(const ZipFileSet *set, QString name, const Entry &entry, qint64 offset)
        : m_set(set), m_name(std::move(name)), m_entry(entry), m_section(set->m_device, offset, entry.packed)
    {
        if (entry.method != 0)
            m_inflate = std::make_unique<InflateDevice>(&m_section, InflateDevice::Framing::Deflate);
        open(ReadOnly | Unbuffered);
    }
    bool isSequential() const override { return true; }
    bool atEnd() const override { return m_read == m_entry.size && m_checked && QIODevice::bytesAvailable() == 0; }

protected:
    qint64 writeData(const char *, qint64) override { return -1; }

    qint64 readData(char *out, qint64 most) override
    {
        if (m_failed)
            return -1;
        const qint64 wanted = std::min(most, m_entry.size - m_read);
        const qint64 read = wanted > 0 ? source()->read(out, wanted) : 0;
        if (read < 0 || (read == 0 && wanted > 0))
            return fail(m_inflate && m_inflate->problem() ? *m_inflate->problem() : zipDamaged(zipText("It is cut short.")));
        m_crc = quint32(crc32_z(m_crc, reinterpret_cast<const Bytef *>(out), size_t(read)));
        m_read += read;
        return m_read == m_entry.size && !check() ? -1 : read;
    }

private:
    QIODevice *source() { return m_inflate ? static_cast<QIODevice *>(m_inflate.get()) : &m_section; }

    bool check()
    {
        if (m_checked)
            return true;
        char more = 0;
        const bool longer = source()->read(&more, 1) > 0;
        m_checked = !longer && m_crc == m_entry.crc;
        if (!m_checked)
            fail(zipDamaged(longer ? zipText("It is longer than it says.") : zipText("Its checksum is wrong.")));
        return m_checked;
    }

    qint64 fail(Error error)
    {
        m_failed = true;
        error.text = zipText("“%1” in the archive is damaged: %2").arg(m_name, error.text);
        setErrorString(error.text);
        m_set->setProblem(error);
        return -1;
    }

    const ZipFileSet *m_set;
    QString m_name;
    Entry m_entry;
    SectionDevice m_section;
    std::unique_ptr<InflateDevice> m_inflate;
    qint64 m_read = 0;
    quint32 m_crc = 0;
    bool m_checked = false, m_failed = false;
};

/// Reads the directory into a set.
class ZipDirectory
{
public:
    ZipDirectory(QIODevice *device, const ArchiveLimits &limits) : m_device(device), m_limits(limits) {}

    Result<std::unique_ptr<FileSet>> read()
    {
        if (auto found = findEnd(); !found)
            return found.error();
        if (m_count > m_limits.files)
            return Error{Error::Code::TooLarge, zipText("The archive holds more than %1 files, the most that is read.").arg(m_limits.files)};
        if (m_size > directoryBytes)
            return Error{Error::Code::TooLarge, zipText("The archive's directory is too large.")};
        const auto directory = zipBytes(m_device, m_offset, m_size);
        if (!directory)
            return directory.error();
        m_set->m_device = m_device;
        qsizetype at = 0;
        for (qint64 i = 0; i < m_count; ++i) {
            if (auto entry = readEntry(*directory, at); !entry)
                return entry.error();
        }
        // Members that share bytes are how a small archive becomes a large one.
        if (m_packed > m_device->size())
            return zipDamaged(zipText("The archive has members that share their content."));
        for (const QString &name : std::as_const(m_twice)) {
            m_set->m_entries.remove(name);
            m_set->addNote({u"nameTwice"_s, zipText("The archive holds this file more than once; none of them was read."), name});
        }
        QList<FileSet::File> files;
        for (auto it = m_set->m_entries.cbegin(); it != m_set->m_entries.cend(); ++it)
            files.append({it.key(), it.value().size});
        m_set->setFiles(std::move(files));
        return std::unique_ptr<FileSet>(std::move(m_set));
    }

private:
    /// The end record stands at the end, behind it at most a comment of 64 KB.
    Result<void> findEnd()
    {
        const qint64 tailSize = std::min<qint64>(m_device->size(), zipEndSize + 0xffff);
        const auto tail = zipBytes(m_device, m_device->size() - tailSize, tailSize);
        if (!tail)
            return tail.error();
        qsizetype at = tail->size() - zipEndSize;
        while (at >= 0 && !(le<quint32>(*tail, at) == zipEndMagic && at + zipEndSize + le<quint16>(*tail, at + 20) == tail->size()))
            --at;
        if (at < 0)
            return zipDamaged(zipText("The archive is damaged: it has no directory at its end."));
        const QByteArrayView end = QByteArrayView(*tail).sliced(at);
        if (le<quint16>(end, 4) != le<quint16>(end, 6) || (le<quint16>(end, 4) != 0 && le<quint16>(end, 4) != 0xffff))
            return Error{Error::Code::Unsupported, zipText("The archive is split over several files.")};
        m_count = le<quint16>(end, 10);
        m_size = le<quint32>(end, 12);
        m_offset = le<quint32>(end, 16);
        const qint64 place = m_device->size() - tailSize + at;
        if (m_count == 0xffff || m_size == 0xffffffff || m_offset == 0xffffffff)
            return findEnd64(place);
        return checkPlace(place);
    }

    /// Where bytes stand between the directory and its end, two readers see two archives.
    Result<void> checkPlace(qint64 end) const
    {
        const bool adjoins = m_count >= 0 && m_size >= 0 && m_offset >= 0 && m_size <= end && m_offset == end - m_size;
        return adjoins ? Result<void>() : Result<void>(zipDamaged(zipText("The archive's directory is not where it says.")));
    }

    Result<void> findEnd64(qint64 end)
    {
        const auto locator = zipBytes(m_device, end - zip64LocatorSize, zip64LocatorSize);
        if (!locator || le<quint32>(*locator, 0) != zip64LocatorMagic)
            return zipDamaged(zipText("The archive is damaged: it has no directory at its end."));
        const auto record = zipBytes(m_device, le<qint64>(*locator, 8), zip64EndSize);
        if (!record || le<quint32>(*record, 0) != zip64EndMagic)
            return zipDamaged(zipText("The archive is damaged: it has no directory at its end."));
        m_count = le<qint64>(*record, 32);
        m_size = le<qint64>(*record, 40);
        m_offset = le<qint64>(*record, 48);
        return checkPlace(le<qint64>(*locator, 8));
    }

    /// Sizes and place that do not fit into 32 bits stand in the extra field 1, in this order and only if needed.
    static bool widen(QByteArrayView extra, ZipFileSet::Entry &entry)
    {
        for (qsizetype at = 0; at + 4 <= extra.size();) {
            const qsizetype size = le<quint16>(extra, at + 2);
            if (at + 4 + size > extra.size())
                return false;
            if (le<quint16>(extra, at) == 1) {
                qsizetype next = at + 4;
                for (qint64 *value : {&entry.size, &entry.packed, &entry.header}) {
                    if (*value != 0xffffffff)
                        continue;
                    if (next + 8 > at + 4 + size)
                        return false;
                    *value = le<qint64>(extra, next);
                    next += 8;
                }
            }
            at += 4 + size;
        }
        return entry.size >= 0 && entry.packed >= 0 && entry.header >= 0;
    }

    Result<void> readEntry(QByteArrayView directory, qsizetype &at)
    {
        if (directory.size() - at < zipCentralSize || le<quint32>(directory, at) != zipCentralMagic)
            return zipDamaged(zipText("The archive's directory is damaged."));
        const QByteArrayView d = directory.sliced(at);
        const qsizetype nameSize = le<quint16>(d, 28), extraSize = le<quint16>(d, 30);
        const qsizetype whole = zipCentralSize + nameSize + extraSize + le<quint16>(d, 32);
        if (d.size() < whole)
            return zipDamaged(zipText("The archive's directory is damaged."));
        at += whole;
        ZipFileSet::Entry entry{le<quint32>(d, 42), le<quint32>(d, 20), le<quint32>(d, 24), le<quint32>(d, 16), le<quint16>(d, 10)};
        if (!widen(d.sliced(zipCentralSize + nameSize, extraSize), entry))
            return zipDamaged(zipText("The archive's directory is damaged."));
        const QByteArrayView raw = d.sliced(zipCentralSize, nameSize);
        const QString name = raw.isValidUtf8() ? QString::fromUtf8(raw) : QString::fromLatin1(raw);
        if (name.endsWith(u'/') && entry.size == 0)
            return {};
        m_packed += entry.packed;
        m_expanded += entry.size;
        if (m_expanded > m_limits.expandedBytes || entry.size > m_limits.expandedBytes)
            return Error{Error::Code::TooLarge, zipText("The archive expands to more than %1 MB, the most that is read.").arg(m_limits.expandedBytes / 1024 / 1024)};
        if (entry.size > ratioFreeBytes && entry.size / m_limits.ratio > entry.packed)
            return Error{Error::Code::TooLarge, zipText("“%1” expands to more than %2 times its size; that is refused.").arg(name.left(100)).arg(m_limits.ratio)};
        take(name, entry, le<quint16>(d, 8), (le<quint16>(d, 4) >> 8) == 3 ? (le<quint32>(d, 38) >> 16) & 0170000 : 0);
        return {};
    }

    void take(const QString &name, const ZipFileSet::Entry &entry, quint16 flags, quint32 mode)
    {
        if (isUnsafeName(name))
            m_set->addNote({u"unsafeName"_s, zipText("This name leads out of its folder or is no plain name; the file was not read."), name.left(200)});
        else if (flags & 1)
            m_set->addNote({u"notUnderstood"_s, zipText("This file is encrypted and was not read."), name});
        else if (entry.method != 0 && entry.method != 8)
            m_set->addNote({u"notUnderstood"_s, zipText("This file is compressed by a method (%1) that is not read.").arg(methodName(entry.method)), name});
        else if (mode != 0 && mode != 0100000)
            m_set->addNote({u"notUnderstood"_s, zipText("This is a link or a special file and was not read."), name});
        else if (m_set->m_entries.contains(name))
            m_twice.insert(name);
        else
            m_set->m_entries.insert(name, entry);
    }

    QIODevice *m_device;
    const ArchiveLimits &m_limits;
    std::unique_ptr<ZipFileSet> m_set = std::make_unique<ZipFileSet>();
    QSet<QString> m_twice;
    qint64 m_count = 0, m_size = 0, m_offset = 0, m_packed = 0, m_expanded = 0;
};

Result<std::unique_ptr<FileSet>> ZipFileSet::open(QIODevice *device, const ArchiveLimits &limits)
{
    return ZipDirectory(device, limits).read();
}

Result<std::unique_ptr<QIODevice>> ZipFileSet::open(const QString &name) const
{
    const auto it = m_entries.constFind(name);
    if (it == m_entries.cend())
        return Error{Error::Code::NotFound, zipText("There is no file “%1” in the archive.").arg(name)};
    // The local header's name and extra field have their own lengths.
    const auto header = zipBytes(m_device, it->header, zipLocalSize);
    if (!header || le<quint32>(*header, 0) != zipLocalMagic) {
        const Error error = zipDamaged(zipText("“%1” is not where the archive says.").arg(name));
        setProblem(error);
        return error;
    }
    const qint64 offset = it->header + zipLocalSize + le<quint16>(*header, 26) + le<quint16>(*header, 28);
    return std::unique_ptr<QIODevice>(std::make_unique<Member>(this, name, *it, offset));
}

bool isZip(QByteArrayView head)
{
    return head.startsWith("PK\x03\x04") || head.startsWith("PK\x05\x06");
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/blobstore.h"

#include "base/ids.h"
#include "server/store/durablefile.h"
#include "server/store/sqlconnection.h"

#include <QDir>
#include <QFileInfo>

#include <sys/stat.h>
#include <unistd.h>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Error tooLarge(qint64 limit)
{
    return {Error::Code::TooLarge, Storage::tr("A blob may have at most %1 bytes.").arg(limit)};
}

Error mismatch()
{
    return {Error::Code::Untrusted, Storage::tr("The bytes that arrived are not those that the digest names.")};
}

Result<void> makeFolder(const QString &path)
{
    if (::mkdir(QFile::encodeName(path).constData(), 0700) == 0)
        return syncFolder(QFileInfo(path).path());
    if (errno == EEXIST)
        return {};
    return systemError(Storage::tr("The server could not make a folder."));
}

QString temporaryFolder(const QString &folder)
{
    return folder + u"/tmp"_s;
}

QString pathOf(const QString &folder, const QByteArray &digest)
{
    const QString hex = QString::fromLatin1(digest.toHex());
    return folder + u"/blobs/"_s + hex.first(2) + u'/' + hex.sliced(2);
}

/// Moves a written and flushed file to where its digest says. A blob that is there already is kept: it is the same.
Result<void> settle(const QString &folder, const QString &from, const QByteArray &digest, qint64 size)
{
    const QString to = pathOf(folder, digest);
    if (const QFileInfo there(to); there.isFile() && there.size() == size) {
        QFile::remove(from);
        return {};
    }
    if (const auto made = makeFolder(QFileInfo(to).path()); !made) {
        QFile::remove(from);
        return made;
    }
    ::chmod(QFile::encodeName(from).constData(), 0400);
    return moveDurably(from, to);
}

Result<void> checkDigest(const QString &expected, const QByteArray &digest)
{
    if (expected.isEmpty())
        return {};
    const auto wanted = parseDigest(expected);
    if (!wanted)
        return wanted.error();
    if (*wanted != digest)
        return mismatch();
    return {};
}

} // namespace

BlobUpload::BlobUpload(QString folder, qint64 limit, QString path)
    : m_folder(std::move(folder)), m_limit(limit), m_file(path)
{
}

BlobUpload::~BlobUpload()
{
    m_file.close();
    if (!m_done)
        m_file.remove();
}

Result<void> BlobUpload::write(QByteArrayView bytes)
{
    if (!m_file.isOpen())
        return {Error::Code::Internal, Storage::tr("This upload has ended.")};
    if (bytes.size() > m_limit - m_size) {
        m_file.close();
        return tooLarge(m_limit);
    }
    errno = 0;
    if (m_file.write(bytes.data(), bytes.size()) != bytes.size()) {
        const Error error = systemError(Storage::tr("The server could not write a blob."));
        m_file.close();
        return error;
    }
    m_hash.addData(bytes);
    m_size += bytes.size();
    return {};
}

Result<BlobInfo> BlobUpload::finish(const QString &expectedDigest)
{
    if (!m_file.isOpen())
        return {Error::Code::Internal, Storage::tr("This upload has ended.")};
    const QByteArray digest = m_hash.result();
    if (const auto same = checkDigest(expectedDigest, digest); !same) {
        m_file.close();
        return same.error();
    }
    errno = 0;
    if (::fsync(m_file.handle()) != 0) {
        const Error error = systemError(Storage::tr("The server could not write a blob."));
        m_file.close();
        return error;
    }
    m_file.close();
    if (const auto settled = settle(m_folder, m_file.fileName(), digest, m_size); !settled)
        return settled.error();
    m_done = true;
    return BlobInfo{digestString(digest), m_size};
}

Result<std::unique_ptr<BlobStore>> BlobStore::open(const QString &serverFolder, qint64 limit)
{
    for (const QString &name : {u"/blobs"_s, u"/tmp"_s}) {
        if (const auto made = makeFolder(serverFolder + name); !made)
            return made.error();
    }
    QDir temporary(temporaryFolder(serverFolder));
    const QStringList left = temporary.entryList(QDir::Files | QDir::Hidden | QDir::System);
    for (const QString &name : left)
        temporary.remove(name);
    return std::unique_ptr<BlobStore>(new BlobStore(serverFolder, limit));
}

Result<std::unique_ptr<BlobUpload>> BlobStore::begin() const
{
    const QString name = temporaryFolder(m_folder) + u'/' + QString::fromLatin1(randomBytes(16).toHex());
    std::unique_ptr<BlobUpload> upload(new BlobUpload(m_folder, m_limit, name));
    errno = 0;
    // Unbuffered: a full disk is seen by the write that meets it.
    if (!upload->m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered,
                             QFile::ReadOwner | QFile::WriteOwner))
        return systemError(Storage::tr("The server could not write a blob."));
    return upload;
}

Result<BlobInfo> BlobStore::put(QByteArrayView bytes) const
{
    auto upload = begin();
    if (!upload)
        return upload.error();
    if (const auto written = (*upload)->write(bytes); !written)
        return written.error();
    return (*upload)->finish();
}

Result<BlobInfo> BlobStore::adopt(const QString &path, const QString &expectedDigest) const
{
    const auto discard = [&path](const Error &error) -> Result<BlobInfo> {
        QFile::remove(path);
        return error;
    };
    const auto found = digestFile(path);
    if (!found)
        return discard(found.error());
    if (found->size > m_limit)
        return discard(tooLarge(m_limit));
    if (const auto same = checkDigest(expectedDigest, found->digest); !same)
        return discard(same.error());
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || ::fsync(file.handle()) != 0)
        return discard(systemError(Storage::tr("The server could not write a blob.")));
    file.close();
    if (const auto settled = settle(m_folder, path, found->digest, found->size); !settled)
        return settled.error();
    return BlobInfo{digestString(found->digest), found->size};
}

Result<QString> BlobStore::path(const QString &digest) const
{
    const auto raw = parseDigest(digest);
    if (!raw)
        return raw.error();
    const QString path = pathOf(m_folder, *raw);
    if (!QFileInfo(path).isFile())
        return {Error::Code::NotFound, Storage::tr("There is no blob with this digest.")};
    return path;
}

Result<qint64> BlobStore::size(const QString &digest) const
{
    const auto found = path(digest);
    if (!found)
        return found.error();
    return QFileInfo(*found).size();
}

Result<std::unique_ptr<QFile>> BlobStore::file(const QString &digest) const
{
    const auto found = path(digest);
    if (!found)
        return found.error();
    auto file = std::make_unique<QFile>(*found);
    if (!file->open(QIODevice::ReadOnly))
        return {Error::Code::Internal, Storage::tr("The server could not read a blob."), file->errorString()};
    return file;
}

Result<QByteArray> BlobStore::read(const QString &digest, qint64 maximum) const
{
    const auto opened = file(digest);
    if (!opened)
        return opened.error();
    QFile &source = **opened;
    if (source.size() > maximum)
        return {Error::Code::TooLarge, Storage::tr("This blob is larger than %1 bytes.").arg(maximum)};
    const QByteArray bytes = source.readAll();
    if (digestString(sha256(bytes)) != digest)
        return {Error::Code::Corrupt, Storage::tr("A blob is damaged: its bytes are not those its digest names.")};
    return bytes;
}

} // namespace countersign

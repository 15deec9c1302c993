// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/durablefile.h"

#include "server/store/sqlconnection.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Descriptor
{
    int fd;
    ~Descriptor()
    {
        if (fd >= 0)
            ::close(fd);
    }
};

bool writeAll(int fd, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t written = ::write(fd, bytes.data(), size_t(bytes.size()));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes = bytes.sliced(written);
    }
    return true;
}

} // namespace

Error systemError(const QString &sentence)
{
    const int code = errno;
    const bool full = code == ENOSPC || code == EDQUOT || code == EFBIG;
    return {Error::Code::Internal, full ? Storage::tr("The server's disk is full.") : sentence,
            QString::fromLocal8Bit(std::strerror(code)), full};
}

Result<void> writeDurably(const QString &path, QByteArrayView bytes, int mode)
{
    const QString temporary = path + u".new"_s;
    const QByteArray name = QFile::encodeName(temporary);
    const QString failed = Storage::tr("The server could not write a file.");
    {
        const Descriptor file{::open(name.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)};
        if (file.fd < 0)
            return systemError(failed);
        if (!writeAll(file.fd, bytes) || ::fsync(file.fd) != 0) {
            const Error error = systemError(failed);
            ::unlink(name.constData());
            return error;
        }
    }
    return moveDurably(temporary, path);
}

Result<void> moveDurably(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0) {
        const Error error = systemError(Storage::tr("The server could not move a file into its place."));
        ::unlink(QFile::encodeName(from).constData());
        return error;
    }
    return syncFolder(QFileInfo(to).path());
}

Result<void> syncFolder(const QString &path)
{
    const Descriptor folder{::open(QFile::encodeName(path).constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (folder.fd < 0 || ::fsync(folder.fd) != 0)
        return systemError(Storage::tr("The server could not write a folder."));
    return {};
}

} // namespace countersign

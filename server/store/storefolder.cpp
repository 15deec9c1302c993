// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/storefolder.h"

#include "server/store/durablefile.h"
#include "server/store/sqlconnection.h"
#include "trust/digest.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace countersign {

using namespace Qt::StringLiterals;

Result<StoreFolder> StoreFolder::hold(const QString &path)
{
    const QString parent = QFileInfo(QDir::cleanPath(QDir(path).absolutePath())).path();
    if (!QDir().mkpath(parent))
        return systemError(Storage::tr("The server's folder cannot be made."));
    const QByteArray name = QFile::encodeName(path);
    if (::mkdir(name.constData(), 0700) != 0 && errno != EEXIST)
        return systemError(Storage::tr("The server's folder cannot be made."));
    const int lock = ::open((name + "/lock").constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0)
        return systemError(Storage::tr("The server's folder cannot be written to."));
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        ::close(lock);
        return Error{Error::Code::Busy, Storage::tr("Another server already uses this folder."), {}, true};
    }
    return StoreFolder(path, lock);
}

StoreFolder::StoreFolder(StoreFolder &&other) noexcept
    : m_path(std::move(other.m_path)), m_lock(std::exchange(other.m_lock, -1))
{
}

StoreFolder::~StoreFolder()
{
    if (m_lock >= 0)
        ::close(m_lock);
}

QString StoreFolder::database(const QString &folder)
{
    return folder + u"/countersign.db"_s;
}

QString StoreFolder::logKey(const QString &folder)
{
    return folder + u"/log.key"_s;
}

namespace {

Result<LogKey> named(const Ed25519PrivateKey &key)
{
    const QString origin = u"countersign/"_s + sha256Hex(key.publicKey().raw()).first(8);
    auto signer = NoteSigner::log(origin, key);
    if (!signer)
        return signer.error();
    return LogKey{origin, *signer};
}

} // namespace

Result<LogKey> LogKey::load(const QString &path, bool create)
{
    QFile file(path);
    if (!file.exists()) {
        if (!create)
            return {Error::Code::Corrupt, Storage::tr("The key of the server's log is missing.")};
        const auto key = Ed25519PrivateKey::generate();
        if (!key)
            return key.error();
        if (const auto written = writeDurably(path, key->toPem(), 0600); !written)
            return written.error();
        return named(*key);
    }
    if (file.permissions() & (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther)) {
        return {Error::Code::Forbidden,
                Storage::tr("The key of the server's log can be read by others; its mode must be 0600.")};
    }
    if (!file.open(QIODevice::ReadOnly))
        return {Error::Code::Corrupt, Storage::tr("The key of the server's log cannot be read."), file.errorString()};
    const auto key = Ed25519PrivateKey::fromPem(file.read(64 * 1024));
    if (!key)
        return {Error::Code::Corrupt, Storage::tr("The key of the server's log is damaged."), key.error().text};
    return named(*key);
}

} // namespace countersign

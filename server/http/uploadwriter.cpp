// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/uploadwriter.h"

#include "base/ids.h"

#include <QDateTime>
#include <QDir>

#ifdef Q_OS_UNIX
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;

namespace countersign {

UploadWriter::~UploadWriter()
{
    if (m_file.isOpen()) {
        m_file.close();
        m_file.remove();
    }
}

bool UploadWriter::open(const QString &directory)
{
    m_file.setFileName(directory + u"/upload-"_s + newUlid(QDateTime::currentDateTimeUtc()) + u".part"_s);
    return m_file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered,
                       QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

bool UploadWriter::write(const QByteArray &bytes)
{
    m_hash.addData(bytes);
    m_size += bytes.size();
    return m_file.write(bytes) == bytes.size();
}

std::shared_ptr<UploadedFile> UploadWriter::finish()
{
    bool good = m_file.flush();
#ifdef Q_OS_UNIX
    // A blob that is acknowledged has to be there after a power cut.
    good = good && ::fsync(m_file.handle()) == 0;
#endif
    if (!good)
        return {};
    m_file.close();
    return std::make_shared<UploadedFile>(m_file.fileName(), m_size, m_hash.result());
}

void UploadWriter::removeLeftovers(const QString &directory)
{
    QDir dir(directory);
    for (const QString &name : dir.entryList({u"upload-*.part"_s}, QDir::Files))
        dir.remove(name);
}

} // namespace countersign

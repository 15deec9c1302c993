// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/hashingdevice.h"

#include <QCoreApplication>

#include <cstring>

namespace countersign {

HashingDevice::HashingDevice(QIODevice *from, const ImportOptions &options) : m_from(from), m_options(options)
{
    open(ReadOnly | Unbuffered);
}

qint64 HashingDevice::readOn(char *out, qint64 most)
{
    if (m_problem)
        return -1;
    if (most <= 0) // peek() asks for nothing when it has enough
        return 0;
    if (m_options.stop.stop_requested()) {
        m_problem = Error{Error::Code::Cancelled, QCoreApplication::translate("Import", "Cancelled.")};
        return -1;
    }
    const qint64 read = m_from->read(out, most);
    if (read < 0 || (read == 0 && !m_from->atEnd())) {
        m_problem = Error{Error::Code::Internal, QCoreApplication::translate("Import", "The file could not be read further."),
                          m_from->errorString(), true};
        return -1;
    }
    m_bytes += read;
    if (m_bytes > m_options.fileBytes) {
        m_problem = Error{Error::Code::TooLarge,
                          QCoreApplication::translate("Import", "The file is larger than %1 MB, the most that is read.")
                              .arg(m_options.fileBytes / 1024 / 1024)};
        return -1;
    }
    m_hash.add(QByteArrayView(out, read));
    if (m_options.progress)
        m_options.progress(m_bytes, m_from->isSequential() ? -1 : m_from->size());
    return read;
}

QByteArray HashingDevice::head(qsizetype bytes)
{
    while (m_head.size() < bytes) {
        QByteArray more(bytes - m_head.size(), Qt::Uninitialized);
        const qint64 read = readOn(more.data(), more.size());
        if (read <= 0)
            break;
        m_head.append(more.constData(), read);
    }
    return m_head;
}

qint64 HashingDevice::readData(char *out, qint64 most)
{
    if (m_head.isEmpty())
        return readOn(out, most);
    const qint64 size = std::min<qint64>(most, m_head.size());
    std::memcpy(out, m_head.constData(), std::size_t(size));
    m_head.remove(0, size);
    return size;
}

bool HashingDevice::atEnd() const
{
    return m_head.isEmpty() && !m_problem && m_from->atEnd();
}

Result<void> HashingDevice::drain()
{
    m_head.clear();
    QByteArray rest(256 * 1024, Qt::Uninitialized);
    while (readOn(rest.data(), rest.size()) > 0) {
    }
    if (m_problem)
        return *m_problem;
    return {};
}

QString HashingDevice::digest()
{
    return digestString(m_hash.result());
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/inflatedevice.h"

#include <QCoreApplication>

#include <zlib.h>

#include <algorithm>

namespace countersign {

namespace {

constexpr qsizetype inflateChunk = 64 * 1024;
constexpr qint64 ratioFreeBytes = 1024 * 1024;

QString inflateText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

} // namespace

SectionDevice::SectionDevice(QIODevice *from, qint64 offset, qint64 bytes) : m_from(from), m_at(offset), m_left(bytes)
{
    open(ReadOnly | Unbuffered);
}

qint64 SectionDevice::readData(char *out, qint64 most)
{
    const qint64 wanted = std::min(most, m_left);
    if (wanted <= 0)
        return 0;
    if (!m_from->seek(m_at))
        return -1;
    const qint64 read = m_from->read(out, wanted);
    if (read <= 0)
        return -1;
    m_at += read;
    m_left -= read;
    return read;
}

struct InflateDevice::Stream
{
    z_stream z = {};
    bool good = false;
};

InflateDevice::InflateDevice(QIODevice *from, Framing framing)
    : m_from(from), m_framing(framing), m_stream(std::make_unique<Stream>())
{
    // RFC 1952 for gzip (16 more than the window's bits), RFC 1951 without any frame (negative).
    m_stream->good = inflateInit2(&m_stream->z, framing == Framing::Gzip ? 15 + 16 : -15) == Z_OK;
    open(ReadOnly | Unbuffered);
}

InflateDevice::~InflateDevice()
{
    inflateEnd(&m_stream->z);
}

qint64 InflateDevice::fail(Error::Code code, const QString &text)
{
    m_problem = Error{code, text};
    setErrorString(text);
    return -1;
}

bool InflateDevice::refill()
{
    if (m_stream->z.avail_in > 0)
        return true;
    m_in = m_from->read(inflateChunk);
    m_taken += m_in.size();
    m_stream->z.next_in = reinterpret_cast<Bytef *>(m_in.data());
    m_stream->z.avail_in = uInt(m_in.size());
    return !m_in.isEmpty();
}

/// One member is complete; gzip files may be several, one behind the other. False when there is no further one.
bool InflateDevice::endMember()
{
    if (m_framing == Framing::Gzip && refill())
        return inflateReset(&m_stream->z) == Z_OK;
    m_done = true;
    return false;
}

qint64 InflateDevice::readData(char *out, qint64 most)
{
    if (m_problem)
        return -1;
    z_stream &z = m_stream->z;
    const qint64 wanted = std::min<qint64>(most, 16 * 1024 * 1024);
    z.next_out = reinterpret_cast<Bytef *>(out);
    z.avail_out = uInt(wanted);
    while (!m_done && z.avail_out > 0) {
        if (!m_stream->good || !refill())
            return fail(Error::Code::Corrupt, inflateText("The compressed data is cut short."));
        const int code = inflate(&z, Z_NO_FLUSH);
        if (code == Z_STREAM_END && !endMember())
            break;
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return fail(Error::Code::Corrupt, inflateText("The compressed data is damaged."));
    }
    const qint64 given = wanted - z.avail_out;
    m_given += given;
    if (m_given > mostBytes)
        return fail(Error::Code::TooLarge, inflateText("The data expands to more than %1 MB, the most that is read.").arg(mostBytes / 1024 / 1024));
    if (m_given > ratioFreeBytes && m_given / mostRatio > m_taken)
        return fail(Error::Code::TooLarge, inflateText("The data expands to more than %1 times its size; that is refused.").arg(mostRatio));
    return given;
}

bool InflateDevice::atEnd() const
{
    return m_done && QIODevice::bytesAvailable() == 0;
}

bool isGzip(QByteArrayView head)
{
    return head.size() >= 3 && head[0] == '\x1f' && head[1] == '\x8b' && head[2] == '\x08';
}

} // namespace countersign

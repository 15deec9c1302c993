// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonreader.h"

#include <QBuffer>

#include <cstring>

namespace countersign {

using namespace Qt::StringLiterals;

void JsonReader::start()
{
    m_started = true;
    if (m_device)
        need(3);
    if (m_event == Event::Failed)
        return;
    if (m_rawBytes > m_options.totalBytes) {
        fail(Error::Code::TooLarge, tr("the input has more than %1 bytes").arg(m_options.totalBytes));
        return;
    }
    const qsizetype size = m_end - m_pos;
    const auto byte = [this](int i) { return uchar(m_pos[i]); };
    if (size >= 3 && byte(0) == 0xef && byte(1) == 0xbb && byte(2) == 0xbf) {
        m_pos += 3;
        m_lineStart = 3;
        return;
    }
    const bool little = size >= 2 && byte(0) == 0xff && byte(1) == 0xfe;
    const bool big = size >= 2 && byte(0) == 0xfe && byte(1) == 0xff;
    if (!little && !big)
        return;
    m_decoder = std::make_unique<QStringDecoder>(little ? QStringDecoder::Utf16LE : QStringDecoder::Utf16BE);
    const QByteArray raw(m_pos + 2, size - 2);
    if (!m_device) {
        // What is in memory is decoded chunk by chunk as well.
        auto buffer = std::make_unique<QBuffer>();
        buffer->setData(raw);
        buffer->open(QIODevice::ReadOnly);
        m_ownDevice = std::move(buffer);
        m_device = m_ownDevice.get();
        m_rawBytes = 0;
        m_begin = m_end = m_pos = nullptr;
        return;
    }
    const QByteArray text = decoded(raw);
    m_buffer.assign(text.begin(), text.end());
    m_begin = m_pos = m_buffer.data();
    m_end = m_begin + m_buffer.size();
}

QByteArray JsonReader::decoded(const QByteArray &raw)
{
    QString text = std::exchange(m_halfPair, {}) + QString(m_decoder->decode(raw));
    // The other half of a pair may come with the next chunk.
    if (!text.isEmpty() && text.back().isHighSurrogate() && !raw.isEmpty()) {
        m_halfPair = text.last(1);
        text.chop(1);
    }
    if (m_decoder->hasError() || !text.isValidUtf16())
        fail(Error::Code::Invalid, tr("the UTF-16 text is damaged"));
    return text.toUtf8();
}

/// Reads a chunk behind the first `kept` bytes of the buffer and says how much text it was; nothing at the end of the
/// input and on error.
std::optional<std::size_t> JsonReader::append(std::size_t kept)
{
    const auto room = [&](std::size_t bytes) {
        if (m_buffer.size() < kept + bytes)
            m_buffer.resize(std::max(kept + bytes, m_buffer.size() * 2));
        return m_buffer.data() + kept;
    };
    QByteArray raw;
    qint64 read = 0;
    if (m_decoder) {
        raw = m_device->read(m_options.chunkBytes);
        read = raw.size();
    } else {
        read = m_device->read(room(std::size_t(m_options.chunkBytes)), m_options.chunkBytes);
    }
    if (read <= 0) {
        if (!m_device->atEnd())
            fail(Error::Code::Internal, tr("the file could not be read further"));
        else if (m_decoder)
            decoded({});
        return {};
    }
    m_rawBytes += read;
    if (m_rawBytes > m_options.totalBytes) {
        fail(Error::Code::TooLarge, tr("the input has more than %1 bytes").arg(m_options.totalBytes));
        return {};
    }
    if (!m_decoder)
        return std::size_t(read);
    const QByteArray text = decoded(raw);
    if (m_event == Event::Failed)
        return {};
    if (!text.isEmpty()) // half a UTF-16 character gives nothing, and the buffer may not exist yet
        std::memcpy(room(std::size_t(text.size())), text.constData(), std::size_t(text.size()));
    return std::size_t(text.size());
}

/// Reads more, keeping what lies behind m_keep (or m_pos). False at the end of the input and on error.
bool JsonReader::fill()
{
    if (!m_device || m_event == Event::Failed)
        return false;
    if (m_options.stop.stop_requested()) {
        fail(Error::Code::Cancelled, tr("cancelled"));
        return false;
    }
    const char *from = m_keep ? m_keep : m_pos;
    const std::size_t kept = std::size_t(m_end - from);
    const std::size_t pos = std::size_t(m_pos - from);
    m_base += from - m_begin;
    if (from != m_begin && kept)
        std::memmove(m_buffer.data(), from, kept);
    const auto point = [&](std::size_t size) {
        m_begin = m_buffer.data();
        m_end = m_begin + size;
        m_pos = m_begin + pos;
        if (m_keep)
            m_keep = m_begin;
    };
    point(kept); // a failure says where
    const std::optional<std::size_t> added = append(kept);
    point(kept + added.value_or(0)); // the buffer may have moved
    if (!added)
        return false;
    if (m_options.progress)
        m_options.progress(m_rawBytes);
    // Half a UTF-16 character gives no text yet.
    return m_pos < m_end || fill();
}

/// True when at least `bytes` bytes lie at m_pos.
bool JsonReader::need(qsizetype bytes)
{
    const bool free = !m_keep;
    if (free)
        m_keep = m_pos;
    while (m_end - m_pos < bytes && fill()) {
    }
    if (free)
        m_keep = nullptr;
    return m_end - m_pos >= bytes;
}

bool JsonReader::tick()
{
    // With a device, fill() does this.
    if ((++m_ticks & 0xfff) || m_device)
        return true;
    if (m_options.stop.stop_requested()) {
        fail(Error::Code::Cancelled, tr("cancelled"));
        return false;
    }
    if (m_options.progress)
        m_options.progress(m_pos - m_begin);
    return true;
}

} // namespace countersign

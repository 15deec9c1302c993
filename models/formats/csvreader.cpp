// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/csvreader.h"

#include <algorithm>
#include <array>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype csvChunk = 256 * 1024;
constexpr qsizetype csvHead = 64 * 1024;
constexpr int csvProbedRecords = 20;

/// How often each delimiter stands outside of quotes, record by record.
QList<qsizetype> csvCounts(QByteArrayView head, char delimiter)
{
    QList<qsizetype> out;
    qsizetype count = 0, length = 0;
    bool quoted = false;
    for (const char c : head) {
        if (c == '"')
            quoted = !quoted;
        if (quoted || (c != '\n' && c != '\r')) {
            count += !quoted && c == delimiter;
            ++length;
            continue;
        }
        if (length > 0)
            out.append(count);
        count = length = 0;
        if (out.size() == csvProbedRecords)
            return out;
    }
    if (out.isEmpty() && length > 0)
        out.append(count);
    return out;
}

} // namespace

char CsvReader::detectDelimiter(QByteArrayView head)
{
    char best = ',';
    double bestScore = 0;
    for (const char delimiter : std::array{',', ';', '\t', '|'}) {
        const QList<qsizetype> counts = csvCounts(head.first(std::min(head.size(), csvHead)), delimiter);
        if (counts.isEmpty() || counts.first() == 0)
            continue;
        const auto even = double(std::count(counts.begin(), counts.end(), counts.first()));
        // Evenness decides; of equally even ones the more frequent separates, the other is part of the texts.
        const double score = even / double(counts.size()) + 0.001 * double(std::min<qsizetype>(counts.first(), 500));
        if (score > bestScore) {
            bestScore = score;
            best = delimiter;
        }
    }
    return best;
}

CsvReader::CsvReader(QIODevice *device) : CsvReader(device, Options()) {}

CsvReader::CsvReader(QIODevice *device, Options options) : m_device(device), m_options(std::move(options)) {}

CsvReader::~CsvReader() = default;

Error CsvReader::failed(Error::Code code, const QString &text) const
{
    return {code, tr("Line %1: %2").arg(m_recordLine > 0 ? m_recordLine : m_line).arg(text)};
}

bool CsvReader::fill()
{
    if (m_ended)
        return false;
    const QByteArray chunk = m_device->read(csvChunk);
    if (chunk.isEmpty()) {
        m_ended = true;
        return false;
    }
    m_read += chunk.size();
    m_buffer.remove(0, m_pos);
    m_pos = 0;
    if (m_utf16)
        m_buffer += QString(m_utf16->decode(chunk)).toUtf8();
    else
        m_buffer += chunk;
    return true;
}

void CsvReader::start()
{
    m_started = true;
    while (m_buffer.size() < csvHead && fill()) { }
    if (m_buffer.startsWith("\xff\xfe") || m_buffer.startsWith("\xfe\xff")) {
        m_utf16 = std::make_unique<QStringDecoder>(m_buffer.startsWith("\xff\xfe") ? QStringDecoder::Utf16LE : QStringDecoder::Utf16BE);
        m_buffer = QString(m_utf16->decode(m_buffer.sliced(2))).toUtf8();
    } else if (m_buffer.startsWith("\xef\xbb\xbf")) {
        m_buffer.remove(0, 3);
    }
    if (m_options.delimiter == 0)
        m_options.delimiter = detectDelimiter(m_buffer);
}

QString CsvReader::decoded(const QByteArray &field)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder.decode(field);
    if (!decoder.hasError())
        return text;
    ++m_latin1;
    return QString::fromLatin1(field);
}

Result<bool> CsvReader::next(QStringList &record)
{
    if (!m_started)
        start();
    for (;;) {
        const Result<bool> read = readRecord(record);
        if (!read.ok() || !*read)
            return read;
        if (record.size() > 1 || !record.first().isEmpty())
            return true;
    }
}

Result<bool> CsvReader::readRecord(QStringList &record)
{
    record.clear();
    m_recordLine = m_line;
    if (m_options.stop.stop_requested())
        return Error{Error::Code::Cancelled, tr("Cancelled.")};
    if (m_read > m_options.totalBytes)
        return Error{Error::Code::TooLarge, tr("The file is larger than %1 MB, the most that is read.").arg(m_options.totalBytes / 1024 / 1024)};
    QByteArray field;
    qsizetype bytes = 0;
    enum { Begin, Plain, Quoted, AfterQuote } state = Begin;
    bool any = false;
    for (;;) {
        if (m_pos == m_buffer.size() && !fill()) {
            if (state == Quoted)
                return failed(Error::Code::Invalid, tr("A quote is never closed."));
            if (!any)
                return false;
            record.append(decoded(field));
            return true;
        }
        const char c = m_buffer.at(m_pos++);
        any = true;
        if (c == '\0')
            return failed(Error::Code::Invalid, tr("There is a NUL in the text."));
        if (++bytes > m_options.recordBytes)
            return failed(Error::Code::TooLarge, tr("One record is longer than %1 MB.").arg(m_options.recordBytes / 1024 / 1024));
        const bool lineEnd = c == '\n' || c == '\r';
        if (lineEnd && !(c == '\n' && m_afterReturn))
            ++m_line;
        m_afterReturn = c == '\r';
        if (state == Quoted) {
            if (c == '"')
                state = AfterQuote;
            else
                field += c;
            continue;
        }
        if (state == AfterQuote && c == '"') {
            field += c;
            state = Quoted;
            continue;
        }
        if (c == m_options.delimiter || lineEnd) {
            record.append(decoded(field));
            field.clear();
            state = Begin;
            if (record.size() > m_options.columns)
                return failed(Error::Code::TooLarge, tr("There are more than %1 columns.").arg(m_options.columns));
            if (!lineEnd)
                continue;
            return true;
        }
        if (state == Begin && c == '"') {
            state = Quoted;
            continue;
        }
        m_oddQuotes += state == AfterQuote && c != ' ';
        state = Plain;
        field += c;
    }
}

} // namespace countersign

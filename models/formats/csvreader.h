// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QByteArray>
#include <QCoreApplication>
#include <QIODevice>
#include <QStringDecoder>
#include <QStringList>

#include <memory>
#include <stop_token>

namespace countersign {

/// A pull reader for tables of separated values (RFC 4180 and what programs make of it): comma, semicolon, tab or bar,
/// quoted fields with line breaks, LF, CRLF or CR, UTF-8 with or without mark, UTF-16 with one. Bytes that are no UTF-8
/// are read as Latin-1 and counted, never guessed further. Reads in chunks, holds one record. Any thread, one at a time.
class CsvReader
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    struct Options
    {
        char delimiter = 0; ///< 0: found out from the first records
        qsizetype columns = 4096;
        qsizetype recordBytes = 16 * 1024 * 1024;
        qint64 totalBytes = 512LL * 1024 * 1024;
        std::stop_token stop = {};
    };

    explicit CsvReader(QIODevice *device);
    CsvReader(QIODevice *device, Options options);
    ~CsvReader();
    Q_DISABLE_COPY_MOVE(CsvReader)

    /// The next record, without empty lines: false at the end. Errors: Invalid (NUL, a quote never closed) with the line,
    /// TooLarge, Cancelled.
    Result<bool> next(QStringList &record);

    [[nodiscard]] char delimiter() const { return m_options.delimiter; }
    /// Where the last record began, counted from 1.
    [[nodiscard]] qint64 line() const { return m_recordLine; }
    [[nodiscard]] qint64 latin1Fields() const { return m_latin1; }
    /// Fields in which something follows the closing quote; it is kept.
    [[nodiscard]] qint64 oddQuotes() const { return m_oddQuotes; }

    /// The delimiter that separates the first records most evenly; a comma where none does.
    static char detectDelimiter(QByteArrayView head);

private:
    bool fill();
    void start();
    QString decoded(const QByteArray &field);
    Error failed(Error::Code code, const QString &text) const;
    Result<bool> readRecord(QStringList &record);

    QIODevice *m_device;
    Options m_options;
    std::unique_ptr<QStringDecoder> m_utf16;
    QByteArray m_buffer;
    qsizetype m_pos = 0;
    qint64 m_read = 0, m_line = 1, m_recordLine = 0, m_latin1 = 0, m_oddQuotes = 0;
    bool m_started = false, m_ended = false, m_afterReturn = false;
};

} // namespace countersign

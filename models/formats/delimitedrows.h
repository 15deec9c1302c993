// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QStringList>

namespace countersign {

/// Reads rows of a text with separated values (RFC 4180, with LF line ends): quoted cells may hold separators, doubled
/// quotes and line ends. The separator is the one of , ; and tab that the first row has most of.
class DelimitedRows
{
public:
    explicit DelimitedRows(QByteArrayView text);

    /// The next row that is not blank; false at the end. A quote that is never closed ends with the text.
    bool next();
    [[nodiscard]] const QList<QByteArray> &cells() const { return m_cells; }
    [[nodiscard]] QStringList texts() const;
    [[nodiscard]] qint64 line() const { return m_rowLine; } ///< where the row begins, counted from 1
    [[nodiscard]] char separator() const { return m_separator; }
    [[nodiscard]] bool unclosed() const { return m_unclosed; }

private:
    QByteArray cell();
    QByteArrayView m_text;
    qsizetype m_at = 0;
    qint64 m_line = 1, m_rowLine = 1;
    char m_separator = ',';
    bool m_unclosed = false;
    QList<QByteArray> m_cells;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/delimitedrows.h"

#include <algorithm>

namespace countersign {

DelimitedRows::DelimitedRows(QByteArrayView text) : m_text(text)
{
    const QByteArrayView head = text.first(std::max<qsizetype>(0, text.indexOf('\n') < 0 ? text.size() : text.indexOf('\n')));
    qsizetype most = 0;
    for (const char candidate : {',', ';', '\t'}) {
        const qsizetype count = std::count(head.begin(), head.end(), candidate);
        if (count > most) {
            most = count;
            m_separator = candidate;
        }
    }
}

QByteArray DelimitedRows::cell()
{
    QByteArray out;
    if (m_at < m_text.size() && m_text[m_at] == '"') {
        for (++m_at;; ++m_at) {
            if (m_at >= m_text.size()) {
                m_unclosed = true;
                return out;
            }
            const char c = m_text[m_at];
            if (c == '"' && m_at + 1 < m_text.size() && m_text[m_at + 1] == '"')
                ++m_at;
            else if (c == '"')
                break;
            m_line += c == '\n';
            out.append(c);
        }
        ++m_at;
    }
    const qsizetype start = m_at;
    while (m_at < m_text.size() && m_text[m_at] != m_separator && m_text[m_at] != '\n')
        ++m_at;
    return out + m_text.sliced(start, m_at - start).toByteArray();
}

bool DelimitedRows::next()
{
    while (m_at < m_text.size()) {
        m_cells.clear();
        m_rowLine = m_line;
        m_cells.append(cell());
        while (m_at < m_text.size() && m_text[m_at] == m_separator) {
            ++m_at;
            m_cells.append(cell());
        }
        if (m_at < m_text.size()) {
            ++m_at;
            ++m_line;
        }
        if (m_cells.size() > 1 || !m_cells.first().trimmed().isEmpty())
            return true;
    }
    return false;
}

QStringList DelimitedRows::texts() const
{
    QStringList out;
    for (const QByteArray &cell : m_cells)
        out.append(QString::fromUtf8(cell));
    return out;
}

} // namespace countersign

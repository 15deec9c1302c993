// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/warninglist.h"

#include <QCoreApplication>

namespace countersign {

namespace {
constexpr qint64 shownOfACode = 20;
}

void WarningList::add(const QString &code, const QString &message, const QString &pointer)
{
    qint64 &count = m_counts[code];
    if (++count == 1)
        m_order.append(code);
    if (count <= shownOfACode)
        m_list.append({code, message, pointer});
}

QList<EvaluationReport::Warning> WarningList::take()
{
    for (const QString &code : std::as_const(m_order)) {
        if (const qint64 more = m_counts.value(code) - shownOfACode; more > 0)
            m_list.append({code, QCoreApplication::translate("Import", "%1 more of this kind.").arg(more), {}});
    }
    m_counts.clear();
    m_order.clear();
    return std::exchange(m_list, {});
}

} // namespace countersign

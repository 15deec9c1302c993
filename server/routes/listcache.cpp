// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/listcache.h"

namespace countersign {

std::optional<QByteArray> ListCache::find(const QByteArray &key, qint64 head)
{
    const std::scoped_lock lock(m_mutex);
    if (head != m_head)
        return std::nullopt;
    const auto it = m_pages.constFind(key);
    return it == m_pages.constEnd() ? std::nullopt : std::optional(*it);
}

void ListCache::keep(const QByteArray &key, qint64 head, const QByteArray &page)
{
    const std::scoped_lock lock(m_mutex);
    if (head < m_head)
        return;
    if (head > m_head || m_bytes + page.size() > m_maximumBytes) {
        m_pages.clear();
        m_bytes = 0;
        m_head = head;
    }
    if (page.size() > m_maximumBytes || m_pages.contains(key))
        return;
    m_pages.insert(key, page);
    m_bytes += page.size() + key.size();
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QHash>

#include <mutex>
#include <optional>

namespace countersign {

/// List pages as they were sent, good until the next change of anything. The key says what the caller may see and what
/// was asked. Any thread.
class ListCache
{
public:
    explicit ListCache(qsizetype maximumBytes = 32 * 1024 * 1024) : m_maximumBytes(maximumBytes) {}

    [[nodiscard]] std::optional<QByteArray> find(const QByteArray &key, qint64 head);
    /// `head` as it was before the page was read: a page that is newer than its label is never served after a change.
    void keep(const QByteArray &key, qint64 head, const QByteArray &page);

private:
    std::mutex m_mutex;
    qsizetype m_maximumBytes;
    qsizetype m_bytes = 0;
    qint64 m_head = -1;
    QHash<QByteArray, QByteArray> m_pages;
};

} // namespace countersign

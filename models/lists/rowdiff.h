// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QSet>

#include <utility>

namespace countersign {

/// How one ordered list becomes another, as an item model tells it to its views: ranges that go (in old positions,
/// from the back), a new order of what stays, ranges that come (in new positions, from the front). Keys are unique.
template <typename Key>
struct RowDiff
{
    using Range = std::pair<int, int>; ///< first and last row
    bool whole = false;                ///< too different: reset instead
    QList<Range> removed, inserted;
    bool reordered = false;
    QList<Key> survivors; ///< in their new order; only when reordered

    [[nodiscard]] bool isEmpty() const { return !whole && removed.isEmpty() && inserted.isEmpty() && !reordered; }
};

/// Linear in what lies between the common beginning and the common end. Any thread.
template <typename Key>
RowDiff<Key> diffRows(const QList<Key> &before, const QList<Key> &after, qsizetype mostRanges = 100)
{
    RowDiff<Key> out;
    const qsizetype shorter = std::min(before.size(), after.size());
    qsizetype head = 0, tail = 0;
    while (head < shorter && before[head] == after[head])
        ++head;
    while (tail < shorter - head && before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    const qsizetype beforeEnd = before.size() - tail, afterEnd = after.size() - tail;
    const QSet<Key> had(before.begin() + head, before.begin() + beforeEnd);
    const QSet<Key> has(after.begin() + head, after.begin() + afterEnd);
    const auto extend = [](QList<std::pair<int, int>> &ranges, qsizetype row) {
        if (!ranges.isEmpty() && ranges.last().second + 1 == int(row))
            ++ranges.last().second;
        else
            ranges.append({int(row), int(row)});
    };
    QList<Key> stayed, stays;
    for (qsizetype i = head; i < beforeEnd; ++i) {
        if (has.contains(before[i]))
            stayed.append(before[i]);
        else
            extend(out.removed, i);
    }
    for (qsizetype i = head; i < afterEnd; ++i) {
        if (had.contains(after[i]))
            stays.append(after[i]);
        else
            extend(out.inserted, i);
    }
    out.whole = out.removed.size() + out.inserted.size() > mostRanges;
    std::reverse(out.removed.begin(), out.removed.end());
    out.reordered = stayed != stays;
    if (out.reordered)
        out.survivors = before.first(head) + stays + before.last(tail);
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "lists/rowdiff.h"

#include <QAbstractTableModel>
#include <QHash>

namespace countersign {

/// A table model whose rows are keys in an order: applies a RowDiff with the signals that keep selections and
/// persistent indexes where they belong.
template <typename Key>
class RowModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;
    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : int(m_keys.size()); }

protected:
    [[nodiscard]] const QList<Key> &keys() const { return m_keys; }
    /// `before` runs inside the reset, after the views were told.
    template <typename Before>
    void resetKeys(const QList<Key> &keys, Before before)
    {
        beginResetModel();
        m_keys = keys;
        before();
        endResetModel();
    }
    void applyDiff(const RowDiff<Key> &diff, const QList<Key> &after)
    {
        if (diff.whole)
            return resetKeys(after, [] {});
        for (const auto &[first, last] : diff.removed) {
            beginRemoveRows({}, first, last);
            m_keys.remove(first, last - first + 1);
            endRemoveRows();
        }
        if (diff.reordered)
            reorder(diff.survivors);
        for (const auto &[first, last] : diff.inserted) {
            beginInsertRows({}, first, last);
            m_keys.insert(first, last - first + 1, Key{});
            std::copy(after.begin() + first, after.begin() + last + 1, m_keys.begin() + first);
            endInsertRows();
        }
    }

private:
    void reorder(const QList<Key> &order)
    {
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        const QModelIndexList from = persistentIndexList();
        QHash<Key, int> wanted;
        for (const QModelIndex &index : from)
            wanted.insert(m_keys[index.row()], -1);
        for (qsizetype row = 0; row < order.size() && !wanted.isEmpty(); ++row) {
            if (const auto it = wanted.find(order[row]); it != wanted.end())
                *it = int(row);
        }
        QModelIndexList to;
        to.reserve(from.size());
        for (const QModelIndex &index : from)
            to.append(createIndex(wanted.value(m_keys[index.row()]), index.column()));
        m_keys = order;
        changePersistentIndexList(from, to);
        Q_EMIT layoutChanged({}, VerticalSortHint);
    }
    QList<Key> m_keys;
};

} // namespace countersign

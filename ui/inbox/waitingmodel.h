// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/inbox/inboxitems.h"

#include <QAbstractTableModel>
#include <QSet>

namespace countersign {

/// The rows of the inbox in the order they were given. The clock is read anew at every painting; tick() says that
/// time has passed.
class WaitingModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { What, Title, Facts, Due, Count };
    /// `clock` outlives the model.
    explicit WaitingModel(const Clock *clock, QObject *parent = nullptr);

    void setItems(QList<WaitingItem> items);
    [[nodiscard]] const WaitingItem *at(int row) const;
    [[nodiscard]] const QList<WaitingItem> &items() const { return m_items; }
    /// Shown muted while its command is under way.
    void setUnderWay(const QString &key, bool underWay);
    [[nodiscard]] bool isUnderWay(const QString &key) const { return m_underWay.contains(key); }
    void tick();

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QVariant text(const WaitingItem &item, Column column) const;

    const Clock *m_clock;
    QList<WaitingItem> m_items;
    QSet<QString> m_underWay;
};

/// "in 5 h", "3 h overdue", "waits 2 d", "4 d ago".
QString inboxClock(const WaitingItem &item, const QDateTime &now);
/// True when its clock has run out or will within a day.
bool isPressing(const WaitingItem &item, const QDateTime &now);

} // namespace countersign

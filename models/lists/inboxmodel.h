// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "lists/inbox.h"
#include "lists/rowmodel.h"

#include <QTimer>

#include <stop_token>

namespace countersign {

class Outbox;
class Replica;

/// What waits for one person, most urgent first. Follows the replica, the outbox and the time. GUI thread.
class InboxModel : public RowModel<QString>
{
    Q_OBJECT
public:
    /// None is owned; all must outlive this. `outbox` may be null.
    InboxModel(Replica *replica, Outbox *outbox, const Clock *clock, const QString &person, QObject *parent = nullptr);
    ~InboxModel() override;

    [[nodiscard]] const InboxItem &item(int row) const { return m_items.at(row); }
    [[nodiscard]] int rowOf(const QString &key) const { return int(keys().indexOf(key)); }
    [[nodiscard]] bool isLoading() const { return m_loading; }
    /// How many are past their time.
    [[nodiscard]] int overdue() const;

    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : 1; }
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

public Q_SLOTS:
    void refresh();

Q_SIGNALS:
    void countChanged(int count);
    void failed(const countersign::Error &error);

private:
    void take(const Result<QList<InboxItem>> &items);
    void show(QList<InboxItem> items);
    Replica *m_replica;
    Outbox *m_outbox;
    const Clock *m_clock;
    QString m_person;
    QList<InboxItem> m_fromReplica, m_items;
    QHash<QString, InboxItem> m_byKey;
    bool m_loading = true;
    bool m_asking = false;
    bool m_askAgain = false;
    std::stop_source m_stop;
    QTimer m_soon, m_minute;
};

} // namespace countersign

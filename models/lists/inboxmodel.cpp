// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/inboxmodel.h"

#include "replica/outbox.h"
#include "replica/replica.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

bool concernsInbox(const QString &kind)
{
    static const QStringList kinds{u"request"_s, u"signoff"_s, u"waiver"_s, u"signer"_s, u"person"_s,
                                   u"policy"_s, u"evaluation"_s, u"card"_s, u"version"_s, u"model"_s};
    return kinds.contains(kind);
}

} // namespace

InboxModel::InboxModel(Replica *replica, Outbox *outbox, const Clock *clock, const QString &person, QObject *parent)
    : RowModel(parent), m_replica(replica), m_outbox(outbox), m_clock(clock), m_person(person)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(80);
    m_minute.setInterval(60'000);
    connect(&m_soon, &QTimer::timeout, this, &InboxModel::refresh);
    connect(&m_minute, &QTimer::timeout, this, &InboxModel::refresh);
    connect(m_replica, &Replica::changed, this, [this](const QString &kind) {
        if (concernsInbox(kind) && !m_soon.isActive())
            m_soon.start();
    });
    if (m_outbox) {
        const auto again = [this] { show(m_fromReplica); };
        connect(m_outbox, &Outbox::loaded, this, again);
        connect(m_outbox, &Outbox::changed, this, again);
        connect(m_outbox, &Outbox::removed, this, again);
    }
    m_minute.start();
    refresh();
}

InboxModel::~InboxModel()
{
    m_stop.request_stop();
}

void InboxModel::refresh()
{
    if (m_asking) {
        m_askAgain = true;
        return;
    }
    m_asking = true;
    m_stop = m_replica->read(
        this, [person = m_person, now = m_clock->now()](ReadSession &session) { return inboxOf(session, person, now); },
        [this](const Result<QList<InboxItem>> &items) { take(items); });
}

void InboxModel::take(const Result<QList<InboxItem>> &items)
{
    m_asking = false;
    if (items.ok()) {
        m_loading = false;
        m_fromReplica = *items;
        show(m_fromReplica);
    } else if (items.error().code != Error::Code::Cancelled) {
        Q_EMIT failed(items.error());
    }
    if (std::exchange(m_askAgain, false))
        refresh();
}

void InboxModel::show(QList<InboxItem> items)
{
    if (m_outbox)
        items += inboxOf(m_outbox->items());
    sortInbox(items);
    QList<QString> after;
    for (const InboxItem &item : std::as_const(items))
        after.append(item.key());
    const auto before = keys().size();
    // While rows come and go, positions of the two lists differ: data() looks items up by key.
    m_byKey.clear();
    for (const InboxItem &item : std::as_const(items))
        m_byKey.insert(item.key(), item);
    applyDiff(diffRows(keys(), after), after);
    m_items = items;
    if (!m_items.isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(m_items.size()) - 1, 0));
    if (before != keys().size())
        Q_EMIT countChanged(int(keys().size()));
}

int InboxModel::overdue() const
{
    return int(std::count_if(m_items.begin(), m_items.end(), [](const InboxItem &item) { return item.overdue; }));
}

QVariant InboxModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const QString key = keys().at(index.row());
    const auto it = m_byKey.constFind(key);
    if (it == m_byKey.constEnd())
        return {};
    switch (role) {
    case Qt::DisplayRole: return it->title;
    case ListRole::Secondary: return it->subtitle;
    case ListRole::Tone: return int(it->tone);
    case ListRole::Time: return it->due.isValid() ? QVariant(it->due) : QVariant();
    case ListRole::Id: return key;
    case ListRole::Kind: return it->kind;
    case ListRole::Loading: return false;
    default: return {};
    }
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/inboxplace.h"

#include "replica/outbox.h"
#include "ui/inbox/waitingmodel.h"
#include "ui/inbox/inboxpreview.h"
#include "ui/inbox/outboxdialog.h"
#include "ui/inbox/outboxtrouble.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/itemroles.h"

#include <QAction>
#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QSettings>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QString selectionKey = u"inbox/selected"_s;

/// Names are cut near their beginning: version and environment, at the end, are what tells them apart.
class TailDelegate final : public RowDelegate
{
protected:
    void paintContent(QPainter *painter, const Cell &cell, const QModelIndex &, const Theme &) const override
    {
        painter->setFont(cell.font);
        painter->setPen(cell.ink);
        const QFontMetrics metrics(cell.font);
        QString text = cell.text;
        if (metrics.horizontalAdvance(text) > cell.rect.width()) {
            const QString head = text.left(headLength);
            text = head + metrics.elidedText(text.mid(headLength), Qt::ElideLeft, cell.rect.width() - metrics.horizontalAdvance(head));
        }
        painter->drawText(cell.rect, int(cell.alignment | Qt::AlignVCenter | Qt::TextSingleLine), text);
    }

private:
    static constexpr int headLength = 8;
};

} // namespace

InboxPlace::InboxPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent)
    : Place(parent)
    , m_workspace(workspace)
    , m_settings(settings)
    , m_banner(new Banner)
    , m_table(new DataTable(tr("Inbox")))
    , m_model(new WaitingModel(workspace->clock(), this))
    , m_preview(new InboxPreview)
{
    const Theme theme = Theme::current();
    m_table->setModel(m_model);
    m_table->setColumns({{new ChipDelegate, 144}, {new TailDelegate, 272}, {nullptr, 240, true}, {nullptr, 104}});
    m_table->rememberColumns(settings, u"inbox/list"_s);
    m_table->setEmptyState(tr("Nothing waits for you."));
    m_table->setDataState(DataState::Loading);
    auto *left = new QVBoxLayout;
    left->setSpacing(0);
    auto *bannerSpace = new QVBoxLayout;
    bannerSpace->setContentsMargins(theme.gap(), 0, theme.gap(), 0);
    bannerSpace->addWidget(m_banner);
    left->addLayout(bannerSpace);
    left->addWidget(m_table, 1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(left, 1);
    layout->addWidget(m_preview);
    m_wanted = settings->value(selectionKey).toString();

    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &InboxPlace::reload);
    connect(&m_minute, &QTimer::timeout, this, &InboxPlace::tick);
    m_minute.start(60'000);
    connect(m_table, &DataTable::activated, this, &InboxPlace::open);
    connect(m_table, &DataTable::currentRowChanged, this, &InboxPlace::showCurrent);
    connect(m_preview, &InboxPreview::openRequested, this, &InboxPlace::open);
    connect(m_preview, &InboxPreview::actRequested, this, &InboxPlace::act);
    connect(m_preview, &InboxPreview::outboxRequested, this, &InboxPlace::settleOutbox);
    // Several kinds change with one act; one look a moment later sees them all.
    connect(workspace->replica(), &Replica::changed, this, [this] { m_timer.start(0); });
    connect(workspace, &Workspace::personChanged, this, [this] { m_timer.start(0); });
    // Reports come in one by one after a first sync; one look a little later sees several.
    connect(workspace, &Workspace::blobArrived, this, [this] { m_timer.start(300); });
    connect(workspace, &Workspace::freshnessChanged, this, &InboxPlace::showFreshness);
    followOutbox();
    addActions(registry);
    showFreshness();
    reload();
}

void InboxPlace::followOutbox()
{
    if (Outbox *outbox = m_workspace->outbox()) {
        connect(outbox, &Outbox::loaded, this, &InboxPlace::merge);
        connect(outbox, &Outbox::added, this, &InboxPlace::merge);
        connect(outbox, &Outbox::changed, this, &InboxPlace::merge);
        connect(outbox, &Outbox::removed, this, &InboxPlace::merge);
    }
}

void InboxPlace::addActions(ActionRegistry *registry)
{
    const auto add = [&](const ActionRegistry::Definition &definition, const std::function<void()> &act) {
        if (const auto action = registry->add(definition); action.ok())
            connect(*action, &QAction::triggered, this, act);
    };
    add({u"inbox.open"_s, tr("Open what is selected"), tr("Inbox"), tr("Goes to the place where the selected thing is decided."), u"forward"_s,
         QKeySequence(Qt::Key_O), this},
        [this] { open(); });
    add({u"inbox.act"_s, tr("Do what is offered"), tr("Inbox"), tr("Presses the blue button beside the selected thing."), u"check"_s,
         QKeySequence(Qt::CTRL | Qt::Key_Return), this},
        [this] {
            if (m_preview->primary() && m_preview->primary()->isEnabled())
                m_preview->primary()->click();
        });
    add({u"inbox.list"_s, tr("Back to the list"), tr("Inbox"), tr("Gives the keys to the list."), {}, QKeySequence(Qt::Key_Escape), this},
        [this] { m_table->setFocus(); });
}

QString InboxPlace::title() const
{
    return tr("Inbox");
}

QString InboxPlace::subtitle() const
{
    const auto waiting = std::count_if(m_model->items().begin(), m_model->items().end(), [](const WaitingItem &item) { return !item.information; });
    return waiting == 0 ? QString() : tr("%n waiting for you", nullptr, int(waiting));
}

QWidget *InboxPlace::primaryFocus()
{
    return m_table;
}

void InboxPlace::activate(const QUrl &link)
{
    const QString id = links::id(link);
    if (id.isEmpty())
        return;
    for (const WaitingItem &item : m_model->items()) {
        if (item.key == id || item.request == id) {
            m_table->selectId(item.key);
            return;
        }
    }
    m_wanted = id;
}

void InboxPlace::reload()
{
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    const InboxAsker asker{m_workspace->actor(), m_workspace->clock()->now()};
    m_job = m_workspace->replica()->read(
        this, [asker](ReadSession &session) { return loadInbox(session, asker); },
        [this, generation](Result<QList<WaitingItem>> items) {
            if (generation == m_generation)
                take(std::move(items));
        });
}

void InboxPlace::take(Result<QList<WaitingItem>> items)
{
    if (!items) {
        if (items.error().code != Error::Code::Cancelled)
            m_table->setDataState(DataState::Failed, items.error().text);
        return;
    }
    m_items = std::move(*items);
    m_table->setDataState(DataState::Ready);
    merge();
}

void InboxPlace::merge()
{
    QList<WaitingItem> all = m_items;
    if (const Outbox *outbox = m_workspace->outbox()) {
        QSet<QString> away;
        for (const OutboxItem &item : outbox->items()) {
            if (!outbox->canSendFor(item.command.person))
                away.insert(item.command.person);
        }
        away.remove(m_workspace->person().name);
        all += outboxTrouble(outbox->items(), m_workspace->person().name, away);
    }
    sortWaiting(all);
    const int row = m_table->currentIndex().row();
    const QString before = m_wanted.isEmpty() ? m_table->currentId() : m_wanted;
    for (const WaitingItem &item : std::as_const(m_model->items())) {
        const bool gone = std::none_of(all.begin(), all.end(), [&](const WaitingItem &now) { return now.key == item.key; });
        if (gone)
            m_model->setUnderWay(item.key, false);
    }
    m_model->setItems(all);
    m_wanted.clear();
    // What was done is gone; the next one takes its place under the hand.
    if (!m_table->selectId(before) && m_model->rowCount() > 0)
        m_table->selectRow(std::clamp(row, 0, m_model->rowCount() - 1));
    showCurrent();
    const QDateTime now = m_workspace->clock()->now();
    const auto waiting = std::count_if(all.begin(), all.end(), [](const WaitingItem &item) { return !item.information; });
    const bool pressing = std::any_of(all.begin(), all.end(), [&](const WaitingItem &item) {
        return item.kind == WaitingItem::Kind::OutboxTrouble || isPressing(item, now);
    });
    emit badgeChanged(int(waiting), pressing);
    emit titleChanged();
}

const WaitingItem *InboxPlace::current() const
{
    return m_model->at(m_table->currentIndex().row());
}

void InboxPlace::showCurrent()
{
    const WaitingItem *item = current();
    if (!item) {
        m_preview->showNothing();
        return;
    }
    if (m_settings->value(selectionKey) != item->key) // writing goes to the disk, which must not hold up a first painting
        m_settings->setValue(selectionKey, item->key);
    m_preview->show(*item, m_workspace->clock()->now(), m_model->isUnderWay(item->key));
    readRequirements(*item);
}

void InboxPlace::readRequirements(const WaitingItem &item)
{
    m_detailJob.request_stop();
    if (item.kind != WaitingItem::Kind::SignOff && item.kind != WaitingItem::Kind::Escalated)
        return;
    m_detailJob = m_workspace->replica()->read(
        this, [id = item.request, now = m_workspace->clock()->now()](ReadSession &session) { return requirementSummary(session, id, now); },
        [this, key = item.key](const Result<QString> &summary) {
            if (summary)
                m_preview->setRequirements(key, *summary);
            else if (summary.error().code == Error::Code::NotFound)
                m_preview->setRequirements(key, tr("not all evidence is on this machine yet"));
            else if (summary.error().code != Error::Code::Cancelled)
                m_preview->setRequirements(key, summary.error().text);
        });
}

void InboxPlace::showFreshness()
{
    const Freshness freshness = m_workspace->freshness();
    m_table->setEmptyState(freshness.state == Freshness::State::Never ? tr("Nothing is known yet: the first sync is under way.")
                                                                      : tr("Nothing waits for you."));
    // With the outbox at hand each command is a row; without it the count must still be seen.
    if (freshness.outboxTrouble > 0 && !m_workspace->outbox())
        m_banner->show(Banner::Kind::Warning, tr("%n of your decisions did not reach the others", nullptr, freshness.outboxTrouble),
                       tr("The server refused them, or somebody else was first. They are kept in the outbox until you decide."));
    else
        m_banner->hide();
}

void InboxPlace::tick()
{
    m_model->tick();
    const QDateTime now = m_workspace->clock()->now();
    const bool ended = std::any_of(m_items.begin(), m_items.end(), [&](const WaitingItem &item) { return item.due.isValid() && item.due < now; });
    if (ended) // an approval or waiver may have ended, a stage may have escalated
        m_timer.start(0);
}

void InboxPlace::open()
{
    const WaitingItem *item = current();
    if (!item)
        return;
    if (item->target.isEmpty()) {
        if (item->outbox != 0)
            changeOutbox(item->outbox);
        return;
    }
    emit openLink(item->target);
}

void InboxPlace::act(int index)
{
    const WaitingItem *item = current();
    if (!item || index < 0 || index >= item->acts.size() || m_model->isUnderWay(item->key))
        return;
    const QString key = item->key;
    const Command command = item->acts[index].command;
    m_model->setUnderWay(key, true);
    showCurrent();
    m_workspace->send(command, this, [this, key, title = command.title](const Result<QJsonObject> &answer) {
        if (answer) {
            emit undoOffered(tr("Done: %1.").arg(title), {});
            m_timer.start(0);
            return;
        }
        m_model->setUnderWay(key, false);
        showCurrent();
        emit undoOffered(answer.error().text, {});
    });
}

void InboxPlace::settleOutbox(const QString &what)
{
    const WaitingItem *item = current();
    Outbox *outbox = m_workspace->outbox();
    if (!item || !outbox || item->outbox == 0)
        return;
    const qint64 number = item->outbox;
    if (what == "resend"_L1) {
        outbox->release(number);
    } else if (what == "edit"_L1) {
        changeOutbox(number);
    } else if (const OutboxItem *command = outbox->item(number)) {
        const OutboxCommand dropped = command->command;
        outbox->discard(number);
        // A sign-off that was dropped is not offered again: it would go out unread.
        emit undoOffered(tr("Dropped: %1.").arg(dropped.title), dropped.requestId.isEmpty() ? std::function<void()>([this, dropped] {
            if (Outbox *box = m_workspace->outbox())
                box->add(dropped, this, [](const Result<qint64> &) {}, OutboxItem::Held);
        }) : std::function<void()>());
    }
}

void InboxPlace::changeOutbox(qint64 number)
{
    const Outbox *outbox = m_workspace->outbox();
    const OutboxItem *item = outbox ? outbox->item(number) : nullptr;
    if (!item)
        return;
    auto *dialog = new OutboxDialog(*item, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, number] {
        if (Outbox *box = m_workspace->outbox())
            box->edit(number, dialog->command());
    });
    dialog->open();
}

PlaceEntry inboxPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings)
{
    return {u"inbox"_s, InboxPlace::tr("Inbox"), u"inbox"_s, PlaceGroup::Work,
            [=](QWidget *parent) { return new InboxPlace(workspace, registry, settings, parent); }};
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/outbox.h"

#include "base/async.h"
#include "base/ids.h"
#include "replica/outboxstore.h"

namespace countersign {

using namespace Qt::StringLiterals;

/// The store, used by the disk's thread alone.
struct Outbox::File
{
    Result<OutboxStore *> opened(const QString &folder)
    {
        if (!store) {
            auto made = OutboxStore::open(folder);
            if (!made.ok())
                return made.error();
            store = std::move(*made);
        }
        return store.get();
    }
    std::unique_ptr<OutboxStore> store;
};

Outbox::Outbox(RestClient *client, const Clock *clock, const QString &folder, QObject *parent)
    : QObject(parent), m_client(client), m_clock(clock), m_folder(folder), m_file(std::make_shared<File>())
{
    m_disk.setMaxThreadCount(1);
    m_disk.setExpiryTimeout(-1);
    m_retry.setSingleShot(true);
    connect(&m_retry, &QTimer::timeout, this, &Outbox::pump);
}

Outbox::~Outbox()
{
    // Everything that was asked for is written; then the file is closed where it was opened.
    m_disk.start([file = m_file] { file->store.reset(); });
    m_disk.waitForDone();
}

template <typename Work, typename Done>
void Outbox::onDisk(Work work, Done done)
{
    using R = std::invoke_result_t<Work, OutboxStore &>;
    runAsync(
        this, &m_disk,
        [file = m_file, folder = m_folder, work = std::move(work)](std::stop_token) -> R {
            const auto store = file->opened(folder);
            if (!store.ok())
                return store.error();
            return work(**store);
        },
        std::move(done));
}

void Outbox::actAs(const QString &person)
{
    m_person = person;
    poke();
}

void Outbox::start()
{
    onDisk([](OutboxStore &store) { return store.load(); },
           [this](const Result<OutboxStore::Loaded> &result) {
               if (!result.ok()) {
                   Q_EMIT failed(result.error());
               } else {
                   if (result->unreadable > 0)
                       Q_EMIT failed({Error::Code::Corrupt, tr("%n command(s) that wait were written by another version and are kept unread.", nullptr, result->unreadable)});
                   for (const OutboxItem &item : result->items) {
                       if (!find(item.number))
                           m_items.append(item);
                   }
                   std::sort(m_items.begin(), m_items.end(), [](const auto &a, const auto &b) { return a.number < b.number; });
               }
               m_loaded = true;
               Q_EMIT loaded();
               pump();
           });
}

void Outbox::add(const OutboxCommand &command, QObject *context, std::function<void(Result<qint64>)> done, OutboxItem::State first)
{
    OutboxItem item;
    item.idempotencyKey = newUlid(m_clock->now()).toLatin1();
    item.command = command;
    if (item.command.person.isEmpty())
        item.command.person = m_person;
    item.state = first == OutboxItem::Held ? OutboxItem::Held : OutboxItem::Queued;
    item.createdAt = m_clock->now();
    const QPointer<QObject> guard(context);
    onDisk([item](OutboxStore &store) { return store.add(item); },
           [this, item, guard, done = std::move(done)](const Result<qint64> &number) mutable {
               if (number.ok()) {
                   item.number = *number;
                   if (!find(*number)) {
                       m_items.append(item);
                       Q_EMIT added(*number);
                   }
               } else {
                   Q_EMIT failed(number.error());
               }
               if (guard)
                   done(number);
               pump();
           });
}

OutboxItem *Outbox::find(qint64 number)
{
    const auto it = std::find_if(m_items.begin(), m_items.end(), [number](const OutboxItem &item) { return item.number == number; });
    return it == m_items.end() ? nullptr : &*it;
}

const OutboxItem *Outbox::item(qint64 number) const
{
    return const_cast<Outbox *>(this)->find(number);
}

/// On the disk first, then believed; what the server has said is true even when the disk does not take it.
void Outbox::keep(const OutboxItem &item, Believe believe)
{
    onDisk([item](OutboxStore &store) { return store.update(item); },
           [this, item, believe](const Result<void> &result) {
               if (!result.ok())
                   Q_EMIT failed(result.error());
               OutboxItem *known = find(item.number);
               if (!known || (!result.ok() && believe == Believe::OnceKept))
                   return pump();
               *known = item;
               Q_EMIT changed(item.number);
               pump();
           });
}

void Outbox::hold(qint64 number)
{
    const OutboxItem *known = item(number);
    if (!known || known->state != OutboxItem::Queued || m_sending == number)
        return;
    OutboxItem held = *known;
    held.state = OutboxItem::Held;
    // From this moment it is not sent, whatever the disk does.
    find(number)->state = OutboxItem::Held;
    keep(held);
}

void Outbox::release(qint64 number)
{
    const OutboxItem *known = item(number);
    if (!known || !isMine(*known) || (known->state != OutboxItem::Held && known->state != OutboxItem::Refused && known->state != OutboxItem::NeedsReview))
        return;
    OutboxItem next = *known;
    // A refusal is remembered by the server under its key: asking again takes a new one.
    if (known->state == OutboxItem::Refused)
        next.idempotencyKey = newUlid(m_clock->now()).toLatin1();
    next.command.person = m_person;
    next.state = OutboxItem::Queued;
    next.problem.clear();
    next.fields.clear();
    next.attempts = 0;
    keep(next);
}

void Outbox::edit(qint64 number, const OutboxCommand &command)
{
    const OutboxItem *known = item(number);
    if (!known || !isMine(*known) || m_sending == number || known->state == OutboxItem::Sent)
        return;
    OutboxItem next;
    next.number = number;
    next.idempotencyKey = newUlid(m_clock->now()).toLatin1();
    next.command = command;
    next.command.person = m_person;
    next.createdAt = known->createdAt;
    // What it was must not go out any more while the disk is busy with what it is.
    find(number)->state = OutboxItem::Held;
    keep(next);
}

void Outbox::discard(qint64 number)
{
    if (const OutboxItem *known = item(number); known && isMine(*known) && m_sending != number)
        remove(number);
}

void Outbox::remove(qint64 number)
{
    find(number)->state = OutboxItem::Held;
    onDisk([number](OutboxStore &store) { return store.remove(number); },
           [this, number](const Result<void> &result) {
               if (!result.ok()) {
                   Q_EMIT failed(result.error());
                   return;
               }
               m_items.removeIf([number](const OutboxItem &item) { return item.number == number; });
               Q_EMIT removed(number);
               pump();
           });
}

void Outbox::settle(qint64 seq)
{
    const QList<OutboxItem> all = m_items;
    for (const OutboxItem &item : all) {
        if (item.state == OutboxItem::Sent && item.seq <= seq)
            remove(item.number);
    }
}

void Outbox::poke()
{
    m_signInNeeded.clear();
    m_retry.stop();
    pump();
}

} // namespace countersign

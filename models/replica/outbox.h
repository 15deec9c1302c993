// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "client/restclient.h"
#include "replica/outboxitem.h"

#include <QObject>
#include <QSet>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <optional>

namespace countersign {

class OutboxStore;

/// Commands on their way to the server. Each is on the disk before add() answers, goes out in order of its target with
/// an idempotency key, and stays until the server has taken it or a person has decided what becomes of it. Lives in one
/// thread; the file is written on another.
class Outbox : public QObject
{
    Q_OBJECT
public:
    /// Asked right before a sign-off is sent, every time: does what was signed still hold for the evidence as it is now?
    /// Answers later or at once; an error keeps the sign-off back with its sentence.
    using Review = std::function<void(const OutboxItem &, std::function<void(Result<void>)> answer)>;

    /// The key under which a person's commands go out; none when it is not at hand, and their commands wait.
    using KeyOf = std::function<std::optional<QByteArray>(const QString &person)>;

    /// Neither client nor clock is owned; both must outlive this.
    Outbox(RestClient *client, const Clock *clock, const QString &folder, QObject *parent = nullptr);
    ~Outbox() override;

    /// Without one, sign-offs are never sent but kept for review.
    void setReview(Review review) { m_review = std::move(review); }
    /// Without one, only the acting person's commands go out, under the client's own key.
    void setKeys(KeyOf keys) { m_keys = std::move(keys); }
    /// Whose what is added from now on is. Commands of somebody whose key is not at hand wait for them.
    void actAs(const QString &person);
    [[nodiscard]] const QString &person() const { return m_person; }
    /// Whether the acting person may send again, change or drop it: theirs, or of nobody who is known.
    [[nodiscard]] bool isMine(const OutboxItem &item) const { return item.command.person.isEmpty() || item.command.person == m_person; }
    /// Whether the person's commands can go out now; otherwise they wait until that person acts again.
    [[nodiscard]] bool canSendFor(const QString &person) const;
    /// Reads what the last run left and begins to send; loaded() follows.
    void start();

    /// `done` receives the command's number once it is on the disk, never if context is gone by then.
    void add(const OutboxCommand &command, QObject *context, std::function<void(Result<qint64>)> done,
             OutboxItem::State first = OutboxItem::Queued);
    void hold(qint64 number);
    /// Lets go what was held, or tries again what was refused or kept for review, as it is. What nobody is known for
    /// becomes the acting person's; another person's stays as it is, here and in the two below.
    void release(qint64 number);
    /// Sends it changed: a new command with a key of its own in the place of the old. Not while it is being sent.
    void edit(qint64 number, const OutboxCommand &command);
    void discard(qint64 number);
    /// The copy has everything up to `seq`: what was sent before that is done with.
    void settle(qint64 seq);
    /// Tries at once: the network came back, or a new token is there.
    void poke();

    /// By number. What has been decided and is not yet in the copy.
    [[nodiscard]] const QList<OutboxItem> &items() const { return m_items; }
    [[nodiscard]] const OutboxItem *item(qint64 number) const;
    [[nodiscard]] bool isLoaded() const { return m_loaded; }

Q_SIGNALS:
    void loaded();
    void added(qint64 number);
    void changed(qint64 number);
    void removed(qint64 number);
    /// The file cannot be read or written: decisions are not kept. The sentence is for people.
    void failed(const countersign::Error &error);

private:
    struct File;
    template <typename Work, typename Done>
    void onDisk(Work work, Done done);
    OutboxItem *find(qint64 number);
    enum class Believe { OnceKept, Anyway };
    void keep(const OutboxItem &item, Believe believe = Believe::OnceKept);
    void pump();
    [[nodiscard]] const OutboxItem *nextToSend() const;
    [[nodiscard]] std::optional<QByteArray> keyOf(const QString &person) const;
    void remove(qint64 number);
    void review(const OutboxItem &item);
    void send(const OutboxItem &item);
    void sent(qint64 number, const RestReply &reply);
    void conflict(OutboxItem item, const RestReply &reply);
    void askTheirs(const OutboxItem &item);
    void waitAndRetry(OutboxItem item, const Error &error);
    void finishSending(const OutboxItem &item);

    RestClient *m_client;
    const Clock *m_clock;
    QString m_folder;
    Review m_review;
    KeyOf m_keys;
    QString m_person;
    QList<OutboxItem> m_items;
    bool m_loaded = false;
    QSet<QString> m_signInNeeded; ///< persons whose key the server did not take
    qint64 m_sending = 0; ///< number, 0 for none
    int m_failures = 0;
    QTimer m_retry;
    std::shared_ptr<File> m_file;
    QThreadPool m_disk;
};

} // namespace countersign

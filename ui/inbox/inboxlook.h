// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/caseassembly.h"
#include "domain/policyevaluation.h"
#include "replica/replicacase.h"
#include "ui/inbox/inboxitems.h"

#include <QCoreApplication>

namespace countersign {

/// The replica as a source of cases that reads people, policies and models once for all requests of one look.
class RememberingSource final : public CaseSource
{
public:
    explicit RememberingSource(ReadSession &session) : m_source(session) {}
    Result<Record> record(const QString &kind, const QString &id) override;
    Result<QList<Record>> list(const QString &kind, const QString &field, const QString &value) override;
    Result<QByteArray> blob(const QString &digest) override { return m_source.blob(digest); }

private:
    ReplicaCaseSource m_source;
    QHash<QString, Record> m_records;
    std::optional<QList<Record>> m_people;
};

/// One look at the replica for one person: each function finds one sort of item. Used on a reader's thread and gone
/// with the session. Records that do not decode are left out: the places that own them say what is wrong.
class InboxLook
{
    Q_DECLARE_TR_FUNCTIONS(Inbox)
public:
    InboxLook(ReadSession &session, const InboxAsker &asker) : m_session(session), m_source(session), m_asker(asker) {}

    // inboxrequests.cpp
    Result<void> openRequests();
    Result<void> decidedRequests();
    Result<void> endingApprovals();
    // inboxmatters.cpp
    Result<void> waivers();
    Result<void> keys();
    Result<void> cards();
    // inboxplans.cpp
    Result<void> plans();
    Result<void> ratings();

    [[nodiscard]] QList<WaitingItem> take() { return std::move(m_items); }

private:
    template <typename T>
    struct Found
    {
        Record record;
        T body;
    };
    /// Records of T's kind that pass all filters.
    template <typename T>
    Result<QList<Found<T>>> find(const QString &kind, const QList<ListFilter> &filters)
    {
        const auto records = m_session.records({kind, filters, {}, {QStringLiteral("seq"), false}});
        if (!records)
            return records.error();
        QList<Found<T>> out;
        for (const Record &record : *records) {
            if (auto body = decode<T>(record.body); body.ok())
                out.append({record, *body});
        }
        return out;
    }
    /// The person's display name, or the name itself.
    QString name(const QString &person);
    QString ownerOf(const QString &version);
    bool isMe(const QString &person) const { return person == m_asker.actor.person; }
    /// A command that moves a record's state by its kind's table.
    static Command verb(const Record &record, const QString &plural, const QString &verb, const QString &title);

    WaitingItem about(const Found<Request> &request, WaitingItem::Kind kind);
    bool mayConcern(const Request &request);
    Result<void> addOpen(const Found<Request> &request);
    void addChangesAsked(const Found<Request> &request);
    void addSignOff(const Found<Request> &request, const ReleaseCase &release, const QList<StageStatus> &stages, qsizetype open);
    void addEscalated(const Found<Request> &request, const StageStatus &stage);
    void addDecided(const Found<Request> &request);
    Result<void> addEnding(const Found<Request> &request);
    QString lastWords(const QString &requestId, qint64 round, Signoff::Verdict verdict);
    void addWaiverEnds(const Found<Waiver> &waiver);
    Result<void> addWaiverProposed(const Found<Waiver> &waiver);
    WaitingItem about(const Found<Waiver> &waiver, WaitingItem::Kind kind);
    void addKey(const Found<SignerKey> &key);
    void addCard(const Found<Card> &card);

    ReadSession &m_session;
    RememberingSource m_source;
    InboxAsker m_asker;
    QHash<QString, QString> m_names;
    QList<WaitingItem> m_items;
};

/// "claims-triage 7" out of "claims-triage/7".
QString inboxVersionTitle(const QString &key);

} // namespace countersign

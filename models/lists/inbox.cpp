// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/inbox.h"

#include "base/clock.h"
#include "domain/caseassembly.h"
#include "domain/kinds/people.h"
#include "domain/policyevaluation.h"
#include "domain/statetable.h"
#include "replica/replicacase.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int endingDays = 14;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(Inbox)
};

/// Reads people, policies and models once for all requests.
class SharedSource final : public CaseSource
{
public:
    explicit SharedSource(ReadSession &session) : m_source(session) {}
    Result<Record> record(const QString &kind, const QString &id) override
    {
        if (kind != "policy"_L1 && kind != "model"_L1)
            return m_source.record(kind, id);
        const QString key = kind + u' ' + id;
        if (!m_records.contains(key))
            m_records.insert(key, std::make_shared<Result<Record>>(m_source.record(kind, id)));
        return *m_records.value(key);
    }
    Result<QList<Record>> list(const QString &kind, const QString &field, const QString &value) override
    {
        if (kind != "person"_L1)
            return m_source.list(kind, field, value);
        if (!m_people)
            m_people = std::make_shared<Result<QList<Record>>>(m_source.list(kind, field, value));
        return *m_people;
    }
    Result<QByteArray> blob(const QString &digest) override { return m_source.blob(digest); }

private:
    ReplicaCaseSource m_source;
    QHash<QString, std::shared_ptr<Result<Record>>> m_records;
    std::shared_ptr<Result<QList<Record>>> m_people;
};

class Collector
{
public:
    Collector(ReadSession &session, Person person, QDateTime now)
        : m_session(session), m_source(session), m_person(std::move(person)), m_now(std::move(now))
    {
        m_actor = {m_person.name, m_person.roles};
    }

    Result<QList<InboxItem>> collect()
    {
        for (auto part : {&Collector::openRequests, &Collector::returnedRequests, &Collector::endingApprovals,
                          &Collector::waivers, &Collector::signers}) {
            if (const auto done = (this->*part)(); !done.ok())
                return done.error();
        }
        return m_out;
    }

private:
    Result<QList<Record>> inState(const QString &kind, const QString &state)
    {
        return m_session.records({kind, {ListFilter::is(u"state"_s, state)}, {}, {u"seq"_s, false}});
    }
    static QString what(const QString &version, const QString &environment)
    {
        return Text::tr("%1 into %2").arg(version, environment);
    }
    void add(InboxItem item)
    {
        item.overdue = item.due.isValid() && item.due <= m_now;
        if (item.overdue)
            item.tone = ListTone::Bad;
        m_out.append(std::move(item));
    }
    [[nodiscard]] bool isMine(const ReleaseCase &release) const
    {
        const QString &me = m_person.name;
        return release.request.requestedBy == me || release.version.author == me || release.modelOwner == me;
    }

    Result<void> openRequests()
    {
        const auto requests = inState(u"request"_s, u"inReview"_s);
        if (!requests.ok())
            return requests.error();
        for (const Record &record : *requests) {
            if (m_session.stop().stop_requested())
                return {Error::Code::Cancelled, Text::tr("Cancelled.")};
            const auto release = assembleCase(m_source, record.id, CaseReports::Leave);
            // What this person may not see in full they cannot be asked to sign.
            if (release.ok())
                addStages(*release);
        }
        return {};
    }

    void addStages(const ReleaseCase &release)
    {
        const QList<StageStatus> stages = evaluateStages(release, m_now);
        for (qsizetype i = 0; i < stages.size() && i < release.policy.stages.size(); ++i) {
            const StageStatus &stage = stages[i];
            if (!stage.open)
                continue;
            InboxItem item;
            item.kind = u"request"_s;
            item.id = release.requestId;
            item.title = what(release.request.version, release.request.environment);
            item.due = stage.dueAt.isValid() ? stage.dueAt : release.request.closesAt;
            const QString progress = Text::tr("%1 of %2").arg(stage.counted.size()).arg(stage.quorum);
            if (stage.canSign.contains(m_person.name)) {
                item.reason = InboxItem::Sign;
                item.tone = ListTone::Accent;
                item.subtitle = Text::tr("Sign as %1 (%2)").arg(roleTitle(stage.role), progress);
                add(item);
            } else if (release.policy.stages[i].escalateTo == m_person.name && stage.dueAt.isValid() && stage.dueAt <= m_now) {
                item.reason = InboxItem::Escalated;
                item.subtitle = Text::tr("'%1' is past its time (%2)").arg(stage.name, progress);
                add(item);
            }
        }
    }

    Result<void> returnedRequests()
    {
        const auto requests = inState(u"request"_s, u"changesRequested"_s);
        if (!requests.ok())
            return requests.error();
        for (const Record &record : *requests) {
            const auto release = assembleCase(m_source, record.id, CaseReports::Leave);
            if (!release.ok() || !isMine(*release))
                continue;
            InboxItem item;
            item.reason = InboxItem::ChangesRequested;
            item.kind = u"request"_s;
            item.id = record.id;
            item.title = what(release->request.version, release->request.environment);
            item.subtitle = Text::tr("Changes were requested");
            for (const auto &entry : release->signoffs) {
                if (entry.signoff.round == release->request.round && entry.signoff.verdict == Signoff::RequestChanges)
                    item.subtitle = Text::tr("%1 requested changes: %2").arg(entry.signoff.person, entry.signoff.comment.section(u'\n', 0, 0));
            }
            item.tone = ListTone::Caution;
            item.due = release->request.closesAt;
            add(item);
        }
        return {};
    }

    Result<void> endingApprovals()
    {
        const QString soon = toRfc3339(m_now.addDays(endingDays)), now = toRfc3339(m_now);
        const auto requests = m_session.records({u"request"_s,
                                                 {ListFilter::is(u"state"_s, u"approved"_s),
                                                  {u"validUntil"_s, ListFilter::Op::AtLeast, {now}},
                                                  {u"validUntil"_s, ListFilter::Op::AtMost, {soon}}},
                                                 {},
                                                 {u"validUntil"_s, false}});
        if (!requests.ok())
            return requests.error();
        for (const Record &record : *requests) {
            const auto release = assembleCase(m_source, record.id, CaseReports::Leave);
            if (!release.ok() || !isMine(*release))
                continue;
            InboxItem item;
            item.reason = InboxItem::ApprovalEnding;
            item.kind = u"request"_s;
            item.id = record.id;
            item.title = what(release->request.version, release->request.environment);
            item.subtitle = Text::tr("The approval ends");
            item.tone = ListTone::Caution;
            item.due = release->request.validUntil;
            add(item);
        }
        return {};
    }

    Result<void> waivers()
    {
        for (const QString &state : {u"proposed"_s, u"active"_s}) {
            const auto records = inState(u"waiver"_s, state);
            if (!records.ok())
                return records.error();
            for (const Record &record : *records) {
                const auto waiver = decode<Waiver>(record.body);
                if (waiver.ok())
                    addWaiver(record.id, *waiver);
            }
        }
        return {};
    }

    void addWaiver(const QString &id, const Waiver &waiver)
    {
        InboxItem item;
        item.kind = u"waiver"_s;
        item.id = id;
        item.title = Text::tr("Waiver of %1 for %2").arg(waiver.requirement, what(waiver.version, waiver.environment));
        item.tone = ListTone::Caution;
        if (waiver.state == Waiver::Proposed) {
            const auto version = m_source.record(u"version"_s, waiver.version);
            const QString author = version.ok() ? version->body.value(u"author"_s).toString() : QString();
            if (!waiverStates().next(u"proposed"_s, u"grant"_s, m_actor, {waiver.owner, author, waiver.requestedBy}).ok())
                return;
            item.reason = InboxItem::GrantWaiver;
            item.subtitle = Text::tr("Grant or refuse the exception");
            add(item);
        } else if (waiver.owner == m_person.name && waiver.expiresAt > m_now && waiver.expiresAt <= m_now.addDays(endingDays)) {
            item.reason = InboxItem::WaiverEnding;
            item.subtitle = Text::tr("The exception you answer for ends");
            item.due = waiver.expiresAt;
            add(item);
        }
    }

    Result<void> signers()
    {
        const auto records = inState(u"signer"_s, u"pending"_s);
        if (!records.ok())
            return records.error();
        for (const Record &record : *records) {
            const QString owner = record.body.value(u"person"_s).toString();
            if (!signerStates().next(u"pending"_s, u"confirm"_s, m_actor, {owner, owner, owner}).ok())
                continue;
            InboxItem item;
            item.reason = InboxItem::ConfirmSigner;
            item.kind = u"signer"_s;
            item.id = record.id;
            item.title = Text::tr("Signing key of %1").arg(owner);
            item.subtitle = Text::tr("Compare the fingerprint with them and confirm");
            item.tone = ListTone::Caution;
            add(item);
        }
        return {};
    }

    ReadSession &m_session;
    SharedSource m_source;
    Person m_person;
    Actor m_actor;
    QDateTime m_now;
    QList<InboxItem> m_out;
};

} // namespace

QString InboxItem::key() const
{
    return u"%1 %2 %3 %4"_s.arg(int(reason)).arg(kind, id).arg(command);
}

void sortInbox(QList<InboxItem> &items)
{
    const auto rank = [](const InboxItem &item) {
        const qint64 due = item.due.isValid() ? item.due.toMSecsSinceEpoch() : std::numeric_limits<qint64>::max();
        return std::tuple(!item.overdue, item.reason != InboxItem::OutboxProblem, due, int(item.reason), item.title, item.key());
    };
    std::sort(items.begin(), items.end(), [&](const InboxItem &a, const InboxItem &b) { return rank(a) < rank(b); });
}

Result<QList<InboxItem>> inboxOf(ReadSession &session, const QString &person, const QDateTime &now)
{
    auto known = session.get<Person>(person);
    if (!known.ok()) {
        // Nobody yet: the copy is still empty, or the person is not in it.
        if (known.error().code == Error::Code::NotFound)
            return QList<InboxItem>();
        return known.error();
    }
    auto items = Collector(session, *known, now).collect();
    if (items.ok())
        sortInbox(*items);
    return items;
}

QList<InboxItem> inboxOf(const QList<OutboxItem> &outbox)
{
    QList<InboxItem> out;
    for (const OutboxItem &entry : outbox) {
        if (!entry.needsPerson())
            continue;
        InboxItem item;
        item.reason = InboxItem::OutboxProblem;
        item.command = entry.number;
        if (!entry.command.requestId.isEmpty()) {
            item.kind = u"request"_s;
            item.id = entry.command.requestId;
        }
        item.title = entry.command.title;
        item.subtitle = entry.problem;
        item.tone = entry.state == OutboxItem::Refused ? ListTone::Bad : ListTone::Caution;
        out.append(item);
    }
    return out;
}

} // namespace countersign

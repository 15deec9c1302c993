// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "places/loggedrecords.h"

namespace countersign::test {

/// A small organisation in the middle of its work: something waits for nearly everybody.
struct ReviewStory
{
    LoggedRecords records;
    QMap<QString, Person> people;
    QString open, second, changes, ending, idle, rejected; ///< requests
    QString approval, changeRequest;                       ///< sign-offs
    QString pendingKey;
};

inline Policy storyPolicy()
{
    Policy out;
    out.name = QStringLiteral("high-risk");
    out.title = QStringLiteral("High-risk release");
    out.stages = {{QStringLiteral("Model validation"), QStringLiteral("validator"), 1, {}, 48, QStringLiteral("sofia.rossi")},
                  {QStringLiteral("Risk"), QStringLiteral("risk"), 1, {}, 24, QStringLiteral("sofia.rossi")},
                  {QStringLiteral("Legal"), QStringLiteral("legal"), 1, {}, 72, {}}};
    out.waiverRole = QStringLiteral("risk");
    out.cardSections = {QStringLiteral("intendedUses")};
    return out;
}

inline void addStoryRequests(ReviewStory &story, const PrivateKey &mara)
{
    using namespace Qt::StringLiterals;
    LoggedRecords &r = story.records;
    const QDateTime now = storyNow();
    const Policy policy = storyPolicy();
    // Validated six hours ago; Risk has until the 24th hour.
    story.open = ulid(101);
    Request open = r.request(118, u"claims-triage/7"_s, u"production"_s, policy.name, u"jonas.weber"_s, now.addDays(-2));
    open.replaces = u"claims-triage/5"_s;
    open.comment = u"Retrained on the rebalanced sample; recall for women is back above the floor."_s;
    r.put(story.open, open, open.requestedBy, open.requestedAt);
    story.approval = ulid(201);
    r.signoff(story.approval, story.open, open, policy.stages[0], u"mara.lindt"_s, Signoff::Approve, u"Figures reproduced from the raw files."_s, mara,
              now.addSecs(-6 * 3600));
    // Nobody has looked at it, and its first stage is overdue.
    story.second = ulid(102);
    const Request second = r.request(121, u"fraud-screen/12"_s, u"production"_s, policy.name, u"yuki.tanaka"_s, now.addDays(-3));
    r.put(story.second, second, second.requestedBy, second.requestedAt);
    story.changes = ulid(103);
    Request changes = r.request(119, u"policy-chat/4"_s, u"production"_s, policy.name, u"jonas.weber"_s, now.addDays(-9));
    r.put(story.changes, changes, changes.requestedBy, changes.requestedAt);
    story.changeRequest = ulid(202);
    r.signoff(story.changeRequest, story.changes, changes, policy.stages[0], u"mara.lindt"_s, Signoff::RequestChanges,
              u"The card says nothing about Polish, which is a fifth of the traffic."_s, mara, now.addDays(-4));
    changes.state = Request::ChangesRequested;
    r.put(story.changes, changes, u"mara.lindt"_s, now.addDays(-4), u"requestChanges"_s);
    const auto decided = [&](const QString &id, Request request, Request::State state, const QDateTime &at, const QDateTime &until, const QString &action) {
        r.put(id, request, request.requestedBy, request.requestedAt);
        request.state = state;
        request.decidedAt = at;
        request.validUntil = until;
        r.put(id, request, u"mara.lindt"_s, at, action);
    };
    story.ending = ulid(104);
    decided(story.ending, r.request(96, u"claims-triage/5"_s, u"production"_s, policy.name, u"jonas.weber"_s, now.addDays(-88)), Request::Approved,
            now.addDays(-84), now.addDays(6), u"approve"_s);
    story.idle = ulid(105);
    decided(story.idle, r.request(97, u"fraud-screen/11"_s, u"staging"_s, policy.name, u"jonas.weber"_s, now.addDays(-80)), Request::Approved,
            now.addDays(-79), now.addDays(11), u"approve"_s);
    story.rejected = ulid(106);
    decided(story.rejected, r.request(115, u"policy-chat/3"_s, u"production"_s, policy.name, u"jonas.weber"_s, now.addDays(-12)), Request::Rejected,
            now.addDays(-3), {}, u"reject"_s);
    Deployment running;
    running.version = u"claims-triage/5"_s;
    running.environment = u"production"_s;
    running.endpoint = u"eu-claims-prod"_s;
    running.request = story.ending;
    running.deployedBy = u"lukas.brandt"_s;
    running.since = now.addDays(-84);
    r.put(ulid(301), running, running.deployedBy, running.since);
}

inline void addStoryMatters(ReviewStory &story)
{
    using namespace Qt::StringLiterals;
    LoggedRecords &r = story.records;
    const QDateTime now = storyNow();
    Waiver proposed;
    proposed.version = u"fraud-screen/12"_s;
    proposed.environment = u"production"_s;
    proposed.requirement = u"metric:calibration"_s;
    proposed.reason = u"Calibration is 0.034 against 0.030; the threshold is applied to ranks, not to probabilities."_s;
    proposed.compensatingControl = u"A person sees every case above rank 50."_s;
    proposed.owner = u"yuki.tanaka"_s;
    proposed.requestedBy = u"yuki.tanaka"_s;
    proposed.expiresAt = now.addDays(60);
    r.put(ulid(401), proposed, proposed.requestedBy, now.addDays(-1));
    Waiver ending = proposed;
    ending.version = u"claims-triage/5"_s;
    ending.requirement = u"safeguard:human takes over on doubt"_s;
    ending.owner = u"jonas.weber"_s;
    ending.requestedBy = u"jonas.weber"_s;
    ending.state = Waiver::Active;
    ending.grantedBy = u"ana.ferreira"_s;
    ending.grantedAt = now.addDays(-50);
    ending.expiresAt = now.addDays(2);
    r.put(ulid(402), ending, ending.requestedBy, now.addDays(-50));
    Card card;
    card.version = u"fraud-screen/12"_s;
    card.status = Card::PendingReview;
    card.format = u"hugging-face"_s;
    card.sectionCount = 21;
    card.missing = {u"environmentalImpact"_s, u"citation"_s, u"contact"_s};
    card.raw = digestOf(u"card"_s);
    card.content = digestOf(u"content"_s);
    card.fileName = u"README.md"_s;
    card.author = u"yuki.tanaka"_s;
    card.importedAt = now.addDays(-2);
    r.put(ulid(501), card, card.author, now.addSecs(-20 * 3600));
    story.pendingKey = r.key(u"kenji.sato"_s, {}, now.addSecs(-5 * 3600), u"Laptop"_s).keyId();
}

inline ReviewStory reviewStory()
{
    using namespace Qt::StringLiterals;
    ReviewStory out;
    LoggedRecords &r = out.records;
    const QDateTime now = storyNow();
    const std::tuple<QString, QString, QStringList> cast[] = {
        {u"emeka.obi"_s, u"Emeka Obi"_s, {u"administrator"_s}},      {u"ana.ferreira"_s, u"Ana Ferreira"_s, {u"risk"_s}},
        {u"sofia.rossi"_s, u"Sofia Rossi"_s, {u"risk"_s}},           {u"mara.lindt"_s, u"Mara Lindt"_s, {u"validator"_s}},
        {u"kenji.sato"_s, u"Kenji Sato"_s, {u"validator"_s}},        {u"amaka.okafor"_s, u"Dr. Amaka Okafor"_s, {u"legal"_s}},
        {u"jonas.weber"_s, u"Jonas Weber"_s, {u"model-owner"_s}},    {u"yuki.tanaka"_s, u"Yuki Tanaka"_s, {u"model-owner"_s}},
        {u"farid.haddad"_s, u"Farid Haddad"_s, {u"model-owner"_s}},
        {u"lukas.brandt"_s, u"Lukas Brandt"_s, {u"release-engineer"_s}}, {u"hannah.clarke"_s, u"Hannah Clarke"_s, {u"auditor"_s}}};
    for (const auto &[name, display, roles] : cast)
        out.people.insert(name, r.person(name, display, roles));
    r.put(storyPolicy().name, storyPolicy(), u"emeka.obi"_s, now.addDays(-190));
    r.model(u"claims-triage"_s, u"Claims triage"_s, u"jonas.weber"_s, Criticality::High);
    r.model(u"fraud-screen"_s, u"Fraud screening"_s, u"yuki.tanaka"_s, Criticality::Critical);
    r.model(u"policy-chat"_s, u"Policy chat"_s, u"jonas.weber"_s, Criticality::Medium);
    const std::pair<QString, QString> versions[] = {{u"claims-triage"_s, u"5"_s}, {u"claims-triage"_s, u"7"_s}, {u"fraud-screen"_s, u"11"_s},
                                                    {u"fraud-screen"_s, u"12"_s}, {u"policy-chat"_s, u"3"_s},   {u"policy-chat"_s, u"4"_s}};
    for (const auto &[model, number] : versions)
        r.version(model, number, u"farid.haddad"_s, now.addDays(-100));
    const PrivateKey mara = r.key(u"mara.lindt"_s, u"emeka.obi"_s, now.addDays(-120));
    r.key(u"ana.ferreira"_s, u"emeka.obi"_s, now.addDays(-118));
    addStoryRequests(out, mara);
    addStoryMatters(out);
    return out;
}

} // namespace countersign::test

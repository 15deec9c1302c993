// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/historydata.h"

#include "domain/kinds/people.h"
#include "domain/policyevaluation.h"
#include "domain/waivergrant.h"
#include "replica/replicacase.h"
#include "ui/registry/words.h"
#include "ui/widgets/safetext.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostHistory = 5000;
constexpr qint64 mostEvaluationsEach = 5;
constexpr int amberDays = 14;

QString historyTr(const char *text, int n = -1)
{
    return QCoreApplication::translate("History", text, nullptr, n);
}

void addDecisions(ReadSession &session, HistoryData &out)
{
    const auto records = session.records({u"decision"_s, {ListFilter::is(u"model"_s, out.model)}, {}, {u"seq"_s, false}}, mostHistory);
    for (const Record &record : records ? *records : QList<Record>()) {
        if (const auto decision = decode<Decision>(record.body); decision.ok())
            out.decisions.append({record.id, record.revision, record.seq, *decision});
    }
    std::stable_sort(out.decisions.begin(), out.decisions.end(), [](const auto &a, const auto &b) { return a.body.decidedAt < b.body.decidedAt; });
    for (const auto &entry : std::as_const(out.decisions)) {
        for (const QString &version : entry.body.versions) {
            if (out.evaluations.contains(version))
                continue;
            auto &list = out.evaluations[version];
            const auto found = session.records({u"evaluation"_s, {ListFilter::is(u"version"_s, version), ListFilter::is(u"withdrawn"_s, 0)}, {}, {u"importedAt"_s, true}}, mostEvaluationsEach);
            for (const Record &record : found ? *found : QList<Record>())
                list.append({record.id, visibleText(record.body.value(u"title"_s).toString(record.body.value(u"fileName"_s).toString()))});
        }
    }
}

void addWaivers(ReadSession &session, HistoryData &out, const Actor &actor)
{
    const auto records = session.records({u"waiver"_s,
                                          {{u"version"_s, ListFilter::Op::AtLeast, {QString(out.model + u'/')}},
                                           {u"version"_s, ListFilter::Op::AtMost, {QString(out.model + u'/' + QChar(0xffff))}}},
                                          {},
                                          {u"expiresAt"_s, false}}, mostHistory);
    ReplicaCaseSource source(session);
    for (const Record &record : records ? *records : QList<Record>()) {
        const auto waiver = decode<Waiver>(record.body);
        if (!waiver)
            continue;
        HistoryData::WaiverEntry entry{record.id, record.revision, *waiver, {}, {}};
        const Participants people{waiver->owner, {}, waiver->requestedBy};
        const QString state = enumText(waiver->state);
        if (const auto next = waiverStates().next(state, u"grant"_s, actor, people); !next)
            entry.grantRefusal = next.error().text;
        else if (const auto may = mayGrant(source, *waiver, actor, out.at); !may)
            entry.grantRefusal = may.error().text;
        if (const auto next = waiverStates().next(state, u"revoke"_s, actor, people); !next)
            entry.revokeRefusal = next.error().text;
        out.waivers.append(entry);
    }
    const auto over = [&](const HistoryData::WaiverEntry &entry) { return entry.body.state == Waiver::Revoked || entry.body.expiresAt <= out.at; };
    std::stable_partition(out.waivers.begin(), out.waivers.end(), [&](const auto &entry) { return !over(entry); });
}

void addHistoryNames(ReadSession &session, HistoryData &out)
{
    const auto add = [&](const QString &person) {
        if (person.isEmpty() || out.names.contains(person))
            return;
        const auto found = session.record(u"person"_s, person);
        out.names.insert(person, visibleText(found ? found->body.value(u"displayName"_s).toString(person) : person));
    };
    for (const auto &entry : std::as_const(out.decisions))
        add(entry.body.author);
    for (const auto &entry : std::as_const(out.waivers)) {
        add(entry.body.owner);
        add(entry.body.requestedBy);
        add(entry.body.grantedBy);
    }
}

QString quoted(const QString &text)
{
    QString out;
    const QStringList lines = visibleText(text).split(u'\n');
    for (const QString &line : lines)
        out += u"> "_s + line + u'\n';
    return out;
}

/// One line of words that is no Markdown.
QString inlineText(const QString &text)
{
    QString out;
    for (const QChar c : visibleText(text).simplified()) {
        if (u"\\`*_{}[]<>#|!"_s.contains(c))
            out += u'\\';
        out += c;
    }
    return out;
}

void writeDecision(QString &out, const HistoryData &history, const HistoryData::DecisionEntry &entry)
{
    const Decision &decision = entry.body;
    out += u"\n## %1. %2\n\n"_s.arg(history.numberOf(entry.id)).arg(inlineText(decision.title));
    out += u"%1, %2 — %3\n"_s.arg(decision.decidedAt.toUTC().date().toString(Qt::ISODate), inlineText(history.name(decision.author)), enumText(decision.status));
    QStringList about;
    for (const QString &version : decision.versions)
        about.append(inlineText(registry::versionTitle(version)));
    if (!about.isEmpty())
        out += u"\n%1: %2\n"_s.arg(historyTr("About"), about.join(u", "_s));
    const std::pair<const char *, QString> parts[] = {{QT_TRANSLATE_NOOP("History", "Context"), decision.context},
                                                      {QT_TRANSLATE_NOOP("History", "Options"), decision.options},
                                                      {QT_TRANSLATE_NOOP("History", "Trade-offs"), decision.tradeOffs},
                                                      {QT_TRANSLATE_NOOP("History", "Decision"), decision.decision},
                                                      {QT_TRANSLATE_NOOP("History", "Consequences"), decision.consequences},
                                                      {QT_TRANSLATE_NOOP("History", "Known limits"), decision.knownLimits}};
    for (const auto &[title, text] : parts) {
        if (!text.isEmpty())
            out += u"\n### %1\n\n%2"_s.arg(historyTr(title), quoted(text));
    }
    if (const qsizetype later = history.numberOf(decision.supersededBy); later > 0)
        out += u"\n%1\n"_s.arg(historyTr("Superseded by number %1.").arg(later));
}

} // namespace

const HistoryData::DecisionEntry *HistoryData::decision(const QString &id) const
{
    const auto found = std::find_if(decisions.begin(), decisions.end(), [&](const DecisionEntry &entry) { return entry.id == id; });
    return found == decisions.end() ? nullptr : &*found;
}

const HistoryData::WaiverEntry *HistoryData::waiver(const QString &id) const
{
    const auto found = std::find_if(waivers.begin(), waivers.end(), [&](const WaiverEntry &entry) { return entry.id == id; });
    return found == waivers.end() ? nullptr : &*found;
}

qsizetype HistoryData::numberOf(const QString &id) const
{
    const DecisionEntry *entry = decision(id);
    return entry ? entry - decisions.data() + 1 : 0;
}

Result<HistoryData> loadHistory(ReadSession &session, const QString &model, const Actor &actor, const QDateTime &now)
{
    const auto record = session.record(u"model"_s, model);
    if (!record)
        return record.error();
    HistoryData out;
    out.model = model;
    out.modelTitle = visibleText(record->body.value(u"title"_s).toString(model));
    out.modelOwner = record->body.value(u"owner"_s).toString();
    out.at = now;
    addDecisions(session, out);
    addWaivers(session, out, actor);
    addHistoryNames(session, out);
    if (session.stop().stop_requested())
        return {Error::Code::Cancelled, u"Cancelled."_s};
    return out;
}

Result<WaiverChoices> loadWaiverChoices(ReadSession &session, const QString &version, const QDateTime &now)
{
    WaiverChoices out;
    const auto requests = session.records({u"request"_s, {ListFilter::is(u"version"_s, version), {u"state"_s, ListFilter::Op::AnyOf, {u"inReview"_s, u"changesRequested"_s, u"approved"_s}}}, {}, {u"requestedAt"_s, true}}, 10);
    if (!requests)
        return requests.error();
    for (const Record &record : *requests) {
        const auto release = releaseCase(session, record.id);
        const QString environment = record.body.value(u"environment"_s).toString();
        if (!release || out.requirements.contains(environment))
            continue;
        auto &list = out.requirements[environment];
        QList<Requirement> requirements = evaluateRequirements(*release, now);
        std::stable_partition(requirements.begin(), requirements.end(), [](const Requirement &one) { return one.state != Requirement::Met; });
        for (const Requirement &one : requirements)
            list.append({one.id, u"%1 — %2"_s.arg(visibleText(one.title.isEmpty() ? one.id : one.title), enumText(one.state))});
    }
    const auto people = session.records({u"person"_s, {}, {}, {u"displayName"_s, false}});
    for (const Record &record : people ? *people : QList<Record>()) {
        const auto person = decode<Person>(record.body);
        if (person.ok() && person->active && !person->name.startsWith("countersign."_L1))
            out.people.append({person->name, visibleText(person->displayName)});
    }
    return out;
}

ChipSpec waiverChip(const Waiver &waiver, const QDateTime &now)
{
    const int days = int(now.daysTo(waiver.expiresAt));
    if (waiver.state == Waiver::Revoked)
        return chipFor(ChipState::Revoked);
    if (waiver.expiresAt <= now)
        return {ChipShape::Cross, Tone::Negative, historyTr("Ended")};
    if (waiver.state == Waiver::Proposed)
        return chipFor(ChipState::Waiting, historyTr("Asked for"));
    const QString left = days == 0 ? historyTr("ends today") : historyTr("%n day(s) left", days);
    return days <= amberDays ? ChipSpec{ChipShape::Exclamation, Tone::Caution, left} : chipFor(ChipState::Waived, left);
}

QByteArray historyMarkdown(const HistoryData &history)
{
    QString out = u"# %1\n\n%2\n"_s.arg(historyTr("History of %1").arg(inlineText(history.modelTitle)),
                                        historyTr("As of %1 (UTC), %2.").arg(history.at.toUTC().toString(u"yyyy-MM-dd HH:mm"_s), inlineText(history.model)));
    if (history.decisions.isEmpty())
        out += u"\n%1\n"_s.arg(historyTr("No decision has been recorded."));
    for (const auto &entry : history.decisions)
        writeDecision(out, history, entry);
    if (!history.waivers.isEmpty())
        out += u"\n# %1\n"_s.arg(historyTr("Exceptions"));
    for (const auto &entry : history.waivers) {
        const Waiver &waiver = entry.body;
        out += u"\n## %1, %2, %3\n\n"_s.arg(inlineText(waiver.requirement), inlineText(registry::versionTitle(waiver.version)), inlineText(waiver.environment));
        out += u"- %1: %2\n"_s.arg(historyTr("State"), waiverChip(waiver, history.at).text);
        out += u"- %1: %2\n"_s.arg(historyTr("Answers for it"), inlineText(history.name(waiver.owner)));
        if (!waiver.grantedBy.isEmpty())
            out += u"- %1: %2, %3\n"_s.arg(historyTr("Granted by"), inlineText(history.name(waiver.grantedBy)), waiver.grantedAt.toUTC().date().toString(Qt::ISODate));
        out += u"- %1: %2\n"_s.arg(historyTr("Until"), waiver.expiresAt.toUTC().date().toString(Qt::ISODate));
        out += u"\n### %1\n\n%2\n### %3\n\n%4"_s.arg(historyTr("Reason"), quoted(waiver.reason), historyTr("Compensating control"), quoted(waiver.compensatingControl));
    }
    return out.toUtf8();
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/placelists.h"

#include "base/clock.h"
#include "domain/statetable.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(PlaceLists)
};

using Cell = std::function<ListCell(const Record &, ReadSession &)>;

QString field(const Record &record, const QString &name)
{
    return record.body.value(name).toString();
}

Cell text(const QString &name)
{
    return [name](const Record &record, ReadSession &) { return ListCell{field(record, name)}; };
}

Cell time(const QString &name)
{
    return [name](const Record &record, ReadSession &) {
        ListCell out;
        out.time = fromRfc3339(field(record, name));
        return out;
    };
}

Cell state(const QString &name)
{
    return [name](const Record &record, ReadSession &) {
        const QString value = field(record, name);
        ListCell out{choiceTitle(value)};
        out.state = out.text;
        out.tone = toneOf(record.kind, value);
        return out;
    };
}

Cell person(const QString &name)
{
    return [name](const Record &record, ReadSession &session) {
        const QString id = field(record, name);
        const auto found = id.isEmpty() ? Result<Record>(Error{}) : session.record(u"person"_s, id);
        return found.ok() ? ListCell{field(*found, u"displayName"_s), id} : ListCell{id};
    };
}

Cell updated()
{
    return [](const Record &record, ReadSession &) {
        ListCell out;
        out.time = record.updatedAt;
        out.secondary = record.updatedBy;
        return out;
    };
}

ListCell latestVersion(const Record &model, ReadSession &session)
{
    const auto newest = session.records({u"version"_s, {ListFilter::is(u"model"_s, model.id)}, {}, {u"registeredAt"_s, true}}, 1);
    if (!newest.ok() || newest->isEmpty())
        return ListCell{Text::tr("No version yet")};
    const Record &version = newest->first();
    ListCell out{field(version, u"version"_s)};
    out.state = choiceTitle(field(version, u"stage"_s));
    out.tone = toneOf(u"version"_s, field(version, u"stage"_s));
    out.time = fromRfc3339(field(version, u"registeredAt"_s));
    return out;
}

ListCell newestRelease(const Record &version, ReadSession &session)
{
    const auto newest = session.records({u"request"_s, {ListFilter::is(u"version"_s, version.id)}, {}, {u"requestedAt"_s, true}}, 1);
    if (!newest.ok() || newest->isEmpty())
        return {};
    const Record &request = newest->first();
    ListCell out{field(request, u"environment"_s)};
    out.state = choiceTitle(field(request, u"state"_s));
    out.tone = toneOf(u"request"_s, field(request, u"state"_s));
    out.secondary = request.id;
    return out;
}

ListCell headline(const Record &evaluation, ReadSession &)
{
    const QJsonObject first = evaluation.body.value(u"headline"_s).toArray().first().toObject();
    ListCell out{first.value(u"metric"_s).toString(), first.value(u"task"_s).toString()};
    if (first.value(u"value"_s).isDouble())
        out.value = first.value(u"value"_s).toDouble();
    if (first.value(u"low"_s).isDouble())
        out.low = first.value(u"low"_s).toDouble();
    if (first.value(u"high"_s).isDouble())
        out.high = first.value(u"high"_s).toDouble();
    return out;
}

ListCell requestNumber(const Record &request, ReadSession &)
{
    const qint64 number = request.body.value(u"number"_s).toInteger();
    ListCell out{u"R-%1"_s.arg(number)};
    out.value = double(number);
    return out;
}

ListCell modelName(const Record &model, ReadSession &)
{
    const QString title = field(model, u"title"_s);
    return title.isEmpty() ? ListCell{model.id} : ListCell{title, model.id};
}

} // namespace

QString choiceTitle(const QString &choice)
{
    static const QHash<QString, const char *> known{
        {u"draft"_s, QT_TR_NOOP("Draft")}, {u"candidate"_s, QT_TR_NOOP("Candidate")},
        {u"inService"_s, QT_TR_NOOP("In service")}, {u"retired"_s, QT_TR_NOOP("Retired")},
        {u"inReview"_s, QT_TR_NOOP("In review")}, {u"changesRequested"_s, QT_TR_NOOP("Changes requested")},
        {u"approved"_s, QT_TR_NOOP("Approved")}, {u"rejected"_s, QT_TR_NOOP("Rejected")},
        {u"withdrawn"_s, QT_TR_NOOP("Withdrawn")}, {u"expired"_s, QT_TR_NOOP("Expired")},
        {u"revoked"_s, QT_TR_NOOP("Revoked")}, {u"pendingReview"_s, QT_TR_NOOP("Pending review")},
        {u"archived"_s, QT_TR_NOOP("Archived")}, {u"proposed"_s, QT_TR_NOOP("Proposed")},
        {u"active"_s, QT_TR_NOOP("Active")}, {u"running"_s, QT_TR_NOOP("Running")}, {u"ended"_s, QT_TR_NOOP("Ended")},
        {u"pending"_s, QT_TR_NOOP("Pending")}, {u"approve"_s, QT_TR_NOOP("Approved")},
        {u"reject"_s, QT_TR_NOOP("Rejected")}, {u"requestChanges"_s, QT_TR_NOOP("Changes requested")},
        {u"abstain"_s, QT_TR_NOOP("Abstained")}, {u"revoke"_s, QT_TR_NOOP("Revoked")},
        {u"complete"_s, QT_TR_NOOP("Complete")}, {u"partial"_s, QT_TR_NOOP("Partial")},
        {u"failed"_s, QT_TR_NOOP("Failed")}, {u"unknown"_s, QT_TR_NOOP("Unknown")},
        {u"low"_s, QT_TR_NOOP("Low")}, {u"medium"_s, QT_TR_NOOP("Medium")}, {u"high"_s, QT_TR_NOOP("High")},
        {u"critical"_s, QT_TR_NOOP("Critical")}};
    const char *title = known.value(choice);
    return title ? Text::tr(title) : choice;
}

ListTone toneOf(const QString &kind, const QString &state)
{
    static const QHash<QString, ListTone> tones{
        {u"approved"_s, ListTone::Good}, {u"approve"_s, ListTone::Good}, {u"active"_s, ListTone::Good},
        {u"running"_s, ListTone::Good}, {u"inService"_s, ListTone::Good}, {u"complete"_s, ListTone::Good},
        {u"inReview"_s, ListTone::Accent}, {u"pendingReview"_s, ListTone::Accent}, {u"candidate"_s, ListTone::Accent},
        {u"changesRequested"_s, ListTone::Caution}, {u"requestChanges"_s, ListTone::Caution},
        {u"pending"_s, ListTone::Caution}, {u"proposed"_s, ListTone::Caution}, {u"partial"_s, ListTone::Caution},
        {u"expired"_s, ListTone::Caution}, {u"high"_s, ListTone::Caution}, {u"critical"_s, ListTone::Bad},
        {u"rejected"_s, ListTone::Bad}, {u"reject"_s, ListTone::Bad}, {u"revoked"_s, ListTone::Bad},
        {u"revoke"_s, ListTone::Bad}, {u"failed"_s, ListTone::Bad}};
    // A waiver in force is an exception, not good news.
    if (kind == "waiver"_L1 && state == "active"_L1)
        return ListTone::Caution;
    return tones.value(state, ListTone::Neutral);
}

ListSpec modelList()
{
    return {u"model"_s,
            {{Text::tr("Model"), u"title"_s, false, modelName},
             {Text::tr("Latest version"), {}, false, latestVersion},
             {Text::tr("Owner"), u"owner"_s, false, person(u"owner"_s)},
             {Text::tr("Criticality"), u"criticality"_s, false, state(u"criticality"_s)},
             {Text::tr("Domain"), u"businessDomain"_s, false, text(u"businessDomain"_s)},
             {Text::tr("Updated"), u"updatedAt"_s, false, updated()}},
            {u"title"_s, false},
            {u"version"_s, u"person"_s}};
}

ListSpec versionList()
{
    return {u"version"_s,
            {{Text::tr("Version"), u"version"_s, false,
              [](const Record &record, ReadSession &) { return ListCell{field(record, u"version"_s), field(record, u"model"_s)}; }},
             {Text::tr("Stage"), u"stage"_s, false, state(u"stage"_s)},
             {Text::tr("Release"), {}, false, newestRelease},
             {Text::tr("Author"), u"author"_s, false, person(u"author"_s)},
             {Text::tr("Criticality"), u"criticality"_s, false, state(u"criticality"_s)},
             {Text::tr("Registered"), u"registeredAt"_s, false, time(u"registeredAt"_s)}},
            {u"registeredAt"_s, true},
            {u"request"_s, u"person"_s},
            [](const Record &record) { return field(record, u"stage"_s) == "retired"_L1; }};
}

ListSpec evaluationList()
{
    return {u"evaluation"_s,
            {{Text::tr("Evaluation"), u"title"_s, false, text(u"title"_s)},
             {Text::tr("Version"), u"version"_s, false, text(u"version"_s)},
             {Text::tr("Tool"), u"tool"_s, false,
              [](const Record &record, ReadSession &) { return ListCell{field(record, u"tool"_s), field(record, u"toolVersion"_s)}; }},
             {Text::tr("Headline"), {}, true, headline},
             {Text::tr("Completeness"), u"completeness"_s, false, state(u"completeness"_s)},
             {Text::tr("Measured"), u"measuredAt"_s, false, time(u"measuredAt"_s)},
             {Text::tr("Imported"), u"importedAt"_s, false, time(u"importedAt"_s)}},
            {u"importedAt"_s, true},
            {},
            [](const Record &record) { return record.body.value(u"withdrawn"_s).toBool(); }};
}

ListSpec requestList()
{
    return {u"request"_s,
            {{Text::tr("Request"), u"number"_s, true, requestNumber},
             {Text::tr("Version"), u"version"_s, false, text(u"version"_s)},
             {Text::tr("Environment"), u"environment"_s, false, text(u"environment"_s)},
             {Text::tr("State"), u"state"_s, false, state(u"state"_s)},
             {Text::tr("Policy"), u"policy"_s, false, text(u"policy"_s)},
             {Text::tr("Requested by"), u"requestedBy"_s, false, person(u"requestedBy"_s)},
             {Text::tr("Requested"), u"requestedAt"_s, false, time(u"requestedAt"_s)},
             {Text::tr("Due"), u"closesAt"_s, false, time(u"closesAt"_s)}},
            {u"requestedAt"_s, true},
            {u"person"_s}};
}

ListSpec signoffList()
{
    return {u"signoff"_s,
            {{Text::tr("Decision"), u"verdict"_s, false, state(u"verdict"_s)},
             {Text::tr("Version"), u"version"_s, false, text(u"version"_s)},
             {Text::tr("Environment"), u"environment"_s, false, text(u"environment"_s)},
             {Text::tr("Role"), u"role"_s, false,
              [](const Record &record, ReadSession &) { return ListCell{roleTitle(field(record, u"role"_s)), field(record, u"stage"_s)}; }},
             {Text::tr("Person"), u"person"_s, false, person(u"person"_s)},
             {Text::tr("Round"), u"round"_s, true,
              [](const Record &record, ReadSession &) {
                  ListCell out{QString::number(record.body.value(u"round"_s).toInteger(1))};
                  out.value = record.body.value(u"round"_s).toDouble(1);
                  return out;
              }},
             {Text::tr("Recorded"), u"recordedAt"_s, false, time(u"recordedAt"_s)}},
            {u"recordedAt"_s, true},
            {u"person"_s}};
}

ListSpec waiverList()
{
    return {u"waiver"_s,
            {{Text::tr("Requirement"), u"requirement"_s, false,
              [](const Record &record, ReadSession &) { return ListCell{field(record, u"requirement"_s), field(record, u"reason"_s)}; }},
             {Text::tr("Version"), u"version"_s, false, text(u"version"_s)},
             {Text::tr("Environment"), u"environment"_s, false, text(u"environment"_s)},
             {Text::tr("State"), u"state"_s, false, state(u"state"_s)},
             {Text::tr("Owner"), u"owner"_s, false, person(u"owner"_s)},
             {Text::tr("Expires"), u"expiresAt"_s, false, time(u"expiresAt"_s)}},
            {u"expiresAt"_s, false},
            {u"person"_s},
            [](const Record &record) { return field(record, u"state"_s) == "revoked"_L1; }};
}

ListSpec deploymentList()
{
    return {u"deployment"_s,
            {{Text::tr("Endpoint"), u"endpoint"_s, false, text(u"endpoint"_s)},
             {Text::tr("Version"), u"version"_s, false, text(u"version"_s)},
             {Text::tr("Environment"), u"environment"_s, false, text(u"environment"_s)},
             {Text::tr("State"), u"state"_s, false, state(u"state"_s)},
             {Text::tr("Since"), u"since"_s, false, time(u"since"_s)},
             {Text::tr("Until"), u"until"_s, false, time(u"until"_s)}},
            {u"since"_s, true},
            {},
            [](const Record &record) { return field(record, u"state"_s) == "ended"_L1; }};
}

ListSpec personList()
{
    return {u"person"_s,
            {{Text::tr("Person"), u"displayName"_s, false,
              [](const Record &record, ReadSession &) { return ListCell{field(record, u"displayName"_s), record.id}; }},
             {Text::tr("Roles"), {}, false,
              [](const Record &record, ReadSession &) {
                  QStringList titles;
                  for (const QJsonValue &role : record.body.value(u"roles"_s).toArray())
                      titles.append(roleTitle(role.toString()));
                  return ListCell{titles.join(u", "_s)};
              }},
             {Text::tr("Active"), u"active"_s, false,
              [](const Record &record, ReadSession &) {
                  return ListCell{record.body.value(u"active"_s).toBool(true) ? Text::tr("Active") : Text::tr("Left")};
              }}},
            {u"displayName"_s, false},
            {},
            [](const Record &record) { return !record.body.value(u"active"_s).toBool(true); }};
}

ListSpec signerList()
{
    return {u"signer"_s,
            {{Text::tr("Person"), u"person"_s, false, person(u"person"_s)},
             {Text::tr("Label"), u"label"_s, false, text(u"label"_s)},
             {Text::tr("Key"), u"keyId"_s, false, text(u"keyId"_s)},
             {Text::tr("State"), u"state"_s, false, state(u"state"_s)},
             {Text::tr("Enrolled"), u"enrolledAt"_s, false, time(u"enrolledAt"_s)}},
            {u"enrolledAt"_s, true},
            {u"person"_s},
            [](const Record &record) { return field(record, u"state"_s) == "revoked"_L1; }};
}

ListSpec logList()
{
    return {u"log"_s,
            {{Text::tr("Entry"), u"seq"_s, true,
              [](const Record &record, ReadSession &) {
                  ListCell out{QString::number(record.leaf)};
                  out.value = double(record.leaf);
                  return out;
              }},
             {Text::tr("Action"), u"action"_s, false, text(u"action"_s)},
             {Text::tr("Kind"), u"kind"_s, false, text(u"kind"_s)},
             {Text::tr("Record"), {}, false, text(u"id"_s)},
             {Text::tr("By"), u"actor"_s, false, person(u"actor"_s)},
             {Text::tr("When"), u"updatedAt"_s, false, time(u"at"_s)}},
            {u"seq"_s, true}};
}

} // namespace countersign

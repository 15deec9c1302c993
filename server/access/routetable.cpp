// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/routetable.h"

#include "domain/kind.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QStringList nobodySpecial;

QStringList roles(std::initializer_list<QLatin1String> names)
{
    QStringList out;
    for (const QLatin1String name : names)
        out.append(name);
    return out;
}

/// Who may create and edit records of a kind, beyond what its states say.
struct Writers
{
    QLatin1String kind;
    QStringList scopes;
    QStringList create;
    QStringList edit;
    bool editable = true;
};

const QList<Writers> &writers()
{
    static const QStringList write{u"write"_s};
    static const QStringList reviewers = roles({"validator"_L1, "risk"_L1, "legal"_L1, "security"_L1, "product"_L1,
                                                "domain-expert"_L1, "model-owner"_L1, "administrator"_L1});
    static const QStringList owners = roles({"model-owner"_L1, "administrator"_L1});
    static const QStringList builders = roles({"model-owner"_L1, "release-engineer"_L1, "administrator"_L1});
    static const QStringList evidence = roles({"model-owner"_L1, "validator"_L1, "security"_L1, "domain-expert"_L1,
                                               "release-engineer"_L1, "administrator"_L1});
    static const QStringList operators = roles({"release-engineer"_L1, "administrator"_L1});
    static const QStringList administrators = roles({"administrator"_L1});
    static const QList<Writers> all{
        {"model"_L1, write, owners, owners},
        {"version"_L1, write, builders, builders},
        {"evaluation"_L1, {u"write"_s, u"ingest"_s}, evidence, evidence},
        {"card"_L1, write, evidence, evidence},
        {"decision"_L1, write, reviewers, reviewers},
        {"plan"_L1, write, evidence, evidence},
        {"reviewset"_L1, write, evidence, evidence},
        {"rating"_L1, write, nobodySpecial, nobodySpecial},
        {"policy"_L1, write, roles({"risk"_L1, "administrator"_L1}), roles({"risk"_L1, "administrator"_L1})},
        {"request"_L1, write, builders, builders},
        {"waiver"_L1, write, reviewers, reviewers},
        {"deployment"_L1, write, operators, {}, false},
        {"person"_L1, {u"admin"_s}, administrators, administrators},
        {"signer"_L1, {u"sign"_s}, nobodySpecial, nobodySpecial},
        {"key"_L1, {u"admin"_s}, administrators, administrators},
    };
    return all;
}

QStringList verbRoles(const Kind &kind, const QString &verb)
{
    // The state table has the last word; the route lets in everybody whom some row of it could mean.
    QStringList out;
    for (const Transition &move : kind.states->transitions) {
        if (move.verb != verb)
            continue;
        if (move.roles.isEmpty() || move.who == Transition::Owner)
            return {};
        out += move.roles;
    }
    out.removeDuplicates();
    return out;
}

void addKind(const Kind &kind, QList<RouteRule> &out)
{
    const QString collection = u"/v1/"_s + kind.plural;
    const QString one = recordPattern(kind.name);
    const QStringList read{u"read"_s};
    out.append({u"GET"_s, collection, read, {}, u"Lists %1."_s.arg(kind.plural)});
    out.append({u"GET"_s, one, read, {}, u"Gives one %1."_s.arg(kind.name)});
    if (kind.name == "card"_L1)
        out.append({u"GET"_s, one + u"/history"_s, read, {}, u"Gives every revision of a %1, oldest first."_s.arg(kind.name)});
    for (const Writers &writer : writers()) {
        if (writer.kind != kind.name)
            continue;
        if (kind.clientCreates)
            out.append({u"POST"_s, collection, writer.scopes, writer.create, u"Makes a %1."_s.arg(kind.name)});
        if (writer.editable)
            out.append({u"PATCH"_s, one, writer.scopes, writer.edit, u"Edits a %1 by JSON Merge Patch."_s.arg(kind.name)});
    }
    if (!kind.states)
        return;
    QStringList done;
    for (const Transition &move : kind.states->transitions) {
        if (move.who == Transition::System || done.contains(move.verb))
            continue;
        done.append(move.verb);
        const bool confirms = kind.name == "signer"_L1 && move.verb == "confirm"_L1;
        out.append({u"POST"_s, one + u'/' + move.verb, {confirms ? u"admin"_s : u"write"_s}, verbRoles(kind, move.verb),
                    u"Moves a %1: %2."_s.arg(kind.name, move.verb)});
    }
}

void addCommands(QList<RouteRule> &out)
{
    const QStringList read{u"read"_s};
    const QStringList evidence = roles({"model-owner"_L1, "validator"_L1, "security"_L1, "domain-expert"_L1,
                                        "release-engineer"_L1, "administrator"_L1});
    out += QList<RouteRule>{
        {u"POST"_s, u"/v1/evaluations/import"_s, {u"write"_s, u"ingest"_s}, evidence, u"Imports an evaluation file, raw in the body."_s},
        {u"POST"_s, u"/v1/cards/import"_s, {u"write"_s, u"ingest"_s}, evidence, u"Imports a model card, raw in the body."_s},
        {u"POST"_s, u"/v1/requests/{id}/sign"_s, {u"sign"_s}, {}, u"Records a signed decision on a request."_s},
        {u"POST"_s, u"/v1/plans/{id}/sign"_s, {u"sign"_s}, {}, u"Records a signed yes to an evaluation plan and locks it."_s},
        {u"GET"_s, u"/v1/requests/{id}/status"_s, read, {}, u"Judges a request now: requirements, stages, the yes or no."_s},
        {u"GET"_s, u"/v1/requests/{id}/bundle"_s, read, {}, u"Gives everything needed to check the decision offline."_s},
        {u"POST"_s, u"/v1/keys/{id}/revoke"_s, {u"admin"_s}, roles({"administrator"_L1}), u"Ends an API key."_s},
        {u"POST"_s, u"/v1/keys/{id}/rotate"_s, {u"admin"_s}, roles({"administrator"_L1}), u"Replaces an API key by a new one."_s},
        {u"POST"_s, u"/v1/gate"_s, read, {}, u"Says whether exactly these files may go to an environment."_s},
        {u"PUT"_s, u"/v1/blobs/{digest}"_s, {u"write"_s, u"ingest"_s}, {}, u"Stores bytes under their digest."_s},
        {u"GET"_s, u"/v1/blobs/{digest}"_s, read, {}, u"Gives bytes by their digest."_s},
        {u"GET"_s, u"/v1/changes"_s, read, {}, u"The feed: what changed after a place in the log."_s},
        {u"GET"_s, u"/v1/log/checkpoint"_s, read, {}, u"The log's signed state."_s},
        {u"GET"_s, u"/v1/log/key"_s, read, {}, u"The log's public key and trust policy."_s},
        {u"GET"_s, u"/v1/log/tile/{rest...}"_s, read, {}, u"Tiles of the log (C2SP tlog-tiles)."_s},
        {u"GET"_s, u"/v1/log/proof"_s, read, {}, u"Proves that a leaf is in the tree of a size."_s},
        {u"GET"_s, u"/v1/log/consistency"_s, read, {}, u"Proves that one tree is the beginning of another."_s},
        {u"GET"_s, u"/v1/log/entries"_s, read, {}, u"Leaves of the log, one JSON text a line."_s},
        {u"GET"_s, u"/v1/whoami"_s, read, {}, u"Who the key belongs to and what it may do."_s},
        {u"GET"_s, u"/v1/posture"_s, read, roles({"administrator"_L1, "security"_L1, "auditor"_L1}), u"How this server is exposed and protected."_s},
        {u"GET"_s, u"/healthz"_s, {}, {}, u"Whether the process lives."_s},
        {u"GET"_s, u"/readyz"_s, {}, {}, u"Whether it can serve."_s},
        {u"GET"_s, u"/metrics"_s, {}, {}, u"Figures as Prometheus text."_s},
        {u"GET"_s, u"/openapi.json"_s, {}, {}, u"This API's description."_s},
    };
}

} // namespace

const QList<RouteRule> &routeTable()
{
    static const QList<RouteRule> table = [] {
        QList<RouteRule> out;
        for (const Kind &kind : kinds())
            addKind(kind, out);
        addCommands(out);
        return out;
    }();
    return table;
}

const RouteRule *routeRule(QStringView method, QStringView pattern)
{
    for (const RouteRule &rule : routeTable()) {
        if (rule.method == method && rule.pattern == pattern)
            return &rule;
    }
    return nullptr;
}

QString recordPattern(QStringView kindName)
{
    const Kind *kind = kindByName(kindName);
    QString out = u"/v1/"_s + kind->plural;
    if (kind->keyFields.isEmpty())
        return out + u"/{id}"_s;
    for (const QString &field : kind->keyFields)
        out += u"/{"_s + field + u'}';
    return out;
}

} // namespace countersign

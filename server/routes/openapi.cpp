// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/openapi.h"

#include "domain/kind.h"
#include "server/access/routetable.h"
#include "server/routes/releasebodies.h"

#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QJsonObject reference(const QString &schema)
{
    return {{u"$ref"_s, u"#/components/schemas/"_s + schema}};
}

QJsonObject jsonContent(const QJsonObject &schema, const QString &type = u"application/json"_s)
{
    return {{type, QJsonObject{{u"schema"_s, schema}}}};
}

QString schemaName(const Kind &kind)
{
    return kind.name[0].toUpper() + kind.name.mid(1);
}

/// "/v1/log/tile/{rest...}" → "/v1/log/tile/{rest}"; the types of captures go as well.
QString plainPath(const QString &pattern)
{
    QString out;
    bool inside = false;
    bool skip = false;
    for (const QChar c : pattern) {
        if (c == u'{')
            inside = true;
        if (c == u'}')
            inside = skip = false;
        if (inside && (c == u':' || c == u'.'))
            skip = true;
        if (!skip)
            out += c;
    }
    return out;
}

QJsonArray pathParameters(const QString &path)
{
    QJsonArray out;
    qsizetype at = 0;
    while ((at = path.indexOf(u'{', at)) >= 0) {
        const qsizetype end = path.indexOf(u'}', at);
        out.append(QJsonObject{{u"name"_s, path.mid(at + 1, end - at - 1)}, {u"in"_s, u"path"_s}, {u"required"_s, true},
                               {u"schema"_s, QJsonObject{{u"type"_s, u"string"_s}}}});
        at = end;
    }
    return out;
}

void addQuery(QJsonArray &parameters, const QString &name, const QString &type, const QString &description)
{
    parameters.append(QJsonObject{{u"name"_s, name}, {u"in"_s, u"query"_s}, {u"description"_s, description},
                                  {u"schema"_s, QJsonObject{{u"type"_s, type}}}});
}

void addHeader(QJsonArray &parameters, const QString &name, bool required, const QString &description)
{
    parameters.append(QJsonObject{{u"name"_s, name}, {u"in"_s, u"header"_s}, {u"required"_s, required},
                                  {u"description"_s, description}, {u"schema"_s, QJsonObject{{u"type"_s, u"string"_s}}}});
}

/// The kind whose collection, record or verb a path is, if any.
const Kind *kindOf(const QString &path)
{
    const QString plural = path.section(u'/', 2, 2);
    return path.startsWith(u"/v1/"_s) ? kindByPlural(plural) : nullptr;
}

void addListParameters(const Kind &kind, QJsonArray &parameters)
{
    addQuery(parameters, u"q"_s, u"string"_s, u"Words that must stand in the record."_s);
    addQuery(parameters, u"sort"_s, u"string"_s, u"A field; '-' before it turns the order round."_s);
    addQuery(parameters, u"limit"_s, u"integer"_s, u"1 to 1000."_s);
    addQuery(parameters, u"after"_s, u"string"_s, u"'next' of the page before."_s);
    for (const FieldInfo &field : kind.shape->fields) {
        if (field.column)
            addQuery(parameters, field.name, u"string"_s, u"Only records with this value."_s);
    }
}

QJsonObject requestBody(const Router::Route &route, const Kind *kind, const QString &path)
{
    if (kind && route.method == "POST" && path == u"/v1/"_s + kind->plural)
        return {{u"required"_s, true}, {u"content"_s, jsonContent(reference(u"New"_s + schemaName(*kind)))}};
    if (route.method == "PATCH") {
        return {{u"required"_s, true},
                {u"content"_s, jsonContent(QJsonObject{{u"type"_s, u"object"_s}}, u"application/merge-patch+json"_s)}};
    }
    if (route.method == "PUT" || path.endsWith(u"/import"_s)) {
        return {{u"required"_s, true},
                {u"content"_s, jsonContent(QJsonObject{{u"type"_s, u"string"_s}, {u"format"_s, u"binary"_s}}, u"application/octet-stream"_s)}};
    }
    if (path.endsWith(u"/sign"_s))
        return {{u"required"_s, true}, {u"content"_s, jsonContent(jsonSchema(shapeOf<SignBody>(), true))}};
    if (path == "/v1/gate"_L1)
        return {{u"required"_s, true}, {u"content"_s, jsonContent(jsonSchema(shapeOf<GateBody>(), true))}};
    if (route.method == "POST")
        return {{u"required"_s, false}, {u"content"_s, jsonContent(jsonSchema(shapeOf<VerbBody>(), true))}};
    return {};
}

QJsonObject answers(const Router::Route &route, const Kind *kind, const QString &path)
{
    QJsonObject good{{u"description"_s, u"Done."_s}};
    const bool isCollection = kind && path == u"/v1/"_s + kind->plural;
    if (isCollection && route.method == "GET")
        good.insert(u"content"_s, jsonContent(reference(schemaName(*kind) + u"Page"_s)));
    else if (kind && (route.method == "PATCH" || isCollection || route.operation.startsWith(u"get"_s)))
        good.insert(u"content"_s, jsonContent(reference(schemaName(*kind))));
    const bool creates = isCollection && route.method == "POST";
    return {{creates ? u"201"_s : u"200"_s, good},
            {u"default"_s, QJsonObject{{u"description"_s, u"What was wrong (RFC 9457)."_s},
                                       {u"content"_s, jsonContent(reference(u"Problem"_s), u"application/problem+json"_s)}}}};
}

QJsonObject operation(const Router::Route &route, const RouteRule &rule)
{
    const QString path = plainPath(route.pattern);
    const Kind *kind = kindOf(path);
    QJsonArray parameters = pathParameters(path);
    if (kind && route.method == "GET" && path == u"/v1/"_s + kind->plural)
        addListParameters(*kind, parameters);
    if (route.method == "POST")
        addHeader(parameters, u"Idempotency-Key"_s, false, u"The same key and body again answers the first answer."_s);
    if (route.method == "PATCH")
        addHeader(parameters, u"If-Match"_s, true, u"The revision that was seen, in quotes."_s);
    QJsonObject out{{u"operationId"_s, route.operation},
                    {u"summary"_s, rule.summary},
                    {u"responses"_s, answers(route, kind, path)},
                    {u"x-roles"_s, QJsonArray::fromStringList(rule.roles)}};
    if (!parameters.isEmpty())
        out.insert(u"parameters"_s, parameters);
    if (const QJsonObject body = requestBody(route, kind, path); !body.isEmpty())
        out.insert(u"requestBody"_s, body);
    // Any one of the scopes will do: alternatives are separate entries.
    QJsonArray security;
    for (const QString &scope : rule.scopes)
        security.append(QJsonObject{{u"apiKey"_s, QJsonArray{scope}}});
    out.insert(u"security"_s, security);
    return out;
}

QJsonObject recordSchema(const Kind &kind)
{
    const QJsonObject text{{u"type"_s, u"string"_s}};
    const QJsonObject number{{u"type"_s, u"integer"_s}, {u"minimum"_s, 0}};
    return {{u"type"_s, u"object"_s},
            {u"required"_s, QJsonArray{u"kind"_s, u"id"_s, u"revision"_s, u"seq"_s, u"leaf"_s, u"updatedAt"_s, u"updatedBy"_s}},
            {u"properties"_s, QJsonObject{{u"kind"_s, QJsonObject{{u"const"_s, kind.name}}},
                                          {u"id"_s, text},
                                          {u"revision"_s, number},
                                          {u"seq"_s, number},
                                          {u"leaf"_s, number},
                                          {u"updatedAt"_s, QJsonObject{{u"type"_s, u"string"_s}, {u"format"_s, u"date-time"_s}}},
                                          {u"updatedBy"_s, text},
                                          {u"deleted"_s, QJsonObject{{u"type"_s, u"boolean"_s}}},
                                          {u"salt"_s, text},
                                          {u"body"_s, jsonSchema(*kind.shape, false)}}}};
}

QJsonObject problemSchema()
{
    const QJsonObject text{{u"type"_s, u"string"_s}};
    const QJsonObject one{{u"type"_s, u"object"_s}, {u"properties"_s, QJsonObject{{u"pointer"_s, text}, {u"message"_s, text}}}};
    return {{u"type"_s, u"object"_s},
            {u"required"_s, QJsonArray{u"type"_s, u"title"_s, u"status"_s}},
            {u"properties"_s, QJsonObject{{u"type"_s, text}, {u"title"_s, text}, {u"detail"_s, text},
                                          {u"status"_s, QJsonObject{{u"type"_s, u"integer"_s}}},
                                          {u"errors"_s, QJsonObject{{u"type"_s, u"array"_s}, {u"items"_s, one}}}}}};
}

} // namespace

QJsonObject openApiDocument(const QList<Router::Route> &routes)
{
    QJsonObject paths;
    for (const Router::Route &route : routes) {
        const RouteRule *rule = routeRule(QString::fromLatin1(route.method), route.pattern);
        if (!rule)
            continue;
        const QString path = plainPath(route.pattern);
        QJsonObject item = paths.value(path).toObject();
        item.insert(QString::fromLatin1(route.method).toLower(), operation(route, *rule));
        paths.insert(path, item);
    }
    QJsonObject schemas{{u"Problem"_s, problemSchema()}};
    for (const Kind &kind : kinds()) {
        const QString name = schemaName(kind);
        schemas.insert(name, recordSchema(kind));
        if (kind.clientCreates)
            schemas.insert(u"New"_s + name, jsonSchema(*kind.shape, true));
        const QJsonObject items{{u"type"_s, u"array"_s}, {u"items"_s, reference(name)}};
        schemas.insert(name + u"Page"_s, QJsonObject{{u"type"_s, u"object"_s},
                                                     {u"properties"_s, QJsonObject{{u"items"_s, items}, {u"next"_s, QJsonObject{{u"type"_s, QJsonArray{u"string"_s, u"null"_s}}}}}}});
    }
    const QJsonObject scheme{{u"type"_s, u"http"_s}, {u"scheme"_s, u"bearer"_s}, {u"description"_s, u"An API key (csk_…); in a list, the scopes it needs."_s}};
    return {{u"openapi"_s, u"3.1.0"_s},
            {u"info"_s, QJsonObject{{u"title"_s, u"Countersign"_s}, {u"version"_s, QStringLiteral(COUNTERSIGN_VERSION)},
                                    {u"license"_s, QJsonObject{{u"name"_s, u"GPL-3.0-or-later"_s}, {u"identifier"_s, u"GPL-3.0-or-later"_s}}}}},
            {u"paths"_s, paths},
            {u"components"_s, QJsonObject{{u"schemas"_s, schemas}, {u"securitySchemes"_s, QJsonObject{{u"apiKey"_s, scheme}}}}}};
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "context.h"
#include "lookup.h"
#include "base/clock.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// Which fields a list shows beside the id, where the id does not say it all.
QStringList listedFields(const QString &kind)
{
    static const QMap<QString, QStringList> fields{
        {u"model"_s, {u"title"_s, u"owner"_s, u"criticality"_s, u"businessDomain"_s}},
        {u"version"_s, {u"stage"_s, u"author"_s, u"registeredAt"_s}},
        {u"evaluation"_s, {u"version"_s, u"title"_s, u"format"_s, u"completeness"_s, u"resultCount"_s}},
        {u"card"_s, {u"version"_s, u"status"_s, u"fileName"_s}},
        {u"decision"_s, {u"model"_s, u"title"_s, u"status"_s}},
        {u"policy"_s, {u"title"_s, u"environments"_s, u"approvalDays"_s}},
        {u"request"_s, {u"number"_s, u"version"_s, u"environment"_s, u"state"_s, u"round"_s, u"requestedBy"_s}},
        {u"signoff"_s, {u"version"_s, u"environment"_s, u"round"_s, u"role"_s, u"person"_s, u"verdict"_s}},
        {u"waiver"_s, {u"version"_s, u"environment"_s, u"requirement"_s, u"state"_s, u"expiresAt"_s}},
        {u"deployment"_s, {u"version"_s, u"environment"_s, u"endpoint"_s, u"state"_s, u"since"_s}},
        {u"person"_s, {u"displayName"_s, u"roles"_s, u"active"_s}},
        {u"signer"_s, {u"person"_s, u"label"_s, u"state"_s, u"enrolledAt"_s}},
        {u"key"_s, {u"label"_s, u"person"_s, u"scopes"_s, u"expiresAt"_s}},
    };
    return fields.value(kind);
}

QString valueText(const QJsonValue &value)
{
    if (value.isArray()) {
        QStringList parts;
        const QJsonArray items = value.toArray();
        for (const QJsonValue &item : items)
            parts.append(item.isObject() ? QString::fromUtf8(QJsonDocument(item.toObject()).toJson(QJsonDocument::Compact)) : valueText(item));
        return parts.join(u", "_s);
    }
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isBool())
        return value.toBool() ? u"yes"_s : u"no"_s;
    if (value.isDouble())
        return value.toDouble() == double(value.toInteger()) ? QString::number(value.toInteger()) : QString::number(value.toDouble(), 'g', 15);
    return value.toString();
}

Result<Session::Query> queryFrom(const Kind &kind, const Invocation &given)
{
    Session::Query out;
    const QStringList filters = given.values(u"where"_s);
    for (const QString &filter : filters) {
        const qsizetype equals = filter.indexOf(u'=');
        const FieldInfo *field = kind.shape->field(filter.left(std::max<qsizetype>(equals, 0)));
        if (equals < 1 || !field || !field->column) {
            QStringList known;
            for (const FieldInfo &candidate : kind.shape->fields) {
                if (candidate.column)
                    known.append(candidate.name);
            }
            return {Error::Code::Invalid, u"--where '%1' is no filter: it is FIELD=VALUE, and %2 have the fields %3."_s
                                              .arg(filter, kind.plural, known.join(u", "_s))};
        }
        out.append({filter.left(equals), filter.mid(equals + 1)});
    }
    for (const auto &[option, name] : {std::pair{u"search"_s, u"q"_s}, {u"sort"_s, u"sort"_s}}) {
        if (given.has(option))
            out.append({name, given.value(option)});
    }
    return out;
}

int list(Context &context, const Invocation &given, const Kind &kind)
{
    if (!context.session())
        return context.noServer();
    bool ok = false;
    const qint64 most = given.value(u"limit"_s, u"100"_s).toLongLong(&ok);
    if (!ok || most < 1)
        return context.out.fail(ExitUsage, u"--limit is a number from 1 up."_s);
    const auto query = queryFrom(kind, given);
    if (!query)
        return context.out.fail(ExitUsage, query.error().text);
    const auto records = context.session()->list(kind.name, *query, most);
    if (!records)
        return context.out.fail(records.error());
    const QStringList fields = listedFields(kind.name);
    QStringList headers{u"ID"_s};
    for (const QString &field : fields)
        headers.append(field.toUpper());
    QList<QStringList> rows;
    QJsonArray json;
    for (const Record &record : *records) {
        QStringList row{record.id};
        for (const QString &field : fields)
            row.append(valueText(record.body.value(field)));
        rows.append(row);
        json.append(record.toJson());
    }
    context.out.json(json);
    if (rows.isEmpty())
        context.out.line(u"There are no %1 to show."_s.arg(kind.plural));
    else
        context.out.table(headers, rows);
    return ExitDone;
}

int show(Context &context, const Invocation &given, const Kind &kind)
{
    if (!context.session())
        return context.noServer();
    Session &server = *context.session();
    QString id = given.argument(0);
    if (kind.name == "request"_L1 || kind.name == "signer"_L1) {
        const auto found = kind.name == "request"_L1 ? requestId(server, id) : signerId(server, id);
        if (!found)
            return context.out.fail(found.error());
        id = *found;
    }
    const auto record = server.record(kind.name, id);
    if (!record)
        return context.out.fail(record.error());
    context.out.json(record->toJson());
    QList<std::pair<QString, QString>> rows{{kind.name, record->id}};
    for (const FieldInfo &field : kind.shape->fields)
        rows.append({field.name, valueText(record->body.value(field.name))});
    rows.append({u"revision"_s, u"%1, by %2 on %3, log entry %4"_s.arg(record->revision).arg(record->updatedBy, toRfc3339(record->updatedAt)).arg(record->leaf)});
    context.out.facts(rows);
    return ExitDone;
}

} // namespace

QList<CommandSpec> recordCommands()
{
    QList<CommandSpec> out;
    for (const Kind &kind : kinds()) {
        const QList<OptionSpec> options{{u"where"_s, u"FIELD=VALUE"_s, u"Only those with this value."_s, false, true},
                                        {u"search"_s, u"WORDS"_s, u"Only those that hold these words."_s},
                                        {u"sort"_s, u"FIELD"_s, u"Order by a field; -FIELD the other way."_s},
                                        {u"limit"_s, u"N"_s, u"At most so many; 100 otherwise."_s}};
        out.append({kind.plural + u" list"_s, u"List %1."_s.arg(kind.plural), {}, options, {},
                    [&kind](Context &context, const Invocation &given) { return list(context, given, kind); }});
        out.append({kind.plural + u" show"_s, u"Show one %1."_s.arg(kind.name), {{u"ID"_s, u"Its id."_s}}, {}, {},
                    [&kind](Context &context, const Invocation &given) { return show(context, given, kind); }});
    }
    return out;
}

} // namespace countersign

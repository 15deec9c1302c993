// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/fieldmapping.h"

#include "domain/strictobject.h"
#include "formats/metricregistry.h"

#include <QCoreApplication>

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;
using Role = MappedColumn::Role;

namespace {

constexpr qsizetype mappedColumns = 4096;

QString mappingText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

QJsonObject writtenColumn(const MappedColumn &column)
{
    QJsonObject out{{u"name"_s, column.name}, {u"role"_s, enumText(column.role)}};
    if (!column.metric.isEmpty())
        out.insert(u"metric"_s, column.metric);
    if (!column.dimension.isEmpty())
        out.insert(u"dimension"_s, column.dimension);
    return out;
}

void checkMapping(const FieldMapping &mapping, QList<FieldError> &errors)
{
    QSet<QString> names;
    bool value = false, metric = false;
    for (qsizetype i = 0; i < mapping.columns.size(); ++i) {
        const MappedColumn &column = mapping.columns[i];
        const QString pointer = u"/columns/%1"_s.arg(i);
        if (names.contains(column.name))
            errors.append({pointer + u"/name"_s, mappingText("This column is mapped twice.")});
        names.insert(column.name);
        value |= column.role == Role::Value;
        metric |= column.role == Role::Metric;
        if (mapping.layout == FieldMapping::Layout::Wide && column.role == Role::Value && column.metric.isEmpty())
            errors.append({pointer + u"/metric"_s, mappingText("In a wide table each value column names its metric.")});
    }
    if (mapping.columns.size() > mappedColumns)
        errors.append({u"/columns"_s, mappingText("There are too many columns.")});
    if (!value)
        errors.append({u"/columns"_s, mappingText("No column is the value.")});
    if (mapping.layout == FieldMapping::Layout::Long && !metric)
        errors.append({u"/columns"_s, mappingText("In a long table one column names the metric.")});
    static const QStringList operators{QString(), u">="_s, u">"_s, u"<="_s, u"<"_s, u"=="_s};
    if (!operators.contains(mapping.thresholdOp))
        errors.append({u"/thresholdOp"_s, mappingText("This must be one of >=, >, <=, < and ==.")});
    static const QStringList delimiters{QString(), u","_s, u";"_s, u"\t"_s, u"|"_s};
    if (!delimiters.contains(mapping.delimiter))
        errors.append({u"/delimiter"_s, mappingText("This must be a comma, a semicolon, a tab or a bar.")});
    if (!mapping.records.isEmpty() && !mapping.records.startsWith(u'/'))
        errors.append({u"/records"_s, mappingText("A JSON pointer begins with a slash.")});
}

/// "/scores/exact match" → "exact_match"
QString plainName(const QString &column)
{
    return column.section(u'/', -1).toLower().trimmed().replace(u' ', u'_').replace(u'-', u'_');
}

struct NamedRole
{
    Role role;
    QStringList names;
};

const QList<NamedRole> &namedRoles()
{
    static const QList<NamedRole> roles{
        {Role::Metric, {u"metric"_s, u"metric_name"_s, u"measure"_s, u"score_name"_s, u"metric_id"_s}},
        {Role::Value, {u"value"_s, u"score"_s, u"result"_s, u"metric_value"_s, u"mean"_s}},
        {Role::Task, {u"task"_s, u"task_name"_s, u"benchmark"_s, u"test"_s, u"eval"_s, u"evaluation"_s, u"scenario"_s, u"eval_name"_s}},
        {Role::Suite, {u"suite"_s, u"collection"_s}},
        {Role::Dataset, {u"dataset"_s, u"data_set"_s, u"dataset_name"_s}},
        {Role::Model, {u"model"_s, u"model_name"_s, u"model_id"_s, u"system"_s, u"target"_s}},
        {Role::Count, {u"n"_s, u"count"_s, u"num_samples"_s, u"samples"_s, u"n_samples"_s, u"support"_s, u"num_instances"_s, u"size"_s}},
        {Role::StandardError, {u"stderr"_s, u"std_err"_s, u"se"_s, u"sem"_s, u"standard_error"_s}},
        {Role::IntervalLow, {u"ci_low"_s, u"ci_lower"_s, u"lower"_s, u"low"_s, u"ci95_low"_s, u"lower_bound"_s}},
        {Role::IntervalHigh, {u"ci_high"_s, u"ci_upper"_s, u"upper"_s, u"high"_s, u"ci95_high"_s, u"upper_bound"_s}},
        {Role::Threshold, {u"threshold"_s, u"limit"_s, u"target_value"_s}},
        {Role::Unit, {u"unit"_s, u"units"_s}},
        {Role::Slice, {u"group"_s, u"sex"_s, u"gender"_s, u"age"_s, u"age_group"_s, u"race"_s, u"ethnicity"_s, u"language"_s, u"country"_s, u"region"_s,
                       u"slice"_s, u"subset"_s, u"category"_s, u"segment"_s, u"disability"_s, u"religion"_s}},
        {Role::Input, {u"input"_s, u"prompt"_s, u"question"_s, u"query"_s}},
        {Role::Output, {u"output"_s, u"response"_s, u"answer"_s, u"completion"_s}},
        {Role::Expected, {u"expected"_s, u"reference"_s, u"ground_truth"_s, u"expected_output"_s}},
    };
    return roles;
}

bool looksNumeric(const QString &cell)
{
    QString text = cell.trimmed();
    if (text.endsWith(u'%'))
        text.chop(1);
    bool good = false;
    text.replace(u',', u'.').toDouble(&good);
    return good;
}

Role roleByName(const QString &column)
{
    const QString name = plainName(column);
    for (const NamedRole &known : namedRoles()) {
        if (known.names.contains(name))
            return known.role;
    }
    return Role::Ignore;
}

} // namespace

QJsonObject FieldMapping::toJson() const
{
    QJsonArray list;
    for (const MappedColumn &column : columns)
        list.append(writtenColumn(column));
    QJsonObject known;
    for (auto it = directions.begin(); it != directions.end(); ++it)
        known.insert(it.key(), enumText(it.value()));
    return {{u"version"_s, 1}, {u"source"_s, enumText(source)}, {u"delimiter"_s, delimiter}, {u"decimalComma"_s, decimalComma},
            {u"noHeader"_s, noHeader}, {u"records"_s, records}, {u"layout"_s, enumText(layout)}, {u"columns"_s, list}, {u"directions"_s, known},
            {u"tool"_s, tool}, {u"toolVersion"_s, toolVersion}, {u"model"_s, model}, {u"suite"_s, suite}, {u"task"_s, task},
            {u"dataset"_s, dataset}, {u"unit"_s, unit}, {u"thresholdOp"_s, thresholdOp}, {u"wholeRun"_s, wholeRun}};
}

Result<FieldMapping> FieldMapping::fromJson(const QJsonValue &json)
{
    QList<FieldError> errors;
    FieldMapping out;
    StrictObject in(json, {}, errors);
    if (const auto version = in.integer(u"version"_s); version.value_or(1) != 1)
        return Error{Error::Code::Unsupported, mappingText("This mapping is of a newer version.")};
    out.source = in.choice(u"source"_s, Source::Automatic);
    out.delimiter = in.text(u"delimiter"_s);
    in.boolean(u"decimalComma"_s, out.decimalComma);
    in.boolean(u"noHeader"_s, out.noHeader);
    out.records = in.text(u"records"_s);
    out.layout = in.choice(u"layout"_s, Layout::Long);
    in.each(u"columns"_s, [&](const QJsonValue &value, const QString &pointer) {
        StrictObject column(value, pointer, errors);
        MappedColumn read;
        read.name = column.text(u"name"_s);
        read.role = column.choice(u"role"_s, Role::Ignore);
        read.metric = column.text(u"metric"_s);
        read.dimension = column.text(u"dimension"_s);
        column.finish();
        out.columns.append(read);
    });
    const QJsonObject directions = in.object(u"directions"_s);
    for (auto it = directions.begin(); it != directions.end(); ++it) {
        const bool higher = it->toString() == u"higher", lower = it->toString() == u"lower";
        if (!higher && !lower)
            errors.append({childPointer(u"/directions"_s, it.key()), mappingText("This must be higher or lower.")});
        out.directions.insert(it.key(), higher ? Direction::Higher : Direction::Lower);
    }
    for (const auto &[name, into] : {std::pair(u"tool"_s, &out.tool), std::pair(u"toolVersion"_s, &out.toolVersion), std::pair(u"model"_s, &out.model),
                                     std::pair(u"suite"_s, &out.suite), std::pair(u"task"_s, &out.task), std::pair(u"dataset"_s, &out.dataset),
                                     std::pair(u"unit"_s, &out.unit), std::pair(u"thresholdOp"_s, &out.thresholdOp)})
        *into = in.text(name);
    in.boolean(u"wholeRun"_s, out.wholeRun);
    in.finish();
    if (errors.isEmpty())
        checkMapping(out, errors);
    if (errors.isEmpty())
        return out;
    const QString first = errors.first().pointer.isEmpty() ? errors.first().message : errors.first().pointer + u": "_s + errors.first().message;
    return Error{Error::Code::Invalid, mappingText("The mapping is wrong: %1").arg(first), {}, false, errors};
}

Result<FieldMapping> FieldMapping::fromBytes(QByteArrayView json)
{
    const Result<QJsonValue> value = parseJson(json);
    if (!value.ok())
        return Error{value.error().code, mappingText("The mapping is no JSON: %1").arg(value.error().text), {}, false, value.error().fields};
    return fromJson(*value);
}

FieldMapping suggestMapping(const QStringList &columns, const QList<QStringList> &rows)
{
    FieldMapping out;
    QSet<Role> taken;
    for (const QString &name : columns) {
        MappedColumn column{name, roleByName(name), {}, {}};
        // One column each, but there may be several slices.
        if (column.role != Role::Slice && column.role != Role::Ignore && taken.contains(column.role))
            column.role = Role::Ignore;
        taken.insert(column.role);
        out.columns.append(column);
    }
    if (taken.contains(Role::Metric) && taken.contains(Role::Value))
        return out;
    out.layout = FieldMapping::Layout::Wide;
    for (qsizetype i = 0; i < out.columns.size(); ++i) {
        MappedColumn &column = out.columns[i];
        if (column.role == Role::Metric)
            column.role = Role::Ignore;
        if (column.role != Role::Ignore && column.role != Role::Value)
            continue;
        const auto numbers = std::count_if(rows.begin(), rows.end(), [&](const QStringList &row) { return looksNumeric(row.value(i)); });
        const auto filled = std::count_if(rows.begin(), rows.end(), [&](const QStringList &row) { return !row.value(i).trimmed().isEmpty(); });
        const bool known = MetricRegistry::builtIn().find({}, plainName(column.name)).has_value();
        const bool metric = numbers > 0 && numbers * 2 >= filled && (known || numbers == filled);
        column.role = metric ? Role::Value : Role::Ignore;
        column.metric = metric ? column.name.section(u'/', -1) : QString();
    }
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/huggingfacemetrics.h"

#include "formats/cards/cardlabels.h"
#include "formats/cards/yamlwriter.h"
#include "formats/markdown.h"

#include <QCoreApplication>
#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostMetrics = 10'000;

/// The members of a result, and the entries they are, in the order of the Hub's documentation.
struct IndexMember
{
    const char *part, *member, *entry;
};
constexpr IndexMember indexMembers[]{
    {"task", "type", "task_type"},          {"task", "name", "task_name"},
    {"dataset", "name", "dataset"},         {"dataset", "type", "dataset_type"},     {"dataset", "config", "dataset_config"},
    {"dataset", "split", "dataset_split"},  {"dataset", "revision", "dataset_revision"},
    {"dataset", "args", "dataset_args"},    {"source", "name", "source_name"},       {"source", "url", "source_url"},
    {"metrics", "type", "type"},            {"metrics", "value", "value"},           {"metrics", "name", "name"},
    {"metrics", "config", "metric_config"}, {"metrics", "args", "metric_args"},      {"metrics", "verified", "verified"},
    {"metrics", "verifyToken", "verify_token"}};

QString latin1(const char *text)
{
    return QString::fromLatin1(text);
}

void appendEntry(CardContent::Group &group, const QString &id, const YamlNode &value)
{
    const QString text = value.flat().trimmed();
    if (!isPlaceholder(text))
        group.fields.append({id, cardLabel(id), text});
}

/// What two metrics share when they stand under one result.
QString resultKey(const CardContent::Group &metric)
{
    QString out;
    for (const IndexMember &one : indexMembers) {
        if (qstrcmp(one.part, "metrics") != 0)
            out += metric.value(latin1(one.entry)) + u'\n';
    }
    return out;
}

QString partYaml(const CardContent::Group &metric, const char *part, const QString &indent, const QString &first)
{
    QString out;
    for (const IndexMember &one : indexMembers) {
        const QString value = metric.value(latin1(one.entry));
        if (qstrcmp(one.part, part) == 0 && !value.isEmpty())
            out += (out.isEmpty() ? first : indent) + latin1(one.member) + u": "_s
                + (qstrcmp(one.member, "value") == 0 ? yamlNumber(value) : yamlText(value)) + u'\n';
    }
    return out;
}

} // namespace

QList<CardContent::Group> modelIndexMetrics(const YamlNode &index, WarningList &warnings)
{
    QList<CardContent::Group> out;
    for (const YamlNode &model : index.items) {
        for (const YamlNode &result : model[u"results"].items) {
            for (const YamlNode &value : result[u"metrics"].items) {
                CardContent::Group metric{u"metric"_s, {}};
                for (const IndexMember &one : indexMembers) {
                    const bool own = qstrcmp(one.part, "metrics") == 0;
                    appendEntry(metric, latin1(one.entry), own ? value[latin1(one.member)] : result[latin1(one.part)][latin1(one.member)]);
                }
                if (out.size() < mostMetrics && !metric.value(u"value").isEmpty())
                    out.append(metric);
                else if (out.size() >= mostMetrics)
                    warnings.add(u"tooMany"_s, QCoreApplication::translate("Import", "The card claims more than %1 values; the rest is only in the raw file.").arg(mostMetrics), u"model-index"_s);
            }
        }
    }
    return out;
}

bool isModelIndexMetric(const CardContent::Group &metric)
{
    static const QSet<QString> known = [] {
        QSet<QString> out;
        for (const IndexMember &one : indexMembers)
            out.insert(latin1(one.entry));
        return out;
    }();
    QSet<QString> seen;
    for (const CardContent::Field &field : metric.fields) {
        if (!known.contains(field.id) || seen.contains(field.id) || field.value.size() > 4000)
            return false;
        seen.insert(field.id);
    }
    return seen.contains(u"type"_s) && seen.contains(u"value"_s) && seen.contains(u"task_type"_s) && (seen.contains(u"dataset"_s) || seen.contains(u"dataset_type"_s));
}

QString modelIndexYaml(const QString &name, const QList<CardContent::Group> &metrics)
{
    if (metrics.isEmpty())
        return {};
    QString out = u"model-index:\n- name: %1\n  results:\n"_s.arg(yamlText(name));
    QString last;
    for (const CardContent::Group &metric : metrics) {
        const QString key = resultKey(metric);
        if (key != last) {
            out += u"  - task:\n"_s + partYaml(metric, "task", u"      "_s, u"      "_s);
            out += u"    dataset:\n"_s + partYaml(metric, "dataset", u"      "_s, u"      "_s);
            if (const QString source = partYaml(metric, "source", u"      "_s, u"      "_s); !source.isEmpty())
                out += u"    source:\n"_s + source;
            out += u"    metrics:\n"_s;
            last = key;
        }
        out += partYaml(metric, "metrics", u"      "_s, u"    - "_s);
    }
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/huggingfaceresults.h"

#include "formats/markdown.h"
#include "formats/metricrules.h"
#include "formats/modelindex.h"
#include "formats/textfile.h"
#include "formats/timestamps.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// "{metric_value}" is a template's hole: as text, or as YAML reads it, a map with an empty value.
bool isTemplateHole(const YamlNode &node)
{
    static const QRegularExpression hole(u"^\\{+\\s*[A-Za-z_][\\w .-]*\\s*\\}+$"_s);
    if (node.isScalar())
        return hole.match(node.text.trimmed()).hasMatch();
    return node.isMap() && node.members.size() == 1 && node.members.front().value.isNull();
}

QString lineOf(const YamlNode &node)
{
    return u"line %1"_s.arg(node.line);
}

/// Collects values that someone claims: no n, no scale, no proof. Shared by both places where the Hub keeps them.
class ClaimedResults
{
public:
    ClaimedResults(const ImportOptions &options, const QString &format)
        : m_limit(options.results), m_rules(MetricRegistry::builtIn(), u"huggingface"_s, warnings)
    {
        report.format = format;
        report.completeness = Report::Completeness::Unknown;
    }

    WarningList warnings;
    Report report;

    /// Adds a value, which may be a number, a text, or a list or map of them (one result each, told apart by filter).
    Result<void> add(const Report::Metric &base, const YamlNode &value, const QStringList &path = {})
    {
        if (isTemplateHole(value))
            return Error{Error::Code::Invalid, tr("Line %1: this is a template, not a result; its value is still to be filled in.").arg(value.line)};
        if (value.isList() || value.isMap())
            return addParts(base, value, path);
        if (report.results.size() >= m_limit)
            return Error{Error::Code::TooLarge, tr("The file has more than %1 results, the most that is read.").arg(m_limit)};
        Report::Metric metric = base;
        if (!path.isEmpty())
            metric.filter += (metric.filter.isEmpty() ? QString() : u", "_s) + path.join(u'.');
        metric.pointer = lineOf(value.isNull() ? value : value);
        setText(metric, value);
        if (metric.valueState == Report::ValueState::Error)
            warnings.add(u"notANumber"_s, tr("The value “%1” is no number.").arg(value.text.left(60)), metric.pointer);
        m_rules.settleWithoutUnit(metric);
        report.results.append(std::move(metric));
        return {};
    }

    void claimedBy(const QString &who) { remember(m_claimedBy, who); }
    void measuredBy(const QString &who) { remember(m_measuredBy, who); }

    Report finish()
    {
        report.subject.claimedBy = m_claimedBy.join(u"; "_s);
        report.subject.measuredBy = m_measuredBy.join(u"; "_s);
        warnings.add(u"claimedNotMeasured"_s, tr("These are claims without n, scale or run; a gate cannot use them."));
        if (report.results.isEmpty())
            warnings.add(u"noResults"_s, tr("The file holds no result."));
        report.warnings = warnings.take();
        return std::move(report);
    }

private:
    Result<void> addParts(const Report::Metric &base, const YamlNode &value, const QStringList &path)
    {
        if (path.size() > 4) {
            warnings.add(u"notANumber"_s, tr("A value nested this deeply was left out."), lineOf(value));
            return {};
        }
        for (std::size_t i = 0; i < value.items.size(); ++i) {
            if (const auto done = add(base, value.items[i], path + QStringList{QString::number(i)}); !done.ok())
                return done;
        }
        for (const auto &[key, part] : value.members) {
            if (const auto done = add(base, part, path + QStringList{key.left(120)}); !done.ok())
                return done;
        }
        return {};
    }

    static void setText(Report::Metric &metric, const YamlNode &value)
    {
        const QString text = value.text.trimmed();
        if (text.endsWith(u'%')) {
            setValue(metric, text.chopped(1).toUtf8());
            metric.unit = u"percent"_s;
            metric.valueText = text;
        } else {
            setValue(metric, text.toUtf8());
        }
    }

    static void remember(QStringList &list, const QString &who)
    {
        if (!who.isEmpty() && !list.contains(who) && list.size() < 10)
            list.append(who);
    }

    qsizetype m_limit;
    MetricRules m_rules;
    QStringList m_claimedBy, m_measuredBy;
};

QString sourceText(const YamlNode &source)
{
    QStringList parts;
    for (const QString &key : {u"name"_s, u"org"_s, u"user"_s, u"url"_s}) {
        if (source[key].isScalar() && !isTemplateHole(source[key]))
            parts.append(source[key].text);
    }
    return parts.join(u' ');
}

QString datasetText(const YamlNode &dataset)
{
    QString out = dataset[u"type"].flat(200).trimmed();
    for (const QString &key : {u"config"_s, u"split"_s}) {
        if (dataset[key].isScalar())
            out += u':' + dataset[key].text.trimmed();
    }
    if (dataset[u"revision"].isScalar())
        out += u'@' + dataset[u"revision"].text.trimmed();
    return out;
}

Result<void> readIndexResult(ClaimedResults &out, const YamlNode &result)
{
    const YamlNode &task = result[u"task"];
    const YamlNode &dataset = result[u"dataset"];
    Report::Metric base;
    base.suite = task[u"type"].flat(200).trimmed();
    base.task = dataset[u"name"].flat(200).trimmed();
    base.dataset = datasetText(dataset);
    if (dataset.isNull()) {
        base.task = task[u"name"].flat(200).trimmed();
        base.flags.append(u"datasetUnknown"_s);
        out.warnings.add(u"datasetMissing"_s, tr("A result does not say on which dataset it was measured."), lineOf(result));
    }
    out.measuredBy(sourceText(result[u"source"]));
    for (const YamlNode &metric : result[u"metrics"].items) {
        Report::Metric one = base;
        one.metric = (metric[u"type"].isScalar() ? metric[u"type"] : metric[u"name"]).flat(200).trimmed();
        if (metric[u"config"].isScalar())
            one.filter = metric[u"config"].text;
        if (metric[u"verifyToken"].isScalar())
            out.warnings.add(u"verifyToken"_s, tr("A verification token is given, but it was not checked."), lineOf(metric));
        if (const auto done = out.add(one, metric[u"value"]); !done.ok())
            return done;
    }
    return {};
}

} // namespace

Result<Imported> readModelIndex(const ImportInput &input)
{
    const Result<QByteArray> text = readText(input);
    if (!text.ok())
        return text.error();
    ClaimedResults out(input.options, u"huggingface-model-index"_s);
    const FrontMatter matter = splitFrontMatter(QString::fromUtf8(*text), out.warnings);
    if (!matter.found)
        return Error{Error::Code::Invalid, tr("The file has no front matter, so it has no model index.")};
    const Result<YamlNode> yaml = parseYaml(matter.yaml.toUtf8(), {}, matter.yamlLine);
    if (!yaml.ok())
        return yaml.error();
    const YamlNode &index = (*yaml)[u"model-index"];
    if (!index.isList())
        return Error{Error::Code::Invalid, tr("The front matter has no model index.")};
    QStringList names;
    for (const YamlNode &model : index.items) {
        names.append(model[u"name"].flat(200));
        for (const YamlNode &result : model[u"results"].items) {
            if (const auto done = readIndexResult(out, result); !done.ok())
                return done.error();
        }
    }
    out.report.subject.model = names.join(u", "_s);
    out.claimedBy(tr("the model card"));
    return Imported{out.finish()};
}

namespace {

/// One entry of `.eval_results/*.yaml`. The metric's name stands in the benchmark's own repository, not here.
Result<void> readResultEntry(ClaimedResults &out, const YamlNode &entry, QSet<QDateTime> &times)
{
    const YamlNode &dataset = entry[u"dataset"];
    for (const YamlNode *node : {&dataset[u"id"], &dataset[u"task_id"], &entry[u"value"]}) {
        if (isTemplateHole(*node))
            return Error{Error::Code::Invalid, tr("Line %1: this is a template, not a result; its fields are still to be filled in.").arg(node->line)};
    }
    Report::Metric base;
    base.suite = dataset[u"id"].flat(200);
    base.task = dataset[u"task_id"].flat(200);
    base.dataset = base.suite;
    if (dataset[u"revision"].isScalar())
        base.dataset += u'@' + dataset[u"revision"].text;
    base.metric = u"score"_s;
    base.filter = entry[u"notes"].flat(200);
    base.flags.append(u"metricUnknown"_s);
    if (dataset.isNull())
        out.warnings.add(u"datasetMissing"_s, tr("A result does not say on which dataset it was measured."), lineOf(entry));
    if (entry[u"value"].isNull())
        out.warnings.add(u"valueMissing"_s, tr("A result without value."), lineOf(entry));
    if (entry[u"verifyToken"].isScalar())
        out.warnings.add(u"verifyToken"_s, tr("A verification token is given, but it was not checked."), lineOf(entry));
    if (const QDateTime time = readTime(entry[u"date"].flat(60), lineOf(entry), out.warnings); time.isValid())
        times.insert(time);
    out.claimedBy(sourceText(entry[u"source"]));
    return out.add(base, entry[u"value"]);
}

} // namespace

Result<Imported> readEvalResults(const ImportInput &input)
{
    const Result<QByteArray> text = readText(input);
    if (!text.ok())
        return text.error();
    const Result<YamlNode> yaml = parseYaml(*text);
    if (!yaml.ok())
        return yaml.error();
    if (!yaml->isList())
        return Error{Error::Code::Invalid, tr("A list of results was expected.")};
    ClaimedResults out(input.options, u"huggingface-eval-results"_s);
    QSet<QDateTime> times;
    for (const YamlNode &entry : yaml->items) {
        if (!entry.isMap()) {
            out.warnings.add(u"notUnderstood"_s, tr("An entry that is no result was left out."), lineOf(entry));
            continue;
        }
        if (const auto done = readResultEntry(out, entry, times); !done.ok())
            return done.error();
    }
    // One time for the report only where all its values share it.
    if (times.size() == 1)
        out.report.run.finishedAt = *times.begin();
    out.warnings.add(u"subjectUnknown"_s, tr("The file does not name the model; it lies in the model's repository. Who claims the values is in its sources."));
    return Imported{out.finish()};
}

ModelIndexSummary summariseModelIndex(const YamlNode &index)
{
    ModelIndexSummary out;
    QStringList names;
    for (const YamlNode &model : index.items) {
        names.append(model[u"name"].flat(200));
        for (const YamlNode &result : model[u"results"].items) {
            const QString dataset = result[u"dataset"][u"name"].flat(200).trimmed();
            if (!dataset.isEmpty() && out.datasets.size() < 200 && !out.datasets.contains(dataset))
                out.datasets.append(dataset);
            out.values += int(result[u"metrics"].items.size());
        }
    }
    out.name = names.join(u", "_s);
    return out;
}

} // namespace countersign

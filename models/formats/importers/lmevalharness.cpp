// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/lmevaldocument.h"
#include "formats/metricrules.h"
#include "formats/timestamps.h"

#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Report = EvaluationReport;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// Whether the entry that begins here reads like one of the harness: numbers by metric, with standard errors beside
/// them or with the filter in the key.
Match probeEntry(JsonReader &json)
{
    Match match = Match::No;
    while (json.next() == Event::Key) {
        const QString key = json.key();
        const Event value = json.next();
        const bool number = value == Event::Number || value == Event::NonFinite;
        if (number && (key.contains(u',') || key.endsWith(u"_stderr")))
            match = Match::Sure;
        else if (number && match == Match::No && MetricRegistry::builtIn().find(u"lm-eval", key))
            match = Match::Possible;
        json.skipValue();
    }
    return match;
}

/// The first few tasks are enough to tell. An empty object tells nothing, and where anything but objects stands beside
/// them it is another tool's "results".
Match probeResults(JsonReader &json)
{
    if (json.next() != Event::StartObject) {
        json.skipValue();
        return Match::No;
    }
    Match match = Match::No;
    bool others = false;
    for (int tasks = 0; json.next() == Event::Key; ++tasks) {
        const Event value = json.next();
        others |= value != Event::StartObject && value != Event::Failed;
        if (value == Event::StartObject && tasks < 20)
            match = std::max(match, probeEntry(json));
        else
            json.skipValue();
    }
    return others ? Match::No : match;
}

/// Texts like "pretrained=a/b,revision=c" and objects mean the same.
QString modelArgument(const QJsonValue &arguments, const QString &name)
{
    if (arguments.isObject())
        return arguments.toObject().value(name).toString();
    for (const QString &part : arguments.toString().split(u',')) {
        if (part.trimmed().startsWith(name + u'='))
            return part.trimmed().sliced(name.size() + 1);
    }
    return {};
}

/// Model arguments may hold a key to an API. What is imported is shown to many, so it is not kept.
QJsonValue withoutSecrets(const QJsonValue &value)
{
    static const QRegularExpression secretName(u"(?i)(token|secret|password|api_?key|authori[sz]ation)"_s);
    static const QRegularExpression secretText(
        u"(?i)([\\w-]*(?:token|secret|password|api_?key)[\\w-]*=)(?!true\\b|false\\b|none\\b)[^,\\s]+"_s);
    if (value.isString())
        return value.toString().replace(secretText, u"\\1[redacted]"_s);
    if (!value.isObject())
        return value;
    QJsonObject out = value.toObject();
    for (auto it = out.begin(); it != out.end(); ++it) {
        const bool secret = it.value().isString() && it.key().contains(secretName);
        it.value() = secret ? QJsonValue(u"[redacted]"_s) : withoutSecrets(it.value());
    }
    return out;
}

class LmEvalReport
{
public:
    LmEvalReport(LmEvalDocument document, WarningList &warnings)
        : m_in(std::move(document)), m_warnings(warnings), m_rules(MetricRegistry::builtIn(), u"lm-eval"_s, warnings)
    {
    }

    Report build()
    {
        m_out.format = u"lm-evaluation-harness"_s;
        m_out.formatVersion = m_in.newStyle ? u"0.4"_s : u"0.3"_s;
        const QString version = m_in.facts.value(u"lm_eval_version"_s).toString();
        const QString commit = m_in.facts.value(u"git_hash"_s).toString();
        m_out.producer = {u"lm-eval"_s, version.isEmpty() && !commit.isEmpty() ? u"git:"_s + commit : version};
        fillSubject();
        fillRun();
        findSuites();
        for (LmEvalDocument::Task &task : m_in.tasks)
            addTask(task);
        fillCompleteness();
        if (!m_in.leftOut.isEmpty())
            m_warnings.add(u"leftOut"_s, tr("Only in the raw file: %1.").arg(m_in.leftOut.join(u", "_s).left(400)));
        m_out.warnings = m_warnings.take();
        return std::move(m_out);
    }

private:
    void fillSubject()
    {
        const QJsonValue arguments = m_in.config.value(u"model_args"_s);
        QString model = m_in.facts.value(u"model_name"_s).toString();
        for (const QString &name : {u"pretrained"_s, u"model"_s, u"engine"_s, u"path"_s, u"model_name"_s, u"load"_s}) {
            if (model.isEmpty())
                model = modelArgument(arguments, name);
        }
        m_out.subject.model = model;
        if (model.isEmpty())
            m_warnings.add(u"modelUnknown"_s, tr("The file does not say which model was evaluated."), u"/config"_s);
        m_out.subject.revision = m_in.config.value(u"model_revision"_s).toString();
        if (m_out.subject.revision.isEmpty())
            m_out.subject.revision = modelArgument(arguments, u"revision"_s);
        const QString sha = m_in.config.value(u"model_sha"_s).toString();
        m_out.subject.digest = sha.isEmpty() ? QString() : u"git:"_s + sha;
    }

    void fillRun()
    {
        m_out.run.startedAt = readTime(m_in.facts.value(u"date"_s).toString(), u"/date"_s, m_warnings);
        const QJsonValue seed = m_in.config.value(u"random_seed"_s);
        if (seed.isDouble())
            m_out.run.seed = seed.toInteger();
        m_out.run.configuration = withoutSecrets(m_in.config).toObject();
        for (auto it = m_in.facts.begin(); it != m_in.facts.end(); ++it)
            m_out.run.configuration.insert(it.key(), it.value());
        const QJsonValue limit = m_in.config.value(u"limit"_s);
        if (!limit.isDouble())
            return;
        m_out.run.limit = limit.toDouble();
        m_partial = true;
        m_warnings.add(u"partialRun"_s, tr("The run was limited to %1 samples a task.").arg(limit.toDouble()), u"/config/limit"_s);
    }

    /// The suite of a task is its topmost group: mmlu_virology is in mmlu_other, which is in mmlu.
    void findSuites()
    {
        for (const QString &group : std::as_const(m_in.groupOrder)) {
            for (const QString &task : m_in.subtasks.value(group)) {
                if (!m_parent.contains(task) && task != group)
                    m_parent.insert(task, group);
            }
        }
    }

    QString suiteOf(const QString &task) const
    {
        QString top = task;
        for (int steps = 0; steps < 32 && m_parent.contains(top); ++steps)
            top = m_parent.value(top);
        return top == task && !m_in.subtasks.contains(task) ? QString() : top;
    }

    void addTask(LmEvalDocument::Task &task)
    {
        const LmEvalDocument::Samples samples = m_in.samples.value(task.name);
        const bool group = task.inGroups || m_in.subtasks.contains(task.name);
        const QHash<QString, bool> higher = m_in.higher.value(task.name);
        for (Report::Metric &metric : task.values) {
            metric.task = task.name;
            metric.suite = suiteOf(task.name);
            metric.dataset = m_in.datasets.value(task.name);
            // The harness counts per metric in 0.4.13, per task before, not at all in 0.3.
            if (!metric.n)
                metric.n = samples.effective ? samples.effective : task.sampleLength;
            const auto said = higher.constFind(metric.metric);
            m_rules.settle(metric, said == higher.constEnd() ? std::nullopt : std::optional(*said));
            m_rules.addInterval(metric, group);
            m_out.results.append(std::move(metric));
        }
        if (samples.original && samples.effective && *samples.effective < *samples.original) {
            m_partial = true;
            m_warnings.add(u"partialTask"_s, tr("%1 saw %2 of its %3 samples.").arg(task.name).arg(*samples.effective).arg(*samples.original),
                           u"/n-samples/"_s + task.name);
        }
    }

    void fillCompleteness()
    {
        using enum Report::Completeness;
        m_out.completeness = m_partial ? Partial : m_in.hasConfig ? Complete : Unknown;
        if (m_out.results.isEmpty()) {
            m_out.completeness = Failed;
            m_warnings.add(u"noResults"_s, tr("The file holds no result."), u"/results"_s);
        } else if (!m_in.hasConfig && !m_partial) {
            m_warnings.add(u"noConfiguration"_s, tr("Without its configuration nobody can say whether the run was limited."));
        }
    }

    LmEvalDocument m_in;
    WarningList &m_warnings;
    MetricRules m_rules;
    Report m_out;
    QHash<QString, QString> m_parent;
    bool m_partial = false;
};

class LmEvalHarness final : public Importer
{
public:
    QString id() const override { return u"lm-evaluation-harness"_s; }
    QString title() const override { return tr("lm-evaluation-harness results"); }

    Match probe(QByteArrayView head) const override
    {
        JsonReader json(head);
        if (json.next() != Event::StartObject)
            return Match::No;
        Match match = Match::No;
        while (json.next() == Event::Key && match != Match::Sure) {
            const bool results = json.key() == u"results" || json.key() == u"groups";
            if (results)
                match = std::max(match, probeResults(json));
            else
                json.skipValue();
        }
        return match;
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        WarningList warnings;
        Result<LmEvalDocument> document = readLmEvalDocument(input, warnings);
        if (!document.ok())
            return document.error();
        return Imported{LmEvalReport(std::move(*document), warnings).build()};
    }
};

} // namespace

std::unique_ptr<const Importer> lmevalharnessImporter()
{
    return std::make_unique<LmEvalHarness>();
}

} // namespace countersign

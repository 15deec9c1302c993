// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/garaktally.h"
#include "formats/jsonwalk.h"
#include "formats/recordlines.h"
#include "formats/redactedconfiguration.h"
#include "formats/timestamps.h"

#include <QSet>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;
using Node = JsonTree::Node;

namespace {

/// The text of a prompt or an answer: a string in older versions, a message, or a conversation of which the last turn of
/// the user counts.
QString garakText(Node node)
{
    if (node.isString())
        return node.text();
    if (const Node text = node[u"text"]; text.isString())
        return text.text();
    const Node turns = node[u"turns"];
    QString last;
    for (const Node turn : turns) {
        const Node content = turn[u"content"];
        last = content.isString() ? content.text() : content[u"text"].text();
    }
    return last;
}

/// Reads report.jsonl: setup, attempts, one row for each probe and detector, and the digest at the end.
class GarakReport
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit GarakReport(const ImportInput &input)
        : m_draft(input.options, u"garak"_s, u"garak"_s), m_results(m_draft), m_lines(input, m_draft.warnings)
    {
    }

    Result<Imported> read()
    {
        for (;;) {
            const JsonTree record = m_lines.next();
            if (!record.root())
                break;
            readRecord(record.root());
        }
        if (m_lines.problem())
            return *m_lines.problem();
        m_lines.finish();
        if (m_known == 0)
            return Error{Error::Code::Invalid, tr("The file holds no readable entry of a garak report.")};
        for (Row &row : m_rows)
            addRow(row);
        fillCompleteness();
        if (!m_left.isEmpty())
            m_draft.warnings.add(u"leftOut"_s, tr("Only in the raw file: entries of type %1.").arg(QStringList(m_left.begin(), m_left.end()).join(u", "_s).left(400)));
        return m_draft.take();
    }

private:
    using Row = GarakResults::Row;
    struct Judged
    {
        qint64 passed = 0, n = 0;
    };

    void readRecord(Node record)
    {
        const QString type = record[u"entry_type"].text();
        ++m_known;
        if (type == u"start_run setup")
            readSetup(record);
        else if (type == u"init")
            readInit(record);
        else if (type == u"attempt")
            readAttempt(record);
        else if (type == u"eval")
            readEval(record);
        else if (type == u"completion")
            readCompletion(record);
        else if (type == u"digest")
            readDigest(record);
        else
            --m_known, m_left.insert(type.isEmpty() ? tr("(none)") : type.left(80));
    }

    void readSetup(Node record)
    {
        const QString name = record.firstOf({u"plugins.target_name", u"plugins.model_name"}).text();
        const QString type = record.firstOf({u"plugins.target_type", u"plugins.model_type"}).text();
        if (m_draft.report.subject.model.isEmpty())
            m_draft.report.subject.model = name.isEmpty() ? type : name;
        if (const std::optional<double> threshold = record[u"run.eval_threshold"].number())
            m_threshold = *threshold;
        if (const auto seed = record[u"run.seed"].count())
            m_draft.report.run.seed = *seed;
        if (m_draft.report.producer.version.isEmpty())
            m_draft.report.producer.version = record[u"_config.version"].text();
        QJsonObject configuration;
        for (const Node member : record) {
            const QString key = member.key();
            if (key.startsWith(u"run.") || key.startsWith(u"plugins.") || key.startsWith(u"reporting.") || key == u"system.lite")
                configuration.insert(key, member.toJson());
        }
        if (m_draft.report.run.configuration.isEmpty())
            m_draft.report.run.configuration = redactedConfiguration(configuration);
    }

    void readInit(Node record)
    {
        m_draft.report.producer.version = record[u"garak_version"].text();
        m_draft.report.run.startedAt = readTime(record[u"start_time"].text(), m_lines.place(), m_draft.warnings);
    }

    void readCompletion(Node record)
    {
        m_completed = true;
        m_draft.report.run.finishedAt = readTime(record[u"end_time"].text(), m_lines.place(), m_draft.warnings);
    }

    /// Every attempt is written twice: when it was made (status 1) and when it was judged (2).
    void readAttempt(Node record)
    {
        const QString key = record[u"uuid"].text() + u'/' + record[u"seq"].text();
        const bool judged = record[u"status"].number().value_or(0) == 2;
        m_attempts.insert(key);
        if (!judged)
            return;
        m_judgedAttempts.insert(key);
        const QString probe = GarakResults::shortName(record[u"probe_classname"].text());
        const Node outputs = record[u"outputs"];
        std::vector<double> worst(std::size_t(std::max<qsizetype>(outputs.size(), 1)), -1);
        for (const Node detector : record[u"detector_results"])
            readDetector(record, probe, detector, worst);
        addSamples(record, probe, worst);
    }

    void readDetector(Node record, const QString &probe, Node detector, std::vector<double> &worst)
    {
        const QString name = GarakResults::shortName(detector.key());
        qsizetype position = 0;
        for (const Node entry : detector) {
            // A conversation of several turns has a list of scores.
            const Node first = entry.isArray() ? entry.at(entry.size() - 1) : entry;
            const std::optional<double> score = first.number();
            const auto at = std::size_t(position++);
            if (!score)
                continue;
            Judged &counted = m_counted[std::pair(probe, name)];
            ++counted.n;
            counted.passed += *score < m_threshold;
            if (at < worst.size())
                worst[at] = std::max(worst[at], *score);
            if (*score < m_threshold || !m_draft.findings.count(probe, name, u"unknown"_s))
                continue;
            Report::Example example{clippedText(garakText(record[u"prompt"])), clippedText(garakText(record[u"outputs"].at(qsizetype(at)))), {}};
            example.id = record[u"seq"].text();
            example.reason = tr("%1 gave %2; from %3 on it counts as a hit. The goal was: %4")
                                 .arg(name).arg(*score).arg(m_threshold).arg(clippedText(record[u"goal"].text()).left(400));
            m_draft.findings.addExample(example);
        }
    }

    void addSamples(Node record, const QString &probe, const std::vector<double> &worst)
    {
        for (std::size_t i = 0; i < worst.size(); ++i) {
            if (!m_draft.findings.countSample())
                continue;
            Report::Sample sample;
            sample.id = record[u"seq"].text() + (worst.size() > 1 ? u'.' + QString::number(i) : QString());
            sample.task = probe;
            sample.input = clippedText(garakText(record[u"prompt"]));
            sample.output = clippedText(garakText(record[u"outputs"].at(qsizetype(i))));
            if (worst[i] >= 0)
                sample.score = worst[i];
            sample.verdict = worst[i] < 0 ? Report::Verdict::Indeterminate : worst[i] < m_threshold ? Report::Verdict::Pass : Report::Verdict::Fail;
            sample.reason = clippedText(record[u"goal"].text());
            sample.pointer = m_lines.place();
            m_draft.findings.addSample(sample);
        }
    }

    void readEval(Node record)
    {
        Row row;
        row.probe = GarakResults::shortName(record[u"probe"].text());
        row.detector = GarakResults::shortName(record[u"detector"].text());
        row.pointer = m_lines.place();
        row.passed = record[u"passed"].count();
        row.total = record.firstOf({u"total_evaluated", u"total"}).count();
        row.unscored = record[u"nones"].count();
        const auto low = record[u"confidence_lower"].number(), high = record[u"confidence_upper"].number();
        if (low && high)
            row.interval = Report::Interval{*low, *high};
        row.intervalMethod = record[u"confidence_method"].text();
        // garak writes the level as a text.
        bool good = false;
        const double level = record[u"confidence"].text().toDouble(&good);
        if (good && level > 0 && level < 1)
            row.intervalLevel = level;
        if (const auto fails = record[u"fails"].count(); fails && row.passed && row.total && *row.passed + *fails != *row.total) {
            row.flags.append(u"contradiction"_s);
            m_draft.warnings.add(u"contradiction"_s, tr("%1 passed and %2 failed are not the %3 that were judged.").arg(*row.passed).arg(*fails).arg(*row.total), row.pointer);
        }
        m_rows.append(row);
    }

    /// The row's counts are held against the attempts of the same file, when all of them are there.
    void addRow(Row &row)
    {
        const Judged counted = m_counted.value(std::pair(row.probe, row.detector));
        if (row.total && counted.n == *row.total && row.passed && counted.passed != *row.passed) {
            m_draft.warnings.add(u"contradiction"_s,
                                 tr("%1 by %2: the report says %3 passed, its attempts say %4 of %5. The attempts are used.")
                                     .arg(row.probe, row.detector).arg(*row.passed).arg(counted.passed).arg(counted.n),
                                 row.pointer);
            row.passed = counted.passed;
            row.interval.reset();
        } else if (row.total && counted.n > *row.total) {
            row.flags.append(u"contradiction"_s);
            m_draft.warnings.add(u"contradiction"_s, tr("%1 by %2: the report counts %3 answers, the file holds %4.").arg(row.probe, row.detector).arg(*row.total).arg(counted.n), row.pointer);
        } else if (row.total && counted.n < *row.total) {
            m_draft.warnings.add(u"attemptsMissing"_s, tr("%1 by %2: %3 of %4 judged answers are in the file; the counts could not be checked.").arg(row.probe, row.detector).arg(counted.n).arg(*row.total), row.pointer);
        }
        if (row.total)
            m_draft.findings.setOf(row.probe, row.detector, *row.total);
        m_results.add(row);
    }

    void readDigest(Node record)
    {
        const Node meta = record[u"meta"];
        if (m_draft.report.subject.model.isEmpty())
            m_draft.report.subject.model = meta.firstOf({u"target_name", u"model_name", u"target_type", u"model_type"}).text();
        for (const Node group : record[u"eval"]) {
            const Node summary = group[u"_summary"];
            Report::Metric score;
            score.suite = u"garak"_s;
            score.task = group.key();
            score.metric = u"group_score"_s;
            score.filter = summary[u"group_aggregation_function"].text();
            score.slice = {{u"attack"_s, group.key()}};
            if (const Node value = summary[u"score"]; value.isNumber()) {
                m_draft.setFrom(score, value);
                score.pointer = m_lines.place() + score.pointer;
                m_draft.add(score);
            }
            if (const Node value = summary[u"group_defcon"]; value.isNumber()) {
                score.metric = u"defcon"_s;
                m_draft.setFrom(score, value);
                score.pointer = m_lines.place() + score.pointer;
                m_draft.add(score);
            }
            readSeverities(group);
        }
    }

    void readSeverities(Node group)
    {
        for (const Node probe : group) {
            for (const Node detector : probe) {
                if (const auto defcon = detector.firstOf({u"detector_defcon", u"absolute_defcon"}).number())
                    m_severities.insert(std::pair(GarakResults::shortName(probe.key()), GarakResults::shortName(detector.key())), GarakResults::severityOf(defcon));
            }
        }
    }

    void fillCompleteness()
    {
        using enum Report::Completeness;
        Report &report = m_draft.report;
        m_draft.findings.setSeverities(m_severities);
        if (report.subject.model.isEmpty())
            m_draft.warnings.add(u"modelUnknown"_s, tr("The file does not say which model was tested."));
        if (!m_completed) {
            report.completeness = Partial;
            m_draft.warnings.add(u"notCompleted"_s, tr("The report has no entry “completion”: the run may have been cut."));
        }
        if (m_rows.isEmpty()) {
            report.completeness = Partial;
            m_draft.warnings.add(u"noEvaluation"_s,
                                 tr("There is no row with a result: %1 attempts were made, %2 of them judged. Rates are not made of them: the tool wrote none.")
                                     .arg(m_attempts.size()).arg(m_judgedAttempts.size()));
        } else if (m_attempts.size() > m_judgedAttempts.size()) {
            report.completeness = Partial;
            m_draft.warnings.add(u"notJudged"_s, tr("%1 of %2 attempts were never judged.").arg(m_attempts.size() - m_judgedAttempts.size()).arg(m_attempts.size()));
        }
        if (m_lines.broken() > 0)
            report.completeness = Partial;
    }

    ReportDraft m_draft;
    GarakResults m_results;
    RecordLines m_lines;
    QList<Row> m_rows;
    QHash<std::pair<QString, QString>, Judged> m_counted;
    QHash<std::pair<QString, QString>, QString> m_severities;
    QSet<QString> m_attempts, m_judgedAttempts, m_left;
    double m_threshold = 0.5;
    qint64 m_known = 0;
    bool m_completed = false;
};

class Garak final : public Importer
{
public:
    QString id() const override { return u"garak"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "garak report"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"entry_type\""}))
            return Match::No;
        static const QStringList types{u"start_run setup"_s, u"init"_s, u"attempt"_s, u"eval"_s, u"completion"_s, u"digest"_s, u"config"_s, u"plugin_cache"_s};
        const JsonTree tree = JsonTree::probe(head);
        return types.contains(tree.root()[u"entry_type"].text()) ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return GarakReport(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> garakImporter()
{
    return std::make_unique<Garak>();
}

} // namespace countersign

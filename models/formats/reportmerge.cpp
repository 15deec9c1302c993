// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/reportmerge.h"

#include "formats/fileset.h"
#include "formats/warninglist.h"

#include <QCoreApplication>
#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

constexpr qsizetype mostSamples = 500;
constexpr qsizetype mostConfigurations = 200;

QString mergeText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

QString stemOf(const QString &member)
{
    const qsizetype dot = member.lastIndexOf(u'.');
    return dot > member.lastIndexOf(u'/') + 1 ? member.left(dot) : member;
}

/// What makes two results the same thing measured.
QString identityOf(const Report::Metric &metric)
{
    QString out = QStringList{metric.suite, metric.task, metric.metric, metric.filter}.join(QChar(0x1f));
    for (const Report::SliceTerm &term : metric.slice)
        out += QChar(0x1e) + term.dimension + QChar(0x1d) + term.group;
    return out;
}

bool isComputed(const Report::Metric &metric)
{
    return metric.flags.contains(u"computedHere"_s);
}

/// Worst last.
int badness(Report::Completeness completeness)
{
    using enum Report::Completeness;
    return completeness == Complete ? 0 : completeness == Unknown ? 1 : completeness == Partial ? 2 : 3;
}

class Merge
{
public:
    Merge(QList<ReportPart> parts, const ImportOptions &options) : m_parts(std::move(parts)), m_options(options) {}

    Result<Report> merge()
    {
        m_out.completeness = Report::Completeness::Complete;
        dropRecounted();
        m_out.format = common([](const Report &r) { return r.format; }, QString(severalFormats));
        m_out.formatVersion = common([](const Report &r) { return r.formatVersion; });
        mergeProducer();
        mergeSubject();
        mergeRun();
        findCollisions();
        for (ReportPart &part : m_parts) {
            if (m_out.results.size() + part.report.results.size() > m_options.results)
                return Error{Error::Code::TooLarge, mergeText("The files have more than %1 results together, the most that is read.").arg(m_options.results)};
            takeResults(part);
            takeLists(part.report);
        }
        if (m_samplesLeftOut > 0)
            m_warnings.add(u"samplesLeftOut"_s, mergeText("%1 more samples were left out.").arg(m_samplesLeftOut));
        m_out.warnings += m_warnings.take();
        return std::move(m_out);
    }

private:
    /// The value all parts agree on (parts that say nothing agree with everybody), or `otherwise`.
    template <typename Get>
    QString common(Get get, const QString &otherwise = {}) const
    {
        QString out;
        for (const ReportPart &part : m_parts) {
            const QString value = get(part.report);
            if (value.isEmpty() || value == out)
                continue;
            if (!out.isEmpty())
                return otherwise;
            out = value;
        }
        return out;
    }

    /// Single answers stand beside the results that were made of them: what the tool says is kept once.
    void dropRecounted()
    {
        QHash<QString, QString> said;
        for (const ReportPart &part : std::as_const(m_parts)) {
            for (const Report::Metric &metric : part.report.results) {
                if (!isComputed(metric))
                    said.insert(looseIdentity(metric), metric.valueText);
            }
        }
        for (ReportPart &part : m_parts) {
            const qsizetype before = part.report.results.size();
            part.report.results.removeIf([&](const Report::Metric &metric) { return isComputed(metric) && said.contains(looseIdentity(metric)); });
            const bool companion = before > 0 && part.report.results.isEmpty();
            if (!companion && badness(part.report.completeness) > badness(m_out.completeness))
                m_out.completeness = part.report.completeness;
        }
    }
    static QString looseIdentity(Report::Metric metric)
    {
        metric.suite.clear();
        return identityOf(metric);
    }

    void mergeProducer()
    {
        m_out.producer.name = common([](const Report &r) { return r.producer.name; });
        m_out.producer.version = common([](const Report &r) { return r.producer.version; });
        QStringList tools;
        for (const ReportPart &part : std::as_const(m_parts)) {
            const QString tool = (part.report.producer.name + u' ' + part.report.producer.version).trimmed();
            if (!tool.isEmpty() && !tools.contains(tool))
                tools.append(tool);
        }
        if (tools.size() > 1)
            m_warnings.add(u"producersDiffer"_s, mergeText("The files are of different tools or versions: %1.").arg(tools.mid(0, 8).join(u", "_s)));
    }

    void mergeSubject()
    {
        m_out.subject = {common([](const Report &r) { return r.subject.model; }), common([](const Report &r) { return r.subject.revision; }),
                         common([](const Report &r) { return r.subject.digest; }), common([](const Report &r) { return r.subject.claimedBy; }),
                         common([](const Report &r) { return r.subject.measuredBy; })};
        QStringList models;
        for (const ReportPart &part : std::as_const(m_parts)) {
            if (!part.report.subject.model.isEmpty() && !models.contains(part.report.subject.model))
                models.append(part.report.subject.model);
        }
        m_subjectsDiffer = models.size() > 1;
        if (!m_subjectsDiffer)
            return;
        m_out.subject = {};
        m_warnings.add(u"subjectsDiffer"_s, mergeText("The files are about %1 different models: %2. Each result says which; none of them can gate.")
                                                .arg(models.size()).arg(models.mid(0, 8).join(u", "_s)));
    }

    void mergeRun()
    {
        bool sameSeed = true;
        QJsonObject configurations;
        for (const ReportPart &part : std::as_const(m_parts)) {
            const Report::Run &run = part.report.run;
            if (run.startedAt.isValid() && (!m_out.run.startedAt.isValid() || run.startedAt < m_out.run.startedAt))
                m_out.run.startedAt = run.startedAt;
            if (run.finishedAt.isValid() && (!m_out.run.finishedAt.isValid() || run.finishedAt > m_out.run.finishedAt))
                m_out.run.finishedAt = run.finishedAt;
            if (run.limit)
                m_out.run.limit = std::min(*run.limit, m_out.run.limit.value_or(*run.limit));
            sameSeed = sameSeed && run.seed == m_parts.first().report.run.seed;
            if (!run.configuration.isEmpty() && configurations.size() < mostConfigurations)
                configurations.insert(part.member, run.configuration);
        }
        if (sameSeed)
            m_out.run.seed = m_parts.first().report.run.seed;
        m_out.run.configuration = configurations;
    }

    /// Results that two members both have must not be taken for one another.
    void findCollisions()
    {
        QHash<QString, qsizetype> first; // identity → part
        for (qsizetype i = 0; i < m_parts.size(); ++i) {
            for (const Report::Metric &metric : std::as_const(m_parts[i].report.results)) {
                const QString identity = identityOf(metric);
                const auto it = first.constFind(identity);
                if (it == first.cend())
                    first.insert(identity, i);
                else if (*it != i)
                    m_colliding.insert(*it), m_colliding.insert(i);
            }
        }
        if (!m_colliding.isEmpty())
            m_warnings.add(u"sameTaskTwice"_s, mergeText("Several of the files report the same task and metric; their results are kept apart by file."));
    }

    void takeResults(ReportPart &part)
    {
        const bool collides = m_colliding.contains(qsizetype(&part - m_parts.data()));
        const QString suite = stemOf(part.member);
        if (!part.placed)
            prefixPointers(part.report, part.member);
        for (Report::Metric &metric : part.report.results) {
            if (collides)
                metric.suite = metric.suite.isEmpty() ? suite : metric.suite + u" · "_s + suite;
            if (m_subjectsDiffer)
                metric.flags.append(u"subject="_s + (part.report.subject.model.isEmpty() ? u"?"_s : part.report.subject.model));
            m_out.results.append(std::move(metric));
        }
    }

    void takeLists(Report &part)
    {
        m_out.failures += part.failures;
        m_out.reviews += part.reviews;
        const qsizetype room = std::max<qsizetype>(0, mostSamples - m_out.samples.size());
        m_samplesLeftOut += std::max<qsizetype>(0, part.samples.size() - room);
        m_out.samples += part.samples.mid(0, room);
        m_out.distributions += part.distributions;
        m_out.confusions += part.confusions;
        m_out.calibrations += part.calibrations;
        m_out.attributions += part.attributions;
        m_out.experiments += part.experiments;
        for (const Report::Warning &warning : std::as_const(part.warnings))
            m_warnings.add(warning.code, warning.message, warning.pointer);
    }

    QList<ReportPart> m_parts;
    const ImportOptions &m_options;
    Report m_out;
    WarningList m_warnings;
    QSet<qsizetype> m_colliding;
    bool m_subjectsDiffer = false;
    qsizetype m_samplesLeftOut = 0;
};

} // namespace

void prefixPointers(EvaluationReport &report, const QString &member)
{
    const auto prefix = [&](auto &list) {
        for (auto &it : list)
            it.pointer = memberPointer(member, it.pointer);
    };
    prefix(report.results);
    prefix(report.samples);
    prefix(report.distributions);
    prefix(report.confusions);
    prefix(report.calibrations);
    prefix(report.attributions);
    prefix(report.experiments);
    prefix(report.warnings);
}

Result<EvaluationReport> mergeReports(QList<ReportPart> parts, const ImportOptions &options)
{
    if (parts.isEmpty())
        return Error{Error::Code::Invalid, mergeText("There is no report among the files.")};
    if (parts.size() > 1)
        return Merge(std::move(parts), options).merge();
    if (!parts.first().placed)
        prefixPointers(parts.first().report, parts.first().member);
    return std::move(parts.first().report);
}

} // namespace countersign

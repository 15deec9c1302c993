// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/everyevaleverexport.h"

#include "base/clock.h"
#include "base/json.h"
#include "formats/everyevaleverwords.h"
#include "formats/metricregistry.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

QString exportText(const char *text)
{
    return QCoreApplication::translate("EveryEvalEver", text);
}

QString orUnknown(const QString &text)
{
    return text.isEmpty() ? u"unknown"_s : text;
}

/// Seconds since 1970, as the format has its times.
QString epoch(const QDateTime &time)
{
    return QString::number(double(time.toMSecsSinceEpoch()) / 1000, 'f', 3);
}

void put(QJsonObject &out, QStringView key, const QString &text)
{
    if (!text.isEmpty())
        out.insert(key.toString(), text);
}

QJsonValue boundOf(std::optional<double> bound, double scale)
{
    return bound ? QJsonValue(*bound * scale) : QJsonValue();
}

class EeeWriter
{
public:
    EeeWriter(const Report &report, const EveryEvalEverSource &source) : m_report(report), m_source(source) {}

    EveryEvalEverRecord write()
    {
        QJsonArray results;
        for (const Report::Metric &metric : m_report.results) {
            if (metric.valueState == Report::ValueState::Finite && std::isfinite(metric.value))
                results.append(result(metric, results.size()));
            else
                ++m_notFinite;
        }
        QJsonObject out{{u"schema_version"_s, u"0.3.0"_s},
                        {u"evaluation_id"_s, evaluationId()},
                        {u"retrieved_timestamp"_s, epoch(m_source.retrievedAt)},
                        {u"source_metadata"_s, sourceMetadata()},
                        {u"eval_library"_s, library()},
                        {u"model_info"_s, model()},
                        {u"evaluation_results"_s, results}};
        if (m_report.run.startedAt.isValid())
            out.insert(u"evaluation_timestamp"_s, epoch(m_report.run.startedAt));
        listLeftOut();
        return {QJsonDocument(out).toJson(QJsonDocument::Indented), m_leftOut};
    }

private:
    QString evaluationId() const
    {
        if (!m_source.evaluationId.isEmpty())
            return m_source.evaluationId;
        return QStringList{orUnknown(m_report.producer.name), orUnknown(m_report.subject.model).replace(u'/', u'_'), epoch(m_source.retrievedAt)}.join(u'/');
    }

    QJsonObject sourceMetadata() const
    {
        const Report::Subject &subject = m_report.subject;
        const bool run = !subject.measuredBy.isEmpty() || subject.claimedBy.isEmpty();
        const QString by = !m_source.organisation.isEmpty() ? m_source.organisation : !subject.measuredBy.isEmpty() ? subject.measuredBy : subject.claimedBy;
        QJsonObject details;
        put(details, u"countersign_claimed_by", subject.claimedBy);
        put(details, u"countersign_measured_by", subject.measuredBy);
        QJsonObject out{{u"source_name"_s, orUnknown(m_report.producer.name)},
                        {u"source_type"_s, run ? u"evaluation_run"_s : u"documentation"_s},
                        {u"source_organization_name"_s, orUnknown(by)},
                        {u"evaluator_relationship"_s, m_source.relationship}};
        if (!details.isEmpty())
            out.insert(u"additional_details"_s, details);
        return out;
    }

    QJsonObject library() const
    {
        QJsonObject details;
        put(details, eeewords::completeness, eeewords::name(m_report.completeness));
        put(details, u"countersign_format", (m_report.format + u' ' + m_report.formatVersion).trimmed());
        put(details, u"countersign_raw_digest", m_report.rawDigest);
        if (m_report.run.limit)
            put(details, eeewords::limit, QString::number(*m_report.run.limit, 'g', 17));
        if (m_report.run.seed)
            put(details, eeewords::seed, QString::number(*m_report.run.seed));
        if (m_report.run.finishedAt.isValid())
            put(details, eeewords::finished, toRfc3339(m_report.run.finishedAt));
        if (!m_report.run.configuration.isEmpty())
            put(details, eeewords::configuration, QString::fromUtf8(toJson(m_report.run.configuration)));
        return {{u"name"_s, orUnknown(m_report.producer.name)}, {u"version"_s, orUnknown(m_report.producer.version)}, {u"additional_details"_s, details}};
    }

    QJsonObject model() const
    {
        QJsonObject details{{u"deployment_type"_s, u"unknown"_s}, {u"model_availability"_s, u"unknown"_s}};
        put(details, eeewords::digest, m_report.subject.digest);
        put(details, eeewords::revision, m_report.subject.revision);
        return {{u"name"_s, orUnknown(m_report.subject.model)}, {u"id"_s, orUnknown(m_report.subject.model)}, {u"additional_details"_s, details}};
    }

    QJsonObject result(const Report::Metric &metric, qsizetype index) const
    {
        QJsonObject data{{u"dataset_name"_s, metric.dataset.isEmpty() ? orUnknown(metric.task) : metric.dataset}, {u"source_type"_s, u"other"_s}};
        QJsonObject score{{u"score"_s, metric.value}};
        if (const QJsonObject details = eeewords::write(metric); !details.isEmpty())
            score.insert(u"details"_s, details);
        if (const QJsonObject uncertainty = uncertaintyOf(metric); !uncertainty.isEmpty())
            score.insert(u"uncertainty"_s, uncertainty);
        return {{u"evaluation_result_id"_s, u"%1/%2/%3"_s.arg(metric.task, metric.metric).arg(index)},
                {u"evaluation_name"_s, orUnknown(metric.task)},
                {u"source_data"_s, data},
                {u"metric_config"_s, configOf(metric)},
                {u"score_details"_s, score}};
    }

    QJsonObject configOf(const Report::Metric &metric) const
    {
        const MetricInfo info = MetricRegistry::builtIn().find(m_report.producer.name, metric.metric).value_or(MetricInfo());
        const double scale = metric.unit == u"percent" && info.unit == u"fraction" ? 100 : 1;
        const bool inside = (!info.minimum || metric.value >= *info.minimum * scale) && (!info.maximum || metric.value <= *info.maximum * scale);
        QJsonObject out{{u"metric_name"_s, metric.metric},
                        {u"lower_is_better"_s, metric.direction == Report::Direction::Lower},
                        {u"score_type"_s, u"continuous"_s},
                        {u"min_score"_s, inside ? boundOf(info.minimum, scale) : QJsonValue()},
                        {u"max_score"_s, inside ? boundOf(info.maximum, scale) : QJsonValue()}};
        put(out, u"metric_unit", metric.unit == u"fraction" ? u"proportion"_s : metric.unit);
        return out;
    }

    static QJsonObject uncertaintyOf(const Report::Metric &metric)
    {
        QJsonObject out;
        if (metric.stderror && std::isfinite(*metric.stderror))
            out.insert(u"standard_error"_s, QJsonObject{{u"value"_s, *metric.stderror}});
        if (metric.interval && std::isfinite(metric.interval->low) && std::isfinite(metric.interval->high)) {
            QJsonObject interval{{u"lower"_s, metric.interval->low}, {u"upper"_s, metric.interval->high}};
            if (metric.intervalLevel)
                interval.insert(u"confidence_level"_s, *metric.intervalLevel);
            put(interval, u"method", metric.intervalMethod);
            out.insert(u"confidence_interval"_s, interval);
        }
        if (metric.n)
            out.insert(u"num_samples"_s, *metric.n);
        return out;
    }

    void listLeftOut()
    {
        const auto list = [this](qsizetype count, const QString &what) {
            if (count > 0)
                m_leftOut.append(what.arg(count));
        };
        list(m_notFinite, exportText("%1 results have no finite value, which every result of the format needs."));
        list(m_report.failures.size(), exportText("%1 failure modes with their examples."));
        list(m_report.samples.size(), exportText("%1 samples; the format keeps them in a file of their own."));
        list(m_report.reviews.size(), exportText("%1 answers of human reviewers."));
        list(m_report.distributions.size() + m_report.confusions.size() + m_report.calibrations.size(), exportText("%1 distributions, confusion matrices and calibrations."));
        list(m_report.attributions.size(), exportText("%1 attributions."));
        list(m_report.experiments.size(), exportText("%1 experiments."));
        list(m_report.warnings.size(), exportText("%1 warnings of the import."));
    }

    const Report &m_report;
    const EveryEvalEverSource &m_source;
    QStringList m_leftOut;
    qsizetype m_notFinite = 0;
};

} // namespace

Result<EveryEvalEverRecord> toEveryEvalEver(const EvaluationReport &report, const EveryEvalEverSource &source)
{
    static const QStringList relationships{u"first_party"_s, u"third_party"_s, u"collaborative"_s, u"other"_s};
    if (!source.retrievedAt.isValid())
        return Error{Error::Code::Invalid, exportText("A record needs the time it is made at.")};
    if (!relationships.contains(source.relationship))
        return Error{Error::Code::Invalid, exportText("“%1” is none of the relationships %2.").arg(source.relationship, relationships.join(u", "_s))};
    return EeeWriter(report, source).write();
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "formats/counted.h"
#include "formats/jsonwalk.h"
#include "formats/recordlines.h"

#include <QMap>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;
using Node = JsonTree::Node;

namespace {

QString recordText(Node node)
{
    return clippedText(node.isContainer() ? QString::fromUtf8(toJson(node.toJson())) : node.kind() == JsonTree::Kind::Null ? QString() : node.text());
}

/// Reads FMEval's records, one a line, and makes the means that the result file beside them has.
class FmEvalRecordReader
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit FmEvalRecordReader(const ImportInput &input) : m_draft(input.options, u"fmeval-records"_s, u"fmeval"_s), m_lines(input, m_draft.warnings) {}

    Result<Imported> read()
    {
        qint64 records = 0;
        for (JsonTree record = m_lines.next(); record.root(); record = m_lines.next()) {
            ++records;
            add(record.root());
        }
        if (m_lines.problem())
            return *m_lines.problem();
        m_lines.finish();
        if (records == 0)
            return Error{Error::Code::Invalid, tr("The file holds no readable record.")};
        for (auto it = m_means.begin(); it != m_means.end(); ++it)
            addMean(it.key().first, it.key().second, it.value());
        m_draft.report.completeness = m_lines.broken() > 0 || m_errors > 0 ? Report::Completeness::Partial : Report::Completeness::Unknown;
        m_draft.warnings.add(u"recordsNotResults"_s, tr("These are single records: the means are computed here, and the file does not say whether it is all of them."));
        m_draft.warnings.add(u"modelUnknown"_s, tr("The file does not say which model was evaluated."));
        if (m_errors > 0)
            m_draft.warnings.add(u"errors"_s, tr("%1 scores ended in an error.").arg(m_errors));
        return m_draft.take();
    }

private:
    void add(Node record)
    {
        const QString category = record[u"category"].isString() ? record[u"category"].text().left(400) : QString();
        Report::Sample sample;
        sample.id = QString::number(m_lines.lines());
        sample.input = recordText(record.firstOf({u"model_input", u"prompt"}));
        sample.output = recordText(record[u"model_output"]);
        sample.expected = recordText(record[u"target_output"]);
        sample.pointer = m_lines.place();
        for (const Node score : record[u"scores"]) {
            const QString name = score[u"name"].text().left(400);
            const Node error = score[u"error"];
            if (error.isString() && !error.text().isEmpty()) {
                ++m_errors;
                m_draft.findings.fail({}, tr("%1: error").arg(name), u"unknown"_s, {sample.input, sample.output, sample.expected, sample.id, clippedText(error.text())});
            }
            const std::optional<double> value = score[u"value"].number();
            if (name.isEmpty() || m_means.size() > 20'000)
                continue;
            m_means[std::pair(name, QString())].add(value);
            if (!category.isEmpty())
                m_means[std::pair(name, category)].add(value);
            if (record[u"scores"].size() == 1)
                sample.score = value;
        }
        if (m_draft.findings.countSample())
            m_draft.findings.addSample(sample);
    }

    void addMean(const QString &name, const QString &category, const RunningMean &mean)
    {
        Report::Metric metric;
        metric.suite = u"fmeval"_s;
        metric.metric = name;
        metric.pointer = u"/scores"_s;
        metric.n = mean.n;
        if (!category.isEmpty())
            metric.slice = {{u"category"_s, category}};
        if (mean.n > 0)
            ReportDraft::setComputed(metric, mean.mean());
        if (mean.missing > 0)
            m_draft.warnings.add(u"missingScores"_s, tr("%1 records have no number for “%2”; its mean is of the others.").arg(mean.missing).arg(name));
        m_draft.add(std::move(metric));
    }

    ReportDraft m_draft;
    RecordLines m_lines;
    QMap<std::pair<QString, QString>, RunningMean> m_means;
    qint64 m_errors = 0;
};

class FmEvalRecords final : public Importer
{
public:
    QString id() const override { return u"fmeval-records"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "FMEval records"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"model_output\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root();
        return root[u"model_output"] && root[u"scores"].at(0)[u"name"] && root.firstOf({u"model_input", u"prompt", u"target_output"}) ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return FmEvalRecordReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> fmevalrecordsImporter()
{
    return std::make_unique<FmEvalRecords>();
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/garaktally.h"
#include "formats/jsonwalk.h"
#include "formats/recordlines.h"

#include <QRegularExpression>
#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;
using Node = JsonTree::Node;

namespace {

/// Reads the AVID export: one record a probe, whose results are columns as pandas writes them ({"passed": {"0": 49}}).
class GarakAvidReport
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit GarakAvidReport(const ImportInput &input)
        : m_draft(input.options, u"garak-avid"_s, u"garak"_s), m_results(m_draft), m_lines(input, m_draft.warnings)
    {
    }

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
            return Error{Error::Code::Invalid, tr("The file holds no readable AVID record.")};
        m_draft.report.subject.model = m_models.join(u", "_s).left(400);
        m_draft.report.completeness = m_lines.broken() > 0 ? Report::Completeness::Partial : Report::Completeness::Unknown;
        m_draft.warnings.add(u"exportOnly"_s, tr("An AVID export does not say how the run was configured nor whether it ended."));
        return m_draft.take();
    }

private:
    void add(Node record)
    {
        for (const Node artifact : record[u"affects"][u"artifacts"]) {
            const QString name = artifact[u"name"].text();
            if (!name.isEmpty() && !m_models.contains(name) && m_models.size() < 20)
                m_models.append(name);
        }
        // No member names the probe; the sentence does.
        static const QRegularExpression quoted(u"probe `([^`]{1,200})`"_s);
        const QString probe = GarakResults::shortName(quoted.match(record[u"description"][u"value"].text().left(4000)).captured(1));
        if (probe.isEmpty())
            m_draft.warnings.add(u"probeUnknown"_s, tr("The record does not say which probe it is about."), m_lines.place());
        for (const Node metric : record[u"metrics"])
            addMetric(probe, metric[u"results"]);
        if (!m_dated) {
            m_dated = true;
            m_draft.report.run.configuration.insert(u"reportedDate"_s, record[u"reported_date"].text());
        }
    }

    void addMetric(const QString &probe, Node results)
    {
        const Node detectors = results[u"detector"], passed = results[u"passed"], totals = results[u"total"], scores = results[u"score"];
        for (const Node detector : detectors) {
            GarakResults::Row row;
            row.probe = probe;
            row.detector = GarakResults::shortName(detector.text());
            row.passed = passed[detector.key()].count();
            row.total = totals[detector.key()].count();
            row.pointer = m_lines.place() + detector.pointer();
            const std::optional<double> score = scores[detector.key()].number();
            const bool differs = score && row.passed && row.total && *row.total > 0
                && std::abs(*score - 100.0 * double(*row.passed) / double(*row.total)) > 0.01;
            if (differs) {
                row.flags.append(u"contradiction"_s);
                m_draft.warnings.add(u"contradiction"_s, tr("The score %1 of %2 is not its share of passes.").arg(*score).arg(probe), row.pointer);
            }
            m_results.add(row);
        }
    }

    ReportDraft m_draft;
    GarakResults m_results;
    RecordLines m_lines;
    QStringList m_models;
    bool m_dated = false;
};

class GarakAvid final : public Importer
{
public:
    QString id() const override { return u"garak-avid"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "garak results as AVID records"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"AVID\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root();
        return root[u"data_type"].text() == u"AVID" && root[u"affects"] && root[u"metrics"].isArray() ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return GarakAvidReport(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> garakavidImporter()
{
    return std::make_unique<GarakAvid>();
}

} // namespace countersign

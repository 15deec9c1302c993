// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/garaktally.h"
#include "formats/jsonwalk.h"
#include "formats/recordlines.h"

#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;
using Node = JsonTree::Node;

namespace {

QString hitText(Node node)
{
    if (!node.isObject())
        return node.text();
    if (const Node text = node[u"text"])
        return text.text();
    QString last;
    for (const Node turn : node[u"turns"])
        last = turn[u"content"][u"text"].text();
    return last;
}

/// Reads hitlog.jsonl: only the answers that a detector struck at, so there is no rate.
class GarakHits
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit GarakHits(const ImportInput &input) : m_draft(input.options, u"garak-hitlog"_s, u"garak"_s), m_lines(input, m_draft.warnings) {}

    Result<Imported> read()
    {
        qint64 hits = 0;
        for (JsonTree record = m_lines.next(); record.root(); record = m_lines.next()) {
            ++hits;
            add(record.root());
        }
        if (m_lines.problem())
            return *m_lines.problem();
        m_lines.finish();
        if (hits == 0)
            return Error{Error::Code::Invalid, tr("The file holds no readable hit.")};
        m_draft.report.subject.model = QStringList(m_models.begin(), m_models.end()).join(u", "_s).left(400);
        m_draft.report.completeness = Report::Completeness::Partial;
        m_draft.warnings.add(u"onlyHits"_s, tr("A hit log holds only what went wrong: %1 hits. How often it went well is in the report beside it.").arg(hits));
        return m_draft.take();
    }

private:
    void add(Node record)
    {
        if (m_models.size() < 20)
            m_models.insert(record[u"generator"].text().left(200));
        const QString probe = GarakResults::shortName(record[u"probe"].text()), detector = GarakResults::shortName(record[u"detector"].text());
        if (m_draft.findings.count(probe, detector, u"unknown"_s)) {
            Report::Example example{clippedText(hitText(record[u"prompt"])), clippedText(hitText(record[u"output"])), {}};
            example.id = record[u"attempt_seq"].text();
            const QString trigger = record[u"trigger"].text();
            example.reason = clippedText(record[u"goal"].text()) + (trigger.isEmpty() || trigger == u"null" ? QString() : tr("; triggered by “%1”").arg(trigger.left(200)));
            m_draft.findings.addExample(example);
        }
        if (!m_draft.findings.countSample())
            return;
        Report::Sample sample;
        sample.id = record[u"attempt_id"].text() + u'.' + record[u"attempt_idx"].text();
        sample.task = probe;
        sample.input = clippedText(hitText(record[u"prompt"]));
        sample.output = clippedText(hitText(record[u"output"]));
        sample.score = record[u"score"].number();
        sample.verdict = Report::Verdict::Fail;
        sample.reason = detector;
        sample.pointer = m_lines.place();
        m_draft.findings.addSample(sample);
    }

    ReportDraft m_draft;
    RecordLines m_lines;
    QSet<QString> m_models;
};

class GarakHitLog final : public Importer
{
public:
    QString id() const override { return u"garak-hitlog"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "garak hit log"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"attempt_id\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root();
        return root[u"attempt_id"] && root[u"probe"] && root[u"detector"] && root[u"generator"] && root[u"score"] ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return GarakHits(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> garakhitlogImporter()
{
    return std::make_unique<GarakHitLog>();
}

} // namespace countersign

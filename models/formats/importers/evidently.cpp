// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/evidentlyvalues.h"
#include "formats/jsonwalk.h"
#include "formats/redactedconfiguration.h"
#include "formats/timestamps.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Metric = EvaluationReport::Metric;
using Verdict = EvaluationReport::Verdict;
using Node = JsonTree::Node;

namespace {

QString evidentlyText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// Evidently's reports, test suites and snapshots of 0.2 to 0.7.
class EvidentlyReader
{
public:
    explicit EvidentlyReader(const ImportInput &input)
        : m_draft(input.options, u"evidently"_s, u"evidently"_s), m_walk(input, m_draft.warnings), m_values(m_draft)
    {
    }

    Result<Imported> read()
    {
        if (m_walk.open() != Event::StartObject)
            m_walk.refuse(evidentlyText("A report of Evidently is a JSON object."));
        else
            m_walk.members([this](const QString &key) { readMember(key); });
        if (const std::optional<Error> problem = m_walk.finish())
            return *problem;
        if (!m_known)
            return Error{Error::Code::Invalid, evidentlyText("The file has neither metrics nor tests of Evidently.")};
        m_values.finish();
        finish();
        return m_draft.take();
    }

private:
    JsonTree record() { return m_walk.tree({.nodes = 200'000, .without = {u"widget"_s, u"widgets"_s, u"additional_graphs"_s}}); }

    void readMember(const QString &key)
    {
        if (key == u"metrics") {
            m_walk.elements([this](qint64) { addMetric(record().root()); });
        } else if (key == u"tests") {
            m_walk.elements([this](qint64) { addTest(record().root()); });
        } else if (key == u"metric_results") {
            readResults();
        } else if (key == u"suite") {
            m_snapshot = true;
            m_walk.members([this](const QString &part) { readSuite(part); });
        } else if (key == u"summary") {
            m_summary = m_walk.tree({.nodes = 10'000});
        } else if (key == u"version") {
            m_draft.report.producer.version = m_walk.tree().root().text().left(60);
        } else if (key == u"timestamp") {
            const JsonTree time = m_walk.tree();
            m_draft.report.run.startedAt = readTime(time.root().text(), time.root().pointer(), m_draft.warnings);
        } else if (key == u"metadata" || key == u"tags" || key == u"name") {
            const JsonTree value = m_walk.tree({.nodes = 10'000});
            if (value.root().size() > 0 || value.root().isString())
                m_draft.report.run.configuration.insert(key, redactedConfiguration(value.root().toJson()));
        } else if (key != u"report" && key != u"top_level_metrics" && key != u"widgets" && key != u"tests_widgets" && key != u"id" && key != u"metrics_ids"
                   && key != u"test_presets" && key != u"metric_presets" && key != u"tests_ids" && key != u"options") {
            m_draft.notUnderstood(m_walk.json().pointer());
        }
        check();
    }

    /// In a saved snapshot of 0.2–0.6 the metrics' results stand beside their definitions, in the same order.
    void readSuite(const QString &part)
    {
        if (part == u"metrics")
            m_walk.elements([this](qint64) { m_definitions.append(record().root()[u"type"].text().left(200)); });
        else if (part == u"metric_results")
            readResults();
        else if (part == u"test_results")
            m_walk.elements([this](qint64) { addTest(record().root()); });
        check();
    }

    void readResults()
    {
        m_known = true;
        if (m_walk.open() == Event::StartArray) {
            m_walk.elements([this](qint64 i) {
                const JsonTree result = record();
                const QString type = result.root()[u"type"].text();
                const QString name = i < m_definitions.size() && !m_definitions.at(i).isEmpty() ? m_definitions.at(i) : type;
                m_values.addLegacy(name.sliced(std::max(name.lastIndexOf(u'.'), name.lastIndexOf(u':')) + 1), result.root());
                check();
            });
            return;
        }
        m_walk.members([this](const QString &id) {
            const JsonTree result = record();
            const Node root = result.root();
            m_values.addValue(id, root[u"metric_value_location"][u"metric"][u"params"], root[u"value"] ? root[u"value"] : root);
            for (const Node test : root[u"tests"])
                m_values.addTest(test);
            check();
        });
        m_dump = true;
    }

    void addMetric(Node metric)
    {
        if (metric[u"metric"].isString() && metric[u"result"]) {
            m_known = m_legacy = true;
            m_values.addLegacy(metric[u"metric"].text().left(200), metric[u"result"]);
        } else if (metric[u"config"].isObject() && metric[u"value"]) {
            m_known = true;
            m_values.addValue(metric.firstOf({u"id", u"metric_id"}).text(), metric[u"config"], metric[u"value"]);
        } else {
            m_draft.notUnderstood(metric.pointer());
        }
        check();
    }

    void addTest(Node test)
    {
        m_known = true;
        if (test[u"metric_config"]) {
            m_values.addTest(test);
        } else {
            m_legacy = true;
            m_values.addLegacyTest(test);
        }
        check();
    }

    void check()
    {
        m_draft.hasRoom(m_draft.report.distributions.size());
        if (const std::optional<Error> problem = m_draft.problem())
            m_walk.fail(*problem);
    }

    void finish()
    {
        const QString version = m_draft.report.producer.version;
        m_draft.report.formatVersion = m_snapshot ? u"snapshot"_s : m_dump ? u"0.7 dump"_s : m_legacy ? version.section(u'.', 0, 1) : u"0.7"_s;
        if (version.isEmpty())
            m_draft.warnings.add(u"versionUnknown"_s, evidentlyText("The file does not say which version wrote it."));
        else if (!version.startsWith(u"0.") || version.section(u'.', 1, 1).toInt() > 7)
            m_draft.warnings.add(u"unknownVersion"_s, evidentlyText("Versions up to 0.7 are known, this is %1: what was understood is shown.").arg(version), u"/version"_s);
        const EvidentlyValues::Counts &tests = m_values.tests();
        if (tests.undecided > 0) {
            m_draft.report.completeness = EvaluationReport::Completeness::Partial;
            m_draft.warnings.add(u"testErrors"_s, evidentlyText("%1 tests ended with an error and decided nothing.").arg(tests.undecided));
        }
        if (tests.all == 0)
            return;
        Metric passed;
        passed.metric = u"success_tests"_s;
        passed.category = EvaluationReport::Category::DataQuality;
        passed.n = tests.all;
        const Node claimed = m_summary.root()[u"success_tests"];
        passed.verdict = tests.failed > 0 ? Verdict::Fail : tests.undecided > 0 ? Verdict::Indeterminate : Verdict::Pass;
        if (claimed && claimed.count() == tests.passed) {
            m_draft.setFrom(passed, claimed);
        } else {
            if (claimed)
                m_draft.warnings.add(u"contradiction"_s, evidentlyText("The summary says that %1 tests passed; the tests say %2, and they win.").arg(claimed.text().left(40)).arg(tests.passed),
                                     claimed.pointer());
            passed.pointer = u"/tests"_s;
            ReportDraft::setComputed(passed, double(tests.passed));
        }
        m_draft.add(std::move(passed));
    }

    ReportDraft m_draft;
    JsonWalk m_walk;
    EvidentlyValues m_values;
    JsonTree m_summary;
    QStringList m_definitions;
    bool m_known = false, m_legacy = false, m_snapshot = false, m_dump = false;
};

bool isEvidentlyMetric(Node metric)
{
    return (metric[u"metric"].isString() && metric[u"result"].isObject()) || metric[u"config"][u"type"].text().startsWith(u"evidently:");
}

class Evidently final : public Importer
{
public:
    QString id() const override { return u"evidently"_s; }
    QString title() const override { return evidentlyText("Evidently report, test suite or snapshot"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"evidently", "\"metric\"", "by_status", "all_passed"}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root();
        const bool stamped = root[u"version"].isString() && root[u"timestamp"];
        if (isEvidentlyMetric(root[u"metrics"].at(0)))
            return stamped || root[u"metrics"].at(0)[u"config"] ? Match::Sure : Match::Possible;
        const Node test = root[u"tests"].at(0);
        if (test[u"metric_config"][u"params"][u"type"].text().startsWith(u"evidently:"))
            return Match::Sure;
        if (test[u"status"].isString() && test[u"name"].isString() && test[u"description"] && (root[u"summary"][u"by_status"] || (stamped && test[u"group"])))
            return Match::Sure;
        if (root[u"suite"][u"metric_results"].isArray() || root[u"suite"][u"test_results"].isArray())
            return Match::Sure;
        const Node result = *root[u"metric_results"].begin();
        return result[u"type"].text().startsWith(u"evidently:") ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return EvidentlyReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> evidentlyImporter()
{
    return std::make_unique<Evidently>();
}

} // namespace countersign

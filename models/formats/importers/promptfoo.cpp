// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonwalk.h"
#include "formats/promptfooreport.h"
#include "formats/redactedconfiguration.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

namespace {

/// Reads promptfoo's JSON, whichever of its layouts: the summary alone (2023/24), in "results" beside the configuration
/// (version 2 and 3), or the dump of an Eval object.
class PromptfooReader
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit PromptfooReader(const ImportInput &input) : m_json(input.device, options(input)), m_tally(input.options, u"promptfoo"_s) {}

    Result<Imported> read()
    {
        if (m_json.next() != Event::StartObject)
            return wrong(tr("promptfoo writes a JSON object."));
        while (m_json.next() == Event::Key && !m_problem)
            readMember(m_json.key());
        if (m_problem)
            return *m_problem;
        if (m_json.event() == Event::Failed)
            return m_json.error();
        if (m_json.next() != Event::EndDocument)
            return m_json.error();
        if (!m_results)
            return Error{Error::Code::Invalid, tr("The file has no member “results”.")};
        return m_tally.build(m_summary);
    }

private:
    static JsonReader::Options options(const ImportInput &input)
    {
        JsonReader::Options out;
        out.duplicateKeys = JsonReader::DuplicateKeys::Refuse;
        out.totalBytes = input.options.fileBytes;
        out.stop = input.options.stop;
        return out;
    }

    Error wrong(const QString &text)
    {
        return m_json.event() == Event::Failed ? m_json.error() : Error{Error::Code::Invalid, tr("Line %1: %2").arg(m_json.line()).arg(text)};
    }

    QString text() { return QString::fromUtf8(promptfooText(m_json)).left(1000); }

    void readMember(const QString &key)
    {
        if (key == u"results")
            readResults();
        else if (key == u"evalId" || key == u"id")
            m_summary.evalId = text();
        else if (key == u"config")
            readConfig();
        else if (key == u"metadata")
            readMetadata();
        else if (key == u"createdAt")
            readCreated();
        else
            readSummaryMember(key);
    }

    /// A time, or milliseconds since 1970.
    void readCreated()
    {
        const QString written = text();
        bool whole = false;
        const qint64 milliseconds = written.toLongLong(&whole);
        m_summary.timestamp = whole && milliseconds > 100'000'000'000 ? QString::number(double(milliseconds) / 1000, 'f', 3) : written;
    }

    /// Members that stand in "results" in version 2 and 3, at the top before.
    void readSummaryMember(const QString &key)
    {
        if (key == u"version")
            m_summary.version = text();
        else if (key == u"timestamp")
            m_summary.timestamp = text();
        else if (key == u"prompts")
            readPrompts();
        else if (key == u"stats")
            readStats();
        else
            m_json.skipValue();
    }

    void readResults()
    {
        m_results = true;
        const Event event = m_json.next();
        if (event == Event::StartArray)
            return readRows();
        if (event != Event::StartObject) {
            m_json.skipValue();
            return;
        }
        while (!m_problem && m_json.next() == Event::Key) {
            const QString key = m_json.key();
            if (key != u"results")
                readSummaryMember(key);
            else if (m_json.next() == Event::StartArray)
                readRows();
            else
                m_json.skipValue();
        }
    }

    void readRows()
    {
        const QString base = m_json.pointer();
        for (qint64 i = 0; m_json.next() != Event::EndArray; ++i) {
            if (m_json.event() == Event::Failed)
                return;
            if (m_json.event() != Event::StartObject) {
                m_tally.warnings().add(u"notUnderstood"_s, tr("A result is an object."), m_json.pointer());
                m_json.skipValue();
                continue;
            }
            if (!readPromptfooRow(m_json, m_row, i < Findings::samplesKept))
                return;
            m_tally.add(m_row, i < Findings::samplesKept ? u"%1/%2"_s.arg(base).arg(i) : QString());
        }
    }

    void readStats()
    {
        if (m_json.next() != Event::StartObject) {
            m_json.skipValue();
            return;
        }
        m_summary.stats = true;
        while (m_json.next() == Event::Key) {
            const QString key = m_json.key();
            const bool number = m_json.next() == Event::Number;
            const std::optional<qint64> count = number ? m_json.integer() : std::nullopt;
            if (key == u"successes")
                m_summary.successes = count;
            else if (key == u"failures")
                m_summary.failures = count;
            else if (key == u"errors")
                m_summary.errors = count;
            m_json.skipValue();
        }
    }

    void readPrompts()
    {
        if (m_json.next() != Event::StartArray) {
            m_json.skipValue();
            return;
        }
        while (m_json.next() != Event::EndArray && m_json.event() != Event::Failed) {
            const Result<JsonTree> tree = JsonTree::read(m_json, {.without = {u"tokenUsage"_s}});
            if (!tree.ok()) {
                m_problem = tree.error();
                return;
            }
            const JsonTree::Node prompt = tree->root(), metrics = prompt[u"metrics"];
            if (m_summary.prompts.size() < 1000)
                m_summary.prompts.append({prompt[u"provider"].text(), prompt.firstOf({u"label", u"display", u"raw"}).text().left(200),
                                          metrics[u"testPassCount"].count(), metrics[u"testFailCount"].count(), metrics[u"testErrorCount"].count(),
                                          prompt.pointer()});
        }
    }

    /// The tests and prompts stand in the rows already and are most of the file.
    void readConfig()
    {
        if (m_json.next() != Event::StartObject) {
            m_json.skipValue();
            return;
        }
        while (!m_problem && m_json.next() == Event::Key) {
            const QString key = m_json.key();
            static const QSet<QString> kept{u"description"_s, u"providers"_s, u"redteam"_s, u"evaluateOptions"_s, u"tags"_s, u"sharing"_s, u"targets"_s};
            if (!kept.contains(key)) {
                m_json.skipValue();
                continue;
            }
            const Result<JsonTree> tree = JsonTree::read(m_json, {.elements = 50, .without = {u"headers"_s, u"env"_s}});
            if (!tree.ok()) {
                m_problem = tree.error();
                return;
            }
            if (key == u"description")
                m_summary.description = tree->root().text();
            m_summary.configuration.insert(key, redactedConfiguration(tree->root().toJson()));
        }
    }

    void readMetadata()
    {
        if (m_json.next() != Event::StartObject) {
            m_json.skipValue();
            return;
        }
        while (m_json.next() == Event::Key) {
            const QString key = m_json.key();
            if (key == u"promptfooVersion")
                m_summary.toolVersion = text();
            else if (key == u"nodeVersion" || key == u"platform" || key == u"arch" || key == u"exportedAt")
                m_summary.configuration.insert(key, text());
            else if (key == u"author") // a person's address
                m_summary.configuration.insert(key, u"(removed)"_s), m_json.skipValue();
            else
                m_json.skipValue();
        }
    }

    JsonReader m_json;
    PromptfooTally m_tally;
    PromptfooSummary m_summary;
    PromptfooRow m_row;
    std::optional<Error> m_problem;
    bool m_results = false;
};

class Promptfoo final : public Importer
{
public:
    QString id() const override { return u"promptfoo"_s; }
    QString title() const override { return PromptfooTally::tr("promptfoo results"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"prompt\"", "\"evalId\"", "\"namedScores\"", "\"_resultsLoaded\"", "\"testPassCount\"", "\"successes\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const JsonTree::Node root = tree.root(), results = root[u"results"];
        const JsonTree::Node rows = results.isArray() ? results : results[u"results"];
        if (looksLikePromptfooRow(rows.at(0)) || root[u"_resultsLoaded"])
            return Match::Sure;
        if (results.isObject() && rows.isArray() && (results[u"stats"][u"successes"] || results[u"prompts"]))
            return Match::Sure;
        if (results.isArray() && root[u"stats"][u"successes"] && root[u"version"])
            return Match::Sure;
        return Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return PromptfooReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> promptfooImporter()
{
    return std::make_unique<Promptfoo>();
}

} // namespace countersign

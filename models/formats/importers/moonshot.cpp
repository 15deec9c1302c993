// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonwalk.h"
#include "formats/moonshotreport.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Node = JsonTree::Node;
using Place = MoonshotReport::Place;

namespace {

/// The texts of a Python tuple: "('a', 'b', 'it''s')" in any quotes.
QStringList pythonTuple(const QString &text)
{
    QStringList out;
    QString part;
    QChar quote;
    for (qsizetype i = 0; i < text.size() && out.size() < 16; ++i) {
        const QChar c = text[i];
        if (quote.isNull()) {
            if (c == u'\'' || c == u'"')
                quote = c;
        } else if (c == u'\\' && i + 1 < text.size()) {
            part += text[++i];
        } else if (c == quote) {
            out.append(std::exchange(part, QString()));
            quote = QChar();
        } else {
            part += c;
        }
    }
    return out;
}

bool isTuple(const QString &key)
{
    return key.startsWith(u"('") || key.startsWith(u"(\"");
}

/// Reads results since 0.3 ("results" with cookbooks or recipes) and before (ids as keys, tuples as keys within).
class MoonshotReader
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit MoonshotReader(const ImportInput &input) : m_draft(input.options, u"moonshot"_s, u"moonshot"_s), m_report(m_draft), m_walk(input, m_draft.warnings) {}

    Result<Imported> read()
    {
        if (m_walk.open() != Event::StartObject)
            m_walk.refuse(tr("Moonshot writes a JSON object."));
        else
            m_walk.members([&](const QString &key) { readMember(key); });
        if (const auto problem = m_walk.finish())
            return *problem;
        if (!m_metadata)
            return Error{Error::Code::Invalid, tr("The file has no member “metadata”.")};
        m_draft.report.formatVersion = m_old ? u"before 0.3"_s : u"0.3"_s;
        m_report.finish();
        return m_draft.take();
    }

private:
    void readMember(const QString &key)
    {
        if (key == u"metadata") {
            m_metadata = true;
            const JsonTree tree = m_walk.tree();
            m_report.readMetadata(tree.root());
        } else if (key == u"results") {
            readResults();
        } else {
            m_old = true;
            readOld(key.left(400), {});
        }
    }

    void readResults()
    {
        m_walk.members([&](const QString &key) {
            if (key == u"cookbooks")
                m_walk.elements([&](qint64) { readCookbook(); });
            else if (key == u"recipes")
                m_walk.elements([&](qint64) { readRecipe({}); });
            else
                m_draft.notUnderstood(m_walk.json().pointer());
        });
    }

    void readCookbook()
    {
        QString id;
        m_walk.members([&](const QString &key) {
            if (key == u"id")
                id = m_walk.tree().root().text().left(400);
            else if (key == u"recipes")
                m_walk.elements([&](qint64) { readRecipe(id); });
            else if (key == u"overall_evaluation_summary")
                m_report.addOverallGrades(id, m_walk.tree().root());
        });
    }

    void readRecipe(const QString &cookbook)
    {
        Place place;
        place.cookbook = cookbook;
        JsonTree summary, scale;
        m_walk.members([&](const QString &key) {
            if (key == u"id")
                place.recipe = m_walk.tree().root().text().left(400);
            else if (key == u"details")
                m_walk.elements([&](qint64) { readDetail(place); });
            else if (key == u"evaluation_summary")
                summary = m_walk.tree();
            else if (key == u"grading_scale")
                scale = m_walk.tree();
        });
        m_report.addGrades(place, summary.root(), scale.root());
    }

    void readDetail(Place place)
    {
        const JsonTree tree = m_walk.tree({.nodes = 4'000'000});
        const Node detail = tree.root();
        place.model = detail[u"model_id"].text().left(400);
        place.dataset = detail[u"dataset_id"].text().left(400);
        place.promptTemplate = detail[u"prompt_template_id"].text().left(400);
        m_report.addDetail(place, detail);
    }

    /// Before 0.3: {recipe: {"('endpoint', 'recipe', 'dataset', 'template')": {data, results}}}, or the same within a
    /// cookbook's id.
    void readOld(const QString &id, const QString &cookbook)
    {
        m_walk.members([&](const QString &key) {
            if (!isTuple(key)) {
                if (cookbook.isEmpty())
                    readOld(key.left(400), id);
                else
                    m_draft.notUnderstood(m_walk.json().pointer());
                return;
            }
            const QStringList parts = pythonTuple(key);
            Place place;
            place.cookbook = cookbook;
            place.recipe = parts.value(1, id).left(400);
            place.model = parts.value(0).left(400);
            place.dataset = parts.value(2).left(400);
            place.promptTemplate = parts.value(3).left(400);
            const JsonTree tree = m_walk.tree({.nodes = 4'000'000});
            m_report.addDetail(place, tree.root());
        });
    }

    ReportDraft m_draft;
    MoonshotReport m_report;
    JsonWalk m_walk;
    bool m_metadata = false, m_old = false;
};

class Moonshot final : public Importer
{
public:
    QString id() const override { return u"moonshot"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "Moonshot results"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"endpoints\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root(), metadata = root[u"metadata"], results = root[u"results"];
        if (!metadata.isObject() || !metadata[u"endpoints"] || !(metadata[u"recipes"] || metadata[u"cookbooks"]))
            return Match::No;
        if (results.isObject())
            return results[u"cookbooks"] || results[u"recipes"] ? Match::Sure : Match::Possible;
        return root.size() > 1 ? Match::Sure : Match::Possible;
    }

    Result<Imported> read(const ImportInput &input) const override { return MoonshotReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> moonshotImporter()
{
    return std::make_unique<Moonshot>();
}

} // namespace countersign

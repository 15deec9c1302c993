// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cardmapping.h"
#include "formats/cards/cardextension.h"
#include "formats/cards/huggingfacemetrics.h"
#include "formats/cards/readmeblocks.h"
#include "formats/cards/subcard.h"
#include "formats/importer.h"
#include "formats/markdown.h"
#include "formats/modelindex.h"
#include "formats/textfile.h"
#include "formats/yamltree.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

const QString ownKey = u"card_fields"_s;

class CardBuilder
{
public:
    CardBuilder()
    {
        for (const CardSectionInfo &info : allCardSections())
            m_sections.append({info.id, info.title, {}, {}, {}});
    }

    Result<CardContent> build(const QString &text)
    {
        const FrontMatter matter = splitFrontMatter(text, m_warnings);
        if (matter.found) {
            const Result<void> read = readFrontMatter(matter);
            if (!read.ok())
                return read.error();
        } else if (!text.contains(u"---"_s)) {
            m_warnings.add(u"noFrontMatter"_s, tr("The card has no front matter: licence, lineage and the like are not given as facts."));
        }
        QString body = matter.body;
        m_blocks = takeReadmeBlocks(body);
        readBody(body, matter.bodyLine);
        addBlocks();
        warnOfMarkup(text, m_warnings);
        return finish();
    }

private:
    CardContent::Section &section(const QString &id)
    {
        return *std::find_if(m_sections.begin(), m_sections.end(), [&](const auto &it) { return it.id == id; });
    }

    void addField(const QString &sectionId, const QString &id, const QString &label, const QString &value)
    {
        const QString trimmed = value.trimmed();
        if (!isPlaceholder(trimmed))
            section(sectionId).fields.append({id, label, trimmed});
    }

    /// Broken YAML costs the facts, not the card; bounds that are broken on purpose cost the card.
    Result<void> readFrontMatter(const FrontMatter &matter)
    {
        const Result<YamlNode> yaml = parseYaml(matter.yaml.toUtf8(), {}, matter.yamlLine);
        if (!yaml.ok()) {
            if (yaml.error().code == Error::Code::TooLarge)
                return yaml.error();
            m_warnings.add(u"frontMatterInvalid"_s, tr("The front matter could not be read. %1").arg(yaml.error().text), u"line 1"_s);
            return {};
        }
        if (!yaml->isMap() && !yaml->isNull()) {
            m_warnings.add(u"frontMatterInvalid"_s, tr("The front matter is no list of named values."), u"line 1"_s);
            return {};
        }
        QSet<QString> known;
        for (const FrontMatterField &field : frontMatterFields()) {
            known.insert(field.key);
            addField(field.section, field.key, field.label, (*yaml)[field.key].flat());
        }
        addModelIndex((*yaml)[u"model-index"]);
        addOthers(*yaml, known);
        for (const auto &[name, value] : (*yaml)[ownKey].members)
            m_extension.insert(name, value.text);
        return {};
    }

    void addModelIndex(const YamlNode &index)
    {
        if (index.isNull())
            return;
        const ModelIndexSummary summary = summariseModelIndex(index);
        section(u"evaluationResults"_s).groups += modelIndexMetrics(index, m_warnings);
        addField(u"identity"_s, u"model-index.name"_s, tr("Name in the model index"), summary.name);
        addField(u"evaluationResults"_s, u"model-index"_s, tr("Claimed results"),
                 summary.values ? tr("%n value(s)", summary.values) : QString());
        addField(u"evaluationData"_s, u"model-index.datasets"_s, tr("Datasets of the claimed results"), summary.datasets.join(u", "_s));
        m_warnings.add(u"resultsClaimed"_s, tr("The results in the front matter are the author's claims; import them as "
                                               "huggingface-model-index to look at them."), u"model-index"_s);
    }

    static QString tr(const char *text, int n) { return QCoreApplication::translate("Import", text, nullptr, n); }
    static QString tr(const char *text) { return QCoreApplication::translate("Import", text); }

    /// What the Hub does not define still is a fact of the card; what only dresses its page is not.
    void addOthers(const YamlNode &yaml, const QSet<QString> &known)
    {
        static const QSet<QString> dress{u"widget"_s, u"thumbnail"_s, u"model-index"_s, u"inference"_s, u"configs"_s, u"dataset_info"_s,
                                         u"extra_gated_heading"_s, u"extra_gated_fields"_s, u"extra_gated_button_content"_s};
        QStringList left;
        for (const auto &[key, value] : yaml.members) {
            if (known.contains(key) || key == u"model-index" || (key == ownKey && value.isMap()))
                continue;
            if (dress.contains(key) || section(u"identity"_s).fields.size() >= 60)
                left.append(key);
            else
                addField(u"identity"_s, key.left(80), key.left(80), value.flat());
        }
        if (!left.isEmpty())
            m_warnings.add(u"leftOut"_s, tr("Only in the raw file: %1.").arg(left.join(u", "_s).left(400)));
    }

    /// Sections between our own comments are what they say they are; their facts stand in the front matter.
    void addBlocks()
    {
        for (auto it = m_blocks.begin(); it != m_blocks.end(); ++it) {
            const QString text = it->trimmed();
            if (!isPlaceholder(text)) {
                section(it.key()).text = text;
                section(it.key()).foundUnder = section(it.key()).title;
            }
        }
    }

    /// The tables of a Model Card++: a row is a field of the section that the heading means.
    void readSubCard(const MarkdownSegment &segment, const QStringList &ids)
    {
        const QList<std::pair<QString, QString>> rows = subCardRows(segment.body);
        if (rows.isEmpty())
            return;
        const QString id = ids.isEmpty() ? sectionForSubCard(rows) : ids.first();
        for (const auto &[label, value] : rows) {
            if (!id.isEmpty())
                addField(id, subCardId(label), label, value);
        }
    }

    void readBody(const QString &body, int firstLine)
    {
        QList<std::pair<int, QStringList>> path; // the headings above, with what they mean
        const QList<MarkdownSegment> segments = markdownSegments(body, firstLine);
        const MarkdownSegment *title = titleOf(segments);
        for (const MarkdownSegment &segment : segments) {
            if (m_blocks.isEmpty())
                readLabels(segment.body);
            if (segment.level == 0) {
                readSubCard(segment, {});
                continue;
            }
            while (!path.isEmpty() && path.last().first >= segment.level)
                path.removeLast();
            QStringList ids = sectionsForHeading(segment.heading);
            if (&segment == title) {
                addField(u"identity"_s, u"title"_s, tr("Title"), segment.heading.left(200));
                // The title is the model's name, even where a word of it would mean a section.
                ids.clear();
                if (!meaningfulText(segment.body).isEmpty())
                    ids.append(u"identity"_s);
            }
            const bool inherited = ids.isEmpty() && !path.isEmpty();
            if (inherited)
                ids = path.last().second;
            path.append({segment.level, &segment == title ? QStringList() : ids});
            readSubCard(segment, ids);
            for (const QString &id : std::as_const(ids))
                addText(id, segment, inherited);
        }
    }

    /// The first heading of the first level, unless the card uses that level for its sections.
    static const MarkdownSegment *titleOf(const QList<MarkdownSegment> &segments)
    {
        const MarkdownSegment *first = nullptr;
        qsizetype count = 0;
        for (const MarkdownSegment &segment : segments) {
            count += segment.level == 1;
            if (segment.level == 1 && !first && !segment.heading.isEmpty())
                first = &segment;
        }
        return first && (count == 1 || sectionsForHeading(first->heading).isEmpty()) ? first : nullptr;
    }

    void addText(const QString &id, const MarkdownSegment &segment, bool inherited)
    {
        CardContent::Section &into = section(id);
        const bool says = !meaningfulText(segment.body).isEmpty();
        if (says) {
            if (!into.text.isEmpty())
                into.text += u"\n\n"_s;
            if (inherited || !into.text.isEmpty())
                into.text += segment.headingRaw.trimmed() + u"\n\n"_s;
            into.text += segment.body.trimmed();
            if (into.foundUnder.isEmpty() || m_empty.contains(id))
                into.foundUnder = inherited && !into.foundUnder.isEmpty() ? into.foundUnder : segment.heading;
            m_empty.remove(id);
        } else if (into.foundUnder.isEmpty()) {
            into.foundUnder = segment.heading; // its parts may say something
            m_empty.insert(id);
        }
    }

    /// "- **Developed by:** us" as the usual template has it.
    void readLabels(const QString &body)
    {
        static const QRegularExpression line(u"^\\s*(?:[-*+]\\s+)?\\*\\*([^*\\n]{1,80}?)(?:\\s*\\[optional\\])?\\s*:?\\s*\\*\\*\\s*:?[ \\t]*(.{1,2000})$"_s,
                                             QRegularExpression::MultilineOption | QRegularExpression::CaseInsensitiveOption);
        for (auto it = line.globalMatch(body); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            const QString label = match.captured(1).trimmed();
            const QString id = sectionForLabel(label);
            if (!id.isEmpty())
                addField(id, label.toLower().replace(u' ', u'_'), label, match.captured(2));
        }
    }

    CardContent finish()
    {
        CardContent out;
        out.format = u"huggingface-model-card"_s;
        for (CardContent::Section &section : m_sections) {
            if (section.text.isEmpty())
                section.foundUnder.clear();
            if (section.filled())
                out.sections.append(section);
        }
        if (!m_extension.isEmpty())
            readExtension(m_extension, out, m_warnings);
        out.settle();
        out.warnings = m_warnings.take();
        return out;
    }

    QList<CardContent::Section> m_sections;
    QMap<QString, QString> m_blocks;    // texts of our own blocks, by section
    QMap<QString, QString> m_extension; // what our own exporter had no other place for
    QSet<QString> m_empty; // sections whose heading was seen, but no text yet
    WarningList m_warnings;
};

class HuggingFaceCard final : public Importer
{
public:
    QString id() const override { return u"huggingface-model-card"_s; }
    QString title() const override { return tr("Hugging Face model card"); }

    Match probe(QByteArrayView head) const override
    {
        static const QRegularExpression heading(u"^ {0,3}#{1,6}[ \\t]+\\S"_s, QRegularExpression::MultilineOption);
        const QByteArray text = probeText(head).trimmed();
        if (text.isEmpty() || text.contains('\0') || text.startsWith('{') || text.startsWith('[') || text.startsWith("<?xml")
            || text.startsWith("#!") || text.startsWith("PK\x03\x04"))
            return Match::No;
        if (text.left(text.indexOf('\n')).trimmed() == "---")
            return Match::Possible;
        if (isSubCard(QString::fromUtf8(text.left(4096))))
            return Match::Possible;
        if (!heading.match(QString::fromUtf8(text)).hasMatch())
            return Match::No;
        // A comment in a YAML file looks like a heading. A file with a "---" further down is a card that was put
        // together wrongly.
        if (text.contains("\n---\n"))
            return Match::Possible;
        static const QRegularExpression plainKey(u"^[A-Za-z_][\\w.-]*$"_s);
        const Result<YamlNode> yaml = parseYaml(text);
        const bool members = yaml.ok() && yaml->members.size() >= 2
            && std::all_of(yaml->members.begin(), yaml->members.end(), [](const auto &it) { return plainKey.match(it.key).hasMatch(); });
        return members ? Match::No : Match::Possible;
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        const Result<QByteArray> text = readText(input);
        if (!text.ok())
            return text.error();
        Result<CardContent> card = CardBuilder().build(QString::fromUtf8(*text));
        if (!card.ok())
            return card.error();
        return Imported{std::move(*card)};
    }
};

} // namespace

std::unique_ptr<const Importer> huggingfacecardImporter()
{
    return std::make_unique<HuggingFaceCard>();
}

} // namespace countersign

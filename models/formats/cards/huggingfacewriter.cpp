// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/carddiff.h"
#include "formats/cardmapping.h"
#include "formats/cards/cardextension.h"
#include "formats/cards/cardwriters.h"
#include "formats/cards/huggingfacemetrics.h"
#include "formats/cards/readmeblocks.h"
#include "formats/cards/yamlwriter.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype frontMatterChars = 4000; // longer ones are cut when they are read as a fact

bool isListKey(const QString &key)
{
    return key == u"language" || key == u"tags" || key == u"datasets" || key == u"metrics" || key == u"base_model";
}

QString yamlMember(const QString &key, const QString &value)
{
    const QStringList items = value.split(u", "_s, Qt::SkipEmptyParts);
    if (!isListKey(key) || (items.size() < 2 && key == u"base_model"))
        return yamlText(key) + u": "_s + yamlText(value) + u'\n';
    QString out = key + u":\n"_s;
    for (const QString &item : items)
        out += u"- "_s + yamlText(item) + u'\n';
    return out;
}

class FrontMatterWriter
{
public:
    explicit FrontMatterWriter(CardDraft &draft) : m_draft(draft) {}

    QString write()
    {
        for (const FrontMatterField &field : frontMatterFields())
            known(field);
        if (const QString task = m_draft.borrow(u"architecture"_s, u"pipeline_tag"_s, {u"task"_s}); !task.isEmpty())
            m_out += yamlMember(u"pipeline_tag"_s, task);
        if (!m_draft.value(u"licence"_s, u"license"_s).isEmpty() && !m_out.contains(u"\nlicense: "_s) && !m_out.startsWith(u"license: "_s))
            repeated(u"licence"_s, u"license"_s);
        others();
        index();
        return m_out;
    }
    /// What nothing else has a place for. Call it last.
    QString extension() const
    {
        QString out;
        for (const auto &[name, value] : writeExtension(m_draft))
            out += u"  "_s + yamlText(name.sliced(cardExtensionPrefix.size())) + u": "_s + yamlText(value) + u'\n';
        return out.isEmpty() ? QString() : u"card_fields:\n"_s + out;
    }

private:
    void known(const FrontMatterField &field)
    {
        const QStringList values = m_draft.takeFields(field.section, field.key);
        if (values.size() == 1 && values.first().size() <= frontMatterChars && !values.first().isEmpty()) {
            m_out += yamlMember(field.key, values.first());
            return;
        }
        for (const QString &value : values)
            m_draft.keepField(field.section, field.key, value);
    }
    /// A list where the front matter has one value for all.
    void repeated(const QString &section, const QString &key)
    {
        QStringList values;
        for (const CardContent::Section &one : m_draft.rest()) {
            for (const CardContent::Field &field : one.fields) {
                if (one.id == section && field.id == key)
                    values.append(field.value);
            }
        }
        QString yaml = key + u":\n"_s;
        for (const QString &value : std::as_const(values))
            yaml += u"- "_s + yamlText(value) + u'\n';
        const QString joined = values.join(u", "_s);
        if (joined.size() > frontMatterChars)
            return;
        m_out += yaml;
        m_draft.derived(section, key, joined);
    }
    /// The Hub keeps members it does not know; whoever reads the card takes them for facts of its identity.
    void others()
    {
        static const QRegularExpression key(u"^[a-z][a-z0-9_]{1,60}$"_s);
        static const QStringList reserved{u"title"_s, u"card_fields"_s, u"widget"_s, u"thumbnail"_s, u"inference"_s, u"configs"_s, u"dataset_info"_s};
        QHash<QString, int> counts;
        for (const CardContent::Section &section : m_draft.rest()) {
            for (const CardContent::Field &field : section.fields)
                counts[field.id] += section.id == u"identity";
        }
        QStringList ids;
        for (const CardContent::Section &section : m_draft.rest()) {
            for (const CardContent::Field &field : section.fields) {
                const bool plain = section.id == u"identity" && counts.value(field.id) == 1 && key.match(field.id).hasMatch() && !field.id.startsWith(u"extra_gated_");
                if (plain && !reserved.contains(field.id) && !isKnown(field.id) && field.value.size() <= frontMatterChars && ids.size() < 40)
                    ids.append(field.id);
            }
        }
        for (const QString &id : std::as_const(ids))
            m_out += id + u": "_s + yamlText(m_draft.takeField(u"identity"_s, id)) + u'\n';
    }
    static bool isKnown(const QString &id)
    {
        const auto &fields = frontMatterFields();
        return std::any_of(fields.begin(), fields.end(), [&](const auto &field) { return field.key == id; });
    }
    void index()
    {
        QList<CardContent::Group> metrics;
        for (const CardContent::Group &metric : m_draft.takeGroups(u"evaluationResults"_s, u"metric"_s)) {
            if (isModelIndexMetric(metric))
                metrics.append(metric);
            else
                m_draft.keep(u"evaluationResults"_s, metric, {});
        }
        if (metrics.isEmpty())
            return;
        QString name = m_draft.takeField(u"identity"_s, u"model-index.name"_s);
        if (name.isEmpty()) {
            name = m_name;
            m_draft.derived(u"identity"_s, u"model-index.name"_s, name);
        }
        m_out += modelIndexYaml(name, metrics);
    }

public:
    void setName(const QString &name) { m_name = name; }

private:
    CardDraft &m_draft;
    QString m_out, m_name = u"model"_s;
};

/// Facts for people: lists and tables. They are read from the front matter, not from here.
QString factsForPeople(const CardContent::Section &section)
{
    QString out;
    for (const CardContent::Field &field : section.fields)
        out += u"- **%1:** %2%3\n"_s.arg(readmeLine(field.label), readmeLine(field.value),
                                       field.source.isEmpty() ? QString() : u" _(%1)_"_s.arg(readmeLine(field.source)));
    qsizetype shown = 0;
    for (const CardContent::Group &group : section.groups) {
        if (++shown > 100) {
            out += u"- … %1\n"_s.arg(section.groups.size() - 100);
            break;
        }
        out += u"- %1\n"_s.arg(readmeLine(groupLine(group)));
    }
    return out;
}

} // namespace

Result<QByteArray> writeHuggingFace(CardDraft &draft, const CardFacts &)
{
    const QList<CardContent::Section> whole = draft.rest();
    QString title = draft.takeField(u"identity"_s, u"title"_s);
    if (title.isEmpty()) {
        title = draft.value(u"identity"_s, u"model_name"_s);
        if (!title.isEmpty())
            draft.derived(u"identity"_s, u"title"_s, readmeLine(title));
    }
    const bool exact = readmeLine(title) == title && title.size() <= 200;
    if (!exact)
        draft.keepField(u"identity"_s, u"title"_s, title), draft.derived(u"identity"_s, u"title"_s, readmeTitle(title));
    QString body = title.isEmpty() ? QString() : u"# "_s + (exact ? title : readmeTitle(title)) + u"\n\n"_s;
    for (const CardContent::Section &section : whole)
        body += readmeBlock(section.id, section.title, factsForPeople(section), draft.takeText(section.id));
    FrontMatterWriter matter(draft);
    matter.setName(title.isEmpty() ? u"model"_s : title);
    const QString yaml = matter.write();
    return QString(u"---\n"_s + yaml + matter.extension() + u"---\n"_s + body).toUtf8();
}

} // namespace countersign

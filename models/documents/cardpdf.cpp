// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/cardpdf.h"

#include "documents/markdownflow.h"
#include "documents/papertext.h"
#include "formats/cards/cardlabels.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostColumns = 5;

QList<const CardContent::Section *> inReadingOrder(const CardContent &card)
{
    QList<const CardContent::Section *> out;
    for (const QString &id : {u"intendedUses"_s, u"outOfScope"_s}) {
        if (const auto *section = card.section(id); section && section->filled())
            out.append(section);
    }
    for (const CardContent::Section &section : card.sections) {
        if (section.filled() && !out.contains(&section))
            out.append(&section);
    }
    return out;
}

PaperRuns withSource(const CardContent::Field &field)
{
    PaperRuns out = plainRuns(paperText(field.value));
    if (!field.source.isEmpty())
        out.append({documentTr("  filled in from %1").arg(paperLine(field.source)), Ink::Muted});
    return out;
}

/// Groups of one kind: a table where their facts are few and short, else a block each.
void flowGroups(PageFlow &flow, const QString &kind, const QList<const CardContent::Group *> &groups)
{
    QStringList columns;
    qsizetype longest = 0;
    for (const auto *group : groups) {
        for (const auto &field : group->fields) {
            if (!columns.contains(field.id))
                columns.append(field.id);
            longest = std::max(longest, field.value.size());
        }
    }
    flow.heading(3, paperLine(cardLabel(kind)));
    if (columns.size() <= mostColumns && longest <= 120) {
        PaperTable table;
        for (const QString &column : std::as_const(columns))
            table.columns.append({paperLine(cardLabel(column))});
        for (const auto *group : groups) {
            QList<PaperCell> row;
            for (const QString &column : std::as_const(columns))
                row.append({plainRuns(paperLine(group->value(column)))});
            table.rows.append(row);
        }
        flow.table(table);
        return;
    }
    for (const auto *group : groups) {
        QList<std::pair<QString, PaperRuns>> rows;
        for (const auto &field : group->fields)
            rows.append({paperLine(field.label.isEmpty() ? cardLabel(field.id) : field.label), withSource(field)});
        flow.facts(rows);
    }
}

} // namespace

void flowCard(PageFlow &flow, const CardContent &card)
{
    for (const CardContent::Section *section : inReadingOrder(card)) {
        if (flow.stopped())
            return;
        flow.heading(2, paperLine(section->title));
        QList<std::pair<QString, PaperRuns>> rows;
        for (const auto &field : section->fields)
            rows.append({paperLine(field.label), withSource(field)});
        if (!rows.isEmpty())
            flow.facts(rows);
        if (!section->text.trimmed().isEmpty())
            flowMarkdown(flow, section->text);
        if (!section->textSource.isEmpty())
            flow.paragraph(documentTr("Filled in from %1.").arg(paperLine(section->textSource)), Ink::Muted);
        QStringList kinds;
        for (const auto &group : section->groups) {
            if (!kinds.contains(group.kind))
                kinds.append(group.kind);
        }
        for (const QString &kind : std::as_const(kinds)) {
            QList<const CardContent::Group *> groups;
            for (const auto &group : section->groups) {
                if (group.kind == kind)
                    groups.append(&group);
            }
            flowGroups(flow, kind, groups);
        }
    }
    QStringList missing;
    for (const QString &id : missingSections(card, {u"all"_s}))
        missing.append(cardSectionInfo(id)->title);
    if (!missing.isEmpty()) {
        flow.heading(2, documentTr("The card says nothing on"));
        flow.paragraph(missing.join(u", "_s) + u'.');
    }
}

Result<QByteArray> cardPdf(const CardContent &card, const CardPaper &paper, const PaperOptions &options)
{
    PageFlow flow(options.stop);
    const QString version = paperLine(paper.version);
    flow.paragraph({{documentTr("Model card"), Ink::Muted}}, 10);
    flow.paragraph({{version, Ink::Text, true}}, 20);
    flow.space(6);
    QList<std::pair<QString, PaperRuns>> facts;
    if (!paper.status.isEmpty())
        facts.append({documentTr("Status"), plainRuns(paperLine(paper.status))});
    facts.append({documentTr("Sections"), plainRuns(documentTr("%1 of %2 say something").arg(cardSections().size() - missingSections(card, {u"all"_s}).size())
                                                        .arg(cardSections().size()))});
    if (!paper.fileName.isEmpty())
        facts.append({documentTr("Source"), plainRuns(paperLine(paper.fileName))});
    if (!paper.digest.isEmpty())
        facts.append({documentTr("Its SHA-256"), {{paperDigest(paper.digest), Ink::Text, false, true}}});
    facts.append({documentTr("Printed"), plainRuns(paperTime(options.created))});
    flow.facts(facts);
    flowCard(flow, card);
    return printPages(flow, {documentTr("Model card of %1").arg(version), documentTr("Model card  ·  %1").arg(version), paperDate(options.created), options.software}, options);
}

} // namespace countersign

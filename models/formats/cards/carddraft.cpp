// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/carddraft.h"

#include "domain/carddiff.h"
#include "formats/cards/cardlabels.h"

#include <QCoreApplication>

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString draftTr(const char *text)
{
    return QCoreApplication::translate("CardExport", text);
}

/// Counts of what stands elsewhere; whoever reads the card makes them again.
bool isDerivedField(const CardContent::Field &field)
{
    return field.id == u"model-index" || field.id == u"model-index.datasets";
}

} // namespace

CardDraft::CardDraft(const CardContent &card, bool keepsRest) : m_rest(card.sections), m_keepsRest(keepsRest)
{
    for (CardContent::Section &section : m_rest) {
        if (!section.textSource.isEmpty())
            m_sources.append({section.id, u"text"_s, section.textSource});
        for (const CardContent::Field &field : std::as_const(section.fields)) {
            const bool known = std::any_of(m_sources.begin(), m_sources.end(), [&](const Source &it) { return it.section == section.id && it.field == field.id; });
            if (!field.source.isEmpty() && !known)
                m_sources.append({section.id, field.id, field.source});
        }
        for (const CardContent::Group &group : std::as_const(section.groups)) {
            if (!group.fields.isEmpty() && !group.fields.first().source.isEmpty())
                m_sources.append({section.id, groupLine(group), group.fields.first().source, true});
        }
        const bool measured = std::any_of(section.groups.begin(), section.groups.end(), [](const auto &group) { return group.kind == u"metric"; });
        if (measured || section.id == u"evaluationData")
            section.fields.removeIf(isDerivedField);
    }
}

CardContent::Section *CardDraft::find(const QString &section)
{
    const auto it = std::find_if(m_rest.begin(), m_rest.end(), [&](const auto &one) { return one.id == section; });
    return it == m_rest.end() ? nullptr : &*it;
}

QString CardDraft::text(const QString &section) const
{
    const auto it = std::find_if(m_rest.begin(), m_rest.end(), [&](const auto &one) { return one.id == section; });
    return it == m_rest.end() ? QString() : it->text.trimmed();
}

QString CardDraft::value(const QString &section, const QString &id) const
{
    const auto it = std::find_if(m_rest.begin(), m_rest.end(), [&](const auto &one) { return one.id == section; });
    return it == m_rest.end() ? QString() : it->value(id);
}

QString CardDraft::takeText(const QString &section)
{
    CardContent::Section *from = find(section);
    return from ? std::exchange(from->text, {}).trimmed() : QString();
}

QString CardDraft::takeField(const QString &section, const QString &id)
{
    CardContent::Section *from = find(section);
    if (!from)
        return {};
    const auto it = std::find_if(from->fields.begin(), from->fields.end(), [&](const auto &field) { return field.id == id; });
    if (it == from->fields.end())
        return {};
    const QString out = it->value;
    from->fields.erase(it);
    return out;
}

QStringList CardDraft::takeFields(const QString &section, const QString &id)
{
    QStringList out;
    if (CardContent::Section *from = find(section)) {
        from->fields.removeIf([&](const CardContent::Field &field) {
            if (field.id == id)
                out.append(field.value);
            return field.id == id;
        });
    }
    return out;
}

QList<CardContent::Group> CardDraft::takeGroups(const QString &section, const QString &kind)
{
    QList<CardContent::Group> out, left;
    if (CardContent::Section *from = find(section)) {
        for (const CardContent::Group &group : std::as_const(from->groups))
            (group.kind == kind ? out : left).append(group);
        from->groups = left;
    }
    return out;
}

void CardDraft::keep(const QString &section, const CardContent::Group &group, const QStringList &unsaid)
{
    find(section)->groups.append(group);
    for (Partial &partial : m_partial) {
        if (partial.section == section && partial.kind == group.kind) {
            for (const QString &entry : unsaid) {
                if (!partial.unsaid.contains(entry))
                    partial.unsaid.append(entry);
            }
            ++partial.count;
            return;
        }
    }
    m_partial.append({section, group.kind, unsaid, 1});
}

void CardDraft::keepField(const QString &section, const QString &id, const QString &value)
{
    if (CardContent::Section *into = find(section))
        into->fields.append({id, cardLabel(id), value});
}

void CardDraft::derived(const QString &section, const QString &id, const QString &value)
{
    m_derived.append({section, id, value});
}

void CardDraft::derivedGroup(const QString &section, const QString &kind, const QList<std::pair<QString, QString>> &entries)
{
    CardContent::Group group{kind, {}};
    for (const auto &[id, value] : entries) {
        if (!value.isEmpty())
            group.fields.append({id, cardLabel(id), value});
    }
    derived(section, kind, groupLine(group));
}

QString CardDraft::borrow(const QString &section, const QString &id, const QStringList &candidates)
{
    if (!(id == u"text" ? text(section) : value(section, id)).isEmpty())
        return {};
    for (const QString &candidate : candidates) {
        const QString found = candidate == u"text" ? text(section) : value(section, candidate);
        if (found.isEmpty())
            continue;
        if (m_keepsRest) {
            derived(section, id, found);
            return found;
        }
        lose(CardLoss::Kind::Moved, section, candidate,
             draftTr("“%1” stands as “%2”, and comes back as that.")
                 .arg(candidate == u"text" ? draftTr("Text") : cardLabel(candidate), id == u"text" ? draftTr("Text") : cardLabel(id)));
        return candidate == u"text" ? takeText(section) : takeField(section, candidate);
    }
    return {};
}

QString CardDraft::cut(const QString &section, const QString &field, const QString &value, qsizetype most)
{
    if (!most || value.size() <= most)
        return value;
    lose(CardLoss::Kind::Shortened, section, field,
         draftTr("%1 has %2 characters; the format takes %3, the rest was cut off.")
             .arg(field == u"text" ? draftTr("The text") : cardLabel(field)).arg(value.size()).arg(most));
    qsizetype end = most - 1;
    if (value.at(end - 1).isHighSurrogate())
        --end;
    return value.left(end) + u'…';
}

void CardDraft::lose(CardLoss::Kind kind, const QString &section, const QString &field, const QString &sentence)
{
    m_losses.append({kind, section, field, sentence});
}

void CardDraft::losePictures()
{
    for (const CardContent::Section &section : std::as_const(m_rest)) {
        const qsizetype count = std::count_if(section.groups.begin(), section.groups.end(), [](const auto &group) { return group.kind == u"graphic"; });
        if (count)
            lose(CardLoss::Kind::Lost, section.id, u"graphic"_s,
                 draftTr("%1 pictures are not in the export: a card keeps their names and digests, not the pictures.").arg(count));
    }
}

void CardDraft::loseRest(const QString &formatTitle)
{
    for (const CardContent::Section &section : std::as_const(m_rest)) {
        if (!section.text.trimmed().isEmpty())
            lose(CardLoss::Kind::Lost, section.id, u"text"_s, draftTr("%1 has no place for a text on “%2”.").arg(formatTitle, section.title));
        for (const CardContent::Field &field : section.fields)
            lose(CardLoss::Kind::Lost, section.id, field.id, draftTr("%1 has no place for “%2”.").arg(formatTitle, field.label));
        QMap<QString, qsizetype> whole;
        for (const CardContent::Group &group : section.groups)
            ++whole[group.kind];
        for (const Partial &partial : std::as_const(m_partial)) {
            if (partial.section != section.id)
                continue;
            whole[partial.kind] -= partial.count;
            for (const QString &entry : partial.unsaid)
                lose(CardLoss::Kind::Lost, section.id, partial.kind + u'/' + entry,
                     draftTr("%1 has no place for “%2” of “%3”.").arg(formatTitle, cardLabel(entry), cardLabel(partial.kind)));
        }
        for (auto it = whole.begin(); it != whole.end(); ++it) {
            if (it.value() > 0 && it.key() != u"graphic")
                lose(CardLoss::Kind::Lost, section.id, it.key(),
                     draftTr("%1 has no place for “%2” (%3 of them).").arg(formatTitle, cardLabel(it.key())).arg(it.value()));
        }
    }
    for (const Source &source : std::as_const(m_sources))
        lose(CardLoss::Kind::Lost, source.section, source.field, draftTr("%1 cannot say that this was filled in from %2.").arg(formatTitle, source.source));
}

} // namespace countersign

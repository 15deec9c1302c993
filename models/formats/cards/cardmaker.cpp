// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/cardmaker.h"

#include "formats/cards/cardextension.h"
#include "formats/cards/cardlabels.h"
#include "formats/markdown.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

CardContent withoutPlaceholders(CardContent card)
{
    const auto empty = [](const CardContent::Field &field) { return isPlaceholder(field.value.trimmed()); };
    for (CardContent::Section &section : card.sections) {
        section.fields.removeIf(empty);
        for (CardContent::Group &group : section.groups)
            group.fields.removeIf(empty);
        section.groups.removeIf([](const CardContent::Group &group) { return group.fields.isEmpty(); });
        if (meaningfulText(section.text).isEmpty()) {
            section.text.clear();
            section.foundUnder.clear();
            section.textSource.clear();
        }
    }
    card.settle();
    return card;
}

bool CardMaker::room()
{
    if (++m_facts <= mostFacts)
        return true;
    warnings.add(u"tooMany"_s, QCoreApplication::translate("Import", "The card holds more than %1 facts; the rest is only in the raw file.").arg(mostFacts));
    return false;
}

void CardMaker::addField(const QString &section, const QString &id, const QString &value, const QString &label)
{
    const QString trimmed = value.trimmed();
    if (!isPlaceholder(trimmed) && room())
        m_card.sectionForWriting(section).fields.append({id, label.isEmpty() ? cardLabel(id) : label, trimmed});
}

void CardMaker::addText(const QString &section, const QString &text, const QString &foundUnder)
{
    const QString trimmed = text.trimmed();
    if (meaningfulText(trimmed).isEmpty() || !room())
        return;
    CardContent::Section &into = m_card.sectionForWriting(section);
    if (!into.text.isEmpty())
        into.text += u"\n\n"_s;
    into.text += trimmed;
    if (into.foundUnder.isEmpty())
        into.foundUnder = foundUnder;
}

void CardMaker::addGroup(const QString &section, const QString &kind, const CardEntries &entries)
{
    CardContent::Group group{kind, {}};
    for (const auto &[id, value] : entries) {
        const QString trimmed = value.trimmed();
        if (!isPlaceholder(trimmed))
            group.fields.append({id, cardLabel(id), trimmed});
    }
    if (!group.fields.isEmpty() && room())
        m_card.sectionForWriting(section).groups.append(group);
}

bool CardMaker::addExtension(const QString &name, const QString &value)
{
    if (!name.startsWith(cardExtensionPrefix))
        return false;
    if (m_extension.size() < mostNames)
        m_extension.insert(name.sliced(cardExtensionPrefix.size()), value);
    else
        warnings.add(u"tooMany"_s, QCoreApplication::translate("Import", "The card has more than %1 named values; the rest is only in the raw file.").arg(mostNames));
    return true;
}

CardContent CardMaker::finish(const QString &format)
{
    if (!m_extension.isEmpty())
        readExtension(m_extension, m_card, warnings);
    m_card.format = format;
    m_card.settle();
    m_card.warnings = warnings.take();
    return std::exchange(m_card, {});
}

} // namespace countersign

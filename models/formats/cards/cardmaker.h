// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/cardcontent.h"
#include "formats/warninglist.h"

#include <QMap>

namespace countersign {

using CardEntries = QList<std::pair<QString, QString>>;

/// The card without what only says that something is to be written ("TBD", "[More Information Needed]", NOASSERTION),
/// and with `missing` counted anew: what an editor stores.
CardContent withoutPlaceholders(CardContent card);

/// Puts a card together while a file is read. Placeholders are nothing, and at most 20,000 facts are taken; what more
/// there is is warned of. One thread.
class CardMaker
{
public:
    static constexpr qsizetype mostFacts = 20'000;
    static constexpr qsizetype mostNames = 400'000; ///< of our own exporters' names and values: each is one part of a fact

    void addField(const QString &section, const QString &id, const QString &value, const QString &label = {});
    /// Appended, with a blank line, to what the section says already.
    void addText(const QString &section, const QString &text, const QString &foundUnder);
    /// Entries that say nothing are dropped; a group without any is none.
    void addGroup(const QString &section, const QString &kind, const CardEntries &entries);
    /// Takes a name and value that an exporter of ours wrote because its format had no other place for it (see
    /// cardextension.h). False when the name is somebody else's.
    bool addExtension(const QString &name, const QString &value);

    [[nodiscard]] const CardContent &soFar() const { return m_card; }
    [[nodiscard]] bool empty() const { return m_card.sections.isEmpty() && m_extension.isEmpty(); }
    CardContent finish(const QString &format);

    WarningList warnings;

private:
    bool room();
    CardContent m_card;
    QMap<QString, QString> m_extension; // sorted by name, so that parts and places come in order
    qsizetype m_facts = 0;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/cards/cardmaker.h"
#include "formats/cards/cardsource.h"

namespace countersign {

class CardDraft;

/// One entry of a group and where it stands in the group's object.
struct CardEntryRule
{
    const char *path;
    const char *entry;
    enum class As { Text, Number, Texts } as = As::Text;
    int most = 0; ///< characters; 0: any
};

/// One thing that a card and a JSON format can both say, for reading and for writing. Fields named "text" are the
/// section's text; for groups the name is the kind.
struct CardRule
{
    enum class As {
        Text,
        List,  ///< of texts, or of objects with the one member `member`
        Group, ///< a list of objects
    };
    const char *path;
    const char *section;
    const char *field;
    As as = As::Text;
    int most = 0;               ///< characters of one value; 0: any
    int items = 0;              ///< of a list; 0: any
    const char *member = "";
    QList<CardEntryRule> entries = {};
    bool readOnly = false;      ///< an older spelling, or what another rule writes
};

void readRules(CardSource &in, const QList<CardRule> &rules, CardMaker &out);
void writeRules(CardDraft &draft, const QList<CardRule> &rules, QJsonObject &out);

/// The group's object, and which entries found no place in it.
QJsonObject writeEntries(CardDraft &draft, const QString &section, const CardContent::Group &group, const QList<CardEntryRule> &entries,
                         QStringList &unsaid);
CardEntries readEntries(CardSource &in, const QList<CardEntryRule> &entries);

/// The pictures of a collection as groups "graphic": name, media type, size and digest. They are never kept nor shown.
void readGraphics(CardSource &in, const QString &path, const QString &section, CardMaker &out);

/// Sets "a/b/c"; what is empty is not set.
void putJson(QJsonObject &out, const QString &path, const QJsonValue &value);
QJsonArray jsonTexts(const QStringList &texts);
/// The number a text spells, or the text itself.
QJsonValue jsonNumber(const QString &text);

} // namespace countersign

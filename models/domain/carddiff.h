// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/cardcontent.h"

namespace countersign {

/// Whether a part of a card stands in both versions, and the same.
enum class CardChange { Same, Added, Removed, Changed };

/// One line of two texts laid side by side. A changed line has both sides.
struct CardTextLine
{
    CardChange change = CardChange::Same;
    QString before, after;
    bool operator==(const CardTextLine &) const = default;
};

/// One fact of two cards. Of a group, `id` is its kind and the values are its facts in one line.
struct CardFieldChange
{
    CardChange change = CardChange::Same;
    QString id, label, before, after;
    bool group = false;
    bool operator==(const CardFieldChange &) const = default;
};

struct CardSectionChange
{
    CardChange change = CardChange::Same;
    QString id, title;
    QList<CardFieldChange> fields; ///< unchanged ones, too, in the order of the newer card
    QList<CardTextLine> text;
    bool operator==(const CardSectionChange &) const = default;
};

/// Compares two cards section by section: intended uses and what is out of scope first, then the reading order. Sections
/// that neither card holds are left out. Fields are paired by id (and, in lists, by value first), groups by kind and
/// what names them. Where a field or text was filled in from does not count, nor the heading it was found under.
QList<CardSectionChange> diffCards(const CardContent &before, const CardContent &after);

/// The lines of two texts, paired by the longest common run of lines; of texts too long for that (more than 4 million
/// pairs after taking off what is equal at both ends) everything in between is removed and added.
QList<CardTextLine> diffText(const QString &before, const QString &after);

/// A group's facts in one line: "accuracy = 0.97 (slice: cat, threshold: 0.5)" or "name: value; …".
QString groupLine(const CardContent::Group &group);

} // namespace countersign

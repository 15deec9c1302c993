// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/carddiff.h"

namespace countersign {

/// A run of a line that is in both versions, or in one only.
struct CardWordRun
{
    bool changed = false;
    QString text;
    bool operator==(const CardWordRun &) const = default;
};
/// The two sides of a changed line or fact, cut where words differ. Lines of more than 4,000 characters are one run.
struct CardWordDiff
{
    QList<CardWordRun> before, after;
};
CardWordDiff diffWords(const QString &before, const QString &after);

/// How many sections are added, removed, changed and the same.
struct CardDiffCount
{
    int added = 0, removed = 0, changed = 0, same = 0;
    [[nodiscard]] int differing() const { return added + removed + changed; }
};
CardDiffCount countOf(const QList<CardSectionChange> &sections);

/// The comparison as Markdown for a ticket or a mail: what differs, section by section, − and + in front of lines.
QString cardDiffMarkdown(const QList<CardSectionChange> &sections, const QString &beforeTitle, const QString &afterTitle);

} // namespace countersign

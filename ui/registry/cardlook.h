// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/carddiff.h"
#include "ui/registry/carddata.h"
#include "ui/widgets/chip.h"

#include <QIcon>

namespace countersign::registry {

/// The sections as a reader meets them: intended uses and what is out of scope first, then the list's order. Those that
/// only Annex IV asks for are there when the card holds them or a policy asks for them.
QStringList sectionsInReadingOrder(const CardContent &card, const QMap<QString, QStringList> &asked);
/// A section's name in the reader's language.
QString sectionTitle(const QString &id);
/// "says something", "missing", and who asks for it.
ChipSpec sectionChip(bool filled, const QStringList &askedBy);
/// "asked for by High risk"; empty when nobody does.
QString askedSentence(const QStringList &askedBy);
ChipSpec changeChip(CardChange change);

/// Where a fact comes from, as words: "registry", "evaluation “mmlu” · mmlu acc". Empty for the card's own.
QString sourceWords(const QString &source, const QMap<QString, QString> &evaluations);
/// "found under “Uses”, not verified" for text that an importer put here by its heading.
QString foundWords(const CardContent::Section &section, const QMap<QString, QString> &evaluations);

/// What a group's kind is called above its table: "Metrics", "Datasets".
QString kindTitle(const QString &kind);
/// One of a kind, in a sentence: "metric".
QString kindWord(const QString &kind);

/// A chip's shape as an icon of a list.
QIcon shapeIcon(const ChipSpec &chip, qreal ratio);

/// The state's word, as a sentence part: "pending review".
QString cardStatusWord(Card::Status status);
/// "submit" → "Submit for review".
QString cardVerbText(const QString &verb);

} // namespace countersign::registry

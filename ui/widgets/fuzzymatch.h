// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

#include <optional>

namespace countersign {

struct FuzzyMatch
{
    int score = 0;              ///< higher is better; only comparable for the same pattern
    QList<qsizetype> positions; ///< in the text, ascending: what to underline
};

/// Whether the letters of `pattern` appear in `text` in order, whatever their case or accents. Runs and word starts
/// score; blanks in the pattern are ignored. Nothing if they do not. O(pattern × text). Pure, any thread.
[[nodiscard]] std::optional<FuzzyMatch> fuzzyMatch(const QString &pattern, const QString &text);

} // namespace countersign

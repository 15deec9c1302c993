// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace countersign {

/// Text from outside made fit to be shown: characters that hide, reorder or imitate nothing (bidirectional controls,
/// zero-width and tag characters, other format and control characters, unpaired surrogates, private use) appear as
/// escapes such as "⟨U+202E⟩". Tabs and line ends stay. Joiners stay where scripts need them: U+200C and U+200D
/// directly between two letters of a script that joins, and U+200D and U+FE0F inside an emoji.
[[nodiscard]] QString visibleText(const QString &text);

/// True if visibleText() would change anything.
[[nodiscard]] bool hasHiddenText(const QString &text);

/// One cell of a CSV file (RFC 4180, always quoted). Text that a spreadsheet would run as a formula (= + - @ tab or
/// carriage return first, also behind blanks, quotes or as full-width forms) gets a leading apostrophe. Pass numeric
/// only for text made by our own number formats.
[[nodiscard]] QString csvCell(const QString &text, bool numeric = false);

} // namespace countersign

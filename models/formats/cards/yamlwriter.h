// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringList>

namespace countersign {

/// A text as a YAML scalar that reads back as that very text, whatever schema the reader has: "no", 1.10, dates and
/// everything else that could mean something is quoted (the language no is Norwegian, not false).
QString yamlText(const QString &text);
/// A number as it is spelled; anything else as yamlText().
QString yamlNumber(const QString &text);

} // namespace countersign

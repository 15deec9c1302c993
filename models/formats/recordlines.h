// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/importer.h"
#include "formats/jsontree.h"
#include "formats/warninglist.h"

namespace countersign {

/// JSON Lines, a record at a time. A damaged line costs itself and is warned of ("damagedLine"); finish() tells how many
/// there were. The root's pointer is empty: name the line with place().
class RecordLines
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    RecordLines(const ImportInput &input, WarningList &warnings, JsonTree::Bounds bounds = {});

    /// The next object; an absent root at the end or after a problem. Lines that hold anything else count as damaged.
    JsonTree next();
    [[nodiscard]] QString place() const { return QStringLiteral("line %1").arg(m_line); } ///< of the last record
    [[nodiscard]] qint64 lines() const { return m_lines; }
    [[nodiscard]] qint64 broken() const { return m_broken; }
    /// Why reading stopped before the end: Cancelled, TooLarge of the whole file, or a device's failure.
    [[nodiscard]] const std::optional<Error> &problem() const { return m_problem; }
    /// Warns of the damaged lines in one sentence, if there are any.
    void finish();

private:
    bool skipBroken();
    JsonReader m_json;
    WarningList &m_warnings;
    JsonTree::Bounds m_bounds;
    qint64 m_line = 0, m_lines = 0, m_broken = 0;
    std::optional<Error> m_problem;
};

} // namespace countersign

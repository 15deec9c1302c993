// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <Qt>

namespace countersign {

/// What delegates and DataTable read from a model besides Qt's own roles. Models below ui/ offer plain values; the
/// place's own proxy turns them into these.
enum ItemRole {
    ChipRole = Qt::UserRole + 0x100, ///< ChipSpec, or a QVariantList of them
    SecondaryRole,  ///< QString: muted text behind or below the display text
    TimeRole,       ///< QDateTime
    SeriesRole,     ///< QList<double>, NaN where nothing was measured
    ToneRole,       ///< Tone as int: colours the display text
    StrongRole,     ///< bool: semibold
    MutedRole,      ///< bool: the whole row or cell is shown muted, as done or not yet in force
    SortRole,       ///< what a proxy sorts by
    CopyRole,       ///< QString for clipboard and CSV where the display text is not enough
    NumericRole,    ///< bool: CopyRole or the display text is a number of our own making
    IdRole,         ///< QString: what a row stands for; stays when rows move
    LoadingRole,    ///< bool: the row is not read yet
};

} // namespace countersign

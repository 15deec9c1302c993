// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <Qt>

namespace countersign {

/// What models of lists offer besides Qt's own roles. All values are plain; how they look is decided above.
struct ListRole
{
    enum Role {
        Secondary = Qt::UserRole + 0x101, ///< QString: muted text behind or below the display text
        Time = Qt::UserRole + 0x102,      ///< QDateTime
        Sort = Qt::UserRole + 0x107,      ///< what a small list's proxy sorts by
        Id = Qt::UserRole + 0x10a,        ///< QString: what the row stands for; stays when rows move
        Loading = Qt::UserRole + 0x10b,   ///< bool: the row is not read yet
        State = Qt::UserRole + 0x200,     ///< QString: a state to show as a chip, with Tone
        Tone,                             ///< ListTone as int
        Value,                            ///< double; invalid when there is none
        Low,                              ///< double: lower end of the value's interval
        High,
        Muted,                            ///< bool: done, withdrawn, not in force
        Kind,                             ///< QString: the kind of record that Id names
    };
};

enum class ListTone { Neutral, Good, Caution, Bad, Accent };

} // namespace countersign

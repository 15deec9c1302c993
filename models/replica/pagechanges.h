// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMap>
#include <QStringList>

namespace countersign {

/// What a transaction changed of one kind. `rows` and `ids` are left empty when `many` is set: then everything may
/// have changed.
struct ChangeSet
{
    QList<qint64> rows;
    QStringList ids; ///< of the same records, deleted ones too
    bool many = false;
    qint64 count = 0;
};
using Changes = QMap<QString, ChangeSet>;

} // namespace countersign

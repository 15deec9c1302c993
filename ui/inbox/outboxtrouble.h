// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/outboxitem.h"
#include "ui/inbox/inboxitems.h"

#include <QSet>

namespace countersign {

/// Commands that cannot go on by themselves, as items of the inbox: what was decided, and why the server did not take it.
/// Another person's are shown without a way to act on them. `away` are persons whose key is not at hand: what they
/// decided waits for them.
QList<WaitingItem> outboxTrouble(const QList<OutboxItem> &commands, const QString &person, const QSet<QString> &away = {});

/// One member of a record as it was edited from, as the person wants it, and as the server has it now.
struct ConflictRow
{
    QString member;
    QString base, mine, theirs;
    bool contradicts = false; ///< both changed it, to different values
    bool operator==(const ConflictRow &) const = default;
};
/// The members in which mine and theirs differ from the base or from each other, in order of name.
QList<ConflictRow> conflictRows(const QJsonObject &base, const QJsonObject &mine, const QJsonObject &theirs);

} // namespace countersign

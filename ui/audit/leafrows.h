// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/readsession.h"
#include "trust/releasebundle.h"

#include <QMetaType>

namespace countersign {

/// One entry of the log, named for people.
struct LeafRow
{
    qint64 leaf = -1;
    QByteArray entry; ///< the bytes that are hashed
    LeafFacts facts;
    QString who;     ///< display name of the actor
    QString what;    ///< title of the record: "R-118 claims-triage 7 → production"
    QString problem; ///< why the entry cannot be read; empty otherwise
};

/// Entries as rows, `first` being the number of the first. Records that are not here keep their id as title.
Result<QList<LeafRow>> nameLeaves(ReadSession &session, qint64 first, const QList<QByteArray> &entries);

/// The bytes of entries [first, first + count) if all of them have been mirrored to this machine; fewer or none otherwise.
Result<QList<QByteArray>> mirroredEntries(ReadSession &session, qint64 first, int count);

/// What a record is called: its title, or the words that tell it from others of its kind.
QString recordTitle(ReadSession &session, const QString &kind, const QString &id);

} // namespace countersign

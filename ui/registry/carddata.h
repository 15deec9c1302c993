// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/cardcontent.h"
#include "domain/kinds/evidence.h"
#include "formats/cards/cardfacts.h"
#include "replica/readsession.h"

#include <QMap>

namespace countersign {

struct VersionData;

/// What the card of a version is shown, filled in and compared with, besides the card itself.
struct CardData
{
    /// One card record of a version as it is now.
    struct Entry
    {
        QString id;
        qint64 revision = 0;
        QDateTime changedAt;
        QString changedBy;
        Card body;
    };
    /// The newest card of another version of the model.
    struct Other
    {
        enum class Why { Production, Parent, Other };
        QString version; ///< "model/version"
        Why why = Why::Other;
        Entry card;
    };
    QList<Entry> cards;               ///< of the version, newest first, archived ones too
    QList<Other> others;              ///< in production first, then the parent, then the newest
    QMap<QString, QStringList> asked; ///< section → titles of the policies that ask for it
    CardFacts facts;
    QMap<QString, QString> evaluations; ///< id → title, of the version
};

/// Run on a reader's thread; `shown` holds the rest of the version already.
CardData loadCardData(ReadSession &session, const VersionData &shown);

/// The normalised card out of its blob.
Result<CardContent> cardFromBlob(const QByteArray &bytes);

} // namespace countersign

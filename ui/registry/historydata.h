// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/evidence.h"
#include "domain/kinds/release.h"
#include "domain/statetable.h"
#include "replica/readsession.h"
#include "ui/widgets/chip.h"

namespace countersign {

/// What was decided about a model, in order, and which exceptions were asked for its versions. Gathered on a reader's
/// thread as one consistent look.
struct HistoryData
{
    struct DecisionEntry
    {
        QString id;
        qint64 revision = 0, seq = 0;
        Decision body;
    };
    struct WaiverEntry
    {
        QString id;
        qint64 revision = 0;
        Waiver body;
        QString grantRefusal, revokeRefusal; ///< why the acting person may not; empty when they may
    };
    QString model, modelTitle, modelOwner;
    QList<DecisionEntry> decisions; ///< oldest first: the first is number 1
    QList<WaiverEntry> waivers;     ///< those that end first stand first, then what is over
    QMap<QString, QList<std::pair<QString, QString>>> evaluations; ///< of the versions named by decisions: id and title
    QMap<QString, QString> names;
    QDateTime at;

    [[nodiscard]] QString name(const QString &person) const { return names.value(person, person); }
    [[nodiscard]] const DecisionEntry *decision(const QString &id) const;
    [[nodiscard]] const WaiverEntry *waiver(const QString &id) const;
    [[nodiscard]] qsizetype numberOf(const QString &decision) const; ///< from 1; 0 when it is not there
};
Result<HistoryData> loadHistory(ReadSession &session, const QString &model, const Actor &actor, const QDateTime &now);

/// What an exception can be asked from, and who can answer for it.
struct WaiverChoices
{
    QMap<QString, QList<std::pair<QString, QString>>> requirements; ///< environment → id and words, those not met first
    QList<std::pair<QString, QString>> people;                      ///< name and display name
};
Result<WaiverChoices> loadWaiverChoices(ReadSession &session, const QString &version, const QDateTime &now);

/// How an exception stands: "9 days left", amber within two weeks of its end and red beyond it.
ChipSpec waiverChip(const Waiver &waiver, const QDateTime &now);
/// The history as Markdown: decisions in order, then exceptions. What people wrote stands as quotations, so that nothing
/// in it can pass for the history's own structure.
QByteArray historyMarkdown(const HistoryData &history);

} // namespace countersign

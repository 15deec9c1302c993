// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/frontier.h"
#include "domain/evaluationreport.h"
#include "replica/readsession.h"

namespace countersign {

/// What the versions of a model reached, result by result, as far as their reports are on this machine.
struct TradeOffs
{
    struct Axis
    {
        QString key, title;
        EvaluationReport::Direction direction = EvaluationReport::Direction::Unknown;
    };
    struct Value
    {
        double value = 0;
        std::optional<EvaluationReport::Interval> interval;
        std::optional<qint64> n;
    };
    struct Candidate
    {
        QString version, label; ///< "claims-triage/7", "7"
        bool chosen = false, live = false;
        QHash<int, Value> values; ///< by index of the axis
    };
    QString version; ///< the one that was asked about
    QList<Axis> axes; ///< results of the whole population that at least two versions have
    QList<Candidate> versions; ///< newest first
    QStringList missingBlobs;  ///< reports that are not on this machine
    bool cut = false;          ///< there are more versions or results than were read
};

/// Reads the newest versions of the model of `version` ("model/version"); of several evaluations of one version the newest
/// that has a result speaks. Cancelled when the session was asked to stop.
Result<TradeOffs> loadTradeOffs(ReadSession &session, const QString &version);

/// The two axes that are drawn first: results that say which direction is better, the one with the most versions first.
std::pair<int, int> usualAxes(const TradeOffs &tradeOffs);
/// The versions that have both results, and which of them no other beats; without a direction on both axes there is no
/// frontier.
struct TradeOffPoints
{
    QList<int> versions;          ///< index into TradeOffs::versions
    QList<qsizetype> frontier;    ///< index into `versions`, in the order to be joined
};
TradeOffPoints tradeOffPoints(const TradeOffs &tradeOffs, int across, int up);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/agreement.h"

#include <QStringList>

namespace countersign {

/// What people said to one question: who rated what how, and how much they agree.
struct RatedQuestion
{
    struct Item
    {
        QString id;
        QStringList ratings; ///< one a rater, empty where there is none
        QStringList reasons; ///< likewise
        double disagreement = 0; ///< 0: all say the same; grows with the share of pairs that differ
        int rated = 0;
    };
    QString question; ///< empty for a plain accept or reject
    QStringList raters;
    QStringList answers; ///< the distinct ones, by how often they were given; of a scale in its order
    QList<qint64> counts; ///< how often each answer was given
    QList<Item> items;    ///< disagreements first
    qint64 ratings = 0;
    RatingScale scale = RatingScale::Nominal;
    std::optional<Agreement> percent, cohen, fleiss, alpha;
    bool tooMany = false; ///< beyond what is tabulated; the first are shown
};

/// One entry a question in the report's order. The agreement is computed by analysis/agreement.h; fewer resamples are
/// drawn where there are many ratings. Pure; any thread; `stopped` is asked now and then.
QList<RatedQuestion> reviewQuestions(const EvaluationReport &report, const std::function<bool()> &stopped);

} // namespace countersign

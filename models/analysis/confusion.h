// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/estimate.h"

#include <QList>

namespace countersign {

/// One class of a confusion matrix against all the others. A rate whose denominator is 0 is absent.
struct ClassScores
{
    double actual = 0, predicted = 0, correct = 0;
    std::optional<Estimate> precision; ///< correct / predicted, with Wilson's interval
    std::optional<Estimate> recall;    ///< correct / actual, with Wilson's interval
    std::optional<double> f1;          ///< 2·correct / (actual + predicted)
};

/// What a confusion matrix says. Macro means average over the classes that occur (as actual or predicted) and count an
/// absent rate as 0, as scikit-learn does: a class that was never predicted must not drop out of the average.
struct ConfusionScores
{
    double n = 0;
    Estimate accuracy; ///< also the micro precision, recall and F1, which are one number when every item has one label
    QList<ClassScores> classes; ///< in the matrix's order
    double macroPrecision = 0, macroRecall = 0, macroF1 = 0;
    double weightedF1 = 0; ///< averaged by how many items of a class there are
};

/// `counts[actual][predicted]`, square. Shares instead of counts are taken too, but give no interval: an interval needs
/// whole numbers. Nothing for an empty, ragged or all-zero matrix or a count that is negative or not finite.
/// C. J. van Rijsbergen, "Information Retrieval" (1979), ch. 7. Pure; any thread.
std::optional<ConfusionScores> scoreConfusion(const QList<QList<double>> &counts);

} // namespace countersign

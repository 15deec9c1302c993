// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/groupfairness.h"

namespace countersign {

/// One result measured for each group of one dimension (or of an intersection of several).
struct GroupSet
{
    struct Group
    {
        QString name;
        int metric = -1; ///< index into the report's results
    };
    QString title;     ///< "recall · claims holdout"
    QString dimension; ///< "sex", "sex × age"
    EvaluationReport::Direction direction = EvaluationReport::Direction::Unknown;
    bool share = false;     ///< of yes/no outcomes: counts follow from value and n
    bool selection = false; ///< a selection rate, which the four-fifths line is for
    QList<Group> groups;
    int whole = -1; ///< the same result for everybody; −1 when the report has none
};

/// Every set of at least two groups, in the report's order. Groups are named by slices; and, where a tool has no slices, by
/// the tasks of a suite that calls itself "… by group" or the like. Pure; any thread.
QList<GroupSet> groupSets(const EvaluationReport &report);

/// One group held against the reference.
struct GroupLine
{
    QString name;
    int metric = -1;
    bool tooFew = false, isReference = false, belowFourFifths = false;
    std::optional<EvaluationReport::Interval> interval;
    std::optional<Estimate> difference, ratio;
};
struct GroupComparison
{
    QList<GroupLine> lines; ///< worst first; those that are too few last
    int reference = -1;     ///< index into the set's groups
    /// How differences were computed: "Newcombe" for shares, "normal" from standard errors, empty for none.
    QString method;
};

/// The group with the best value (the most selected) among those large enough; −1 when no group is.
int usualReference(const EvaluationReport &report, const GroupSet &set, qint64 least);
/// `reference`: index of a group, or −1 for the usual one.
GroupComparison compareGroups(const EvaluationReport &report, const GroupSet &set, int reference, const FairnessOptions &options = {});

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/calibration.h"
#include "analysis/proportions.h"

#include <QHash>
#include <QStringList>

#include <span>

namespace countersign {

/// What a yes/no model did to one group of people.
struct GroupCounts
{
    qint64 n = 0;                          ///< all predictions
    qint64 selected = 0;                   ///< of these, positive ones
    qint64 tp = 0, fp = 0, tn = 0, fn = 0; ///< of those whose outcome is known
    bool operator==(const GroupCounts &) const = default;
};

/// The rates that groups are compared by.
enum class GroupRate { Selection, TruePositive, FalsePositive, Precision, Accuracy };

/// The rate of these counts with its denominator: selected/n, tp/(tp+fn), fp/(fp+tn), tp/(tp+fp), (tp+tn)/known.
/// Nothing when the denominator is 0.
std::optional<Share> shareOf(const GroupCounts &counts, GroupRate rate);

/// Counts predictions by group, one row at a time: of a file of any size only the groups are kept. Rows are counted in
/// each dimension, and, where there are several dimensions, in the intersection of all of them. One object belongs to one
/// thread.
class GroupTally
{
public:
    /// More groups than this in a dimension are no groups of people: their rows are counted in leftOut() only.
    static constexpr qsizetype mostGroups = 1000;

    struct Group
    {
        QList<EvaluationReport::SliceTerm> slice; ///< one term, or one a dimension for an intersection
        GroupCounts counts;
        Reliability reliability; ///< of the rows that came with a score and an outcome
    };
    struct Part
    {
        QString dimension; ///< its name; those of an intersection joined with " × "
        QList<Group> groups; ///< in the order of first appearance
        qint64 leftOut = 0;  ///< rows without a group here, or beyond mostGroups
        QHash<QString, qsizetype> index;
    };

    /// `bins` of each group's reliability.
    explicit GroupTally(const QStringList &dimensions, int bins = 10);

    /// Counts one row. `groups` has one entry a dimension (false, and nothing counted, otherwise); an empty entry means
    /// that the group is not known. `actual` is the outcome where it is known, `score` the predicted probability.
    bool add(std::span<const QString> groups, bool predicted, std::optional<bool> actual, std::optional<double> score = {});

    [[nodiscard]] const QList<Part> &parts() const { return m_parts; } ///< the dimensions in order, then the intersection

private:
    Group *groupOf(Part &part, std::span<const QString> groups);
    QStringList m_dimensions;
    int m_bins;
    QList<Part> m_parts;
};

/// The same from whole columns: `groups[d]` is the column of dimension d, `actual` and `scores` may be empty, a NaN score
/// is none. Nothing when columns differ in length.
struct GroupColumns
{
    QStringList dimensions;
    QList<QStringList> groups;
    QList<bool> predicted;
    QList<std::optional<bool>> actual;
    QList<double> scores;
};
std::optional<GroupTally> tallyOf(const GroupColumns &columns);

} // namespace countersign

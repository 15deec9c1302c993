// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/grouptally.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

std::optional<Share> shareOf(const GroupCounts &c, GroupRate rate)
{
    const auto of = [](qint64 part, qint64 whole) { return whole > 0 ? std::optional(Share::of(part, whole)) : std::nullopt; };
    switch (rate) {
    case GroupRate::Selection:
        return of(c.selected, c.n);
    case GroupRate::TruePositive:
        return of(c.tp, c.tp + c.fn);
    case GroupRate::FalsePositive:
        return of(c.fp, c.fp + c.tn);
    case GroupRate::Precision:
        return of(c.tp, c.tp + c.fp);
    case GroupRate::Accuracy:
        return of(c.tp + c.tn, c.tp + c.fp + c.tn + c.fn);
    }
    return {};
}

GroupTally::GroupTally(const QStringList &dimensions, int bins) : m_dimensions(dimensions), m_bins(bins)
{
    for (const QString &dimension : dimensions)
        m_parts.append(Part{dimension, {}, 0, {}});
    if (dimensions.size() > 1)
        m_parts.append(Part{dimensions.join(u" × "_s), {}, 0, {}});
}

GroupTally::Group *GroupTally::groupOf(Part &part, std::span<const QString> groups)
{
    const qsizetype own = &part - m_parts.constData();
    const bool crossed = own == m_dimensions.size();
    QString key;
    if (!crossed) {
        key = groups[size_t(own)];
    } else {
        // The length before each name: no name can be mistaken for the border between two.
        for (const QString &group : groups) {
            if (group.isEmpty())
                return nullptr;
            key += QString::number(group.size()) + u':' + group;
        }
    }
    if (key.isEmpty())
        return nullptr;
    if (const auto found = part.index.constFind(key); found != part.index.constEnd())
        return &part.groups[*found];
    if (part.groups.size() == mostGroups)
        return nullptr;
    Group group{{}, {}, Reliability(m_bins)};
    for (qsizetype d = 0; d < m_dimensions.size(); ++d) {
        if (crossed || d == own)
            group.slice.append({m_dimensions[d], groups[size_t(d)]});
    }
    part.index.insert(key, part.groups.size());
    part.groups.append(std::move(group));
    return &part.groups.last();
}

bool GroupTally::add(std::span<const QString> groups, bool predicted, std::optional<bool> actual, std::optional<double> score)
{
    if (qsizetype(groups.size()) != m_dimensions.size())
        return false;
    for (Part &part : m_parts) {
        Group *group = groupOf(part, groups);
        if (!group) {
            ++part.leftOut;
            continue;
        }
        GroupCounts &counts = group->counts;
        ++counts.n;
        counts.selected += predicted;
        if (!actual)
            continue;
        ++(*actual ? (predicted ? counts.tp : counts.fn) : (predicted ? counts.fp : counts.tn));
        if (score)
            group->reliability.add(*score, *actual);
    }
    return true;
}

std::optional<GroupTally> tallyOf(const GroupColumns &columns)
{
    const qsizetype rows = columns.predicted.size();
    const auto fits = [rows](qsizetype size) { return size == 0 || size == rows; };
    if (columns.groups.size() != columns.dimensions.size() || !fits(columns.actual.size()) || !fits(columns.scores.size()))
        return {};
    for (const QStringList &column : columns.groups) {
        if (column.size() != rows)
            return {};
    }
    GroupTally out(columns.dimensions);
    QStringList row(columns.dimensions.size());
    for (qsizetype i = 0; i < rows; ++i) {
        for (qsizetype d = 0; d < columns.groups.size(); ++d)
            row[d] = columns.groups[d][i];
        const bool scored = !columns.scores.isEmpty() && !std::isnan(columns.scores[i]);
        out.add(row, columns.predicted[i], columns.actual.isEmpty() ? std::nullopt : columns.actual[i],
                scored ? std::optional(columns.scores[i]) : std::nullopt);
    }
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisonmodel.h"

#include "ui/evaluations/words.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"

#include <QTextDocument>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

ChipSpec meaningChip(const Comparison &comparison)
{
    const bool up = comparison.difference.value_or(0) > 0;
    switch (comparison.verdict) {
    case Comparison::Verdict::Better:
        return {up ? ChipShape::TriangleUp : ChipShape::TriangleDown, Tone::Positive, ComparisonModel::tr("better")};
    case Comparison::Verdict::Worse:
        return {up ? ChipShape::TriangleUp : ChipShape::TriangleDown, Tone::Negative, ComparisonModel::tr("worse")};
    case Comparison::Verdict::NoDifference:
        return {ChipShape::Minus, Tone::Neutral, ComparisonModel::tr("no difference")};
    case Comparison::Verdict::Changed:
        return {ChipShape::Diamond, Tone::Neutral, ComparisonModel::tr("changed")};
    case Comparison::Verdict::Added:
        //: this result was not measured before
        return {ChipShape::Circle, Tone::Neutral, ComparisonModel::tr("new")};
    case Comparison::Verdict::Removed:
        //: this result is not measured any more
        return {ChipShape::Circle, Tone::Caution, ComparisonModel::tr("gone")};
    case Comparison::Verdict::NotComparable:
        break;
    }
    return {ChipShape::Cross, Tone::Neutral, ComparisonModel::tr("not comparable")};
}

} // namespace

void ComparisonModel::setComparisons(QList<Comparison> comparisons)
{
    beginResetModel();
    m_comparisons = std::move(comparisons);
    endResetModel();
}

qsizetype ComparisonModel::count(Comparison::Verdict verdict) const
{
    return std::count_if(m_comparisons.begin(), m_comparisons.end(),
                         [verdict](const Comparison &comparison) { return comparison.verdict == verdict; });
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_comparisons.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QString ComparisonModel::text(const Comparison &comparison, Column column) const
{
    const auto number = [](std::optional<double> value) { return value ? formatFixed(*value) : u"—"_s; };
    switch (column) {
    case Column::Task:
        return taskLabel(comparison.task.isEmpty() ? comparison.suite : comparison.task);
    case Column::Metric:
        return comparison.filter.isEmpty() || comparison.filter == "none"_L1 ? comparison.metric
                                                                            : u"%1, %2"_s.arg(comparison.metric, comparison.filter);
    case Column::Before:
        return number(comparison.before);
    case Column::After:
        return number(comparison.after);
    case Column::Difference:
        return comparison.difference ? formatDifference(*comparison.difference) : u"—"_s;
    default:
        return {};
    }
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Comparison &comparison = m_comparisons[index.row()];
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return text(comparison, column);
    case SecondaryRole:
        if (column == Column::Task) {
            QStringList terms;
            for (const EvaluationReport::SliceTerm &term : comparison.slice)
                terms.append(term.group);
            return terms.join(u" · "_s);
        }
        if (column == Column::Difference && comparison.interval)
            return formatIntervalOnly(comparison.interval->low, comparison.interval->high);
        return {};
    case ChipRole:
        return column == Column::Meaning ? QVariant::fromValue(meaningChip(comparison)) : QVariant();
    case CopyRole:
        return column == Column::Meaning ? QVariant(meaningChip(comparison).text) : QVariant();
    case Qt::ToolTipRole:
        return column == Column::Meaning && !comparison.reason.isEmpty() ? QVariant(Qt::convertFromPlainText(comparison.reason)) : QVariant();
    default:
        return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::Task:
        return tr("Task");
    case Column::Metric:
        return tr("Metric");
    case Column::Before:
        return tr("Other");
    case Column::After:
        return tr("This");
    case Column::Difference:
        return tr("Difference (95 %)");
    case Column::Meaning:
        return tr("Meaning");
    default:
        return {};
    }
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisonmodel.h"

#include "base/async.h"
#include "ui/evaluations/comparisonwords.h"
#include "ui/evaluations/measured.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/tableexport.h"

#include <QTextDocument>

#include <cmath>
#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

QString comparedNumber(std::optional<double> value)
{
    return value ? numberText(*value) : u"—"_s;
}

/// A difference is written as finely as the values it stands between.
QString differenceText(const Comparison &row)
{
    if (!row.difference)
        return u"—"_s;
    const QString text = formatDifference(*row.difference, comparedDecimals(row));
    return row.interval ? text + u' ' + differenceIntervalText(row.interval, comparedDecimals(row)) : text;
}

} // namespace

ComparisonModel::ComparisonModel(QObject *parent)
    : QAbstractTableModel(parent)
    , m_data(std::make_shared<ComparisonData>())
{
}

ComparisonModel::~ComparisonModel()
{
    m_job.request_stop();
}

void ComparisonModel::setData(ComparisonPtr data)
{
    m_job.request_stop();
    ++m_generation;
    beginResetModel();
    m_data = data ? std::move(data) : std::make_shared<ComparisonData>();
    m_rows.clear();
    if (m_filter == ComparisonFilter()) {
        m_rows.resize(m_data->rows.size());
        std::iota(m_rows.begin(), m_rows.end(), 0);
    }
    endResetModel();
    if (m_filter == ComparisonFilter())
        emit filtered();
    else
        refilter();
}

void ComparisonModel::setFilter(const ComparisonFilter &filter)
{
    if (m_filter == filter)
        return;
    m_filter = filter;
    refilter();
}

void ComparisonModel::refilter()
{
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    m_job = runAsync(
        this, QThreadPool::globalInstance(),
        [data = m_data, filter = m_filter](const std::stop_token &stop) {
            return Result<QList<int>>(filterComparison(*data, filter, [&stop] { return stop.stop_requested(); }));
        },
        [this, generation](Result<QList<int>> rows) {
            if (generation == m_generation && rows.ok())
                show(std::move(*rows));
        });
}

void ComparisonModel::show(QList<int> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
    emit filtered();
}

int ComparisonModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int ComparisonModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant ComparisonModel::text(int row, Column column) const
{
    const Comparison &shown = m_data->rows[row];
    switch (column) {
    case Column::Task:
        return comparedTask(shown);
    case Column::Metric:
        return comparedMetric(shown);
    case Column::Slice:
        return comparedSlice(shown);
    case Column::Before:
        return comparedNumber(shown.before);
    case Column::After:
        return comparedNumber(shown.after);
    case Column::Difference:
        return shown.difference ? formatDifference(*shown.difference, comparedDecimals(shown)) : u"—"_s;
    case Column::N:
        return comparedCounts(m_data->details[row]);
    case Column::Method:
        return countersign::methodText(shown.method);
    case Column::Reason:
        return shown.reason;
    default:
        return {};
    }
}

QVariant ComparisonModel::behindTask(const Comparison &row) const
{
    QStringList parts;
    if (!m_sliceApart)
        parts.append(comparedSlice(row));
    if (!row.task.isEmpty() && row.suite != row.task)
        parts.append(comparedSuite(row));
    parts.removeAll(QString());
    return parts.isEmpty() ? QVariant() : QVariant(parts.join(u" · "_s));
}

void ComparisonModel::setSliceApart(bool apart)
{
    if (std::exchange(m_sliceApart, apart) != apart && !m_rows.isEmpty())
        emit dataChanged(index(0, int(Column::Task)), index(int(m_rows.size()) - 1, int(Column::Task)), {SecondaryRole});
}

/// Difference, low, high, and how far the scale reaches to either side.
QVariant ComparisonModel::series(int row) const
{
    const Comparison &shown = m_data->rows[row];
    const double scale = double(m_data->details[row].scale);
    if (!shown.difference || !(scale > 0))
        return {};
    const double none = std::numeric_limits<double>::quiet_NaN();
    return QVariant::fromValue(QList<double>{*shown.difference, shown.interval ? shown.interval->low : none,
                                             shown.interval ? shown.interval->high : none, scale});
}

QVariant ComparisonModel::toolTip(int row, Column column) const
{
    const Comparison &shown = m_data->rows[row];
    QStringList lines;
    if (column == Column::Verdict || column == Column::Reason) {
        lines.append(shown.reason);
    } else if (column == Column::Plot || column == Column::Difference) {
        lines.append(shown.difference ? differenceText(shown) : QString());
        const QString method = countersign::methodText(shown.method);
        lines.append(method.isEmpty() ? QString() : tr("95 % interval %1").arg(method));
    } else if (column == Column::Before || column == Column::After) {
        const int bound = m_data->details[row].bound;
        lines.append(bound >= 0 ? tr("Threshold %1").arg(m_data->bounds[bound]) : QString());
    } else if (column == Column::N) {
        lines.append(tr("How many were measured before and now"));
    } else if (column == Column::Task) {
        lines.append(comparedSentence(*m_data, row));
    }
    lines.removeAll(QString());
    return lines.isEmpty() ? QVariant() : QVariant(Qt::convertFromPlainText(lines.join(u'\n')));
}

QVariant ComparisonModel::data(const QModelIndex &index, int role) const
{
    const int row = sourceRow(index.row());
    if (row < 0)
        return {};
    const auto column = Column(index.column());
    const Comparison &shown = m_data->rows[row];
    switch (role) {
    case Qt::DisplayRole:
        return column == Column::Verdict || column == Column::Plot ? QVariant() : text(row, column);
    case SecondaryRole:
        if (column == Column::Task)
            return behindTask(shown);
        if (column == Column::Difference && shown.interval)
            return differenceIntervalText(shown.interval, comparedDecimals(shown));
        return {};
    case ChipRole:
        return column == Column::Verdict ? QVariant::fromValue(comparisonChip(shown.verdict)) : QVariant();
    case SeriesRole:
        return column == Column::Plot ? series(row) : QVariant();
    case ToneRole:
        return column == Column::Plot ? QVariant(int(comparisonChip(shown.verdict).tone)) : QVariant();
    case MutedRole:
        return column == Column::Method || column == Column::Reason || column == Column::Slice;
    case IdRole:
        return QString::number(row);
    case CopyRole:
        if (column == Column::Verdict)
            return comparisonChip(shown.verdict).text;
        if (column == Column::Difference)
            return differenceText(shown);
        return column == Column::Plot ? QVariant(QString()) : QVariant();
    case Qt::ToolTipRole:
        return toolTip(row, column);
    case Qt::AccessibleTextRole:
        return column == Column::Verdict ? QVariant(comparisonChip(shown.verdict).text)
            : column == Column::Plot     ? QVariant(differenceText(shown))
                                         : QVariant();
    case Qt::AccessibleDescriptionRole:
        return column == Column::Task ? QVariant(comparedSentence(*m_data, row)) : QVariant();
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
    case Column::Slice:
        //: column: the group of people or the part of the data that was measured
        return tr("Slice");
    case Column::Before:
        return tr("Before");
    case Column::After:
        return tr("Now");
    case Column::Plot:
        //: column: the difference and its interval drawn on either side of zero
        return tr("On its scale");
    case Column::Difference:
        return tr("Difference (95 %)");
    case Column::N:
        //: column: how many were measured, on both sides
        return tr("n");
    case Column::Verdict:
        return tr("Verdict");
    case Column::Method:
        //: column: what the interval of the difference is made from
        return tr("Interval");
    case Column::Reason:
        return tr("Reason");
    default:
        return {};
    }
}

Qt::ItemFlags ComparisonModel::flags(const QModelIndex &index) const
{
    return sourceRow(index.row()) >= 0 ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

QByteArray ComparisonModel::toCsv() const
{
    QList<int> columns;
    for (int column = 0; column < int(Column::Count); ++column) {
        if (Column(column) != Column::Plot)
            columns.append(column);
    }
    return modelAsCsv(*this, columns);
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/resultsmodel.h"

#include "base/async.h"
#include "ui/widgets/itemroles.h"

#include <QTextDocument>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

int resultsIn(const QList<ResultLine> &lines)
{
    return int(std::count_if(lines.begin(), lines.end(), [](const ResultLine &line) { return line.metric >= 0; }));
}

} // namespace

ResultsModel::~ResultsModel()
{
    m_job.request_stop();
}

void ResultsModel::setLines(std::shared_ptr<const QList<ResultLine>> lines)
{
    m_all = std::move(lines);
    m_total = resultsIn(*m_all);
    refilter();
}

void ResultsModel::setWords(const QString &words)
{
    if (m_words == words)
        return;
    m_words = words;
    refilter();
}

void ResultsModel::refilter()
{
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    if (m_words.trimmed().isEmpty())
        return show(*m_all);
    m_job = runAsync(
        this, QThreadPool::globalInstance(),
        [all = m_all, words = m_words](const std::stop_token &stop) {
            return Result<QList<ResultLine>>(filterLines(*all, words, [&] { return stop.stop_requested(); }));
        },
        [this, generation](Result<QList<ResultLine>> lines) {
            if (generation == m_generation && lines.ok())
                show(std::move(*lines));
        });
}

void ResultsModel::show(QList<ResultLine> lines)
{
    beginResetModel();
    m_lines = std::move(lines);
    m_shown = resultsIn(m_lines);
    endResetModel();
    emit filtered();
}

const ResultLine *ResultsModel::at(int row) const
{
    return row >= 0 && row < m_lines.size() ? &m_lines[row] : nullptr;
}

int ResultsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lines.size());
}

int ResultsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

QVariant ResultsModel::text(const ResultLine &line, Column column)
{
    switch (column) {
    case Column::Task:
        return line.task;
    case Column::Metric:
        return line.name;
    case Column::Value:
        return line.value;
    case Column::N:
        return line.n;
    case Column::Threshold:
        return line.threshold;
    case Column::Verdict:
        return line.verdict.text;
    default:
        return {};
    }
}

QVariant ResultsModel::secondary(const ResultLine &line, Column column)
{
    if (column == Column::Task && !line.detail.isEmpty())
        return line.detail;
    if (column == Column::Value && !line.interval.isEmpty())
        return line.interval;
    return {};
}

QVariant ResultsModel::toolTip(const ResultLine &line, Column column)
{
    const QString tip = column == Column::Value || column == Column::Bar ? line.valueToolTip
        : column == Column::Threshold           ? line.thresholdToolTip
        : column == Column::Verdict             ? line.verdictToolTip
                                                : QString();
    return tip.isEmpty() ? QVariant() : QVariant(Qt::convertFromPlainText(tip));
}

QVariant ResultsModel::data(const QModelIndex &index, int role) const
{
    const ResultLine *line = at(index.row());
    if (!line)
        return {};
    const auto column = Column(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return column == Column::Verdict ? QVariant() : text(*line, column);
    case SecondaryRole:
        return secondary(*line, column);
    case ChipRole:
        return column == Column::Verdict && line->verdict != ChipSpec() ? QVariant::fromValue(line->verdict) : QVariant();
    case SeriesRole:
        return column == Column::Bar ? QVariant::fromValue(line->bar) : QVariant();
    case ToneRole:
        return column == Column::Bar ? QVariant(int(line->verdict.tone)) : QVariant();
    case StrongRole:
        return line->metric < 0;
    case IdRole:
        return line->metric < 0 ? u"category:%1"_s.arg(int(line->category)) : QString::number(line->metric);
    case CopyRole: {
        const QVariant second = secondary(*line, column);
        return second.isValid() ? QString(text(*line, column).toString() + u' ' + second.toString()) : text(*line, column).toString();
    }
    case Qt::ToolTipRole:
        return toolTip(*line, column);
    default:
        return {};
    }
}

QVariant ResultsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::Task:
        return tr("Task");
    case Column::Metric:
        return tr("Metric");
    case Column::Bar:
        //: column: the value and its interval drawn on a scale
        return tr("On its scale");
    case Column::Value:
        return tr("Value (interval)");
    case Column::N:
        //: column: how many were measured
        return tr("n");
    case Column::Threshold:
        return tr("Threshold");
    case Column::Verdict:
        return tr("Verdict");
    default:
        return {};
    }
}

Qt::ItemFlags ResultsModel::flags(const QModelIndex &index) const
{
    return at(index.row()) ? Qt::ItemIsEnabled | Qt::ItemIsSelectable : Qt::NoItemFlags;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/versiontables.h"

#include "ui/registry/words.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/workspace/workspace.h"

#include <QTextDocument>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

ChipSpec completenessChip(const Evaluation &evaluation)
{
    using C = EvaluationReport::Completeness;
    if (evaluation.withdrawn)
        return chipFor(ChipState::Withdrawn);
    switch (evaluation.completeness) {
    case C::Complete:
        return chipFor(ChipState::Met, FactTableModel::tr("Complete"));
    case C::Partial:
        return chipFor(ChipState::Stale, FactTableModel::tr("Partial"));
    case C::Failed:
        return chipFor(ChipState::Failed);
    case C::Unknown:
        break;
    }
    return chipFor(ChipState::Missing, FactTableModel::tr("Unknown"));
}

} // namespace

FactTableModel::FactTableModel(const QStringList &headers, QObject *parent)
    : QAbstractTableModel(parent)
    , m_headers(headers)
{
}

void FactTableModel::setRows(QList<Row> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

QUrl FactTableModel::link(int row) const
{
    return row >= 0 && row < m_rows.size() ? m_rows[row].link : QUrl();
}

int FactTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int FactTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_headers.size());
}

QVariant FactTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    const Cell cell = row.cells.value(index.column());
    switch (role) {
    case Qt::DisplayRole:
        return cell.text;
    case IdRole:
        return row.id;
    case MutedRole:
        return row.muted;
    case SecondaryRole:
        return cell.secondary;
    case ChipRole:
        return cell.chip == ChipSpec() ? QVariant() : QVariant::fromValue(cell.chip);
    case TimeRole:
        return cell.time;
    case CopyRole:
        return cell.time.isValid() ? toRfc3339(cell.time) : !cell.chip.text.isEmpty() ? cell.chip.text : cell.text;
    case Qt::ToolTipRole:
        return cell.toolTip.isEmpty() ? QVariant() : QVariant(Qt::convertFromPlainText(cell.toolTip));
    default:
        return {};
    }
}

QVariant FactTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? QVariant(m_headers.value(section)) : QVariant();
}

FactTableModel *evaluationsTable(DataTable *table, const Clock *clock)
{
    auto *model = new FactTableModel({FactTableModel::tr("Evaluation"), FactTableModel::tr("Tool"), FactTableModel::tr("State"),
                                      FactTableModel::tr("Headline"), FactTableModel::tr("Results"), FactTableModel::tr("Imported")}, table);
    table->setModel(model);
    table->setColumns({{nullptr, 160, true},
                       {new TwoLineDelegate, 110},
                       {new ChipDelegate, 104},
                       {new NumberDelegate, 150, false, Qt::AlignRight},
                       {new NumberDelegate, 64, false, Qt::AlignRight},
                       {new RelativeTimeDelegate(clock), 76}});
    return model;
}

QList<FactTableModel::Row> evaluationRows(const VersionData &data)
{
    QList<FactTableModel::Row> out;
    for (const auto &entry : data.evaluations) {
        const Evaluation &evaluation = entry.body;
        FactTableModel::Cell headline{u"—"_s};
        if (!evaluation.headline.isEmpty()) {
            const Headline &first = evaluation.headline.first();
            headline.text = formatFixed(first.value);
            if (first.low && first.high)
                headline.secondary = formatIntervalOnly(*first.low, *first.high);
            headline.toolTip = headlineText(evaluation);
        }
        out.append({entry.id,
                    links::to(u"evaluations"_s, entry.id),
                    evaluation.withdrawn,
                    {{evaluation.title},
                     {evaluation.tool, evaluation.toolVersion},
                     {{}, {}, completenessChip(evaluation)},
                     headline,
                     {formatCount(evaluation.resultCount)},
                     {{}, {}, {}, evaluation.importedAt, {}}}});
    }
    return out;
}

FactTableModel *releasesTable(DataTable *table, const Clock *clock)
{
    auto *model = new FactTableModel({FactTableModel::tr("Request"), FactTableModel::tr("Into"), FactTableModel::tr("State"),
                                      FactTableModel::tr("Policy"), FactTableModel::tr("Requested by"), FactTableModel::tr("Requested")}, table);
    table->setModel(model);
    table->setColumns({{nullptr, 72},
                       {nullptr, 96},
                       {new ChipDelegate, 150},
                       {nullptr, 120, true},
                       {nullptr, 130},
                       {new RelativeTimeDelegate(clock), 80}});
    return model;
}

QList<FactTableModel::Row> releaseRows(const VersionData &data)
{
    QList<FactTableModel::Row> out;
    for (const auto &entry : data.requests) {
        const Request &request = entry.body;
        const bool over = request.state == Request::Withdrawn || request.state == Request::Expired;
        out.append({entry.id,
                    links::to(u"releases"_s, entry.id),
                    over,
                    {{requestTitle(request)},
                     {request.environment},
                     {{}, {}, requestStateChip(request)},
                     {request.policy},
                     {data.name(request.requestedBy)},
                     {{}, {}, {}, request.requestedAt, {}}}});
    }
    return out;
}

} // namespace countersign

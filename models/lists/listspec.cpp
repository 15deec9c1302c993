// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/listspec.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<QList<ListRow>> readRows(const ListSpec &spec, ReadSession &session, const QList<qint64> &rows)
{
    const auto records = session.at(spec.kind, rows);
    if (!records.ok())
        return records.error();
    QList<ListRow> out;
    out.reserve(records->size());
    for (const StoredRecord &stored : *records) {
        if (session.stop().stop_requested())
            return {Error::Code::Cancelled, u"Cancelled."_s};
        ListRow row{stored.row, stored.record.id, spec.muted && spec.muted(stored.record), {}};
        row.cells.reserve(spec.columns.size());
        for (const ListColumn &column : spec.columns)
            row.cells.append(column.cell(stored.record, session));
        out.append(std::move(row));
    }
    return out;
}

QVariant cellData(const ListCell &cell, int role, bool numeric)
{
    const auto number = [](const std::optional<double> &value) { return value ? QVariant(*value) : QVariant(); };
    const auto text = [](const QString &value) { return value.isEmpty() ? QVariant() : QVariant(value); };
    switch (role) {
    case Qt::DisplayRole: return cell.text;
    case Qt::TextAlignmentRole: return numeric ? QVariant(int(Qt::AlignRight | Qt::AlignVCenter)) : QVariant();
    case ListRole::Secondary: return text(cell.secondary);
    case ListRole::State: return text(cell.state);
    case ListRole::Tone: return int(cell.tone);
    case ListRole::Time: return cell.time.isValid() ? QVariant(cell.time) : QVariant();
    case ListRole::Value: return number(cell.value);
    case ListRole::Low: return number(cell.low);
    case ListRole::High: return number(cell.high);
    case ListRole::Sort: return cell.value ? QVariant(*cell.value) : cell.time.isValid() ? QVariant(cell.time) : QVariant(cell.text);
    default: return {};
    }
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardgroups.h"

#include "formats/cards/cardlabels.h"
#include "ui/registry/cardfields.h"
#include "ui/registry/cardlook.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/safetext.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

constexpr qsizetype mostColumns = 24;
/// What a metric is comes first, then how good, how sure and for whom.
const QStringList &columnOrder()
{
    static const QStringList order{u"name"_s, u"type"_s, u"group_at_risk"_s, u"value"_s, u"unit"_s, u"interval"_s, u"lower"_s, u"upper"_s,
                                   u"slice"_s, u"dataset"_s, u"n"_s, u"threshold"_s};
    return order;
}

} // namespace

bool isFigureColumn(const QString &column)
{
    static const QStringList figures{u"value"_s, u"interval"_s, u"lower"_s, u"upper"_s, u"n"_s, u"threshold"_s, u"size"_s};
    return figures.contains(column);
}

CardGroupsModel::CardGroupsModel(QString kind, Use use, QObject *parent)
    : QAbstractTableModel(parent), m_kind(std::move(kind)), m_use(use)
{
}

void CardGroupsModel::chooseColumns(const QStringList &wanted)
{
    QStringList found = wanted;
    bool sourced = false;
    for (const CardContent::Group &group : std::as_const(m_groups)) {
        for (const CardContent::Field &field : group.fields) {
            sourced |= !field.source.isEmpty();
            if (!found.contains(field.id) && found.size() < mostColumns)
                found.append(field.id);
        }
    }
    if (m_use == Use::Read && found.contains(u"lower"_s) && found.contains(u"upper"_s)) {
        found.removeAll(u"lower"_s);
        found.replace(found.indexOf(u"upper"_s), u"interval"_s);
    }
    m_columns.clear();
    for (const QString &id : columnOrder()) {
        if (found.removeAll(id))
            m_columns.append(id);
    }
    m_columns += found;
    if (m_use == Use::Read && sourced)
        m_columns.append(u"source"_s);
}

void CardGroupsModel::setGroups(const QList<CardContent::Group> &groups, const QStringList &wanted, const QMap<QString, QString> &evaluations)
{
    beginResetModel();
    m_groups = groups;
    m_evaluations = evaluations;
    chooseColumns(wanted);
    endResetModel();
}

void CardGroupsModel::addGroup()
{
    beginInsertRows({}, int(m_groups.size()), int(m_groups.size()));
    m_groups.append({m_kind, {}});
    endInsertRows();
    emit edited();
}

void CardGroupsModel::removeGroup(int row)
{
    if (row < 0 || row >= m_groups.size())
        return;
    beginRemoveRows({}, row, row);
    m_groups.removeAt(row);
    endRemoveRows();
    emit edited();
}

int CardGroupsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_groups.size());
}

int CardGroupsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

QString CardGroupsModel::text(int row, const QString &column) const
{
    const CardContent::Group &group = m_groups[row];
    if (column == "interval"_L1 && m_use == Use::Read) {
        const QString lower = group.value(u"lower"), upper = group.value(u"upper");
        return lower.isEmpty() && upper.isEmpty() ? QString() : u"%1 – %2"_s.arg(lower.isEmpty() ? u"…"_s : lower, upper.isEmpty() ? u"…"_s : upper);
    }
    QStringList values;
    for (const CardContent::Field &field : group.fields) {
        if (column == "source"_L1 && m_use == Use::Read && !field.source.isEmpty())
            return sourceWords(field.source, m_evaluations);
        if (field.id == column)
            values.append(field.value);
    }
    return values.join(u"; "_s);
}

QString CardGroupsModel::problem(int row, int column) const
{
    if (m_use == Use::Read)
        return {};
    const QString &id = m_columns[column];
    if (const QString wrong = cardEntryProblem(m_kind, id, text(row, id)); !wrong.isEmpty())
        return wrong;
    bool low = false, high = false;
    const double lower = m_groups[row].value(u"lower").toDouble(&low), upper = m_groups[row].value(u"upper").toDouble(&high);
    return id == "upper"_L1 && low && high && lower > upper ? tr("The upper bound is below the lower one.") : QString();
}

QModelIndex CardGroupsModel::firstProblem() const
{
    for (int row = 0; row < rowCount(); ++row) {
        for (int column = 0; column < columnCount(); ++column) {
            if (!problem(row, column).isEmpty())
                return index(row, column);
        }
    }
    return {};
}

QVariant CardGroupsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const QString &column = m_columns[index.column()];
    switch (role) {
    case Qt::DisplayRole:
        return visibleText(text(index.row(), column)).simplified().left(1000);
    case Qt::EditRole:
        return text(index.row(), column);
    case Qt::ToolTipRole: {
        const QString wrong = problem(index.row(), index.column());
        return Qt::convertFromPlainText(wrong.isEmpty() ? visibleText(text(index.row(), column).left(2000)) : wrong);
    }
    case Qt::TextAlignmentRole:
        return int((isFigureColumn(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case ToneRole:
        return problem(index.row(), index.column()).isEmpty() ? QVariant() : QVariant(int(Tone::Negative));
    case MutedRole:
        return column == "source"_L1 && m_use == Use::Read;
    case StrongRole:
        return column == "value"_L1 && m_use == Use::Read;
    case IdRole:
        return QString::number(index.row());
    default:
        return {};
    }
}

bool CardGroupsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || m_use == Use::Read || !checkIndex(index, CheckIndexOption::IndexIsValid))
        return false;
    const QString &column = m_columns[index.column()];
    const QString typed = value.toString().trimmed();
    if (typed == text(index.row(), column))
        return false;
    CardContent::Group &group = m_groups[index.row()];
    const auto is = [&](const CardContent::Field &field) { return field.id == column; };
    const qsizetype had = std::count_if(group.fields.begin(), group.fields.end(), is);
    const auto first = std::find_if(group.fields.begin(), group.fields.end(), is);
    qsizetype at = first == group.fields.end() ? group.fields.size() : first - group.fields.begin();
    const QString label = first == group.fields.end() ? cardLabel(column) : first->label;
    group.fields.removeIf(is);
    const QStringList values = had > 1 ? typed.split(u';') : QStringList{typed};
    for (const QString &one : values) {
        if (!one.trimmed().isEmpty())
            group.fields.insert(at++, {column, label, one.trimmed()});
    }
    // A bound judges its neighbour.
    emit dataChanged(this->index(index.row(), 0), this->index(index.row(), columnCount() - 1));
    emit edited();
    return true;
}

Qt::ItemFlags CardGroupsModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags base = QAbstractTableModel::flags(index);
    return m_use == Use::Write && index.isValid() ? base | Qt::ItemIsEditable : base;
}

QVariant CardGroupsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return {};
    const QString &column = m_columns[section];
    if (role == Qt::TextAlignmentRole)
        return int((isFigureColumn(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    if (column == "interval"_L1 && m_use == Use::Read)
        return tr("Interval");
    if (column == "source"_L1 && m_use == Use::Read)
        return tr("Source");
    if (column == "type"_L1 && m_kind == "metric"_L1)
        return tr("Metric");
    return visibleText(cardLabel(column));
}

} // namespace countersign

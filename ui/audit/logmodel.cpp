// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/logmodel.h"

#include "base/clock.h"
#include "ui/audit/words.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"

#include <limits>

namespace countersign {

using namespace Qt::StringLiterals;

LogModel::LogModel(QObject *parent)
    : QAbstractTableModel(parent)
{
    m_ask.setSingleShot(true);
    m_ask.setInterval(0);
    connect(&m_ask, &QTimer::timeout, this, &LogModel::ask);
}

void LogModel::setSize(qint64 size)
{
    size = std::clamp<qint64>(size, 0, std::numeric_limits<int>::max());
    if (size == m_size)
        return;
    if (size < m_size) {
        beginResetModel();
        m_rows.clear();
        m_asked.clear();
        m_shown.clear();
        m_size = size;
        endResetModel();
        return;
    }
    // A page that was cut off by the end of the log is not whole any more.
    if (m_size % pageSize != 0)
        m_asked.remove(m_size / pageSize);
    if (!showsAll()) {
        m_size = size;
        return;
    }
    beginInsertRows({}, 0, int(size - m_size) - 1);
    m_size = size;
    endInsertRows();
}

void LogModel::addRows(const QList<LeafRow> &rows)
{
    for (const LeafRow &row : rows)
        m_rows.insert(row.leaf, row);
    if (!showsAll()) {
        refilter();
        return;
    }
    if (rows.isEmpty())
        return;
    const int top = rowOf(rows.last().leaf);
    const int bottom = rowOf(rows.first().leaf);
    if (top >= 0 && bottom >= top)
        emit dataChanged(index(top, 0), index(bottom, int(Column::Count) - 1));
}

void LogModel::failed(qint64 page)
{
    m_asked.remove(page);
}

void LogModel::setFilter(const Filter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    m_words = filter.words.simplified().toLower().split(u' ', Qt::SkipEmptyParts);
    refilter();
}

void LogModel::setFetchedOnly(bool only)
{
    m_fetchedOnly = only;
    refilter();
}

void LogModel::refilter()
{
    beginResetModel();
    m_shown.clear();
    if (!showsAll()) {
        for (const LeafRow &row : std::as_const(m_rows)) {
            if (matches(row))
                m_shown.append(row.leaf);
        }
        std::sort(m_shown.begin(), m_shown.end(), std::greater<>());
    }
    endResetModel();
}

bool LogModel::matches(const LeafRow &row) const
{
    if ((!m_filter.kind.isEmpty() && row.facts.kind != m_filter.kind) || (!m_filter.actor.isEmpty() && row.facts.actor != m_filter.actor))
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = (row.who + u' ' + row.what + u' ' + kindWord(row.facts.kind) + u' ' + actionWord(row.facts.kind, row.facts.action) + u' '
                          + row.facts.id + u' ' + row.facts.actor + u' ' + row.facts.bodyDigest).toLower();
    return std::all_of(m_words.begin(), m_words.end(), [&](const QString &word) { return text.contains(word); });
}

qint64 LogModel::nextPage() const
{
    for (qint64 page = (m_size - 1) / pageSize; m_size > 0 && page >= 0; --page) {
        // The last leaf of the page tells: pages come whole, but for the newest, which grows.
        const qint64 last = std::min(m_size, (page + 1) * pageSize) - 1;
        if (!m_rows.contains(last))
            return page;
    }
    return -1;
}

int LogModel::rowOf(qint64 leaf) const
{
    if (showsAll())
        return leaf >= 0 && leaf < m_size ? int(m_size - 1 - leaf) : -1;
    return int(m_shown.indexOf(leaf));
}

qint64 LogModel::leafOf(int row) const
{
    if (row < 0 || row >= rowCount())
        return -1;
    return showsAll() ? m_size - 1 - row : m_shown[row];
}

const LeafRow *LogModel::at(int row) const
{
    const auto it = m_rows.constFind(leafOf(row));
    return it == m_rows.constEnd() ? nullptr : &*it;
}

QMap<QString, QString> LogModel::actors() const
{
    QMap<QString, QString> out;
    for (const LeafRow &row : m_rows) {
        if (!row.facts.actor.isEmpty())
            out.insert(row.facts.actor, row.who);
    }
    return out;
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    if (parent.isValid())
        return 0;
    return showsAll() ? int(m_size) : int(m_shown.size());
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(Column::Count);
}

void LogModel::want(qint64 leaf) const
{
    const qint64 page = leaf / pageSize;
    if (m_asked.contains(page) || m_wanted.contains(page))
        return;
    m_wanted.insert(page);
    m_ask.start();
}

void LogModel::ask()
{
    const QSet<qint64> wanted = std::exchange(m_wanted, {});
    for (const qint64 page : wanted) {
        m_asked.insert(page);
        emit pageWanted(page);
    }
}

QVariant LogModel::cell(const LeafRow &row, Column column) const
{
    const LeafFacts &facts = row.facts;
    switch (column) {
    case Column::Leaf:
        return formatCount(row.leaf);
    case Column::Who:
        return visibleText(row.who);
    case Column::Action:
        return visibleText(actionWord(facts.kind, facts.action));
    case Column::Kind:
        return visibleText(kindWord(facts.kind));
    case Column::What:
        return row.problem.isEmpty() ? visibleText(row.what) : row.problem;
    case Column::Digest:
        return facts.bodyDigest.isEmpty() ? QString() : facts.bodyDigest.mid(7, 8);
    case Column::When:
    case Column::Count:
        break;
    }
    return {};
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    const qint64 leaf = leafOf(index.row());
    if (leaf < 0)
        return {};
    if (role == IdRole)
        return QString::number(leaf);
    const auto column = Column(index.column());
    const auto it = m_rows.constFind(leaf);
    if (it == m_rows.constEnd()) {
        // Only painting is looking: an export or a search through the rows must not fetch the whole log.
        if (role == Qt::DisplayRole || role == LoadingRole)
            want(leaf);
        if (role == LoadingRole)
            return true;
        return role == Qt::DisplayRole && column == Column::Leaf ? QVariant(formatCount(leaf)) : QVariant();
    }
    const LeafRow &row = *it;
    switch (role) {
    case Qt::DisplayRole:
        return cell(row, column);
    case TimeRole:
        return column == Column::When ? QVariant(row.facts.at) : QVariant();
    case SecondaryRole:
        // "signed" says it all.
        return column == Column::Action && row.facts.kind != "signoff"_L1 ? QVariant(cell(row, Column::Kind)) : QVariant();
    case StrongRole:
        return column == Column::What && row.facts.kind == "signoff"_L1;
    case ToneRole:
        return !row.problem.isEmpty() && column == Column::What ? QVariant(int(Tone::Negative)) : QVariant();
    case Qt::ToolTipRole:
        return column == Column::Digest ? QVariant(row.facts.bodyDigest) : QVariant();
    case CopyRole:
        if (column == Column::Leaf)
            return QString::number(leaf);
        if (column == Column::When)
            return toRfc3339(row.facts.at);
        if (column == Column::Who)
            return row.facts.actor;
        if (column == Column::Digest)
            return row.facts.bodyDigest;
        return {};
    case NumericRole:
        return column == Column::Leaf;
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (Column(section)) {
    case Column::Leaf:
        return tr("Leaf");
    case Column::When:
        return tr("When");
    case Column::Who:
        return tr("Who");
    case Column::Action:
        return tr("Did");
    case Column::Kind:
        return tr("Kind");
    case Column::What:
        return tr("What");
    case Column::Digest:
        return tr("Digest");
    case Column::Count:
        break;
    }
    return {};
}

} // namespace countersign

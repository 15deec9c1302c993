// SPDX-License-Identifier: GPL-3.0-or-later
#include "lists/recordlistmodel.h"

#include "replica/replica.h"

namespace countersign {

using namespace Qt::StringLiterals;

Q_LOGGING_CATEGORY(lcLists, "countersign.lists", QtInfoMsg)

namespace {

constexpr int blockRows = 256;
constexpr int keptRows = 64 * blockRows;
constexpr int blocksAtOnce = 8;   // what no screen shows at once is asked for again when it is painted
constexpr int renewDelay = 60;    // milliseconds: a page of the feed changes many rows
constexpr int firstScreen = blockRows;
constexpr int firstRows = 40;     // read before anything is shown; the rest of the block follows behind them
constexpr int afterPainting = 25; // milliseconds: what is not seen yet must not compete with the first painting

} // namespace

RecordListModel::RecordListModel(Replica *replica, ListSpec spec, QObject *parent)
    : RowModel(parent), m_replica(replica), m_spec(std::move(spec)), m_kept(keptRows)
{
    m_query.kind = m_spec.kind;
    m_query.sort = m_spec.sort;
    m_fetch.setSingleShot(true);
    m_renew.setSingleShot(true);
    connect(&m_fetch, &QTimer::timeout, this, &RecordListModel::fetchWanted);
    connect(&m_renew, &QTimer::timeout, this, &RecordListModel::askAll);
    connect(m_replica, &Replica::changed, this, &RecordListModel::takeChange);
}

RecordListModel::~RecordListModel()
{
    m_order.request_stop();
    m_blocks.request_stop();
}

void RecordListModel::setFilters(const QList<ListFilter> &filters)
{
    setQuery(filters, m_query.words, m_query.sort);
}

void RecordListModel::setWords(const QString &words)
{
    setQuery(m_query.filters, words, m_query.sort);
}

void RecordListModel::setSort(const ListSort &sort)
{
    setQuery(m_query.filters, m_query.words, sort);
}

void RecordListModel::setQuery(const QList<ListFilter> &filters, const QString &words, const ListSort &sort)
{
    const ListQuery query{m_spec.kind, filters, words, sort};
    if (m_started && query == m_query)
        return;
    m_query = query;
    restart();
}

void RecordListModel::refresh()
{
    if (!m_started)
        return restart();
    ++m_epoch;
    askAll();
}

/// A new order from the beginning. What is shown stays until the first screen of it is here.
void RecordListModel::restart()
{
    ++m_generation;
    m_started = true;
    m_order.request_stop();
    m_blocks.request_stop();
    m_inFlight.clear();
    m_wanted.clear();
    m_renew.stop();
    m_asking = m_askAgain = false;
    setLoading(true);
    m_order = m_replica->read(
        this,
        [spec = m_spec, query = m_query](ReadSession &session) -> Result<FirstScreen> {
            auto keys = session.rows(query, firstScreen);
            if (!keys.ok())
                return keys.error();
            auto rows = readRows(spec, session, keys->mid(0, firstRows));
            if (!rows.ok())
                return rows.error();
            return FirstScreen{std::move(*keys), std::move(*rows)};
        },
        [this, generation = m_generation, epoch = m_epoch](const Result<FirstScreen> &screen) {
            if (generation == m_generation)
                showFirst(screen, epoch);
        });
}

void RecordListModel::showFirst(const Result<FirstScreen> &screen, quint64 epoch)
{
    setLoading(false);
    if (!screen.ok())
        return fail(screen.error());
    ++m_version;
    resetKeys(screen->keys, [&] {
        for (const ListRow &row : screen->rows)
            keep(row, epoch);
    });
    m_complete = screen->keys.size() < firstScreen;
    Q_EMIT countChanged(count());
    if (std::exchange(m_askAgain, false) || !m_complete)
        m_renew.start(afterPainting);
    if (screen->keys.size() > firstRows) {
        m_wanted.insert(0);
        m_fetch.start(afterPainting);
    }
}

/// The whole order, and how it differs from what is shown. Both are computed off this thread.
void RecordListModel::askAll()
{
    m_renew.stop();
    if (m_loading || m_asking) {
        m_askAgain = true;
        return;
    }
    m_asking = true;
    m_order = m_replica->read(
        this,
        [query = m_query, before = keys()](ReadSession &session) -> Result<Renewed> {
            auto keys = session.rows(query);
            if (!keys.ok())
                return keys.error();
            auto diff = diffRows(before, *keys);
            return Renewed{std::move(*keys), std::move(diff)};
        },
        [this, generation = m_generation, version = m_version](const Result<Renewed> &all) {
            if (generation == m_generation)
                takeAll(all, version);
        });
}

void RecordListModel::takeAll(const Result<Renewed> &all, quint64 version)
{
    m_asking = false;
    if (!all.ok())
        return fail(all.error());
    Q_ASSERT(version == m_version); // only showFirst() and this change the order, and both begin a new asking
    const qint64 before = keys().size();
    if (!all->diff.isEmpty()) {
        ++m_version;
        applyDiff(all->diff, all->keys);
    }
    const bool told = m_complete && before == keys().size();
    m_complete = true;
    if (!told)
        Q_EMIT countChanged(count());
    if (!keys().isEmpty())
        Q_EMIT dataChanged(index(0, 0), index(int(keys().size()) - 1, columnCount() - 1));
    if (std::exchange(m_askAgain, false))
        askAll();
}

void RecordListModel::takeChange(const QString &kind, const ChangeSet &changes)
{
    const bool own = kind == m_spec.kind;
    if (!m_started || (!own && !m_spec.watches.contains(kind)))
        return;
    // Of another kind nobody knows which rows show it.
    if (!own || changes.many)
        ++m_epoch;
    else
        markStale(changes.rows);
    if (!m_renew.isActive())
        m_renew.start(renewDelay);
}

void RecordListModel::markStale(const QList<qint64> &rows)
{
    for (const qint64 row : rows) {
        if (Kept *kept = m_kept.object(row))
            kept->epoch = m_epoch - 1;
    }
    // Answers that are on their way were read before this.
    ++m_epoch;
    for (const qint64 row : m_kept.keys()) {
        Kept *kept = m_kept.object(row);
        if (kept->epoch == m_epoch - 1)
            kept->epoch = m_epoch;
    }
}

QString RecordListModel::idAt(int row) const
{
    if (row < 0 || row >= keys().size())
        return {};
    const Kept *kept = m_kept.object(keys().at(row));
    return kept ? kept->row.id : QString();
}

int RecordListModel::rowOf(const QString &id) const
{
    for (const qint64 key : m_kept.keys()) {
        if (m_kept.object(key)->row.id == id)
            return int(keys().indexOf(key));
    }
    return -1;
}

void RecordListModel::findRow(const QString &id, QObject *context, std::function<void(int)> done)
{
    const QPointer<RecordListModel> self(this);
    m_replica->read(
        context, [kind = m_spec.kind, id](ReadSession &session) { return session.rowOf(kind, id); },
        [self, done = std::move(done)](const Result<qint64> &row) {
            done(self && row.ok() && *row > 0 ? int(self->keys().indexOf(*row)) : -1);
        });
}

int RecordListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_spec.columns.size());
}

QVariant RecordListModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const Kept *kept = m_kept.object(keys().at(index.row()));
    if (!kept || kept->epoch != m_epoch)
        want(index.row());
    if (role == ListRole::Loading)
        return kept == nullptr;
    if (!kept)
        return {};
    if (role == ListRole::Id)
        return kept->row.id;
    if (role == ListRole::Muted)
        return kept->row.muted;
    if (role == ListRole::Kind)
        return m_spec.kind;
    const ListCell cell = kept->row.cells.value(index.column());
    return cellData(cell, role, m_spec.columns.at(index.column()).numeric);
}

QVariant RecordListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_spec.columns.size())
        return {};
    const ListColumn &column = m_spec.columns.at(section);
    if (role == Qt::DisplayRole)
        return column.title;
    if (role == Qt::TextAlignmentRole && column.numeric)
        return int(Qt::AlignRight | Qt::AlignVCenter);
    return {};
}

void RecordListModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0 || column >= m_spec.columns.size() || m_spec.columns.at(column).sortField.isEmpty())
        return;
    setSort({m_spec.columns.at(column).sortField, order == Qt::DescendingOrder});
}

/// Every cell that is painted comes by here; what was missed is asked for once, when the painting is over.
void RecordListModel::want(int row) const
{
    const int block = row / blockRows;
    const bool soon = m_fetch.isActive() && m_fetch.interval() == 0;
    if (m_inFlight.contains(block) || (soon && m_wanted.contains(block)))
        return;
    m_wanted.insert(block);
    if (!soon)
        m_fetch.start(0);
}

void RecordListModel::fetchWanted()
{
    QList<int> blocks = m_wanted.values();
    m_wanted.clear();
    std::sort(blocks.begin(), blocks.end());
    blocks.resize(std::min<qsizetype>(blocks.size(), blocksAtOnce));
    QSet<int> asked;
    QList<qint64> rows;
    for (const int block : blocks) {
        const qsizetype end = std::min<qsizetype>(keys().size(), (block + 1) * blockRows);
        for (qsizetype row = block * blockRows; row < end; ++row) {
            const Kept *kept = m_kept.object(keys().at(row));
            if (!kept || kept->epoch != m_epoch)
                rows.append(keys().at(row));
        }
        asked.insert(block);
    }
    if (rows.isEmpty())
        return;
    m_inFlight.unite(asked);
    m_blocks = m_replica->read(
        this, [spec = m_spec, rows](ReadSession &session) { return readRows(spec, session, rows); },
        [this, asked, rows, generation = m_generation, epoch = m_epoch, version = m_version](const Result<QList<ListRow>> &result) {
            if (generation == m_generation)
                takeRows(asked, rows, epoch, version, result);
        });
}

void RecordListModel::takeRows(const QSet<int> &blocks, const QList<qint64> &asked, quint64 epoch, quint64 version,
                               const Result<QList<ListRow>> &rows)
{
    m_inFlight.subtract(blocks);
    if (!rows.ok())
        return fail(rows.error());
    QSet<qint64> gone(asked.begin(), asked.end());
    for (const ListRow &row : *rows) {
        keep(row, epoch);
        gone.remove(row.row);
    }
    // Deleted meanwhile: shown empty until the order without them is here, and not asked for in a loop.
    for (const qint64 row : std::as_const(gone))
        keep({row, {}, true, {}}, epoch);
    if (keys().isEmpty())
        return;
    const int last = int(keys().size()) - 1;
    if (version != m_version) {
        Q_EMIT dataChanged(index(0, 0), index(last, columnCount() - 1));
        return;
    }
    for (const int block : blocks)
        Q_EMIT dataChanged(index(std::min(block * blockRows, last), 0),
                           index(std::min((block + 1) * blockRows - 1, last), columnCount() - 1));
}

void RecordListModel::keep(const ListRow &row, quint64 epoch)
{
    m_kept.insert(row.row, new Kept{row, epoch});
}

void RecordListModel::setLoading(bool loading)
{
    if (m_loading == loading)
        return;
    m_loading = loading;
    Q_EMIT loadingChanged(loading);
}

void RecordListModel::fail(const Error &error)
{
    if (error.code == Error::Code::Cancelled)
        return;
    qCWarning(lcLists) << error.text << error.detail;
    Q_EMIT failed(error);
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "lists/listspec.h"
#include "lists/rowmodel.h"
#include "replica/pagechanges.h"

#include <QCache>
#include <QSet>
#include <QTimer>

#include <stop_token>

namespace countersign {

class Replica;

/// How many rows a list has, and whether that is all of them.
struct ListCount
{
    qint64 value = 0;
    bool exact = false; ///< false: at least so many, the rest is being counted
    bool operator==(const ListCount &) const = default;
};

/// A list of records of any length. A reader computes the order of the rows, the first screen at once and the rest
/// behind it; what the rows show is read in blocks as views ask for it. data() never waits: a row that is not read yet
/// says so (ListRole::Loading). A new filter, sort or search cancels what the last one asked for. GUI thread.
class RecordListModel : public RowModel<qint64>
{
    Q_OBJECT
public:
    /// The replica is not owned and must outlive this. Nothing is read before the first setQuery() or refresh().
    RecordListModel(Replica *replica, ListSpec spec, QObject *parent = nullptr);
    ~RecordListModel() override;

    void setFilters(const QList<ListFilter> &filters);
    void setWords(const QString &words);
    void setSort(const ListSort &sort);
    /// All at once.
    void setQuery(const QList<ListFilter> &filters, const QString &words, const ListSort &sort);
    [[nodiscard]] const ListQuery &query() const { return m_query; }
    [[nodiscard]] const ListSpec &spec() const { return m_spec; }

    [[nodiscard]] ListCount count() const { return {keys().size(), m_complete}; }
    [[nodiscard]] bool isLoading() const { return m_loading; }
    /// Empty while the row is not read.
    [[nodiscard]] QString idAt(int row) const;
    /// The row of a record that is read; -1 otherwise. findRow() also finds others.
    [[nodiscard]] int rowOf(const QString &id) const;
    void findRow(const QString &id, QObject *context, std::function<void(int row)> done);

    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    /// By the column's field; columns that have none are not sortable, and nothing happens.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

public Q_SLOTS:
    /// Asks again, keeping selection and place.
    void refresh();

Q_SIGNALS:
    void countChanged(const countersign::ListCount &count);
    void loadingChanged(bool loading);
    void failed(const countersign::Error &error);

private:
    struct FirstScreen
    {
        QList<qint64> keys;
        QList<ListRow> rows;
    };
    struct Renewed
    {
        QList<qint64> keys;
        RowDiff<qint64> diff;
    };
    struct Kept
    {
        ListRow row;
        quint64 epoch = 0; ///< older than m_epoch: shown, and read again
    };
    void restart();
    void showFirst(const Result<FirstScreen> &screen, quint64 epoch);
    void askAll();
    void takeAll(const Result<Renewed> &all, quint64 version);
    void takeChange(const QString &kind, const ChangeSet &changes);
    void markStale(const QList<qint64> &rows);
    void want(int row) const;
    void fetchWanted();
    void takeRows(const QSet<int> &blocks, const QList<qint64> &asked, quint64 epoch, quint64 version, const Result<QList<ListRow>> &rows);
    void keep(const ListRow &row, quint64 epoch);
    void setLoading(bool loading);
    void fail(const Error &error);

    Replica *m_replica;
    ListSpec m_spec;
    ListQuery m_query;
    quint64 m_generation = 0; ///< of the query
    quint64 m_version = 0;    ///< of the order of rows
    quint64 m_epoch = 0;      ///< of what rows show
    bool m_started = false;
    bool m_complete = false;
    bool m_loading = false;
    bool m_asking = false;
    bool m_askAgain = false;
    std::stop_source m_order, m_blocks;
    QCache<qint64, Kept> m_kept;
    mutable QSet<int> m_wanted; ///< blocks
    QSet<int> m_inFlight;
    mutable QTimer m_fetch;
    QTimer m_renew;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/audit/leafrows.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace countersign {

/// The whole log, newest first. Rows that have not been fetched say so by LoadingRole and are asked for when a view
/// looks at them: pageWanted() comes once for each page, a moment later. With a filter only fetched rows are there.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum class Column { Leaf, When, Who, Action, Kind, What, Digest, Count };
    static constexpr int pageSize = 200;

    struct Filter
    {
        QString words;
        QString kind;  ///< of record; empty: all
        QString actor; ///< person; empty: all
        bool operator==(const Filter &) const = default;
        [[nodiscard]] bool isEmpty() const { return words.isEmpty() && kind.isEmpty() && actor.isEmpty(); }
    };

    explicit LogModel(QObject *parent = nullptr);

    /// How many entries the log has; it only grows. A smaller size begins anew.
    void setSize(qint64 size);
    [[nodiscard]] qint64 size() const { return m_size; }
    void addRows(const QList<LeafRow> &rows);
    /// A page could not be fetched; it is asked for again when it is looked at again.
    void failed(qint64 page);
    void setFilter(const Filter &filter);
    /// Leaves out rows that are not here, also without a filter: for taking them along.
    void setFetchedOnly(bool only);
    [[nodiscard]] const Filter &filter() const { return m_filter; }

    [[nodiscard]] qint64 loadedCount() const { return m_rows.size(); }
    /// The newest page that is not here, or -1.
    [[nodiscard]] qint64 nextPage() const;
    /// The row of a leaf in what is shown now, or -1.
    [[nodiscard]] int rowOf(qint64 leaf) const;
    [[nodiscard]] qint64 leafOf(int row) const;
    /// Null while it is not here.
    [[nodiscard]] const LeafRow *at(int row) const;
    /// Names of those who acted in what is here: person and display name.
    [[nodiscard]] QMap<QString, QString> actors() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// Leaves [page × pageSize, …) are looked at and not here.
    void pageWanted(qint64 page);

private:
    [[nodiscard]] bool showsAll() const { return m_filter.isEmpty() && !m_fetchedOnly; }
    [[nodiscard]] bool matches(const LeafRow &row) const;
    [[nodiscard]] QVariant cell(const LeafRow &row, Column column) const;
    void want(qint64 leaf) const;
    void refilter();
    void ask();

    qint64 m_size = 0;
    QHash<qint64, LeafRow> m_rows;
    QList<qint64> m_shown; ///< leaves, newest first, unless the whole log is shown
    Filter m_filter;
    QStringList m_words;
    bool m_fetchedOnly = false;
    mutable QSet<qint64> m_wanted; ///< pages looked at in this turn of the event loop
    QSet<qint64> m_asked;
    mutable QTimer m_ask;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/audit/logmodel.h"
#include "ui/workspace/workspace.h"

#include <QWidget>

class QSettings;
class QSplitter;

namespace countersign {

class DataTable;
class FilterBar;
class LeafPanel;

/// The log, and the selected leaf beside it.
class LogPage : public QWidget
{
    Q_OBJECT
public:
    LogPage(Workspace *workspace, QSettings *settings, QWidget *parent = nullptr);

    /// Selects a leaf, dropping the filter when it hides it. False if the log has no such leaf.
    bool goTo(qint64 leaf);
    [[nodiscard]] DataTable *table() const { return m_table; }
    /// What is shown of what is here, as CSV; rows that were never fetched are not in it.
    [[nodiscard]] QByteArray toCsv() const;
    [[nodiscard]] qint64 csvRows() const;
    [[nodiscard]] const LogModel *model() const { return m_model; }
    /// The log is longer now, or another's.
    void refresh();

signals:
    void openLink(const QUrl &link);
    void bundleRequested(const QString &requestId);
    void countChanged();

private:
    void fetch(qint64 page);
    /// From the copy when the log has been mirrored, else from the server; rows of `page` beginning at `first`.
    void fetchFrom(qint64 page, qint64 first);
    void ask(qint64 page, qint64 first, int count);
    void nameAndTake(qint64 page, qint64 first, const QList<QByteArray> &entries);
    void take(qint64 page, const Result<QList<LeafRow>> &rows);
    void applyFilter();
    void updateFilters();
    void searchOn();
    void showCurrent();
    void showCount();

    Workspace *m_workspace;
    QSettings *m_settings;
    FilterBar *m_filter;
    DataTable *m_table;
    LogModel *m_model;
    LeafPanel *m_panel;
    QSplitter *m_splitter;
    QStringList m_actors;
    QSet<qint64> m_fetching;
    qint64 m_searchGoal = 0; ///< entries to look through while there is a filter
    std::stop_source m_detailJob;
    quint64 m_generation = 0;
};

} // namespace countersign

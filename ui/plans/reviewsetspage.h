// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/plans/reviewsetdata.h"
#include "ui/widgets/filterbar.h"
#include "ui/workspace/workspace.h"

#include <QTimer>

class QSettings;
class QSplitter;
class QStackedWidget;

namespace countersign {

class DataTable;
class EmptyState;
class RecordListModel;
class ReviewListLook;
class ReviewSetDetail;

/// Every review, and the chosen one: drawn, closed and cancelled here.
class ReviewSetsPage : public QWidget
{
    Q_OBJECT
public:
    ReviewSetsPage(Workspace *workspace, QSettings *settings, QWidget *parent = nullptr);
    void select(const QString &id);
    /// `source` is the evaluation to draw from; empty to choose one.
    void makeNew(const QString &source);
    void rateCurrent();
    [[nodiscard]] DataTable *table() const { return m_table; }
    [[nodiscard]] FilterBar *filter() const { return m_filter; }
    [[nodiscard]] ReviewSetDetail *detail() const { return m_detail; }

signals:
    void done(const QString &sentence);
    void openLink(const QUrl &link);
    void rateRequested(const QString &set);

private:
    void connectList();
    void applyFilter(const FilterState &state);
    void choose(const QString &id);
    void reload();
    void show(const Result<ReviewSetData> &loaded);
    void askAndRun(const QString &verb);
    void run(const QString &verb);

    Workspace *m_workspace;
    QSettings *m_settings;
    FilterBar *m_filter;
    QSplitter *m_split;
    DataTable *m_table;
    RecordListModel *m_list;
    ReviewListLook *m_look;
    QStackedWidget *m_stack;
    ReviewSetDetail *m_detail;
    EmptyState *m_none;
    QString m_id, m_fetching;
    bool m_linked = false;
    std::optional<ReviewSetData> m_data;
    std::stop_source m_job;
    quint64 m_generation = 0;
    QTimer m_timer;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/plans/plandata.h"
#include "ui/widgets/filterbar.h"
#include "ui/workspace/workspace.h"

#include <QTimer>

class QSettings;
class QSplitter;
class QStackedWidget;

namespace countersign {

class DataTable;
class EmptyState;
class PlanDetail;
class RecordListModel;
class SignDialog;

/// Every plan, and the chosen one: written, signed, replaced and withdrawn here.
class PlansPage : public QWidget
{
    Q_OBJECT
public:
    PlansPage(Workspace *workspace, QSettings *settings, QWidget *parent = nullptr);
    void select(const QString &id);
    void makeNew();
    void editCurrent();
    void replaceCurrent();
    void withdrawCurrent();
    void signCurrent();
    [[nodiscard]] DataTable *table() const { return m_table; }
    [[nodiscard]] FilterBar *filter() const { return m_filter; }
    [[nodiscard]] PlanDetail *detail() const { return m_detail; }
    [[nodiscard]] const std::optional<PlanData> &data() const { return m_data; }

signals:
    void done(const QString &sentence);
    void openLink(const QUrl &link);

private:
    void connectList();
    void applyFilter(const FilterState &state);
    void choose(const QString &id);
    void reload();
    void show(const Result<PlanData> &loaded);
    void openEditor(const Plan &plan, const QString &id, qint64 revision);

    Workspace *m_workspace;
    QSettings *m_settings;
    FilterBar *m_filter;
    QSplitter *m_split;
    DataTable *m_table;
    RecordListModel *m_list;
    QStackedWidget *m_stack;
    PlanDetail *m_detail;
    EmptyState *m_none;
    QString m_id;
    bool m_linked = false; ///< m_id came from a link and not from the list
    std::optional<PlanData> m_data;
    std::stop_source m_job;
    quint64 m_generation = 0;
    QTimer m_timer;
};

} // namespace countersign

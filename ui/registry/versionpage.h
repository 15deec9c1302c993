// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "ui/registry/versiondata.h"

#include <QWidget>

class QAction;
class QPushButton;
class QStackedWidget;

namespace countersign {

class CardTab;
class ControlsTab;
class DataTable;
class FactTableModel;
class HistoryTab;
class LineageTab;
class OverviewTab;
class SectionHeader;
class SegmentedButtons;

/// One version: its name and state, what can be done with it, and a tab for each kind of thing there is to know.
class VersionPage : public QWidget
{
    Q_OBJECT
public:
    enum class Tab { Overview, Lineage, Card, Evaluations, Releases, History, Controls };
    explicit VersionPage(const Clock *clock, QWidget *parent = nullptr);

    void show(const VersionData &shown);
    using QWidget::show;
    [[nodiscard]] Tab tab() const;
    void setTab(Tab tab);
    /// A button at the right of the header that follows the action's text, state and tooltip.
    void addButton(QAction *action, bool primary = false);
    void addMenuButton(const QString &text, const QList<QAction *> &actions);
    [[nodiscard]] QWidget *tabWidget(Tab tab) const;
    [[nodiscard]] CardTab *card() const { return m_card; }
    [[nodiscard]] LineageTab *lineage() const { return m_lineage; }
    [[nodiscard]] HistoryTab *history() const { return m_history; }
    [[nodiscard]] ControlsTab *controls() const { return m_controlsTab; }

signals:
    void tabChanged();
    void openLink(const QUrl &link);
    void openWebLink(const QUrl &link, const QString &readable);
    void importCardRequested();

private:
    QWidget *listTab(DataTable *table, FactTableModel *model);

    SectionHeader *m_header;
    SegmentedButtons *m_tabs;
    QStackedWidget *m_stack;
    OverviewTab *m_overview;
    LineageTab *m_lineage;
    CardTab *m_card;
    ControlsTab *m_controlsTab;
    HistoryTab *m_history;
    DataTable *m_evaluationsTable, *m_releasesTable;
    FactTableModel *m_evaluations, *m_releases;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/evaluationlist.h"
#include "ui/evaluations/reportdata.h"
#include "ui/widgets/filterbar.h"
#include "ui/widgets/place.h"
#include "ui/workspace/workspace.h"

#include <QSet>

class QSettings;
class QSplitter;
class QStackedWidget;

namespace countersign {

class ActionRegistry;
class DataTable;
class EmptyState;
class EvaluationPage;
class RecordListModel;

/// Every imported evaluation, and the chosen one as it was understood.
class EvaluationsPlace : public Place
{
    Q_OBJECT
public:
    EvaluationsPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    void activate(const QUrl &link) override;
    [[nodiscard]] QWidget *primaryFocus() override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makeWidgets();
    void connectList();
    void addActions();
    void addSectionActions();
    void addComparisonActions();
    void applyFilter(const FilterState &state);
    void reloadFacets();
    void fitColumns();
    void select(const QString &id);
    void reload();
    void showReport(const Result<ReportData> &loaded);
    void loadTradeOffsOf(const QString &version);
    void openResult(const QString &evaluation, int result);
    void showWantedResult();
    void fetchMissing(const QStringList &digests);
    void import(const QStringList &paths);
    void saveRaw();
    void writeRaw(const QString &path);

    Workspace *m_workspace;
    ActionRegistry *m_registry;
    QSettings *m_settings;
    FilterBar *m_filter;
    QSplitter *m_split;
    DataTable *m_table;
    RecordListModel *m_list;
    EvaluationListLook *m_look;
    QStackedWidget *m_detail;
    EvaluationPage *m_page;
    EmptyState *m_none;
    EvaluationFacets m_facets;
    QString m_id;
    bool m_linked = false; ///< m_id came from a link and not from the list
    std::optional<ReportData> m_data;
    int m_wantedResult = -1; ///< to be gone to once its report is read
    std::stop_source m_facetJob, m_job, m_tradeOffJob;
    quint64 m_generation = 0, m_tradeOffGeneration = 0;
    QSet<QString> m_fetching;
    QTimer m_timer, m_facetTimer;
};

PlaceEntry evaluationsPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings);

} // namespace countersign

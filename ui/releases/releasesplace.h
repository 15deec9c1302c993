// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/releases/reviewdata.h"
#include "ui/releases/requestsmodel.h"
#include "ui/widgets/place.h"
#include "ui/workspace/workspace.h"

class QSettings;
class QStackedWidget;

namespace countersign {

class ActionRegistry;
class DataTable;
class DossierExport;
class FilterBar;
class EmptyState;
class ReviewPage;
class SignoffPanel;

/// The list of requests, and the review of one: evidence left, sign-off right.
class ReleasesPlace : public Place
{
    Q_OBJECT
public:
    ReleasesPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    void activate(const QUrl &link) override;
    [[nodiscard]] QWidget *primaryFocus() override;

private:
    void addActions(ActionRegistry *registry);
    void reloadList();
    void showList();
    void openRequest(const QString &id);
    void reloadReview();
    void showReview(Result<ReviewData> loaded);
    void fetchMissing(const QStringList &digests);
    void sign(Signoff::Verdict verdict);
    void runVerb(const QString &verb);
    void saveDraft();
    void restoreDraft();
    void applyFilter();
    void exportBundle();

    Workspace *m_workspace;
    ActionRegistry *m_registry;
    QSettings *m_settings;
    QStackedWidget *m_stack;
    FilterBar *m_filter;
    DataTable *m_table;
    RequestsModel *m_model;
    QWidget *m_review;
    ReviewPage *m_page;
    DossierExport *m_dossier;
    SignoffPanel *m_panel;
    EmptyState *m_problem;
    QList<RequestRow> m_rows;
    QString m_request;
    std::optional<ReviewData> m_data;
    std::stop_source m_listJob, m_reviewJob;
    quint64 m_generation = 0;
    QSet<QString> m_fetching;
    QTimer m_listTimer, m_reviewTimer;
};

PlaceEntry releasesPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/place.h"
#include "ui/workspace/workspace.h"

class QPushButton;
class QSettings;
class QStackedWidget;

namespace countersign {

class ActionRegistry;
class PlansPage;
class RatingPage;
class ReviewSetsPage;
class SegmentedButtons;

/// What is fixed before a run, and what people say after it. Links: "plan/ID", "review/ID", "rate/ID".
class PlansPlace : public Place
{
    Q_OBJECT
public:
    PlansPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    void activate(const QUrl &link) override;
    [[nodiscard]] QWidget *primaryFocus() override;

private:
    QWidget *makeBar();
    void addActions(ActionRegistry *registry);
    void addRatingActions(ActionRegistry *registry);
    void showPage(const QString &page);
    void rate(const QString &set);
    void follow(const QUrl &link);

    Workspace *m_workspace;
    QSettings *m_settings;
    SegmentedButtons *m_tabs;
    QPushButton *m_add;
    QWidget *m_bar;
    QStackedWidget *m_stack;
    PlansPage *m_plans;
    ReviewSetsPage *m_reviews;
    RatingPage *m_rating;
};

PlaceEntry plansPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings);

} // namespace countersign

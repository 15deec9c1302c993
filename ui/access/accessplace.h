// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/place.h"
#include "ui/workspace/workspace.h"

class QPushButton;
class QSettings;
class QStackedWidget;

namespace countersign {

class ActionRegistry;
class PeoplePage;
class PoliciesPage;
class SegmentedButtons;

/// Who may decide and under which rules. Links: "key/ID", "person/NAME", "policy/NAME".
class AccessPlace : public Place
{
    Q_OBJECT
public:
    AccessPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    void activate(const QUrl &link) override;
    [[nodiscard]] QWidget *primaryFocus() override;

private:
    QWidget *makeBar();
    void addActions(ActionRegistry *registry);
    void showPage(const QString &page);
    void refreshRights();

    Workspace *m_workspace;
    QSettings *m_settings;
    SegmentedButtons *m_tabs;
    QPushButton *m_add;
    QStackedWidget *m_stack;
    PeoplePage *m_people;
    PoliciesPage *m_policies;
};

PlaceEntry accessPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings);

} // namespace countersign

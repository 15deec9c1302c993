// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/place.h"
#include "ui/workspace/workspace.h"

class QLineEdit;
class QPushButton;
class QSettings;
class QStackedWidget;

namespace countersign {

class ActionRegistry;
class DataTable;
class LogPage;
class PeoplePage;
class SegmentedButtons;
class VerifyPanel;

/// The record of everything: the log and whether it holds, people and keys, and bundles to take along.
/// Links: "leaf/20418", "key/ID", "person/NAME".
class AuditPlace : public Place
{
    Q_OBJECT
public:
    AuditPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings, QWidget *parent = nullptr);

    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString subtitle() const override;
    void activate(const QUrl &link) override;
    [[nodiscard]] QWidget *primaryFocus() override;

private:
    void addActions(ActionRegistry *registry);
    QWidget *makeBar();
    void showPage(const QString &page);
    void goToTyped();
    void chooseBundle();
    void exportBundle(const QString &request, const QString &title);
    void exportList();
    void exportListTo(const QString &path);

    Workspace *m_workspace;
    QSettings *m_settings;
    VerifyPanel *m_verify;
    SegmentedButtons *m_tabs;
    QLineEdit *m_leaf;
    QStackedWidget *m_stack;
    LogPage *m_log;
    PeoplePage *m_people;
};

PlaceEntry auditPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings);

} // namespace countersign

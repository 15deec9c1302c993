// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/place.h"
#include "ui/workspace/workspace.h"

class QLineEdit;
class QPushButton;
class QSettings;

namespace countersign {

class ActionRegistry;
class LogPage;
class VerifyPanel;

/// The record of everything: the log and whether it holds, and bundles to take along. Links: "leaf/20418".
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
    void goToTyped();
    void chooseBundle();
    void exportBundle(const QString &request, const QString &title);
    void exportList();
    void exportListTo(const QString &path);

    Workspace *m_workspace;
    VerifyPanel *m_verify;
    QLineEdit *m_leaf;
    LogPage *m_log;
};

PlaceEntry auditPlace(Workspace *workspace, ActionRegistry *registry, QSettings *settings);

} // namespace countersign

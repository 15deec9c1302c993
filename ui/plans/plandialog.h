// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/plan.h"
#include "ui/workspace/workspace.h"

#include <QDialog>

class QPushButton;

namespace countersign {

class PlanForm;
class TextLabel;

/// A plan being written. It stays open until the server has taken it, so that what is wrong can be mended where it was
/// typed; without a connection it closes, and the plan waits in the outbox.
class PlanDialog : public QDialog
{
    Q_OBJECT
public:
    /// `id` and `revision` of the draft that is edited; empty and 0 make a new plan, which replaces `plan.replaces`.
    PlanDialog(Workspace *workspace, const Plan &plan, const QString &id, qint64 revision, QWidget *parent = nullptr);
    [[nodiscard]] PlanForm *form() const { return m_form; }
    [[nodiscard]] QPushButton *saveButton() const { return m_save; }
    [[nodiscard]] QString message() const;

signals:
    /// "The plan was written."; said by the place.
    void done(const QString &sentence);

private:
    void save();
    [[nodiscard]] Command commandFor(const QJsonObject &json) const;
    void showError(const Error &error);

    Workspace *m_workspace;
    Plan m_plan;
    QString m_id;
    qint64 m_revision;
    QJsonObject m_before;
    PlanForm *m_form;
    TextLabel *m_message;
    QPushButton *m_save;
};

} // namespace countersign

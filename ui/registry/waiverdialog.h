// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/historydata.h"
#include "ui/widgets/formcell.h"
#include "ui/workspace/workspace.h"

#include <QDialog>

class QComboBox;
class QDateEdit;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace countersign {

class TextLabel;

/// An exception being asked for: from which requirement, why, what is done instead, who answers for it and until when.
class WaiverDialog : public QDialog
{
    Q_OBJECT
public:
    /// `waiver` is what the form begins with; its version is fixed.
    WaiverDialog(Workspace *workspace, const Waiver &waiver, QWidget *parent = nullptr);
    [[nodiscard]] QPushButton *askButton() const { return m_ask; }
    [[nodiscard]] QString message() const;
    [[nodiscard]] QJsonObject json() const;

signals:
    void asked();

private:
    void setChoices(const WaiverChoices &choices);
    void showRequirements();
    void ask();
    void showError(const Error &error);

    Workspace *m_workspace;
    Waiver m_waiver;
    WaiverChoices m_choices;
    QLineEdit *m_environment, *m_requirement;
    QComboBox *m_owner;
    QPlainTextEdit *m_reason, *m_control;
    QDateEdit *m_until;
    QList<FormCell *> m_cells;
    TextLabel *m_message;
    QPushButton *m_ask;
};

} // namespace countersign

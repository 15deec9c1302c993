// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "ui/workspace/workspace.h"

#include <QDialog>

class QPushButton;

namespace countersign {

class Chip;
class PolicyForm;
class TextLabel;

/// A policy being written. While it is typed it says whether the people of today could fulfil it; it stays open until
/// the server has taken it, so that what is wrong can be mended where it was typed.
class PolicyDialog : public QDialog
{
    Q_OBJECT
public:
    /// `revision` 0 makes a new policy.
    PolicyDialog(Workspace *workspace, const Policy &policy, qint64 revision, const QList<Person> &people, QWidget *parent = nullptr);
    [[nodiscard]] PolicyForm *form() const { return m_form; }
    [[nodiscard]] QPushButton *saveButton() const { return m_save; }
    [[nodiscard]] QString judgement() const;

private:
    void judge();
    void save();
    void showError(const Error &error);

    Workspace *m_workspace;
    QJsonObject m_before;
    qint64 m_revision;
    QList<Person> m_people;
    PolicyForm *m_form;
    Chip *m_chip;
    TextLabel *m_judgement;
    TextLabel *m_message;
    QPushButton *m_save;
};

/// "Risk: Ana Ferreira or Ben Ito · Legal: …" of a policy that can be fulfilled, or why it cannot be.
QString fulfilment(const Policy &policy, const QList<Person> &people, bool *possible = nullptr);

} // namespace countersign

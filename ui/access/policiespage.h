// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/access/policyrows.h"
#include "ui/workspace/workspace.h"

#include <QTimer>
#include <QWidget>

class QPushButton;
class QSettings;

namespace countersign {

class Chip;
class DataTable;
class EmptyState;
class FactGrid;
class TextLabel;

/// The rules a release is held against, and of each whether the people of today can fulfil it.
class PoliciesPage : public QWidget
{
    Q_OBJECT
public:
    PoliciesPage(Workspace *workspace, QSettings *settings, QWidget *parent = nullptr);
    void select(const QString &name);
    [[nodiscard]] DataTable *table() const { return m_table; }
    /// Opens the editor; for the selected policy, or an empty one.
    void editCurrent();
    void makeNew();
    /// Why the acting person may not write policies; empty when they may.
    [[nodiscard]] QString refusal() const;

private:
    QWidget *makePanel();
    void reload();
    void showCurrent();
    void openEditor(const Policy &policy, qint64 revision);

    Workspace *m_workspace;
    DataTable *m_table;
    PoliciesModel *m_model;
    QWidget *m_content;
    EmptyState *m_empty;
    TextLabel *m_name;
    Chip *m_chip;
    TextLabel *m_sentence;
    FactGrid *m_facts;
    QPushButton *m_edit;
    QList<Person> m_people;
    QString m_wanted;
    std::stop_source m_job;
    QTimer m_timer;
};

} // namespace countersign

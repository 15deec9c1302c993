// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/access/keyrows.h"
#include "ui/workspace/workspace.h"

#include <QTimer>
#include <QWidget>

class QPlainTextEdit;
class QPushButton;
class QSettings;

namespace countersign {

class Chip;
class DataTable;
class EmptyState;
class FactGrid;
class FilterBar;
class PersonDialog;
class SidePanel;
class TextLabel;

/// Who may decide and with which key they sign; beside it one key in full.
class PeoplePage : public QWidget
{
    Q_OBJECT
public:
    PeoplePage(Workspace *workspace, QSettings *settings, QWidget *parent = nullptr);

    /// "key/ID" or "person/NAME", as links spell it.
    void select(const QString &id);
    [[nodiscard]] DataTable *table() const { return m_table; }
    void addPerson();
    void editPerson();
    /// Why the acting person may not change people; empty when they may.
    [[nodiscard]] QString refusal() const;

signals:
    /// Something was done; the sentence is for people.
    void done(const QString &sentence);

private:
    QWidget *makePanel();
    [[nodiscard]] QString rowOf(const QString &id) const;
    void reload();
    void applyFilter();
    void showCurrent();
    void showRights();
    void revokeKey();
    void sendPerson(PersonDialog *dialog, const Command &command);

    Workspace *m_workspace;
    FilterBar *m_filter;
    DataTable *m_table;
    KeysModel *m_model;
    QWidget *m_content;
    EmptyState *m_empty;
    TextLabel *m_name;
    Chip *m_chip;
    FactGrid *m_facts;
    TextLabel *m_numberHead;
    TextLabel *m_number;
    TextLabel *m_sentence;
    TextLabel *m_keyHead;
    QPlainTextEdit *m_key;
    QPushButton *m_edit;
    QPushButton *m_revoke;
    QList<KeyRow> m_rows;
    QString m_wanted;
    std::stop_source m_job;
    QTimer m_timer;
};

} // namespace countersign

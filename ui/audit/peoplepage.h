// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/audit/keyrows.h"
#include "ui/workspace/workspace.h"

#include <QTimer>
#include <QWidget>

class QPlainTextEdit;
class QSettings;
class QSplitter;

namespace countersign {

class Chip;
class DataTable;
class EmptyState;
class FactGrid;
class FilterBar;
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

private:
    QWidget *makePanel();
    void reload();
    void applyFilter();
    void showCurrent();

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
    QList<KeyRow> m_rows;
    QString m_wanted;
    std::stop_source m_job;
    QTimer m_timer;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/audit/leafdetail.h"
#include "ui/widgets/sidepanel.h"

class QGridLayout;
class QPlainTextEdit;
class QPushButton;

namespace countersign {

class Chip;
class EmptyState;
class FactGrid;
class TextLabel;

/// One leaf in full: what it says, whether what is stored here is still that, what it proves, and its bytes.
class LeafPanel : public SidePanel
{
    Q_OBJECT
public:
    explicit LeafPanel(QWidget *parent = nullptr);
    void show(const LeafDetail &detail);
    using SidePanel::show;
    void showSentence(const QString &sentence);

signals:
    void openLink(const QUrl &link);
    void bundleRequested(const QString &requestId);

private:
    void showFacts(const LeafDetail &detail);
    void addComment(const QString &comment);
    void showChecks(const LeafDetail &detail);
    void showTexts(const LeafDetail &detail);

    QWidget *m_content;
    QWidget *m_scroll;
    EmptyState *m_empty;
    Chip *m_chip;
    Chip *m_verdict;
    TextLabel *m_title;
    TextLabel *m_what;
    FactGrid *m_facts;
    TextLabel *m_proves;
    QWidget *m_checksHolder;
    QGridLayout *m_checks;
    TextLabel *m_sheetHead;
    QPlainTextEdit *m_sheet;
    QPlainTextEdit *m_entry;
    QWidget *m_buttons;
    QPushButton *m_open;
    QPushButton *m_bundle;
    QUrl m_link;
    QString m_request;
};

} // namespace countersign

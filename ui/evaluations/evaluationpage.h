// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/reportdata.h"

#include <QWidget>

class QAction;
class QLineEdit;
class QPlainTextEdit;
class QStackedWidget;

namespace countersign {

class Chip;
class ComparisonTab;
class DataTable;
class EmptyState;
class FactGrid;
class FailureTree;
class ResultsModel;
class SectionHeader;
class SegmentedButtons;
class TextLabel;
class WarningsModel;

/// One evaluation: what was measured, on what and by whom, every result against its threshold, and what to doubt.
class EvaluationPage : public QWidget
{
    Q_OBJECT
public:
    enum class Tab { Results, Warnings, Failures, Compare, Run };
    explicit EvaluationPage(QWidget *parent = nullptr);

    void show(const ReportData &shown);
    using QWidget::show;
    void setTab(Tab tab);
    [[nodiscard]] Tab tab() const;
    void addButton(QAction *action);
    [[nodiscard]] DataTable *results() const { return m_results; }
    [[nodiscard]] QLineEdit *words() const { return m_words; }
    [[nodiscard]] ComparisonTab *comparison() const { return m_compare; }

signals:
    void openLink(const QUrl &link);

private:
    QWidget *makeResults();
    void showFacts(const ReportData &shown);
    void showSubject(const ReportData &shown);
    void showTabs(const ReportData &shown);
    void showRun(const ReportData &shown);
    void showCount();

    SectionHeader *m_header;
    FactGrid *m_left, *m_right;
    Chip *m_subject;
    TextLabel *m_subjectText;
    SegmentedButtons *m_tabs;
    QStackedWidget *m_stack;
    QLineEdit *m_words;
    TextLabel *m_count;
    DataTable *m_results;
    ResultsModel *m_model;
    DataTable *m_warningsTable;
    WarningsModel *m_warnings;
    FailureTree *m_failures;
    EmptyState *m_noFailures;
    QStackedWidget *m_failureStack;
    ComparisonTab *m_compare;
    QPlainTextEdit *m_run;
    QString m_boundsFrom;
};

} // namespace countersign

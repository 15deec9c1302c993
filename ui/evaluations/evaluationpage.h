// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/tradeoffdata.h"
#include "ui/evaluations/reportdata.h"

#include <QUrl>
#include <QWidget>

class QAction;
class QLineEdit;
class QScrollArea;
class QStackedWidget;

namespace countersign {

class ComparisonTab;
class DataTable;
class ReportSection;
class ResultsSection;
class SectionHeader;
class SectionNavigator;
class SummarySection;
class TextLabel;
class TradeOffsSection;

/// One evaluation as a report: sections from top to bottom, of which only those appear that hold something or that the
/// policy asks for; and, in their place, the comparison with another version.
class EvaluationPage : public QWidget
{
    Q_OBJECT
public:
    explicit EvaluationPage(QWidget *parent = nullptr);

    void show(const ReportData &shown);
    using QWidget::show;
    /// What was read of the model's versions; comes after the report.
    void showTradeOffs(const TradeOffs &tradeOffs);

    /// Every section's id in reading order, and "compare" at the end.
    [[nodiscard]] static QStringList sectionIds();
    /// Goes to a section; nothing happens when it is not there.
    void goTo(const QString &id);
    [[nodiscard]] QString currentSection() const;
    /// Ids of the sections that are there.
    [[nodiscard]] QStringList shownSections() const;
    /// The next one or the one before.
    void step(int by);
    template <typename Section>
    [[nodiscard]] Section *section() const
    {
        return findChild<Section *>();
    }
    void addButton(QAction *action);
    [[nodiscard]] DataTable *results() const;
    [[nodiscard]] QLineEdit *words() const;
    [[nodiscard]] ComparisonTab *comparison() const { return m_compare; }
    /// "This file has no …"; empty when it has everything.
    [[nodiscard]] QString absentText() const;

signals:
    void openLink(const QUrl &link);
    void notice(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void makeSections();
    void showSections(const ReportData &shown);
    void updateNavigator();
    void followScrolling();
    void applyTheme();
    [[nodiscard]] QString toolTipOf(const QString &id) const;

    SectionHeader *m_header;
    SectionNavigator *m_navigator;
    QStackedWidget *m_stack;
    QScrollArea *m_scroll;
    QWidget *m_sheet;
    QList<ReportSection *> m_sections;
    QSet<QString> m_there;
    SummarySection *m_summary;
    ResultsSection *m_results;
    TradeOffsSection *m_tradeOffs;
    TextLabel *m_waiting, *m_absent;
    ComparisonTab *m_compare;
    QString m_id;
    std::shared_ptr<const EvaluationReport> m_report;
    bool m_going = false; ///< scrolling because of the navigator
};

} // namespace countersign

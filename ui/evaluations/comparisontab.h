// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/comparisonread.h"

#include <QWidget>

class QLineEdit;
class QStackedWidget;
class QToolButton;

namespace countersign {

class ComparisonChooser;
class ComparisonFacts;
class ComparisonMap;
class ComparisonModel;
class ComparisonSummary;
class DataTable;
class PillButton;
class SegmentedButtons;

/// Two versions or reports beside each other: choose both sides, see what their runs have in common, and every result
/// with its difference, regressions first, as a table or as a heat map. It reads nothing itself: ComparisonReader answers
/// what it asks for. It asks for nothing while it is not seen.
class ComparisonTab : public QWidget
{
    Q_OBJECT
public:
    explicit ComparisonTab(QWidget *parent = nullptr);

    /// Whose page it is on. The sides that a person chose stay while they are of the same model.
    void setEvaluation(const QString &id);
    void showChoices(const Result<ComparisonChoices> &choices);
    void addChoices(const QList<ComparisonChoice> &found);
    void showComparison(const Result<ComparisonPtr> &comparison);

    /// The older side's id: of an evaluation, or "model/version"; empty before there is one.
    [[nodiscard]] QString chosen() const;
    /// Makes one of the offered choices the older side.
    void choose(const QString &id);

    [[nodiscard]] ComparisonModel *model() const { return m_model; }
    [[nodiscard]] DataTable *table() const { return m_table; }
    [[nodiscard]] ComparisonMap *map() const { return m_map; }
    [[nodiscard]] ComparisonChooser *chooser() const { return m_chooser; }
    [[nodiscard]] ComparisonSummary *summary() const { return m_summary; }
    [[nodiscard]] QLineEdit *words() const { return m_words; }
    void setMapShown(bool shown);
    [[nodiscard]] bool isMapShown() const;
    /// Whether it takes the room of the list beside it.
    [[nodiscard]] bool isWide() const;
    void setWide(bool wide);
    /// Writes all rows that are shown.
    Result<void> exportTo(const QString &path) const;
    void askWhereTo();

signals:
    void choicesWanted(const QString &evaluation);
    void searched(const QString &words);
    void compareRequested(const countersign::ComparisonChoice &before, const countersign::ComparisonChoice &after);
    /// A row was asked for: the evaluation it is from, and which of its results.
    void resultRequested(const QString &evaluation, int result);
    /// More room for the comparison, or no more than it had.
    void roomWanted(bool wide);
    void notice(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] QLayout *makeHead();
    [[nodiscard]] QLayout *makeTools();
    void makeTable();
    void connectParts();
    void ask();
    void applyFilter(const std::function<void(ComparisonFilter &)> &change);
    void showFilter();
    void fillMenus();
    void fitColumns();
    void showRows();
    void openRow(int row);

    ComparisonChooser *m_chooser;
    ComparisonFacts *m_facts;
    ComparisonSummary *m_summary;
    QLineEdit *m_words;
    PillButton *m_category, *m_bounded, *m_order;
    SegmentedButtons *m_view;
    QToolButton *m_wide, *m_export;
    QStackedWidget *m_stack;
    DataTable *m_table;
    ComparisonMap *m_map;
    ComparisonModel *m_model;
    QString m_evaluation;
    bool m_due = false;    ///< the choices are to be read once it is seen
    bool m_picked = false; ///< a person chose the sides
    bool m_mapDue = false; ///< the map does not show the rows as they are
};

} // namespace countersign

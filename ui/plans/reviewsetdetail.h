// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/statetable.h"
#include "ui/plans/reviewsetdata.h"

#include <QUrl>
#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace countersign {

class DataTable;
class FactGrid;
class FigureTableModel;
class SectionHeader;
class TextLabel;

/// One review: what is asked, how far its raters are, and, once it is closed, how much they agreed.
class ReviewSetDetail : public QWidget
{
    Q_OBJECT
public:
    explicit ReviewSetDetail(QWidget *parent = nullptr);
    void show(const ReviewSetData &shown, const Actor &actor);
    using QWidget::show;
    [[nodiscard]] QPushButton *rateButton() const { return m_rate; }
    [[nodiscard]] QPushButton *closeButton() const { return m_close; }
    [[nodiscard]] QPushButton *cancelButton() const { return m_cancel; }
    [[nodiscard]] QPushButton *resultButton() const { return m_result; }

signals:
    void openLink(const QUrl &link);

private:
    DataTable *addTable(QVBoxLayout *layout, TextLabel *title, FigureTableModel *model);
    void showTables(const ReviewSetData &shown, const Actor &actor);
    void showFacts(const ReviewSetData &shown, const Actor &actor);
    void showActs(const ReviewSetData &shown, const Actor &actor);

    SectionHeader *m_header;
    QPushButton *m_rate, *m_close, *m_cancel, *m_result;
    TextLabel *m_standing;
    FactGrid *m_facts;
    TextLabel *m_agreementTitle;
    FigureTableModel *m_progress, *m_questions, *m_agreement;
    DataTable *m_progressTable, *m_questionsTable, *m_agreementTable;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"
#include "ui/widgets/figures/figuretable.h"

class QComboBox;

namespace countersign {

class DataTable;
class RangeChart;

/// What people said when they looked: how much the raters agree, and every item with every rating, disagreements first.
class ReviewSection : public ReportSection
{
    Q_OBJECT
public:
    explicit ReviewSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return tr("human review"); }
    [[nodiscard]] QStringList categories() const override { return {QStringLiteral("human")}; }
    [[nodiscard]] RangeChart *agreement() const { return m_agreement; }
    [[nodiscard]] DataTable *items() const { return m_items; }

private:
    void showQuestion();
    void showAgreement(const RatedQuestion &question);
    void showAnswers(const RatedQuestion &question);
    void showItems(const RatedQuestion &question);
    std::shared_ptr<const ReportParts> m_parts;
    QComboBox *m_question;
    TextLabel *m_facts;
    RangeChart *m_agreement, *m_answers;
    FigureFrame *m_agreementFrame, *m_answersFrame;
    TextLabel *m_itemsTitle;
    DataTable *m_items;
    FigureTableModel *m_itemsModel;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"

class QComboBox;
class QPushButton;

namespace countersign {

class RangeChart;

/// How much each feature weighs, by the method that the file names: the weightiest first, twenty or all.
class ExplanationsSection : public ReportSection
{
    Q_OBJECT
public:
    explicit ExplanationsSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return tr("explanation"); }
    [[nodiscard]] QStringList categories() const override { return {QStringLiteral("explainability")}; }
    [[nodiscard]] RangeChart *chart() const { return m_chart; }

private:
    void showExplanation();
    std::shared_ptr<const EvaluationReport> m_report;
    std::shared_ptr<const ReportParts> m_parts;
    QComboBox *m_which;
    QPushButton *m_all;
    RangeChart *m_chart;
    FigureFrame *m_frame;
};

} // namespace countersign

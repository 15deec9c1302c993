// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"

class QComboBox;

namespace countersign {

class RangeChart;
class SeriesChart;

/// What is left of a result under perturbation, by strength; and how often attacks succeed, by family.
class RobustnessSection : public ReportSection
{
    Q_OBJECT
public:
    explicit RobustnessSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return tr("results under perturbation or attack"); }
    [[nodiscard]] QStringList categories() const override { return {QStringLiteral("robustness")}; }

private:
    void showPerturbed();
    void showStrengths(const PerturbedResult &result);
    void showKinds(const PerturbedResult &result);
    void showAttacks();
    std::shared_ptr<const EvaluationReport> m_report;
    std::shared_ptr<const ReportParts> m_parts;
    QComboBox *m_result, *m_attack;
    SeriesChart *m_series;
    RangeChart *m_kinds, *m_attacks;
    FigureFrame *m_seriesFrame, *m_kindsFrame, *m_attacksFrame;
};

} // namespace countersign

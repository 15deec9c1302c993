// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"

class QComboBox;

namespace countersign {

class Chip;
class FactGrid;
class RangeChart;

/// Two arms of an experiment, the effect with its interval, whether the arms have the sizes they were to have, and the
/// rule by which it ended.
class ExperimentsSection : public ReportSection
{
    Q_OBJECT
public:
    explicit ExperimentsSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return tr("experiment"); }
    [[nodiscard]] Chip *verdict() const { return m_verdict; }
    [[nodiscard]] FactGrid *facts() const { return m_facts; }

private:
    void showExperiment();
    void showArms(const EvaluationReport::Experiment &experiment);
    void showEffect(const EvaluationReport::Experiment &experiment, const ExperimentJudgement &judgement);
    void showFacts(const EvaluationReport::Experiment &experiment, const ExperimentJudgement &judgement);
    std::shared_ptr<const EvaluationReport> m_report;
    std::shared_ptr<const ReportParts> m_parts;
    QComboBox *m_which;
    Chip *m_verdict;
    TextLabel *m_sentence;
    RangeChart *m_arms, *m_effect;
    FigureFrame *m_armsFrame, *m_effectFrame;
    FactGrid *m_facts;
};

} // namespace countersign

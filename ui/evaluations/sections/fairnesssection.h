// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"
#include "ui/widgets/figures/rangechart.h"

class QComboBox;

namespace countersign {

class Chip;
class SegmentedButtons;

/// One result for each group of a dimension, or of an intersection of several, held against a reference group.
class FairnessSection : public ReportSection
{
    Q_OBJECT
public:
    explicit FairnessSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return tr("results by group"); }
    [[nodiscard]] QStringList categories() const override { return {QStringLiteral("fairness")}; }
    [[nodiscard]] RangeChart *chart() const { return m_chart; }
    /// What is drawn: "value", "difference" or "ratio".
    void setDrawn(const QString &id);

private:
    void fillDimensions();
    void fillReferences();
    void showGroups();
    [[nodiscard]] RangeChart::Row rowOf(const GroupLine &line, const QString &drawn) const;
    [[nodiscard]] QList<RangeChart::Line> linesOf(const GroupSet &set, const QString &drawn) const;
    [[nodiscard]] QString captionText(const GroupSet &set, const GroupComparison &comparison) const;
    [[nodiscard]] int chosenSet() const;
    std::shared_ptr<const EvaluationReport> m_report;
    std::shared_ptr<const ReportParts> m_parts;
    QSet<QString> m_failing;
    QComboBox *m_metric, *m_dimension, *m_reference;
    SegmentedButtons *m_drawn;
    Chip *m_fourFifths;
    FigureFrame *m_frame;
    RangeChart *m_chart;
};

} // namespace countersign

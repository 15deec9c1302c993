// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/figures/figuretable.h"

namespace countersign {

class DataTable;
class FactGrid;
struct PlanCheck;

/// Whether the criteria were fixed before anybody could know the result, and whether the report keeps to them.
class PlanSection : public ReportSection
{
    Q_OBJECT
public:
    explicit PlanSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return {}; } // no plan is nothing that a file lacks
    [[nodiscard]] DataTable *criteria() const { return m_criteria; }
    [[nodiscard]] DataTable *findings() const { return m_findings; }
    [[nodiscard]] QString standing() const;

private:
    DataTable *addTable(const QString &title, FigureTableModel *model);
    void showTables(const PlanCheck &check);
    Chip *m_chip;
    TextLabel *m_standing, *m_later;
    FactGrid *m_facts;
    FigureTableModel *m_criteriaModel, *m_findingsModel;
    DataTable *m_criteria, *m_findings;
    QWidget *m_criteriaTitle, *m_findingsTitle;
};

/// How a plan's standing looks; kept and broken criteria included.
ChipSpec planStandingChip(const PlanCheck &check);
/// The same as a sentence.
QString planStandingText(const PlanCheck &check);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/statetable.h"
#include "ui/plans/plandata.h"

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

/// One plan as it is read: what must be measured and reached, on what, and who has signed it.
class PlanDetail : public QWidget
{
    Q_OBJECT
public:
    explicit PlanDetail(QWidget *parent = nullptr);
    /// Says of every button whether `actor` may, and if not, why.
    void show(const PlanData &shown, const Actor &actor);
    using QWidget::show;
    [[nodiscard]] QPushButton *editButton() const { return m_edit; }
    [[nodiscard]] QPushButton *replaceButton() const { return m_replace; }
    [[nodiscard]] QPushButton *withdrawButton() const { return m_withdraw; }
    [[nodiscard]] QPushButton *signButton() const { return m_sign; }

signals:
    void openLink(const QUrl &link);

private:
    DataTable *addTable(QVBoxLayout *layout, const QString &title, FigureTableModel *model);
    void showTables(const PlanData &shown);
    void showFacts(const PlanData &shown);
    void showActs(const PlanData &shown, const Actor &actor);

    SectionHeader *m_header;
    QPushButton *m_edit, *m_replace, *m_withdraw, *m_sign;
    TextLabel *m_standing, *m_purpose;
    FactGrid *m_facts;
    FigureTableModel *m_criteria, *m_datasets, *m_signatures;
    DataTable *m_criteriaTable, *m_datasetsTable, *m_signaturesTable;
};

/// The roles in which somebody may sign a plan; without one, why not.
struct PlanRoles
{
    QStringList roles;
    QString whyNot;
};
PlanRoles planRolesOf(const Plan &plan, const Actor &actor);

} // namespace countersign

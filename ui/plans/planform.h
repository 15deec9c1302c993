// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/plans/plandata.h"
#include "ui/widgets/formcell.h"

class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;
class QVBoxLayout;

namespace countersign {

class BoundRow;

/// One dataset that a plan names.
class DatasetRow : public QWidget
{
    Q_OBJECT
public:
    explicit DatasetRow(const DatasetRef &dataset, QWidget *parent = nullptr);
    [[nodiscard]] DatasetRef dataset() const;
    [[nodiscard]] const QList<FormCell *> &cells() const { return m_cells; }

signals:
    void removeRequested();

private:
    QLineEdit *m_name;
    QLineEdit *m_digest;
    QString m_licence;
    QList<FormCell *> m_cells;
};

/// A plan as a form. It has no rules of its own: json() is held against the domain's decoder by whoever asks, and the
/// errors come back to their fields.
class PlanForm : public QWidget
{
    Q_OBJECT
public:
    /// `fixed` keeps what the plan is about: it is being edited, or replaces another.
    PlanForm(const Plan &plan, bool fixed, QWidget *parent = nullptr);
    void setChoices(const PlanChoices &choices);
    /// What its author writes, as it was typed.
    [[nodiscard]] QJsonObject json() const;
    /// Each sentence at its field; gives back those that belong to none.
    QList<FieldError> show(const QList<FieldError> &errors);
    void clearErrors();

    BoundRow *addCriterion(const MetricRequirement &bound);
    DatasetRow *addDataset(const DatasetRef &dataset);

private:
    QWidget *makeHead();
    QWidget *makeCriteria();
    QWidget *makeData();
    FormCell *cell(const QString &member, const QString &label, QWidget *editor, const QString &help = {});
    void showVersions();
    void showLineage();
    void takeLineage();
    [[nodiscard]] QString version() const;

    Plan m_plan; ///< what the form began with
    bool m_fixed;
    PlanChoices m_choices;
    QComboBox *m_model, *m_version;
    QLineEdit *m_title, *m_slices, *m_seed, *m_tool, *m_toolVersion;
    QPlainTextEdit *m_purpose;
    QSpinBox *m_minimum;
    QPushButton *m_lineage;
    QVBoxLayout *m_criteriaList, *m_datasetList;
    QList<BoundRow *> m_criteria;
    QList<DatasetRow *> m_datasets;
    QList<FormCell *> m_cells;
};

} // namespace countersign

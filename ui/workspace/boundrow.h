// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/policy.h"
#include "ui/widgets/formcell.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QSpinBox;

namespace countersign {

/// One bound on a metric: where it is found in the evidence, and what it must be.
class BoundRow : public QWidget
{
    Q_OBJECT
public:
    explicit BoundRow(const MetricRequirement &bound, QWidget *parent = nullptr);
    /// As JSON, because what was typed as the limit need not be a number.
    [[nodiscard]] QJsonObject json() const;
    [[nodiscard]] const QList<FormCell *> &cells() const { return m_cells; }

signals:
    void changed();
    void removeRequested();

private:
    QLineEdit *line(const QString &text, const QString &hint = {});

    MetricRequirement m_bound; ///< what the form does not show stays as it was
    QLineEdit *m_id;
    QLineEdit *m_metric;
    QComboBox *m_op;
    QLineEdit *m_limit;
    QLineEdit *m_unit;
    QLineEdit *m_suite;
    QLineEdit *m_task;
    QLineEdit *m_dimension;
    QLineEdit *m_group;
    QSpinBox *m_minimum;
    QCheckBox *m_interval;
    QList<FormCell *> m_cells;
};

} // namespace countersign

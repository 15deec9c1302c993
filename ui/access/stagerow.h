// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "ui/widgets/formcell.h"

class QComboBox;
class QLineEdit;
class QSpinBox;

namespace countersign {

/// One stage of a policy: who must be asked, how many of them, and what happens when they take too long.
class StageRow : public QWidget
{
    Q_OBJECT
public:
    StageRow(const PolicyStage &stage, const QList<Person> &people, QWidget *parent = nullptr);
    [[nodiscard]] PolicyStage stage() const;
    [[nodiscard]] const QList<FormCell *> &cells() const { return m_cells; }

signals:
    void changed();
    void removeRequested();

private:
    QLineEdit *m_name;
    QComboBox *m_role;
    QSpinBox *m_quorum;
    QLineEdit *m_people;
    QSpinBox *m_limit;
    QComboBox *m_escalate;
    QList<FormCell *> m_cells;
};

/// Roles that are known, and `also` where it is another.
QComboBox *roleChoice(const QString &also, const QString &none = {});

} // namespace countersign

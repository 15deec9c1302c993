// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "ui/widgets/formcell.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPlainTextEdit;
class QSpinBox;
class QVBoxLayout;

namespace countersign {

class BoundRow;
class StageRow;

/// A policy as a form. It has no rules of its own: json() is held against the domain's decoder by whoever asks, and
/// the errors come back to their fields.
class PolicyForm : public QWidget
{
    Q_OBJECT
public:
    /// `isNew` lets the name be typed.
    PolicyForm(const Policy &policy, const QList<Person> &people, bool isNew, QWidget *parent = nullptr);
    /// The whole body as it was typed.
    [[nodiscard]] QJsonObject json() const;
    /// Each sentence at its field; gives back those that belong to none.
    QList<FieldError> show(const QList<FieldError> &errors);
    void clearErrors();

    StageRow *addStage(const PolicyStage &stage);
    BoundRow *addBound(const MetricRequirement &bound);

signals:
    void changed();

private:
    QWidget *makeHead(bool isNew);
    QWidget *makeStages();
    QWidget *makeEvidence();
    QWidget *makeTimes();
    FormCell *cell(const QString &member, const QString &label, QWidget *editor, const QString &help = {});
    QLineEdit *line(const QString &text, const QString &hint = {});
    QSpinBox *days(qint64 value, int least, int most);

    Policy m_policy; ///< what the form began with
    QList<Person> m_people;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_title = nullptr;
    QPlainTextEdit *m_description = nullptr;
    QLineEdit *m_environments = nullptr;
    QLineEdit *m_sections = nullptr;
    QLineEdit *m_categories = nullptr;
    QLineEdit *m_safeguards = nullptr;
    QSpinBox *m_age = nullptr;
    QSpinBox *m_approval = nullptr;
    QSpinBox *m_request = nullptr;
    QCheckBox *m_lockedPlan = nullptr;
    QCheckBox *m_waivers = nullptr;
    QComboBox *m_waiverRole = nullptr;
    QVBoxLayout *m_stageList = nullptr;
    QVBoxLayout *m_boundList = nullptr;
    QList<StageRow *> m_stages;
    QList<BoundRow *> m_bounds;
    QList<FormCell *> m_cells;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/humanreview.h"
#include "ui/widgets/formcell.h"

class QComboBox;
class QLineEdit;

namespace countersign {

/// One question of a review being written: what is asked, on which scale, and which answers count as good.
class QuestionForm : public QWidget
{
    Q_OBJECT
public:
    explicit QuestionForm(const ReviewQuestion &question, QWidget *parent = nullptr);
    /// As JSON, because what was typed as a bound need not be a number.
    [[nodiscard]] QJsonObject json() const;
    [[nodiscard]] const QList<FormCell *> &cells() const { return m_cells; }

signals:
    void removeRequested();

private:
    void showScale();
    [[nodiscard]] FormCell *cell(const QString &member) const;

    QLineEdit *m_id, *m_text, *m_guidance, *m_choices, *m_acceptable, *m_low, *m_high;
    QComboBox *m_scale;
    QList<FormCell *> m_cells;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/comparisondata.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QPushButton;

namespace countersign {

/// Two sides to choose, each out of the same list that can be searched by typing, and a button that swaps them.
class ComparisonChooser : public QWidget
{
    Q_OBJECT
public:
    explicit ComparisonChooser(QWidget *parent = nullptr);

    /// What there is; sides that are chosen stay where they are still there. Emits nothing.
    void setChoices(const QList<ComparisonChoice> &choices);
    /// More of what was searched for, behind the others.
    void addChoices(const QList<ComparisonChoice> &choices);
    /// Emits changed() if that is another pair.
    void setSides(const ComparisonChoice &before, const ComparisonChoice &after);
    [[nodiscard]] const ComparisonChoice &before() const { return m_sides[0]; }
    [[nodiscard]] const ComparisonChoice &after() const { return m_sides[1]; }
    [[nodiscard]] const QList<ComparisonChoice> &choices() const { return m_choices; }
    void swap();

signals:
    void changed();
    /// Typed words that none of the choices may have.
    void searched(const QString &words);

private:
    [[nodiscard]] QComboBox *makeBox(int side, const QString &name);
    void choose(int side, int at);
    void showSides();
    [[nodiscard]] int indexOf(const ComparisonChoice &choice) const;

    QList<ComparisonChoice> m_choices;
    ComparisonChoice m_sides[2];
    QComboBox *m_boxes[2];
    QPushButton *m_swap;
    QTimer m_searching;
    QString m_words;
};

} // namespace countersign

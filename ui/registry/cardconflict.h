// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/carddiff.h"

#include <QWidget>

class QPushButton;

namespace countersign {

class CardDiffView;
class CardNavigator;
class TextLabel;

/// Two people changed a card: theirs at the left, mine at the right, and for each section which of the two stays.
class CardConflict : public QWidget
{
    Q_OBJECT
public:
    explicit CardConflict(QWidget *parent = nullptr);
    /// `who` is a name for people.
    void show(const CardContent &theirs, const CardContent &mine, const QString &who);
    using QWidget::show;
    [[nodiscard]] CardNavigator *navigator() const { return m_navigator; }
    /// Replaces the chosen section of mine by theirs.
    void takeTheirs();

signals:
    /// What is to be saved over theirs.
    void resolved(const countersign::CardContent &mine);
    void cancelled();

private:
    void refresh();

    CardContent m_theirs, m_mine;
    QString m_who;
    TextLabel *m_title;
    QPushButton *m_takeTheirs;
    QPushButton *m_done;
    CardNavigator *m_navigator;
    CardDiffView *m_view;
};

} // namespace countersign

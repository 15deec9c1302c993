// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/people.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace countersign {

class TextLabel;

/// Name and roles of somebody new. It stays open until its owner accepts it or says what is wrong.
class PersonDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PersonDialog(QWidget *parent = nullptr);
    void setProblem(const QString &sentence);

signals:
    void personGiven(const countersign::Person &person);

private:
    QLineEdit *m_displayName;
    QLineEdit *m_name;
    QList<std::pair<QString, QCheckBox *>> m_roles;
    TextLabel *m_problem;
    QPushButton *m_add;
};

} // namespace countersign

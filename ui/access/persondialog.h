// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/people.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;

namespace countersign {

class TextLabel;

/// Name and roles of a person, new or known. It stays open until its owner accepts it or says what is wrong.
class PersonDialog : public QDialog
{
    Q_OBJECT
public:
    explicit PersonDialog(QWidget *parent = nullptr);
    /// Begins with somebody who is known: their address stays, and they can be set inactive.
    PersonDialog(const Person &person, QWidget *parent);
    void setProblem(const QString &sentence);

signals:
    void personGiven(const countersign::Person &person);

private:
    void emitPerson();
    void enable();

    Person m_person;
    QLineEdit *m_displayName;
    QLineEdit *m_name;
    QLineEdit *m_email;
    QCheckBox *m_active;
    QList<std::pair<QString, QCheckBox *>> m_roles;
    TextLabel *m_problem;
    QPushButton *m_add;
};

} // namespace countersign

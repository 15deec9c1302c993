// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/persondialog.h"

#include "domain/statetable.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QCheckBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>

namespace countersign {

using namespace Qt::StringLiterals;

PersonDialog::PersonDialog(QWidget *parent)
    : QDialog(parent)
    , m_displayName(new QLineEdit)
    , m_name(new QLineEdit)
    , m_email(new QLineEdit)
    , m_active(new QCheckBox(tr("Active: may sign in, decide and be counted")))
    , m_add(new QPushButton(tr("Add")))
{
    const Theme theme = Theme::current();
    setWindowTitle(tr("Add a person"));
    m_displayName->setAccessibleName(tr("Name"));
    m_name->setAccessibleName(tr("Address"));
    m_name->setPlaceholderText(u"ana.ferreira"_s);
    m_name->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[a-z0-9][a-z0-9._-]{0,60}"_s), m_name));
    auto *form = new QFormLayout;
    form->addRow(tr("Name"), m_displayName);
    form->addRow(tr("Address"), m_name);
    m_email->setAccessibleName(tr("Mail"));
    form->addRow(tr("Mail"), m_email);
    auto *roles = new QGridLayout;
    int n = 0;
    for (const RoleInfo &role : knownRoles()) {
        auto *box = new QCheckBox(role.title);
        m_roles.append({role.id, box});
        roles->addWidget(box, n / 2, n % 2);
        ++n;
    }
    form->addRow(tr("Roles"), roles);
    m_active->setChecked(true);
    m_active->hide();
    form->addRow(QString(), m_active);
    m_problem = new TextLabel({}, TextSize::Body, ColorRole::NegativeText);
    m_problem->setWordWrap(true);
    m_problem->hide();
    setButtonKind(m_add, ButtonKind::Primary);
    m_add->setDefault(true);
    m_add->setEnabled(false);
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_add);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    layout->setSpacing(theme.groupGap());
    layout->addLayout(form);
    layout->addWidget(m_problem);
    layout->addLayout(buttons);

    connect(m_displayName, &QLineEdit::textChanged, this, &PersonDialog::enable);
    connect(m_name, &QLineEdit::textChanged, this, &PersonDialog::enable);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_add, &QPushButton::clicked, this, &PersonDialog::emitPerson);
}

PersonDialog::PersonDialog(const Person &person, QWidget *parent)
    : PersonDialog(parent)
{
    setWindowTitle(tr("Edit a person"));
    m_person = person;
    m_displayName->setText(person.displayName);
    m_name->setText(person.name);
    m_name->setReadOnly(true);
    m_name->setToolTip(tr("The address stays: decisions name it."));
    m_email->setText(person.email);
    m_active->setVisible(true);
    m_active->setChecked(person.active);
    for (const auto &[role, box] : std::as_const(m_roles))
        box->setChecked(person.roles.contains(role));
    m_add->setText(tr("Save"));
    enable();
}

void PersonDialog::enable()
{
    m_add->setEnabled(!m_displayName->text().trimmed().isEmpty() && !m_name->text().isEmpty());
}

void PersonDialog::emitPerson()
{
    Person person = m_person;
    person.name = m_name->text();
    person.displayName = m_displayName->text().trimmed();
    person.email = m_email->text().trimmed();
    person.active = m_active->isChecked();
    for (const auto &[role, box] : std::as_const(m_roles)) {
        person.roles.removeAll(role); // roles that are not offered here stay
        if (box->isChecked())
            person.roles.append(role);
    }
    m_add->setEnabled(false);
    m_problem->hide();
    emit personGiven(person);
}

void PersonDialog::setProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->show();
    m_add->setEnabled(true);
}

} // namespace countersign

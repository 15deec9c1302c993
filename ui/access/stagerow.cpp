// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/stagerow.h"

#include "domain/statetable.h"
#include "ui/widgets/style.h"

#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace countersign {

using namespace Qt::StringLiterals;

QComboBox *roleChoice(const QString &also, const QString &none)
{
    auto *out = new QComboBox;
    if (!none.isEmpty())
        out->addItem(none, QString());
    for (const RoleInfo &role : knownRoles())
        out->addItem(role.title, role.id);
    if (!also.isEmpty() && out->findData(also) < 0)
        out->addItem(also, also);
    out->setCurrentIndex(std::max(0, out->findData(also)));
    return out;
}

StageRow::StageRow(const PolicyStage &stage, const QList<Person> &people, QWidget *parent)
    : QWidget(parent)
    , m_name(new QLineEdit(stage.name))
    , m_role(roleChoice(stage.role))
    , m_quorum(new QSpinBox)
    , m_people(new QLineEdit(stage.people.join(u", "_s)))
    , m_limit(new QSpinBox)
    , m_escalate(new QComboBox)
{
    const Theme theme = Theme::current();
    m_quorum->setRange(1, 20);
    m_quorum->setValue(int(stage.quorum));
    m_limit->setRange(0, 8760);
    m_limit->setValue(int(stage.timeLimitHours));
    m_limit->setSpecialValueText(tr("none"));
    m_people->setPlaceholderText(tr("anybody with the role"));
    // A long name must not take the room of the other fields.
    for (QComboBox *choice : {m_role, m_escalate}) {
        choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        choice->setMinimumContentsLength(12);
    }
    m_escalate->addItem(tr("nobody"), QString());
    for (const Person &person : people)
        m_escalate->addItem(person.displayName, person.name);
    if (!stage.escalateTo.isEmpty() && m_escalate->findData(stage.escalateTo) < 0)
        m_escalate->addItem(stage.escalateTo, stage.escalateTo);
    m_escalate->setCurrentIndex(std::max(0, m_escalate->findData(stage.escalateTo)));
    auto *remove = new QPushButton(tr("Remove"));
    setButtonKind(remove, ButtonKind::Quiet);
    remove->setToolTip(tr("Takes this stage out of the policy."));
    m_cells = {new FormCell(u"name"_s, tr("Stage"), m_name, tr("What the stage is called; once within the policy.")),
               new FormCell(u"role"_s, tr("Role"), m_role, tr("What a person must be to count here.")),
               new FormCell(u"quorum"_s, tr("How many"), m_quorum, tr("How many different people must approve.")),
               new FormCell(u"people"_s, tr("Only these people"), m_people, tr("Addresses, separated by commas; empty for everybody with the role.")),
               new FormCell(u"timeLimitHours"_s, tr("Hours until it escalates"), m_limit, tr("It never approves by itself.")),
               new FormCell(u"escalateTo"_s, tr("Escalates to"), m_escalate)};
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, theme.gap());
    grid->setHorizontalSpacing(theme.groupGap());
    grid->setVerticalSpacing(theme.px(4));
    for (int i = 0; i < m_cells.size(); ++i)
        grid->addWidget(m_cells[i], i / 3, i % 3);
    grid->setColumnStretch(0, 3);
    grid->setColumnStretch(1, 2);
    grid->setColumnStretch(2, 2);
    grid->addWidget(remove, 0, 3, Qt::AlignBottom);
    connect(remove, &QPushButton::clicked, this, &StageRow::removeRequested);
    connect(m_name, &QLineEdit::textChanged, this, &StageRow::changed);
    connect(m_people, &QLineEdit::textChanged, this, &StageRow::changed);
    connect(m_role, &QComboBox::currentIndexChanged, this, &StageRow::changed);
    connect(m_escalate, &QComboBox::currentIndexChanged, this, &StageRow::changed);
    connect(m_quorum, &QSpinBox::valueChanged, this, &StageRow::changed);
    connect(m_limit, &QSpinBox::valueChanged, this, &StageRow::changed);
}

PolicyStage StageRow::stage() const
{
    PolicyStage out;
    out.name = m_name->text().trimmed();
    out.role = m_role->currentData().toString();
    out.quorum = m_quorum->value();
    out.people = listedIn(m_people->text());
    out.timeLimitHours = m_limit->value();
    out.escalateTo = m_escalate->currentData().toString();
    return out;
}

} // namespace countersign

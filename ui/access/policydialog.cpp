// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/policydialog.h"

#include "domain/policyevaluation.h"
#include "ui/access/policyform.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>

namespace countersign {

using namespace Qt::StringLiterals;

QString fulfilment(const Policy &policy, const QList<Person> &people, bool *possible)
{
    const Satisfiability answer = satisfiable(policy, people);
    if (possible)
        *possible = answer.possible;
    if (!answer.possible)
        return answer.reason;
    QStringList stages;
    for (const PolicyStage &stage : policy.stages) {
        QStringList names;
        for (const QString &name : answer.eligible.value(stage.name)) {
            const auto person = std::find_if(people.begin(), people.end(), [&](const Person &one) { return one.name == name; });
            names.append(person == people.end() ? name : visibleText(person->displayName));
        }
        stages.append(PolicyDialog::tr("%1: %n of %2", nullptr, int(stage.quorum)).arg(visibleText(stage.name), QLocale().createSeparatedList(names)));
    }
    //: %1 lists the stages with who could sign each.
    return PolicyDialog::tr("This policy can be fulfilled today by %1.").arg(stages.join(u"; "_s));
}

PolicyDialog::PolicyDialog(Workspace *workspace, const Policy &policy, qint64 revision, const QList<Person> &people, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_before(revision > 0 ? encode(policy) : QJsonObject())
    , m_revision(revision)
    , m_people(people)
    , m_form(new PolicyForm(policy, people, revision == 0))
    , m_chip(new Chip)
    , m_judgement(new TextLabel)
    , m_message(new TextLabel({}, TextSize::Body, ColorRole::NegativeText))
    , m_save(new QPushButton(revision > 0 ? tr("Save") : tr("Make the policy")))
{
    const Theme theme = Theme::current();
    setWindowTitle(revision > 0 ? tr("Policy %1").arg(policy.name) : tr("New policy"));
    resize(theme.px(860), theme.px(680));
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.gap());
    column->addWidget(m_form);
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_judgement->setWordWrap(true);
    m_message->setWordWrap(true);
    m_message->hide();
    setButtonKind(m_save, ButtonKind::Primary);
    m_save->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *told = new QHBoxLayout;
    told->setSpacing(theme.gap());
    told->addWidget(m_chip, 0, Qt::AlignTop);
    told->addWidget(m_judgement, 1);
    auto *warning = new TextLabel(revision > 0 ? tr("Open and approved requests under this policy begin a new round; sign-offs given before no longer count.") : QString(),
                                  TextSize::Small, ColorRole::TextMuted);
    warning->setWordWrap(true);
    warning->setVisible(revision > 0);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.gap());
    buttons->addWidget(warning, 1);
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.margin());
    foot->setSpacing(theme.gap());
    foot->addLayout(told);
    foot->addWidget(m_message);
    foot->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll, 1);
    layout->addLayout(foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &PolicyDialog::save);
    connect(m_form, &PolicyForm::changed, this, &PolicyDialog::judge);
    judge();
}

QString PolicyDialog::judgement() const
{
    return m_judgement->text();
}

/// While it is typed only people and stages are judged; what is wrong with fields is said when it is to be saved.
void PolicyDialog::judge()
{
    QJsonObject json = m_form->json();
    json.remove(u"metrics"_s);
    if (json.value(u"name"_s).toString().isEmpty())
        json.insert(u"name"_s, u"new"_s);
    const auto policy = decode<Policy>(json);
    if (!policy) {
        m_chip->setChip(chipFor(ChipState::Missing, tr("Unfinished")));
        const QString where = policy.error().fields.value(0).pointer;
        const int stage = where.section(u'/', 2, 2).toInt() + 1;
        m_judgement->setText(!json.contains(u"stages"_s)           ? tr("A policy needs at least one stage.")
                             : where.startsWith("/stages/"_L1) ? tr("Stage %1 is not complete yet.").arg(stage)
                                                               : tr("Who could approve is said once every field is in order."));
        return;
    }
    bool possible = false;
    m_judgement->setText(fulfilment(*policy, m_people, &possible));
    m_chip->setChip(possible ? chipFor(ChipState::Met, tr("Can be fulfilled")) : chipFor(ChipState::Failed, tr("Nobody could approve")));
}

void PolicyDialog::save()
{
    m_message->hide();
    const QJsonObject json = m_form->json();
    const auto policy = decode<Policy>(json);
    if (!policy)
        return showError(policy.error());
    if (const auto problems = policyProblems(*policy); !problems.isEmpty())
        return showError(invalidFields(shapeOf<Policy>(), problems));
    m_form->clearErrors();
    Command command;
    command.title = m_revision > 0 ? tr("Change the policy %1").arg(policy->name) : tr("Make the policy %1").arg(policy->name);
    command.path = m_revision > 0 ? u"/v1/policies/"_s + policy->name : u"/v1/policies"_s;
    command.body = json;
    if (m_revision > 0) {
        command.method = "PATCH";
        command.ifMatch = m_revision;
        command.base = m_before;
        // An edit is a merge patch: what was taken away has to be said.
        for (auto it = m_before.begin(); it != m_before.end(); ++it) {
            if (!json.contains(it.key()))
                command.body.insert(it.key(), QJsonValue::Null);
        }
    }
    m_save->setEnabled(false);
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        m_save->setEnabled(true);
        if (!answer)
            return showError(answer.error());
        accept();
    });
}

void PolicyDialog::showError(const Error &error)
{
    const QList<FieldError> rest = m_form->show(error.fields);
    QStringList sentences;
    for (const FieldError &field : rest)
        sentences.append(field.pointer + u": "_s + field.message);
    m_message->setText(error.fields.isEmpty() ? error.text
                       : rest.isEmpty()       ? tr("%n field(s) need another look.", nullptr, int(error.fields.size()))
                                              : sentences.join(u' '));
    m_message->show();
}

} // namespace countersign

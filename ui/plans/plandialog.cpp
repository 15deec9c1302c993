// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/plandialog.h"

#include "domain/plancheck.h"
#include "ui/plans/planform.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>

namespace countersign {

using namespace Qt::StringLiterals;

PlanDialog::PlanDialog(Workspace *workspace, const Plan &plan, const QString &id, qint64 revision, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_plan(plan)
    , m_id(id)
    , m_revision(revision)
    , m_before(revision > 0 ? encode(plan) : QJsonObject())
    , m_form(new PlanForm(plan, revision > 0 || !plan.replaces.isEmpty()))
    , m_message(new TextLabel({}, TextSize::Body, ColorRole::NegativeText))
    , m_save(new QPushButton(revision > 0 ? tr("Save") : tr("Write the plan")))
{
    const Theme theme = Theme::current();
    setWindowTitle(revision > 0               ? tr("Edit the plan")
                   : !plan.replaces.isEmpty() ? tr("New plan in place of another")
                                              : tr("New plan"));
    resize(theme.px(880), theme.px(720));
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.gap());
    column->addWidget(m_form);
    auto *scroll = new QScrollArea;
    scroll->setWidget(content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    m_message->setWordWrap(true);
    m_message->hide();
    setButtonKind(m_save, ButtonKind::Primary);
    m_save->setDefault(true);
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *told = new TextLabel(tr("It is a draft until somebody other than you signs it; then it is locked and does not change any more."),
                               TextSize::Small, ColorRole::TextMuted);
    told->setWordWrap(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme.gap());
    buttons->addWidget(told, 1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_save);
    auto *foot = new QVBoxLayout;
    foot->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.margin());
    foot->setSpacing(theme.gap());
    foot->addWidget(m_message);
    foot->addLayout(buttons);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll, 1);
    layout->addLayout(foot);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &PlanDialog::save);
    workspace->replica()->read(
        this, [model = plan.model](ReadSession &session) { return loadPlanChoices(session, model); },
        [this](const Result<PlanChoices> &choices) {
            if (choices)
                m_form->setChoices(*choices);
            else
                showError(choices.error());
        });
}

QString PlanDialog::message() const
{
    return m_message->text();
}

Command PlanDialog::commandFor(const QJsonObject &json) const
{
    const QString title = json.value(u"title"_s).toString();
    Command out;
    out.body = json;
    if (m_revision == 0) {
        out.title = tr("Write the plan “%1”").arg(title);
        out.path = u"/v1/plans"_s;
        return out;
    }
    out.title = tr("Change the plan “%1”").arg(title);
    out.method = "PATCH";
    out.path = u"/v1/plans/"_s + m_id;
    out.ifMatch = m_revision;
    out.base = m_before;
    // An edit is a merge patch: what was taken away has to be said, and what is fixed is left out.
    for (const FieldInfo &field : shapeOf<Plan>().fields) {
        if (field.fixed || field.serverSet)
            out.body.remove(field.name);
        else if (m_before.contains(field.name) && !json.contains(field.name))
            out.body.insert(field.name, QJsonValue::Null);
    }
    return out;
}

void PlanDialog::save()
{
    m_message->hide();
    const QJsonObject json = m_form->json();
    const auto plan = decode<Plan>(json);
    if (!plan)
        return showError(plan.error());
    if (const auto problems = planProblems(*plan); !problems.isEmpty())
        return showError(invalidFields(shapeOf<Plan>(), problems));
    m_form->clearErrors();
    m_save->setEnabled(false);
    m_workspace->send(commandFor(json), this, [this](const Result<QJsonObject> &answer) {
        m_save->setEnabled(true);
        if (!answer)
            return showError(answer.error());
        emit done(m_revision > 0 ? tr("The plan was changed.") : tr("The plan was written. Somebody else signs it."));
        accept();
    });
    if (m_workspace->freshness().state == Freshness::State::Offline) {
        emit done(tr("The plan waits in the outbox and is sent when there is a connection."));
        accept();
    }
}

void PlanDialog::showError(const Error &error)
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/requestdialog.h"

#include "ui/registry/words.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

RequestDialog::RequestDialog(Workspace *workspace, const QString &version, QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_version(version)
    , m_environment(new QComboBox)
    , m_policy(new QComboBox)
    , m_comment(new QPlainTextEdit)
    , m_explanation(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_message(new TextLabel({}, TextSize::Body, ColorRole::NegativeText))
    , m_send(new QPushButton(tr("Request release")))
{
    const Theme theme = Theme::current();
    setWindowTitle(tr("Request the release of %1").arg(versionTitle(version)));
    setAttribute(Qt::WA_DeleteOnClose);
    m_environment->setAccessibleName(tr("Environment"));
    // A policy that applies everywhere names no environment: the first one has to be typed.
    m_environment->setEditable(true);
    m_environment->lineEdit()->setPlaceholderText(u"production"_s);
    m_policy->setAccessibleName(tr("Policy"));
    m_comment->setAccessibleName(tr("Comment"));
    m_comment->setPlaceholderText(tr("What the reviewers should know."));
    m_comment->setTabChangesFocus(true);
    m_comment->setFixedHeight(theme.px(88));
    m_explanation->setWordWrap(true);
    m_message->setWordWrap(true);
    setButtonKind(m_send, ButtonKind::Primary);
    m_send->setDefault(true);
    m_send->setEnabled(false);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(theme.margin());
    form->setVerticalSpacing(theme.gap());
    const auto label = [](const QString &text) { return new TextLabel(text, TextSize::Body, ColorRole::TextMuted); };
    form->addRow(label(tr("Into")), m_environment);
    form->addRow(label(tr("Policy")), m_policy);
    form->addRow(QString(), m_explanation);
    form->addRow(label(tr("Comment")), m_comment);
    auto *close = new QPushButton(tr("Close"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_message, 1);
    buttons->addWidget(close);
    buttons->addWidget(m_send);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    layout->setSpacing(theme.groupGap());
    layout->addLayout(form);
    layout->addStretch();
    layout->addLayout(buttons);
    resize(theme.px(560), theme.px(340));
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_send, &QPushButton::clicked, this, &RequestDialog::send);
    connect(m_environment, &QComboBox::currentTextChanged, this, &RequestDialog::showPolicies);
    connect(m_policy, &QComboBox::currentIndexChanged, this, &RequestDialog::explain);
    workspace->replica()->read(
        this, [version, person = workspace->person().name](ReadSession &session) { return loadRequestChoices(session, version, person); },
        [this](const Result<RequestChoices> &choices) { showChoices(choices); });
}

QString RequestDialog::explanation() const
{
    return m_explanation->text();
}

void RequestDialog::showChoices(const Result<RequestChoices> &choices)
{
    if (!choices)
        return fail(choices.error().text);
    m_choices = *choices;
    m_environment->addItems(m_choices->environments);
    showPolicies();
}

void RequestDialog::showPolicies()
{
    if (!m_choices)
        return;
    const QSignalBlocker blocker(m_policy);
    m_policy->clear();
    for (const auto &choice : m_choices->fitting(m_environment->currentText().trimmed()))
        m_policy->addItem(choice.body.title.isEmpty() ? choice.policy : choice.body.title, choice.policy);
    explain();
}

void RequestDialog::explain()
{
    const QString environment = m_environment->currentText().trimmed();
    if (environment.isEmpty()) {
        m_send->setEnabled(false);
        m_explanation->setRole(ColorRole::TextMuted);
        m_explanation->setText(tr("Say which environment it is to go into."));
        return;
    }
    const auto choices = m_choices->fitting(environment);
    const QString open = m_choices->open.value(environment);
    const int at = m_policy->currentIndex();
    if (at < 0 || at >= choices.size() || !open.isEmpty()) {
        m_send->setEnabled(false);
        m_explanation->setRole(ColorRole::NegativeText);
        m_explanation->setText(!open.isEmpty()
                                   ? tr("%1 already asks for this and is open.").arg(open)
                                   : tr("No policy applies here. Somebody of Risk or Administration writes one first."));
        return;
    }
    const auto &choice = choices[at];
    m_send->setEnabled(choice.answer.possible);
    m_explanation->setRole(choice.answer.possible ? ColorRole::TextMuted : ColorRole::NegativeText);
    if (!choice.answer.possible) {
        //: %1 is the domain's sentence on what is missing
        m_explanation->setText(tr("Nobody could approve this today. %1").arg(choice.answer.reason));
        return;
    }
    QStringList lines;
    for (const PolicyStage &stage : choice.body.stages) {
        QStringList people;
        for (const QString &person : choice.answer.eligible.value(stage.name))
            people.append(m_choices->names.value(person, person));
        //: a stage of an approval: its name, how many must sign, who could
        lines.append(tr("%1: %2 of %3").arg(stage.name).arg(stage.quorum).arg(people.join(u", "_s)));
    }
    m_explanation->setText(lines.join(u'\n'));
}

void RequestDialog::send()
{
    Command command;
    command.title = tr("Request release of %1").arg(versionTitle(m_version));
    command.path = u"/v1/requests"_s;
    command.body = {{u"version"_s, m_version},
                    {u"environment"_s, m_environment->currentText().trimmed()},
                    {u"policy"_s, m_policy->currentData().toString()}};
    if (const QString comment = m_comment->toPlainText().trimmed(); !comment.isEmpty())
        command.body.insert(u"comment"_s, comment);
    m_send->setEnabled(false);
    m_message->setRole(ColorRole::TextMuted);
    m_message->setText(m_workspace->freshness().state == Freshness::State::Offline
                           ? tr("It waits in the outbox and is sent when there is a connection.")
                           : tr("Sending…"));
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        if (!answer)
            return fail(answer.error().text);
        emit requested(answer->value(u"id"_s).toString());
        accept();
    });
}

void RequestDialog::fail(const QString &sentence)
{
    m_message->setRole(ColorRole::NegativeText);
    m_message->setText(sentence);
    m_send->setEnabled(m_choices && m_policy->currentIndex() >= 0);
}

} // namespace countersign

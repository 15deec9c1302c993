// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/startpage.h"

#include "ui/widgets/panel.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpressionValidator>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

StartPage::StartPage(QWidget *parent)
    : QWidget(parent)
    , m_sample(new QPushButton(tr("Open the sample")))
    , m_local(new QPushButton(tr("Start a workspace")))
    , m_server(new QPushButton(tr("Connect")))
    , m_person(new QLineEdit)
    , m_url(new QLineEdit)
    , m_token(new QLineEdit)
{
    const Theme theme = Theme::current();
    setButtonKind(m_sample, ButtonKind::Primary);
    m_person->setPlaceholderText(tr("Your name as an address: ana.ferreira"));
    m_person->setAccessibleName(tr("Your name as an address"));
    m_person->setValidator(new QRegularExpressionValidator(QRegularExpression(u"[a-z0-9][a-z0-9._-]{0,60}"_s), m_person));
    m_url->setPlaceholderText(u"https://governance.example.org"_s);
    m_url->setAccessibleName(tr("Address of the server"));
    m_token->setPlaceholderText(tr("API key"));
    m_token->setAccessibleName(tr("API key"));
    m_token->setEchoMode(QLineEdit::Password);

    auto *column = new QWidget;
    column->setMaximumWidth(theme.px(560));
    auto *layout = new QVBoxLayout(column);
    layout->setSpacing(theme.groupGap());
    layout->addStretch();
    layout->addWidget(new TextLabel(tr("Countersign"), TextSize::Display, ColorRole::Text, QFont::DemiBold));
    auto *what = new TextLabel(tr("Review the evidence, sign off deployments, and keep watching what you signed for."), TextSize::Title,
                               ColorRole::TextMuted);
    what->setWordWrap(true);
    layout->addWidget(what);
    layout->addWidget(choice(tr("Look around"),
                             tr("An insurer that does not exist, with twelve models and requests in every state. You may act as any of its people."),
                             m_sample));
    layout->addWidget(choice(tr("Work on this machine"),
                             tr("Your own workspace, kept in your home folder. You are its first administrator; others can join it later."), m_local,
                             {m_person}));
    layout->addWidget(choice(tr("Join a server"), tr("Your team's record. The key is kept in this machine's keychain."), m_server, {m_url, m_token}));
    m_message = new TextLabel({}, TextSize::Body, ColorRole::TextMuted);
    m_message->setWordWrap(true);
    layout->addWidget(m_message);
    layout->addStretch();
    auto *outer = new QHBoxLayout(this);
    outer->addStretch();
    outer->addWidget(column, 1);
    outer->addStretch();

    const auto enable = [this] {
        m_local->setEnabled(!m_person->text().isEmpty());
        m_server->setEnabled(!m_url->text().isEmpty() && !m_token->text().isEmpty());
    };
    enable();
    connect(m_person, &QLineEdit::textChanged, this, enable);
    connect(m_url, &QLineEdit::textChanged, this, enable);
    connect(m_token, &QLineEdit::textChanged, this, enable);
    connect(m_sample, &QPushButton::clicked, this, &StartPage::sampleChosen);
    connect(m_local, &QPushButton::clicked, this, [this] { emit localChosen(m_person->text()); });
    connect(m_server, &QPushButton::clicked, this, &StartPage::chooseServer);
}

QWidget *StartPage::choice(const QString &title, const QString &text, QPushButton *button, const QList<QWidget *> &fields)
{
    auto *panel = new Panel(title);
    auto *layout = new QVBoxLayout;
    auto *label = new TextLabel(text, TextSize::Body, ColorRole::TextMuted);
    label->setWordWrap(true);
    layout->addWidget(label);
    auto *row = new QHBoxLayout;
    for (QWidget *field : fields)
        row->addWidget(field, 1);
    if (fields.isEmpty())
        row->addStretch();
    row->addWidget(button);
    layout->addLayout(row);
    panel->setContent(layout);
    return panel;
}

void StartPage::chooseServer()
{
    const QUrl url = QUrl::fromUserInput(m_url->text().trimmed());
    const QByteArray token = m_token->text().toLatin1();
    m_token->clear();
    emit serverChosen(url, token);
}

void StartPage::setBusy(const QString &sentence)
{
    for (QPushButton *button : {m_sample, m_local, m_server})
        button->setEnabled(false);
    m_message->setRole(ColorRole::TextMuted);
    m_message->setText(sentence);
}

void StartPage::setProblem(const QString &sentence)
{
    m_sample->setEnabled(true);
    m_local->setEnabled(!m_person->text().isEmpty());
    m_server->setEnabled(!m_url->text().isEmpty() && !m_token->text().isEmpty());
    m_message->setRole(ColorRole::NegativeText);
    m_message->setText(sentence);
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/signdialog.h"

#include "domain/statetable.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;

SignDialog::SignDialog(Workspace *workspace, const SigningTarget &target, PreparedDecision decision, const QString &role,
                       QWidget *parent)
    : QDialog(parent)
    , m_workspace(workspace)
    , m_target(target)
    , m_decision(std::move(decision))
    , m_role(role)
{
    const Theme theme = Theme::current();
    setWindowTitle(tr("Sign"));
    resize(theme.px(720), theme.px(640));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    layout->setSpacing(theme.gap());
    auto *title = new TextLabel(visibleText(target.title), TextSize::Title, ColorRole::Text, QFont::DemiBold);
    title->setWordWrap(true);
    layout->addWidget(title);
    auto *what = new TextLabel(tr("This text is what you sign: its digest becomes part of the signature, and anybody can check it later."),
                               TextSize::Body, ColorRole::TextMuted);
    what->setWordWrap(true);
    layout->addWidget(what);
    m_roles = new QComboBox;
    m_roles->setAccessibleName(tr("Role in which you sign"));
    m_roles->setToolTip(tr("The sheet names the role in which you sign."));
    m_roles->hide();
    layout->addWidget(m_roles);
    m_sheet = new QPlainTextEdit(QString::fromUtf8(m_decision.sheet));
    m_sheet->setReadOnly(true);
    m_sheet->setAccessibleName(tr("Signing sheet"));
    m_sheet->setFont(theme.monospaceFont());
    m_sheet->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    layout->addWidget(m_sheet, 1);

    m_passphrase = new QLineEdit;
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_passphrase->setPlaceholderText(tr("Passphrase of your key"));
    m_passphrase->setAccessibleName(tr("Passphrase"));
    m_passphrase->setVisible(workspace->signerNeedsPassphrase());
    layout->addWidget(m_passphrase);
    m_message = new TextLabel({}, TextSize::Body, ColorRole::NegativeText);
    m_message->setWordWrap(true);
    m_message->hide();
    layout->addWidget(m_message);

    m_sign = new QPushButton(tr("Sign as %1").arg(workspace->person().displayName));
    setButtonKind(m_sign, ButtonKind::Primary);
    m_sign->setDefault(true);
    m_makeKey = new QPushButton(tr("Make a key…"));
    m_makeKey->hide();
    m_makeFile = new QPushButton(tr("Keep it in an encrypted file"));
    m_makeFile->hide();
    m_cancel = new QPushButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_makeKey);
    buttons->addWidget(m_makeFile);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_sign);
    layout->addLayout(buttons);
    connect(m_sign, &QPushButton::clicked, this, &SignDialog::sign);
    connect(m_makeKey, &QPushButton::clicked, this, [this] { makeKey(KeyPlace::Keychain); });
    connect(m_makeFile, &QPushButton::clicked, this, [this] { makeKey(KeyPlace::File); });
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    if (m_passphrase->isVisibleTo(this))
        m_passphrase->setFocus();
    else
        m_sign->setFocus();
}

void SignDialog::setRoles(const QStringList &roles, std::function<PreparedDecision(const QString &role)> prepare)
{
    for (const QString &role : roles)
        //: a role: "Sign as Risk"
        m_roles->addItem(tr("Sign as %1").arg(roleTitle(role)), role);
    m_roles->setCurrentIndex(std::max(0, m_roles->findData(m_role)));
    m_roles->setVisible(!roles.isEmpty());
    m_roles->setEnabled(roles.size() > 1);
    connect(m_roles, &QComboBox::currentIndexChanged, this, [this, prepare = std::move(prepare)] {
        m_role = m_roles->currentData().toString();
        m_decision = prepare(m_role);
        m_sheet->setPlainText(sheet());
    });
}

QString SignDialog::sheet() const
{
    return QString::fromUtf8(m_decision.sheet);
}

void SignDialog::setBusy(bool busy, const QString &sentence)
{
    m_sign->setEnabled(!busy);
    m_roles->setEnabled(!busy && m_roles->count() > 1);
    m_passphrase->setEnabled(!busy);
    m_message->setRole(ColorRole::TextMuted);
    m_message->setText(sentence);
    m_message->setVisible(!sentence.isEmpty());
}

void SignDialog::fail(const QString &sentence)
{
    setBusy(false);
    m_message->setRole(ColorRole::NegativeText);
    m_message->setText(sentence);
    m_message->show();
}

void SignDialog::sign()
{
    setBusy(true, tr("Opening your key…"));
    const QString passphrase = m_passphrase->text();
    m_passphrase->clear();
    m_workspace->openSigner(passphrase, this, [this](const Result<std::shared_ptr<Signer>> &signer) {
        if (signer.ok())
            return signWith(*signer);
        m_makeKey->setVisible(signer.error().code == Error::Code::NotFound);
        fail(signer.error().text);
    });
}

void SignDialog::signWith(const std::shared_ptr<Signer> &signer)
{
    signEnvelope(*signer, QString(inTotoPayloadType), m_decision.statement.toBytes(), this, [this, signer](const Result<Envelope> &envelope) {
        if (!envelope)
            return fail(envelope.error().text);
        send(*envelope);
    });
}

void SignDialog::send(const Envelope &envelope)
{
    setBusy(true, tr("Sending…"));
    Command command;
    command.title = m_target.title;
    command.path = m_target.path;
    command.request = m_target.record;
    command.body = {{u"role"_s, m_role},
                    {u"envelope"_s, QString::fromUtf8(SigstoreBundle::around(envelope).toBytes())},
                    {u"sheet"_s, QString::fromUtf8(m_decision.sheet)}};
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        if (!answer)
            return fail(answer.error().text);
        //: %1 is the number of the entry in the log
        m_outcome = tr("Signed: leaf %1.").arg(formatCount(answer->value(u"leaf"_s).toInteger()));
        accept();
    });
    if (m_workspace->freshness().state == Freshness::State::Offline) {
        m_outcome = tr("Signed, and waiting in the outbox: it is checked once more before it is sent that nothing has changed since.");
        accept();
    }
}

void SignDialog::makeKey(KeyPlace place)
{
    const QString passphrase = m_passphrase->text();
    if (m_workspace->signerNeedsPassphrase() && passphrase.size() < 8)
        return fail(tr("Type a passphrase of at least 8 characters for the new key first."));
    setBusy(true, tr("Making a key…"));
    m_workspace->createSigner(place, tr("This computer"), passphrase, this, [this](const Result<QString> &keyId) {
        m_makeFile->setVisible(!keyId.ok() && keyId.error().code == Error::Code::Unsupported);
        if (!keyId)
            return fail(keyId.error().text);
        m_makeKey->hide();
        fail(tr("Your key %1… was made and its enrolment sent. An administrator compares this number with you and confirms it; then you can sign.")
                 .arg(keyId->left(16)));
    });
}

} // namespace countersign

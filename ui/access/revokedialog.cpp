// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/access/revokedialog.h"

#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>

namespace countersign {

RevokeDialog::RevokeDialog(const QString &person, QWidget *parent)
    : QDialog(parent), m_reason(new QPlainTextEdit), m_revoke(new QPushButton(tr("Revoke the key")))
{
    const Theme theme = Theme::current();
    setWindowTitle(tr("Revoke a signing key"));
    resize(theme.px(460), theme.px(240));
    auto *text = new TextLabel(tr("From now on nothing that this key of %1 signs counts. What it signed before stays signed. This cannot be taken back.").arg(person));
    text->setWordWrap(true);
    m_reason->setPlaceholderText(tr("Why: lost, left the team, seen by somebody else…"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setTabChangesFocus(true);
    setButtonKind(m_revoke, ButtonKind::Danger);
    m_revoke->setEnabled(false);
    auto *cancel = new QPushButton(tr("Cancel"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch();
    buttons->addWidget(cancel);
    buttons->addWidget(m_revoke);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.margin(), theme.margin(), theme.margin());
    layout->setSpacing(theme.groupGap());
    layout->addWidget(text);
    layout->addWidget(m_reason, 1);
    layout->addLayout(buttons);
    connect(m_reason, &QPlainTextEdit::textChanged, this, [this] { m_revoke->setEnabled(!reason().isEmpty()); });
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_revoke, &QPushButton::clicked, this, &QDialog::accept);
}

QString RevokeDialog::reason() const
{
    return m_reason->toPlainText().trimmed();
}

} // namespace countersign

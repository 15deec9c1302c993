// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include "ui/widgets/textlabel.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace countersign {

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_text(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_button(new QPushButton)
{
    const Theme theme = Theme::current();
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setMinimumWidth(theme.px(260));
    m_text->setMaximumWidth(theme.px(440));
    m_button->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(theme.groupGap());
    layout->addStretch();
    layout->addWidget(m_text, 0, Qt::AlignHCenter);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch();
    connect(m_button, &QPushButton::clicked, this, &EmptyState::actionTriggered);
}

void EmptyState::setText(const QString &sentence)
{
    m_text->setText(sentence);
}

void EmptyState::setAction(const QString &text)
{
    m_button->setText(text);
    m_button->setVisible(!text.isEmpty());
}

} // namespace countersign

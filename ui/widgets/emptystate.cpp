// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/emptystate.h"

#include "ui/widgets/textlabel.h"

#include <QGridLayout>
#include <QPushButton>

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
    // A grid and not alignment: a wrapped label that is aligned gets the height of its unwrapped text.
    auto *layout = new QGridLayout(this);
    layout->setVerticalSpacing(theme.groupGap());
    layout->addWidget(m_text, 1, 1);
    layout->addWidget(m_button, 2, 1, Qt::AlignHCenter);
    for (const int outer : {0, 3})
        layout->setRowStretch(outer, 1);
    for (const int outer : {0, 2})
        layout->setColumnStretch(outer, 1);
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/banner.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

Tone toneOf(Banner::Kind kind)
{
    return kind == Banner::Kind::Error ? Tone::Negative : kind == Banner::Kind::Warning ? Tone::Caution : Tone::Info;
}

QString iconOf(Banner::Kind kind)
{
    return kind == Banner::Kind::Error ? u"error"_s : kind == Banner::Kind::Warning ? u"warning"_s : u"info"_s;
}

} // namespace

Banner::Banner(QWidget *parent)
    : QFrame(parent)
    , m_title(new TextLabel({}, TextSize::Body, ColorRole::Text, QFont::DemiBold))
    , m_text(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_button(new QPushButton)
    , m_iconSpace(new QWidget)
{
    const Theme theme = Theme::current();
    m_text->setWordWrap(true);
    m_title->setWordWrap(true);
    m_iconSpace->setFixedSize(theme.px(20), theme.px(16));
    auto *words = new QVBoxLayout;
    words->setSpacing(theme.px(2));
    words->addWidget(m_title);
    words->addWidget(m_text);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.px(12), theme.px(10), theme.px(12), theme.px(10));
    layout->setSpacing(theme.px(8));
    layout->addWidget(m_iconSpace, 0, Qt::AlignTop);
    layout->addLayout(words, 1);
    layout->addWidget(m_button, 0, Qt::AlignVCenter);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    connect(m_button, &QPushButton::clicked, this, &Banner::actionTriggered);
    hide();
}

void Banner::show(Kind kind, const QString &title, const QString &text, const QString &action)
{
    m_kind = kind;
    m_title->setText(title);
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    m_button->setText(action);
    m_button->setVisible(!action.isEmpty());
    setAccessibleName(title);
    setAccessibleDescription(text);
    QFrame::show();
    update();
}

void Banner::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    const Tone tone = toneOf(m_kind);
    QPainter painter(this);
    drawBox(&painter, rect(), theme.cardRadius(), theme.color(fillRole(tone)), theme.color(borderRole(tone)));
    painter.drawPixmap(m_iconSpace->geometry().topLeft(),
                       iconPixmap(iconOf(m_kind), theme.px(16), theme.color(textRole(tone)), devicePixelRatioF()));
}

} // namespace countersign

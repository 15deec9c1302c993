// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panel.h"

#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace countersign {

Panel::Panel(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_header(new QWidget)
    , m_headerLayout(new QHBoxLayout(m_header))
    , m_layout(new QVBoxLayout(this))
    , m_title(new TextLabel({}, TextSize::Body, ColorRole::Text, QFont::DemiBold))
    , m_summary(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
{
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_summary->setElide(Qt::ElideRight);
    m_headerLayout->addWidget(m_title);
    m_headerLayout->addWidget(m_summary, 1);
    m_layout->setSpacing(0);
    m_layout->addWidget(m_header);
    setTitle(title);
    applyMetrics();
}

void Panel::setTitle(const QString &title)
{
    m_title->setText(title);
    m_header->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

void Panel::setSummary(const QString &summary)
{
    m_summary->setText(summary);
}

void Panel::setCorner(QWidget *corner)
{
    m_headerLayout->addWidget(corner);
}

void Panel::setContent(QWidget *content, bool flush)
{
    delete m_content;
    m_content = content;
    m_flush = flush;
    m_layout->addWidget(content);
    applyMetrics();
}

void Panel::setContent(QLayout *layout)
{
    auto *holder = new QWidget;
    holder->setLayout(layout);
    setContent(holder, false);
}

void Panel::setHighlighted(bool highlighted)
{
    m_highlighted = highlighted;
    update();
}

void Panel::applyMetrics()
{
    const Theme theme = Theme::current();
    const int side = theme.px(14);
    m_header->setFixedHeight(theme.px(37));
    m_headerLayout->setContentsMargins(side, 0, side, 0);
    m_headerLayout->setSpacing(theme.px(12));
    // A pixel all around keeps the content off the hairline; the bottom gets the radius so that corners stay round.
    m_layout->setContentsMargins(1, 1, 1, m_flush ? theme.px(5) : 1);
    if (m_content && !m_flush && m_content->layout())
        m_content->layout()->setContentsMargins(side, theme.px(12), side, theme.px(12));
}

void Panel::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    drawBox(&painter, rect(), theme.cardRadius(), theme.color(ColorRole::Surface),
            theme.color(m_highlighted ? ColorRole::Focus : ColorRole::Border));
    if (!m_header->isHidden() && m_content) {
        painter.fillRect(1, m_header->geometry().bottom(), width() - 2, 1, theme.color(ColorRole::Border));
    }
}

void Panel::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        applyMetrics();
}

} // namespace countersign

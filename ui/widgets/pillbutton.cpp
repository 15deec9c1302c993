// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/pillbutton.h"

#include "ui/widgets/style.h"

#include <QMenu>
#include <QPainter>

namespace countersign {

PillButton::PillButton(const QString &text, Look look, QWidget *parent)
    : QPushButton(text, parent)
    , m_look(look)
{
    setAutoDefault(false);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void PillButton::setActive(bool active)
{
    m_active = active;
    update();
}

QSize PillButton::sizeHint() const
{
    const Theme theme = Theme::current();
    const QFontMetrics metrics(theme.font());
    const int chevron = menu() && m_look == Look::Plain ? theme.px(14) : 0;
    return {metrics.horizontalAdvance(text()) + theme.px(m_look == Look::Outlined ? 22 : 12) + chevron + 1, theme.px(24)};
}

QSize PillButton::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), Theme::current().px(64)), sizeHint().height()};
}

void PillButton::paintEvent(QPaintEvent *)
{
    using enum ColorRole;
    const Theme theme = Theme::current();
    QPainter painter(this);
    const bool outlined = m_look == Look::Outlined;
    const ColorRole fill = m_active ? AccentSoft : underMouse() || isDown() ? Hover : Surface;
    const qreal radius = outlined ? height() / 2.0 - 1 : theme.px(4);
    if (outlined)
        drawBox(&painter, rect(), radius, theme.color(fill), theme.color(m_active ? Focus : BorderStrong));
    else if (underMouse() || isDown())
        drawBox(&painter, rect(), radius, theme.color(Hover), Qt::transparent);
    QRect room = rect().adjusted(theme.px(outlined ? 11 : 6), 0, -theme.px(outlined ? 11 : 6), 0);
    painter.setFont(theme.font());
    painter.setPen(theme.color(m_active ? AccentSoftText : outlined ? Text : TextMuted));
    if (menu() && !outlined) {
        const int side = theme.px(10);
        drawChevron(&painter, QRectF(room.right() - side + 1, room.center().y() - side / 2.0 + 1, side, side),
                    Qt::DownArrow, theme.color(TextMuted));
        room.setRight(room.right() - side - theme.px(3));
    }
    painter.drawText(room, int(Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine),
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width() + 1));
    if (hasFocus())
        drawFocusRing(&painter, rect(), radius, theme);
}

} // namespace countersign

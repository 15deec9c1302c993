// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/statuspill.h"

#include "ui/widgets/style.h"

#include <QPainter>

namespace countersign {

StatusPill::StatusPill(QWidget *parent)
    : QAbstractButton(parent)
{
    setAttribute(Qt::WA_Hover);
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void StatusPill::setStatus(ChipShape shape, Tone tone, const QString &text)
{
    m_shape = shape;
    m_tone = tone;
    setText(text);
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize StatusPill::sizeHint() const
{
    const Theme theme = Theme::current();
    const QFontMetrics metrics(theme.font());
    return {metrics.horizontalAdvance(text()) + theme.px(m_shape == ChipShape::None ? 8 : 22) + 2, theme.px(22)};
}

void StatusPill::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    if (underMouse())
        drawBox(&painter, rect(), theme.px(4), theme.color(ColorRole::Hover), Qt::transparent);
    QRect room = rect().adjusted(theme.px(4), 0, -theme.px(4), 0);
    if (m_shape != ChipShape::None) {
        const int side = theme.px(9);
        const ColorRole role = m_tone == Tone::Neutral ? ColorRole::TextMuted : textRole(m_tone);
        paintShape(&painter, QRectF(room.left(), room.top() + (room.height() - side) / 2.0, side, side), m_shape,
                   theme.color(role));
        room.setLeft(room.left() + theme.px(14));
    }
    const bool loud = m_tone == Tone::Negative || m_tone == Tone::Caution;
    painter.setFont(theme.font());
    painter.setPen(theme.color(loud ? textRole(m_tone) : ColorRole::TextMuted));
    painter.drawText(room, int(Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine),
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width() + 1));
    if (hasFocus())
        drawFocusRing(&painter, rect(), theme.px(4), theme);
}

} // namespace countersign

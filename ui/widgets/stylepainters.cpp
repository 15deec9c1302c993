// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/stylepainters.h"

#include "ui/widgets/chip.h"

#include <QPainter>

namespace countersign {

ButtonColors colorsOf(ButtonKind kind, QStyle::State state, const Theme &theme)
{
    using enum ColorRole;
    const bool hover = state & QStyle::State_MouseOver;
    const bool down = state & (QStyle::State_Sunken | QStyle::State_On);
    if (!(state & QStyle::State_Enabled)) {
        const bool quiet = kind == ButtonKind::Quiet;
        return {quiet ? QColor(Qt::transparent) : theme.color(Window),
                quiet ? QColor(Qt::transparent) : theme.color(Border), theme.color(TextDisabled)};
    }
    switch (kind) {
    case ButtonKind::Primary: {
        const QColor fill = theme.color(hover || down ? AccentHover : Accent);
        return {fill, fill, theme.color(AccentText)};
    }
    case ButtonKind::Danger:
        return {theme.color(NegativeFill), theme.color(hover || down ? NegativeText : NegativeBorder),
                theme.color(NegativeText)};
    case ButtonKind::Quiet:
        return {hover || down ? theme.color(Hover) : QColor(Qt::transparent), Qt::transparent, theme.color(Text)};
    case ButtonKind::Normal:
        break;
    }
    return {theme.color(hover || down ? Hover : Surface), theme.color(BorderStrong), theme.color(Text)};
}

void drawScrollBar(const QStyleOptionSlider &bar, QRect handle, QPainter *painter, const Theme &theme)
{
    painter->fillRect(bar.rect, theme.color(ColorRole::Surface));
    if (bar.maximum <= bar.minimum)
        return;
    QColor color = theme.color(ColorRole::ScrollHandle);
    if (bar.state & QStyle::State_MouseOver || bar.activeSubControls & QStyle::SC_ScrollBarSlider)
        color = theme.color(ColorRole::TextMuted);
    const int inset = theme.px(3);
    const QRectF box = QRectF(handle).adjusted(inset, inset, -inset, -inset);
    const qreal radius = std::min(box.width(), box.height()) / 2;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    painter->drawRoundedRect(box, radius, radius);
    painter->restore();
}

QRect scrollBarPart(const QStyleOptionSlider &bar, QStyle::SubControl part, int minimumHandle)
{
    const bool horizontal = bar.orientation == Qt::Horizontal;
    const int length = horizontal ? bar.rect.width() : bar.rect.height();
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    int handle = length;
    if (range > 0)
        handle = std::clamp(int(qint64(length) * bar.pageStep / (range + bar.pageStep)), minimumHandle, length);
    const int start = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition, length - handle,
                                                      bar.upsideDown);
    int from = 0;
    int size = length;
    switch (part) {
    case QStyle::SC_ScrollBarGroove:
        break;
    case QStyle::SC_ScrollBarSlider:
        from = start;
        size = handle;
        break;
    case QStyle::SC_ScrollBarSubPage:
        size = start;
        break;
    case QStyle::SC_ScrollBarAddPage:
        from = start + handle;
        size = length - from;
        break;
    default:
        return {};
    }
    return horizontal ? QRect(bar.rect.x() + from, bar.rect.y(), size, bar.rect.height())
                      : QRect(bar.rect.x(), bar.rect.y() + from, bar.rect.width(), size);
}

void drawHeaderSection(const QStyleOption &option, QPainter *painter, const Theme &theme)
{
    painter->fillRect(option.rect, theme.color(ColorRole::Surface));
    painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                      theme.color(ColorRole::Border));
}

void drawTab(const QStyleOptionTab &tab, QPainter *painter, const Theme &theme)
{
    painter->fillRect(QRect(tab.rect.left(), tab.rect.bottom(), tab.rect.width(), 1), theme.color(ColorRole::Border));
    if (tab.state & QStyle::State_Selected) {
        const int line = theme.px(2);
        painter->fillRect(QRect(tab.rect.left(), tab.rect.bottom() - line + 1, tab.rect.width(), line),
                          theme.color(ColorRole::Accent));
    }
}

void drawIndicator(const QStyleOption &option, bool radio, QPainter *painter, const Theme &theme)
{
    using enum ColorRole;
    const bool on = option.state & QStyle::State_On;
    const bool mixed = option.state & QStyle::State_NoChange;
    const bool enabled = option.state & QStyle::State_Enabled;
    const QRectF box = QRectF(option.rect);
    const qreal radius = radio ? box.width() / 2 - 0.5 : theme.px(3);
    const bool filled = (on || mixed) && enabled;
    drawBox(painter, box, radius, theme.color(filled ? Accent : Field),
            theme.color(filled ? Accent : enabled ? BorderStrong : Border));
    const QColor ink = theme.color(enabled ? AccentText : TextDisabled);
    const qreal inset = box.width() * (radio ? 0.32 : 0.22);
    const ChipShape shape = mixed ? ChipShape::Minus : radio ? ChipShape::Disc : ChipShape::Check;
    if (on || mixed)
        paintShape(painter, box.adjusted(inset, inset, -inset, -inset), shape, ink);
}

void drawSpinBox(const QStyleOptionSpinBox &box, QRect up, QRect down, QPainter *painter, const Theme &theme)
{
    const bool enabled = box.state & QStyle::State_Enabled;
    drawBox(painter, box.rect, theme.radius(), theme.color(enabled ? ColorRole::Field : ColorRole::Window),
            theme.color(enabled ? ColorRole::BorderStrong : ColorRole::Border));
    if (box.state & QStyle::State_HasFocus)
        drawFocusRing(painter, box.rect, theme.radius(), theme);
    const QSizeF side(theme.px(8), theme.px(8));
    const auto centred = [&](const QRect &rect) {
        return QRectF(QRectF(rect).center() - QPointF(side.width() / 2, side.height() / 2), side);
    };
    const auto ink = [&](QAbstractSpinBox::StepEnabledFlag step) {
        return theme.color(enabled && box.stepEnabled & step ? ColorRole::TextMuted : ColorRole::TextDisabled);
    };
    drawChevron(painter, centred(up), Qt::UpArrow, ink(QAbstractSpinBox::StepUpEnabled));
    drawChevron(painter, centred(down), Qt::DownArrow, ink(QAbstractSpinBox::StepDownEnabled));
}

void drawProgressBar(const QStyleOptionProgressBar &bar, QPainter *painter, const Theme &theme)
{
    const int thickness = theme.px(6);
    QRectF groove(bar.rect);
    if (bar.textVisible && !bar.text.isEmpty()) {
        const int words = QFontMetrics(theme.font(TextSize::Small)).horizontalAdvance(bar.text) + theme.px(8);
        painter->save();
        painter->setFont(theme.font(TextSize::Small));
        painter->setPen(theme.color(ColorRole::TextMuted));
        painter->drawText(bar.rect, int(Qt::AlignVCenter | Qt::AlignRight | Qt::TextSingleLine), bar.text);
        painter->restore();
        groove.setRight(groove.right() - words);
    }
    groove = QRectF(groove.left(), groove.center().y() - thickness / 2.0, groove.width(), thickness);
    drawBox(painter, groove, thickness / 2.0 - 0.5, theme.color(ColorRole::NeutralFill), theme.color(ColorRole::Border));
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    if (range <= 0)
        return;
    groove.setWidth(groove.width() * double(qint64(bar.progress) - bar.minimum) / double(range));
    if (groove.width() >= thickness)
        drawBox(painter, groove, thickness / 2.0 - 0.5, theme.color(ColorRole::Accent), Qt::transparent);
}

} // namespace countersign

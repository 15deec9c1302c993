// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/style.h"

#include "ui/widgets/stylepainters.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QPainter>
#include <QPlainTextEdit>
#include <QStyleOption>
#include <QTextEdit>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

constexpr auto kindProperty = "countersignButtonKind";

/// A field of several lines that is typed into; MarkdownView and the like bring no frame.
bool isTextEdit(const QWidget *widget)
{
    const auto *frame = qobject_cast<const QFrame *>(widget);
    return frame && frame->frameShape() != QFrame::NoFrame
        && (qobject_cast<const QTextEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(widget));
}

} // namespace

void setButtonKind(QAbstractButton *button, ButtonKind kind)
{
    button->setProperty(kindProperty, int(kind));
    button->update();
}

ButtonKind buttonKind(const QWidget *button)
{
    return button ? ButtonKind(button->property(kindProperty).toInt()) : ButtonKind::Normal;
}

void drawBox(QPainter *painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &border)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(border.alpha() == 0 ? QPen(Qt::NoPen) : QPen(border, 1));
    painter->setBrush(fill.alpha() == 0 ? QBrush(Qt::NoBrush) : QBrush(fill));
    painter->drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius);
    painter->restore();
}

void drawFocusRing(QPainter *painter, const QRectF &rect, qreal radius, const Theme &theme)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(theme.color(ColorRole::Focus), 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(rect.adjusted(1, 1, -1, -1), radius, radius);
    painter->restore();
}

void drawChevron(QPainter *painter, const QRectF &rect, Qt::ArrowType direction, const QColor &color)
{
    const qreal side = std::min(rect.width(), rect.height());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate(rect.center());
    if (direction == Qt::UpArrow)
        painter->rotate(180);
    else if (direction == Qt::LeftArrow)
        painter->rotate(90);
    else if (direction == Qt::RightArrow)
        painter->rotate(-90);
    painter->setPen(QPen(color, std::max(1.2, side / 7), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->drawPolyline(QPolygonF({{-side * 0.36, -side * 0.18}, {0, side * 0.2}, {side * 0.36, -side * 0.18}}));
    painter->restore();
}

Style::Style()
    : QProxyStyle(u"fusion"_s)
{
    setObjectName(u"countersign"_s);
}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QAbstractButton *>(widget) || qobject_cast<QComboBox *>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    const Theme theme = Theme::current();
    switch (metric) {
    case PM_ScrollBarExtent:
        return theme.px(12);
    case PM_SplitterWidth:
        return theme.px(5);
    case PM_LayoutLeftMargin:
    case PM_LayoutTopMargin:
    case PM_LayoutRightMargin:
    case PM_LayoutBottomMargin:
        return theme.px(12);
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return theme.px(8);
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
    case PM_ButtonDefaultIndicator:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarBaseHeight:
        return 0;
    case PM_TabBarTabHSpace:
        return theme.px(20);
    case PM_TabBarTabVSpace:
        return theme.px(14);
    case PM_MenuPanelWidth:
        return 1;
    case PM_MenuVMargin:
        return theme.px(4);
    case PM_DefaultFrameWidth:
        // Text that is typed needs room between it and the rounded outline.
        return isTextEdit(widget) ? theme.px(4) : 1;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return theme.px(16);
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return theme.px(16);
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returnData) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ScrollBar_ContextMenu:
        return 0;
    case SH_ItemView_ShowDecorationSelected:
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    case SH_ToolTip_WakeUpDelay:
        return 400;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returnData);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    const Theme theme = Theme::current();
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        return {size.width() + theme.px(24), std::max(size.height(), theme.controlHeight())};
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        result.setHeight(std::max(size.height(), theme.controlHeight()));
        return result;
    case CT_MenuItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option);
            item && item->menuItemType != QStyleOptionMenuItem::Separator) {
            result.setHeight(std::max(result.height(), theme.px(26)));
        }
        return result;
    default:
        return result;
    }
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                            const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            return visualRect(bar->direction, bar->rect,
                              scrollBarPart(*bar, subControl, Theme::current().px(28)));
        }
    }
    const QRect rect = QProxyStyle::subControlRect(control, option, subControl, widget);
    if (control == CC_ComboBox && subControl == SC_ComboBoxEditField)
        return rect.adjusted(Theme::current().px(5), 0, 0, 0);
    return rect;
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents) {
        const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option);
        const int inset = frame && frame->lineWidth > 0 ? Theme::current().px(6) : 0;
        return rect.adjusted(inset, 0, -inset, 0);
    }
    return rect;
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const Theme theme = Theme::current();
    const bool focused = option->state & State_HasFocus;
    switch (element) {
    case PE_PanelButtonCommand:
    case PE_PanelButtonTool: {
        ButtonKind kind = buttonKind(widget);
        if (element == PE_PanelButtonTool && kind == ButtonKind::Normal && option->state & State_AutoRaise)
            kind = ButtonKind::Quiet;
        const ButtonColors colors = colorsOf(kind, option->state, theme);
        drawBox(painter, option->rect, theme.radius(), colors.fill, colors.border);
        return;
    }
    case PE_PanelLineEdit:
    case PE_FrameLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0) {
            const bool enabled = option->state & State_Enabled;
            drawBox(painter, option->rect, theme.radius(),
                    element == PE_PanelLineEdit ? option->palette.color(QPalette::Base) : QColor(Qt::transparent),
                    theme.color(enabled ? ColorRole::BorderStrong : ColorRole::Border));
            if (focused)
                drawFocusRing(painter, option->rect, theme.radius(), theme);
        }
        return;
    case PE_FrameFocusRect:
        drawFocusRing(painter, option->rect, theme.px(4), theme);
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorRadioButton:
        drawIndicator(*option, element == PE_IndicatorRadioButton, painter, theme);
        return;
    case PE_Frame:
        if (isTextEdit(widget)) {
            drawBox(painter, option->rect, theme.radius(), option->palette.color(QPalette::Base),
                    theme.color(ColorRole::BorderStrong));
        } else {
            drawBox(painter, option->rect, theme.radius(), Qt::transparent, theme.color(ColorRole::Border));
        }
        if (focused && !qobject_cast<const QAbstractItemView *>(widget))
            drawFocusRing(painter, option->rect, theme.radius(), theme);
        return;
    case PE_FrameMenu:
        return;
    case PE_PanelMenu:
    case PE_PanelTipLabel:
        painter->fillRect(option->rect, theme.color(ColorRole::BorderStrong));
        painter->fillRect(option->rect.adjusted(1, 1, -1, -1), theme.color(ColorRole::SurfaceRaised));
        return;
    case PE_FrameTabBarBase:
    case PE_FrameTabWidget:
    case PE_IndicatorToolBarSeparator:
        return;
    case PE_IndicatorHeaderArrow:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            if (header->sortIndicator != QStyleOptionHeader::None) {
                drawChevron(painter, option->rect,
                            header->sortIndicator == QStyleOptionHeader::SortUp ? Qt::DownArrow : Qt::UpArrow,
                            theme.color(ColorRole::TextMuted));
            }
        }
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    const Theme theme = Theme::current();
    switch (element) {
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option)) {
            QStyleOptionButton copy = *button;
            copy.palette.setColor(QPalette::ButtonText, colorsOf(buttonKind(widget), option->state, theme).text);
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_ProgressBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option))
            drawProgressBar(*bar, painter, theme);
        return;
    case CE_HeaderSection:
    case CE_HeaderEmptyArea:
        drawHeaderSection(*option, painter, theme);
        return;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QStyleOptionHeader copy = *header;
            copy.palette.setColor(QPalette::ButtonText, theme.color(ColorRole::TextMuted));
            copy.state &= ~(State_On | State_Sunken);
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            drawTab(*tab, painter, theme);
        return;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            QStyleOptionTab copy = *tab;
            const bool selected = option->state & State_Selected;
            copy.palette.setColor(QPalette::WindowText,
                                  theme.color(selected ? ColorRole::Text : ColorRole::TextMuted));
            QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        return;
    case CE_Splitter: {
        const QPoint middle = option->rect.center();
        if (option->rect.width() < option->rect.height())
            painter->fillRect(middle.x(), option->rect.top(), 1, option->rect.height(), theme.color(ColorRole::Border));
        else
            painter->fillRect(option->rect.left(), middle.y(), option->rect.width(), 1, theme.color(ColorRole::Border));
        return;
    }
    default:
        QProxyStyle::drawControl(element, option, painter, widget);
    }
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    const Theme theme = Theme::current();
    if (control == CC_ScrollBar) {
        if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option)) {
            drawScrollBar(*bar, subControlRect(control, option, SC_ScrollBarSlider, widget), painter, theme);
            return;
        }
    }
    if (control == CC_SpinBox) {
        if (const auto *box = qstyleoption_cast<const QStyleOptionSpinBox *>(option)) {
            drawSpinBox(*box, subControlRect(control, option, SC_SpinBoxUp, widget),
                        subControlRect(control, option, SC_SpinBoxDown, widget), painter, theme);
            return;
        }
    }
    if (control == CC_ComboBox) {
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option); combo && !combo->editable) {
            const ButtonColors colors = colorsOf(buttonKind(widget), option->state & ~State_On, theme);
            drawBox(painter, option->rect, theme.radius(), colors.fill, colors.border);
            if (option->state & State_HasFocus)
                drawFocusRing(painter, option->rect, theme.radius(), theme);
            QRect arrow = subControlRect(control, option, SC_ComboBoxArrow, widget);
            arrow = alignedRect(option->direction, Qt::AlignCenter, QSize(theme.px(10), theme.px(10)), arrow);
            drawChevron(painter, arrow, Qt::DownArrow, theme.color(ColorRole::TextMuted));
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/theme.h"

#include <QProxyStyle>

class QAbstractButton;

namespace countersign {

/// Fusion with hairlines, rounded controls and a visible focus, drawn from the theme's roles. In place of a stylesheet.
class Style : public QProxyStyle
{
    Q_OBJECT
public:
    Style();

    void polish(QWidget *widget) override;
    using QProxyStyle::polish;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *returnData) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                           const QWidget *widget) const override;
    QRect subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const override;
    QRect subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl subControl,
                         const QWidget *widget) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
};

/// What pressing a button amounts to; there is at most one Primary on a screen.
enum class ButtonKind { Normal, Primary, Danger, Quiet };
void setButtonKind(QAbstractButton *button, ButtonKind kind);
[[nodiscard]] ButtonKind buttonKind(const QWidget *button);

/// Fill and hairline of a rounded box that sits exactly on device pixels.
void drawBox(QPainter *painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &border);
/// The ring around what has the keyboard focus.
void drawFocusRing(QPainter *painter, const QRectF &rect, qreal radius, const Theme &theme);
/// A small open arrow; `direction` is where it points.
void drawChevron(QPainter *painter, const QRectF &rect, Qt::ArrowType direction, const QColor &color);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/style.h"

#include <QStyleOption>

namespace countersign {

/// How Style draws single controls. Only style.cpp includes this.

struct ButtonColors
{
    QColor fill;
    QColor border;
    QColor text;
};
[[nodiscard]] ButtonColors colorsOf(ButtonKind kind, QStyle::State state, const Theme &theme);

[[nodiscard]] QRect scrollBarPart(const QStyleOptionSlider &bar, QStyle::SubControl part, int minimumHandle);
void drawScrollBar(const QStyleOptionSlider &bar, QRect handle, QPainter *painter, const Theme &theme);
void drawHeaderSection(const QStyleOption &option, QPainter *painter, const Theme &theme);
void drawTab(const QStyleOptionTab &tab, QPainter *painter, const Theme &theme);
/// Check box or radio button, with a shape as well as a colour when on.
void drawIndicator(const QStyleOption &option, bool radio, QPainter *painter, const Theme &theme);
void drawSpinBox(const QStyleOptionSpinBox &box, QRect up, QRect down, QPainter *painter, const Theme &theme);
void drawProgressBar(const QStyleOptionProgressBar &bar, QPainter *painter, const Theme &theme);

} // namespace countersign

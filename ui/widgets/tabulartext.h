// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFont>
#include <QRectF>
#include <QString>

class QPainter;

namespace countersign {

/// Width of `text` with every digit as wide as the widest, so that columns of figures line up in any font.
/// (QFont::setFeature("tnum") only exists from Qt 6.7 on, and not every font has it.)
[[nodiscard]] qreal tabularWidth(const QFont &font, const QString &text);

/// Draws one line of `text` that way, vertically centred, with the painter's font and pen; only the horizontal part of
/// `alignment` counts. Text too wide for `rect` is elided.
void drawTabular(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QString &text);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/heatmapgrid.h"
#include "ui/widgets/theme.h"

#include <QRectF>

class QPainter;

namespace countersign {

/// "worse", "not comparable": as it stands behind a number.
[[nodiscard]] QString heatMarkText(HeatMark mark);
/// "57 results: 3 worse, 54 no difference".
[[nodiscard]] QString heatCountsText(const HeatMapCell &cell);
/// Fills a cell: worse is dark and better is light, so that they differ without colour. Where there is room a sign says it
/// as well, and where there is less a half that is filled: below for worse, above for better.
void paintHeatCell(QPainter *painter, const QRectF &rect, HeatMark mark, double strength, const Theme &theme);
/// The sign by itself.
void paintHeatSign(QPainter *painter, const QRectF &rect, HeatMark mark, const QColor &ink);
[[nodiscard]] QColor heatFill(HeatMark mark, double strength, const Theme &theme);
/// What is read best on a fill.
[[nodiscard]] QColor heatInk(const QColor &fill, const Theme &theme);

} // namespace countersign

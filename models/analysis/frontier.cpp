// SPDX-License-Identifier: GPL-3.0-or-later
#include "analysis/frontier.h"

#include <algorithm>
#include <cmath>

namespace countersign {

QList<qsizetype> paretoFrontier(std::span<const TradeOff> points, Wanted x, Wanted y)
{
    // Turned so that less is better on both axes.
    const auto turned = [&](qsizetype index) {
        const TradeOff &point = points[size_t(index)];
        return TradeOff{x == Wanted::More ? -point.x : point.x, y == Wanted::More ? -point.y : point.y};
    };
    QList<qsizetype> order;
    for (qsizetype i = 0; i < qsizetype(points.size()); ++i) {
        if (std::isfinite(points[size_t(i)].x) && std::isfinite(points[size_t(i)].y))
            order.append(i);
    }
    std::sort(order.begin(), order.end(), [&](qsizetype a, qsizetype b) {
        const TradeOff one = turned(a);
        const TradeOff two = turned(b);
        return one.x != two.x ? one.x < two.x : one.y != two.y ? one.y < two.y : a < b;
    });
    QList<qsizetype> out;
    TradeOff best;
    for (const qsizetype index : std::as_const(order)) {
        const TradeOff point = turned(index);
        const bool same = !out.isEmpty() && point.x == best.x && point.y == best.y;
        if (!out.isEmpty() && !same && point.y >= best.y)
            continue;
        best = point;
        out.append(index);
    }
    return out;
}

} // namespace countersign

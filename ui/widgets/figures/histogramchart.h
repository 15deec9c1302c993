// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/axis.h"
#include "ui/widgets/figures/figure.h"

namespace countersign {

/// How often values fall between edges. Bins of different widths are drawn as wide as they are; their height is the
/// count, and the tooltip says so.
class HistogramChart : public Figure
{
    Q_OBJECT
public:
    struct Bin
    {
        double low = 0, high = 0, count = 0;
    };
    using Figure::Figure;
    /// `unit` is what the values are in; `shares`: counts are shares of the whole.
    void setBins(const QList<Bin> &bins, const QString &unit = {}, bool shares = false);

    [[nodiscard]] FigureTable table() const override;
    [[nodiscard]] int pointCount() const override { return int(m_bins.size()); }
    [[nodiscard]] QString pointText(int point) const override;

protected:
    void paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QRectF pointArea(int point, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QSize wantedSize(const Theme &theme) const override;

private:
    [[nodiscard]] QRectF plot(const QSizeF &size, const Theme &theme) const;
    [[nodiscard]] AxisScale across(const QRectF &plot) const;
    [[nodiscard]] AxisScale up(const QRectF &plot) const;
    [[nodiscard]] QString countText(double count) const;
    QList<Bin> m_bins;
    QString m_unit;
    double m_most = 0, m_total = 0;
    bool m_shares = false;
};

} // namespace countersign

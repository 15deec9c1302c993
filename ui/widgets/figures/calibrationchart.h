// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/axis.h"
#include "ui/widgets/figures/figure.h"

#include <limits>

namespace countersign {

/// A reliability diagram: what was predicted against what came true, bin by bin, with how many each bin holds below it.
class CalibrationChart : public Figure
{
    Q_OBJECT
public:
    struct Bin
    {
        double low = 0, high = 0, predicted = 0, observed = 0;
        double intervalLow = std::numeric_limits<double>::quiet_NaN(), intervalHigh = std::numeric_limits<double>::quiet_NaN();
        qint64 n = 0; ///< 0: the file does not say
    };
    using Figure::Figure;
    void setBins(const QList<Bin> &bins);

    [[nodiscard]] FigureTable table() const override;
    [[nodiscard]] int pointCount() const override { return int(m_bins.size()); }
    [[nodiscard]] QString pointText(int point) const override;

protected:
    void paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QRectF pointArea(int point, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QSize wantedSize(const Theme &theme) const override;

private:
    [[nodiscard]] bool hasCounts() const;
    [[nodiscard]] QRectF plot(const QSizeF &size, const Theme &theme) const;
    void paintCounts(QPainter *painter, const QRectF &plot, const Theme &theme) const;
    QList<Bin> m_bins;
};

} // namespace countersign

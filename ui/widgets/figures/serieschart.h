// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/axis.h"
#include "ui/widgets/figures/figure.h"

#include <limits>
#include <optional>

namespace countersign {

/// Values of several series along an axis, with intervals, against a base line: a metric by strength of a perturbation.
class SeriesChart : public Figure
{
    Q_OBJECT
public:
    struct Point
    {
        double x = 0, value = 0;
        double low = std::numeric_limits<double>::quiet_NaN(), high = std::numeric_limits<double>::quiet_NaN();
        QString at;   ///< how x is called: "0.3" or "severe"
        QString text; ///< the value as it is written, with interval and n
    };
    struct Series
    {
        QString name;
        QList<Point> points; ///< ascending x
    };
    struct Base
    {
        double value = 0;
        QString text; ///< "unperturbed 0.912 (0.901–0.922)"
    };
    /// Colours and forms end here: more series are in the table only.
    static constexpr int mostDrawn = 6;
    using Figure::Figure;
    /// `ticks`: names of places on the axis, when it has names instead of numbers.
    void setSeries(const QList<Series> &series, const QString &acrossTitle, const QString &upTitle, const QList<std::pair<double, QString>> &ticks = {});
    void setBase(const std::optional<Base> &base);

    [[nodiscard]] FigureTable table() const override;
    [[nodiscard]] int pointCount() const override { return int(m_points.size()); }
    [[nodiscard]] QString pointText(int point) const override;

protected:
    void paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QRectF pointArea(int point, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QSize wantedSize(const Theme &theme) const override;
    void resizeEvent(QResizeEvent *event) override;

private:
    struct Plan
    {
        QRectF plot;
        AxisScale x, y;
    };
    [[nodiscard]] Plan plan(const QSizeF &size, const Theme &theme) const;
    [[nodiscard]] double legend(QPainter *painter, double width, const Theme &theme) const;
    [[nodiscard]] double dodge(int series, const Theme &theme) const;
    void paintSeries(QPainter *painter, int series, const Plan &plan, const Theme &theme) const;
    [[nodiscard]] int drawn() const { return std::min(int(m_series.size()), mostDrawn); }
    QList<Series> m_series;
    QList<std::pair<int, int>> m_points; ///< series and place in it, of those that are drawn
    QList<std::pair<double, QString>> m_ticks;
    QString m_acrossTitle, m_upTitle;
    std::optional<Base> m_base;
};

} // namespace countersign

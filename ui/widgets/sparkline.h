// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/theme.h"

#include <QList>
#include <QWidget>

class QPainter;

namespace countersign {

/// Draws a series across `rect`: gaps where a value is NaN, single values as dots, the last one marked.
/// The range is the series' own; a flat series lies in the middle. O(n) with at most four points per pixel column.
void paintSparkline(QPainter *painter, const QRectF &rect, const QList<double> &series, const Theme &theme,
                    Tone tone = Tone::Info);

/// First, last, lowest and highest in one sentence, for screen readers and tooltips.
[[nodiscard]] QString describeSeries(const QList<double> &series);

class Sparkline : public QWidget
{
    Q_OBJECT
public:
    explicit Sparkline(QWidget *parent = nullptr);
    void setSeries(const QList<double> &series, Tone tone = Tone::Info);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QList<double> m_series;
    Tone m_tone = Tone::Info;
};

} // namespace countersign

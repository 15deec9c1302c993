// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/figure.h"

namespace countersign {

/// A confusion matrix: rows are what was true, columns what was predicted; each cell says its count and its share of the
/// row, and the fill follows the share. Cells keep their size: what is wider than the page scrolls.
class ConfusionChart : public Figure
{
    Q_OBJECT
public:
    using Figure::Figure;
    /// `counts[actual][predicted]`, square, as long as the labels.
    void setMatrix(const QStringList &labels, const QList<QList<double>> &counts);

    [[nodiscard]] FigureTable table() const override;
    [[nodiscard]] int pointCount() const override { return int(m_labels.size() * m_labels.size()); }
    [[nodiscard]] QString pointText(int point) const override;

protected:
    void paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QRectF pointArea(int point, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QSize wantedSize(const Theme &theme) const override;
    [[nodiscard]] int leastWidth(const Theme &theme) const override;
    [[nodiscard]] int neighbour(int point, Qt::Key arrow) const override;

private:
    [[nodiscard]] QSizeF cell(const Theme &theme) const;
    [[nodiscard]] double labelWidth(const Theme &theme) const;
    [[nodiscard]] double headHeight(const Theme &theme) const;
    [[nodiscard]] bool slanted() const { return m_labels.size() > 6; }
    [[nodiscard]] double share(qsizetype row, qsizetype column) const;
    void paintHead(QPainter *painter, const Theme &theme) const;
    void paintCell(QPainter *painter, qsizetype row, qsizetype column, const Theme &theme) const;
    QStringList m_labels;
    QList<QList<double>> m_counts;
    QList<double> m_rows; ///< sums
};

} // namespace countersign

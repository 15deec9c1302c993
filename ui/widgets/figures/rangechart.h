// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/axis.h"
#include "ui/widgets/figures/figure.h"

#include <limits>
#include <optional>

namespace countersign {

/// A dot or a bar with its interval for each row, figures in columns at the right, lines to read them against. For groups
/// of people, families of attacks, features, arms.
class RangeChart : public Figure
{
    Q_OBJECT
public:
    /// Every look has a form of its own beside its colour.
    enum class Look {
        Plain,
        Failing,   ///< beyond the threshold: a square
        Reference, ///< what the others are held against: a ring
        Muted,     ///< set apart, as too few to judge: hollow and dotted
        Heading,   ///< no data; the label stands over the rows below
    };
    struct Cell
    {
        QString text, muted; ///< "0.872" and "(0.851–0.891)"
    };
    struct Row
    {
        QString label;
        double value = std::numeric_limits<double>::quiet_NaN();
        double low = std::numeric_limits<double>::quiet_NaN(); ///< NaN: no interval is known
        double high = std::numeric_limits<double>::quiet_NaN();
        Look look = Look::Plain;
        QList<Cell> cells; ///< one a column
        QString note;      ///< added to the sentence of the row: "too few to judge"
    };
    struct Column
    {
        QString title;
        bool essential = false; ///< stays where there is no room for all
    };
    struct Line
    {
        double value = 0;
        QString text; ///< "four fifths"; the value is written before it
        bool bound = false; ///< dashed, in the colour of thresholds
    };
    using Figure::Figure;

    void setColumns(const QList<Column> &columns);
    void setRows(const QList<Row> &rows);
    void setLines(const QList<Line> &lines);
    /// Bars from zero (or from `base`) instead of dots.
    void setBars(bool bars, double base = 0);
    /// What the first column of the table is called.
    void setLabelTitle(const QString &title) { m_labelTitle = title; }
    [[nodiscard]] const QList<Row> &rows() const { return m_rows; }

    [[nodiscard]] FigureTable table() const override;
    [[nodiscard]] int pointCount() const override { return int(m_rows.size()); }
    [[nodiscard]] QString pointText(int point) const override;

protected:
    void paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QRectF pointArea(int point, const QSizeF &size, const Theme &theme) const override;
    [[nodiscard]] QSize wantedSize(const Theme &theme) const override;

private:
    struct Plan
    {
        double labelWidth = 0, head = 0, rowHeight = 0;
        QRectF plot; ///< rows' part
        QList<std::pair<int, QRectF>> columns; ///< those there is room for
        AxisScale scale;
    };
    [[nodiscard]] Plan plan(const QSizeF &size, const Theme &theme) const;
    [[nodiscard]] AxisRange range() const;
    void paintAxis(QPainter *painter, const Plan &plan, const Theme &theme) const;
    void paintRow(QPainter *painter, const Row &row, double y, const Plan &plan, const Theme &theme) const;
    void paintMark(QPainter *painter, const Row &row, double middle, const Plan &plan, const Theme &theme) const;

    QList<Column> m_columns;
    QList<Row> m_rows;
    QList<Line> m_lines;
    QString m_labelTitle;
    bool m_bars = false;
    double m_base = 0;
};

} // namespace countersign

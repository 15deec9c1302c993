// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>
#include <QWidget>

#include <optional>

namespace countersign {

class Theme;

/// A dot with its interval for each group against a threshold; value and n in columns at the right.
class IntervalPlot : public QWidget
{
    Q_OBJECT
public:
    struct Row
    {
        QString label;
        double value = 0;           ///< NaN: nothing was measured, and the row says so
        double low = 0;             ///< NaN: no interval known
        double high = 0;
        qint64 n = -1;              ///< negative: unknown
        bool tooSmall = false;      ///< too few to judge; drawn hollow and muted
    };
    explicit IntervalPlot(const QString &name, QWidget *parent = nullptr);

    void setRows(const QList<Row> &rows);
    /// `higherIsBetter` decides which side of the threshold fails.
    void setThreshold(std::optional<double> threshold, bool higherIsBetter = true);
    void setDecimals(int decimals);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    struct Columns
    {
        QRectF label;
        QRectF plot;
        QRectF value;
        QRectF n;
    };
    [[nodiscard]] Columns columns(const Theme &theme) const;
    [[nodiscard]] std::pair<double, double> range() const;
    [[nodiscard]] bool fails(const Row &row) const;
    [[nodiscard]] QString sentence(const Row &row) const;
    void paintRow(QPainter *painter, const Row &row, double y, const Columns &columns, const Theme &theme) const;
    void describe();

    QString m_name;
    QList<Row> m_rows;
    std::optional<double> m_threshold;
    bool m_higherIsBetter = true;
    int m_decimals = 3;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/figures/figuretable.h"
#include "ui/widgets/theme.h"

#include <QWidget>

namespace countersign {

/// A picture of data. Every point in it can be pointed at, walked to with the arrow keys and read out; the whole is there
/// as a table and as a picture to take along. A subclass paints, and says what its points are and where. GUI thread.
class Figure : public QWidget
{
    Q_OBJECT
public:
    /// `name` is what a screen reader calls it.
    explicit Figure(const QString &name, QWidget *parent = nullptr);

    void setName(const QString &name);
    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] virtual FigureTable table() const = 0;
    [[nodiscard]] virtual int pointCount() const = 0;
    /// One sentence with everything there is to know about a point; plain text.
    [[nodiscard]] virtual QString pointText(int point) const = 0;
    /// Where a point is, in the widget as it is now.
    [[nodiscard]] QRectF pointRect(int point) const;

    /// The point that keys act on; −1 for none.
    [[nodiscard]] int currentPoint() const { return m_current; }
    void setCurrentPoint(int point);

    /// As it is shown, on the theme's surface. `ratio`: pixels per device-independent pixel.
    [[nodiscard]] QImage image(qreal ratio = 2) const;
    [[nodiscard]] QByteArray svg() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void currentPointChanged(int point);
    /// Return or a double click on a point.
    void pointActivated(int point);

protected:
    virtual void paintFigure(QPainter *painter, const QSizeF &size, const Theme &theme) const = 0;
    [[nodiscard]] virtual QRectF pointArea(int point, const QSizeF &size, const Theme &theme) const = 0;
    /// The size it would like; the height is also the one it gets.
    [[nodiscard]] virtual QSize wantedSize(const Theme &theme) const = 0;
    [[nodiscard]] virtual int leastWidth(const Theme &theme) const;
    /// The point that an arrow leads to; the next or the one before where a figure does not say otherwise.
    [[nodiscard]] virtual int neighbour(int point, Qt::Key arrow) const;
    /// To be called when the data is another.
    void dataChanged();

    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] int pointAt(const QPointF &position) const;
    void describe();

    QString m_name;
    int m_current = -1;
};

} // namespace countersign

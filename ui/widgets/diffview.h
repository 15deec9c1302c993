// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>
#include <QWidget>

namespace countersign {

class Theme;

/// What changed between two versions, a row each: name, old → new, and what that means in shape, word and colour.
class DiffView : public QWidget
{
    Q_OBJECT
public:
    enum class Verdict { Better, Worse, NoDifference, NotComparable, Changed };
    struct Row
    {
        QString id;        ///< given back by activated(); empty: not clickable
        QString label;
        QString before;
        QString after;
        QString change;    ///< "+0.017"; or for Changed what changed, "new licence"
        Verdict verdict = Verdict::Changed;
        bool higherValue = false; ///< which way the arrow points, whatever is better
    };
    explicit DiffView(const QString &name, QWidget *parent = nullptr);
    void setRows(const QList<Row> &rows);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

signals:
    void activated(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void paintRow(QPainter *painter, const Row &row, const QRect &rect, int verdictWidth, int valuesWidth,
                  const Theme &theme) const;
    [[nodiscard]] int rowAt(const QPointF &position) const;

    QList<Row> m_rows;
    int m_hovered = -1;
    int m_current = -1;
};

} // namespace countersign

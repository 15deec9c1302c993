// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/chip.h"
#include "ui/widgets/lineagelayout.h"

#include <QAbstractScrollArea>

namespace countersign {

/// Datasets → base model → versions → deployments as a picture. Click or Return goes there, arrows move, dragging pans.
class LineageView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    struct Node
    {
        QString id;
        QString kind;   ///< "Dataset", small above the name
        QString name;
        QString icon;
        ChipSpec state; ///< may be empty
        bool subject = false; ///< the thing whose lineage this is
    };
    struct Edge
    {
        QString from;
        QString to;
    };
    explicit LineageView(const QString &name, QWidget *parent = nullptr);

    /// Edges that name no node are left out.
    void setGraph(const QList<Node> &nodes, const QList<Edge> &edges);
    [[nodiscard]] QString currentId() const;
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void activated(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void layOut();
    void updateScrollBars();
    [[nodiscard]] QPointF origin() const;
    [[nodiscard]] QRectF nodeRect(int index) const;
    [[nodiscard]] int nodeAt(const QPointF &position) const;
    [[nodiscard]] int neighbour(int from, Qt::Key key) const;
    void paintNode(QPainter *painter, int index, const Theme &theme) const;
    void setCurrent(int index);
    void describe();

    QList<Node> m_nodes;
    QList<LayeredGraph::Edge> m_edges;
    LayeredGraph m_graph;
    QSizeF m_nodeSize;
    int m_current = -1;
    int m_hovered = -1;
    QPointF m_pressedAt;
    QPoint m_scrollAtPress;
    bool m_panning = false;
};

} // namespace countersign

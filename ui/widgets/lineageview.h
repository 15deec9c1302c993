// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/lineagepainter.h"

#include <QAbstractScrollArea>
#include <QElapsedTimer>

#include <stop_token>

namespace countersign {

/// What a thing was made from and what is made from it, as a picture from left to right. A click selects: the way
/// through the selected thing stands out. A second click or Return goes there, or opens a group; a closed group opens at
/// the first click. Arrows move along the edges, Space opens and closes groups, + - 0 F and Ctrl+wheel zoom, dragging pans.
class LineageView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    using Node = LineageScene::Node;
    using Edge = LineageScene::Edge;
    using Group = LineageScene::Group;
    explicit LineageView(const QString &name, QWidget *parent = nullptr);
    ~LineageView() override;

    /// Edges that name no node are left out. `columns` are the heads of the nodes' columns, or none. What was selected,
    /// open and looked for stays so. A large picture is laid out on another thread: laidOut() says when it is there.
    void setGraph(const QList<Node> &nodes, const QList<Edge> &edges, const QList<Group> &groups = {}, const QStringList &columns = {});
    /// The node or closed group that keys act on.
    [[nodiscard]] QString currentId() const;
    void setCurrentId(const QString &id);
    [[nodiscard]] bool isLaidOut() const { return !m_pending; }
    /// Ids of what stands out; empty when everything does.
    [[nodiscard]] QStringList litIds() const;
    /// Where a node, or the group that stands for it, is on the viewport; invalid when it is not there.
    [[nodiscard]] QRect rectOf(const QString &id) const;

    [[nodiscard]] bool isOpen(const QString &group) const;
    void setOpen(const QString &group, bool open);
    void setAllOpen(bool open);
    [[nodiscard]] const QList<Group> &groups() const { return m_scene.groups(); }

    [[nodiscard]] double zoom() const { return m_zoom; }
    /// 0.05 to 2; keeps the point at `anchor` (of the viewport) where it is.
    void setZoom(double zoom, const QPointF &anchor);
    void setZoom(double zoom);
    /// As large as the whole fits, at most 100 %.
    void zoomToFit();

    /// Marks what holds the words and selects the first of it; gives how many nodes that are. Empty words end it.
    int search(const QString &words);
    /// The next or previous find, around the end. Opens the group it is in.
    void step(int by);
    [[nodiscard]] int matchCount() const { return int(m_matches.size()); }
    [[nodiscard]] int matchAt() const { return m_matchAt; }
    [[nodiscard]] QSize sizeHint() const override;

signals:
    void activated(const QString &id);
    void currentChanged(const QString &id);
    void laidOut();
    void zoomChanged();
    void searchRequested();
    void matchesChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void layOut();
    void takeLayout(const LayeredGraph &graph);
    void chooseZoom();
    void updateScrollBars();
    void updateMarks();
    void reveal(int place);
    void paintColumns(QPainter *painter) const;
    void setCurrent(int place);
    void activate(int place);
    void noteRegrouped();
    [[nodiscard]] bool belongsToRegrouping() const;
    void describe();
    bool handleZoomKey(int key);
    void moveTo(Qt::Key key);
    [[nodiscard]] int headHeight() const;
    [[nodiscard]] QPointF origin() const;
    [[nodiscard]] QPointF toScene(const QPointF &position) const;
    [[nodiscard]] QSizeF contentSize() const;
    [[nodiscard]] QRectF placeRect(int place) const;
    [[nodiscard]] int placeAt(const QPointF &position) const;
    [[nodiscard]] int frameAt(const QPointF &position) const;
    [[nodiscard]] int neighbour(int from, Qt::Key key) const;
    [[nodiscard]] QString sentence(int place) const;
    [[nodiscard]] QString hoverText(const QPointF &position) const;

    LineageScene m_scene;     ///< as wanted; the painter has it as it is laid out
    LineagePainter m_painter; ///< places are the places of its scene
    LineageMarks m_marks;
    QString m_currentId;
    QStringList m_columns;
    QList<int> m_matches; ///< nodes
    QString m_words;
    int m_matchAt = -1;
    double m_zoom = 1;
    bool m_ownZoom = false; ///< the person chose it
    quint64 m_generation = 0;
    bool m_pending = false; ///< a layout is under way
    std::stop_source m_job;
    QPointF m_pressedAt;
    QPoint m_scrollAtPress;
    bool m_panning = false;
    bool m_wasCurrent = false; ///< at the press
    QElapsedTimer m_sinceRegrouped; ///< since a click opened or closed a group, and where: the second click of two is
    QPointF m_regroupedAt;          ///< then none of its own
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/lineagescene.h"
#include "ui/widgets/theme.h"

#include <QPainterPath>

class QPainter;

namespace countersign {

/// What is special about a place of the picture just now.
struct LineageMarks
{
    QSet<int> path;  ///< lit places; empty: all
    QSet<int> found; ///< what a search found
    int current = -1;
    int hovered = -1;
    bool focus = false;
};

/// Draws a laid-out lineage in its own coordinates: the painter is already scaled and moved. GUI thread.
class LineagePainter
{
public:
    /// The theme's measures at 100 %.
    [[nodiscard]] static LayeredGraph::Spacing spacing(const Theme &theme, bool framed);

    /// `graph` is the layout of what `scene` shows; both are kept as they are now.
    void setLayout(const LineageScene &scene, LayeredGraph graph, const Theme &theme);
    [[nodiscard]] const LineageScene &scene() const { return m_scene; }
    [[nodiscard]] const LayeredGraph &graph() const { return m_graph; }
    [[nodiscard]] QRectF rectOf(int place) const { return {m_graph.nodes[place], m_nodeSize}; }
    /// All that is painted.
    [[nodiscard]] QRectF bounds() const { return m_bounds; }
    /// The frames of open groups, by group; their heads are what closes them.
    [[nodiscard]] const QHash<int, QRectF> &frames() const { return m_frames; }
    [[nodiscard]] QRectF headOf(int group) const;

    /// Only what meets `visible`. Below some `zoom` names give way to icons, and those to plain shapes.
    void paint(QPainter *painter, const QRectF &visible, double zoom, const LineageMarks &marks) const;
    /// Whether names can be read at this zoom.
    [[nodiscard]] static bool showsNames(double zoom) { return zoom >= 0.58; }

private:
    void layEdges();
    void layTrunks();
    [[nodiscard]] QPainterPath routeOf(qsizetype edge) const;
    void layFrames();
    void paintFrames(QPainter *painter, const QRectF &visible, double zoom) const;
    void paintEdges(QPainter *painter, const QRectF &visible, const LineageMarks &marks) const;
    void paintNode(QPainter *painter, int place, double zoom, const LineageMarks &marks) const;
    void paintWords(QPainter *painter, const QRectF &box, int place, bool dim) const;
    void paintState(QPainter *painter, QRect &line, const ChipSpec &state, const QString &small, bool dim) const;
    [[nodiscard]] QPainterPath outlineOf(const QRectF &box, LineageScene::Outline outline) const;
    [[nodiscard]] LineageScene::Outline outlineAt(int place) const;

    struct Line
    {
        QPainterPath path;
        QRectF bounds;
        QPointF tip;
        QPointF towards; ///< unit vector at the tip
        int from = -1, to = -1;
    };
    LineageScene m_scene;
    LayeredGraph m_graph;
    Theme m_theme;
    QSizeF m_nodeSize;
    QRectF m_bounds;
    QList<Line> m_lines;
    QHash<std::pair<int, int>, double> m_trunks; ///< by edge and leg: where its upright part stands
    QHash<int, QRectF> m_frames;
    mutable QList<std::pair<QString, QString>> m_words; ///< by place, cut to the room there is
};

} // namespace countersign

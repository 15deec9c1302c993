// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/lineagepainter.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/style.h"

#include <QMap>
#include <QPainter>

#include <array>
#include <cmath>
#include <tuple>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr double smallestIcons = 0.24; // zoom below which a node is a plain shape

QColor lineageInk(const Theme &theme, ColorRole role, bool dim)
{
    return theme.color(dim ? ColorRole::TextDisabled : role);
}

/// From one point to the next over an upright line at `x`, with round corners; straight where there is no step.
void stepTo(QPainterPath &path, const QPointF &from, const QPointF &to, double x, double radius)
{
    const double rise = to.y() - from.y();
    if (std::abs(rise) < 0.75) {
        path.lineTo(to);
        return;
    }
    const double round = std::min(radius, std::abs(rise) / 2);
    const double turn = rise > 0 ? round : -round;
    path.lineTo(x - round, from.y());
    path.quadTo(x, from.y(), x, from.y() + turn);
    path.lineTo(x, to.y() - turn);
    path.quadTo(x, to.y(), x + round, to.y());
    path.lineTo(to);
}

/// Around the left side.
void bracketTo(QPainterPath &path, const QPointF &from, const QPointF &to, double x, double radius)
{
    const double turn = to.y() > from.y() ? radius : -radius;
    path.lineTo(x + radius, from.y());
    path.quadTo(x, from.y(), x, from.y() + turn);
    path.lineTo(x, to.y() - turn);
    path.quadTo(x, to.y(), x + radius, to.y());
    path.lineTo(to);
}

/// A line that can be seen at any zoom.
QPen linePen(const QColor &color, double width)
{
    QPen pen(color, width);
    pen.setCosmetic(true);
    return pen;
}

} // namespace

LayeredGraph::Spacing LineagePainter::spacing(const Theme &theme, bool framed)
{
    return {QSizeF(theme.px(170), theme.px(44)), double(theme.px(40)), double(theme.px(12)), framed ? double(theme.px(40)) : 0.0};
}

void LineagePainter::setLayout(const LineageScene &scene, LayeredGraph graph, const Theme &theme)
{
    m_scene = scene;
    m_graph = std::move(graph);
    m_theme = theme;
    m_nodeSize = spacing(theme, false).node;
    m_words = QList<std::pair<QString, QString>>(m_graph.nodes.size());
    layEdges();
    layFrames();
    m_bounds = QRectF(QPointF(), m_graph.size);
    for (const QRectF &frame : std::as_const(m_frames))
        m_bounds |= frame;
    for (const Line &line : std::as_const(m_lines))
        m_bounds |= line.bounds;
}

/// Where edges turn between two columns. Edges that leave one node together, or reach one together, share an upright
/// line; the lines of different nodes stand side by side.
void LineagePainter::layTrunks()
{
    m_trunks.clear();
    QHash<std::pair<double, double>, int> leaving, reaching; // by where the leg begins and where it ends
    const auto at = [](const QPointF &point) { return std::pair(point.x(), point.y()); };
    const auto eachLeg = [this](const auto &visit) {
        for (int i = 0; i < m_graph.edges.size(); ++i) {
            const QList<QPointF> &points = m_graph.edges[i];
            for (int p = 1; p < points.size(); ++p) {
                if (points[p].x() > points[p - 1].x() && std::abs(points[p].y() - points[p - 1].y()) >= 0.75 && p % 2 == 1)
                    visit(i, p, points[p - 1], points[p]);
            }
        }
    };
    eachLeg([&](int, int, const QPointF &from, const QPointF &to) {
        ++leaving[at(from)];
        ++reaching[at(to)];
    });
    struct Trunk
    {
        double top, bottom;
        QList<std::pair<int, int>> legs;
    };
    QMap<std::tuple<double, bool, double>, Trunk> trunks; // by column, kind and height of the shared end
    eachLeg([&](int edge, int leg, const QPointF &from, const QPointF &to) {
        const bool shared = leaving.value(at(from)) >= reaching.value(at(to));
        Trunk &trunk = trunks.insert({from.x(), shared, shared ? from.y() : to.y()},
                                     trunks.value({from.x(), shared, shared ? from.y() : to.y()}, {1e9, -1e9, {}})).value();
        trunk.top = std::min({trunk.top, from.y(), to.y()});
        trunk.bottom = std::max({trunk.bottom, from.y(), to.y()});
        trunk.legs.append({edge, leg});
    });
    const double gap = spacing(m_theme, false).betweenLayers;
    constexpr int lanes = 5;
    QMap<double, std::array<double, lanes>> free; // by column: down to where each lane is taken
    QList<std::pair<double, const Trunk *>> sorted;
    for (auto it = trunks.cbegin(); it != trunks.cend(); ++it)
        sorted.append({std::get<0>(it.key()), &it.value()});
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) { return a.second->top < b.second->top; });
    for (const auto &[column, trunk] : std::as_const(sorted)) {
        auto &taken = *free.insert(column, free.value(column, {-1e9, -1e9, -1e9, -1e9, -1e9}));
        static constexpr int order[lanes] = {2, 1, 3, 0, 4};
        int lane = order[0];
        for (const int candidate : order) {
            if (taken[size_t(candidate)] < trunk->top) {
                lane = candidate;
                break;
            }
            lane = taken[size_t(candidate)] < taken[size_t(lane)] ? candidate : lane;
        }
        taken[size_t(lane)] = std::max(taken[size_t(lane)], trunk->bottom + m_theme.px(4));
        for (const auto &leg : trunk->legs)
            m_trunks.insert(leg, column + gap * (0.3 + 0.1 * lane));
    }
}

QPainterPath LineagePainter::routeOf(qsizetype edge) const
{
    const QList<QPointF> &points = m_graph.edges[edge];
    QPainterPath path(points.first());
    for (int p = 1; p < points.size(); ++p) {
        const double middle = (points[p - 1].x() + points[p].x()) / 2;
        stepTo(path, points[p - 1], points[p], m_trunks.value({int(edge), p}, middle), m_theme.px(8));
    }
    return path;
}

void LineagePainter::layEdges()
{
    layTrunks();
    m_lines.clear();
    for (qsizetype i = 0; i < m_graph.edges.size(); ++i) {
        const LayeredGraph::Edge edge = m_scene.shownEdges()[m_graph.edgeOf[i]];
        const QRectF from = rectOf(edge.from);
        const QRectF to = rectOf(edge.to);
        Line line;
        line.from = edge.from;
        line.to = edge.to;
        line.towards = {1, 0};
        if (m_graph.layers[edge.from] == m_graph.layers[edge.to]) {
            // What follows in the same column: straight down to the next, around the side to a farther one.
            const double x = from.left() + m_theme.px(22);
            const bool next = to.top() > from.bottom() && to.top() - from.bottom() < from.height();
            const QPointF start = next ? QPointF(x, from.bottom()) : QPointF(from.left(), from.center().y());
            line.tip = next ? QPointF(x, to.top()) : QPointF(to.left(), to.center().y());
            line.path.moveTo(start);
            if (next)
                line.path.lineTo(line.tip);
            else
                bracketTo(line.path, start, line.tip, std::min(start.x(), line.tip.x()) - m_theme.px(14), m_theme.px(8));
            line.towards = next ? QPointF(0, 1) : QPointF(1, 0);
        } else {
            line.path = routeOf(i);
            line.tip = m_graph.edges[i].last();
        }
        const double room = m_theme.px(6);
        line.bounds = line.path.controlPointRect().adjusted(-room, -room, room, room);
        m_lines << line;
    }
}

void LineagePainter::layFrames()
{
    m_frames.clear();
    for (int place = 0; place < m_graph.nodes.size(); ++place) {
        const LineageScene::Shown &shown = m_scene.shown()[place];
        if (shown.isGroup() || shown.group < 0)
            continue;
        QRectF &frame = m_frames[shown.group];
        frame = frame.isNull() ? rectOf(place) : frame.united(rectOf(place));
    }
    const double side = m_theme.px(8);
    for (QRectF &frame : m_frames)
        frame.adjust(-side, -m_theme.px(26), side, side);
}

QRectF LineagePainter::headOf(int group) const
{
    const QRectF frame = m_frames.value(group);
    return {frame.topLeft(), QSizeF(frame.width(), m_theme.px(24))};
}

void LineagePainter::paint(QPainter *painter, const QRectF &visible, double zoom, const LineageMarks &marks) const
{
    painter->setRenderHint(QPainter::Antialiasing);
    paintFrames(painter, visible, zoom);
    paintEdges(painter, visible, marks);
    for (int place = 0; place < m_graph.nodes.size(); ++place) {
        if (rectOf(place).adjusted(-4, -4, 8, 8).intersects(visible))
            paintNode(painter, place, zoom, marks);
    }
}

void LineagePainter::paintFrames(QPainter *painter, const QRectF &visible, double zoom) const
{
    using enum ColorRole;
    for (auto it = m_frames.cbegin(); it != m_frames.cend(); ++it) {
        if (!it->intersects(visible))
            continue;
        painter->setPen(QPen(m_theme.color(Border), 1));
        painter->setBrush(m_theme.color(Window));
        painter->drawRoundedRect(*it, m_theme.cardRadius(), m_theme.cardRadius());
        if (!showsNames(zoom))
            continue;
        const QRectF head = headOf(it.key()).adjusted(m_theme.px(10), 0, -m_theme.px(8), 0);
        const int side = m_theme.px(10);
        drawChevron(painter, QRectF(head.right() - side, head.center().y() - side / 2.0, side, side), Qt::UpArrow, m_theme.color(TextMuted));
        painter->setFont(m_theme.font(TextSize::Small, QFont::Medium));
        painter->setPen(m_theme.color(TextMuted));
        const QString name = painter->fontMetrics().elidedText(m_scene.groups()[it.key()].name, Qt::ElideMiddle, int(head.width()) - 2 * side);
        painter->drawText(head, int(Qt::AlignVCenter | Qt::TextSingleLine), name);
    }
}

void LineagePainter::paintEdges(QPainter *painter, const QRectF &visible, const LineageMarks &marks) const
{
    const double side = m_theme.px(5);
    // The lit ones last, so that nothing dim crosses over them.
    for (const int pass : {0, 1, 2}) {
        for (const Line &line : m_lines) {
            const bool near = line.from == marks.current || line.to == marks.current;
            const bool lit = marks.path.isEmpty() || (marks.path.contains(line.from) && marks.path.contains(line.to));
            if (pass != (near ? 2 : lit ? 1 : 0) || !line.bounds.intersects(visible))
                continue;
            const QColor color = m_theme.color(near ? ColorRole::Focus : lit ? ColorRole::BorderStrong : ColorRole::Border);
            painter->setPen(linePen(color, near ? 1.8 : lit ? 1.3 : 1.0));
            painter->setBrush(Qt::NoBrush);
            painter->drawPath(line.path);
            const QPointF back = -line.towards * side;
            const QPointF across = QPointF(-line.towards.y(), line.towards.x()) * side * 0.7;
            painter->setPen(Qt::NoPen);
            painter->setBrush(color);
            painter->drawPolygon(QPolygonF({line.tip, line.tip + back + across, line.tip + back - across}));
        }
    }
}

LineageScene::Outline LineagePainter::outlineAt(int place) const
{
    return m_scene.nodes()[m_scene.shown()[place].members.first()].outline;
}

QPainterPath LineagePainter::outlineOf(const QRectF &box, LineageScene::Outline outline) const
{
    using enum LineageScene::Outline;
    QPainterPath path;
    const double cut = m_theme.px(9);
    switch (outline) {
    case Box:
        path.addRoundedRect(box, m_theme.radius(), m_theme.radius());
        break;
    case Pill:
        path.addRoundedRect(box, box.height() / 2, box.height() / 2);
        break;
    case Plain:
        path.addRoundedRect(box, m_theme.px(2), m_theme.px(2));
        break;
    case Hexagon:
        path.addPolygon(QPolygonF({box.topLeft() + QPointF(cut, 0), box.topRight() - QPointF(cut, 0), QPointF(box.right(), box.center().y()),
                                   box.bottomRight() - QPointF(cut, 0), box.bottomLeft() + QPointF(cut, 0), QPointF(box.left(), box.center().y())}));
        path.closeSubpath();
        break;
    case Tag:
        path.addPolygon(QPolygonF({box.topLeft(), box.topRight() - QPointF(cut, 0), QPointF(box.right(), box.center().y()),
                                   box.bottomRight() - QPointF(cut, 0), box.bottomLeft()}));
        path.closeSubpath();
        break;
    }
    return path;
}

void LineagePainter::paintNode(QPainter *painter, int place, double zoom, const LineageMarks &marks) const
{
    using enum ColorRole;
    const LineageScene::Shown &shown = m_scene.shown()[place];
    const LineageScene::Node &first = m_scene.nodes()[shown.members.first()];
    const bool dim = !marks.path.isEmpty() && !marks.path.contains(place) && !marks.found.contains(place);
    const bool current = place == marks.current;
    const bool found = marks.found.contains(place);
    const bool subject = !shown.isGroup() && first.subject;
    const QRectF box = rectOf(place).adjusted(0.5, 0.5, -0.5, -0.5);
    QColor border = m_theme.color(found ? CautionBorder : subject ? Focus : dim ? Border : BorderStrong);
    QPen pen = linePen(border, 1);
    if (!shown.isGroup() && first.faint)
        pen.setStyle(Qt::DashLine);
    painter->setPen(pen);
    painter->setBrush(m_theme.color(found ? CautionFill : subject ? AccentSoft : place == marks.hovered ? Hover : showsNames(zoom) || dim ? Surface : NeutralFill));
    if (shown.isGroup()) {
        // The edge of a pile of cards: there are more behind this one.
        const double step = m_theme.px(4);
        painter->drawPath(outlineOf(box.translated(step, step), outlineAt(place)));
    }
    painter->drawPath(outlineOf(box, outlineAt(place)));
    if (current) {
        painter->setPen(linePen(m_theme.color(marks.focus ? Focus : BorderStrong), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(outlineOf(box.adjusted(0.5, 0.5, -0.5, -0.5), outlineAt(place)));
    }
    if (showsNames(zoom)) {
        paintWords(painter, box, place, dim);
    } else if (zoom >= smallestIcons) {
        const int side = m_theme.px(26);
        painter->drawPixmap(QRectF(box.center() - QPointF(side, side) / 2, QSizeF(side, side)),
                            iconPixmap(first.icon, side, lineageInk(m_theme, TextMuted, dim), painter->device()->devicePixelRatioF()), {});
    }
}

void LineagePainter::paintWords(QPainter *painter, const QRectF &box, int place, bool dim) const
{
    using enum ColorRole;
    const LineageScene::Shown &shown = m_scene.shown()[place];
    const LineageScene::Node &first = m_scene.nodes()[shown.members.first()];
    const bool subject = !shown.isGroup() && first.subject;
    QRect room = box.toRect().adjusted(m_theme.px(11), m_theme.px(4), -m_theme.px(11), -m_theme.px(4));
    const int side = m_theme.px(16);
    painter->drawPixmap(room.left(), room.top() + (room.height() - side) / 2,
                        iconPixmap(first.icon, side, lineageInk(m_theme, TextMuted, dim), painter->device()->devicePixelRatioF()));
    room.setLeft(room.left() + side + m_theme.px(8));
    QRect top(room.left(), room.top(), room.width(), room.height() / 2);
    const QRect bottom(room.left(), room.top() + room.height() / 2, room.width(), room.height() - room.height() / 2);
    painter->setFont(m_theme.font(TextSize::Small));
    QString small = m_scene.kindAt(place);
    if (!shown.isGroup()) {
        paintState(painter, top, first.state, small, dim);
        // A note of which only the beginning would be seen is left to the tooltip.
        const QString noted = first.note.isEmpty() ? small : small + u" · "_s + first.note;
        if (painter->fontMetrics().horizontalAdvance(small + u" · "_s + first.note.left(6) + u'…') <= top.width())
            small = noted;
    }
    auto &[kind, name] = m_words[place];
    if (kind.isEmpty())
        kind = painter->fontMetrics().elidedText(small, Qt::ElideRight, top.width());
    painter->setPen(lineageInk(m_theme, subject ? AccentSoftText : TextMuted, dim));
    painter->drawText(top, int(Qt::AlignVCenter | Qt::TextSingleLine), kind);
    painter->setFont(m_theme.font(TextSize::Body, subject ? QFont::DemiBold : QFont::Normal));
    if (name.isEmpty())
        name = painter->fontMetrics().elidedText(m_scene.labelAt(place), Qt::ElideMiddle, bottom.width());
    painter->setPen(lineageInk(m_theme, first.faint && !shown.isGroup() ? TextMuted : Text, dim));
    painter->drawText(bottom, int(Qt::AlignVCenter | Qt::TextSingleLine), name);
}

/// At the right of the line, if the kind leaves room for it; the line gets shorter.
void LineagePainter::paintState(QPainter *painter, QRect &line, const ChipSpec &state, const QString &small, bool dim) const
{
    if (state.text.isEmpty())
        return;
    const int mark = m_theme.px(8);
    const int width = painter->fontMetrics().horizontalAdvance(state.text);
    const QRect words(line.right() + 1 - width, line.top(), width, line.height());
    const int left = words.left() - mark - m_theme.px(4);
    if (left - m_theme.px(8) < line.left() + painter->fontMetrics().horizontalAdvance(small))
        return;
    const QColor ink = lineageInk(m_theme, textRole(state.tone), dim);
    painter->setPen(ink);
    painter->drawText(words, int(Qt::AlignVCenter | Qt::TextSingleLine), state.text);
    paintShape(painter, QRectF(left, line.center().y() - mark / 2.0 + 0.5, mark, mark), state.shape, ink);
    line.setRight(left - m_theme.px(8));
}

} // namespace countersign

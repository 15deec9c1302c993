// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/lineagepainter.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/style.h"

#include <QPainter>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr double smallestIcons = 0.24; // zoom below which a node is a plain shape

QColor lineageInk(const Theme &theme, ColorRole role, bool dim)
{
    return theme.color(dim ? ColorRole::TextDisabled : role);
}

/// From one point to the next as a lying S.
void curveTo(QPainterPath &path, const QPointF &from, const QPointF &to)
{
    if (std::abs(from.y() - to.y()) < 0.5) {
        path.lineTo(to);
        return;
    }
    const double bend = (to.x() - from.x()) * 0.55;
    path.cubicTo(from + QPointF(bend, 0), to - QPointF(bend, 0), to);
}

} // namespace

LayeredGraph::Spacing LineagePainter::spacing(const Theme &theme, bool framed)
{
    return {QSizeF(theme.px(168), theme.px(44)), double(theme.px(40)), double(theme.px(12)), framed ? double(theme.px(40)) : 0.0};
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

void LineagePainter::layEdges()
{
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
            const QPointF out(-m_theme.px(20), 0);
            if (next)
                line.path.lineTo(line.tip);
            else
                line.path.cubicTo(start + out, line.tip + out, line.tip);
            line.towards = next ? QPointF(0, 1) : QPointF(1, 0);
        } else {
            const QList<QPointF> &points = m_graph.edges[i];
            line.path.moveTo(points.first());
            for (qsizetype p = 1; p < points.size(); ++p)
                curveTo(line.path, points[p - 1], points[p]);
            line.tip = points.last();
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
            painter->setPen(QPen(color, near ? 1.8 : lit ? 1.3 : 1.0));
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
    QPen pen(border, 1);
    if (!shown.isGroup() && first.faint)
        pen.setStyle(Qt::DashLine);
    painter->setPen(pen);
    painter->setBrush(m_theme.color(found ? CautionFill : subject ? AccentSoft : place == marks.hovered ? Hover : Surface));
    if (shown.isGroup()) {
        // The edge of a pile of cards: there are more behind this one.
        const double step = m_theme.px(4);
        painter->drawPath(outlineOf(box.translated(step, step), outlineAt(place)));
    }
    painter->drawPath(outlineOf(box, outlineAt(place)));
    if (current) {
        painter->setPen(QPen(m_theme.color(marks.focus ? Focus : BorderStrong), 2));
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
    QRect room = box.toRect().adjusted(m_theme.px(12), m_theme.px(4), -m_theme.px(12), -m_theme.px(4));
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
        if (!first.note.isEmpty())
            small += u" · "_s + first.note;
    }
    auto &[kind, name] = m_words[place];
    if (kind.isEmpty())
        kind = painter->fontMetrics().elidedText(small, Qt::ElideRight, top.width());
    painter->setPen(lineageInk(m_theme, subject ? AccentSoftText : TextMuted, dim));
    painter->drawText(top, int(Qt::AlignVCenter | Qt::TextSingleLine), kind);
    painter->setFont(m_theme.font(TextSize::Body, subject ? QFont::DemiBold : QFont::Normal));
    if (name.isEmpty())
        name = painter->fontMetrics().elidedText(m_scene.nameAt(place), Qt::ElideMiddle, bottom.width());
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

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/lineageview.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/style.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>
#include <QScrollBar>
#include <QToolTip>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

LineageView::LineageView(const QString &name, QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setAccessibleName(name);
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
}

void LineageView::setGraph(const QList<Node> &nodes, const QList<Edge> &edges)
{
    const QString current = currentId();
    m_nodes = nodes;
    m_edges.clear();
    m_current = -1;
    QHash<QString, int> index;
    for (int i = 0; i < nodes.size(); ++i) {
        index.insert(nodes[i].id, i);
        if (nodes[i].id == current || (m_current < 0 && nodes[i].subject))
            m_current = i;
    }
    for (const Edge &edge : edges) {
        if (index.contains(edge.from) && index.contains(edge.to))
            m_edges << LayeredGraph::Edge{index[edge.from], index[edge.to]};
    }
    layOut();
    describe();
}

QString LineageView::currentId() const
{
    return m_current >= 0 ? m_nodes[m_current].id : QString();
}

QSize LineageView::sizeHint() const
{
    const int margin = 2 * Theme::current().margin();
    return m_graph.size.toSize() + QSize(margin, margin);
}

void LineageView::layOut()
{
    const Theme theme = Theme::current();
    m_nodeSize = QSizeF(theme.px(172), theme.px(46));
    m_graph = LayeredGraph::layOut(int(m_nodes.size()), m_edges,
                                   {m_nodeSize, double(theme.px(44)), double(theme.px(14))});
    updateGeometry();
    updateScrollBars();
    viewport()->update();
}

void LineageView::describe()
{
    QStringList lines;
    for (qsizetype i = 0; i < m_nodes.size(); ++i) {
        QStringList sources;
        for (const LayeredGraph::Edge &edge : std::as_const(m_edges)) {
            if (edge.to == i)
                sources << m_nodes[edge.from].name;
        }
        const Node &node = m_nodes[i];
        QString line = u"%1 %2 %3"_s.arg(node.kind, node.name, node.state.text).simplified();
        if (!sources.isEmpty()) {
            //: In a lineage, said by a screen reader: what a thing was made from; %1 is a list of names.
            line += u' ' + tr("from %1").arg(sources.join(u", "_s));
        }
        lines << line;
    }
    setAccessibleDescription(lines.join(u". "_s));
}

QPointF LineageView::origin() const
{
    const int margin = Theme::current().margin();
    const auto along = [&](double content, int view, int scroll) {
        // What fits is centred; what does not starts at the margin and scrolls.
        return content + 2 * margin <= view ? (view - content) / 2 : double(margin - scroll);
    };
    return {std::round(along(m_graph.size.width(), viewport()->width(), horizontalScrollBar()->value())),
            std::round(along(m_graph.size.height(), viewport()->height(), verticalScrollBar()->value()))};
}

QRectF LineageView::nodeRect(int index) const
{
    const QPointF corner = origin() + m_graph.nodes[index];
    return {QPointF(std::round(corner.x()), std::round(corner.y())), m_nodeSize};
}

void LineageView::updateScrollBars()
{
    const int margin = 2 * Theme::current().margin();
    const QSize content = m_graph.size.toSize() + QSize(margin, margin);
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, content.width() - viewport()->width()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, content.height() - viewport()->height()));
}

void LineageView::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(viewport());
    painter.setRenderHint(QPainter::Antialiasing);
    const QPointF start = origin();
    for (qsizetype i = 0; i < m_graph.edges.size(); ++i) {
        const bool near = m_current >= 0 && (m_edges[i].from == m_current || m_edges[i].to == m_current);
        const QColor color = theme.color(near ? ColorRole::Focus : ColorRole::BorderStrong);
        const QList<QPointF> &points = m_graph.edges[i];
        QPainterPath path(start + points.first());
        for (qsizetype p = 1; p < points.size(); ++p) {
            const QPointF from = start + points[p - 1];
            const QPointF to = start + points[p];
            const double bend = (to.x() - from.x()) / 2;
            path.cubicTo(from + QPointF(bend, 0), to - QPointF(bend, 0), to);
        }
        painter.setPen(QPen(color, near ? 1.8 : 1.3));
        painter.setBrush(Qt::NoBrush);
        painter.drawPath(path);
        const QPointF tip = start + points.last();
        const double side = theme.px(5);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawPolygon(QPolygonF({tip, tip + QPointF(-side, -side * 0.7), tip + QPointF(-side, side * 0.7)}));
    }
    for (int i = 0; i < m_nodes.size(); ++i)
        paintNode(&painter, i, theme);
}

void LineageView::paintNode(QPainter *painter, int index, const Theme &theme) const
{
    using enum ColorRole;
    const Node &node = m_nodes[index];
    const QRectF box = nodeRect(index);
    drawBox(painter, box, theme.radius(), theme.color(node.subject ? AccentSoft : index == m_hovered ? Hover : Surface),
            theme.color(node.subject ? Focus : BorderStrong));
    if (index == m_current && hasFocus())
        drawFocusRing(painter, box, theme.radius(), theme);
    QRect room = box.toRect().adjusted(theme.px(10), theme.px(5), -theme.px(8), -theme.px(5));
    const int side = theme.px(16);
    painter->drawPixmap(room.left(), room.top() + (room.height() - side) / 2,
                        iconPixmap(node.icon, side, theme.color(TextMuted), devicePixelRatioF()));
    room.setLeft(room.left() + side + theme.px(9));
    const QRect top(room.left(), room.top(), room.width(), room.height() / 2);
    const QRect bottom(room.left(), room.top() + room.height() / 2, room.width(), room.height() - room.height() / 2);
    painter->setFont(theme.font(TextSize::Small));
    painter->setPen(theme.color(node.subject ? AccentSoftText : TextMuted));
    QString small = node.kind;
    if (!node.state.text.isEmpty()) {
        const int mark = theme.px(8);
        const int width = painter->fontMetrics().horizontalAdvance(node.state.text);
        const QRect words(top.right() + 1 - width, top.top(), width, top.height());
        if (words.left() - mark - theme.px(14) > top.left() + painter->fontMetrics().horizontalAdvance(small)) {
            painter->save();
            painter->setPen(theme.color(textRole(node.state.tone)));
            painter->drawText(words, int(Qt::AlignVCenter | Qt::TextSingleLine), node.state.text);
            paintShape(painter, QRectF(words.left() - mark - theme.px(4), top.center().y() - mark / 2.0 + 0.5, mark, mark),
                       node.state.shape, theme.color(textRole(node.state.tone)));
            painter->restore();
        }
    }
    painter->drawText(top, int(Qt::AlignVCenter | Qt::TextSingleLine),
                      painter->fontMetrics().elidedText(small, Qt::ElideRight, top.width()));
    painter->setFont(theme.font(TextSize::Body, node.subject ? QFont::DemiBold : QFont::Normal));
    painter->setPen(theme.color(Text));
    painter->drawText(bottom, int(Qt::AlignVCenter | Qt::TextSingleLine),
                      painter->fontMetrics().elidedText(node.name, Qt::ElideMiddle, bottom.width()));
}

int LineageView::nodeAt(const QPointF &position) const
{
    for (int i = 0; i < m_nodes.size(); ++i) {
        if (nodeRect(i).contains(position))
            return i;
    }
    return -1;
}

int LineageView::neighbour(int from, Qt::Key key) const
{
    const bool along = key == Qt::Key_Left || key == Qt::Key_Right;
    const int sign = key == Qt::Key_Right || key == Qt::Key_Down ? 1 : -1;
    int best = -1;
    double bestDistance = 0;
    for (int i = 0; i < m_nodes.size(); ++i) {
        const QPointF way = m_graph.nodes[i] - m_graph.nodes[from];
        const int layers = m_graph.layers[i] - m_graph.layers[from];
        const bool candidate = along ? layers * sign > 0 : layers == 0 && way.y() * sign > 0;
        // The next layer first, and in it the nearest.
        const double distance = along ? std::abs(layers) * 1e6 + std::abs(way.y()) : std::abs(way.y());
        if (candidate && (best < 0 || distance < bestDistance)) {
            best = i;
            bestDistance = distance;
        }
    }
    return best;
}

void LineageView::setCurrent(int index)
{
    if (index < 0 || index >= m_nodes.size())
        return;
    m_current = index;
    const QRectF box = nodeRect(index);
    const int margin = Theme::current().margin();
    const auto reveal = [&](QScrollBar *bar, double from, double to, int view) {
        if (from < margin)
            bar->setValue(bar->value() - int(margin - from));
        else if (to > view - margin)
            bar->setValue(bar->value() + int(to - view + margin));
    };
    reveal(horizontalScrollBar(), box.left(), box.right(), viewport()->width());
    reveal(verticalScrollBar(), box.top(), box.bottom(), viewport()->height());
    viewport()->update();
}

void LineageView::keyPressEvent(QKeyEvent *event)
{
    const auto key = Qt::Key(event->key());
    switch (key) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (!m_nodes.isEmpty())
            setCurrent(m_current < 0 ? 0 : neighbour(m_current, key));
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0)
            emit activated(m_nodes[m_current].id);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void LineageView::mousePressEvent(QMouseEvent *event)
{
    m_pressedAt = event->position();
    m_scrollAtPress = {horizontalScrollBar()->value(), verticalScrollBar()->value()};
    m_panning = false;
}

void LineageView::mouseMoveEvent(QMouseEvent *event)
{
    if (event->buttons() & Qt::LeftButton) {
        const QPointF way = event->position() - m_pressedAt;
        m_panning = m_panning || way.manhattanLength() > QApplication::startDragDistance();
        if (m_panning) {
            horizontalScrollBar()->setValue(m_scrollAtPress.x() - int(way.x()));
            verticalScrollBar()->setValue(m_scrollAtPress.y() - int(way.y()));
            viewport()->setCursor(Qt::ClosedHandCursor);
        }
        return;
    }
    m_hovered = nodeAt(event->position());
    viewport()->setCursor(m_hovered >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->update();
}

void LineageView::mouseReleaseEvent(QMouseEvent *event)
{
    viewport()->unsetCursor();
    if (m_panning || event->button() != Qt::LeftButton)
        return;
    const int node = nodeAt(event->position());
    if (node < 0)
        return;
    setCurrent(node);
    emit activated(m_nodes[node].id);
}

void LineageView::focusInEvent(QFocusEvent *event)
{
    if (m_current < 0 && !m_nodes.isEmpty())
        m_current = 0;
    QAbstractScrollArea::focusInEvent(event);
    viewport()->update();
}

void LineageView::resizeEvent(QResizeEvent *)
{
    updateScrollBars();
}

void LineageView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        layOut();
}

bool LineageView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const int node = nodeAt(help->pos());
        if (node >= 0) {
            const Node &shown = m_nodes[node];
            const QString text = u"%1: %2"_s.arg(shown.kind, shown.name)
                + (shown.state.text.isEmpty() ? QString() : u"\n"_s + shown.state.text);
            QToolTip::showText(help->globalPos(), text.toHtmlEscaped(), this);
        }
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace countersign

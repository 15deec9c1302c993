// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse and keyboard do in the picture of a lineage.
#include "ui/widgets/lineageview.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>
#include <QTextDocument>
#include <QWheelEvent>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr double zoomStep = 1.2;

} // namespace

int LineageView::placeAt(const QPointF &position) const
{
    if (position.y() < headHeight())
        return -1;
    const QPointF at = toScene(position);
    for (int place = 0; place < m_painter.graph().nodes.size(); ++place) {
        if (m_painter.rectOf(place).contains(at))
            return place;
    }
    return -1;
}

/// The open group whose head is there.
int LineageView::frameAt(const QPointF &position) const
{
    const QPointF at = toScene(position);
    const auto &frames = m_painter.frames();
    for (auto it = frames.cbegin(); it != frames.cend(); ++it) {
        if (position.y() >= headHeight() && m_painter.headOf(it.key()).contains(at))
            return it.key();
    }
    return -1;
}

/// Left and right along an edge to the nearest end; up and down within the column.
int LineageView::neighbour(int from, Qt::Key key) const
{
    const LayeredGraph &graph = m_painter.graph();
    int best = -1;
    double bestDistance = 0;
    const auto consider = [&](int place, double distance) {
        if (best >= 0 && distance >= bestDistance)
            return;
        best = place;
        bestDistance = distance;
    };
    const auto height = [&](int place) { return graph.nodes[place].y() - graph.nodes[from].y(); };
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        for (const auto &edge : m_painter.scene().shownEdges()) {
            if ((key == Qt::Key_Right ? edge.from : edge.to) != from)
                continue;
            const int place = key == Qt::Key_Right ? edge.to : edge.from;
            // Another column before one's own, the next one first.
            const int layers = std::abs(graph.layers[place] - graph.layers[from]);
            consider(place, (layers == 0 ? 1e8 : layers * 1e6) + std::abs(height(place)));
        }
        return best;
    }
    const int sign = key == Qt::Key_Down ? 1 : -1;
    for (int place = 0; place < graph.nodes.size(); ++place) {
        if (graph.layers[place] == graph.layers[from] && height(place) * sign > 0)
            consider(place, std::abs(height(place)));
    }
    return best;
}

void LineageView::reveal(int place)
{
    const QRectF box = placeRect(place);
    const int margin = Theme::current().margin();
    const auto into = [&](QScrollBar *bar, double from, double to, int start, int end) {
        if (from < start + margin)
            bar->setValue(bar->value() - int(start + margin - from));
        else if (to > end - margin)
            bar->setValue(bar->value() + int(to - end + margin));
    };
    into(horizontalScrollBar(), box.left(), box.right(), 0, viewport()->width());
    into(verticalScrollBar(), box.top(), box.bottom(), headHeight(), viewport()->height());
}

void LineageView::setCurrent(int place)
{
    if (place < 0 || place >= m_painter.scene().shown().size())
        return;
    const bool other = place != m_marks.current;
    m_marks.current = place;
    m_currentId = m_painter.scene().idAt(place);
    updateMarks();
    reveal(place);
    viewport()->update();
    if (!other)
        return;
    describe();
    emit currentChanged(m_currentId);
}

void LineageView::activate(int place)
{
    if (place < 0)
        return;
    const LineageScene::Shown &shown = m_painter.scene().shown()[place];
    if (shown.isGroup())
        setOpen(m_painter.scene().groups()[shown.group].id, true);
    else
        emit activated(m_painter.scene().nodes()[shown.node].id);
}

bool LineageView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) {
        // The place has shortcuts of its own for some of these; in the picture they are the picture's.
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool plain = key->modifiers() == Qt::NoModifier || key->modifiers() == Qt::ShiftModifier || key->modifiers() == Qt::KeypadModifier;
        static constexpr int own[] = {Qt::Key_N, Qt::Key_Slash, Qt::Key_Plus, Qt::Key_Minus, Qt::Key_0, Qt::Key_F, Qt::Key_Space};
        if ((plain && std::find(std::begin(own), std::end(own), key->key()) != std::end(own)) || key->matches(QKeySequence::Find)) {
            event->accept();
            return true;
        }
    }
    return QAbstractScrollArea::event(event);
}

void LineageView::moveTo(Qt::Key key)
{
    if (m_painter.scene().shown().isEmpty() || m_pending)
        return;
    setCurrent(m_marks.current < 0 ? 0 : neighbour(m_marks.current, key));
}

bool LineageView::handleZoomKey(int key)
{
    switch (key) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        setZoom(m_zoom * zoomStep);
        return true;
    case Qt::Key_Minus:
        setZoom(m_zoom / zoomStep);
        return true;
    case Qt::Key_0:
        setZoom(1);
        return true;
    case Qt::Key_F:
        zoomToFit();
        return true;
    default:
        return false;
    }
}

void LineageView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Find) || event->key() == Qt::Key_Slash) {
        emit searchRequested();
        return;
    }
    const int place = m_marks.current;
    switch (const auto key = Qt::Key(event->key())) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        return moveTo(key);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return activate(place);
    case Qt::Key_Space:
        if (place >= 0 && m_painter.scene().shown()[place].group >= 0) {
            const Group &group = m_painter.scene().groups()[m_painter.scene().shown()[place].group];
            setOpen(group.id, !group.open);
        }
        return;
    case Qt::Key_N:
        return step(event->modifiers() & Qt::ShiftModifier ? -1 : 1);
    default:
        if (!handleZoomKey(key))
            QAbstractScrollArea::keyPressEvent(event);
    }
}

void LineageView::wheelEvent(QWheelEvent *event)
{
    if (!(event->modifiers() & Qt::ControlModifier))
        return QAbstractScrollArea::wheelEvent(event);
    setZoom(m_zoom * std::pow(zoomStep, event->angleDelta().y() / 120.0), event->position());
    event->accept();
}

void LineageView::mousePressEvent(QMouseEvent *event)
{
    m_pressedAt = event->position();
    m_scrollAtPress = {horizontalScrollBar()->value(), verticalScrollBar()->value()};
    m_panning = false;
    const int place = placeAt(event->position());
    m_wasCurrent = place >= 0 && place == m_marks.current;
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
    const int hovered = placeAt(event->position());
    viewport()->setCursor(hovered >= 0 || frameAt(event->position()) >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
    if (hovered != m_marks.hovered)
        viewport()->update();
    m_marks.hovered = hovered;
}

void LineageView::noteRegrouped()
{
    m_sinceRegrouped.start();
    m_regroupedAt = m_pressedAt;
}

bool LineageView::belongsToRegrouping() const
{
    return m_sinceRegrouped.isValid() && m_sinceRegrouped.elapsed() < QApplication::doubleClickInterval()
        && (m_pressedAt - m_regroupedAt).manhattanLength() < QApplication::startDragDistance();
}

void LineageView::mouseReleaseEvent(QMouseEvent *event)
{
    viewport()->unsetCursor();
    if (m_panning || event->button() != Qt::LeftButton || m_pending || belongsToRegrouping())
        return;
    const int place = placeAt(event->position());
    if (place < 0) {
        if (const int frame = frameAt(event->position()); frame >= 0) {
            noteRegrouped();
            setOpen(m_painter.scene().groups()[frame].id, false);
        }
        return;
    }
    setCurrent(place);
    const bool group = m_painter.scene().shown()[place].isGroup();
    if (group)
        noteRegrouped();
    if (m_wasCurrent || group)
        activate(place);
}

void LineageView::mouseDoubleClickEvent(QMouseEvent *event)
{
    // The first of the two clicks has selected, so that the second press finds it current and its release goes there.
    mousePressEvent(event);
}

void LineageView::focusInEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_marks.current < 0)
        setCurrent(0);
    m_marks.focus = true;
    viewport()->update();
}

void LineageView::focusOutEvent(QFocusEvent *event)
{
    QAbstractScrollArea::focusOutEvent(event);
    m_marks.focus = false;
    viewport()->update();
}

QString LineageView::hoverText(const QPointF &position) const
{
    const LineageScene &scene = m_painter.scene();
    if (const int frame = frameAt(position); frame >= 0)
        return tr("%1: click to put them together again").arg(scene.groups()[frame].name);
    const int place = placeAt(position);
    if (place < 0)
        return {};
    const LineageScene::Shown &shown = scene.shown()[place];
    if (shown.isGroup())
        return tr("%1: click to see each of them").arg(scene.nameAt(place));
    const Node &node = scene.nodes()[shown.node];
    QStringList lines{u"%1: %2"_s.arg(node.kind, node.name)};
    for (const QString &more : {node.state.text, node.note, node.toolTip}) {
        if (!more.isEmpty())
            lines << more;
    }
    return lines.join(u'\n');
}

bool LineageView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::Leave && m_marks.hovered >= 0) {
        m_marks.hovered = -1;
        viewport()->update();
    }
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        if (const QString text = hoverText(help->pos()); text.isEmpty())
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), Qt::convertFromPlainText(text), this);
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace countersign

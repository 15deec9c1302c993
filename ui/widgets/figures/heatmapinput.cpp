// SPDX-License-Identifier: GPL-3.0-or-later
// Of the heat map what is done to it: keys, mouse and wheel.
#include "ui/widgets/figures/heatmap.h"
#include "ui/widgets/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QToolTip>

namespace countersign {

void HeatMap::keyPressEvent(QKeyEvent *event)
{
    const int point = currentPoint();
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return setZoom(m_zoom + 1);
    case Qt::Key_Minus:
        return setZoom(m_zoom - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (point >= 0)
            return activate(point);
        break;
    case Qt::Key_Space:
        if (point >= 0) {
            const int group = m_lines[point / columnCount()].group;
            setGroupOpen(group, !isGroupOpen(group));
            if (currentPoint() >= 0)
                reveal(currentPoint());
            return;
        }
        break;
    default:
        return walk(event);
    }
    QWidget::keyPressEvent(event);
}

/// Arrows go to the next cell whether or not something is in it: a hole is something to know as well.
void HeatMap::walk(QKeyEvent *event)
{
    const int columns = columnCount(), lines = lineCount();
    int line = currentPoint() < 0 ? 0 : currentPoint() / std::max(1, columns);
    int column = currentPoint() < 0 ? 0 : currentPoint() % std::max(1, columns);
    const int step = layoutDirection() == Qt::RightToLeft ? -1 : 1;
    const bool first = currentPoint() < 0;
    const bool whole = event->modifiers().testFlag(Qt::ControlModifier);
    const int page = std::max(1, m_down->pageStep() / std::max(1, m_lines.isEmpty() ? 1 : m_lines.last().height) - 1);
    switch (event->key()) {
    case Qt::Key_Left:
        column -= first ? 0 : step;
        break;
    case Qt::Key_Right:
        column += first ? 0 : step;
        break;
    case Qt::Key_Up:
        line -= first ? 0 : 1;
        break;
    case Qt::Key_Down:
        line += first ? 0 : 1;
        break;
    case Qt::Key_PageUp:
        line = std::max(0, line - page);
        break;
    case Qt::Key_PageDown:
        line = std::min(lines - 1, line + page);
        break;
    case Qt::Key_Home:
        column = 0;
        line = whole ? 0 : line;
        break;
    case Qt::Key_End:
        column = columns - 1;
        line = whole ? lines - 1 : line;
        break;
    default:
        QWidget::keyPressEvent(event);
        return;
    }
    // At an end the page takes the key.
    if (line < 0 || line >= lines || column < 0 || column >= columns) {
        QWidget::keyPressEvent(event);
        return;
    }
    setCurrentPoint(line * columns + column);
    reveal(currentPoint());
    QToolTip::showText(mapToGlobal(pointRect(currentPoint()).bottomLeft().toPoint()), pointText(currentPoint()).toHtmlEscaped(), this);
}

void HeatMap::mousePressEvent(QMouseEvent *event)
{
    int label = -1;
    const int point = hit(event->position(), &label);
    if (label >= 0 && m_lines[label].row < 0)
        setGroupOpen(m_lines[label].group, !isGroupOpen(m_lines[label].group));
    else
        setCurrentPoint(point);
    event->accept();
}

void HeatMap::mouseDoubleClickEvent(QMouseEvent *event)
{
    activate(hit(event->position()));
}

void HeatMap::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        if (event->angleDelta().y() != 0)
            setZoom(m_zoom + (event->angleDelta().y() > 0 ? 1 : -1));
        event->accept();
        return;
    }
    const bool across = event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(event->angleDelta().x()) > std::abs(event->angleDelta().y());
    QScrollBar *bar = across ? m_across : m_down;
    const int before = bar->value();
    const QPoint pixels = event->pixelDelta();
    const int by = !pixels.isNull() ? (across && pixels.x() != 0 ? pixels.x() : pixels.y())
                                    : (across && event->angleDelta().x() != 0 ? event->angleDelta().x() : event->angleDelta().y()) * 3 * bar->singleStep() / 120;
    bar->setValue(before - by);
    event->setAccepted(bar->value() != before);
}

void HeatMap::resizeEvent(QResizeEvent *event)
{
    Figure::resizeEvent(event);
    fitScrollBars();
}

void HeatMap::changeEvent(QEvent *event)
{
    Figure::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        measureLabels();
        layOutLines();
    }
}

bool HeatMap::event(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return Figure::event(event);
    auto *help = static_cast<QHelpEvent *>(event);
    int label = -1;
    const int point = hit(help->pos(), &label);
    if (point >= 0)
        QToolTip::showText(help->globalPos(), pointText(point).toHtmlEscaped(), this, pointRect(point).toAlignedRect());
    else if (label >= 0)
        QToolTip::showText(help->globalPos(), nameOf(m_lines[label]).toHtmlEscaped(), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/figure.h"

#include "ui/widgets/style.h"

#include <QBuffer>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QSvgGenerator>
#include <QToolTip>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {
constexpr int mostDescribed = 60; // points a screen reader is told of at once; the table has all
} // namespace

Figure::Figure(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_name(name)
{
    setAccessibleName(name);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Figure::setName(const QString &name)
{
    m_name = name;
    setAccessibleName(name);
}

QRectF Figure::pointRect(int point) const
{
    return point >= 0 && point < pointCount() ? pointArea(point, size(), Theme::current()) : QRectF();
}

void Figure::setCurrentPoint(int point)
{
    const int wanted = point >= 0 && point < pointCount() ? point : -1;
    if (wanted == m_current)
        return;
    m_current = wanted;
    describe();
    update();
    emit currentPointChanged(m_current);
}

void Figure::dataChanged()
{
    if (m_current >= pointCount())
        m_current = -1;
    describe();
    updateGeometry();
    update();
}

/// With a current point its sentence, else as much of all as can be listened to.
void Figure::describe()
{
    if (m_current >= 0) {
        setAccessibleDescription(pointText(m_current));
        return;
    }
    QStringList parts;
    const int count = pointCount();
    for (int i = 0; i < std::min(count, mostDescribed); ++i)
        parts.append(pointText(i));
    if (count > mostDescribed)
        parts.append(tr("%n more in the table", nullptr, count - mostDescribed));
    setAccessibleDescription(parts.join(u". "_s));
}

int Figure::pointAt(const QPointF &position) const
{
    const Theme theme = Theme::current();
    int found = -1;
    double best = 1e300;
    const int count = pointCount();
    for (int i = 0; i < count; ++i) {
        const QRectF area = pointArea(i, size(), theme);
        if (!area.contains(position))
            continue;
        const QPointF to = area.center() - position;
        const double far = to.x() * to.x() + to.y() * to.y();
        if (far < best) {
            best = far;
            found = i;
        }
    }
    return found;
}

int Figure::neighbour(int point, Qt::Key arrow) const
{
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const bool back = arrow == Qt::Key_Up || arrow == (mirrored ? Qt::Key_Right : Qt::Key_Left);
    return point + (back ? -1 : 1);
}

int Figure::leastWidth(const Theme &theme) const
{
    return theme.px(220);
}

QSize Figure::sizeHint() const
{
    return wantedSize(Theme::current());
}

QSize Figure::minimumSizeHint() const
{
    const Theme theme = Theme::current();
    return {leastWidth(theme), wantedSize(theme).height()};
}

QImage Figure::image(qreal ratio) const
{
    const Theme theme = Theme::current();
    const int margin = theme.px(8);
    // A figure that was never laid out has its own idea of its size.
    const QSize own = size().expandedTo(minimumSizeHint());
    const QSize all = own + QSize(2 * margin, 2 * margin);
    QImage out(all * ratio, QImage::Format_RGB32);
    out.setDevicePixelRatio(ratio);
    out.fill(theme.color(ColorRole::Surface));
    QPainter painter(&out);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(margin, margin);
    paintFigure(&painter, own, theme);
    return out;
}

QByteArray Figure::svg() const
{
    const Theme theme = Theme::current();
    const int margin = theme.px(8);
    const QSize own = size().expandedTo(minimumSizeHint());
    const QSize all = own + QSize(2 * margin, 2 * margin);
    QByteArray out;
    QBuffer buffer(&out);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(all);
    generator.setViewBox(QRect(QPoint(), all));
    generator.setTitle(m_name);
    QPainter painter(&generator);
    painter.fillRect(QRect(QPoint(), all), theme.color(ColorRole::Surface));
    painter.translate(margin, margin);
    paintFigure(&painter, own, theme);
    painter.end();
    return out;
}

void Figure::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.save();
    paintFigure(&painter, size(), theme);
    painter.restore();
    if (hasFocus() && m_current >= 0)
        drawFocusRing(&painter, pointArea(m_current, size(), theme).intersected(rect()), theme.px(4), theme);
    else if (hasFocus())
        drawFocusRing(&painter, rect(), theme.px(4), theme);
}

void Figure::keyPressEvent(QKeyEvent *event)
{
    const int count = pointCount();
    int wanted = m_current;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        wanted = m_current < 0 ? 0 : neighbour(m_current, Qt::Key(event->key()));
        break;
    case Qt::Key_Home:
        wanted = 0;
        break;
    case Qt::Key_End:
        wanted = count - 1;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current >= 0) {
            emit pointActivated(m_current);
            return;
        }
        break;
    default:
        break;
    }
    // At an end the page takes the key and scrolls.
    if (wanted < 0 || wanted >= count || wanted == m_current) {
        QWidget::keyPressEvent(event);
        return;
    }
    setCurrentPoint(wanted);
    const QRectF area = pointRect(m_current);
    QToolTip::showText(mapToGlobal(area.bottomLeft().toPoint()), pointText(m_current).toHtmlEscaped(), this);
}

void Figure::mousePressEvent(QMouseEvent *event)
{
    setCurrentPoint(pointAt(event->position()));
    QWidget::mousePressEvent(event);
}

void Figure::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const int point = pointAt(event->position()); point >= 0)
        emit pointActivated(point);
}

void Figure::focusInEvent(QFocusEvent *event)
{
    QWidget::focusInEvent(event);
    update();
}

void Figure::focusOutEvent(QFocusEvent *event)
{
    QWidget::focusOutEvent(event);
    update();
}

void Figure::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

bool Figure::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const int point = pointAt(help->pos());
        if (point < 0)
            QToolTip::hideText();
        else
            QToolTip::showText(help->globalPos(), pointText(point).toHtmlEscaped(), this, pointRect(point).toAlignedRect());
        return true;
    }
    return QWidget::event(event);
}

} // namespace countersign

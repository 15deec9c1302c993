// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/diffview.h"

#include "ui/widgets/chip.h"
#include "ui/widgets/style.h"
#include "ui/widgets/tabulartext.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

const QString arrow = u" → "_s;

QString wordFor(const DiffView::Row &row)
{
    switch (row.verdict) {
    case DiffView::Verdict::Better:
        //: The newer value is better than the older one.
        return DiffView::tr("better");
    case DiffView::Verdict::Worse:
        //: The newer value is worse than the older one.
        return DiffView::tr("worse");
    case DiffView::Verdict::NoDifference:
        //: The two values do not differ beyond their uncertainty.
        return DiffView::tr("no difference");
    case DiffView::Verdict::NotComparable:
        //: The two values were measured in ways that cannot be compared.
        return DiffView::tr("not comparable");
    case DiffView::Verdict::Changed:
        break;
    }
    return {};
}

bool isDirected(DiffView::Verdict verdict)
{
    return verdict == DiffView::Verdict::Better || verdict == DiffView::Verdict::Worse;
}

qreal valuesWidth(const DiffView::Row &row, const Theme &theme)
{
    const QFont plain = theme.font();
    const QFont strong = theme.font(TextSize::Body, QFont::DemiBold);
    const qreal before = row.before.isEmpty() ? 0 : tabularWidth(plain, row.before + arrow);
    return before + tabularWidth(strong, row.after);
}

qreal verdictWidth(const DiffView::Row &row, const Theme &theme)
{
    const QFont font = theme.font();
    if (!isDirected(row.verdict))
        return tabularWidth(font, row.change.isEmpty() ? wordFor(row) : row.change);
    return tabularWidth(font, row.change) + theme.px(22) + tabularWidth(font, wordFor(row));
}

} // namespace

DiffView::DiffView(const QString &name, QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(name);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void DiffView::setRows(const QList<Row> &rows)
{
    m_rows = rows;
    m_current = -1;
    QStringList lines;
    bool clickable = false;
    for (const Row &row : rows) {
        lines << u"%1: %2, %3 %4"_s.arg(row.label, row.before.isEmpty() ? row.after : row.before + arrow + row.after,
                                         row.change, wordFor(row));
        clickable = clickable || !row.id.isEmpty();
    }
    setFocusPolicy(clickable ? Qt::StrongFocus : Qt::NoFocus);
    setAccessibleDescription(lines.join(u". "_s));
    updateGeometry();
    update();
}

QSize DiffView::sizeHint() const
{
    const Theme theme = Theme::current();
    return {theme.px(420), int(m_rows.size()) * theme.rowHeight()};
}

QSize DiffView::minimumSizeHint() const
{
    return {Theme::current().px(240), sizeHint().height()};
}

void DiffView::paintRow(QPainter *painter, const Row &row, const QRect &rect, int verdictSpace, int valuesSpace,
                        const Theme &theme) const
{
    const int gap = theme.px(20);
    QRect verdict = rect;
    verdict.setLeft(rect.right() + 1 - verdictSpace);
    QRect values = rect;
    values.setRight(verdict.left() - gap);
    values.setLeft(values.right() + 1 - valuesSpace);
    QRect label = rect;
    label.setRight(values.left() - theme.px(12));
    const QFont plain = theme.font();
    const QFont strong = theme.font(TextSize::Body, QFont::DemiBold);
    const bool dim = row.verdict == Verdict::NotComparable;
    painter->setFont(plain);
    painter->setPen(theme.color(ColorRole::Text));
    painter->drawText(label, int(Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine),
                      painter->fontMetrics().elidedText(row.label, Qt::ElideRight, label.width()));
    const bool emphasise = row.verdict != Verdict::NoDifference && !dim;
    painter->setFont(emphasise ? strong : plain);
    painter->setPen(theme.color(dim ? ColorRole::TextMuted : ColorRole::Text));
    const qreal after = tabularWidth(painter->font(), row.after);
    drawTabular(painter, values, Qt::AlignRight, row.after);
    if (!row.before.isEmpty()) {
        painter->setFont(plain);
        painter->setPen(theme.color(ColorRole::TextMuted));
        drawTabular(painter, QRectF(values).adjusted(-1, 0, -after, 0), Qt::AlignRight, row.before + arrow);
    }
    if (!isDirected(row.verdict)) {
        painter->setFont(plain);
        painter->setPen(theme.color(row.verdict == Verdict::Changed ? ColorRole::Text : ColorRole::TextMuted));
        drawTabular(painter, verdict, Qt::AlignRight, row.change.isEmpty() ? wordFor(row) : row.change);
        return;
    }
    const QColor ink = theme.color(row.verdict == Verdict::Better ? ColorRole::PositiveText : ColorRole::NegativeText);
    painter->setPen(ink);
    painter->setFont(plain);
    drawTabular(painter, verdict, Qt::AlignRight, wordFor(row));
    // The words share a left edge by being as wide as the widest of the two; the shapes stand in a column before them.
    qreal word = tabularWidth(plain, wordFor(row));
    const qreal side = theme.px(9);
    const qreal shapeX = verdict.right() + 1 - word - theme.px(5) - side;
    paintShape(painter, QRectF(shapeX, rect.top() + (rect.height() - side) / 2, side, side),
               row.higherValue ? ChipShape::TriangleUp : ChipShape::TriangleDown, ink);
    drawTabular(painter, QRectF(verdict).adjusted(0, 0, -(word + theme.px(11) + side), 0), Qt::AlignRight, row.change);
}

void DiffView::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    qreal verdict = 0;
    qreal values = 0;
    for (const Row &row : m_rows) {
        verdict = std::max(verdict, verdictWidth(row, theme));
        values = std::max(values, countersign::valuesWidth(row, theme));
    }
    const int room = width() - theme.px(28) - theme.px(20);
    const int verdictSpace = std::min(int(std::ceil(verdict)) + 1, room / 3);
    const int valuesSpace = std::min(int(std::ceil(values)) + 1, room / 2);
    QPainter painter(this);
    const int height = theme.rowHeight();
    for (int i = 0; i < m_rows.size(); ++i) {
        const QRect rect(0, i * height, width(), height);
        if (i == m_hovered && !m_rows[i].id.isEmpty())
            painter.fillRect(rect, theme.color(ColorRole::Hover));
        paintRow(&painter, m_rows[i], rect.adjusted(theme.px(14), 0, -theme.px(14), -1), verdictSpace, valuesSpace, theme);
        if (i + 1 < m_rows.size())
            painter.fillRect(0, rect.bottom(), width(), 1, theme.color(ColorRole::Border));
        if (hasFocus() && i == m_current)
            drawFocusRing(&painter, rect.adjusted(1, 0, -1, 0), theme.px(4), theme);
    }
}

int DiffView::rowAt(const QPointF &position) const
{
    const int row = int(position.y()) / Theme::current().rowHeight();
    return row >= 0 && row < m_rows.size() ? row : -1;
}

void DiffView::mouseMoveEvent(QMouseEvent *event)
{
    m_hovered = rowAt(event->position());
    const bool link = m_hovered >= 0 && !m_rows[m_hovered].id.isEmpty();
    setCursor(link ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void DiffView::leaveEvent(QEvent *)
{
    m_hovered = -1;
    update();
}

void DiffView::mousePressEvent(QMouseEvent *event)
{
    const int row = rowAt(event->position());
    if (event->button() == Qt::LeftButton && row >= 0 && !m_rows[row].id.isEmpty()) {
        m_current = row;
        emit activated(m_rows[row].id);
    }
}

void DiffView::focusInEvent(QFocusEvent *event)
{
    if (m_current < 0 && !m_rows.isEmpty())
        m_current = 0;
    QWidget::focusInEvent(event);
}

void DiffView::keyPressEvent(QKeyEvent *event)
{
    const int last = int(m_rows.size()) - 1;
    if (event->key() == Qt::Key_Down || event->key() == Qt::Key_J)
        m_current = std::min(m_current + 1, last);
    else if (event->key() == Qt::Key_Up || event->key() == Qt::Key_K)
        m_current = std::max(m_current - 1, 0);
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_current >= 0
             && !m_rows[m_current].id.isEmpty())
        emit activated(m_rows[m_current].id);
    else
        return QWidget::keyPressEvent(event);
    update();
}

void DiffView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        updateGeometry();
}

} // namespace countersign

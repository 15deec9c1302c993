// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tableheader.h"

#include "ui/widgets/style.h"

#include <QPainter>

namespace countersign {

TableHeader::TableHeader(QWidget *parent)
    : QHeaderView(Qt::Horizontal, parent)
{
    setHighlightSections(false);
    setSectionsClickable(false);
    setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

void TableHeader::setAlignment(int column, Qt::Alignment alignment)
{
    m_alignments.insert(column, alignment);
}

QSize TableHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), Theme::current().px(30)};
}

void TableHeader::paintEvent(QPaintEvent *event)
{
    const Theme theme = Theme::current();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), theme.color(ColorRole::Surface));
    painter.fillRect(0, viewport()->height() - 1, viewport()->width(), 1, theme.color(ColorRole::Border));
    painter.end();
    QHeaderView::paintEvent(event);
}

void TableHeader::paintSection(QPainter *painter, const QRect &rect, int column) const
{
    const Theme theme = Theme::current();
    painter->save();
    painter->fillRect(rect, theme.color(ColorRole::Surface));
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), 1, theme.color(ColorRole::Border));
    const bool first = visualIndex(column) == 0;
    const bool last = visualIndex(column) == count() - 1;
    QRect room = rect.adjusted(theme.px(first ? 14 : 8), 0, -theme.px(last ? 14 : 8), -1);
    const bool right = m_alignments.value(column) & Qt::AlignRight;
    const QFont font = theme.font(TextSize::Small);
    const QFontMetrics metrics(font);
    const QString text = model()->headerData(column, Qt::Horizontal).toString();
    if (isSortIndicatorShown() && sortIndicatorSection() == column) {
        const int side = theme.px(9);
        const int wanted = std::min(metrics.horizontalAdvance(text) + theme.px(4), room.width() - side);
        const int x = right ? room.right() - side + 1 : room.left() + wanted;
        drawChevron(painter, QRectF(x, rect.center().y() - side / 2.0, side, side),
                    sortIndicatorOrder() == Qt::AscendingOrder ? Qt::UpArrow : Qt::DownArrow,
                    theme.color(ColorRole::TextMuted));
        room.setRight(room.right() - side - theme.px(4));
    }
    painter->setFont(font);
    painter->setPen(theme.color(ColorRole::TextMuted));
    painter->drawText(room, int(Qt::AlignVCenter | Qt::TextSingleLine | (right ? Qt::AlignRight : Qt::AlignLeft)),
                      metrics.elidedText(text, Qt::ElideRight, room.width()));
    painter->restore();
}

} // namespace countersign

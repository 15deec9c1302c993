// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/delegates.h"

#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/sparkline.h"
#include "ui/widgets/style.h"
#include "ui/widgets/tabulartext.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

int padding(const Theme &theme)
{
    return theme.px(8);
}

QList<ChipSpec> chipsOf(const QModelIndex &index)
{
    const QVariant value = index.data(ChipRole);
    QList<ChipSpec> chips;
    if (value.canConvert<ChipSpec>()) {
        chips << value.value<ChipSpec>();
    } else {
        const QVariantList list = value.toList();
        for (const QVariant &one : list)
            chips << one.value<ChipSpec>();
    }
    return chips;
}

int textWidth(const QFont &font, const QString &text)
{
    return text.isEmpty() ? 0 : QFontMetrics(font).horizontalAdvance(text) + 1;
}

QFont fontOf(const QModelIndex &index, const Theme &theme)
{
    return theme.font(TextSize::Body, index.data(StrongRole).toBool() ? QFont::DemiBold : QFont::Normal);
}

/// A grey bar where text will be: the row exists, its content is on the way.
void paintLoading(QPainter *painter, const QRect &rect, const QModelIndex &index, const Theme &theme)
{
    const int width = std::min(rect.width(), theme.px(40 + (index.row() * 37 + index.column() * 23) % 70));
    const QRect bar(rect.left(), rect.center().y() - theme.px(4), width, theme.px(8));
    drawBox(painter, bar, theme.px(4), theme.color(ColorRole::NeutralFill), Qt::transparent);
}

} // namespace

void RowDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    using enum ColorRole;
    const Theme theme = Theme::current();
    const auto *table = qobject_cast<const DataTable *>(option.widget);
    const bool selected = option.state & QStyle::State_Selected;
    const bool hovered = table && table->hoveredRow() == index.row();
    painter->save();
    painter->setClipRect(option.rect);
    painter->fillRect(option.rect, theme.color(selected ? Selection : hovered ? Hover : Surface));
    const bool last = table && table->fitsRows() && index.row() == index.model()->rowCount() - 1;
    if (!last) {
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1),
                          theme.color(Border));
    }
    if (selected && table && table->isFirstColumn(index.column())) {
        // The row that keys act on has a mark at its start as well as a tint.
        painter->fillRect(QRect(option.rect.left(), option.rect.top(), theme.px(2), option.rect.height()),
                          theme.color(table->hasFocus() ? Focus : BorderStrong));
    }
    Cell cell;
    cell.rect = option.rect.adjusted(padding(theme), 0, -padding(theme), -1);
    if (table && table->isFirstColumn(index.column()))
        cell.rect.setLeft(cell.rect.left() + theme.px(6));
    if (table && table->isLastColumn(index.column()))
        cell.rect.setRight(cell.rect.right() - theme.px(6));
    if (index.data(LoadingRole).toBool()) {
        paintLoading(painter, cell.rect, index, theme);
        painter->restore();
        return;
    }
    cell.text = index.data(Qt::DisplayRole).toString();
    cell.secondary = index.data(SecondaryRole).toString();
    const bool muted = index.data(MutedRole).toBool();
    cell.mutedInk = theme.color(TextMuted);
    cell.ink = muted ? cell.mutedInk : theme.color(selected ? SelectionText : Text);
    if (const QVariant tone = index.data(ToneRole); tone.isValid() && !muted && Tone(tone.toInt()) != Tone::Neutral)
        cell.ink = theme.color(textRole(Tone(tone.toInt())));
    const QVariant alignment = index.data(Qt::TextAlignmentRole);
    cell.alignment = alignment.isValid() ? Qt::Alignment(alignment.toInt()) : Qt::AlignLeft | Qt::AlignVCenter;
    cell.font = fontOf(index, theme);
    painter->setFont(cell.font);
    painter->setPen(cell.ink);
    paintContent(painter, cell, index, theme);
    painter->restore();
}

QSize RowDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme theme = Theme::current();
    int width = contentWidth(index, theme) + 2 * padding(theme);
    if (const auto *table = qobject_cast<const DataTable *>(option.widget)) {
        width += table->isFirstColumn(index.column()) ? theme.px(6) : 0;
        width += table->isLastColumn(index.column()) ? theme.px(6) : 0;
    }
    return {width, theme.rowHeight()};
}

bool RowDelegate::helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                            const QModelIndex &index)
{
    if (!event || event->type() != QEvent::ToolTip || index.data(Qt::ToolTipRole).isValid())
        return QStyledItemDelegate::helpEvent(event, view, option, index);
    const Theme theme = Theme::current();
    const bool elided = contentWidth(index, theme) > option.rect.width() - 2 * padding(theme);
    QString text = hoverText(index);
    if (text.isEmpty() && elided)
        text = index.data(Qt::DisplayRole).toString();
    if (text.isEmpty())
        QToolTip::hideText();
    else
        QToolTip::showText(event->globalPos(), text.toHtmlEscaped(), view, option.rect);
    return true;
}

void RowDelegate::paintContent(QPainter *painter, const Cell &cell, const QModelIndex &, const Theme &) const
{
    const QString text = QFontMetrics(cell.font).elidedText(cell.text, Qt::ElideRight, cell.rect.width());
    painter->drawText(cell.rect, int(cell.alignment | Qt::AlignVCenter | Qt::TextSingleLine), text);
}

int RowDelegate::contentWidth(const QModelIndex &index, const Theme &theme) const
{
    return textWidth(fontOf(index, theme), index.data(Qt::DisplayRole).toString());
}

QString RowDelegate::hoverText(const QModelIndex &) const
{
    return {};
}

void ChipDelegate::paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index,
                                const Theme &theme) const
{
    QRect room = cell.rect;
    const QList<ChipSpec> chips = chipsOf(index);
    for (const ChipSpec &chip : chips) {
        const QRect box = paintChip(painter, room, chip, theme);
        if (box.isEmpty())
            break;
        room.setLeft(box.right() + 1 + theme.px(4));
        if (room.width() < theme.px(20))
            break;
    }
    if (chips.isEmpty())
        RowDelegate::paintContent(painter, cell, index, theme);
}

int ChipDelegate::contentWidth(const QModelIndex &index, const Theme &theme) const
{
    int width = 0;
    const QList<ChipSpec> chips = chipsOf(index);
    for (const ChipSpec &chip : chips)
        width += chipSize(chip, theme).width() + (width > 0 ? theme.px(4) : 0);
    return chips.isEmpty() ? RowDelegate::contentWidth(index, theme) : width;
}

QString ChipDelegate::hoverText(const QModelIndex &index) const
{
    QStringList words;
    const QList<ChipSpec> chips = chipsOf(index);
    for (const ChipSpec &chip : chips)
        words << chip.text;
    return words.join(u", "_s);
}

void NumberDelegate::paintContent(QPainter *painter, const Cell &cell, const QModelIndex &, const Theme &theme) const
{
    QRectF room = cell.rect;
    if (!cell.secondary.isEmpty()) {
        const qreal width = tabularWidth(cell.font, cell.secondary);
        // The value matters more than its interval: where both do not fit the interval goes, and shows on hover.
        if (width + theme.px(5) + tabularWidth(cell.font, cell.text) <= room.width()) {
            painter->setPen(cell.mutedInk);
            drawTabular(painter, room, Qt::AlignRight, cell.secondary);
            room.setRight(room.right() - width - theme.px(5));
        }
    }
    painter->setPen(cell.ink);
    drawTabular(painter, room, Qt::AlignRight, cell.text);
}

int NumberDelegate::contentWidth(const QModelIndex &index, const Theme &theme) const
{
    const QFont font = fontOf(index, theme);
    qreal width = tabularWidth(font, index.data(Qt::DisplayRole).toString());
    if (const QString secondary = index.data(SecondaryRole).toString(); !secondary.isEmpty())
        width += tabularWidth(font, secondary) + theme.px(5);
    return int(std::ceil(width)) + 1;
}

QString NumberDelegate::hoverText(const QModelIndex &index) const
{
    const QString secondary = index.data(SecondaryRole).toString();
    return secondary.isEmpty() ? QString() : index.data(Qt::DisplayRole).toString() + u' ' + secondary;
}

RelativeTimeDelegate::RelativeTimeDelegate(const Clock *clock, QObject *parent)
    : RowDelegate(parent)
    , m_clock(clock)
{
}

void RelativeTimeDelegate::paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index,
                                        const Theme &) const
{
    painter->setPen(cell.mutedInk);
    drawTabular(painter, cell.rect, cell.alignment, relativeTime(index.data(TimeRole).toDateTime(), m_clock->now()));
}

int RelativeTimeDelegate::contentWidth(const QModelIndex &index, const Theme &theme) const
{
    const QString text = relativeTime(index.data(TimeRole).toDateTime(), m_clock->now());
    return int(std::ceil(tabularWidth(theme.font(), text))) + 1;
}

QString RelativeTimeDelegate::hoverText(const QModelIndex &index) const
{
    return exactTime(index.data(TimeRole).toDateTime());
}

void TwoLineDelegate::paintContent(QPainter *painter, const Cell &cell, const QModelIndex &,
                                   const Theme &theme) const
{
    const QFontMetrics metrics(cell.font);
    const int flags = int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine);
    if (cell.rect.height() < theme.px(40)) {
        const QString name = metrics.elidedText(cell.text, Qt::ElideRight, cell.rect.width());
        painter->drawText(cell.rect, flags, name);
        QRect rest = cell.rect;
        rest.setLeft(rest.left() + metrics.horizontalAdvance(name) + theme.px(8));
        if (rest.width() > theme.px(24)) {
            painter->setFont(theme.font());
            painter->setPen(cell.mutedInk);
            painter->drawText(rest, flags,
                              QFontMetrics(theme.font()).elidedText(cell.secondary, Qt::ElideRight, rest.width()));
        }
        return;
    }
    const QFont small = theme.font(TextSize::Small);
    const QFontMetrics smallMetrics(small);
    const int block = metrics.height() + smallMetrics.height() + theme.px(2);
    QRect line = cell.rect;
    line.setTop(cell.rect.top() + (cell.rect.height() - block) / 2);
    line.setHeight(metrics.height());
    painter->drawText(line, flags, metrics.elidedText(cell.text, Qt::ElideRight, line.width()));
    line.translate(0, metrics.height() + theme.px(2));
    painter->setFont(small);
    painter->setPen(cell.mutedInk);
    painter->drawText(line, flags, smallMetrics.elidedText(cell.secondary, Qt::ElideRight, line.width()));
}

int TwoLineDelegate::contentWidth(const QModelIndex &index, const Theme &theme) const
{
    const QString secondary = index.data(SecondaryRole).toString();
    return RowDelegate::contentWidth(index, theme)
        + (secondary.isEmpty() ? 0 : theme.px(8) + textWidth(theme.font(), secondary));
}

QString TwoLineDelegate::hoverText(const QModelIndex &index) const
{
    const QString secondary = index.data(SecondaryRole).toString();
    return secondary.isEmpty() ? QString() : index.data(Qt::DisplayRole).toString() + u'\n' + secondary;
}

void SparklineDelegate::paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index,
                                     const Theme &theme) const
{
    QRectF room = cell.rect;
    if (!cell.text.isEmpty()) {
        drawTabular(painter, room, Qt::AlignRight, cell.text);
        room.setRight(room.right() - tabularWidth(cell.font, cell.text) - theme.px(6));
    }
    const QVariant tone = index.data(ToneRole);
    paintSparkline(painter, room.adjusted(0, theme.px(6), 0, -theme.px(6)), index.data(SeriesRole).value<QList<double>>(),
                   theme, tone.isValid() ? Tone(tone.toInt()) : Tone::Info);
}

int SparklineDelegate::contentWidth(const QModelIndex &index, const Theme &theme) const
{
    return theme.px(70) + int(std::ceil(tabularWidth(theme.font(), index.data(Qt::DisplayRole).toString())));
}

} // namespace countersign

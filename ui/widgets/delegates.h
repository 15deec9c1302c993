// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "ui/widgets/theme.h"

#include <QStyledItemDelegate>

namespace countersign {

/// Paints what all cells share: full-row selection and hover, the hairline below, muted and loading rows, and plain
/// text elided at its end. DataTable installs one for every column; the others are set per column.
class RowDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const final;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    /// Everything paintContent() needs, worked out once per cell.
    struct Cell
    {
        QRect rect; ///< inside the padding
        QString text;
        QString secondary;
        QColor ink;
        QColor mutedInk;
        Qt::Alignment alignment;
        QFont font;
    };
    virtual void paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index, const Theme &theme) const;
    /// Width the content wants, without padding.
    [[nodiscard]] virtual int contentWidth(const QModelIndex &index, const Theme &theme) const;
    /// What a tooltip says when the model has none of its own.
    [[nodiscard]] virtual QString hoverText(const QModelIndex &index) const;
};

/// Chips of ChipRole; they shrink to their shape before they are cut.
class ChipDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] QString hoverText(const QModelIndex &index) const override;
};

/// Figures in columns, right-aligned; SecondaryRole (an interval, a unit) follows muted.
class NumberDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] QString hoverText(const QModelIndex &index) const override;
};

/// TimeRole as an age, exact on hover. `clock` outlives the delegate.
class RelativeTimeDelegate : public RowDelegate
{
    Q_OBJECT
public:
    explicit RelativeTimeDelegate(const Clock *clock, QObject *parent = nullptr);

protected:
    void paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] QString hoverText(const QModelIndex &index) const override;

private:
    const Clock *m_clock;
};

/// The name and, muted, the facts of SecondaryRole: behind it in a row of ordinary height, below it in a tall one.
class TwoLineDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] QString hoverText(const QModelIndex &index) const override;
};

/// SeriesRole as a small line; the display text (the newest value) stands right of it.
class SparklineDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index, const Theme &theme) const override;
};

} // namespace countersign

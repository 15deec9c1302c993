// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/delegates.h"

namespace countersign {

/// Value and interval on a scale from the worst to the best a result can be. SeriesRole: value, low, high, least, most;
/// NaN for what is not known.
class IntervalDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index, const Theme &theme) const override;
};

} // namespace countersign

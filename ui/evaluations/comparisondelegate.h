// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/delegates.h"

namespace countersign {

/// A difference and its interval on either side of zero. SeriesRole: difference, low, high (NaN where not known) and how
/// far the scale reaches to either side; what reaches further ends in an arrow. Without an interval the mark is hollow.
class DifferenceDelegate : public RowDelegate
{
    Q_OBJECT
public:
    using RowDelegate::RowDelegate;

protected:
    void paintContent(QPainter *painter, const Cell &cell, const QModelIndex &index, const Theme &theme) const override;
    [[nodiscard]] int contentWidth(const QModelIndex &index, const Theme &theme) const override;
};

} // namespace countersign

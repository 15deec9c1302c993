// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/delegates.h"

#include <QStandardItemModel>

namespace countersign::gallery {

/// The moment every picture is taken at.
[[nodiscard]] QDateTime galleryTime();

/// One cell with the roles delegates read.
class Cell : public QStandardItem
{
public:
    explicit Cell(const QString &text = {});
    Cell *with(int role, const QVariant &value);
};

[[nodiscard]] QStandardItemModel *requirements(QObject *parent);
[[nodiscard]] QStandardItemModel *failureModes(QObject *parent);
[[nodiscard]] QStandardItemModel *feedback(QObject *parent);

} // namespace countersign::gallery

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/theme.h"

#include <QIcon>

namespace countersign {

/// The icon of that name from resources/icons, tinted when painted: with the text colour, muted when disabled.
/// An unknown name gives a null icon.
[[nodiscard]] QIcon icon(const QString &name, ColorRole role = ColorRole::TextMuted);

/// The same as a pixmap, for painting by hand. `size` in device-independent pixels.
[[nodiscard]] QPixmap iconPixmap(const QString &name, int size, const QColor &color, qreal devicePixelRatio);

/// All names there are, sorted; for the gallery and tests.
[[nodiscard]] QStringList iconNames();

} // namespace countersign

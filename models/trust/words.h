// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoreApplication>

namespace countersign {

/// The translation context of this room's sentences.
struct Trust
{
    Q_DECLARE_TR_FUNCTIONS(Trust)
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace countersign {

/// What a field, a group's entry or a group's kind is called for people: "use_case" → "Use case". Ids that nobody knows
/// are their own names.
QString cardLabel(const QString &id);

} // namespace countersign

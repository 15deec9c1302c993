// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/yamltree.h"

namespace countersign {

/// What a card says about the model-index in its front matter.
struct ModelIndexSummary
{
    QString name;
    QStringList datasets;
    int values = 0;
};
ModelIndexSummary summariseModelIndex(const YamlNode &index);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/cards/carddraft.h"

#include <QJsonArray>
#include <QJsonObject>

namespace countersign {

/// What was used to train and run the model, taken from the draft: CycloneDX's energyConsumptions (kWh and tCO2eq only)
/// and SPDX's ai_EnergyConsumption (training, fine-tuning and inference only). What neither unit nor activity fits stays.
QJsonArray cycloneDxEnergy(CardDraft &draft);
QJsonObject spdxEnergy(CardDraft &draft);

} // namespace countersign

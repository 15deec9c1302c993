// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/cardcontent.h"
#include "formats/warninglist.h"
#include "formats/yamltree.h"

namespace countersign {

/// The values of a model-index as groups "metric": type, value, name, dataset, dataset_type, dataset_config, … At most
/// 10,000; more are warned of.
QList<CardContent::Group> modelIndexMetrics(const YamlNode &index, WarningList &warnings);

/// Whether a model-index has a place for everything that the metric says, and the metric says all that it needs.
bool isModelIndexMetric(const CardContent::Group &metric);
/// Such metrics as the front matter's member "model-index" (lines that end with a line break), or nothing.
QString modelIndexYaml(const QString &name, const QList<CardContent::Group> &metrics);

} // namespace countersign

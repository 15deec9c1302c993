// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/cards/cardrules.h"

namespace countersign {

/// What each format's members mean; the importer reads by these tables and the exporter writes by them.

const QList<CardRule> &modelCardToolkitRules(); ///< schema 0.0.2, and the older spellings as read-only rules
const QList<CardEntryRule> &modelCardToolkitData();

const QList<CardRule> &sageMakerRules();        ///< of the content, without evaluations
const QList<CardRule> &sageMakerDescription();  ///< of the Describe answer around it
const QList<CardEntryRule> &sageMakerMetric();

const QList<CardRule> &cycloneDxComponentRules();
const QList<CardRule> &cycloneDxModelCardRules();
const QList<CardEntryRule> &cycloneDxDataset();

const QList<CardRule> &spdxPackageRules();
const QList<CardEntryRule> &spdxDataset();

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/place.h"

class QSettings;

namespace countersign {

class ActionRegistry;
class Workspace;

/// Every place of the console in the order of the rail: the one list to add a place to.
QList<PlaceEntry> allPlaces(Workspace *workspace, ActionRegistry *registry, QSettings *settings);

} // namespace countersign

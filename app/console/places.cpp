// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include "ui/releases/releasesplace.h"

namespace countersign {

QList<PlaceEntry> allPlaces(Workspace *workspace, ActionRegistry *registry, QSettings *settings)
{
    return {
        releasesPlace(workspace, registry, settings),
    };
}

} // namespace countersign

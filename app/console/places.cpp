// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"

#include "ui/access/accessplace.h"
#include "ui/audit/auditplace.h"
#include "ui/evaluations/evaluationsplace.h"
#include "ui/inbox/inboxplace.h"
#include "ui/plans/plansplace.h"
#include "ui/registry/registryplace.h"
#include "ui/releases/releasesplace.h"

namespace countersign {

QList<PlaceEntry> allPlaces(Workspace *workspace, ActionRegistry *registry, QSettings *settings)
{
    return {
        inboxPlace(workspace, registry, settings),       registryPlace(workspace, registry, settings),
        evaluationsPlace(workspace, registry, settings), plansPlace(workspace, registry, settings),
        releasesPlace(workspace, registry, settings),    accessPlace(workspace, registry, settings),
        auditPlace(workspace, registry, settings),
    };
}

} // namespace countersign

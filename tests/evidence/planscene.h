// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "evidence/planrecords.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "ui/plans/plansplace.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"

#include <QSettings>
#include <QTest>

namespace countersign::test {

/// The place over a workspace, shown as on a person's screen.
struct PlanScene
{
    EvidenceWorkspace workspace;
    QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("s.ini")), QSettings::IniFormat};
    ActionRegistry registry;
    std::unique_ptr<PlansPlace> place;

    explicit PlanScene(const QString &person, bool full = true)
    {
        if (full)
            fillPlans(workspace);
        workspace.setPerson(samplePerson(person));
        place = std::make_unique<PlansPlace>(&workspace, &registry, &settings);
        place->resize(1280, 760);
        place->show();
        place->activateWindow();
        (void)QTest::qWaitForWindowActive(place.get());
    }
    void open(const QString &path) const { place->activate(links::to(QStringLiteral("plans"), path)); }
    template <typename T>
    [[nodiscard]] T *find() const
    {
        return place->findChild<T *>();
    }
};

} // namespace countersign::test

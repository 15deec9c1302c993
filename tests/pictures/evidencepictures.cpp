// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pictures/evidencepictures.h"

#include "evidence/planrecords.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "trust/planapproval.h"
#include "ui/plans/plandialog.h"
#include "ui/plans/plansplace.h"
#include "ui/plans/reviewsetdialog.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/workspace/importdialog.h"
#include "ui/workspace/mappingdialog.h"
#include "ui/workspace/signdialog.h"

#include <QPushButton>
#include <QSettings>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int settled = 350; // ms; reads are on other threads

void keep(QWidget &widget, const QString &folder, const QString &name)
{
    QTest::qWait(settled);
    if (!widget.grab().save(u"%1/evidence-%2.png"_s.arg(folder, name)))
        qWarning("%s could not be written", qPrintable(name));
}

void paintPlaces(EvidenceWorkspace &workspace, const QString &folder, const QString &suffix, bool full)
{
    QTemporaryDir temporary;
    QSettings settings(temporary.filePath(u"s.ini"_s), QSettings::IniFormat);
    ActionRegistry registry;
    workspace.setPerson(samplePerson(u"mara.lindt"_s));
    PlansPlace place(&workspace, &registry, &settings);
    place.resize(1280, 760);
    place.show();
    const auto open = [&](const QString &path) {
        place.activate(links::to(u"plans"_s, path));
        QTest::qWait(settled);
    };
    if (!full) {
        keep(place, folder, u"plans-empty-"_s + suffix);
        QTest::keyClick(&place, Qt::Key_2, Qt::AltModifier);
        keep(place, folder, u"reviews-empty-"_s + suffix);
        return;
    }
    open(u"plan/"_s + draftPlanId());
    keep(place, folder, u"plan-draft-"_s + suffix);
    open(u"plan/"_s + lockedPlanId());
    keep(place, folder, u"plan-locked-"_s + suffix);
    open(u"review/"_s + openReviewId());
    keep(place, folder, u"review-rater-"_s + suffix);
    open(u"rate/"_s + openReviewId());
    keep(place, folder, u"rating-"_s + suffix);
    workspace.setPerson(samplePerson(u"jonas.weber"_s));
    open(u"review/"_s + openReviewId());
    keep(place, folder, u"review-open-"_s + suffix);
    open(u"review/"_s + closedReviewId());
    keep(place, folder, u"review-closed-"_s + suffix);
}

void paintDialogs(EvidenceWorkspace &workspace, const QString &folder, const QString &suffix)
{
    PlanDialog fresh(&workspace, {}, {}, 0);
    fresh.show();
    QTest::qWait(settled);
    QTest::mouseClick(fresh.saveButton(), Qt::LeftButton);
    keep(fresh, folder, u"plan-new-"_s + suffix);
    Plan plan = samplePlan(u"Acceptance, winter"_s);
    plan.version = u"claims-triage/7"_s;
    PlanDialog edit(&workspace, plan, draftPlanId(), 1);
    edit.show();
    keep(edit, folder, u"plan-edit-"_s + suffix);
    ReviewSetDialog review(&workspace, {});
    review.show();
    keep(review, folder, u"review-new-"_s + suffix);
    const auto prepare = [&](const QString &role) {
        return preparePlanApproval(plan, {draftPlanId(), role, u"mara.lindt"_s, u"Mara Lindt"_s, {}, workspace.time().now(), {u"log.example"_s, 20'433, QByteArray(32, 'x')}});
    };
    SignDialog sign(&workspace, {u"Sign the plan “Acceptance, winter”"_s, {}, {}}, prepare(u"validator"_s), u"validator"_s);
    sign.setRoles({u"validator"_s, u"risk"_s}, prepare);
    sign.show();
    keep(sign, folder, u"plan-sign-"_s + suffix);
}

void paintImport(EvidenceWorkspace &workspace, const QString &folder, const QString &suffix)
{
    QTemporaryDir temporary;
    QSettings settings(temporary.filePath(u"s.ini"_s), QSettings::IniFormat);
    const auto write = [&](const QString &name, const QByteArray &bytes) {
        QFile file(temporary.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qWarning("%s could not be written", qPrintable(name));
        return file.fileName();
    };
    const QString known = write(u"smoke.xml"_s, "<testsuite name=\"smoke\" tests=\"2\" failures=\"1\"><testcase classname=\"a\" name=\"one\"/>"
                                               "<testcase classname=\"a\" name=\"two\"><failure message=\"no\">no</failure></testcase></testsuite>");
    const QString table = write(u"figures-of-the-autumn-run-as-exported-by-the-department.csv"_s,
                                "task,accuracy,cases,low,high\ntriage,0.91,1200,0.89,0.93\nrouting,0.87,400,0.83,0.90\n");
    ImportDialog nothing(&workspace, &settings, u"claims-triage/7"_s, true);
    nothing.show();
    keep(nothing, folder, u"import-empty-"_s + suffix);
    ImportDialog dialog(&workspace, &settings, u"claims-triage/7"_s, false);
    dialog.show();
    dialog.add({known, table, write(u"letter.json"_s, "Dear colleagues,")});
    QTest::qWait(settled * 2);
    dialog.table()->selectRow(1);
    keep(dialog, folder, u"import-"_s + suffix);
    MappingDialog mapping(table, &settings);
    mapping.show();
    QTest::qWait(settled * 2);
    keep(mapping, folder, u"mapping-"_s + suffix);
}

} // namespace

void paintEvidence(const QString &folder, const QString &theme)
{
    EvidenceWorkspace full, longNames, empty;
    fillPlans(full);
    fillPlans(longNames, true);
    paintPlaces(full, folder, theme, true);
    paintPlaces(longNames, folder, u"long-"_s + theme, true);
    paintPlaces(empty, folder, theme, false);
    paintDialogs(full, folder, theme);
    paintImport(full, folder, theme);
}

} // namespace countersign::test

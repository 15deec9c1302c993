// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pictures/evidencepictures.h"

#include "evidence/planrecords.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "trust/planapproval.h"
#include "ui/plans/plandialog.h"
#include "ui/plans/plansplace.h"
#include "ui/plans/reviewsetdialog.h"
#include "ui/registry/decisiondialog.h"
#include "ui/registry/historytab.h"
#include "ui/registry/waiverdialog.h"
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

void paintHistory(EvidenceWorkspace &workspace, const QString &folder, const QString &suffix)
{
    const QDateTime now = workspace.time().now();
    Decision decision;
    decision.model = u"claims-triage"_s;
    decision.versions = {u"claims-triage/7"_s, u"claims-triage/6"_s};
    decision.title = u"Recall before precision on urgent claims"_s;
    decision.status = Decision::Accepted;
    decision.context = u"A claim that is urgent and waits three days costs a person more than ten claims called too early cost us."_s;
    decision.options = u"(a) balance both; (b) set a floor for recall and take the precision that follows."_s;
    decision.tradeOffs = u"About 14 % of the calls turn out not to be urgent."_s;
    decision.decision = u"Recall of at least 0.90, for every group, and no floor for precision."_s;
    decision.consequences = u"The call centre plans for it."_s;
    decision.knownLimits = u"The floor is per group; intersections are reported and not bound."_s;
    decision.author = u"jonas.weber"_s;
    decision.decidedAt = now.addDays(-260);
    Decision old = decision;
    old.title = u"Balance both"_s;
    old.status = Decision::Superseded;
    old.supersededBy = sampleId(u"dec"_s, 71);
    old.decidedAt = now.addDays(-400);
    Waiver waiver;
    waiver.version = u"claims-triage/7"_s;
    waiver.environment = u"production"_s;
    waiver.requirement = u"metric:recall-urgent"_s;
    waiver.reason = u"The new holdout is being labelled with the call centre."_s;
    waiver.compensatingControl = u"Every tenth claim is read by a person until then."_s;
    waiver.owner = waiver.requestedBy = u"jonas.weber"_s;
    waiver.state = Waiver::Proposed;
    waiver.expiresAt = now.addDays(40);
    Waiver active = waiver;
    active.state = Waiver::Active;
    active.requirement = u"card"_s;
    active.grantedBy = u"ana.ferreira"_s;
    active.grantedAt = now.addDays(-20);
    active.expiresAt = now.addDays(9);
    Waiver over = active;
    over.expiresAt = now.addDays(-3);
    workspace.put({recordOf(u"decision"_s, sampleId(u"dec"_s, 70), old), recordOf(u"decision"_s, sampleId(u"dec"_s, 71), decision),
                   recordOf(u"waiver"_s, sampleId(u"wav"_s, 70), waiver), recordOf(u"waiver"_s, sampleId(u"wav"_s, 71), active),
                   recordOf(u"waiver"_s, sampleId(u"wav"_s, 72), over)});
    HistoryTab tab;
    tab.setWorkspace(&workspace);
    tab.resize(1000, 560);
    tab.show();
    keep(tab, folder, u"history-empty-"_s + suffix);
    tab.showModel(u"claims-triage"_s, u"claims-triage/7"_s);
    QTest::qWait(settled);
    tab.table()->selectId(sampleId(u"dec"_s, 71));
    keep(tab, folder, u"history-"_s + suffix);
    tab.table()->selectId(sampleId(u"wav"_s, 70));
    keep(tab, folder, u"exception-"_s + suffix);
    DecisionDialog write(&workspace, decision, u"Balance both"_s);
    write.show();
    keep(write, folder, u"decision-"_s + suffix);
    WaiverDialog ask(&workspace, active);
    ask.show();
    keep(ask, folder, u"exception-ask-"_s + suffix);
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
    paintHistory(full, folder, theme);
}

} // namespace countersign::test

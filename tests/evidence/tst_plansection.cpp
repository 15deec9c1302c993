// SPDX-License-Identifier: GPL-3.0-or-later
// A report beside the plan that stood when it ran, as the page of the evaluation says it.
#include "evidence/planrecords.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "trust/planapproval.h"
#include "ui/evaluations/sections/plansection.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "widgets/support.h"

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

ReportData reportOf(EvidenceWorkspace &workspace, const QString &id)
{
    std::optional<ReportData> out;
    QObject context;
    workspace.replica()->read(
        &context, [id, now = workspace.time().now()](ReadSession &session) { return loadReport(session, id, now); },
        [&](const Result<ReportData> &loaded) { out = loaded.value(); });
    if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000))
        qFatal("no report");
    return *out;
}

Record lockedRecord(const QString &id, const QDateTime &at, const QString &replaces = {})
{
    Plan plan = samplePlan(u"Fixed"_s);
    plan.status = Plan::Locked;
    plan.author = u"jonas.weber"_s;
    plan.createdAt = at.addDays(-1);
    plan.lockedAt = at;
    plan.replaces = replaces;
    plan.contentDigest = planDigest(plan);
    return recordOf(u"plan"_s, id, plan);
}

} // namespace

class TestPlanSection : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void withoutPlansThereIsNothingToShow()
    {
        EvidenceWorkspace workspace;
        fillSample(workspace);
        PlanSection section;
        QVERIFY(!section.showReport(reportOf(workspace, sampleId(u"eval"_s, 7))));
    }

    void standing_data()
    {
        QTest::addColumn<int>("lockedDaysAgo");
        QTest::addColumn<QString>("says");
        QTest::newRow("before the run") << 60 << u"before the run"_s;
        QTest::newRow("after the run") << 1 << u"when the run"_s;
    }
    void standing()
    {
        QFETCH(int, lockedDaysAgo);
        QFETCH(QString, says);
        EvidenceWorkspace workspace;
        fillSample(workspace);
        workspace.put({lockedRecord(lockedPlanId(), workspace.time().now().addDays(-lockedDaysAgo))});
        PlanSection section;
        QVERIFY(section.showReport(reportOf(workspace, sampleId(u"eval"_s, 7))));
        QVERIFY2(section.standing().contains(says), qPrintable(section.standing()));
        const auto *chip = section.findChild<Chip *>();
        QVERIFY(chip && !chip->chip().text.isEmpty());
        if (lockedDaysAgo == 60) {
            const QString criteria = QString::fromUtf8(section.criteria()->toCsv());
            QVERIFY2(criteria.contains(u"Recall of urgent claims"_s), qPrintable(criteria));
            const QString findings = QString::fromUtf8(section.findings()->toCsv());
            QVERIFY2(findings.contains(u"claims-holdout-2026-10"_s), qPrintable(findings));
        }
    }

    void editedAfterTheRunIsSaid()
    {
        EvidenceWorkspace workspace;
        fillSample(workspace);
        const QDateTime now = workspace.time().now();
        Record old = lockedRecord(lockedPlanId(), now.addDays(-60));
        old.body.insert(u"status"_s, u"superseded"_s);
        old.body.insert(u"endedAt"_s, toRfc3339(now.addDays(-1)));
        workspace.put({old, lockedRecord(sampleId(u"plan"_s, 20), now.addDays(-1), lockedPlanId())});
        PlanSection section;
        QVERIFY(section.showReport(reportOf(workspace, sampleId(u"eval"_s, 7))));
        QVERIFY(section.standing().contains(u"before the run"_s));
        const auto labels = section.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) { return label->text().startsWith(u"Edited after the run"_s) && !label->isHidden(); }));
    }
};

QTEST_MAIN(TestPlanSection)
#include "tst_plansection.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/evidencerecords.h"
#include "base/json.h"
#include "places/evidenceworkspace.h"
#include "ui/evaluations/comparisontab.h"
#include "ui/evaluations/evaluationpage.h"
#include "ui/evaluations/evaluationsplace.h"
#include "ui/evaluations/resultsmodel.h"
#include "ui/evaluations/sections/failuressection.h"
#include "ui/widgets/actionregistry.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/itemroles.h"
#include "widgets/support.h"

#include <QAction>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QTextEdit>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

struct Scene
{
    EvidenceWorkspace workspace;
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"s.ini"_s), QSettings::IniFormat};
    ActionRegistry registry;
    std::unique_ptr<EvaluationsPlace> place;

    explicit Scene(bool filled = true)
    {
        if (filled)
            fillSample(workspace);
        place = std::make_unique<EvaluationsPlace>(&workspace, &registry, &settings);
        place->resize(1440, 900);
        place->show();
    }
    [[nodiscard]] DataTable *list() const { return place->findChild<DataTable *>(); }
    [[nodiscard]] EvaluationPage *page() const { return place->findChild<EvaluationPage *>(); }
    [[nodiscard]] ResultsModel *results() const { return qobject_cast<ResultsModel *>(page()->results()->model()); }
    [[nodiscard]] bool open(int number, int results)
    {
        place->activate(links::to(u"evaluations"_s, sampleId(u"eval"_s, number)));
        return QTest::qWaitFor([&] { return page()->isVisible() && this->results()->total() == results; }, 20'000);
    }
};

Version measured()
{
    return sampleVersion(u"claims-triage"_s, u"7"_s, QDateTime({2026, 11, 1}, {0, 0}, Qt::UTC), Version::Candidate);
}

int lineOf(const ResultsModel *model, const QString &task, const QString &metric)
{
    for (int row = 0; row < model->rowCount(); ++row) {
        if (model->at(row)->metric >= 0 && model->at(row)->task == task && model->at(row)->name == metric)
            return row;
    }
    return -1;
}

} // namespace

class TestEvaluations : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void clickingAnEvaluationShowsItsResults()
    {
        Scene scene;
        QTRY_COMPARE(scene.list()->model()->rowCount(), 35);
        QTRY_VERIFY(!scene.list()->model()->index(3, 0).data(IdRole).toString().isEmpty());
        QTest::mouseClick(scene.list()->viewport(), Qt::LeftButton, {},
                          scene.list()->visualRect(scene.list()->model()->index(3, 0)).center());
        QTRY_VERIFY(scene.page()->isVisible());
        QTRY_VERIFY(scene.results()->total() >= 24);
        QCOMPARE(unnamedWidgets(scene.place.get()), QStringList());
    }

    void resultsStandAgainstThePolicyOfTheRequest()
    {
        Scene scene;
        QVERIFY(scene.open(7, 400));
        ResultsModel *model = scene.results();
        // Categories in order, failing bounds first in each.
        QCOMPARE(model->at(0)->metric, -1);
        const int all = lineOf(model, u"Overall"_s, u"recall"_s);
        const int women = lineOf(model, u"Women"_s, u"recall"_s);
        QVERIFY(all > 0 && women > 0);
        QCOMPARE(model->at(all)->threshold, u"≥ 0.900"_s);
        QCOMPARE(model->at(all)->verdict, chipFor(ChipState::Met));
        QCOMPARE(model->at(women)->verdict, chipFor(ChipState::Failed));
        QCOMPARE(model->at(women - 1)->metric, -1);
        QVERIFY(model->at(women)->valueToolTip.contains(u"normal, computed here"_s));
        // What no policy asks for shows the tool's own threshold and says so.
        const int attack = lineOf(model, u"Jailbreak"_s, u"attack_success"_s);
        QVERIFY(model->at(attack)->verdict.text.contains(u"tool"_s));
    }

    void aRetiredVersionIsHeldAgainstTheUsualPolicy()
    {
        Scene scene;
        QVERIFY(scene.open(2, 24));
        const int all = lineOf(scene.results(), u"Overall"_s, u"recall"_s);
        QCOMPARE(scene.results()->at(all)->threshold, u"≥ 0.900"_s);
    }

    void wordsNarrowTheResults()
    {
        Scene scene;
        QVERIFY(scene.open(7, 400));
        QTest::keyClick(scene.place.get(), Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(scene.page()->words(), u"women recall"_s);
        QTRY_COMPARE(scene.results()->shown(), 1);
        QCOMPARE(scene.results()->rowCount(), 2);
        scene.page()->words()->setText(u"nothing like it"_s);
        QTRY_COMPARE(scene.results()->shown(), 0);
        scene.page()->words()->clear();
        QTRY_COMPARE(scene.results()->shown(), 400);
    }

    void twelveThousandResultsStayFluid()
    {
        Scene scene;
        const auto report = sampleReport(u"claims-triage"_s, 0.9, 12'000, scene.workspace.time().now());
        scene.workspace.put({sampleEvaluation(scene.workspace, sampleId(u"big"_s, 1), u"claims-triage/7"_s, u"Everything"_s, report,
                                              scene.workspace.time().now(), u"jonas.weber"_s)});
        scene.place->activate(links::to(u"evaluations"_s, sampleId(u"big"_s, 1)));
        QTRY_COMPARE_WITH_TIMEOUT(scene.results()->total(), 12'000, 30'000);
        scene.page()->words()->setText(u"subject_11999"_s);
        QTRY_COMPARE(scene.results()->shown(), 1);
        scene.page()->words()->clear();
        QTRY_COMPARE(scene.results()->shown(), 12'000);
        scene.page()->results()->scrollToBottom();
        QCOMPARE(scene.page()->results()->rowAt(scene.page()->results()->viewport()->height() - 4), scene.results()->rowCount() - 1);
    }

    void warningsAndFailuresAreThere()
    {
        Scene scene;
        QVERIFY(scene.open(7, 400));
        QTest::keyClick(scene.place.get(), Qt::Key_6, Qt::AltModifier);
        QCOMPARE(scene.page()->currentSection(), u"failures"_s);
        auto *failures = scene.page()->section<FailuresSection>();
        QCOMPARE(failures->table()->model()->rowCount(), 2);
        QVERIFY(failures->examples()->toPlainText().contains(u"Answered"_s));
        QTest::keyClick(scene.place.get(), Qt::Key_W, Qt::AltModifier);
        QCOMPARE(scene.page()->currentSection(), u"warnings"_s);
        QCOMPARE(unnamedWidgets(scene.place.get()), QStringList());
    }

    void comparesWithAnotherVersionRegressionsFirst()
    {
        Scene scene;
        QVERIFY(scene.open(7, 400));
        scene.registry.action(u"evaluations.compare"_s)->trigger();
        QCOMPARE(scene.page()->currentSection(), u"compare"_s);
        auto *table = scene.page()->comparison()->findChild<DataTable *>();
        QTRY_VERIFY(table->model()->rowCount() > 0);
        scene.page()->comparison()->choose(sampleId(u"eval"_s, 1));
        QTRY_COMPARE(scene.page()->comparison()->chosen(), sampleId(u"eval"_s, 1));
        QTRY_VERIFY(table->model()->rowCount() > 24);
    }

    void subjectIsHeldAgainstTheVersion_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("revision");
        QTest::addColumn<QString>("digest");
        QTest::addColumn<int>("state");
        using S = SubjectMatch::State;
        const QString weights = measured().artifacts.last().digest;
        QTest::newRow("digest of a file") << u"anything"_s << QString() << weights << int(S::Matches);
        QTest::newRow("manifest") << QString() << QString() << measured().manifestDigest << int(S::Matches);
        QTest::newRow("other digest") << u"claims-triage"_s << QString() << u"sha256:"_s + QString(64, u'0') << int(S::Differs);
        QTest::newRow("address") << u"claims-triage/7"_s << QString() << QString() << int(S::Matches);
        QTest::newRow("name") << u"halden/claims-triage"_s << QString() << QString() << int(S::Matches);
        QTest::newRow("other revision") << u"claims-triage"_s << u"6"_s << QString() << int(S::Differs);
        QTest::newRow("other model") << u"gpt2"_s << QString() << QString() << int(S::Differs);
        QTest::newRow("nothing") << QString() << QString() << QString() << int(S::NotStated);
        QTest::newRow("git only") << QString() << QString() << u"git:4f1d2c8"_s << int(S::NotStated);
    }
    void subjectIsHeldAgainstTheVersion()
    {
        QFETCH(QString, model);
        QFETCH(QString, revision);
        QFETCH(QString, digest);
        QFETCH(int, state);
        EvaluationReport::Subject subject;
        subject.model = model;
        subject.revision = revision;
        subject.digest = digest;
        const SubjectMatch match = matchSubject(subject, measured());
        QCOMPARE(int(match.state), state);
        QVERIFY(!match.sentence.isEmpty());
    }

    void aReportThatIsNotHereIsFetched()
    {
        Scene scene;
        const auto report = sampleReport(u"claims-triage"_s, 0.9, 30, scene.workspace.time().now());
        Record record = sampleEvaluation(scene.workspace, sampleId(u"far"_s, 1), u"claims-triage/7"_s, u"Far away"_s, report,
                                         scene.workspace.time().now(), u"jonas.weber"_s);
        EvaluationReport other = report;
        other.results.removeLast();
        QJsonObject body = record.body;
        body.insert(u"report"_s, scene.workspace.addRemoteBlob(toJson(other.toJson())));
        record.body = body;
        scene.workspace.put({record});
        scene.place->activate(links::to(u"evaluations"_s, record.id));
        QTRY_COMPARE_WITH_TIMEOUT(scene.results()->total(), 29, 20'000);
    }

    void aBrokenReportSaysSo()
    {
        Scene scene;
        Record record = sampleEvaluation(scene.workspace, sampleId(u"bad"_s, 1), u"claims-triage/7"_s, u"Broken"_s,
                                         sampleReport(u"x"_s, 0.9, 8, scene.workspace.time().now()), scene.workspace.time().now(), u"jonas.weber"_s);
        QJsonObject body = record.body;
        body.insert(u"report"_s, scene.workspace.addBlob("{\"results\": 5}"));
        record.body = body;
        scene.workspace.put({record});
        scene.place->activate(links::to(u"evaluations"_s, record.id));
        QTRY_VERIFY(!scene.page()->isVisible());
        QTRY_VERIFY(!scene.registry.action(u"evaluations.saveRaw"_s)->isEnabled());
    }

    void anEmptyPlaceTeaches()
    {
        Scene scene(false);
        QSignalSpy opened(scene.place.get(), &Place::openLink);
        const auto button = [&]() -> QAbstractButton * {
            const auto buttons = scene.list()->findChildren<QAbstractButton *>();
            for (QAbstractButton *found : buttons) {
                if (found->isVisible() && found->text() == u"Go to Models"_s)
                    return found;
            }
            return nullptr;
        };
        QTRY_VERIFY(button());
        QTest::mouseClick(button(), Qt::LeftButton);
        QCOMPARE(opened.size(), 1);
        QCOMPARE(opened.first().first().toUrl(), links::to(u"registry"_s));
    }
};

QTEST_MAIN(TestEvaluations)
#include "tst_evaluations.moc"

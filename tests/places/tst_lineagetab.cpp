// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "places/lineagesample.h"
#include "ui/registry/lineagetab.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/itemroles.h"
#include "widgets/support.h"

#include <QElapsedTimer>
#include <QPushButton>
#include <QSignalSpy>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

Record versionRecord(const QString &model, const QString &label, const Lineage &lineage)
{
    Version version = sampleVersion(model, label, QDateTime({2026, 1, 1}, {0, 0}, Qt::UTC), Version::Candidate);
    version.lineage = lineage;
    return recordOf(u"version"_s, version.key(), version);
}

Lineage basedOn(const QString &base, const QString &parent = {})
{
    Lineage out;
    out.baseModel = base;
    out.parent = parent;
    out.datasets = {{u"common"_s, {}, u"cc-by-nc-4.0"_s}};
    return out;
}

Result<LineageData> readLineage(EvidenceWorkspace &workspace, const QString &id, int most = mostLineageNodes)
{
    std::optional<Result<LineageData>> out;
    QObject context;
    workspace.replica()->read(&context, [=](ReadSession &session) { return loadLineage(session, id, most); },
                              [&](const Result<LineageData> &loaded) { out = loaded; });
    if (!QTest::qWaitFor([&] { return out.has_value(); }, 60'000))
        qFatal("the replica does not answer");
    return *out;
}

QStringList idsOf(const LineageGraph &graph)
{
    QStringList out;
    for (const LineageNode &node : graph.nodes())
        out << node.id;
    out.sort();
    return out;
}

/// The tab over a replica, with one version of the sample in the middle.
struct TabScene
{
    EvidenceWorkspace workspace;
    LineageTab tab;
    QSignalSpy opened{&tab, &LineageTab::openLink};
    QSignalSpy settled{&tab, &LineageTab::settled};

    TabScene()
    {
        fillSample(workspace);
        workspace.put({versionRecord(u"claims-assistant"_s, u"1"_s, basedOn(u"claims-triage/6"_s))});
        tab.setReplica(workspace.replica());
        tab.resize(1000, 500);
        tab.show();
        VersionData shown;
        shown.key = u"claims-triage/6"_s;
        tab.show(shown);
    }
    [[nodiscard]] bool wait() { return settled.count() > 0 || settled.wait(20'000); }
};

} // namespace

class TestLineageTab : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void readsWhatIsAroundAndNothingElse()
    {
        EvidenceWorkspace workspace;
        Deployment deployment;
        deployment.version = u"b/1"_s;
        deployment.environment = u"production"_s;
        deployment.endpoint = u"eu-b"_s;
        Deployment elsewhere = deployment;
        elsewhere.version = u"base/1"_s;
        workspace.put({versionRecord(u"base"_s, u"1"_s, basedOn(u"outside"_s)), versionRecord(u"a"_s, u"1"_s, basedOn(u"base/1"_s)),
                       versionRecord(u"a"_s, u"2"_s, basedOn(u"base/1"_s, u"1"_s)), versionRecord(u"b"_s, u"1"_s, basedOn(u"a/1"_s)),
                       versionRecord(u"stranger"_s, u"1"_s, basedOn(u"base/1"_s)),
                       recordOf(u"deployment"_s, sampleId(u"depl"_s, 1), deployment), recordOf(u"deployment"_s, sampleId(u"depl"_s, 2), elsewhere)});
        const auto around = readLineage(workspace, u"version:a/1"_s);
        QVERIFY(around.ok());
        QCOMPARE(idsOf(around->graph), (QStringList{u"base:outside"_s, u"dataset:common"_s, u"deployment:"_s + sampleId(u"depl"_s, 1), u"version:a/1"_s,
                                                    u"version:a/2"_s, u"version:b/1"_s, u"version:base/1"_s}));
        QCOMPARE(around->leftOut, 0);
        QVERIFY(!around->more);
        // The other way round: everything that a dataset or an outside model is in.
        const auto dataset = readLineage(workspace, u"dataset:common"_s);
        QVERIFY(dataset.ok());
        QCOMPARE(dataset->graph.whatIsBuiltOn(dataset->graph.indexOf(u"dataset:common"_s)).size(), 7);
        const auto outside = readLineage(workspace, u"base:outside"_s);
        QVERIFY(outside.ok());
        QCOMPARE(outside->graph.whatIsBuiltOn(outside->graph.indexOf(u"base:outside"_s)).size(), 7);
        QCOMPARE(readLineage(workspace, u"version:a/99"_s).error().code, Error::Code::NotFound);
        QCOMPARE(readLineage(workspace, u"run:nothing"_s).error().code, Error::Code::NotFound);
    }

    void datasetsWithADigestAreLookedUpByIt()
    {
        EvidenceWorkspace workspace;
        const QString digest = u"sha256:"_s + QString(64, u'a');
        Lineage with, without;
        with.datasets = {{u"claims:eu"_s, digest, {}}};
        without.datasets = {{u"claims:eu"_s, {}, {}}};
        workspace.put({versionRecord(u"a"_s, u"1"_s, with), versionRecord(u"a"_s, u"2"_s, without)});
        const auto read = readLineage(workspace, lineageId(LineageNode::Kind::Dataset, u"claims:eu"_s, digest));
        QVERIFY(read.ok());
        QCOMPARE(idsOf(read->graph), (QStringList{u"dataset@"_s + digest + u":claims:eu"_s, u"version:a/1"_s}));
    }

    void aLongHistoryIsReadUpToTheBound()
    {
        EvidenceWorkspace workspace;
        QList<Record> records;
        for (int i = 0; i < 3000; ++i)
            records << versionRecord(u"m"_s, QString::number(i), basedOn(u"outside"_s, i > 0 ? QString::number(i - 1) : QString()));
        workspace.put(records);
        const auto read = readLineage(workspace, u"version:m/1500"_s, 100);
        QVERIFY(read.ok());
        QCOMPARE(read->graph.nodes().size(), 100);
        QVERIFY(read->more);
        QVERIFY(read->leftOut > 0);
        QVERIFY(read->graph.indexOf(u"version:m/1499"_s) >= 0);
        QVERIFY(read->graph.indexOf(u"version:m/1501"_s) >= 0);
        QVERIFY(read->graph.indexOf(u"version:m/0"_s) < 0);
        const auto wide = readLineage(workspace, u"base:outside"_s, 100);
        QVERIFY(wide.ok());
        QCOMPARE(wide->graph.nodes().size(), 100);
        QVERIFY(wide->more);
    }

    void readingDoesNotGrowWithTheWorkspace()
    {
        const auto timed = [](int strangers) {
            EvidenceWorkspace workspace;
            QList<Record> records;
            for (int i = 0; i < strangers; ++i)
                records << versionRecord(u"stranger-%1"_s.arg(i % 50), QString::number(i), basedOn(u"base-%1"_s.arg(i % 70)));
            for (int i = 0; i < 40; ++i)
                records << versionRecord(u"m"_s, QString::number(i), basedOn(u"outside"_s, i > 0 ? QString::number(i - 1) : QString()));
            workspace.put(records);
            qint64 best = std::numeric_limits<qint64>::max();
            for (int round = 0; round < 7; ++round) {
                QElapsedTimer timer;
                timer.start();
                if (const auto read = readLineage(workspace, u"version:m/20"_s); !read.ok())
                    return qint64(-1);
                best = std::min(best, timer.nsecsElapsed());
            }
            return best;
        };
        const qint64 few = timed(100);
        const qint64 many = timed(10'000);
        QVERIFY(few > 0 && many > 0);
        qInfo("figure | reading a lineage among 10,000 versions against among 100 | %.2f times", double(many) / double(few));
        QVERIFY(double(many) / double(few) < 3);
    }

    void theListsAnswerBothQuestions()
    {
        TabScene scene;
        QVERIFY(scene.wait());
        const auto names = [&](LineageTab::Part part) {
            QStringList out;
            const auto *model = scene.tab.list(part)->model();
            for (int row = 0; row < model->rowCount(); ++row)
                out << model->index(row, 1).data().toString();
            return out;
        };
        QVERIFY(names(LineageTab::Part::CameFrom).contains(u"text-encoder-de/3"_s));
        QVERIFY(names(LineageTab::Part::CameFrom).contains(u"claims-2025"_s));
        QVERIFY(names(LineageTab::Part::CameFrom).contains(u"claims-triage 5"_s));
        QVERIFY(names(LineageTab::Part::BuiltOn).contains(u"claims-assistant 1"_s));
        QVERIFY(names(LineageTab::Part::BuiltOn).contains(u"claims-triage 7"_s));
        scene.tab.setPart(LineageTab::Part::BuiltOn);
        DataTable *table = scene.tab.list(LineageTab::Part::BuiltOn);
        QVERIFY(table->isVisible());
        QVERIFY(table->selectId(u"version:claims-assistant/1"_s));
        table->setFocus();
        QTest::keyClick(table, Qt::Key_Return);
        QCOMPARE(scene.opened.takeFirst().first().toUrl(), links::to(u"registry"_s, u"claims-assistant/1"_s));
        QTemporaryDir folder;
        QVERIFY(scene.tab.exportTo(folder.filePath(u"list.csv"_s)).ok());
        QFile file(folder.filePath(u"list.csv"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray csv = file.readAll();
        QVERIFY(csv.startsWith("\"Kind\",\"Name\",\"Relation\",\"Licence\",\"Steps\""));
        QVERIFY(csv.contains("claims-assistant 1"));
        QCOMPARE(csv.trimmed().count('\n'), table->model()->rowCount());
        QVERIFY(!scene.tab.exportTo(folder.filePath(u"none/list.csv"_s)).ok());
        QCOMPARE(unnamedWidgets(&scene.tab), QStringList());
    }

    void aDatasetIsPutIntoTheMiddleAndBack()
    {
        TabScene scene;
        QVERIFY(scene.wait());
        scene.settled.clear();
        scene.tab.view()->setCurrentId(u"dataset:claims-2024"_s);
        scene.tab.view()->setFocus();
        QTest::keyClick(scene.tab.view(), Qt::Key_Return);
        QVERIFY(scene.wait());
        QCOMPARE(scene.opened.count(), 0);
        QCOMPARE(scene.tab.data().subject, u"dataset:claims-2024"_s);
        QVERIFY(scene.tab.list(LineageTab::Part::BuiltOn)->model()->rowCount() > 20);
        QCOMPARE(scene.tab.list(LineageTab::Part::CameFrom)->model()->rowCount(), 0);
        // What changes meanwhile is read without leaving it.
        scene.settled.clear();
        VersionData again;
        again.key = u"claims-triage/6"_s;
        scene.tab.show(again);
        QVERIFY(scene.wait());
        QCOMPARE(scene.tab.data().subject, u"dataset:claims-2024"_s);
        scene.settled.clear();
        const auto buttons = scene.tab.findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->isVisible() && button->text().startsWith(u"Back to"_s))
                QTest::mouseClick(button, Qt::LeftButton);
        }
        QVERIFY(scene.wait());
        QCOMPARE(scene.tab.data().subject, u"version:claims-triage/6"_s);
    }

    void nothingIsReadBeforeTheTabIsSeen()
    {
        EvidenceWorkspace workspace;
        workspace.put({versionRecord(u"a"_s, u"1"_s, basedOn(u"outside"_s))});
        LineageTab tab;
        tab.setReplica(workspace.replica());
        VersionData shown;
        shown.key = u"a/1"_s;
        tab.show(shown);
        QVERIFY(tab.data().graph.nodes().isEmpty());
        tab.show();
        QTRY_COMPARE(tab.data().graph.nodes().size(), 3);
        VersionData gone;
        gone.key = u"a/2"_s;
        QSignalSpy settled(&tab, &LineageTab::settled);
        tab.show(gone);
        QVERIFY(settled.count() > 0 || settled.wait(20'000));
        QVERIFY(!tab.view()->isVisible()); // a sentence stands there instead
    }

    void picturesHaveColumnsAndGroups()
    {
        const LineagePicture small = lineagePicture(smallLineage());
        QCOMPARE(small.nodes.size(), 7 + 1);
        QVERIFY(small.groups.isEmpty());
        QCOMPARE(small.columns.size(), 4);
        const LineageData data = largeLineage(500);
        const LineagePicture large = lineagePicture(data);
        LineageScene scene;
        scene.setGraph(large.nodes, large.edges, large.groups);
        qInfo("%d things are shown in %d places", int(large.nodes.size()), int(scene.shown().size()));
        QVERIFY(scene.shown().size() < large.nodes.size() / 3);
        int subjects = 0;
        for (const auto &shown : scene.shown())
            subjects += !shown.isGroup() && large.nodes[shown.node].subject;
        QCOMPARE(subjects, 1);
        for (const LineageView::Node &node : large.nodes) {
            QVERIFY(node.column >= 0 && node.column < large.columns.size());
            const auto &known = data.graph.nodes()[data.graph.indexOf(node.id)];
            if (known.kind == LineageNode::Kind::Deployment)
                QCOMPARE(node.column, int(large.columns.size()) - 1);
        }
        QVERIFY(lineagePicture({}).nodes.isEmpty());
    }

    void licencesOfAncestorsAreSaid()
    {
        const LineageData data = smallLineage();
        const QString sentence = licenceSentence(data);
        QVERIFY2(sentence.contains(u"apache-2.0"_s), qPrintable(sentence));
        QVERIFY2(sentence.contains(u"restrict"_s), qPrintable(sentence));
        bool found = false;
        for (const auto &row : cameFromRows(data)) {
            if (row.cells[1].text == u"call-transcripts-eu"_s) {
                QCOMPARE(row.cells[3].text, u"cc-by-nc-4.0"_s);
                QCOMPARE(row.cells[3].secondary, u"non-commercial"_s);
                found = true;
            }
        }
        QVERIFY(found);
        QVERIFY(licenceSentence({}).isEmpty());
    }

    void hostileNamesAreEscapedInTheLists()
    {
        LineageData data;
        Version version;
        version.model = u"a"_s;
        version.version = u"1"_s;
        version.lineage.datasets = {{u"claims\u202Egnp.exe"_s, {}, u"=cmd()"_s}, {QString(10'000, u'x'), {}, {}}};
        version.lineage.baseModelRelation = u"fine\u2066tune"_s;
        version.lineage.baseModel = u"b"_s;
        data.graph = buildLineage({version}, {}, {});
        data.subject = u"version:a/1"_s;
        for (const auto &row : cameFromRows(data)) {
            for (const auto &cell : row.cells) {
                QVERIFY(!cell.text.contains(QChar(0x202e)) && !cell.text.contains(QChar(0x2066)));
                QVERIFY(cell.text.size() < 500);
            }
        }
    }
};

QTEST_MAIN(TestLineageTab)
#include "tst_lineagetab.moc"

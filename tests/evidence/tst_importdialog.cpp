// SPDX-License-Identifier: GPL-3.0-or-later
// Files and folders on their way in: understood here, mapped where nobody knows them, then sent.
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "ui/widgets/datatable.h"
#include "ui/workspace/importdialog.h"
#include "ui/workspace/mappingdialog.h"
#include "widgets/support.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;
using S = ImportCandidate::State;

namespace {

const QByteArray junit = R"(<testsuite name="smoke" tests="2" failures="1"><testcase classname="a" name="one"/><testcase classname="a" name="two"><failure message="no">no</failure></testcase></testsuite>)";
const QByteArray table = "task,accuracy,cases\ntriage,0.91,1200\nrouting,0.87,400\n";

struct ImportScene
{
    EvidenceWorkspace workspace;
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"s.ini"_s), QSettings::IniFormat};
    std::unique_ptr<ImportDialog> dialog;
    ImportScene()
    {
        fillSample(workspace);
        dialog = std::make_unique<ImportDialog>(&workspace, &settings, u"claims-triage/7"_s, false);
        dialog->show();
    }
    QString write(const QString &name, const QByteArray &bytes) const
    {
        const QString path = folder.filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("not written");
        return path;
    }
    [[nodiscard]] S state(int row) const { return dialog->model()->at(row)->state; }
};

} // namespace

class TestImportDialog : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void understoodThenImported()
    {
        ImportScene scene;
        const QAbstractItemModelTester tester(scene.dialog->model(), QAbstractItemModelTester::FailureReportingMode::Fatal);
        QVERIFY(!scene.dialog->importButton()->isEnabled());
        const QString first = scene.write(u"report.xml"_s, junit);
        scene.write(u"runs/a.xml"_s, junit);
        scene.dialog->add({first, scene.folder.filePath(u"runs"_s), first});
        QCOMPARE(scene.dialog->model()->rowCount(), 2);
        QTRY_COMPARE_WITH_TIMEOUT(scene.state(0), S::Understood, 20'000);
        QTRY_COMPARE_WITH_TIMEOUT(scene.state(1), S::Understood, 20'000);
        QVERIFY(scene.dialog->model()->at(1)->folder);
        QVERIFY(!scene.dialog->model()->at(0)->understood.format.isEmpty());
        QTRY_VERIFY(scene.dialog->importButton()->isEnabled());
        scene.workspace.setNextAnswer(QJsonObject());
        scene.workspace.setNextAnswer(Error{Error::Code::Invalid, u"The server says no."_s});
        QTest::mouseClick(scene.dialog->importButton(), Qt::LeftButton);
        QTRY_COMPARE(scene.state(0), S::Imported);
        QTRY_COMPARE(scene.state(1), S::Refused);
        QCOMPARE(scene.workspace.imports().size(), 2);
        QCOMPARE(scene.workspace.imports()[0].version, u"claims-triage/7"_s);
        QCOMPARE(scene.workspace.imports()[1].path, scene.folder.filePath(u"runs"_s));
        scene.dialog->table()->selectRow(1);
        QVERIFY(scene.dialog->detail().contains(u"The server says no."_s));
        QCOMPARE(unnamedWidgets(scene.dialog.get()), QStringList());
    }

    void badInput_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("noise") << QByteArray("\x00\xff\x01\x02", 4);
        QTest::newRow("half an object") << QByteArray("{\"results\": {");
        QTest::newRow("prose") << QByteArray("Dear colleagues,\n\nas agreed.\n");
    }
    void badInput()
    {
        QFETCH(QByteArray, bytes);
        ImportScene scene;
        scene.dialog->add({scene.write(u"x.json"_s, bytes)});
        QTRY_COMPARE_WITH_TIMEOUT(scene.state(0), S::NotUnderstood, 20'000);
        QVERIFY(!scene.dialog->detail().isEmpty());
        QVERIFY(!scene.dialog->importButton()->isEnabled());
    }

    void whatIsNotThereIsSaid()
    {
        ImportScene scene;
        scene.dialog->add({scene.folder.filePath(u"none.json"_s)});
        QTRY_COMPARE_WITH_TIMEOUT(scene.state(0), S::NotUnderstood, 20'000);
        QVERIFY(!scene.dialog->mapButton()->isVisible());
    }

    void dropped()
    {
        ImportScene scene;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(scene.write(u"report.xml"_s, junit))});
        QDragEnterEvent enter({20, 20}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(scene.dialog.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(20, 20), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(scene.dialog.get(), &drop);
        QCOMPARE(scene.dialog->model()->rowCount(), 1);
        QMimeData text;
        text.setText(u"not a file"_s);
        QDragEnterEvent other({20, 20}, Qt::CopyAction, &text, Qt::LeftButton, Qt::NoModifier);
        other.ignore();
        QApplication::sendEvent(scene.dialog.get(), &other);
        QVERIFY(!other.isAccepted());
    }

    void aTableIsMapped()
    {
        ImportScene scene;
        scene.dialog->add({scene.write(u"figures.csv"_s, table)});
        QTRY_COMPARE_WITH_TIMEOUT(scene.state(0), S::NotUnderstood, 20'000);
        QTRY_VERIFY(scene.dialog->mapButton()->isVisible());
        QTest::mouseClick(scene.dialog->mapButton(), Qt::LeftButton);
        auto *mapping = scene.dialog->findChild<MappingDialog *>();
        QVERIFY(mapping);
        QTRY_VERIFY_WITH_TIMEOUT(mapping->roleOf(u"accuracy"_s), 20'000);
        const auto choose = [&](const QString &column, MappedColumn::Role role) {
            QComboBox *box = mapping->roleOf(column);
            box->setCurrentIndex(box->findData(int(role)));
        };
        choose(u"accuracy"_s, MappedColumn::Role::Ignore);
        QTRY_VERIFY(!mapping->useButton()->isEnabled());
        choose(u"task"_s, MappedColumn::Role::Task);
        choose(u"accuracy"_s, MappedColumn::Role::Value);
        choose(u"cases"_s, MappedColumn::Role::Count);
        mapping->findChildren<QComboBox *>().first(); // the shape stays as suggested
        QTRY_VERIFY_WITH_TIMEOUT(mapping->results()->model()->rowCount() == 2, 20'000);
        // Kept under a name, it is there for the next file.
        QTest::mouseClick(mapping->keepButton(), Qt::LeftButton);
        QVERIFY(mapping->message().contains(u"name"_s));
        QTest::keyClicks(mapping->nameEdit(), u"our / own % tool"_s);
        QTest::mouseClick(mapping->keepButton(), Qt::LeftButton);
        QCOMPARE(mapping->saved()->count(), 2);
        QCOMPARE(mapping->saved()->itemText(1), u"our / own % tool"_s);
        QTRY_VERIFY(mapping->useButton()->isEnabled());
        QTest::mouseClick(mapping->useButton(), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(scene.state(0), S::Understood, 20'000);
        QCOMPARE(scene.dialog->model()->at(0)->understood.results, 2);
        QTest::mouseClick(scene.dialog->importButton(), Qt::LeftButton);
        QTRY_COMPARE(scene.workspace.imports().size(), 1);
        QVERIFY(scene.workspace.imports().first().path.endsWith(u".zip"_s));
    }
};

QTEST_MAIN(TestImportDialog)
#include "tst_importdialog.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// A local workspace: its first person adds another, who sits down at the same machine and makes a key of their own.
#include "console.h"
#include "ui/access/persondialog.h"

#include <QCheckBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {
constexpr int patience = 60'000; // ms
}

class TestLocal : public QObject
{
    Q_OBJECT
private slots:
    void anotherPersonSitsDown();
};

void TestLocal::anotherPersonSitsDown()
{
    QTemporaryDir folder;
    QSettings settings(folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    ThemeController theme(qApp);
    theme.apply(ThemeChoice::Light);
    Console::Options options;
    options.settings = &settings;
    options.theme = &theme;
    options.dataFolder = folder.path();
    Console console(options);
    QSignalSpy opened(&console, &Console::opened);
    console.openLocal(folder.filePath(u"own"_s), u"ada"_s);
    QVERIFY(opened.wait(patience));
    LiveWorkspace *workspace = console.workspace();
    QTRY_COMPARE_WITH_TIMEOUT(workspace->person().name, u"ada"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(workspace->freshness().state, Freshness::State::Current, patience);

    console.addPerson();
    auto *dialog = console.window()->findChild<PersonDialog *>();
    QVERIFY(dialog);
    const auto fields = dialog->findChildren<QLineEdit *>();
    QTest::keyClicks(fields[0], u"Ben Ito"_s);
    QTest::keyClicks(fields[1], u"ben.ito"_s);
    for (QCheckBox *box : dialog->findChildren<QCheckBox *>()) {
        if (box->text() == "Risk"_L1)
            box->click();
    }
    QSignalSpy accepted(dialog, &QDialog::accepted);
    for (QPushButton *button : dialog->findChildren<QPushButton *>()) {
        if (button->text() == "Add"_L1)
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QVERIFY(!accepted.isEmpty() || accepted.wait(patience));
    QTRY_COMPARE_WITH_TIMEOUT(workspace->actablePeople().size(), 2, patience);

    workspace->actAs(u"ben.ito"_s);
    QTRY_COMPARE_WITH_TIMEOUT(workspace->person().name, u"ben.ito"_s, patience);
    QCOMPARE(workspace->person().roles, QStringList{u"risk"_s});
    QVERIFY(workspace->signerNeedsPassphrase());
    QString key;
    workspace->createSigner(KeyPlace::File, u"Ben's key"_s, u"a long passphrase"_s, this, [&](const Result<QString> &made) {
        key = made ? *made : made.error().text;
    });
    QTRY_COMPARE_WITH_TIMEOUT(key.size(), 64, patience);
    bool refused = false;
    workspace->openSigner(u"a wrong one"_s, this, [&](const Result<std::shared_ptr<Signer>> &signer) { refused = !signer.ok(); });
    QTRY_VERIFY_WITH_TIMEOUT(refused, patience);
}

QTEST_MAIN(TestLocal)
#include "tst_local.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// A whole release in a new local workspace, through the window: people and roles, a policy, a version with its
// artifact and evidence, a request, two people who sign with keys of their own, and the gate as CI asks it.
#include "console.h"
#include "ui/workspace/boundrow.h"
#include "ui/access/peoplepage.h"
#include "ui/access/persondialog.h"
#include "ui/access/policiespage.h"
#include "ui/access/policydialog.h"
#include "ui/access/policyform.h"
#include "ui/access/revokedialog.h"
#include "ui/access/stagerow.h"
#include "ui/registry/artifactpicker.h"
#include "ui/registry/recordform.h"
#include "ui/registry/registerdialog.h"
#include "ui/registry/requestdialog.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/segmentedbuttons.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QJsonDocument>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; // ms; a test that passes never waits this long
const QString versionKey = u"triage/1.0"_s;
const QString passphrase = u"a long passphrase"_s;

/// As the evaluation harness writes it; our own numbers.
const QByteArray evaluation = R"({
 "results": {"quiz": {"alias": "quiz", "acc,none": 0.93, "acc_stderr,none": 0.008}},
 "configs": {"quiz": {"task": "quiz", "dataset_path": "example/quiz"}},
 "versions": {"quiz": 1.0}, "n-shot": {"quiz": 0},
 "higher_is_better": {"quiz": {"acc": true}},
 "n-samples": {"quiz": {"original": 1000, "effective": 1000}},
 "config": {"model": "hf", "model_args": "pretrained=example/triage"},
 "git_hash": "0a1b2c3", "date": 1795000000.0, "model_name": "example/triage"
})";

const QByteArray card = "---\nlicense: mit\n---\n\n# Triage\n\n## Uses\n\n### Direct Use\n\nSorts incoming claims by urgency.\n\n"
                        "### Out-of-Scope Use\n\nNot for medical advice.\n\n## Bias, Risks, and Limitations\n\nTrained on claims in English only.\n";

} // namespace

class TestLocalRelease : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase() { m_console.reset(); }
    void peopleWithRoles();
    void firstPolicy();
    void policyErrorsStandAtTheirFields();
    void versionWithArtifactAndEvidence();
    void keysAreMadeAndConfirmed();
    void requested();
    void twoSign();
    void gateLetsExactlyThisThrough();
    void rolesAreChangedAndKeysRevoked();

private:
    template <typename T>
    T *seen(QWidget *in, const QString &name = {}) const
    {
        const auto all = in->findChildren<T *>();
        for (T *widget : all) {
            if (widget->isVisible() && (name.isEmpty() || widget->accessibleName() == name || widget->objectName() == name))
                return widget;
        }
        return nullptr;
    }
    QPushButton *button(QWidget *in, const QString &text) const
    {
        const auto all = in->findChildren<QPushButton *>();
        for (QPushButton *one : all) {
            if (one->isVisible() && one->text().startsWith(text))
                return one;
        }
        return nullptr;
    }
    QWidget *window() const { return m_console->window(); }
    LiveWorkspace *workspace() const { return m_console->workspace(); }
    void go(const QString &place, const QString &id = {}) { m_console->openLink(links::to(place, id)); }
    void actAs(const QString &person)
    {
        QTRY_VERIFY_WITH_TIMEOUT(std::any_of(workspace()->actablePeople().cbegin(), workspace()->actablePeople().cend(), [&](const Person &one) { return one.name == person; }), patience);
        workspace()->actAs(person);
        QTRY_COMPARE_WITH_TIMEOUT(workspace()->person().name, person, patience);
    }
    void addPerson(const QString &name, const QString &address, const QStringList &roles);
    void importThrough(const QString &action, const QString &path);
    void makeKey(const QString &person);
    void confirmKeyOf(const QString &person);
    void sign(const QString &person, const QString &comment);
    QList<Record> records(const QString &kind);
    int gate(const QString &artifact, const QString &environment, QByteArray *said = nullptr);
    QString write(const QString &name, const QByteArray &bytes)
    {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() ? file.fileName() : QString();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ThemeController> m_theme;
    std::unique_ptr<Console> m_console;
    QString m_request;
};

void TestLocalRelease::initTestCase()
{
    m_settings = std::make_unique<QSettings>(m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_theme = std::make_unique<ThemeController>(qApp);
    m_theme->apply(ThemeChoice::Light);
    QCoreApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
    Console::Options options;
    options.settings = m_settings.get();
    options.theme = m_theme.get();
    options.dataFolder = m_folder.path();
    m_console = std::make_unique<Console>(options);
    QSignalSpy opened(m_console.get(), &Console::opened);
    m_console->openLocal(m_folder.filePath(u"own"_s), u"ada"_s);
    QVERIFY(opened.wait(patience));
    window()->resize(1440, 900);
    QTRY_COMPARE_WITH_TIMEOUT(workspace()->person().name, u"ada"_s, patience);
    QTRY_COMPARE_WITH_TIMEOUT(workspace()->freshness().state, Freshness::State::Current, patience);
}

QList<Record> TestLocalRelease::records(const QString &kind)
{
    std::optional<QList<Record>> out;
    workspace()->replica()->read(
        this, [kind](ReadSession &session) { return session.records({kind, {}, {}, {u"seq"_s, false}}); },
        [&](const Result<QList<Record>> &found) { out = found ? *found : QList<Record>(); });
    return QTest::qWaitFor([&] { return out.has_value(); }, patience) ? *out : QList<Record>();
}

void TestLocalRelease::addPerson(const QString &name, const QString &address, const QStringList &roles)
{
    go(u"access"_s);
    QPushButton *add = button(window(), u"Add a person"_s);
    QVERIFY(add && add->isEnabled());
    QTest::mouseClick(add, Qt::LeftButton);
    auto *dialog = seen<PersonDialog>(window());
    QVERIFY(dialog);
    QTest::keyClicks(seen<QLineEdit>(dialog, u"Name"_s), name);
    QTest::keyClicks(seen<QLineEdit>(dialog, u"Address"_s), address);
    for (QCheckBox *box : dialog->findChildren<QCheckBox *>()) {
        if (roles.contains(box->text()))
            box->click();
    }
    QSignalSpy accepted(dialog, &QDialog::accepted);
    QTest::mouseClick(button(dialog, u"Add"_s), Qt::LeftButton);
    QVERIFY(!accepted.isEmpty() || accepted.wait(patience));
}

void TestLocalRelease::peopleWithRoles()
{
    addPerson(u"Ben Ito"_s, u"ben.ito"_s, {u"Risk"_s});
    addPerson(u"Cleo Marsh"_s, u"cleo.marsh"_s, {u"Legal"_s});
    auto *table = seen<PeoplePage>(window())->table();
    QTRY_VERIFY_WITH_TIMEOUT(table->selectId(u"person/ben.ito"_s) && table->selectId(u"person/cleo.marsh"_s), patience);
}

void TestLocalRelease::firstPolicy()
{
    go(u"access"_s);
    for (QAbstractButton *tab : seen<SegmentedButtons>(window())->findChildren<QAbstractButton *>()) {
        if (tab->text() == "Policies"_L1)
            QTest::mouseClick(tab, Qt::LeftButton);
    }
    auto *page = seen<PoliciesPage>(window());
    QVERIFY(page);
    QTest::mouseClick(button(window(), u"New policy"_s), Qt::LeftButton);
    auto *dialog = seen<PolicyDialog>(window());
    QVERIFY(dialog);
    QVERIFY2(dialog->judgement().contains(u"can be fulfilled today by"_s) && dialog->judgement().contains(u"Ben Ito"_s), qPrintable(dialog->judgement()));
    QTest::keyClicks(seen<QLineEdit>(dialog, u"Address"_s), u"release"_s);
    PolicyStage legal;
    legal.name = u"Law"_s;
    legal.role = u"security"_s;
    dialog->form()->addStage(legal);
    auto *row = dialog->form()->findChildren<StageRow *>().last();
    auto *role = row->findChild<QComboBox *>(u"role"_s);
    // Said while it is typed: nobody has that role, and then somebody has.
    role->setCurrentIndex(role->findData(u"product"_s));
    QVERIFY2(dialog->judgement().contains(u"nobody"_s), qPrintable(dialog->judgement()));
    role->setCurrentIndex(role->findData(u"legal"_s));
    QVERIFY2(dialog->judgement().contains(u"Cleo Marsh"_s), qPrintable(dialog->judgement()));
    QTest::mouseClick(button(dialog, u"Add a bound"_s), Qt::LeftButton);
    auto *bound = dialog->form()->findChild<BoundRow *>();
    QVERIFY(bound);
    QTest::keyClicks(bound->findChild<QLineEdit *>(u"id"_s), u"accuracy"_s);
    QTest::keyClicks(bound->findChild<QLineEdit *>(u"metric"_s), u"acc"_s);
    QTest::keyClicks(bound->findChild<QLineEdit *>(u"limit"_s), u"0.9"_s);
    QSignalSpy accepted(dialog, &QDialog::accepted);
    QTest::mouseClick(dialog->saveButton(), Qt::LeftButton);
    QVERIFY(!accepted.isEmpty() || accepted.wait(patience));
    QTRY_VERIFY_WITH_TIMEOUT(page->table()->selectId(u"release"_s), patience);
}

void TestLocalRelease::policyErrorsStandAtTheirFields()
{
    auto *page = seen<PoliciesPage>(window());
    page->editCurrent();
    auto *dialog = seen<PolicyDialog>(window());
    QVERIFY(dialog);
    auto *limit = dialog->form()->findChild<BoundRow *>()->findChild<QLineEdit *>(u"limit"_s);
    limit->setText(u"high"_s);
    auto *stage = dialog->form()->findChildren<StageRow *>().last()->findChild<QLineEdit *>(u"name"_s);
    stage->setText(u"Review"_s); // there is one of that name
    QTest::mouseClick(dialog->saveButton(), Qt::LeftButton);
    QVERIFY(dialog->isVisible());
    QVERIFY(!qobject_cast<FormCell *>(limit->parentWidget())->error().isEmpty());
    limit->setText(u"0.9"_s);
    QTest::mouseClick(dialog->saveButton(), Qt::LeftButton);
    QVERIFY(dialog->isVisible());
    QVERIFY(qobject_cast<FormCell *>(limit->parentWidget())->error().isEmpty());
    QVERIFY(!qobject_cast<FormCell *>(stage->parentWidget())->error().isEmpty());
    dialog->reject();
    QVERIFY(!dialog->isVisible());
}

void TestLocalRelease::importThrough(const QString &action, const QString &path)
{
    QAction *import = nullptr;
    for (QAction *one : window()->findChildren<QAction *>()) {
        if (one->text().startsWith(action))
            import = one;
    }
    QVERIFY(import);
    QFileDialog *dialog = nullptr;
    // The version is read first.
    QTRY_VERIFY_WITH_TIMEOUT((import->trigger(), dialog = window()->findChild<QFileDialog *>()), patience);
    dialog->setDirectory(QFileInfo(path).path());
    dialog->findChild<QLineEdit *>()->setText(QFileInfo(path).fileName());
    QVERIFY(QMetaObject::invokeMethod(dialog, "accept"));
}

void TestLocalRelease::versionWithArtifactAndEvidence()
{
    const QString artifact = write(u"model.bin"_s, QByteArray(4096, 'm'));
    go(u"registry"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button(window(), u"Register a model"_s) || button(window(), u"Register"_s), patience);
    QTest::mouseClick(button(window(), u"Register"_s), Qt::LeftButton);
    auto *model = seen<RegisterModelDialog>(window());
    QVERIFY(model);
    model->form()->setValue(u"name"_s, u"triage"_s);
    model->form()->setValue(u"title"_s, u"Claims triage"_s);
    auto *owner = qobject_cast<QComboBox *>(model->form()->editor(u"owner"_s));
    QTRY_VERIFY_WITH_TIMEOUT(owner->findData(u"ada"_s) >= 0, patience);
    model->form()->setValue(u"owner"_s, u"ada"_s);
    QSignalSpy made(model, &QDialog::accepted);
    QTest::mouseClick(model->sendButton(), Qt::LeftButton);
    QVERIFY2(!made.isEmpty() || made.wait(patience), qPrintable(model->message()));
    QTRY_COMPARE_WITH_TIMEOUT(records(u"model"_s).size(), 1, patience);

    go(u"registry"_s, u"triage"_s);
    QTRY_VERIFY_WITH_TIMEOUT(button(window(), u"Register version"_s), patience);
    QTest::mouseClick(button(window(), u"Register version"_s), Qt::LeftButton);
    auto *version = seen<RegisterVersionDialog>(window());
    QVERIFY(version);
    version->form()->setValue(u"version"_s, u"1.0"_s);
    version->picker()->addPath(artifact);
    QTRY_COMPARE_WITH_TIMEOUT(version->picker()->artifacts().size(), 1, patience);
    QSignalSpy registered(version, &QDialog::accepted);
    QTest::mouseClick(version->sendButton(), Qt::LeftButton);
    QVERIFY2(!registered.isEmpty() || registered.wait(patience), qPrintable(version->message()));
    QTRY_COMPARE_WITH_TIMEOUT(records(u"version"_s).size(), 1, patience);

    go(u"registry"_s, versionKey);
    importThrough(u"Import evaluation"_s, write(u"results.json"_s, evaluation));
    QTRY_COMPARE_WITH_TIMEOUT(records(u"evaluation"_s).size(), 1, patience);
    workspace()->importEvidence(u"card"_s, versionKey, write(u"README.md"_s, card), this, [](const Result<QJsonObject> &) {});
    QTRY_COMPARE_WITH_TIMEOUT(records(u"card"_s).size(), 1, patience);
}

void TestLocalRelease::makeKey(const QString &person)
{
    actAs(person);
    QString key;
    workspace()->createSigner(KeyPlace::File, u"This computer"_s, passphrase, this, [&](const Result<QString> &made) { key = made ? *made : made.error().text; });
    QTRY_COMPARE_WITH_TIMEOUT(key.size(), 64, patience);
    actAs(u"ada"_s);
    confirmKeyOf(person);
}

/// As the administrator does it: the number is compared, said so, and confirmed.
void TestLocalRelease::confirmKeyOf(const QString &person)
{
    go(u"inbox"_s);
    QCheckBox *agree = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((agree = seen<QCheckBox>(window())) != nullptr, patience);
    agree->setChecked(true);
    QPushButton *confirm = button(window(), u"Confirm"_s);
    QVERIFY(confirm);
    QTest::mouseClick(confirm, Qt::LeftButton);
    const auto active = [&] {
        const auto keys = records(u"signer"_s);
        return std::any_of(keys.begin(), keys.end(), [&](const Record &key) { return key.body.value(u"person"_s) == person && key.body.value(u"state"_s) == "active"_L1; });
    };
    QTRY_VERIFY_WITH_TIMEOUT(active(), patience);
}

void TestLocalRelease::keysAreMadeAndConfirmed()
{
    makeKey(u"ben.ito"_s);
    makeKey(u"cleo.marsh"_s);
}

void TestLocalRelease::requested()
{
    go(u"registry"_s, versionKey);
    QTRY_VERIFY_WITH_TIMEOUT(button(window(), u"Request release"_s) && button(window(), u"Request release"_s)->isEnabled(), patience);
    QTest::mouseClick(button(window(), u"Request release"_s), Qt::LeftButton);
    auto *dialog = seen<RequestDialog>(window());
    QVERIFY(dialog);
    auto *environment = seen<QComboBox>(dialog, u"Environment"_s);
    environment->setEditText(u"production"_s);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->sendButton()->isEnabled(), patience);
    QSignalSpy accepted(dialog, &QDialog::accepted);
    QTest::mouseClick(dialog->sendButton(), Qt::LeftButton);
    const auto told = [&] {
        QStringList out;
        for (const QLabel *label : dialog->findChildren<QLabel *>())
            out.append(label->text());
        return out.join(u" | "_s);
    };
    QVERIFY2(!accepted.isEmpty() || accepted.wait(patience), qPrintable(told()));
    QTRY_COMPARE_WITH_TIMEOUT(records(u"request"_s).size(), 1, patience);
    m_request = records(u"request"_s).first().id;
    QCOMPARE(gate(m_folder.filePath(u"model.bin"_s), u"production"_s), 10); // nobody has signed
}

void TestLocalRelease::sign(const QString &person, const QString &comment)
{
    actAs(person);
    go(u"releases"_s, m_request);
    QPushButton *open = nullptr;
    SegmentedButtons *verdicts = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((verdicts = seen<SegmentedButtons>(window())) && (open = button(window(), u"Sign"_s)), patience);
    QAbstractButton *approve = nullptr;
    for (QAbstractButton *segment : verdicts->findChildren<QAbstractButton *>()) {
        if (segment->text() == "Approve"_L1)
            approve = segment;
    }
    QVERIFY(approve);
    QTRY_VERIFY_WITH_TIMEOUT(approve->isEnabled(), patience);
    QTest::mouseClick(approve, Qt::LeftButton);
    auto *edit = seen<QPlainTextEdit>(window(), u"Comment"_s);
    QVERIFY(edit);
    edit->setPlainText(comment);
    QTRY_VERIFY_WITH_TIMEOUT(open->isEnabled(), patience);
    QTest::mouseClick(open, Qt::LeftButton);
    QLineEdit *secret = nullptr;
    QTRY_VERIFY_WITH_TIMEOUT((secret = seen<QLineEdit>(window(), u"Passphrase"_s)) != nullptr, patience);
    auto *dialog = qobject_cast<QDialog *>(secret->window());
    QVERIFY(dialog);
    QSignalSpy accepted(dialog, &QDialog::accepted);
    QTest::keyClicks(secret, u"not the passphrase"_s);
    QTest::mouseClick(button(dialog, u"Sign as"_s), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(button(dialog, u"Sign as"_s)->isEnabled() && secret->text().isEmpty(), patience);
    QVERIFY(accepted.isEmpty());
    QTest::keyClicks(secret, passphrase);
    QTest::mouseClick(button(dialog, u"Sign as"_s), Qt::LeftButton);
    QVERIFY(!accepted.isEmpty() || accepted.wait(patience));
}

void TestLocalRelease::twoSign()
{
    sign(u"ben.ito"_s, u"The figures hold."_s);
    QTRY_COMPARE_WITH_TIMEOUT(records(u"signoff"_s).size(), 1, patience);
    QCOMPARE(gate(m_folder.filePath(u"model.bin"_s), u"production"_s), 10); // one signer short
    sign(u"cleo.marsh"_s, u"Intended use is clear."_s);
    QTRY_COMPARE_WITH_TIMEOUT(records(u"request"_s).value(0).body.value(u"state"_s).toString(), u"approved"_s, patience);
    actAs(u"ada"_s);
}

int TestLocalRelease::gate(const QString &artifact, const QString &environment, QByteArray *said)
{
    QFile announced(m_folder.filePath(u"own/announce.json"_s));
    if (!announced.open(QIODevice::ReadOnly))
        return -1;
    const QJsonObject server = QJsonDocument::fromJson(announced.readAll()).object();
    QProcess ctl;
    QProcessEnvironment environmentOf = QProcessEnvironment::systemEnvironment();
    environmentOf.insert(u"COUNTERSIGN_URL"_s, server.value(u"url"_s).toString());
    environmentOf.insert(u"COUNTERSIGN_TOKEN"_s, server.value(u"adminKey"_s).toString());
    ctl.setProcessEnvironment(environmentOf);
    ctl.start(qEnvironmentVariable("COUNTERSIGN_BIN", QCoreApplication::applicationDirPath()) + u"/countersignctl"_s,
              {u"gate"_s, u"triage"_s, u"1.0"_s, u"--environment"_s, environment, u"--artifact"_s, artifact});
    if (!ctl.waitForFinished(patience))
        return -1;
    if (said)
        *said = ctl.readAllStandardOutput() + ctl.readAllStandardError();
    return ctl.exitCode();
}

void TestLocalRelease::gateLetsExactlyThisThrough()
{
    const QString artifact = m_folder.filePath(u"model.bin"_s);
    QByteArray said;
    QVERIFY2(gate(artifact, u"production"_s, &said) == 0, said.constData());
    QCOMPARE(gate(artifact, u"elsewhere"_s), 10);
    QVERIFY(QDir(m_folder.path()).mkpath(u"other"_s));
    QByteArray changed(4096, 'm');
    changed[17] = 'n';
    QCOMPARE(gate(write(u"other/model.bin"_s, changed), u"production"_s), 10);
}

void TestLocalRelease::rolesAreChangedAndKeysRevoked()
{
    go(u"access"_s, u"person/ben.ito"_s);
    auto *page = seen<PeoplePage>(window());
    QVERIFY(page);
    const auto keys = records(u"signer"_s);
    QString key;
    for (const Record &record : keys) {
        if (record.body.value(u"person"_s) == "ben.ito"_L1)
            key = record.id;
    }
    QTRY_VERIFY_WITH_TIMEOUT(page->table()->selectId(u"key/"_s + key), patience);
    page->editPerson();
    auto *dialog = seen<PersonDialog>(window());
    QVERIFY(dialog);
    QCOMPARE(seen<QLineEdit>(dialog, u"Address"_s)->text(), u"ben.ito"_s);
    for (QCheckBox *box : dialog->findChildren<QCheckBox *>()) {
        if (box->text() == "Security"_L1)
            box->click();
    }
    QSignalSpy accepted(dialog, &QDialog::accepted);
    QTest::mouseClick(button(dialog, u"Save"_s), Qt::LeftButton);
    QVERIFY(!accepted.isEmpty() || accepted.wait(patience));
    const auto rolesOf = [&] {
        for (const Record &record : records(u"person"_s)) {
            if (record.id == "ben.ito"_L1)
                return record.body.value(u"roles"_s).toVariant().toStringList();
        }
        return QStringList();
    };
    QTRY_COMPARE_WITH_TIMEOUT(rolesOf(), (QStringList{u"risk"_s, u"security"_s}), patience);

    QTRY_VERIFY_WITH_TIMEOUT(page->table()->selectId(u"key/"_s + key), patience);
    QTest::mouseClick(button(page, u"Revoke the key"_s), Qt::LeftButton);
    auto *revoke = seen<RevokeDialog>(window());
    QVERIFY(revoke);
    QVERIFY(!button(revoke, u"Revoke"_s)->isEnabled()); // not without a reason
    revoke->findChild<QPlainTextEdit *>()->setPlainText(u"Lost on a train."_s);
    QTest::mouseClick(button(revoke, u"Revoke"_s), Qt::LeftButton);
    const auto revoked = [&] {
        const auto all = records(u"signer"_s);
        return std::any_of(all.begin(), all.end(), [&](const Record &record) {
            return record.id == key && record.body.value(u"state"_s) == "revoked"_L1 && record.body.value(u"revocationReason"_s) == "Lost on a train."_L1;
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(revoked(), patience);
}

QTEST_MAIN(TestLocalRelease)
#include "tst_localrelease.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// The main job through the window: review, sign as two people, and the gate opens. The real console, the real server as
// its child, the sample workspace; driven by clicks and keys.
#include "client/restclient.h"
#include "console.h"
#include "ui/widgets/segmentedbuttons.h"

#include <QDialog>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {
constexpr int patience = 60'000; // ms; a test that passes never waits this long
}

class TestConsole : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void opensOnTheInboxWithEverythingSynced();
    void requesterCannotSign();
    void approvalIsClosedWhileARequirementFails();
    void twoSignAndTheGateOpens();
    void draftSurvives();
    void serverEndsWithTheConsole();

private:
    template <typename T>
    T *visible(const QString &text = {}) const
    {
        const auto all = m_console->window()->findChildren<T *>();
        for (T *widget : all) {
            if (widget->isVisible() && (text.isEmpty() || textOf(widget).startsWith(text)))
                return widget;
        }
        return nullptr;
    }
    static QString textOf(const QPushButton *button) { return button->text(); }
    template <typename T>
    static QString textOf(const T *widget)
    {
        return widget->accessibleName();
    }
    QString request(const QString &version);
    QString state(const QString &request);
    bool gate(const QString &version, QStringList *reasons = nullptr);
    void open(const QString &request);
    void actAs(const QString &person);
    bool sign(const QString &verdict, const QString &comment);

    QTemporaryDir m_folder;
    std::unique_ptr<QSettings> m_settings;
    std::unique_ptr<ThemeController> m_theme;
    std::unique_ptr<Console> m_console;
};

void TestConsole::initTestCase()
{
    m_settings = std::make_unique<QSettings>(m_folder.filePath(u"settings.ini"_s), QSettings::IniFormat);
    m_theme = std::make_unique<ThemeController>(qApp);
    m_theme->apply(ThemeChoice::Light);
    Console::Options options;
    options.settings = m_settings.get();
    options.theme = m_theme.get();
    options.dataFolder = m_folder.path();
    m_console = std::make_unique<Console>(options);
    QSignalSpy opened(m_console.get(), &Console::opened);
    m_console->openSample();
    QVERIFY(opened.wait(patience));
    m_console->window()->resize(1440, 900);
}

void TestConsole::cleanupTestCase()
{
    m_console.reset();
}

void TestConsole::opensOnTheInboxWithEverythingSynced()
{
    QTRY_COMPARE_WITH_TIMEOUT(m_console->workspace()->freshness().state, Freshness::State::Current, patience);
    QVERIFY(m_console->workspace()->freshness().logSize > 300);
    QTRY_COMPARE(m_console->workspace()->person().displayName, u"Ana Ferreira"_s);
    QTRY_VERIFY(m_console->workspace()->actablePeople().size() > 10);
}

QString TestConsole::request(const QString &version)
{
    QString found;
    bool done = false;
    m_console->workspace()->replica()->read(
        this, [version](ReadSession &session) { return session.records({u"request"_s, {ListFilter::is(u"version"_s, version)}, {}, {u"seq"_s, true}}, 1); },
        [&](const Result<QList<Record>> &records) {
            done = true;
            found = records && !records->isEmpty() ? records->first().id : QString();
        });
    return QTest::qWaitFor([&] { return done; }, patience) ? found : QString();
}

QString TestConsole::state(const QString &request)
{
    QString found;
    bool done = false;
    m_console->workspace()->replica()->read(
        this, [request](ReadSession &session) { return session.record(u"request"_s, request); },
        [&](const Result<Record> &record) {
            done = true;
            found = record ? record->body.value(u"state"_s).toString() : record.error().text;
        });
    return QTest::qWaitFor([&] { return done; }, patience) ? found : QString();
}

bool TestConsole::gate(const QString &version, QStringList *reasons)
{
    Version found;
    bool done = false;
    m_console->workspace()->replica()->read(
        this, [version](ReadSession &session) { return session.get<Version>(version); },
        [&](const Result<Version> &record) {
            done = true;
            if (record)
                found = *record;
        });
    if (!QTest::qWaitFor([&] { return done; }, patience))
        return false;
    QFile announced(m_folder.filePath(u"sample/announce.json"_s));
    if (!announced.open(QIODevice::ReadOnly))
        return false;
    const QJsonObject server = QJsonDocument::fromJson(announced.readAll()).object();
    RestClient client({QUrl(server.value(u"url"_s).toString()), [&] { return server.value(u"adminKey"_s).toString().toLatin1(); }});
    bool allowed = false;
    done = false;
    const QJsonObject question{{u"model"_s, found.model}, {u"version"_s, found.version}, {u"environment"_s, u"production"_s},
                               {u"manifestDigest"_s, found.manifestDigest}};
    client.send(RestRequest::send("POST", u"/v1/gate"_s, question, "gate-question"), this, [&](const RestReply &reply) {
        done = true;
        allowed = reply.anyObject().value(u"allowed"_s).toBool();
        if (reasons)
            *reasons = reply.anyObject().value(u"reasons"_s).toVariant().toStringList();
    });
    return QTest::qWaitFor([&] { return done; }, patience) && allowed;
}

void TestConsole::open(const QString &request)
{
    QVERIFY(!request.isEmpty());
    m_console->openLink(links::to(u"releases"_s, request));
    QTRY_VERIFY_WITH_TIMEOUT(visible<SegmentedButtons>() || visible<QWidget>(), patience);
    QTest::qWait(200);
}

void TestConsole::actAs(const QString &person)
{
    m_console->workspace()->actAs(person);
    QTRY_COMPARE(m_console->workspace()->person().name, person);
    QTest::qWait(200);
}

/// Chooses a verdict, types a comment, presses Ctrl+Return and signs in the dialog.
bool TestConsole::sign(const QString &verdict, const QString &comment)
{
    QPushButton *button = nullptr;
    if (!QTest::qWaitFor([&] { return visible<SegmentedButtons>() && (button = visible<QPushButton>(u"Sign"_s)); }, patience))
        return false;
    auto *verdicts = visible<SegmentedButtons>();
    const auto segments = verdicts->findChildren<QAbstractButton *>();
    for (QAbstractButton *segment : segments) {
        if (segment->text() == verdict)
            QTest::mouseClick(segment, Qt::LeftButton);
    }
    auto *edit = visible<QPlainTextEdit>(u"Comment"_s);
    if (!edit)
        return false;
    edit->setFocus();
    edit->clear();
    QTest::keyClicks(edit, comment);
    if (!button->isEnabled())
        return false;
    QTest::keyClick(edit, Qt::Key_Return, Qt::ControlModifier);
    QDialog *dialog = nullptr;
    if (!QTest::qWaitFor([&] { return (dialog = visible<QDialog>()) != nullptr; }, patience))
        return false;
    auto *sheet = dialog->findChild<QPlainTextEdit *>();
    if (!sheet || !sheet->toPlainText().contains(comment) || !sheet->toPlainText().contains(u"SIGNING SHEET"_s))
        return false;
    QSignalSpy accepted(dialog, &QDialog::accepted);
    const auto buttons = dialog->findChildren<QPushButton *>();
    for (QPushButton *candidate : buttons) {
        if (candidate->text().startsWith(u"Sign as"_s))
            QTest::mouseClick(candidate, Qt::LeftButton);
    }
    return !accepted.isEmpty() || accepted.wait(patience);
}

void TestConsole::requesterCannotSign()
{
    actAs(u"jonas.weber"_s);
    open(request(u"claims-triage/7"_s));
    QTest::qWait(300);
    QVERIFY(!visible<SegmentedButtons>());
    actAs(u"ana.ferreira"_s);
}

void TestConsole::approvalIsClosedWhileARequirementFails()
{
    actAs(u"mara.lindt"_s);
    open(request(u"medical-coding/3"_s));
    QTRY_VERIFY_WITH_TIMEOUT(visible<SegmentedButtons>(), patience);
    QTest::qWait(300);
    const auto segments = visible<SegmentedButtons>()->findChildren<QAbstractButton *>();
    bool found = false;
    for (QAbstractButton *segment : segments) {
        if (segment->text() == "Approve"_L1) {
            found = true;
            QVERIFY(!segment->isEnabled() || segment->toolTip().contains(u"requirement"_s));
            QTest::mouseClick(segment, Qt::LeftButton);
            QVERIFY(visible<SegmentedButtons>()->current() != "approve"_L1);
        }
    }
    QVERIFY(found);
    actAs(u"ana.ferreira"_s);
}

void TestConsole::twoSignAndTheGateOpens()
{
    const QString id = request(u"claims-triage/7"_s);
    QStringList reasons;
    QVERIFY(!gate(u"claims-triage/7"_s, &reasons));
    QVERIFY(!reasons.isEmpty());

    open(id);
    QVERIFY(sign(u"Approve"_s, u"Acceptable with the safeguards as named."_s));
    QVERIFY(!gate(u"claims-triage/7"_s));
    QTRY_COMPARE_WITH_TIMEOUT(m_console->workspace()->freshness().outbox, 0, patience);

    actAs(u"amaka.okafor"_s);
    open(id);
    QTRY_VERIFY_WITH_TIMEOUT(visible<SegmentedButtons>(), patience);
    QVERIFY(sign(u"Approve"_s, u"Intended and excluded uses are clear."_s));
    QTRY_COMPARE_WITH_TIMEOUT(state(id), u"approved"_s, patience);
    QVERIFY2(gate(u"claims-triage/7"_s, &reasons), qPrintable(reasons.join(u'\n')));
    actAs(u"ana.ferreira"_s);
}

void TestConsole::draftSurvives()
{
    const QString first = request(u"fraud-screen/3"_s);
    open(first);
    QTRY_VERIFY_WITH_TIMEOUT(visible<QPlainTextEdit>(u"Comment"_s), patience);
    auto *edit = visible<QPlainTextEdit>(u"Comment"_s);
    edit->setFocus();
    QTest::keyClicks(edit, u"Half a thought"_s);
    open(request(u"image-damage/2"_s));
    QTRY_COMPARE_WITH_TIMEOUT(visible<QPlainTextEdit>(u"Comment"_s)->toPlainText(), QString(), patience);
    open(first);
    QTRY_COMPARE_WITH_TIMEOUT(visible<QPlainTextEdit>(u"Comment"_s)->toPlainText(), u"Half a thought"_s, patience);
}

void TestConsole::serverEndsWithTheConsole()
{
    QFile announced(m_folder.filePath(u"sample/announce.json"_s));
    QVERIFY(announced.open(QIODevice::ReadOnly));
    const QUrl url(QJsonDocument::fromJson(announced.readAll()).object().value(u"url"_s).toString());
    m_console.reset();
    RestClient client({url, {}});
    RestRequest request = RestRequest::get(u"/healthz"_s);
    request.retries = 0;
    bool done = false;
    bool answered = true;
    client.send(request, this, [&](const RestReply &reply) {
        done = true;
        answered = reply.ok();
    });
    QVERIFY(QTest::qWaitFor([&] { return done; }, patience));
    QVERIFY(!answered);
}

QTEST_MAIN(TestConsole)
#include "tst_console.moc"

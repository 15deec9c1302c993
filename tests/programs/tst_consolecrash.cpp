// SPDX-License-Identifier: GPL-3.0-or-later
// The console as a program, killed at random moments while its outbox goes out: nothing that was decided is lost or
// done twice, what it keeps opens again, and no server is left behind or gets in the way of the next.
#include "client/restclient.h"
#include "ctl_harness.h"
#include "replica/outboxstore.h"
#include "replica/replica.h"
#include "replica/sync.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>
#include <sys/prctl.h>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000; // ms; a test that passes never waits this long
constexpr int commandsARound = 30;

/// The servers that run on a folder, whoever started them.
QList<pid_t> serversOn(const QString &folder)
{
    QList<pid_t> out;
    const QStringList processes = QDir(u"/proc"_s).entryList(QDir::Dirs);
    for (const QString &process : processes) {
        bool isNumber = false;
        const pid_t pid = process.toInt(&isNumber);
        QFile file(u"/proc/%1/cmdline"_s.arg(process));
        if (!isNumber || !file.open(QIODevice::ReadOnly))
            continue;
        const QList<QByteArray> words = file.readAll().split('\0');
        if (words.first().endsWith("countersignd") && words.contains(folder.toUtf8()))
            out.append(pid);
    }
    return out;
}

QJsonObject announced(const QString &folder)
{
    QFile file(folder + u"/announce.json"_s);
    return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
}

/// The console, started as a person would, on a local workspace; nothing of this machine's own settings is touched.
class RunningConsole
{
public:
    RunningConsole(const QString &home, const QString &folder)
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        for (const char *name : {"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
            environment.insert(QString::fromLatin1(name), home);
        m_process.setProcessEnvironment(environment);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
        m_process.start(programPath(u"countersign"_s), {u"--local"_s, folder, u"--person"_s, u"ada"_s});
        m_process.waitForStarted();
    }
    ~RunningConsole() { kill(); }
    [[nodiscard]] bool runs() const { return m_process.state() != QProcess::NotRunning; }
    void kill()
    {
        if (runs())
            ::kill(pid_t(m_process.processId()), SIGKILL);
        m_process.waitForFinished();
    }

private:
    QProcess m_process;
};

} // namespace

class TestConsoleCrash : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void nothingDecidedIsLost();
    void nextConsoleTakesOver();

private:
    [[nodiscard]] QString folder() const { return m_world.path(u"own"_s); }
    [[nodiscard]] QString consoleFolder() const { return folder() + u"/console"_s; }
    bool decide(int count);
    bool answers(const QString &path);
    QSet<QString> copied(Replica &replica);
    void keptWhole();
    void serverHasAllOnce();
    void copyAgreesWithServer();

    CtlWorld m_world;
    QStringList m_decided; ///< names of the models whose registration is in the outbox or has left it
};

void TestConsoleCrash::initTestCase()
{
    if (programPath(u"countersign"_s).isEmpty() || programPath(u"countersignctl"_s).isEmpty())
        QSKIP("the programs were not built");
}

/// Commands as the console itself would have kept them while it was offline.
bool TestConsoleCrash::decide(int count)
{
    auto store = OutboxStore::open(consoleFolder());
    for (int i = 0; store.ok() && i < count; ++i) {
        const QString name = u"decided-%1"_s.arg(m_decided.size());
        OutboxItem item;
        item.idempotencyKey = "key-of-" + name.toLatin1();
        item.createdAt = QDateTime::currentDateTimeUtc();
        item.command.person = u"ada"_s;
        item.command.path = u"/v1/models"_s;
        item.command.title = u"Register "_s + name;
        item.command.body = {{u"name"_s, name}, {u"owner"_s, u"ada"_s}, {u"description"_s, QString(int(m_decided.size() * 37 % 3000), u'x')}};
        if (!(*store)->add(item).ok())
            return false;
        m_decided.append(name);
    }
    return store.ok();
}

/// Whether the server that the console has started has what is asked for.
bool TestConsoleCrash::answers(const QString &path)
{
    const QJsonObject server = announced(folder());
    if (server.isEmpty())
        return false;
    RestClient client({QUrl(server.value(u"url"_s).toString()), [&] { return server.value(u"adminKey"_s).toString().toLatin1(); }});
    RestRequest request = RestRequest::get(path);
    request.retries = 0;
    std::optional<bool> out;
    client.send(request, this, [&](const RestReply &reply) { out = reply.ok(); });
    return QTest::qWaitFor([&] { return out.has_value(); }, patience) && *out;
}

QSet<QString> TestConsoleCrash::copied(Replica &replica)
{
    std::optional<QSet<QString>> out;
    replica.read(
        this, [](ReadSession &session) { return session.records({u"model"_s, {}, {}, {u"seq"_s, false}}, 100'000); },
        [&](const Result<QList<Record>> &records) {
            out.emplace();
            for (const Record &record : records.ok() ? *records : QList<Record>())
                out->insert(record.id);
        });
    return QTest::qWaitFor([&] { return out.has_value(); }, patience) ? *out : QSet<QString>();
}

/// With the console dead: every command still waits, or has left because the copy has what it made.
void TestConsoleCrash::keptWhole()
{
    const auto store = OutboxStore::open(consoleFolder());
    QVERIFY2(store.ok(), qPrintable(store.ok() ? QString() : store.error().text));
    const auto kept = (*store)->load();
    QVERIFY(kept.ok());
    QCOMPARE(kept->unreadable, 0);
    const bool hadCopy = QFile::exists(consoleFolder() + u"/replica.sqlite"_s);
    const auto replica = Replica::open(consoleFolder());
    QVERIFY2(replica.ok(), qPrintable(replica.ok() ? QString() : replica.error().text));
    QVERIFY(!hadCopy || (*replica)->opened() != Replica::Opened::Rebuilt);
    QSet<QString> there = copied(**replica);
    for (const OutboxItem &item : kept->items) {
        // A second registration under another key would have been refused: it is the mark of a command done twice.
        QVERIFY2(!item.needsPerson(), qPrintable(item.command.title + u": "_s + item.problem));
        there.insert(item.command.body.value(u"name"_s).toString());
    }
    for (const QString &name : std::as_const(m_decided))
        QVERIFY2(there.contains(name), qPrintable(name + u" is lost"_s));
}

void TestConsoleCrash::nothingDecidedIsLost()
{
    const int rounds = std::max(3, qEnvironmentVariableIntValue("COUNTERSIGN_ROUNDS") / 10);
    QRandomGenerator random(20260411);
    // How long a start takes on this machine decides which moments are worth dying at.
    QElapsedTimer timer;
    timer.start();
    QVERIFY(decide(commandsARound));
    int window = 0;
    {
        RunningConsole console(m_world.path(u"home"_s), folder());
        QTRY_VERIFY_WITH_TIMEOUT(answers(u"/v1/models/"_s + m_decided.first()), patience);
        window = int(std::min<qint64>(2 * timer.elapsed(), 4000));
    }
    for (int round = 0; round < rounds; ++round) {
        keptWhole();
        if (QTest::currentTestFailed())
            return;
        QVERIFY(decide(commandsARound));
        RunningConsole console(m_world.path(u"home"_s), folder());
        QTest::qWait(int(random.bounded(window))); // the moment of the kill, not a wait for something
        QVERIFY2(console.runs(), qPrintable(u"round %1"_s.arg(round)));
        const int who = int(random.bounded(3));
        if (who == 1)
            console.kill();
        if (who != 0) {
            for (const pid_t server : serversOn(folder()))
                ::kill(server, SIGKILL);
        }
        console.kill();
        // Every other time the next one is started while the last one's server is still ending.
        if (random.bounded(2) == 0)
            QTRY_VERIFY_WITH_TIMEOUT(serversOn(folder()).isEmpty(), patience);
    }
    {
        RunningConsole console(m_world.path(u"home"_s), folder());
        QTRY_VERIFY_WITH_TIMEOUT(answers(u"/v1/models/"_s + m_decided.last()), patience);
    }
    keptWhole();
    QTRY_VERIFY_WITH_TIMEOUT(serversOn(folder()).isEmpty(), patience);
    QVERIFY2(m_world.start(u"own"_s), qPrintable(m_world.lastError()));
    serverHasAllOnce();
    copyAgreesWithServer();
    const Ran verified = m_world.ctl(u"admin"_s, {u"log"_s, u"verify"_s});
    QVERIFY2(verified.code == 0, (verified.out + verified.err).constData());
    QVERIFY(m_world.stop());
    qInfo("%d rounds, %lld decisions, each done once", rounds, static_cast<long long>(m_decided.size()));
}

void TestConsoleCrash::serverHasAllOnce()
{
    RestClient client({QUrl(m_world.url()), [this] { return m_world.token(u"admin"_s).toLatin1(); }});
    std::optional<RestReply> reply;
    client.send(RestRequest::get(u"/v1/changes"_s, {{u"after"_s, u"0"_s}, {u"limit"_s, u"5000"_s}}), this, [&](const RestReply &answer) { reply = answer; });
    QTRY_VERIFY_WITH_TIMEOUT(reply.has_value(), patience);
    QVERIFY2(reply->ok(), qPrintable(reply->ok() ? QString() : reply->error->text));
    QMap<QString, int> revisions;
    for (const QJsonValue &record : reply->anyObject().value(u"changes"_s).toArray()) {
        if (record[u"kind"_s].toString() == "model"_L1)
            revisions.insert(record[u"id"_s].toString(), record[u"revision"_s].toInt());
    }
    for (const QString &name : std::as_const(m_decided))
        QVERIFY2(revisions.take(name) == 1, qPrintable(name));
    QCOMPARE(revisions.size(), 0); // nothing that nobody decided
}

/// The copy that was torn open so often still continues the server's log, and holds what the server holds.
void TestConsoleCrash::copyAgreesWithServer()
{
    const auto replica = Replica::open(consoleFolder());
    QVERIFY(replica.ok());
    const SystemClock clock;
    RestClient client({QUrl(m_world.url()), [this] { return m_world.token(u"admin"_s).toLatin1(); }});
    Sync sync(&client, replica->get(), &clock);
    QString alarm;
    connect(&sync, &Sync::alarmRaised, this, [&](const SyncEvidence &evidence) { alarm = evidence.finding; });
    sync.start();
    (void)QTest::qWaitFor([&] { return sync.state().phase == SyncState::UpToDate || !alarm.isEmpty(); }, patience);
    QVERIFY2(sync.state().phase == SyncState::UpToDate, qPrintable(sync.state().sentence));
    QVERIFY2(alarm.isEmpty(), qPrintable(alarm));
    QVERIFY(sync.state().received < m_decided.size()); // it went on from where it was
    QVERIFY(sync.guard().checkpoint().size >= quint64(m_decided.size()));
    QCOMPARE(copied(**replica), QSet<QString>(m_decided.cbegin(), m_decided.cend()));
    sync.stop();
}

void TestConsoleCrash::nextConsoleTakesOver()
{
    auto first = std::make_unique<RunningConsole>(m_world.path(u"home"_s), folder());
    QTRY_COMPARE_WITH_TIMEOUT(serversOn(folder()).size(), 1, patience);
    QTRY_VERIFY_WITH_TIMEOUT(answers(u"/healthz"_s), patience);
    const QString firstUrl = announced(folder()).value(u"url"_s).toString();
    const pid_t left = serversOn(folder()).constFirst();
    // Its server takes long to end: the next console is there before it has let the folder go.
    QCOMPARE(::kill(left, SIGSTOP), 0);
    first.reset();
    RunningConsole second(m_world.path(u"home"_s), folder());
    QTRY_COMPARE_WITH_TIMEOUT(serversOn(folder()).size(), 2, patience);
    QCOMPARE(announced(folder()).value(u"url"_s).toString(), firstUrl); // the second does not serve beside the first
    QCOMPARE(::kill(left, SIGCONT), 0);
    QTRY_VERIFY_WITH_TIMEOUT(!serversOn(folder()).contains(left), patience);
    QTRY_VERIFY_WITH_TIMEOUT(announced(folder()).value(u"url"_s).toString() != firstUrl && answers(u"/healthz"_s), patience);
    QCOMPARE(serversOn(folder()).size(), 1);
    second.kill();
    QTRY_VERIFY_WITH_TIMEOUT(serversOn(folder()).isEmpty(), patience);
}

QTEST_GUILESS_MAIN(TestConsoleCrash)
#include "tst_consolecrash.moc"

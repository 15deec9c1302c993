// SPDX-License-Identifier: GPL-3.0-or-later
// The server as a program: how it starts, says where it is, ends, and what it keeps when it is killed.
#include "base/json.h"
#include "routes/httpclient.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <thread>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

/// A running countersignd on a folder.
class Daemon
{
public:
    explicit Daemon(const QString &folder, QStringList more = {}) : m_announce(folder + u".json"_s)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(program(), QStringList{u"--data"_s, folder, u"--announce"_s, m_announce, u"--rate"_s, u"0"_s} + more);
        m_process.waitForStarted();
        // It prints where it listens once it is ready; the announcement is written before that.
        while (m_process.state() != QProcess::NotRunning && !m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(30'000))
                break;
        }
        m_line = m_process.readLine();
        const QJsonObject json = parseJson(contents()).valueOr({}).toObject();
        m_key = json.value(u"adminKey"_s).toString().toLatin1();
        m_port = quint16(json.value(u"url"_s).toString().section(u':', -1).toUInt());
    }
    ~Daemon()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        m_process.terminate();
        if (!m_process.waitForFinished(20'000))
            m_process.kill();
        m_process.waitForFinished();
    }
    static QString program() { return qEnvironmentVariable("COUNTERSIGN_BIN", u"."_s) + u"/countersignd"_s; }

    [[nodiscard]] bool isReady() const { return m_line.contains("listens on"); }
    [[nodiscard]] quint16 port() const { return m_port; }
    [[nodiscard]] QByteArray key() const { return m_key; }
    [[nodiscard]] QString announceFile() const { return m_announce; }
    QProcess &process() { return m_process; }
    [[nodiscard]] QByteArray contents() const
    {
        QFile file(m_announce);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void killNow()
    {
        ::kill(pid_t(m_process.processId()), SIGKILL);
        m_process.waitForFinished();
    }
    int end(int signal)
    {
        ::kill(pid_t(m_process.processId()), signal);
        return m_process.waitForFinished(30'000) && m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
    }

private:
    QString m_announce;
    QProcess m_process;
    QByteArray m_line;
    QByteArray m_key;
    quint16 m_port = 0;
};

int runToEnd(const QStringList &arguments, QByteArray *errors = nullptr)
{
    QProcess process;
    process.start(Daemon::program(), arguments);
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return -1;
    if (errors)
        *errors = process.readAllStandardError();
    return process.exitCode();
}

} // namespace

class TestCountersignd : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void wrongUsage_data();
    void wrongUsage();
    void announces();
    void drainsOnSignals_data();
    void drainsOnSignals();
    void endsWithItsParent();
    void oneServerAFolder();
    void auditFindsTampering();
    void nothingAcknowledgedIsLost();
};

void TestCountersignd::initTestCase()
{
    if (!QFile::exists(Daemon::program()))
        QSKIP("countersignd was not built");
}

void TestCountersignd::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("nothing") << QStringList{};
    QTest::newRow("unknown option") << QStringList{u"--data"_s, u"x"_s, u"--root"_s};
    QTest::newRow("stray word") << QStringList{u"--data"_s, u"x"_s, u"now"_s};
    QTest::newRow("all addresses without a proxy") << QStringList{u"--data"_s, u"x"_s, u"--listen"_s, u"0.0.0.0:80"_s};
    QTest::newRow("all of v6 without a proxy") << QStringList{u"--data"_s, u"x"_s, u"--listen"_s, u"[::]:80"_s};
    QTest::newRow("no port") << QStringList{u"--data"_s, u"x"_s, u"--listen"_s, u"127.0.0.1"_s};
    QTest::newRow("port too large") << QStringList{u"--data"_s, u"x"_s, u"--listen"_s, u"127.0.0.1:65536"_s};
    QTest::newRow("a name") << QStringList{u"--data"_s, u"x"_s, u"--listen"_s, u"example.org:80"_s};
    QTest::newRow("rate") << QStringList{u"--data"_s, u"x"_s, u"--rate"_s, u"-1"_s};
    QTest::newRow("threads") << QStringList{u"--data"_s, u"x"_s, u"--threads"_s, u"0"_s};
}

void TestCountersignd::wrongUsage()
{
    QFETCH(QStringList, arguments);
    QByteArray errors;
    QCOMPARE(runToEnd(arguments, &errors), 2);
    QCOMPARE(errors.count('\n'), 1);
    QVERIFY(errors.startsWith("countersignd: "));
}

void TestCountersignd::announces()
{
    QTemporaryDir folder;
    QByteArray key;
    {
        Daemon daemon(folder.path() + u"/data"_s);
        QVERIFY(daemon.isReady());
        key = daemon.key();
        struct stat info{};
        QCOMPARE(::stat(qPrintable(daemon.announceFile()), &info), 0);
        QCOMPARE(int(info.st_mode & 0777), 0600);
        QCOMPARE(::stat(qPrintable(folder.path() + u"/data/gate.key"_s), &info), 0);
        QCOMPARE(int(info.st_mode & 0777), 0600);
        HttpClient client(daemon.port(), key);
        QCOMPARE(client.get("/v1/whoami").json().value(u"person"_s).toString(), u"admin"_s);
    }
    Daemon again(folder.path() + u"/data"_s);
    QCOMPARE(again.key(), key); // a good key is kept
    again.end(SIGTERM);
    QVERIFY(QFile::remove(again.announceFile()));
    Daemon third(folder.path() + u"/data"_s);
    QVERIFY(third.key() != key);
    HttpClient old(third.port(), key);
    QCOMPARE(old.get("/v1/whoami").status, 401); // the lost one no longer opens anything
}

void TestCountersignd::drainsOnSignals_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGINT") << SIGINT;
}

void TestCountersignd::drainsOnSignals()
{
    QFETCH(int, signal);
    QTemporaryDir folder;
    Daemon daemon(folder.path() + u"/data"_s);
    QVERIFY(daemon.isReady());
    HttpClient waiting(daemon.port(), daemon.key());
    QVERIFY(waiting.start("GET", "/v1/changes?after=1000&wait=60"));
    HttpClient other(daemon.port(), daemon.key());
    while (!other.get("/metrics").body.contains("countersign_feed_waiting 1"))
        QTest::qWait(5);
    QCOMPARE(daemon.end(signal), 0);
    QCOMPARE(waiting.finish().status, 200);
}

void TestCountersignd::endsWithItsParent()
{
    QTemporaryDir folder;
    Daemon daemon(folder.path() + u"/data"_s, {u"--end-with-parent"_s});
    QVERIFY(daemon.isReady());
    daemon.process().closeWriteChannel();
    QVERIFY(daemon.process().waitForFinished(20'000));
    QCOMPARE(daemon.process().exitCode(), 0);
}

void TestCountersignd::oneServerAFolder()
{
    QTemporaryDir folder;
    Daemon first(folder.path() + u"/data"_s);
    QVERIFY(first.isReady());
    QByteArray errors;
    QCOMPARE(runToEnd({u"--data"_s, folder.path() + u"/data"_s}, &errors), 1);
    QVERIFY(!errors.isEmpty());
    QCOMPARE(runToEnd({u"--data"_s, folder.path() + u"/data"_s, u"--check"_s}), 0); // looking is allowed
}

void TestCountersignd::auditFindsTampering()
{
    QTemporaryDir folder;
    const QString data = folder.path() + u"/data"_s;
    {
        Daemon daemon(data);
        HttpClient client(daemon.port(), daemon.key());
        for (int i = 0; i < 5; ++i)
            QCOMPARE(client.post("/v1/models", {{u"name"_s, u"tampered-%1"_s.arg(i)}, {u"owner"_s, u"admin"_s}}).status, 201);
        QCOMPARE(daemon.end(SIGTERM), 0);
    }
    QCOMPARE(runToEnd({u"--data"_s, data, u"--check"_s}), 0);
    QFile file(data + u"/countersign.db"_s);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QByteArray bytes = file.readAll();
    const qsizetype places = bytes.count("tampered-3");
    QVERIFY(places > 0);
    bytes.replace("tampered-3", "tampered-x");
    file.seek(0);
    file.write(bytes);
    file.close();
    QVERIFY(runToEnd({u"--data"_s, data, u"--check"_s}) != 0);
}

void TestCountersignd::nothingAcknowledgedIsLost()
{
    const int asked = qEnvironmentVariableIntValue("COUNTERSIGN_ROUNDS");
    const int rounds = asked > 0 ? asked : 20;
    QTemporaryDir folder;
    const QString data = folder.path() + u"/data"_s;
    QRandomGenerator random(20260302);
    QMap<QString, qint64> acknowledged; // name → seq
    QByteArray remembered;              // the last checkpoint a client has seen
    for (int round = 0; round < rounds; ++round) {
        Daemon daemon(data);
        QVERIFY2(daemon.isReady(), qPrintable(u"round %1"_s.arg(round)));
        {
            // Everything that was answered before the kill is there, in its place.
            HttpClient client(daemon.port(), daemon.key());
            for (auto it = acknowledged.begin(); it != acknowledged.end(); ++it) {
                const Reply found = client.get("/v1/models/" + it.key().toLatin1());
                QVERIFY2(found.status == 200, qPrintable(it.key()));
                QCOMPARE(found.json().value(u"seq"_s).toInteger(), *it);
            }
            if (!remembered.isEmpty()) {
                const qint64 size = remembered.split('\n').value(1).toLongLong();
                QCOMPARE(client.get("/v1/log/consistency?from=" + QByteArray::number(size)).status, 200);
            }
            remembered = client.get("/v1/log/checkpoint").body;
        }
        std::atomic<bool> stopping{false};
        std::mutex mutex;
        std::vector<std::jthread> writers;
        for (int w = 0; w < 3; ++w) {
            writers.emplace_back([&, w] {
                HttpClient client(daemon.port(), daemon.key());
                for (int i = 0; !stopping; ++i) {
                    const QString name = u"r%1-w%2-%3"_s.arg(round).arg(w).arg(i);
                    const Reply made = client.post("/v1/models", {{u"name"_s, name}, {u"owner"_s, u"admin"_s}}, {{"Idempotency-Key", name.toLatin1()}});
                    if (made.status != 201)
                        return;
                    const std::scoped_lock lock(mutex);
                    acknowledged.insert(name, made.json().value(u"seq"_s).toInteger());
                }
            });
        }
        QTest::qWait(int(random.bounded(5, 120))); // the moment of the kill, not a wait for something
        daemon.killNow();
        stopping = true;
        writers.clear();
    }
    QVERIFY(!acknowledged.isEmpty());
    QCOMPARE(runToEnd({u"--data"_s, data, u"--check"_s}), 0);
    qInfo("%d rounds, %lld acknowledged writes, all there", rounds, static_cast<long long>(acknowledged.size()));
}

QTEST_GUILESS_MAIN(TestCountersignd)
#include "tst_countersignd.moc"

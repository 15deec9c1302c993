// SPDX-License-Identifier: GPL-3.0-or-later
// Bodies that go to disk: what arrives, what is refused before it is read, and that nothing is left behind.
#include "httpbench.h"

#include <QCryptographicHash>
#include <QDir>
#include <QTemporaryDir>

#include <mutex>
#include <thread>

#ifdef Q_OS_UNIX
#include <sys/resource.h>

#include <csignal>
#endif

using namespace bench;
using namespace std::chrono_literals;

namespace {

QByteArray put(const QByteArray &name, qint64 size, const QByteArray &fields = {})
{
    return "PUT /v1/blobs/" + name + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + QByteArray::number(size) + "\r\n" + fields + "\r\n";
}

// A sanitizer's own bookkeeping is larger than what is measured here.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool PeakIsOurs = false;
#else
constexpr bool PeakIsOurs = true;
#endif

qint64 peakBytes()
{
    QFile status(u"/proc/self/status"_s);
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.mid(6).trimmed().split(' ').value(0).toLongLong() * 1024;
    }
    return 0;
}

} // namespace

class tst_Uploads : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<HttpServer> m_server;
    quint16 m_port = 0;
    std::atomic<int> m_handled = 0;
    std::atomic<int> m_asked = 0;

    HttpServer::Options options() const;
    void start(const HttpServer::Options &options);
    QStringList files() const { return QDir(m_dir->path()).entryList(QDir::Files); }

private Q_SLOTS:
    void init();
    void cleanup();
    void largeWithoutGrowth();
    void arrives();
    void movedIntoPlace();
    void pipelinedBehind();
    void severalAtOnce();
    void continueIsSaid();
    void refusedUnread_data();
    void refusedUnread();
    void cutHalfWay();
    void tooSlow();
    void tooMany();
    void noDirectory();
    void noRoom();
    void leftoversGo();
    void otherRequestsStayInMemory();
    void stopInTheMiddle();
};

HttpServer::Options tst_Uploads::options() const
{
    HttpServer::Options options;
    options.uploadDirectory = m_dir->path();
    options.isUpload = [](const HttpRequest &head) {
        return head.method == "PUT" && head.segments.value(1) == u"blobs"_s;
    };
    return options;
}

void tst_Uploads::start(const HttpServer::Options &options)
{
    HttpServer::Options asking = options;
    asking.admitUpload = [this](const HttpRequest &head) -> std::optional<HttpResponse> {
        ++m_asked;
        if (head.segments.value(2) == u"forbidden"_s)
            return problem(403, u"Forbidden"_s);
        return {};
    };
    m_server = std::make_unique<HttpServer>(asking, [this](HttpRequest &&request, const Responder &responder) {
        ++m_handled;
        if (!request.upload)
            return responder.answer(HttpResponse::text(200, "memory " + QByteArray::number(request.body.size()))), void();
        if (request.segments.value(2) == u"keep"_s && !request.upload->moveTo(m_dir->filePath(u"kept"_s)))
            return responder.answer(problem(500, u"Not moved"_s)), void();
        responder.answer(HttpResponse::text(200, QByteArray::number(request.upload->size()) + ' ' + request.upload->sha256().toHex()));
    });
    const auto port = m_server->start();
    QVERIFY(port);
    m_port = *port;
}

void tst_Uploads::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_handled = 0;
    m_asked = 0;
}

void tst_Uploads::cleanup()
{
    m_server.reset();
    m_dir.reset();
}

void tst_Uploads::largeWithoutGrowth()
{
    start(options());
    constexpr qint64 Total = 200LL * 1024 * 1024;
    const QByteArray piece(1024 * 1024, '\0');
    const qint64 before = peakBytes();
    RawClient client(m_port);
    client.send(put("zeros", Total));
    for (qint64 sent = 0; sent < Total; sent += piece.size())
        client.send(piece);
    const Answer answer = client.read();
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.startsWith("209715200 "));
    if (before > 0 && PeakIsOurs)
        QVERIFY2(peakBytes() - before < 64 * 1024 * 1024, qPrintable(QString::number(peakBytes() - before)));
    QTRY_VERIFY(files().isEmpty());
}

void tst_Uploads::arrives()
{
    start(options());
    for (const qsizetype size : {0, 1, 65536, 262144, 262145, 3'000'000}) {
        QByteArray body(size, 'x');
        for (qsizetype i = 0; i < size; i += 997)
            body[i] = static_cast<char>(i);
        RawClient client(m_port);
        const Answer answer = client.ask(put("a", size) + body);
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, QByteArray::number(size) + ' ' + QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex());
    }
    QTRY_VERIFY(files().isEmpty());
}

void tst_Uploads::movedIntoPlace()
{
    start(options());
    QCOMPARE(RawClient(m_port).ask(put("keep", 5) + "hello").status, 200);
    QCOMPARE(files(), QStringList{u"kept"_s});
    QFile kept(m_dir->filePath(u"kept"_s));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), QByteArray("hello"));
    QVERIFY(!(kept.permissions() & (QFile::ReadGroup | QFile::ReadOther)));
}

void tst_Uploads::pipelinedBehind()
{
    start(options());
    RawClient client(m_port);
    client.send(put("a", 5) + "hello" + get("/x") + put("b", 2) + "hi");
    QVERIFY(client.read().body.startsWith("5 "));
    QCOMPARE(client.read().body, QByteArray("memory 0"));
    QVERIFY(client.read().body.startsWith("2 "));
}

void tst_Uploads::severalAtOnce()
{
    start(options());
    constexpr int Count = 6;
    std::mutex mutex;
    QSet<QByteArray> answers;
    std::vector<std::thread> threads;
    for (int i = 0; i < Count; ++i) {
        threads.emplace_back([&, i] {
            RawClient client(m_port);
            const QByteArray body(4'000'000 + i, static_cast<char>('a' + i));
            const QByteArray got = client.ask(put("a", body.size()) + body).body;
            const QByteArray wanted = QByteArray::number(body.size()) + ' ' + QCryptographicHash::hash(body, QCryptographicHash::Sha256).toHex();
            const std::lock_guard lock(mutex);
            if (got == wanted)
                answers.insert(got);
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(answers.size(), Count);
    QTRY_VERIFY(files().isEmpty());
}

void tst_Uploads::continueIsSaid()
{
    start(options());
    RawClient client(m_port);
    QCOMPARE(client.ask(put("a", 5, "Expect: 100-continue\r\n")).status, 100);
    QVERIFY(client.ask("hello").body.startsWith("5 "));
    QCOMPARE(client.ask("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n").status, 100);
    QCOMPARE(client.ask("hi").body, QByteArray("memory 2"));
}

void tst_Uploads::refusedUnread_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("asked");
    QTest::newRow("forbidden") << put("forbidden", 1000) << 403 << 1;
    QTest::newRow("forbidden, waiting to go on") << put("forbidden", 1000, "Expect: 100-continue\r\n") << 403 << 1;
    QTest::newRow("forbidden, sending already") << put("forbidden", 10'000'000) + QByteArray(3'000'000, 'x') << 403 << 1;
    QTest::newRow("too large") << put("a", 513LL * 1024 * 1024) << 413 << 0;
    QTest::newRow("two lengths") << put("a", 5, "Content-Length: 5\r\n") + "hello" << 400 << 0;
    QTest::newRow("length and chunked") << put("a", 5, "Transfer-Encoding: chunked\r\n") + "hello" << 400 << 0;
}

void tst_Uploads::refusedUnread()
{
    QFETCH(QByteArray, bytes);
    start(options());
    RawClient client(m_port);
    const Answer answer = client.ask(bytes);
    QTEST(answer.status, "status");
    QTEST(m_asked.load(), "asked");
    QVERIFY(client.ended());
    QCOMPARE(m_handled.load(), 0);
    QVERIFY(files().isEmpty());
}

void tst_Uploads::cutHalfWay()
{
    start(options());
    for (const qsizetype sent : {1, 100'000, 1'999'999}) {
        RawClient client(m_port);
        client.send(put("a", 2'000'000) + QByteArray(sent, 'x'));
        QTRY_COMPARE(files().size(), 1);
        client.socket().abort();
        QTRY_VERIFY(files().isEmpty());
    }
    QCOMPARE(m_handled.load(), 0);
    QCOMPARE(RawClient(m_port).ask(get("/x")).status, 200);
}

void tst_Uploads::tooSlow()
{
    HttpServer::Options slow = options();
    slow.requestReadTimeout = 300ms;
    start(slow);
    RawClient client(m_port);
    QCOMPARE(client.ask(put("a", 1000) + "x").status, 408);
    QVERIFY(client.ended());
    QTRY_VERIFY(files().isEmpty());
}

void tst_Uploads::tooMany()
{
    HttpServer::Options one = options();
    one.maxUploads = 1;
    start(one);
    RawClient first(m_port);
    QCOMPARE(first.ask(put("a", 5, "Expect: 100-continue\r\n")).status, 100);
    const Answer second = RawClient(m_port).ask(put("b", 5) + "hello");
    QCOMPARE(second.status, 503);
    QVERIFY(second.headers.contains("Retry-After"));
    QCOMPARE(first.ask("hello").status, 200);
    QCOMPARE(RawClient(m_port).ask(put("b", 5) + "hello").status, 200);
}

void tst_Uploads::noDirectory()
{
    start(options());
    QVERIFY(QDir(m_dir->path()).removeRecursively());
    const Answer answer = RawClient(m_port).ask(put("a", 5) + "hello");
    QCOMPARE(answer.status, 507);
    QVERIFY(!answer.body.contains(m_dir->path().toUtf8()));
}

void tst_Uploads::noRoom()
{
#ifdef Q_OS_UNIX
    start(options());
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 1 << 20;
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &small), 0);
    const Answer answer = RawClient(m_port).ask(put("a", 4 << 20) + QByteArray(4 << 20, 'x'));
    setrlimit(RLIMIT_FSIZE, &before);
    QCOMPARE(answer.status, 507);
    QTRY_VERIFY(files().isEmpty());
    QCOMPARE(RawClient(m_port).ask(put("a", 5) + "hello").status, 200);
#else
    QSKIP("needs a limit on file sizes");
#endif
}

void tst_Uploads::leftoversGo()
{
    QFile old(m_dir->filePath(u"upload-OLD.part"_s));
    QVERIFY(old.open(QIODevice::WriteOnly));
    QFile other(m_dir->filePath(u"sha256-abc"_s));
    QVERIFY(other.open(QIODevice::WriteOnly));
    start(options());
    QCOMPARE(files(), QStringList{u"sha256-abc"_s});
}

void tst_Uploads::otherRequestsStayInMemory()
{
    start(options());
    QCOMPARE(RawClient(m_port).ask(post("/v1/blobs/a", "hello")).body, QByteArray("memory 5"));
    QCOMPARE(RawClient(m_port).ask("PUT /v1/blobs/a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n").body,
             QByteArray("memory 2"));
    QVERIFY(files().isEmpty());
}

void tst_Uploads::stopInTheMiddle()
{
    start(options());
    RawClient client(m_port);
    QCOMPARE(client.ask(put("a", 5'000'000, "Expect: 100-continue\r\n")).status, 100);
    client.send(QByteArray(1'000'000, 'x'));
    m_server->stop(50ms);
    QVERIFY(files().isEmpty());
    QVERIFY(client.ended());
}

QTEST_GUILESS_MAIN(tst_Uploads)
#include "tst_uploads.moc"

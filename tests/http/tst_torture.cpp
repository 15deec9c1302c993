// SPDX-License-Identifier: GPL-3.0-or-later
// What a hostile or broken client may send, over real sockets. Every row also proves that the server still serves.
#include "httpbench.h"

using namespace bench;
using namespace std::chrono_literals;

class tst_Torture : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<HttpServer> m_server;
    quint16 m_port = 0;

private Q_SLOTS:
    void initTestCase();
    void refused_data();
    void refused();
    void served_data();
    void served();
    void pipelined();
    void refusalKeepsOrder();
    void byteByByte();
    void endlessRequestLine();
    void announcedBodyIsNotRead();
    void halfOpenConnectionsEnd();
    void noResponseSplitting_data();
    void noResponseSplitting();
    void defaultHeaders();
};

void tst_Torture::initTestCase()
{
    HttpServer::Options options;
    options.requestReadTimeout = 1500ms;
    options.idleTimeout = 1500ms;
    options.maxConnections = 2500;
    options.maxBodyBytes = 1 << 20;
    m_server = std::make_unique<HttpServer>(options, echo);
    const auto port = m_server->start();
    QVERIFY(port);
    m_port = *port;
}

void tst_Torture::refused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char *name, const QByteArray &bytes, int status) { QTest::newRow(name) << bytes << status; };
    const QByteArray host = "Host: h\r\n";
    row("TLS hello", QByteArray("\x16\x03\x01\x02\x00\r\n\r\n", 9), 400);
    row("no version", "GET /\r\n\r\n", 400);
    row("two spaces", "GET  / HTTP/1.1\r\n" + host + "\r\n", 400);
    row("no host", "GET / HTTP/1.1\r\n\r\n", 400);
    row("two hosts", "GET / HTTP/1.1\r\n" + host + host + "\r\n", 400);
    row("version 2", "GET / HTTP/2.0\r\n" + host + "\r\n", 505);
    row("absolute target", "GET http://h/ HTTP/1.1\r\n" + host + "\r\n", 400);
    row("bare LF in fields", "GET / HTTP/1.1\r\nHost: h\nX: y\r\n\r\n", 400);
    row("bare CR in value", "GET / HTTP/1.1\r\nHost: h\rX\r\n\r\n", 400);
    row("NUL in value", QByteArray("GET / HTTP/1.1\r\nHost: h\0x\r\n\r\n", 30), 400);
    row("folded line", "GET / HTTP/1.1\r\n" + host + "X: a\r\n b\r\n\r\n", 400);
    row("space before colon", "GET / HTTP/1.1\r\n" + host + "Content-Length : 3\r\n\r\nabc", 400);
    row("length and chunked", "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG", 400);
    row("chunked and length", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\nG", 400);
    row("two lengths", "POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", 400);
    row("two equal lengths", "POST / HTTP/1.1\r\n" + host + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400);
    row("length list", "POST / HTTP/1.1\r\n" + host + "Content-Length: 3, 3\r\n\r\nabc", 400);
    row("negative length", "POST / HTTP/1.1\r\n" + host + "Content-Length: -5\r\n\r\nabc", 400);
    row("signed length", "POST / HTTP/1.1\r\n" + host + "Content-Length: +3\r\n\r\nabc", 400);
    row("hex length", "POST / HTTP/1.1\r\n" + host + "Content-Length: 0x3\r\n\r\nabc", 400);
    row("empty length", "POST / HTTP/1.1\r\n" + host + "Content-Length:\r\n\r\nabc", 400);
    row("length over 64 bits", "POST / HTTP/1.1\r\n" + host + "Content-Length: 99999999999999999999999\r\n\r\n", 413);
    row("400 MB announced", "POST / HTTP/1.1\r\n" + host + "Content-Length: 419430400\r\n\r\n", 413);
    row("negative chunk", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n-5\r\nabc\r\n0\r\n\r\n", 400);
    row("chunk size overflows", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n", 400);
    row("chunk too large", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n", 413);
    row("chunk without its end", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n", 400);
    row("chunk with bare LF", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n", 400);
    row("obfuscated chunked", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501);
    row("gzip, chunked", "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501);
    row("chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
    row("unknown expectation", "POST / HTTP/1.1\r\n" + host + "Expect: a miracle\r\nContent-Length: 1\r\n\r\na", 417);
    row("CONNECT", "CONNECT a:1 HTTP/1.1\r\n" + host + "\r\n", 501);
    row("TRACE", "TRACE / HTTP/1.1\r\n" + host + "\r\n", 501);
    row("dot dot", get("/a/../b"), 400);
    row("encoded dot dot", get("/a/%2e%2E/b"), 400);
    row("dot dot at the end", get("/a/.."), 400);
    row("encoded slash", get("/a%2fb"), 400);
    row("backslash", get("/a%5cb"), 400);
    row("double slash", get("//a"), 400);
    row("NUL in path", get("/a%00b"), 400);
    row("newline in path", get("/a%0d%0ab"), 400);
    row("invalid UTF-8", get("/%ff%fe"), 400);
    row("overlong UTF-8", get("/%c0%ae%c0%ae/"), 400);
    row("surrogate in UTF-8", get("/%ed%a0%80"), 400);
    row("raw UTF-8", get("/\xc3\xa9"), 400);
    row("half an escape", get("/%4"), 400);
    row("no escape", get("/%zz"), 400);
    row("fragment", get("/a#b"), 400);
    row("query with broken escape", get("/?a=%g1"), 400);
    row("query with NUL", get("/?a=%00"), 400);
    row("query without a name", get("/?=1"), 400);
    row("a thousand query fields", get("/?" + QByteArray("a=1&").repeated(1000)), 400);
    row("long target", get("/" + QByteArray(9000, 'a')), 414);
    row("long header", get("/", "X: " + QByteArray(20000, 'a') + "\r\n"), 431);
    row("many headers", get("/", QByteArray("X: y\r\n").repeated(200)), 431);
}

void tst_Torture::refused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    RawClient client(m_port);
    const Answer answer = client.ask(bytes);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.headers.values("Content-Type"), QList<QByteArray>{"application/problem+json"});
    QCOMPARE(answer.headers.values("Connection"), QList<QByteArray>{"close"});
    QVERIFY(client.ended());
    QVERIFY2(client.rest().isEmpty(), "a second answer came");
    QCOMPARE(RawClient(m_port).ask(get("/ping")).status, 200);
}

void tst_Torture::served_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("stays");
    const auto row = [](const char *name, const QByteArray &bytes, const QByteArray &body, bool stays) {
        QTest::newRow(name) << bytes << body << stays;
    };
    row("plain", get("/a"), "GET /a 0\n", true);
    row("empty line first", "\r\n" + get("/a"), "GET /a 0\n", true);
    row("decoded", get("/%C3%A9%20x?q=1"), "GET /\xc3\xa9 x 0\n", true);
    row("trailing slash", get("/a/"), "GET /a/ 0\n", true);
    row("close", get("/a", "Connection: close\r\n"), "GET /a 0\n", false);
    row("close in a list", get("/a", "Connection: foo, Close\r\n"), "GET /a 0\n", false);
    row("1.0", "GET /a HTTP/1.0\r\n\r\n", "GET /a 0\n", false);
    row("1.0 keep-alive", "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET /a 0\n", true);
    row("body", post("/a", "hello"), "POST /a 5\nhello", true);
    row("empty body", post("/a", ""), "POST /a 0\n", true);
    row("chunked", "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: v\r\n\r\n",
        "POST /a 5\nabcde", true);
    row("own method", "BREW /a HTTP/1.1\r\nHost: h\r\n\r\n", "BREW /a 0\n", true);
    row("upgrade is not taken", get("/a", "Connection: upgrade\r\nUpgrade: h2c\r\n"), "GET /a 0\n", true);
}

void tst_Torture::served()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, body);
    QFETCH(bool, stays);
    RawClient client(m_port);
    const Answer answer = client.ask(bytes);
    QCOMPARE(answer.status, 200);
    QCOMPARE(answer.body, body);
    if (stays)
        QCOMPARE(client.ask(get("/again")).body, QByteArray("GET /again 0\n"));
    else
        QVERIFY(client.ended());
}

void tst_Torture::pipelined()
{
    RawClient client(m_port);
    client.send(get("/1") + post("/2", "two") + get("/3"));
    QCOMPARE(client.read().body, QByteArray("GET /1 0\n"));
    QCOMPARE(client.read().body, QByteArray("POST /2 3\ntwo"));
    QCOMPARE(client.read().body, QByteArray("GET /3 0\n"));
}

void tst_Torture::refusalKeepsOrder()
{
    RawClient client(m_port);
    client.send(get("/1") + "nonsense\r\n\r\n" + get("/3"));
    QCOMPARE(client.read().status, 200);
    QCOMPARE(client.read().status, 400);
    QVERIFY(client.ended());
    QVERIFY(client.rest().isEmpty());
}

void tst_Torture::byteByByte()
{
    RawClient client(m_port);
    client.socket().setSocketOption(QAbstractSocket::LowDelayOption, 1);
    for (const char c : QByteArray("POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"))
        client.send(QByteArray(1, c));
    QCOMPARE(client.read().body, QByteArray("POST /a 5\nhello"));
}

void tst_Torture::endlessRequestLine()
{
    const qint64 before = residentBytes();
    RawClient client(m_port);
    const QByteArray piece(64 * 1024, 'a');
    client.socket().write("GET /");
    // Until 60 MB are out or the server has had enough.
    for (int i = 0; i < 960 && client.socket().state() == QAbstractSocket::ConnectedState; ++i) {
        client.socket().write(piece);
        client.socket().waitForBytesWritten(1000);
        if (client.socket().bytesToWrite() > (1 << 20))
            break;
    }
    const Answer answer = client.read();
    QVERIFY2(answer.status == 431 || answer.status == 0, qPrintable(QString::number(answer.status)));
    QVERIFY(client.ended());
    QVERIFY(residentBytes() - before < 16 * 1024 * 1024);
}

void tst_Torture::announcedBodyIsNotRead()
{
    RawClient client(m_port);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(client.ask("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 419430400\r\nExpect: 100-continue\r\n\r\n").status, 413);
    QVERIFY(client.ended());
}

void tst_Torture::halfOpenConnectionsEnd()
{
    std::vector<std::unique_ptr<QTcpSocket>> open;
    for (int i = 0; i < 500; ++i) {
        open.push_back(std::make_unique<QTcpSocket>());
        open.back()->connectToHost(u"127.0.0.1"_s, m_port);
        QVERIFY(open.back()->waitForConnected(RawClient::Patience));
        open.back()->write(i % 2 ? "GET / HTTP/1.1\r\nHo" : "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc");
        QVERIFY(open.back()->waitForBytesWritten(RawClient::Patience));
        if (i % 100 == 0)
            QCOMPARE(RawClient(m_port).ask(get("/ping")).status, 200);
    }
    for (const auto &socket : open) {
        QByteArray all;
        while (socket->waitForReadyRead(RawClient::Patience))
            all += socket->readAll();
        QVERIFY(all.startsWith("HTTP/1.1 408 "));
        QCOMPARE(socket->state(), QAbstractSocket::UnconnectedState);
    }
    QTRY_COMPARE(m_server->figures().connections, 0);
    QCOMPARE(RawClient(m_port).ask(get("/ping")).status, 200);
}

void tst_Torture::noResponseSplitting_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("line break in value") << QByteArray("X") << QByteArray("a\r\nSet-Cookie: b");
    QTest::newRow("LF in value") << QByteArray("X") << QByteArray("a\nb");
    QTest::newRow("NUL in value") << QByteArray("X") << QByteArray("a\0b", 3);
    QTest::newRow("line break in name") << QByteArray("X\r\nY") << QByteArray("a");
    QTest::newRow("colon in name") << QByteArray("X:") << QByteArray("a");
    QTest::newRow("empty name") << QByteArray("") << QByteArray("a");
    QTest::newRow("beyond ASCII") << QByteArray("X") << QByteArray("\xc3\xa9");
}

void tst_Torture::noResponseSplitting()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    HttpServer server({}, [&](HttpRequest &&, const Responder &responder) {
        responder.answer(HttpResponse::text(200, "body").with(name, value));
    });
    const auto port = server.start();
    QVERIFY(port);
    QTest::ignoreMessage(QtCriticalMsg, QRegularExpression(u"cannot be sent"_s));
    const Answer answer = RawClient(*port).ask(get("/"));
    QCOMPARE(answer.status, 500);
    QVERIFY(!answer.headers.contains("Set-Cookie"));
    QVERIFY(!answer.headers.contains("X"));
}

void tst_Torture::defaultHeaders()
{
    const Answer answer = RawClient(m_port).ask(get("/", "X-Request-Id: abc.1\r\n"));
    QCOMPARE(answer.headers.values("X-Request-Id"), QList<QByteArray>{"abc.1"});
    QCOMPARE(answer.headers.values("X-Content-Type-Options"), QList<QByteArray>{"nosniff"});
    QCOMPARE(answer.headers.values("Cache-Control"), QList<QByteArray>{"no-store"});
    QCOMPARE(answer.headers.values("Date").size(), 1);
    QVERIFY(!answer.headers.contains("Server"));
    const Answer evil = RawClient(m_port).ask(get("/", "X-Request-Id: <script>\r\n"));
    QVERIFY(!evil.head.contains("script"));
    QCOMPARE(evil.headers.values("X-Request-Id").size(), 1);
}

QTEST_GUILESS_MAIN(tst_Torture)
#include "tst_torture.moc"

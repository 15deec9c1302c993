// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/requesthead.h"
#include "server/http/responsehead.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class tst_RequestHead : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void head_data();
    void head();
    void target_data();
    void target();
    void targetRefused_data();
    void targetRefused();
    void queryInOrder();
    void chunks_data();
    void chunks();
    void responseFrame();
    void unsendable_data();
    void unsendable();
};

void tst_RequestHead::head_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status"); // 0: accepted
    QTest::addColumn<qint64>("length");
    QTest::addColumn<bool>("chunked");
    QTest::addColumn<bool>("keepAlive");
    QTest::newRow("plain") << "GET / HTTP/1.1\r\nHost: h"_ba << 0 << qint64(-1) << false << true;
    QTest::newRow("lower-case fields") << "PUT /a HTTP/1.1\r\nhost:h\r\ncontent-length:  7 "_ba << 0 << qint64(7) << false << true;
    QTest::newRow("chunked") << "PUT /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked"_ba << 0 << qint64(-1) << true << true;
    QTest::newRow("close") << "GET / HTTP/1.1\r\nHost: h\r\nConnection: x,\tclose"_ba << 0 << qint64(-1) << false << false;
    QTest::newRow("1.0") << "GET / HTTP/1.0"_ba << 0 << qint64(-1) << false << false;
    QTest::newRow("1.0 ignores expectations") << "GET / HTTP/1.0\r\nExpect: x"_ba << 0 << qint64(-1) << false << false;
    const auto refused = [](const char *name, const QByteArray &text, int status) {
        QTest::newRow(name) << text << status << qint64(0) << false << false;
    };
    refused("empty", "", 400);
    refused("only spaces", "   ", 400);
    refused("method with control", "G\x01T / HTTP/1.1\r\nHost: h", 400);
    refused("long method", QByteArray(30, 'A') + " / HTTP/1.1\r\nHost: h", 400);
    refused("no target", "GET HTTP/1.1\r\nHost: h", 400);
    refused("tab in target", "GET /\ta HTTP/1.1\r\nHost: h", 400);
    refused("lower-case version", "GET / http/1.1\r\nHost: h", 400);
    refused("version 1.2", "GET / HTTP/1.2\r\nHost: h", 505);
    refused("version 1.10", "GET / HTTP/1.10\r\nHost: h", 400);
    refused("empty field line", "GET / HTTP/1.1\r\nHost: h\r\n\r\nX: y", 400);
    refused("no colon", "GET / HTTP/1.1\r\nHost: h\r\nnonsense", 400);
    refused("empty name", "GET / HTTP/1.1\r\nHost: h\r\n: v", 400);
    refused("DEL in value", "GET / HTTP/1.1\r\nHost: h\r\nX: \x7f", 400);
    refused("chunked twice", "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 400);
    refused("identity", "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity", 501);
    refused("vertical tab before chunked", "GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \vchunked", 400);
}

void tst_RequestHead::head()
{
    QFETCH(QByteArray, text);
    QFETCH(int, status);
    const auto result = parseRequestHead(text);
    if (const auto *refusal = std::get_if<Refusal>(&result)) {
        QCOMPARE(refusal->status, status);
        QVERIFY(!refusal->detail.isEmpty());
        return;
    }
    QCOMPARE(0, status);
    const RequestHead &head = std::get<RequestHead>(result);
    QTEST(head.contentLength, "length");
    QTEST(head.chunked, "chunked");
    QTEST(head.keepAlive, "keepAlive");
}

void tst_RequestHead::target_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("segments");
    QTest::newRow("root") << "/"_ba << QStringList{u""_s};
    QTest::newRow("two") << "/a/b"_ba << QStringList{u"a"_s, u"b"_s};
    QTest::newRow("slash at the end") << "/a/"_ba << QStringList{u"a"_s, u""_s};
    QTest::newRow("escapes") << "/%41%c3%a9/b+c"_ba << QStringList{u"Aé"_s, u"b+c"_s};
    QTest::newRow("dots inside") << "/v1.2/..x/..."_ba << QStringList{u"v1.2"_s, u"..x"_s, u"..."_s};
    QTest::newRow("escaped question mark") << "/a%3fb?x=1"_ba << QStringList{u"a?b"_s};
    QTest::newRow("decoded once") << "/%2541"_ba << QStringList{u"%41"_s};
    QTest::newRow("four-byte character") << "/%f0%9f%98%80"_ba << QStringList{u"😀"_s};
}

void tst_RequestHead::target()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, segments);
    HttpRequest request;
    QVERIFY(!parseTarget(text, request));
    QCOMPARE(request.segments, segments);
    QCOMPARE(request.path, u'/' + segments.join(u'/'));
    QCOMPARE(request.rawTarget, text);
}

void tst_RequestHead::targetRefused_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char *text : {"", "a", "*", "http://h/", "/.", "/..", "/a/./b", "/a//b", "//", "/%2e", "/.%2e", "/%2F",
                             "/%5c", "/%00", "/%7f", "/%1b", "/%c2%85", "/%", "/%1", "/%-1", "/%80", "/%c3", "/%f5%80%80%80",
                             "/#", "/?%", "/?=", "/?a=%0b", "/?%0a=1", "/?a=%c3%28"})
        QTest::newRow(text) << QByteArray(text);
    QTest::newRow("129 query fields") << "/?" + "a&"_ba.repeated(129);
    QTest::newRow("too long") << "/" + QByteArray(8192, 'a');
}

void tst_RequestHead::targetRefused()
{
    QFETCH(QByteArray, text);
    HttpRequest request;
    QVERIFY(parseTarget(text, request));
}

void tst_RequestHead::queryInOrder()
{
    HttpRequest request;
    QVERIFY(!parseTarget("/x?b=1&a=%26%3D&&b=2+3&c&q=a%0ab", request));
    const QList<std::pair<QString, QString>> expected{
        {u"b"_s, u"1"_s}, {u"a"_s, u"&="_s}, {u"b"_s, u"2 3"_s}, {u"c"_s, QString()}, {u"q"_s, u"a\nb"_s}};
    QCOMPARE(request.query, expected);
    QCOMPARE(request.queryValue(u"a").value(), u"&="_s);
    QVERIFY(!request.queryValue(u"b").ok());
    QVERIFY(!request.queryValue(u"zz").value().has_value());
}

void tst_RequestHead::chunks_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<qsizetype>("left");
    using Status = ChunkDecoder::Status;
    const auto row = [](const char *name, const QByteArray &text, Status status, const QByteArray &body = {}, qsizetype left = 0) {
        QTest::newRow(name) << text << int(status) << body << left;
    };
    row("none", "0\r\n\r\n", Status::Done);
    row("two", "1\r\na\r\n00b\r\n0123456789x\r\n0\r\n\r\n", Status::Done, "a0123456789x");
    row("next request left", "1\r\na\r\n0\r\n\r\nGET ", Status::Done, "a", 4);
    row("extension", "1 ;a=\"b\"\r\na\r\n0;z\r\n\r\n", Status::Done, "a");
    row("trailers", "0\r\nA: b\r\nC:\r\n\r\n", Status::Done);
    row("unfinished", "5\r\nab", Status::More, "ab");
    row("empty size", "\r\n\r\n", Status::Malformed);
    row("minus", "-1\r\n", Status::Malformed);
    row("0x", "0x1\r\na\r\n", Status::Malformed);
    row("nine digits", "000000001\r\na\r\n", Status::Malformed);
    row("data too long", "1\r\nab\r\n", Status::Malformed);
    row("LF only", "1\na\n0\n\n", Status::Malformed);
    row("control in extension", "1;\x01\r\na\r\n", Status::Malformed);
    row("endless extension", "1;" + QByteArray(300, 'a'), Status::Malformed);
    row("trailer without colon", "0\r\nAB\r\n\r\n", Status::Malformed);
    row("endless trailers", "0\r\n" + QByteArray("A: b\r\n").repeated(3000), Status::Malformed);
    row("over the limit", "65\r\n", Status::TooLarge);
    row("over the limit in sum", "63\r\n" + QByteArray(99, 'a') + "\r\n2\r\n", Status::TooLarge);
}

void tst_RequestHead::chunks()
{
    QFETCH(QByteArray, text);
    QFETCH(int, status);
    // At once, and cut at every place: the same must come out.
    for (qsizetype cut = 0; cut <= text.size(); ++cut) {
        ChunkDecoder decoder(100);
        QByteArray body;
        qsizetype first = 0;
        qsizetype second = 0;
        auto result = decoder.feed(text.first(cut), body, first);
        if (result == ChunkDecoder::Status::More)
            result = decoder.feed(text.sliced(cut), body, second);
        QCOMPARE(int(result), status);
        if (result == ChunkDecoder::Status::Done || result == ChunkDecoder::Status::More) {
            QTEST(body, "body");
            QTEST(text.size() - first - second, "left");
        }
    }
}

void tst_RequestHead::responseFrame()
{
    HttpResponse response = HttpResponse::text(200, "x");
    response.headers.add("Content-Length", "99");
    response.headers.add("Connection", "upgrade");
    response.headers.add("Server", "banner");
    response.headers.add("Cache-Control", "max-age=60");
    QVERIFY(isSendable(response));
    const QByteArray date = httpDate(784111777);
    QCOMPARE(date, "Sun, 06 Nov 1994 08:49:37 GMT"_ba);
    QCOMPARE(responseHead(response, {1, true, date, u"r1"_s}),
             "HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nConnection: keep-alive\r\nContent-Length: 1\r\n"
             "X-Request-Id: r1\r\nX-Content-Type-Options: nosniff\r\nContent-Type: text/plain; charset=utf-8\r\n"
             "Cache-Control: max-age=60\r\n\r\n"_ba);
    QVERIFY(!responseHead(HttpResponse::empty(204), {0, false, date, u"r"_s}).contains("Content-Length"));
}

void tst_RequestHead::unsendable_data()
{
    QTest::addColumn<int>("status");
    QTest::newRow("0") << 0;
    QTest::newRow("100") << 100;
    QTest::newRow("negative") << -200;
    QTest::newRow("600") << 600;
    QTest::newRow("four digits") << 2000;
}

void tst_RequestHead::unsendable()
{
    QFETCH(int, status);
    QVERIFY(!isSendable(HttpResponse::empty(status)));
}

QTEST_GUILESS_MAIN(tst_RequestHead)
#include "tst_requesthead.moc"

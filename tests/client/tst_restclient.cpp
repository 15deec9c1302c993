// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/backoff.h"
#include "client/problem.h"
#include "client/restclient.h"
#include "client/scriptedserver.h"

#include <QPointer>
#include <QSignalSpy>
#include <QTest>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

class TestRestClient : public QObject
{
    Q_OBJECT
private:
    static RestOptions optionsFor(const ScriptedServer &server)
    {
        RestOptions out;
        out.base = server.url();
        out.backoffBase = 1;
        return out;
    }
    static RestReply ask(RestClient &client, const RestRequest &request)
    {
        std::optional<RestReply> out;
        int answers = 0;
        QObject context;
        client.send(request, &context, [&](const RestReply &reply) {
            out = reply;
            ++answers;
        });
        if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000))
            qFatal("no end");
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        if (answers != 1)
            qFatal("%d answers", answers);
        return *out;
    }

private Q_SLOTS:
    void addresses_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<bool>("good");
        QTest::newRow("https") << u"https://sign.example"_s << true;
        QTest::newRow("https with prefix") << u"https://sign.example:8443/countersign/"_s << true;
        QTest::newRow("loopback") << u"http://127.0.0.1:8080"_s << true;
        QTest::newRow("loopback 6") << u"http://[::1]:8080"_s << true;
        QTest::newRow("localhost") << u"http://localhost:1"_s << true;
        QTest::newRow("plain http") << u"http://sign.example"_s << false;
        QTest::newRow("looks like loopback") << u"http://127.0.0.1.example"_s << false;
        QTest::newRow("user in it") << u"https://ana:secret@sign.example"_s << false;
        QTest::newRow("file") << u"file:///etc/passwd"_s << false;
        QTest::newRow("no host") << u"https:///x"_s << false;
        QTest::newRow("query") << u"https://sign.example?x=1"_s << false;
        QTest::newRow("empty") << u""_s << false;
    }
    void addresses()
    {
        QFETCH(QString, url);
        QFETCH(bool, good);
        QCOMPARE(RestClient::checkedBase(QUrl(url)).ok(), good);
        RestOptions options;
        options.base = QUrl(url);
        if (!good) {
            RestClient client(options);
            QCOMPARE(ask(client, RestRequest::get(u"/v1/models"_s)).error->code, Error::Code::Invalid);
            QCOMPARE(client.transmitted(), 0);
        }
    }

    void saysWhatItShould()
    {
        ScriptedServer server([](const ScriptedRequest &) {
            ScriptedReply reply{201, "{\"revision\":8}", {{"ETag", "\"8\""}, {"X-Request-Id", "abc"}}};
            return reply;
        });
        RestOptions options = optionsFor(server);
        options.token = [] { return QByteArray("csk_secret"); };
        RestClient client(options);
        RestRequest request = RestRequest::send("PATCH", u"/v1/models/"_s + pathPart(u"a b/\u00fc?#"_s), {{u"title"_s, u"T"_s}}, "01KEY");
        request.ifMatch = "7";
        request.query.addQueryItem(u"dry"_s, u"1"_s);
        const RestReply reply = ask(client, request);
        QVERIFY(reply.ok());
        QCOMPARE(reply.status, 201);
        QCOMPARE(reply.revision, 8);
        QCOMPARE(reply.requestId, "abc");
        QCOMPARE(reply.object()->value(u"revision"_s).toInt(), 8);
        QCOMPARE(server.requests.size(), 1);
        const ScriptedRequest &seen = server.requests[0];
        QCOMPARE(seen.method, "PATCH");
        QCOMPARE(seen.path, u"/v1/models/a%20b%2F%C3%BC%3F%23"_s);
        QCOMPARE(seen.query.queryItemValue(u"dry"_s), u"1"_s);
        QCOMPARE(seen.headers["authorization"], "Bearer csk_secret");
        QCOMPARE(seen.headers["if-match"], "\"7\"");
        QCOMPARE(seen.headers["idempotency-key"], "01KEY");
        QCOMPARE(seen.headers["content-type"], "application/merge-patch+json");
        QVERIFY(!seen.headers["x-request-id"].isEmpty());
        QVERIFY(!seen.headers.contains("cookie"));
        QCOMPARE(seen.body, "{\"title\":\"T\"}");
        QCOMPARE(client.connection().state, ConnectionState::Online);
    }

    void answers_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Error::Code>("code");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("attempts");
        const auto row = [](const char *name, int status, const QByteArray &body, Error::Code code, const QString &text, int attempts) {
            QTest::newRow(name) << status << body << code << text << attempts;
        };
        using C = Error::Code;
        row("problem", 400, "{\"title\":\"Bad\",\"detail\":\"The name is taken.\"}", C::Invalid, u"The name is taken."_s, 1);
        row("title only", 409, "{\"title\":\"Refused\"}", C::Refused, u"Refused"_s, 1);
        row("garbage", 404, "<html>", C::NotFound, u"The server has nothing of this name."_s, 1);
        row("unauthorised", 401, "{}", C::Unauthorised, u"The server does not know you: sign in again."_s, 1);
        row("stale", 412, "{\"detail\":\"It was changed.\",\"record\":{}}", C::Stale, u"It was changed."_s, 1);
        row("bidi in it", 403, "{\"detail\":\"a\xe2\x80\xae" "b\\nc\"}", C::Forbidden, u"a b c"_s, 1);
        row("not a text", 403, "{\"detail\":{}}", C::Forbidden, u"You may not do this."_s, 1);
        row("busy", 429, "{}", C::Busy, u"The server is busy; it is asked again in a moment."_s, 4);
        row("unavailable", 503, "{}", C::Busy, u"The server is busy; it is asked again in a moment."_s, 4);
        row("internal", 500, "{}", C::Internal, u"The server could not do this."_s, 1);
    }
    void answers()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        ScriptedServer server([&](const ScriptedRequest &) { return ScriptedReply::problem(status, body); });
        RestClient client(optionsFor(server));
        const RestReply reply = ask(client, RestRequest::get(u"/x"_s));
        QVERIFY(!reply.ok());
        QCOMPARE(reply.status, status);
        QTEST(reply.error->code, "code");
        QTEST(reply.error->text, "text");
        QTEST(int(server.requests.size()), "attempts");
        QCOMPARE(client.connection().state, status == 401 ? ConnectionState::Unauthorised : ConnectionState::Online);
    }
    void pointersComeAlong()
    {
        ScriptedServer server([&](const ScriptedRequest &) {
            return ScriptedReply::problem(400, "{\"detail\":\"no\",\"errors\":[{\"pointer\":\"/body/x\",\"message\":\"is required.\"},7]}");
        });
        RestClient client(optionsFor(server));
        const RestReply reply = ask(client, RestRequest::get(u"/x"_s));
        QCOMPARE(reply.error->fields.size(), 2);
        QCOMPARE(reply.error->fields[0], (FieldError{u"/body/x"_s, u"is required."_s}));
    }

    void brokenAnswers_data()
    {
        QTest::addColumn<QByteArray>("raw");
        QTest::addColumn<Error::Code>("code");
        using C = Error::Code;
        QTest::newRow("closed") << QByteArray() << C::Unreachable;
        QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n\r\n") << C::Unreachable;
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le") << C::Unreachable;
        QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":") << C::Unreachable;
        QTest::newRow("half a chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\n{\"a\":") << C::Unreachable;
        QTest::newRow("elsewhere") << QByteArray("HTTP/1.1 302 Found\r\nLocation: http://example.invalid/\r\nContent-Length: 0\r\n\r\n") << C::Untrusted;
        QTest::newRow("to a file") << QByteArray("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n") << C::Untrusted;
        QTest::newRow("nowhere") << QByteArray("HTTP/1.1 304 Not Modified\r\n\r\n") << C::Untrusted;
        QTest::newRow("too long, said") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n{}") << C::TooLarge;
        QTest::newRow("too long, unsaid") << "HTTP/1.1 200 OK\r\n\r\n" + QByteArray(300'000, ' ') << C::TooLarge;
    }
    void brokenAnswers()
    {
        QFETCH(QByteArray, raw);
        ScriptedServer server([&](const ScriptedRequest &) {
            ScriptedReply reply;
            reply.raw = raw;
            reply.drop = raw.isEmpty();
            return reply;
        });
        RestClient client(optionsFor(server));
        RestRequest request = RestRequest::get(u"/x"_s);
        request.maximumBytes = 200'000;
        request.retries = 1;
        const RestReply reply = ask(client, request);
        QVERIFY(!reply.ok());
        QTEST(reply.error->code, "code");
        QVERIFY(server.requests.size() <= 8); // two attempts of ours; the network library repeats a GET by itself
    }
    void goodStatusIsNotYetGoodJson()
    {
        ScriptedServer server([](const ScriptedRequest &) { return ScriptedReply::json("{\"a\":1,\"a\":2}"); });
        RestClient client(optionsFor(server));
        const RestReply reply = ask(client, RestRequest::get(u"/x"_s));
        QVERIFY(reply.ok());
        QCOMPARE(reply.object().error().code, Error::Code::Corrupt);
    }

    void repeatsOnlyWhatMayBeRepeated()
    {
        int left = 2;
        ScriptedServer server([&](const ScriptedRequest &) { return left-- > 0 ? ScriptedReply::problem(503) : ScriptedReply::json("{}"); });
        RestClient client(optionsFor(server));
        QVERIFY(ask(client, RestRequest::send("POST", u"/x"_s, {}, "key")).ok());
        QCOMPARE(server.requests.size(), 3);
        QCOMPARE(server.requests[0].headers["idempotency-key"], server.requests[2].headers["idempotency-key"]);
        left = 2;
        QVERIFY(!ask(client, RestRequest::send("POST", u"/x"_s, {}, {})).ok());
        QCOMPARE(server.requests.size(), 4);
    }
    void waitsAsTold()
    {
        QCOMPARE(retryAfter("7"), 7000);
        QCOMPARE(retryAfter(" 0 "), 0);
        QCOMPARE(retryAfter("100000"), 600'000);
        QCOMPARE(retryAfter("-1"), -1);
        QCOMPARE(retryAfter("Wed, 21 Oct 2026 07:28:00 GMT"), -1);
        for (int attempt = 1; attempt < 60; ++attempt)
            QVERIFY(backoff(attempt, 250, 60'000) >= 125 && backoff(attempt, 250, 60'000) <= 60'000);
        // Told to wait longer than there is time, it says so at once.
        ScriptedServer server([](const ScriptedRequest &) {
            ScriptedReply reply = ScriptedReply::problem(429);
            reply.headers = {{"Retry-After", "500"}};
            return reply;
        });
        RestClient client(optionsFor(server));
        QCOMPARE(ask(client, RestRequest::get(u"/x"_s)).error->code, Error::Code::Busy);
        QCOMPARE(server.requests.size(), 1);
    }

    void endsOnceWhateverEndsIt_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"timeout", "cancel", "cancelAtOnce", "destroyJob", "destroyClient"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }
    void endsOnceWhateverEndsIt()
    {
        QFETCH(QString, how);
        ScriptedServer server([](const ScriptedRequest &) {
            ScriptedReply reply;
            reply.hang = true;
            return reply;
        });
        auto client = std::make_unique<RestClient>(optionsFor(server));
        QList<Error::Code> ends;
        RestRequest request = RestRequest::get(u"/x"_s);
        if (how == u"timeout"_s)
            request.timeout = 50;
        QPointer<RestJob> job = client->send(request, this, [&](const RestReply &reply) { ends.append(reply.error->code); });
        if (how == u"cancelAtOnce"_s)
            job->cancel();
        else if (how != u"timeout"_s)
            QTRY_COMPARE(server.requests.size(), 1);
        if (how == u"cancel"_s)
            job->cancel();
        else if (how == u"destroyJob"_s)
            delete job.data();
        else if (how == u"destroyClient"_s)
            client.reset();
        QTRY_COMPARE(ends.size(), 1);
        QTRY_VERIFY(!job);
        QCOMPARE(ends, QList{how == u"timeout"_s ? Error::Code::Timeout : Error::Code::Cancelled});
    }
    void saysNothingToTheGone()
    {
        ScriptedServer server;
        RestClient client(optionsFor(server));
        int answers = 0;
        {
            QObject context;
            client.send(RestRequest::get(u"/x"_s), &context, [&](const RestReply &) { ++answers; });
        }
        QVERIFY(ask(client, RestRequest::get(u"/y"_s)).ok());
        QTRY_COMPARE(server.requests.size(), 2);
        QCOMPARE(answers, 0);
    }

    void knowsWhenItIsAlone()
    {
        ScriptedServer server;
        RestClient client(optionsFor(server));
        QSignalSpy changes(&client, &RestClient::connectionChanged);
        QVERIFY(ask(client, RestRequest::get(u"/x"_s)).ok());
        server.goAway();
        RestRequest request = RestRequest::get(u"/x"_s);
        request.retries = 0;
        QCOMPARE(ask(client, request).error->code, Error::Code::Unreachable);
        QCOMPARE(client.connection().state, ConnectionState::Offline);
        QVERIFY(!client.connection().sentence.isEmpty());
        QVERIFY(client.connection().lastOnline.isValid());
        server.comeBack();
        QVERIFY(ask(client, request).ok());
        QCOMPARE(client.connection().state, ConnectionState::Online);
        QCOMPARE(changes.count(), 3);
    }
    void longPollAnswersLate()
    {
        ScriptedServer server([](const ScriptedRequest &) {
            ScriptedReply reply = ScriptedReply::json("{\"changes\":[]}");
            reply.delay = 100;
            reply.chunked = true;
            return reply;
        });
        RestClient client(optionsFor(server));
        QVERIFY(ask(client, RestRequest::get(u"/v1/changes"_s)).object().ok());
        QCOMPARE(server.requests.size(), 1);
    }
    void sameHostRedirectIsFollowedForReadingOnly()
    {
        ScriptedServer server([](const ScriptedRequest &request) {
            if (request.path == u"/there"_s)
                return ScriptedReply::json("{}");
            return ScriptedReply{307, {}, {{"Location", "/there"}}};
        });
        RestClient client(optionsFor(server));
        QVERIFY(ask(client, RestRequest::get(u"/here"_s)).ok());
        QVERIFY(!ask(client, RestRequest::send("POST", u"/here"_s, {}, {})).ok());
        QCOMPARE(server.count("POST", u"/there"_s), 0);
    }
};

QTEST_GUILESS_MAIN(TestRestClient)
#include "tst_restclient.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/problem.h"
#include "server/http/requesthead.h"
#include "server/http/router.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class tst_Router : public QObject
{
    Q_OBJECT
    Router m_router;

    HttpResponse ask(const QByteArray &method, const QByteArray &target)
    {
        HttpRequest request;
        request.method = method;
        if (parseTarget(target, request))
            return HttpResponse::empty(400);
        std::optional<HttpResponse> got;
        m_router.handle(std::move(request), Responder([&got](HttpResponse &&response) { got = std::move(response); }));
        return got.value_or(HttpResponse::empty(599));
    }

private Q_SLOTS:
    void initTestCase();
    void found_data();
    void found();
    void notFound_data();
    void notFound();
    void methods();
    void listing();
    void problems();
    void headers();
    void responder();
};

void tst_Router::initTestCase()
{
    const auto route = [this](const QByteArray &method, const QString &pattern) {
        m_router.add(method, pattern, u"op"_s, [pattern](HttpRequest &&, const Captures &captures, const Responder &responder) {
            responder.answer(HttpResponse::text(200, (pattern + u" "_s + captures.text(u"a") + u" "_s + captures.text(u"b")).toUtf8()));
        });
    };
    route("GET", u"/"_s);
    route("GET", u"/v1/models"_s);
    route("POST", u"/v1/models"_s);
    route("GET", u"/v1/models/{a}"_s);
    route("PATCH", u"/v1/models/{a}"_s);
    route("GET", u"/v1/models/special"_s);
    route("POST", u"/v1/models/{a}/{b}"_s);
    route("GET", u"/v1/versions/{a}/{b}"_s);
    route("GET", u"/v1/log/tile/{a:int}/{b...}"_s);
    route("GET", u"/v1/log/tile/entries/{b...}"_s);
    route("GET", u"/v1/things/{a:ulid}"_s);
    route("GET", u"/v1/things/{a}"_s);
    route("PUT", u"/v1/blobs/{a:sha256}"_s);
}

void tst_Router::found_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("target");
    QTest::addColumn<QByteArray>("body");
    const auto row = [](const char *method, const QByteArray &target, const QByteArray &body) {
        QTest::addRow("%s %s", method, target.constData()) << QByteArray(method) << target << body;
    };
    row("GET", "/", "/  ");
    row("GET", "/v1/models", "/v1/models  ");
    row("GET", "/v1/models?x=1", "/v1/models  ");
    row("GET", "/v1/models/m", "/v1/models/{a} m ");
    row("GET", "/v1/models/special", "/v1/models/special  ");
    row("PATCH", "/v1/models/special", "/v1/models/{a} special ");
    row("HEAD", "/v1/models/m", "/v1/models/{a} m ");
    row("POST", "/v1/models/m/approve", "/v1/models/{a}/{b} m approve");
    row("GET", "/v1/versions/m/1.0%2B2", "/v1/versions/{a}/{b} m 1.0+2");
    row("GET", "/v1/log/tile/0/x001/067.p/3", "/v1/log/tile/{a:int}/{b...} 0 x001/067.p/3");
    row("GET", "/v1/log/tile/entries/1", "/v1/log/tile/entries/{b...}  1");
    row("GET", "/v1/things/01ARZ3NDEKTSV4RRFFQ69G5FAV", "/v1/things/{a:ulid} 01ARZ3NDEKTSV4RRFFQ69G5FAV ");
    row("GET", "/v1/things/other", "/v1/things/{a} other ");
    row("PUT", "/v1/blobs/sha256:" + QByteArray(64, 'a'), "/v1/blobs/{a:sha256} sha256:" + QByteArray(64, 'a') + " ");
}

void tst_Router::found()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, target);
    const HttpResponse response = ask(method, target);
    QCOMPARE(response.status, 200);
    QTEST(response.body, "body");
}

void tst_Router::notFound_data()
{
    QTest::addColumn<QByteArray>("target");
    for (const char *target : {"/v1", "/v1/", "/v1/models/", "/v1/models/m/approve/x", "/v1/Models", "/v1/versions/m",
                               "/v1/versions/m/", "/v1/log/tile/0", "/v1/log/tile/x/1", "/v1/log/tile/-1/1",
                               "/v1/log/tile/01/1", "/v1/log/tile/9999999999999999/1", "/v1/log/tile/entries",
                               "/v1/blobs/sha256:abc", "/v1/blobs/sha1:0"})
        QTest::newRow(target) << QByteArray(target);
    QTest::newRow("upper-case hex") << "/v1/blobs/sha256:" + QByteArray(64, 'A');
}

void tst_Router::notFound()
{
    QFETCH(QByteArray, target);
    const HttpResponse response = ask("GET", target);
    QCOMPARE(response.status, 404);
    QCOMPARE(response.headers.values("Content-Type"), QList<QByteArray>{"application/problem+json"});
}

void tst_Router::methods()
{
    const HttpResponse refused = ask("DELETE", "/v1/models");
    QCOMPARE(refused.status, 405);
    QCOMPARE(refused.headers.values("Allow"), QList<QByteArray>{"GET, HEAD, OPTIONS, POST"});
    const HttpResponse options = ask("OPTIONS", "/v1/models/m");
    QCOMPARE(options.status, 204);
    QCOMPARE(options.headers.values("Allow"), QList<QByteArray>{"GET, HEAD, OPTIONS, PATCH"});
    QCOMPARE(ask("OPTIONS", "/nowhere").status, 404);
    QCOMPARE(ask("HEAD", "/v1/models/m/x").status, 405);
}

void tst_Router::listing()
{
    const QList<Router::Route> routes = m_router.routes();
    QCOMPARE(routes.size(), 13);
    QCOMPARE(routes.first().pattern, u"/"_s);
    QCOMPARE(m_router.patternOf({u"v1"_s, u"models"_s, u"anything"_s}), u"/v1/models/{a}"_s);
    QVERIFY(m_router.patternOf({u"nowhere"_s}).isEmpty());
}

void tst_Router::problems()
{
    const HttpResponse response = problem(422, u"Bad"_s, u"No \"good\""_s, {{u"/body/x"_s, u"must be y"_s}});
    QCOMPARE(response.status, 422);
    const QJsonObject body = QJsonDocument::fromJson(response.body).object();
    QCOMPARE(body.value(u"type"_s).toString(), u"about:blank"_s);
    QCOMPARE(body.value(u"title"_s).toString(), u"Bad"_s);
    QCOMPARE(body.value(u"status"_s).toInt(), 422);
    QCOMPARE(body.value(u"detail"_s).toString(), u"No \"good\""_s);
    QCOMPARE(body.value(u"errors"_s).toArray().first().toObject().value(u"pointer"_s).toString(), u"/body/x"_s);
    const HttpResponse busy = problem(Error{Error::Code::Busy, u"Slow down."_s, u"secret"_s});
    QCOMPARE(busy.status, 429);
    QVERIFY(busy.headers.contains("retry-after"));
    QVERIFY(!busy.body.contains("secret"));
}

void tst_Router::headers()
{
    HttpHeaders headers;
    headers.add("If-Match", "1");
    QCOMPARE(headers.single("if-match").value(), "1"_ba);
    QVERIFY(!headers.single("absent").value().has_value());
    headers.add("IF-MATCH", "2");
    QVERIFY(!headers.single("If-Match").ok());
    headers.set("if-Match", "3");
    QCOMPARE(headers.values("If-Match"), QList<QByteArray>{"3"});
}

void tst_Router::responder()
{
    QList<int> statuses;
    const auto send = [&statuses](HttpResponse &&response) { statuses.append(response.status); };
    {
        const Responder first(send);
        const Responder copy = first;
        QVERIFY(copy.answer(HttpResponse::empty(204)));
        QVERIFY(!first.answer(HttpResponse::empty(200)));
        QVERIFY(first.isAnswered());
    }
    {
        const Responder dropped(send);
    }
    QCOMPARE(statuses, (QList<int>{204, 500}));
}

QTEST_GUILESS_MAIN(tst_Router)
#include "tst_router.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Hostile input for every route that takes any: answered with 4xx, a sentence and, for bodies, a pointer; never with 5xx.
#include "base/json.h"
#include "routes/workplace.h"
#include "trust/digest.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

struct Target
{
    QByteArray method, path;
    QByteArray good; ///< a body that is taken
    QString text;    ///< pointer of a text field in it
};

} // namespace

class TestHostile : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase() { m_place.reset(); }
    void bodies_data();
    void bodies();
    void fields_data();
    void fields();
    void artifactNames_data();
    void artifactNames();
    void queries_data();
    void queries();
    void headers_data();
    void headers();
    void blobs_data();
    void blobs();
    void evidence_data();
    void evidence();
    void wrongOrder_data();
    void wrongOrder();
    void nothingWasWritten();

private:
    Reply send(const QByteArray &method, const QByteArray &path, const QByteArray &body, HttpClient::Headers headers = {})
    {
        if (method == "PATCH" && std::none_of(headers.begin(), headers.end(), [](const auto &h) { return h.first == "If-Match"; }))
            headers.append(std::pair<QByteArray, QByteArray>("If-Match", "\"1\""));
        HttpClient client(m_place->port(), m_key);
        return client.send(method, path, body, headers);
    }
    static void isRefusal(const Reply &reply)
    {
        QVERIFY2(reply.status >= 400 && reply.status < 500, qPrintable(QString::number(reply.status) + u' ' + QString::fromUtf8(reply.body.left(600))));
        QCOMPARE(reply.headers.value("content-type"), QByteArray("application/problem+json"));
        const QJsonObject json = reply.json();
        QCOMPARE(json.value(u"status"_s).toInt(), reply.status);
        QVERIFY(!json.value(u"title"_s).toString().isEmpty());
        QVERIFY(!reply.body.contains("SELECT ") && !reply.body.contains("/tmp/"));
    }

    std::unique_ptr<Workplace> m_place;
    QByteArray m_key;
    QList<Target> m_targets;
    qint64 m_head = 0;
};

void TestHostile::initTestCase()
{
    m_place = std::make_unique<Workplace>();
    m_place->furnish();
    QStringList all;
    for (const RoleInfo &role : knownRoles())
        all.append(role.id);
    m_key = m_place->addPerson(u"mallory"_s, all).apiKey;
    m_place->server().store().setCommitListener({});
    m_head = m_place->server().store().head();
}

static QList<Target> targets()
{
    return {
        {"POST", "/v1/models", R"({"name":"x","owner":"owner","title":"t"})", u"/body/title"_s},
        {"POST", "/v1/versions", R"({"model":"m","version":"9","notes":"n"})", u"/body/notes"_s},
        {"POST", "/v1/evaluations", R"({"version":"m/1","raw":"sha256:aa","title":"t"})", u"/body/title"_s},
        {"POST", "/v1/cards", R"({"version":"m/1","raw":"sha256:aa","fileName":"t"})", u"/body/fileName"_s},
        {"POST", "/v1/decisions", R"({"model":"m","title":"t","decision":"d"})", u"/body/title"_s},
        {"POST", "/v1/policies", R"({"name":"p2","title":"t","stages":[{"name":"a","role":"risk"}]})", u"/body/title"_s},
        {"POST", "/v1/requests", R"({"version":"m/1","environment":"production","comment":"c"})", u"/body/comment"_s},
        {"POST", "/v1/waivers", R"({"version":"m/1","environment":"production","requirement":"card","reason":"r","compensatingControl":"c","owner":"owner","expiresAt":"2026-04-01T00:00:00.000Z"})", u"/body/reason"_s},
        {"POST", "/v1/deployments", R"({"version":"m/1","environment":"production","endpoint":"e"})", u"/body/endpoint"_s},
        {"POST", "/v1/persons", R"({"name":"zoe","displayName":"Zoe"})", u"/body/displayName"_s},
        {"POST", "/v1/signers", R"({"person":"mallory","publicKey":"k","enrolment":"e","label":"l"})", u"/body/label"_s},
        {"POST", "/v1/keys", R"({"label":"l","person":"owner","scopes":["read"],"expiresAt":"2026-04-01T00:00:00.000Z"})", u"/body/label"_s},
        {"POST", "/v1/requests/01J00000000000000000000000/sign", R"({"role":"risk","envelope":"{}","sheet":"s"})", u"/body/sheet"_s},
        {"POST", "/v1/gate", R"({"model":"m","version":"1","environment":"production","artifacts":[]})", u"/body/environment"_s},
        {"PATCH", "/v1/models/m", R"({"title":"t"})", u"/body/title"_s},
        {"PATCH", "/v1/versions/m/1", R"({"notes":"n"})", u"/body/notes"_s},
        {"PATCH", "/v1/policies/prod", R"({"title":"n"})", u"/body/title"_s},
        {"PATCH", "/v1/persons/val", R"({"displayName":"n"})", u"/body/displayName"_s},
        {"POST", "/v1/versions/m/1/retire", R"({"comment":"c"})", u"/body/comment"_s},
        {"POST", "/v1/requests/01J00000000000000000000000/withdraw", R"({"comment":"c"})", u"/body/comment"_s},
        {"POST", "/v1/signers/abc/confirm", R"({"comment":"c"})", u"/body/comment"_s},
    };
}

void TestHostile::bodies_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<bool>("pointed");
    const auto nest = [](int depth) { return QByteArray(R"({"a":)").repeated(depth) + "1" + QByteArray("}").repeated(depth); };
    const std::pair<const char *, QByteArray> general[] = {
        {"empty list", "[]"},
        {"a number", "1"},
        {"null", "null"},
        {"text", "\"x\""},
        {"cut off", "{\"a\":"},
        {"two documents", "{}{}"},
        {"trailing comma", "{\"a\":1,}"},
        {"comment", "{/* x */}"},
        {"single quotes", "{'a':1}"},
        {"not utf-8", "{\"a\":\"\xff\xfe\"}"},
        {"lone surrogate", "{\"a\":\"\\ud800\"}"},
        {"zero byte", QByteArray("{\"a\":\"\0\"}", 9)},
        {"doubled key", "{\"name\":\"a\",\"name\":\"b\"}"},
        {"doubled key by escape", "{\"name\":\"a\",\"n\\u0061me\":\"b\"}"},
        {"endless number", "{\"a\":1" + QByteArray(400, '0') + "}"},
        {"NaN", "{\"a\":NaN}"},
        {"too deep", nest(100)},
        {"far too deep", nest(100'000)},
        {"unknown field", "{\"__proto__\":{\"admin\":true}}"},
        {"utf-16", QByteArray("\xff\xfe{\0}\0", 6)},
        {"only blanks", "   "},
    };
    for (const Target &target : targets()) {
        for (const auto &[name, body] : general)
            QTest::newRow((target.method + ' ' + target.path + ": " + name).constData()) << target.method << target.path << body << true;
    }
}

void TestHostile::bodies()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    const Reply reply = send(method, path, body);
    isRefusal(reply);
    const QStringList pointers = reply.pointers();
    QVERIFY2(!pointers.isEmpty(), reply.body.constData());
    for (const QString &pointer : pointers)
        QVERIFY2(pointer.startsWith(u"/body"_s), qPrintable(pointer));
}

void TestHostile::fields_data()
{
    QTest::addColumn<int>("target");
    QTest::addColumn<QJsonValue>("value");
    const std::pair<const char *, QJsonValue> values[] = {
        {"a number", 5},
        {"a list", QJsonArray{u"x"_s}},
        {"an object", QJsonObject{{u"a"_s, 1}}},
        {"true", true},
        {"control character", u"a\u0007b"_s},
        {"escape sequence", u"a\u001b[31mb"_s},
        {"zero", QString(QChar(0))},
        {"c1 control", u"a\u0085b"_s},
        {"far too long", QString(1'000'001, u'x')},
    };
    const QList<Target> all = targets();
    for (qsizetype i = 0; i < all.size(); ++i) {
        for (const auto &[name, value] : values)
            QTest::newRow((all[i].method + ' ' + all[i].path + ": " + name).constData()) << int(i) << value;
    }
    // Text of one line also refuses what hides or reorders it.
    const std::pair<const char *, QString> hidden[] = {{"bidi override", u"safe\u202Egnp.exe"_s}, {"zero width", u"a\u200Bb"_s},
                                                       {"isolate", u"a\u2066b"_s}, {"line break", u"a\nb"_s}, {"blanks", u"   "_s}};
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (all[i].text.endsWith(u"/title"_s) || all[i].text.endsWith(u"/displayName"_s) || all[i].text.endsWith(u"/label"_s)) {
            for (const auto &[name, text] : hidden)
                QTest::newRow((all[i].method + ' ' + all[i].path + ": " + name).constData()) << int(i) << QJsonValue(text);
        }
    }
}

void TestHostile::fields()
{
    QFETCH(int, target);
    QFETCH(QJsonValue, value);
    const Target wanted = targets()[target];
    QJsonObject body = parseJson(wanted.good)->toObject();
    body.insert(wanted.text.mid(6), value);
    const Reply reply = send(wanted.method, wanted.path, toJson(body));
    isRefusal(reply);
    QVERIFY2(reply.pointers().contains(wanted.text), reply.body.constData());
}

void TestHostile::artifactNames_data()
{
    QTest::addColumn<QStringList>("names");
    QTest::addColumn<QString>("pointer");
    const auto row = [](const char *name, const QStringList &names, const QString &pointer = u"/body/artifacts/0/name"_s) {
        QTest::newRow(name) << names << pointer;
    };
    row("up", {u"../secret"_s});
    row("up inside", {u"a/../../b"_s});
    row("here", {u"./a"_s});
    row("absolute", {u"/etc/passwd"_s});
    row("drive", {u"C:/windows"_s});
    row("backslash", {u"..\\..\\x"_s});
    row("unc", {u"\\\\host\\share"_s});
    row("empty segment", {u"a//b"_s});
    row("ends with slash", {u"a/"_s});
    row("blank at the end", {u"a /b"_s});
    row("bidi", {u"model\u202Enib.exe"_s});
    row("line break", {u"a\nb"_s});
    row("zero", {u"a"_s + QChar(0) + u'b'});
    row("decomposed", {u"cafe\u0301"_s});
    row("empty", {QString()});
    row("twice", {u"a"_s, u"a"_s}, u"/body/artifacts/1/name"_s);
    row("twice by case", {u"Model.bin"_s, u"model.bin"_s}, u"/body/artifacts/1/name"_s);
    row("too long", {QString(401, u'a')});
}

void TestHostile::artifactNames()
{
    QFETCH(QStringList, names);
    QFETCH(QString, pointer);
    QJsonArray artifacts;
    for (const QString &name : names)
        artifacts.append(QJsonObject{{u"name"_s, name}, {u"digest"_s, digestString(sha256("x"))}, {u"size"_s, 1}});
    const Reply reply = send("POST", "/v1/versions", toJson(QJsonObject{{u"model"_s, u"m"_s}, {u"version"_s, u"bad"_s}, {u"artifacts"_s, artifacts}}));
    isRefusal(reply);
    QVERIFY2(reply.pointers().contains(pointer), reply.body.constData());
}

void TestHostile::queries_data()
{
    QTest::addColumn<QByteArray>("path");
    for (const char *collection : {"models", "versions", "evaluations", "requests", "signoffs", "keys"}) {
        const QByteArray base = QByteArray("/v1/") + collection;
        for (const char *query : {"?limit=0", "?limit=1001", "?limit=-1", "?limit=1e3", "?limit=", "?limit=1&limit=2", "?sort=nothing",
                                  "?sort=body", "?sort=-", "?sort=id;drop table records", "?after=xx", "?after=%00", "?nothing=1", "?body=1", "?q=%22%2A",
                                  "?id%27%20OR%201=1", "?after=WyItdXBkYXRlZEF0IiwiMSIsIjIiLCIzIl0"})
            QTest::newRow((base + query).constData()) << QByteArray(base + query).replace(" ", "%20");
    }
    for (const char *path : {"/v1/changes?after=-1", "/v1/changes?limit=0", "/v1/changes?limit=5001", "/v1/changes?wait=61", "/v1/changes?wait=x",
                             "/v1/changes?since=1", "/v1/changes?after=99999999999999999999", "/v1/log/proof", "/v1/log/proof?leaf=1&size=0",
                             "/v1/log/proof?leaf=5&size=3", "/v1/log/proof?leaf=-1", "/v1/log/consistency?from=0", "/v1/log/consistency?from=5&to=2",
                             "/v1/log/entries?count=0", "/v1/log/entries?count=1001", "/v1/log/tile/0/1", "/v1/log/tile/0/000.p/0",
                             "/v1/log/tile/0/000.p/257", "/v1/log/tile/entries/x1/000", "/v1/log/tile/64/000", "/v1/log/tile/a/b/c",
                             "/v1/blobs/sha256:zz", "/v1/blobs/..", "/v1/blobs/%2e%2e%2fcountersign.db", "/v1/models/%00", "/v1/models/..%2f..%2fetc",
                             "/v1/requests/not-an-id", "/v1/requests/not-an-id/status", "/v1/requests/not-an-id/bundle", "/v1/models/\xff"})
        QTest::newRow(path) << QByteArray(path);
}

void TestHostile::queries()
{
    QFETCH(QByteArray, path);
    const Reply reply = send("GET", path, {});
    isRefusal(reply);
}

void TestHostile::headers_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::newRow("content type") << QByteArray("Content-Type") << QByteArray("text/plain");
    QTest::newRow("form") << QByteArray("Content-Type") << QByteArray("application/x-www-form-urlencoded");
    QTest::newRow("if-match bare") << QByteArray("If-Match") << QByteArray("1");
    QTest::newRow("if-match star") << QByteArray("If-Match") << QByteArray("*");
    QTest::newRow("if-match list") << QByteArray("If-Match") << QByteArray("\"1\", \"2\"");
    QTest::newRow("if-match huge") << QByteArray("If-Match") << QByteArray("\"99999999999999999999999\"");
    QTest::newRow("if-match negative") << QByteArray("If-Match") << QByteArray("\"-1\"");
    QTest::newRow("idempotency blank") << QByteArray("Idempotency-Key") << QByteArray("a b");
    QTest::newRow("idempotency long") << QByteArray("Idempotency-Key") << QByteArray(201, 'a');
    QTest::newRow("authorization junk") << QByteArray("Authorization") << QByteArray("Bearer \" OR 1=1 --");
}

void TestHostile::headers()
{
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    isRefusal(send("PATCH", "/v1/models/m", R"({"title":"x"})", {{name, value}}));
}

void TestHostile::blobs_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    const QByteArray other = digestString(sha256("other")).toLatin1();
    QTest::newRow("other bytes") << QByteArray("/v1/blobs/" + other) << QByteArray("bytes");
    QTest::newRow("no bytes") << QByteArray("/v1/blobs/" + other) << QByteArray();
    QTest::newRow("upper case") << QByteArray("/v1/blobs/" + other.toUpper()) << QByteArray("other");
    QTest::newRow("other algorithm") << QByteArray("/v1/blobs/md5:d41d8cd98f00b204e9800998ecf8427e") << QByteArray("x");
    QTest::newRow("traversal") << QByteArray("/v1/blobs/..%2f..%2fx") << QByteArray("x");
    QTest::newRow("short") << QByteArray("/v1/blobs/sha256:ab") << QByteArray("x");
}

void TestHostile::blobs()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    isRefusal(send("PUT", path, body));
}

void TestHostile::evidence_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    const QByteArray good = evaluationFile(0.5);
    QTest::newRow("no version") << QByteArray("/v1/evaluations/import") << good;
    QTest::newRow("unknown version") << QByteArray("/v1/evaluations/import?version=m/77") << good;
    QTest::newRow("traversal version") << QByteArray("/v1/evaluations/import?version=../../x") << good;
    QTest::newRow("version twice") << QByteArray("/v1/evaluations/import?version=m/1&version=m/1") << good;
    QTest::newRow("unknown parameter") << QByteArray("/v1/evaluations/import?version=m/1&force=1") << good;
    QTest::newRow("card as evaluation") << QByteArray("/v1/evaluations/import?version=m/1") << cardFile();
    QTest::newRow("evaluation as card") << QByteArray("/v1/cards/import?version=m/1") << good;
    QTest::newRow("nothing") << QByteArray("/v1/evaluations/import?version=m/1") << QByteArray();
    QTest::newRow("noise") << QByteArray("/v1/evaluations/import?version=m/1") << QByteArray(5000, '\x80');
    QTest::newRow("deep") << QByteArray("/v1/evaluations/import?version=m/1") << QByteArray(200'000, '[');
    QTest::newRow("bidi file name") << QByteArray("/v1/evaluations/import?version=m/1&fileName=a%E2%80%AEb") << good;
    QTest::newRow("control in title") << QByteArray("/v1/evaluations/import?version=m/1&title=a%1Bb") << good;
}

void TestHostile::evidence()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    isRefusal(send("POST", path, body, {{"Content-Type", "application/octet-stream"}}));
}

void TestHostile::wrongOrder_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("version of no model") << QByteArray("/v1/versions") << QByteArray(R"({"model":"none","version":"1"})");
    QTest::newRow("model of no owner") << QByteArray("/v1/models") << QByteArray(R"({"name":"z","owner":"none"})");
    QTest::newRow("evaluation of no blob") << QByteArray("/v1/evaluations") << "{\"version\":\"m/1\",\"raw\":\"" + digestString(sha256("none")).toLatin1() + "\"}";
    QTest::newRow("policy that names nobody") << QByteArray("/v1/policies")
                                              << QByteArray(R"({"name":"p3","stages":[{"name":"a","role":"risk","people":["none"]}]})");
    QTest::newRow("policy by administration") << QByteArray("/v1/policies") << QByteArray(R"({"name":"p3","stages":[{"name":"a","role":"administrator"}]})");
    QTest::newRow("policy twice a stage") << QByteArray("/v1/policies")
                                          << QByteArray(R"({"name":"p3","stages":[{"name":"a","role":"risk"},{"name":"a","role":"legal"}]})");
    QTest::newRow("model twice") << QByteArray("/v1/models") << QByteArray(R"({"name":"m","owner":"owner"})");
    QTest::newRow("version twice") << QByteArray("/v1/versions") << QByteArray(R"({"model":"m","version":"1"})");
    QTest::newRow("server's own name") << QByteArray("/v1/persons") << QByteArray(R"({"name":"countersign.x","displayName":"X"})");
    QTest::newRow("server-set field") << QByteArray("/v1/requests") << QByteArray(R"({"version":"m/1","environment":"production","state":"approved"})");
    QTest::newRow("deploy before approval") << QByteArray("/v1/deployments") << QByteArray(R"({"version":"m/1","environment":"production","endpoint":"e"})");
    QTest::newRow("waiver that has ended") << QByteArray("/v1/waivers")
        << QByteArray(R"({"version":"m/1","environment":"production","requirement":"card","reason":"r","compensatingControl":"c","owner":"owner","expiresAt":"2020-01-01T00:00:00.000Z"})");
    QTest::newRow("decision on another model") << QByteArray("/v1/decisions") << QByteArray(R"({"model":"m","versions":["m/2"],"title":"t","decision":"d"})");
    QTest::newRow("gate without question") << QByteArray("/v1/gate") << QByteArray(R"({"model":"m","version":"1","environment":"production"})");
}

void TestHostile::wrongOrder()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, body);
    isRefusal(send("POST", path, body));
}

void TestHostile::nothingWasWritten()
{
    QCOMPARE(m_place->server().store().head(), m_head);
    QCOMPARE(send("GET", "/healthz", {}).status, 200);
}

QTEST_GUILESS_MAIN(TestHostile)
#include "tst_hostile.moc"

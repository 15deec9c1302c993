// SPDX-License-Identifier: GPL-3.0-or-later
// Every route of the table, as every role, without a key, and with a key that lacks the scope.
#include "routes/workplace.h"
#include "server/access/apikey.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

class TestRoles : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase() { m_place.reset(); }
    void routes_data();
    void routes();
    void methodsThatAreNotThere_data();
    void methodsThatAreNotThere();
    void openApiListsThem();

private:
    static QByteArray target(const RouteRule &rule)
    {
        QString path = rule.pattern;
        path.replace(u"{digest}"_s, u"sha256:"_s + QString(64, u'a'));
        path.replace(u"{rest...}"_s, u"0/000"_s);
        for (const QString &name : {u"{id}"_s, u"{name}"_s, u"{model}"_s, u"{version}"_s})
            path.replace(name, u"nothing"_s);
        return path.toLatin1();
    }
    static bool isRoleRefusal(const Reply &reply)
    {
        return reply.status == 403 && (reply.detail().startsWith(u"This needs the role"_s) || reply.detail().startsWith(u"This API key lacks"_s));
    }
    Reply call(const RouteRule &rule, const QByteArray &key)
    {
        HttpClient client(m_place->port(), key);
        return client.send(rule.method.toLatin1(), target(rule), rule.method == u"GET"_s ? QByteArray() : QByteArray("{}"));
    }

    std::unique_ptr<Workplace> m_place;
    QMap<QString, QByteArray> m_keys;      ///< by role: every scope
    QMap<QString, QByteArray> m_scopeKeys; ///< by scope: every role
};

void TestRoles::initTestCase()
{
    m_place = std::make_unique<Workplace>();
    QStringList all;
    for (const RoleInfo &role : knownRoles()) {
        all.append(role.id);
        m_keys.insert(role.id, m_place->addPerson(u"only."_s + role.id, {role.id}).apiKey);
    }
    m_keys.insert(u"nobody"_s, m_place->addPerson(u"only.nobody"_s, {}).apiKey);
    for (const QString &scope : knownScopes())
        m_scopeKeys.insert(scope, m_place->addPerson(u"scope."_s + scope, all, {scope}).apiKey);
}

void TestRoles::routes_data()
{
    QTest::addColumn<int>("row");
    for (qsizetype i = 0; i < routeTable().size(); ++i)
        QTest::newRow(qPrintable(routeTable()[i].method + u' ' + routeTable()[i].pattern)) << int(i);
}

void TestRoles::routes()
{
    QFETCH(int, row);
    const RouteRule &rule = routeTable()[row];
    if (rule.scopes.isEmpty()) {
        QVERIFY(call(rule, {}).status == 200);
        return;
    }
    const Reply stranger = call(rule, {});
    QVERIFY2(stranger.status == 401 || stranger.status == 429, stranger.body.constData());
    for (auto it = m_keys.begin(); it != m_keys.end(); ++it) {
        const Reply reply = call(rule, *it);
        const bool may = rule.roles.isEmpty() || rule.roles.contains(it.key());
        QVERIFY2(isRoleRefusal(reply) == !may, qPrintable(it.key() + u": "_s + QString::fromUtf8(reply.body)));
        QVERIFY2(reply.status < 500, reply.body.constData());
    }
    for (auto it = m_scopeKeys.begin(); it != m_scopeKeys.end(); ++it) {
        const Reply reply = call(rule, *it);
        QVERIFY2(isRoleRefusal(reply) == !rule.scopes.contains(it.key()), qPrintable(it.key() + u": "_s + QString::fromUtf8(reply.body)));
    }
}

void TestRoles::methodsThatAreNotThere_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<int>("status");
    QTest::newRow("delete a model") << QByteArray("DELETE") << QByteArray("/v1/models/m") << 405;
    QTest::newRow("put a model") << QByteArray("PUT") << QByteArray("/v1/models/m") << 405;
    QTest::newRow("make a sign-off") << QByteArray("POST") << QByteArray("/v1/signoffs") << 405;
    QTest::newRow("edit a sign-off") << QByteArray("PATCH") << QByteArray("/v1/signoffs/x") << 405;
    QTest::newRow("approve by verb") << QByteArray("POST") << QByteArray("/v1/requests/x/approve") << 404;
    QTest::newRow("deploy by verb") << QByteArray("POST") << QByteArray("/v1/versions/m/1/deploy") << 404;
    QTest::newRow("no kind") << QByteArray("GET") << QByteArray("/v1/secrets") << 404;
    QTest::newRow("nothing") << QByteArray("GET") << QByteArray("/admin") << 404;
}

void TestRoles::methodsThatAreNotThere()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, path);
    QFETCH(int, status);
    HttpClient client(m_place->port(), (*m_place)[u"admin"_s].apiKey);
    QCOMPARE(client.send(method, path, method == "GET" ? QByteArray() : QByteArray("{}")).status, status);
}

void TestRoles::openApiListsThem()
{
    HttpClient client(m_place->port());
    const QJsonObject paths = client.get("/openapi.json").json().value(u"paths"_s).toObject();
    qsizetype operations = 0;
    for (const QJsonValue &path : paths)
        operations += path.toObject().size();
    QCOMPARE(operations, routeTable().size());
    // The console asks what it may do; it must be what the table says.
    for (auto it = m_keys.begin(); it != m_keys.end(); ++it) {
        HttpClient as(m_place->port(), *it);
        const QJsonArray routes = as.get("/v1/whoami").json().value(u"routes"_s).toArray();
        for (const RouteRule &rule : routeTable()) {
            const bool may = rule.roles.isEmpty() || rule.roles.contains(it.key());
            QCOMPARE(routes.contains(QString(rule.method + u' ' + rule.pattern)), may);
        }
    }
}

QTEST_GUILESS_MAIN(TestRoles)
#include "tst_roles.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kind.h"
#include "server/access/access.h"
#include "server/access/apikey.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestRouteTable : public QObject
{
    Q_OBJECT
private slots:
    void rowsAreSound();
    void everyKindCanBeRead();
    void everyVerbHasItsRow();
    void systemMovesHaveNone();
    void whoMay_data();
    void whoMay();
};

void TestRouteTable::rowsAreSound()
{
    QSet<QString> seen;
    QStringList roleIds;
    for (const RoleInfo &role : knownRoles())
        roleIds.append(role.id);
    for (const RouteRule &rule : routeTable()) {
        const QString name = rule.method + u' ' + rule.pattern;
        QVERIFY2(!seen.contains(name), qPrintable(name));
        seen.insert(name);
        QVERIFY(rule.pattern.startsWith(u'/'));
        QVERIFY(!rule.summary.isEmpty());
        for (const QString &scope : rule.scopes)
            QVERIFY2(knownScopes().contains(scope), qPrintable(name));
        for (const QString &role : rule.roles)
            QVERIFY2(roleIds.contains(role), qPrintable(name));
        // Only what says nothing about the organisation is open.
        if (rule.scopes.isEmpty())
            QVERIFY2(!rule.pattern.startsWith(u"/v1/"_s) && rule.method == u"GET"_s, qPrintable(name));
        if (rule.method != u"GET"_s && rule.pattern != u"/v1/gate"_s)
            QVERIFY2(!rule.scopes.contains(u"read"_s), qPrintable(name));
    }
}

void TestRouteTable::everyKindCanBeRead()
{
    for (const Kind &kind : kinds()) {
        QVERIFY(routeRule(u"GET", u"/v1/"_s + kind.plural));
        QVERIFY(routeRule(u"GET", recordPattern(kind.name)));
        QCOMPARE(routeRule(u"POST", u"/v1/"_s + kind.plural) != nullptr, kind.clientCreates);
    }
    QVERIFY(!routeRule(u"POST", u"/v1/signoffs"));
    QVERIFY(!routeRule(u"PATCH", u"/v1/signoffs/{id}"));
    QVERIFY(!routeRule(u"PATCH", u"/v1/deployments/{id}"));
}

void TestRouteTable::everyVerbHasItsRow()
{
    for (const Kind &kind : kinds()) {
        if (!kind.states)
            continue;
        for (const Transition &move : kind.states->transitions) {
            if (move.who != Transition::System)
                QVERIFY2(routeRule(u"POST", recordPattern(kind.name) + u'/' + move.verb), qPrintable(kind.name + move.verb));
        }
    }
}

void TestRouteTable::systemMovesHaveNone()
{
    for (const QString &verb : {u"approve"_s, u"reject"_s, u"expire"_s, u"revoke"_s, u"reopen"_s})
        QVERIFY(!routeRule(u"POST", u"/v1/requests/{id}/"_s + verb));
    QVERIFY(!routeRule(u"POST", u"/v1/versions/{model}/{version}/deploy"));
}

void TestRouteTable::whoMay_data()
{
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QStringList>("scopes");
    QTest::addColumn<QStringList>("roles");
    QTest::addColumn<bool>("may");
    const auto row = [](const char *name, const QString &method, const QString &pattern, const QStringList &scopes,
                        const QStringList &roles, bool may) { QTest::newRow(name) << method << pattern << scopes << roles << may; };
    row("reader reads", u"GET"_s, u"/v1/models"_s, {u"read"_s}, {}, true);
    row("writer scope alone does not read", u"GET"_s, u"/v1/models"_s, {u"write"_s}, {u"administrator"_s}, false);
    row("owner makes a model", u"POST"_s, u"/v1/models"_s, {u"write"_s}, {u"model-owner"_s}, true);
    row("reviewer makes no model", u"POST"_s, u"/v1/models"_s, {u"write"_s}, {u"risk"_s}, false);
    row("owner without scope", u"POST"_s, u"/v1/models"_s, {u"read"_s}, {u"model-owner"_s}, false);
    row("ingest imports", u"POST"_s, u"/v1/evaluations/import"_s, {u"ingest"_s}, {u"validator"_s}, true);
    row("auditor imports nothing", u"POST"_s, u"/v1/evaluations/import"_s, {u"write"_s}, {u"auditor"_s}, false);
    row("anyone with the scope may try to sign", u"POST"_s, u"/v1/requests/{id}/sign"_s, {u"sign"_s}, {}, true);
    row("write is not sign", u"POST"_s, u"/v1/requests/{id}/sign"_s, {u"write"_s, u"admin"_s}, {u"risk"_s}, false);
    row("administrator with the admin scope", u"POST"_s, u"/v1/persons"_s, {u"admin"_s}, {u"administrator"_s}, true);
    row("admin scope without the role", u"POST"_s, u"/v1/persons"_s, {u"admin"_s}, {u"risk"_s}, false);
    row("role without the admin scope", u"POST"_s, u"/v1/keys"_s, {u"write"_s}, {u"administrator"_s}, false);
    row("no row", u"DELETE"_s, u"/v1/models/{name}"_s, knownScopes(), {u"administrator"_s}, false);
    row("posture", u"GET"_s, u"/v1/posture"_s, {u"read"_s}, {u"product"_s}, false);
}

void TestRouteTable::whoMay()
{
    QFETCH(QString, method);
    QFETCH(QString, pattern);
    QFETCH(QStringList, scopes);
    QFETCH(QStringList, roles);
    QFETCH(bool, may);
    const auto answer = mayCall(Caller{{}, {}, {u"someone"_s, roles}, scopes}, routeRule(method, pattern));
    QCOMPARE(answer.ok(), may);
    if (!may) {
        QCOMPARE(answer.error().code, Error::Code::Forbidden);
        QVERIFY(!answer.error().text.isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestRouteTable)
#include "tst_routetable.moc"

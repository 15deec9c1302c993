// SPDX-License-Identifier: GPL-3.0-or-later
// Evaluation plans: written, signed by somebody else, never changed, replaced.
#include "domain/plancheck.h"
#include "routes/workplace.h"
#include "trust/checkpoint.h"
#include "trust/digest.h"
#include "trust/planapproval.h"

#include <QTest>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

QJsonObject planBody(const QString &title = u"Accuracy before anybody knows"_s)
{
    return {{u"model"_s, u"m"_s},
            {u"title"_s, title},
            {u"criteria"_s, QJsonArray{QJsonObject{{u"id"_s, u"acc"_s}, {u"metric"_s, u"accuracy"_s}, {u"op"_s, u">="_s}, {u"limit"_s, 0.9}}}},
            {u"datasets"_s, QJsonArray{QJsonObject{{u"name"_s, u"triage"_s}}}},
            {u"minimumN"_s, 500}};
}

/// What a reviewer's console would send; `change` may spoil the plan or the signing before it is signed.
QJsonObject signature(Workplace &place, Member &member, const QString &planId, const QString &role,
                      const std::function<void(Plan &, PlanSigning &)> &change = {})
{
    auto plan = decode<Plan>(place.server().store().parsedRecord(u"plan"_s, planId)->body);
    const auto opened = openCheckpoint(place.server().store().log().checkpoint().value(), place.server().store().log().verifier());
    PlanSigning signing{planId, role, member.name, member.name.toUpper(), {}, place.clock().now(),
                        {opened->checkpoint.origin, opened->checkpoint.size, opened->checkpoint.root}};
    if (change)
        change(*plan, signing);
    const PreparedDecision prepared = preparePlanApproval(*plan, signing);
    const auto envelope = signEnvelope(QString(inTotoPayloadType), prepared.statement.toBytes(), member.key);
    return {{u"role"_s, role}, {u"envelope"_s, QString::fromUtf8(SigstoreBundle::around(*envelope).toBytes())},
            {u"sheet"_s, QString::fromUtf8(prepared.sheet)}};
}

QByteArray path(const QString &id, const char *verb)
{
    return "/v1/plans/" + id.toLatin1() + verb;
}

} // namespace

class TestPlans : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_place = std::make_unique<Workplace>();
        m_place->furnish();
        m_plan = (*m_place)[u"val2"_s].http->post("/v1/plans", planBody()).id();
        QVERIFY(!m_plan.isEmpty());
    }

    void lockedByAnother()
    {
        const Reply locked = sign(u"val"_s, u"validator"_s);
        QCOMPARE(locked.status, 201);
        const auto plan = decode<Plan>(locked.json().value(u"body"_s).toObject());
        QVERIFY(plan.ok());
        QCOMPARE(plan->status, Plan::Locked);
        QCOMPARE(plan->lockedAt, m_place->clock().now());
        QCOMPARE(plan->contentDigest, planDigest(*plan));
        QCOMPARE(plan->signatures.size(), 1);
        QVERIFY(plan->signatures[0].sheet.contains(u"accuracy >= 0.9"_s));
        // A second person may sign the same; the time of locking stays.
        m_place->clock().advance(3600);
        const auto twice = decode<Plan>(sign(u"risk"_s, u"risk"_s).json().value(u"body"_s).toObject());
        QCOMPARE(twice->signatures.size(), 2);
        QCOMPARE(twice->lockedAt, plan->lockedAt);
    }

    void lockedDoesNotChange()
    {
        QCOMPARE(sign(u"val"_s, u"validator"_s).status, 201);
        const Reply edited = (*m_place)[u"val2"_s].http->send("PATCH", path(m_plan, ""), "{\"minimumN\":1}", {{"If-Match", "\"2\""}});
        QCOMPARE(edited.status, 409);
        QVERIFY(edited.body.contains("replaces it"));
        QJsonObject next = planBody(u"Lower"_s);
        next.insert(u"replaces"_s, m_plan);
        const QString second = (*m_place)[u"val2"_s].http->post("/v1/plans", next).id();
        QVERIFY(!second.isEmpty());
        // Written is not locked: the first one still stands.
        QCOMPARE(stored(m_plan).status, Plan::Locked);
        m_place->clock().advance(24 * 3600);
        QCOMPARE((*m_place)[u"val"_s].http->post(path(second, "/sign"), signature(*m_place, (*m_place)[u"val"_s], second, u"validator"_s)).status, 201);
        QCOMPARE(stored(m_plan).status, Plan::Superseded);
        QCOMPARE(stored(m_plan).endedAt, m_place->clock().now());
        QCOMPARE((*m_place)[u"val2"_s].http->post("/v1/plans", next).status, 400);
    }

    void refused_data()
    {
        QTest::addColumn<QString>("who");
        QTest::addColumn<QString>("role");
        QTest::addColumn<QString>("spoil");
        QTest::addColumn<int>("status");
        QTest::newRow("its author") << u"val2"_s << u"validator"_s << QString() << 409;
        QTest::newRow("a role not held") << u"val"_s << u"risk"_s << QString() << 403;
        QTest::newRow("no reviewing role") << u"eng"_s << u"release-engineer"_s << QString() << 409;
        QTest::newRow("another text") << u"val"_s << u"validator"_s << u"text"_s << 412;
        QTest::newRow("another plan") << u"val"_s << u"validator"_s << u"plan"_s << 422;
        QTest::newRow("another person") << u"val"_s << u"validator"_s << u"person"_s << 422;
        QTest::newRow("another history") << u"val"_s << u"validator"_s << u"log"_s << 422;
    }
    void refused()
    {
        QFETCH(QString, who);
        QFETCH(QString, role);
        QFETCH(QString, spoil);
        QFETCH(int, status);
        Member &member = (*m_place)[who];
        if (who == u"eng" || who == u"val2")
            m_place->enrol(member);
        const Reply reply = member.http->post(path(m_plan, "/sign"), signature(*m_place, member, m_plan, role, [&](Plan &plan, PlanSigning &signing) {
            if (spoil == u"text")
                plan.criteria[0].limit = 0.1;
            else if (spoil == u"plan")
                signing.planId = u"01J00000000000000000000000"_s;
            else if (spoil == u"person")
                signing.person = u"risk"_s;
            else if (spoil == u"log")
                signing.logView.root = QByteArray(32, 'x');
        }));
        QVERIFY2(reply.status == status, reply.body.constData());
        QCOMPARE(stored(m_plan).status, Plan::Draft);
    }

    void sheetMustBeWhatWasSigned()
    {
        QJsonObject body = signature(*m_place, (*m_place)[u"val"_s], m_plan, u"validator"_s);
        body.insert(u"sheet"_s, body.value(u"sheet"_s).toString().replace(u"0.9"_s, u"0.1"_s));
        QCOMPARE((*m_place)[u"val"_s].http->post(path(m_plan, "/sign"), body).status, 422);
        QCOMPARE(sign(u"val"_s, u"validator"_s).status, 201);
        QCOMPARE(sign(u"val"_s, u"validator"_s).status, 409); // twice
    }

    void badPlans_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QJsonValue>("value");
        QTest::addColumn<QString>("pointer");
        const QJsonObject good = planBody().value(u"criteria"_s).toArray()[0].toObject();
        QJsonObject oddOp = good;
        oddOp.insert(u"op"_s, u"!="_s);
        QTest::newRow("no criteria") << u"criteria"_s << QJsonValue(QJsonArray()) << u"/body/criteria"_s;
        QTest::newRow("twice the same id") << u"criteria"_s << QJsonValue(QJsonArray{good, good}) << u"/body/criteria/1/id"_s;
        QTest::newRow("unknown operator") << u"criteria"_s << QJsonValue(QJsonArray{oddOp}) << u"/body/criteria/0/op"_s;
        QTest::newRow("no such model") << u"model"_s << QJsonValue(u"nobody"_s) << u"/body/model"_s;
        QTest::newRow("no such version") << u"version"_s << QJsonValue(u"m/99"_s) << u"/body/version"_s;
        QTest::newRow("status set by hand") << u"status"_s << QJsonValue(u"locked"_s) << u"/body/status"_s;
        QTest::newRow("signature by hand") << u"signatures"_s << QJsonValue(QJsonArray{QJsonObject{}}) << u"/body/signatures"_s;
        QTest::newRow("n below zero") << u"minimumN"_s << QJsonValue(-1) << u"/body/minimumN"_s;
        QTest::newRow("unknown field") << u"threshold"_s << QJsonValue(1) << u"/body/threshold"_s;
    }
    void badPlans()
    {
        QFETCH(QString, field);
        QFETCH(QJsonValue, value);
        QFETCH(QString, pointer);
        QJsonObject body = planBody();
        body.insert(field, value);
        const Reply reply = (*m_place)[u"val2"_s].http->post("/v1/plans", body);
        QVERIFY2(reply.status == 400, reply.body.constData());
        QVERIFY2(reply.body.contains(pointer.toUtf8()), reply.body.constData());
    }

    void withdrawn()
    {
        QCOMPARE((*m_place)[u"val2"_s].http->post(path(m_plan, "/withdraw"), {}).status, 200);
        QCOMPARE(stored(m_plan).status, Plan::Withdrawn);
        QCOMPARE(sign(u"val"_s, u"validator"_s).status, 409);
    }

private:
    Reply sign(const QString &who, const QString &role)
    {
        Member &member = (*m_place)[who];
        return member.http->post(path(m_plan, "/sign"), signature(*m_place, member, m_plan, role));
    }
    Plan stored(const QString &id) { return decode<Plan>(m_place->server().store().parsedRecord(u"plan"_s, id)->body).value(); }

    std::unique_ptr<Workplace> m_place;
    QString m_plan;
};

QTEST_GUILESS_MAIN(TestPlans)
#include "tst_plans.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "base/ids.h"
#include "client/restclient.h"
#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"
#include "lists/inboxmodel.h"
#include "replica/feedfixture.h"
#include "replica/outbox.h"
#include "replica/replica.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

class TestInbox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_feed = std::make_unique<Feed>();
        auto replica = Replica::open(m_folder->path());
        QVERIFY(replica.ok());
        m_replica = std::move(*replica);
        addWorld();
    }
    void cleanup() { m_replica.reset(); }

    void whoMaySignIsAsked_data()
    {
        QTest::addColumn<QString>("person");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("validator") << u"vera"_s << QStringList{u"sign 01RQ0000000000000000000001"_s};
        QTest::newRow("author, though a validator") << u"ben"_s << QStringList{u"approvalEnding 01RQ0000000000000000000003"_s,
                                                                              u"changesRequested 01RQ0000000000000000000002"_s};
        QTest::newRow("later stage waits") << u"rita"_s << QStringList{u"grantWaiver 01WV0000000000000000000001"_s};
        QTest::newRow("administrator") << u"adam"_s << QStringList{u"confirmSigner 01SG0000000000000000000001"_s};
        QTest::newRow("owner of the waiver") << u"olga"_s << QStringList{u"waiverEnding 01WV0000000000000000000002"_s};
        QTest::newRow("nobody known") << u"zoe"_s << QStringList();
        QTest::newRow("left") << u"lena"_s << QStringList();
    }
    void whoMaySignIsAsked()
    {
        QFETCH(QString, person);
        apply();
        ManualClock clock(someTime(0));
        InboxModel model(m_replica.get(), nullptr, &clock, person);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_VERIFY(!model.isLoading());
        QStringList found;
        for (int row = 0; row < model.rowCount(); ++row)
            found.append(enumText(model.item(row).reason) + u' ' + model.item(row).id);
        QTEST(found, "expected");
    }
    void timePassesAndStagesEscalate()
    {
        apply();
        ManualClock clock(someTime(0));
        InboxModel model(m_replica.get(), nullptr, &clock, u"adam"_s);
        QTRY_VERIFY(!model.isLoading());
        QCOMPARE(model.rowCount(), 1);
        clock.advance(73 * 3600);
        model.refresh();
        QTRY_COMPARE(model.rowCount(), 2);
        QCOMPARE(model.item(0).reason, InboxItem::Escalated);
        QCOMPARE(model.overdue(), 1);
        QCOMPARE(model.index(0, 0).data(ListRole::Tone).toInt(), int(ListTone::Bad));
    }
    void followsTheReplica()
    {
        apply();
        ManualClock clock(someTime(0));
        InboxModel model(m_replica.get(), nullptr, &clock, u"vera"_s);
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QTRY_COMPARE(model.rowCount(), 1);
        QCOMPARE(model.index(0, 0).data().toString(), u"triage/v1 into production"_s);
        QCOMPARE(model.index(0, 0).data(ListRole::Secondary).toString(), u"Sign as Model validation (0 of 1)"_s);
        QVERIFY(model.index(0, 0).data(ListRole::Time).toDateTime().isValid());
        Signoff signoff;
        signoff.request = u"01RQ0000000000000000000001"_s;
        signoff.person = u"vera"_s;
        signoff.role = u"validator"_s;
        signoff.recordedAt = someTime(1);
        m_feed->put(u"signoff"_s, u"01SF0000000000000000000001"_s, encode(signoff));
        apply();
        QTRY_COMPARE(model.rowCount(), 0);
        InboxModel next(m_replica.get(), nullptr, &clock, u"rita"_s);
        QTRY_COMPARE(next.rowCount(), 2);
        QCOMPARE(next.item(0).reason, InboxItem::Sign);
    }
    void whatTheOutboxCannotSendIsThere()
    {
        apply();
        ManualClock clock(someTime(0));
        RestOptions options;
        options.base = QUrl(u"http://127.0.0.1:9"_s);
        RestClient client(options);
        Outbox outbox(&client, &clock, m_folder->path());
        outbox.start();
        InboxModel model(m_replica.get(), &outbox, &clock, u"vera"_s);
        QTRY_COMPARE(model.rowCount(), 1);
        OutboxCommand command;
        command.path = u"/v1/signoffs"_s;
        command.title = u"Approve triage/v1"_s;
        command.requestId = u"01RQ0000000000000000000001"_s;
        command.reviewDigest = u"sha256:00"_s; // and nobody to review it
        outbox.add(command, this, [](const Result<qint64> &) {});
        QTRY_COMPARE(model.rowCount(), 2);
        QCOMPARE(model.item(0).reason, InboxItem::OutboxProblem);
        QCOMPARE(model.item(0).id, command.requestId);
        outbox.discard(model.item(0).command);
        QTRY_COMPARE(model.rowCount(), 1);
    }

private:
    void addPerson(const QString &name, const QStringList &roles, bool active = true)
    {
        Person person;
        person.name = name;
        person.displayName = name.left(1).toUpper() + name.mid(1);
        person.roles = roles;
        person.active = active;
        m_feed->put(u"person"_s, name, encode(person));
    }
    void addRequest(const QString &id, Request::State state)
    {
        Request request;
        request.number = id.right(1).toInt();
        request.version = u"triage/v1"_s;
        request.environment = u"production"_s;
        request.policy = u"standard"_s;
        request.state = state;
        request.requestedBy = u"ben"_s;
        request.requestedAt = someTime(0);
        request.rounds = {{1, someTime(0), u"Requested"_s}};
        request.closesAt = someTime(60 * 24 * 30);
        if (state == Request::Approved)
            request.validUntil = someTime(60 * 24 * 7);
        m_feed->put(u"request"_s, id, encode(request));
    }
    void addWaiver(const QString &id, Waiver::State state)
    {
        Waiver waiver;
        waiver.version = u"triage/v1"_s;
        waiver.environment = u"production"_s;
        waiver.requirement = u"metric:recall"_s;
        waiver.state = state;
        waiver.reason = u"Known"_s;
        waiver.compensatingControl = u"Manual check"_s;
        waiver.owner = u"olga"_s;
        waiver.requestedBy = u"ben"_s;
        waiver.expiresAt = someTime(60 * 24 * 3);
        m_feed->put(u"waiver"_s, id, encode(waiver));
    }
    void addWorld()
    {
        addPerson(u"ana"_s, {u"model-owner"_s});
        addPerson(u"ben"_s, {u"validator"_s});
        addPerson(u"vera"_s, {u"validator"_s});
        addPerson(u"lena"_s, {u"validator"_s}, false);
        addPerson(u"rita"_s, {u"risk"_s});
        addPerson(u"olga"_s, {u"product"_s});
        addPerson(u"adam"_s, {u"administrator"_s});
        m_feed->put(u"model"_s, u"triage"_s, modelBody(u"triage"_s, u"Triage"_s));
        m_feed->put(u"version"_s, u"triage/v1"_s, versionBody(u"triage"_s, u"v1"_s, someTime(0)));
        Policy policy;
        policy.name = u"standard"_s;
        policy.stages = {{u"Validation"_s, u"validator"_s, 1, {}, 72, u"adam"_s}, {u"Risk"_s, u"risk"_s, 1, {}, 0, {}}};
        m_feed->put(u"policy"_s, u"standard"_s, encode(policy));
        addRequest(u"01RQ0000000000000000000001"_s, Request::InReview);
        addRequest(u"01RQ0000000000000000000002"_s, Request::ChangesRequested);
        addRequest(u"01RQ0000000000000000000003"_s, Request::Approved);
        addWaiver(u"01WV0000000000000000000001"_s, Waiver::Proposed);
        addWaiver(u"01WV0000000000000000000002"_s, Waiver::Active);
        SignerKey signer;
        signer.person = u"vera"_s;
        signer.publicKey = u"x"_s;
        signer.enrolment = u"x"_s;
        m_feed->put(u"signer"_s, u"01SG0000000000000000000001"_s, encode(signer));
    }
    void apply()
    {
        auto decoded = decodeFeedPage(m_feed->page(0, 1000));
        QVERIFY(decoded.ok());
        bool done = false;
        m_replica->apply(this, *decoded, {}, [&](const Result<qint64> &result) { done = result.ok(); });
        QTRY_VERIFY(done);
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Feed> m_feed;
    std::unique_ptr<Replica> m_replica;
};

QTEST_GUILESS_MAIN(TestInbox)
#include "tst_inbox.moc"

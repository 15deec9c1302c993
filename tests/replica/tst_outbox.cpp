// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/scriptedserver.h"
#include "replica/connection.h"
#include "replica/outbox.h"
#include "replica/outboxstore.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

namespace {

OutboxCommand command(const QString &path, const QString &title, const QString &target = {})
{
    OutboxCommand out;
    out.path = path;
    out.title = title;
    out.target = target;
    out.body = {{u"title"_s, title}};
    return out;
}

/// A server that takes each idempotency key once and answers it the same ever after.
struct Taker
{
    QList<QByteArray> order;              ///< titles as they took effect
    QHash<QByteArray, QByteArray> answers; ///< by key
    ScriptedReply take(const ScriptedRequest &request)
    {
        const QByteArray key = request.headers.value("idempotency-key");
        if (!answers.contains(key)) {
            order.append(QJsonDocument::fromJson(request.body).object().value(u"title"_s).toString().toUtf8());
            answers.insert(key, "{\"seq\":" + QByteArray::number(order.size()) + "}");
        }
        return {201, answers[key]};
    }
};

struct Bench
{
    explicit Bench(const ScriptedServer &server, const QString &folder)
    {
        RestOptions options;
        options.base = server.url();
        client = std::make_unique<RestClient>(options);
        outbox = std::make_unique<Outbox>(client.get(), &clock, folder);
    }
    ~Bench()
    {
        outbox.reset();
        client.reset();
    }
    qint64 add(const OutboxCommand &what, OutboxItem::State first = OutboxItem::Queued)
    {
        std::optional<Result<qint64>> out;
        QObject context;
        outbox->add(what, &context, [&](const Result<qint64> &number) { out = number; }, first);
        if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000) || !out->ok())
            qFatal("not kept");
        return **out;
    }
    OutboxItem::State state(qint64 number) const { return outbox->item(number) ? outbox->item(number)->state : OutboxItem::State(-1); }
    SystemClock clock;
    std::unique_ptr<RestClient> client;
    std::unique_ptr<Outbox> outbox;
};

} // namespace

#define WAIT_FOR_STATE(bench, number, wanted) QTRY_COMPARE_WITH_TIMEOUT((bench).state(number), OutboxItem::wanted, 20'000)

class TestOutbox : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void itemsSurviveTheirText()
    {
        OutboxItem item;
        item.idempotencyKey = "KEY";
        item.command = command(u"/v1/models"_s, u"T\u2713"_s, u"x"_s);
        item.command.person = u"ana"_s;
        item.command.base = {{u"a"_s, 1}};
        item.command.ifMatch = "3";
        item.command.reviewDigest = u"sha256:00"_s;
        item.command.requestId = u"R"_s;
        item.state = OutboxItem::Conflict;
        item.attempts = 4;
        item.createdAt = QDateTime(QDate(2026, 1, 2), QTime(3, 4, 5, 678), Qt::UTC);
        item.problem = u"no"_s;
        item.fields = {{u"/x"_s, u"y"_s}};
        item.theirs = {{u"b"_s, 2}};
        item.theirRevision = 9;
        item.seq = 12;
        const auto back = OutboxItem::fromBytes(item.toBytes());
        QVERIFY(back.ok());
        QCOMPARE(*back, item);
        for (const QByteArray &bad : {QByteArray(), QByteArray("[]"), QByteArray("{}"), QByteArray(item.toBytes()).replace("conflict", "lost"),
                                      QByteArray(item.toBytes()).replace("/v1/models", "v1")})
            QVERIFY(!OutboxItem::fromBytes(bad).ok());
    }

    void sendsInOrderAndSettles()
    {
        Taker taker;
        ScriptedServer server([&](const ScriptedRequest &request) { return taker.take(request); });
        Bench bench(server, m_folder->path());
        bench.outbox->start();
        QSignalSpy removed(bench.outbox.get(), &Outbox::removed);
        QList<qint64> numbers;
        for (int i = 0; i < 5; ++i)
            numbers.append(bench.add(command(u"/v1/models"_s, u"c%1"_s.arg(i))));
        WAIT_FOR_STATE(bench, numbers.last(), Sent);
        QCOMPARE(taker.order, (QList<QByteArray>{"c0", "c1", "c2", "c3", "c4"}));
        bench.outbox->settle(3);
        QTRY_COMPARE(removed.count(), 3);
        QCOMPARE(bench.outbox->items().size(), 2);
    }

    void offlineThenOnceExactly()
    {
        // The server takes the command, the answer is lost, the program ends, and it is sent again.
        Taker taker;
        bool lose = true;
        ScriptedServer server([&](const ScriptedRequest &request) {
            ScriptedReply reply = taker.take(request);
            reply.drop = lose;
            return reply;
        });
        server.goAway();
        qint64 first = 0, second = 0;
        {
            Bench bench(server, m_folder->path());
            bench.outbox->start();
            first = bench.add(command(u"/v1/models"_s, u"one"_s));
            second = bench.add(command(u"/v1/models"_s, u"two"_s));
            QTRY_VERIFY(bench.outbox->item(first)->attempts > 0);
            QCOMPARE(bench.state(first), OutboxItem::Queued);
            QVERIFY(!bench.outbox->item(first)->problem.isEmpty());
            server.comeBack();
            bench.outbox->poke();
            QTRY_VERIFY(bench.outbox->item(first)->attempts > 1);
            QVERIFY(taker.order.size() == 1);
        }
        lose = false;
        Bench bench(server, m_folder->path());
        bench.outbox->start();
        WAIT_FOR_STATE(bench, first, Sent);
        WAIT_FOR_STATE(bench, second, Sent);
        QCOMPARE(taker.order, (QList<QByteArray>{"one", "two"}));
        QCOMPARE(taker.answers.size(), 2);
    }
    void offlineItDoesNotHammer()
    {
        ScriptedServer server([](const ScriptedRequest &) { return ScriptedReply::problem(503); });
        Bench bench(server, m_folder->path());
        bench.outbox->start();
        for (int i = 0; i < 20; ++i)
            bench.add(command(u"/v1/models"_s, u"c"_s, QString::number(i)));
        QTRY_VERIFY(server.requests.size() >= 1);
        QTest::qWait(100);
        QVERIFY2(server.requests.size() <= 2, QByteArray::number(server.requests.size()));
    }

    void refusedIsKeptAndCanBeMended()
    {
        Taker taker;
        ScriptedServer server([&](const ScriptedRequest &request) {
            if (request.body.contains("bad"))
                return ScriptedReply::problem(400, "{\"detail\":\"The title is bad.\",\"errors\":[{\"pointer\":\"/title\",\"message\":\"is bad.\"}]}");
            return taker.take(request);
        });
        Bench bench(server, m_folder->path());
        bench.outbox->start();
        const qint64 bad = bench.add(command(u"/v1/models"_s, u"bad"_s, u"a"_s));
        const qint64 behind = bench.add(command(u"/v1/models"_s, u"behind"_s, u"a"_s));
        const qint64 beside = bench.add(command(u"/v1/models"_s, u"beside"_s, u"b"_s));
        WAIT_FOR_STATE(bench, bad, Refused);
        WAIT_FOR_STATE(bench, beside, Sent);
        QCOMPARE(bench.outbox->item(bad)->problem, u"The title is bad."_s);
        QCOMPARE(bench.outbox->item(bad)->fields, (QList<FieldError>{{u"/title"_s, u"is bad."_s}}));
        QCOMPARE(bench.state(behind), OutboxItem::Queued);
        const QByteArray key = bench.outbox->item(bad)->idempotencyKey;
        bench.outbox->edit(bad, command(u"/v1/models"_s, u"good"_s, u"a"_s));
        WAIT_FOR_STATE(bench, behind, Sent);
        QVERIFY(bench.outbox->item(bad)->idempotencyKey != key);
        QCOMPARE(taker.order, (QList<QByteArray>{"beside", "good", "behind"}));
    }
    void refusedSurvivesAndCanBeDropped()
    {
        ScriptedServer server([](const ScriptedRequest &) { return ScriptedReply::problem(403); });
        qint64 number = 0;
        {
            Bench bench(server, m_folder->path());
            bench.outbox->start();
            number = bench.add(command(u"/v1/models"_s, u"x"_s));
            WAIT_FOR_STATE(bench, number, Refused);
        }
        server.requests.clear();
        Bench bench(server, m_folder->path());
        QSignalSpy loaded(bench.outbox.get(), &Outbox::loaded);
        bench.outbox->start();
        QTRY_COMPARE(loaded.count(), 1);
        QCOMPARE(bench.state(number), OutboxItem::Refused);
        QSignalSpy removed(bench.outbox.get(), &Outbox::removed);
        bench.outbox->discard(number);
        QTRY_COMPARE(removed.count(), 1);
        QCOMPARE(server.requests.size(), 0);
    }

    void conflictShowsAllThreeSides_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<bool>("asks");
        QTest::newRow("in the answer") << QByteArray("{\"detail\":\"Changed.\",\"record\":{\"revision\":8,\"body\":{\"title\":\"theirs\"}}}") << false;
        QTest::newRow("asked for") << QByteArray("{\"detail\":\"Changed.\"}") << true;
    }
    void conflictShowsAllThreeSides()
    {
        QFETCH(QByteArray, answer);
        QFETCH(bool, asks);
        ScriptedServer server([&](const ScriptedRequest &request) {
            if (request.method == "GET")
                return ScriptedReply::json("{\"revision\":8,\"body\":{\"title\":\"theirs\"}}");
            if (request.headers.value("if-match") == "\"8\"")
                return ScriptedReply::json("{\"seq\":77}");
            return ScriptedReply::problem(412, answer);
        });
        Bench bench(server, m_folder->path());
        bench.outbox->start();
        OutboxCommand edit = command(u"/v1/models/x"_s, u"mine"_s);
        edit.method = "PATCH";
        edit.ifMatch = "7";
        edit.base = {{u"title"_s, u"base"_s}};
        const qint64 number = bench.add(edit);
        WAIT_FOR_STATE(bench, number, Conflict);
        const OutboxItem item = *bench.outbox->item(number);
        QCOMPARE(item.command.base.value(u"title"_s).toString(), u"base"_s);
        QCOMPARE(item.theirs.value(u"title"_s).toString(), u"theirs"_s);
        QCOMPARE(item.theirRevision, 8);
        QCOMPARE(server.count("GET", u"/v1/models/x"_s), asks ? 1 : 0);
        edit.ifMatch = QByteArray::number(item.theirRevision);
        bench.outbox->edit(number, edit);
        WAIT_FOR_STATE(bench, number, Sent);
        QCOMPARE(bench.outbox->item(number)->seq, 77);
    }

    void signoffIsNeverReplayedBlindly()
    {
        Taker taker;
        ScriptedServer server([&](const ScriptedRequest &request) { return taker.take(request); });
        Bench bench(server, m_folder->path());
        bench.outbox->start();
        OutboxCommand sign = command(u"/v1/signoffs"_s, u"sign"_s);
        sign.reviewDigest = u"sha256:aa"_s;
        const qint64 number = bench.add(sign);
        WAIT_FOR_STATE(bench, number, NeedsReview); // nobody can review: kept
        QCOMPARE(server.requests.size(), 0);

        QString now = u"sha256:bb"_s;
        int asked = 0;
        std::function<void(Result<void>)> late;
        bench.outbox->setReview([&](const OutboxItem &item, std::function<void(Result<void>)> done) {
            ++asked;
            if (item.command.reviewDigest == now)
                late = done;
            else
                done({Error::Code::Stale, u"The evidence has changed."_s});
        });
        bench.outbox->release(number);
        QTRY_COMPARE(bench.outbox->item(number)->problem, u"The evidence has changed."_s);
        WAIT_FOR_STATE(bench, number, NeedsReview);
        QCOMPARE(server.requests.size(), 0);
        now = u"sha256:aa"_s;
        bench.outbox->release(number);
        QTRY_VERIFY(late);
        late({});
        late({}); // a second answer changes nothing
        WAIT_FOR_STATE(bench, number, Sent);
        QCOMPARE(asked, 2);
        QCOMPARE(server.requests.size(), 1);
    }
    void staleSignoffNeedsItsPerson()
    {
        ScriptedServer server([](const ScriptedRequest &) { return ScriptedReply::problem(412, "{\"detail\":\"The round is over.\"}"); });
        Bench bench(server, m_folder->path());
        bench.outbox->setReview([](const OutboxItem &, const std::function<void(Result<void>)> &done) { done({}); });
        bench.outbox->start();
        OutboxCommand sign = command(u"/v1/signoffs"_s, u"sign"_s);
        sign.reviewDigest = u"sha256:aa"_s;
        const qint64 number = bench.add(sign);
        WAIT_FOR_STATE(bench, number, NeedsReview);
        QCOMPARE(bench.outbox->item(number)->problem, u"The round is over."_s);
    }

    void heldIsNotSentUntilReleased()
    {
        Taker taker;
        ScriptedServer server([&](const ScriptedRequest &request) { return taker.take(request); });
        Bench bench(server, m_folder->path());
        bench.outbox->start();
        const qint64 number = bench.add(command(u"/v1/models"_s, u"held"_s), OutboxItem::Held);
        const qint64 other = bench.add(command(u"/v1/policies"_s, u"other"_s));
        WAIT_FOR_STATE(bench, other, Sent);
        QCOMPARE(bench.state(number), OutboxItem::Held);
        bench.outbox->release(number);
        WAIT_FOR_STATE(bench, number, Sent);
    }
    void withoutAnAccountAllWaits()
    {
        Taker taker;
        bool known = false;
        ScriptedServer server([&](const ScriptedRequest &request) { return known ? taker.take(request) : ScriptedReply::problem(401); });
        Bench bench(server, m_folder->path());
        bench.outbox->start();
        const qint64 number = bench.add(command(u"/v1/models"_s, u"x"_s));
        QTRY_VERIFY(!bench.outbox->item(number)->problem.isEmpty());
        bench.add(command(u"/v1/models"_s, u"y"_s));
        QCOMPARE(server.requests.size(), 1);
        known = true;
        bench.outbox->poke();
        WAIT_FOR_STATE(bench, number, Sent);
    }
    void brokenServerGivesItBack()
    {
        ScriptedServer server([](const ScriptedRequest &) { return ScriptedReply::problem(500); });
        Bench bench(server, m_folder->path());
        bench.outbox->start();
        const qint64 number = bench.add(command(u"/v1/models"_s, u"x"_s));
        QTRY_VERIFY_WITH_TIMEOUT((bench.outbox->poke(), bench.state(number) == OutboxItem::Refused), 20'000);
        QVERIFY(server.requests.size() <= 6);
    }

    void goesOutAsWhoDecidedIt()
    {
        QList<QByteArray> order; // "key title"
        bool refuse = true;
        ScriptedServer server([&](const ScriptedRequest &request) {
            if (std::exchange(refuse, false))
                return ScriptedReply::problem(403);
            order.append(request.headers.value("authorization") + ' ' + QJsonDocument::fromJson(request.body).object().value(u"title"_s).toString().toUtf8());
            return ScriptedReply::json("{\"seq\":1}");
        });
        Bench bench(server, m_folder->path());
        QHash<QString, QByteArray> keys{{u"ana"_s, "a"}, {u"ben"_s, "b"}};
        bench.outbox->setKeys([&](const QString &person) { return keys.contains(person) ? std::optional(keys.value(person)) : std::nullopt; });
        bench.outbox->start();
        bench.outbox->actAs(u"ana"_s);
        const qint64 hers = bench.add(command(u"/v1/models"_s, u"hers"_s));
        WAIT_FOR_STATE(bench, hers, Refused);
        QCOMPARE(bench.outbox->item(hers)->command.person, u"ana"_s);

        // Nobody else can send it again, change it or drop it.
        bench.outbox->actAs(u"ben"_s);
        QVERIFY(!bench.outbox->isMine(*bench.outbox->item(hers)));
        bench.outbox->release(hers);
        bench.outbox->edit(hers, command(u"/v1/models"_s, u"his"_s));
        bench.outbox->discard(hers);
        const qint64 his = bench.add(command(u"/v1/policies"_s, u"his"_s));
        WAIT_FOR_STATE(bench, his, Sent);
        QCOMPARE(bench.state(hers), OutboxItem::Refused);
        QCOMPARE(bench.outbox->item(hers)->command.title, u"hers"_s);

        // Sent again by her; whoever acts when the server is reached, it goes out under her key.
        server.goAway();
        bench.outbox->actAs(u"ana"_s);
        bench.outbox->release(hers);
        WAIT_FOR_STATE(bench, hers, Queued);
        bench.outbox->actAs(u"ben"_s);
        server.comeBack();
        bench.outbox->poke();
        WAIT_FOR_STATE(bench, hers, Sent);
        QCOMPARE(order, (QList<QByteArray>{"Bearer b his", "Bearer a hers"}));
    }
    void withoutTheirKeyItWaitsForThem()
    {
        Taker taker;
        ScriptedServer server([&](const ScriptedRequest &request) { return taker.take(request); });
        qint64 hers = 0;
        {
            server.goAway();
            Bench bench(server, m_folder->path());
            bench.outbox->actAs(u"ana"_s);
            bench.outbox->start();
            hers = bench.add(command(u"/v1/models"_s, u"hers"_s));
        }
        server.comeBack();
        Bench bench(server, m_folder->path());
        QSet<QString> here{u"ben"_s};
        bench.outbox->setKeys([&](const QString &person) { return here.contains(person) ? std::optional(person.toUtf8()) : std::nullopt; });
        bench.outbox->actAs(u"ben"_s);
        bench.outbox->start();
        const qint64 his = bench.add(command(u"/v1/policies"_s, u"his"_s));
        const qint64 behind = bench.add(command(u"/v1/models"_s, u"behind"_s));
        WAIT_FOR_STATE(bench, his, Sent);
        QCOMPARE(bench.state(hers), OutboxItem::Queued);
        QCOMPARE(bench.state(behind), OutboxItem::Queued); // about the same thing: in order
        QVERIFY(!bench.outbox->canSendFor(u"ana"_s));
        here.insert(u"ana"_s);
        bench.outbox->poke();
        WAIT_FOR_STATE(bench, behind, Sent);
        QCOMPARE(taker.order, (QList<QByteArray>{"his", "hers", "behind"}));
    }
    void oneUnknownKeyStopsOnlyItsPerson()
    {
        ScriptedServer server([&](const ScriptedRequest &request) {
            return request.headers.value("authorization") == "Bearer ana" ? ScriptedReply::problem(401) : ScriptedReply::json("{\"seq\":1}");
        });
        Bench bench(server, m_folder->path());
        bench.outbox->setKeys([&](const QString &person) { return std::optional(person.toUtf8()); });
        bench.outbox->start();
        bench.outbox->actAs(u"ana"_s);
        const qint64 hers = bench.add(command(u"/v1/models"_s, u"hers"_s));
        QTRY_VERIFY(!bench.outbox->item(hers)->problem.isEmpty());
        OutboxCommand other = command(u"/v1/policies"_s, u"his"_s);
        other.person = u"ben"_s;
        const qint64 his = bench.add(other);
        WAIT_FOR_STATE(bench, his, Sent);
        QCOMPARE(bench.state(hers), OutboxItem::Queued);
    }
    void whatAnOlderVersionLeftNamesNobody()
    {
        // As the first version wrote it: no mark in the file, no person in the rows.
        OutboxItem waits, refused;
        waits.idempotencyKey = "K1";
        waits.command = command(u"/v1/models"_s, u"waits"_s);
        refused = waits;
        refused.idempotencyKey = "K2";
        refused.command.path = u"/v1/policies"_s;
        refused.state = OutboxItem::Refused;
        refused.problem = u"No."_s;
        {
            auto connection = Connection::open(m_folder->filePath(u"outbox.sqlite"_s), Connection::Mode::Durable);
            QVERIFY(connection.ok());
            QVERIFY((*connection)->execute(u"CREATE TABLE outbox(number INTEGER PRIMARY KEY AUTOINCREMENT, item BLOB NOT NULL)"_s).ok());
            for (const OutboxItem &item : {waits, refused}) {
                QVERIFY(item.toBytes().contains("\"person\":\"\""));
                QVERIFY((*connection)->execute(u"INSERT INTO outbox(item) VALUES(?)"_s, {item.toBytes().replace("\"person\":\"\",", "")}).ok());
            }
            QVERIFY((*connection)->execute(u"INSERT INTO outbox(item) VALUES('garbage')"_s).ok());
        }
        Taker taker;
        ScriptedServer server([&](const ScriptedRequest &request) { return taker.take(request); });
        Bench bench(server, m_folder->path());
        bench.outbox->actAs(u"ben"_s);
        bench.outbox->start();
        WAIT_FOR_STATE(bench, 1, NeedsReview);
        WAIT_FOR_STATE(bench, 2, Refused);
        QCOMPARE(bench.outbox->item(2)->problem, u"No."_s);
        QVERIFY(bench.outbox->item(1)->problem.contains(u"by whom"_s));
        QCOMPARE(server.requests.size(), 0);
        // Sent again it is the decision of who says so, under the key it always had.
        bench.outbox->release(1);
        WAIT_FOR_STATE(bench, 1, Sent);
        QCOMPARE(bench.outbox->item(1)->command.person, u"ben"_s);
        QVERIFY(taker.answers.contains("K1"));
    }
    void ofANewerVersionIsLeftAlone()
    {
        QVERIFY(OutboxStore::open(m_folder->path()).ok());
        {
            auto connection = Connection::open(m_folder->filePath(u"outbox.sqlite"_s), Connection::Mode::Durable);
            QVERIFY((*connection)->execute(u"PRAGMA user_version=99"_s).ok());
        }
        const auto opened = OutboxStore::open(m_folder->path());
        QVERIFY(!opened.ok());
        QCOMPARE(opened.error().code, Error::Code::Unsupported);
        QVERIFY(QFile::exists(m_folder->filePath(u"outbox.sqlite"_s)));
    }

    void damagedFileIsKeptBeside()
    {
        {
            auto store = OutboxStore::open(m_folder->path());
            OutboxItem item;
            item.idempotencyKey = "K";
            item.command = command(u"/v1/x"_s, u"x"_s);
            QVERIFY((*store)->add(item).ok());
        }
        QFile file(m_folder->filePath(u"outbox.sqlite"_s));
        QVERIFY(file.open(QIODevice::ReadWrite));
        file.write(QByteArray(8192, '\x11'));
        file.close();
        const auto opened = OutboxStore::open(m_folder->path());
        QVERIFY(!opened.ok());
        QCOMPARE(opened.error().code, Error::Code::Corrupt);
        QVERIFY(QFile::exists(file.fileName() + u".damaged-1"_s));
        QVERIFY(OutboxStore::open(m_folder->path()).ok());
    }

    void killedAtAnyMomentItKeepsWhatItSaid()
    {
        // Fixed seed: what differs between runs is only how far the child came.
        QRandomGenerator random(20261121);
        const QString program = qEnvironmentVariable("COUNTERSIGN_BIN", QCoreApplication::applicationDirPath()) + u"/outboxchild"_s;
        qsizetype kept = 0;
        const int asked = qEnvironmentVariableIntValue("COUNTERSIGN_ROUNDS");
        const int rounds = asked > 0 ? asked : 40;
        for (int round = 0; round < rounds; ++round) {
            QTemporaryDir folder;
            QProcess child;
            child.start(program, {folder.path()});
            QVERIFY2(child.waitForStarted(), qPrintable(program));
            QVERIFY(child.waitForReadyRead(20'000));
            const int lines = int(random.bounded(1, 25));
            QByteArray said = child.readAllStandardOutput();
            while (said.count('\n') < lines && child.waitForReadyRead(5'000))
                said += child.readAllStandardOutput();
            child.kill();
            child.waitForFinished();
            said += child.readAllStandardOutput();
            auto store = OutboxStore::open(folder.path());
            QVERIFY2(store.ok(), store.ok() ? "" : qPrintable(store.error().detail));
            const auto loaded = (*store)->load();
            QVERIFY(loaded.ok());
            QCOMPARE(loaded->unreadable, 0);
            QSet<qint64> numbers;
            for (const OutboxItem &item : loaded->items) {
                numbers.insert(item.number);
                QCOMPARE(item.state, OutboxItem::Queued);
            }
            for (const QByteArray &line : said.split('\n')) {
                if (!line.isEmpty()) {
                    QVERIFY2(numbers.contains(line.toLongLong()), line);
                    ++kept;
                }
            }
        }
        QVERIFY(kept > 100);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestOutbox)
#include "tst_outbox.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/scriptedserver.h"
#include "domain/kinds/release.h"
#include "replica/feedfixture.h"
#include "replica/logmirror.h"
#include "replica/replica.h"
#include "replica/sync.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

namespace {

/// A server that serves a Feed, and whose every answer a test can replace.
class FeedServer
{
public:
    FeedServer()
    {
        server.setHandler([this](const ScriptedRequest &request) {
            if (override) {
                if (const auto reply = override(request))
                    return *reply;
            }
            return serve(request);
        });
    }
    ScriptedReply serve(const ScriptedRequest &request)
    {
        const auto number = [&](const QString &key) { return request.query.queryItemValue(key).toLongLong(); };
        if (request.path == u"/v1/log/key"_s)
            return ScriptedReply::json("{\"vkey\":\"" + feed.vkey().toUtf8() + "\"}");
        if (request.path == u"/v1/changes"_s) {
            ScriptedReply reply = ScriptedReply::json(feed.page(number(u"after"_s), std::min<qint64>(number(u"limit"_s), pageLimit)));
            if (number(u"wait"_s) > 0 && number(u"after"_s) >= feed.head()) {
                reply.hang = !answerPolls;
                reply.delay = 20;
            }
            return reply;
        }
        if (request.path == u"/v1/log/consistency"_s)
            return ScriptedReply::json(feed.consistency(number(u"from"_s), number(u"to"_s)));
        if (request.path == u"/v1/log/entries"_s)
            return ScriptedReply::json(feed.entries(number(u"from"_s), number(u"count"_s)));
        if (request.path == u"/v1/log/proof"_s)
            return ScriptedReply::json(feed.inclusion(number(u"leaf"_s), number(u"size"_s)));
        return ScriptedReply::problem(404);
    }
    Feed feed;
    bool answerPolls = false;
    qint64 pageLimit = 100'000;
    std::function<std::optional<ScriptedReply>(const ScriptedRequest &)> override;
    ScriptedServer server;
};

struct Console
{
    Console(const FeedServer &server, const QString &folder)
    {
        RestOptions options;
        options.base = server.server.url();
        options.backoffBase = 1;
        client = std::make_unique<RestClient>(options);
        auto opened = Replica::open(folder);
        if (!opened.ok())
            qFatal("no replica");
        replica = std::move(*opened);
        SyncOptions sync_;
        sync_.pageSize = 50;
        sync_.retryBase = 2;
        sync_.retryMost = 10;
        sync = std::make_unique<Sync>(client.get(), replica.get(), &clock, sync_);
    }
    ~Console()
    {
        sync.reset();
        client.reset();
    }
    template <typename Work>
    auto read(Work work)
    {
        using R = std::invoke_result_t<Work, ReadSession &>;
        std::optional<R> out;
        QObject context;
        replica->read(&context, work, [&](R result) { out = std::move(result); });
        if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000))
            qFatal("the replica does not answer");
        return *out;
    }
    qint64 count(const QString &kind)
    {
        return read([kind](ReadSession &session) { return session.count({kind, {}, {}, {}}); }).valueOr(-1);
    }
    SyncState::Phase phase() const { return sync->state().phase; }
    SystemClock clock;
    std::unique_ptr<RestClient> client;
    std::unique_ptr<Replica> replica;
    std::unique_ptr<Sync> sync;
};

} // namespace

#define WAIT_FOR_PHASE(console, wanted) QTRY_COMPARE_WITH_TIMEOUT((console).phase(), SyncState::wanted, 20'000)

class TestSync : public QObject
{
    Q_OBJECT
private:
    static void fill(Feed &feed, int from, int to)
    {
        for (int i = from; i < to; ++i)
            feed.put(u"model"_s, u"m%1"_s.arg(i), modelBody(u"m%1"_s.arg(i), u"Model %1"_s.arg(i)));
    }
    static void addSignoff(Feed &feed, const QString &id)
    {
        Signoff signoff;
        signoff.request = u"01ARZ3NDEKTSV4RRFFQ69G5FAV"_s;
        signoff.role = u"reviewer"_s;
        signoff.person = u"cem"_s;
        feed.put(u"signoff"_s, id, encode(signoff), u"cem"_s);
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void readsAllAndThenWaits()
    {
        FeedServer server;
        fill(server.feed, 0, 333);
        addSignoff(server.feed, u"s1"_s);
        Console console(server, m_folder->path());
        console.sync->start();
        WAIT_FOR_PHASE(console, UpToDate);
        QCOMPARE(console.count(u"model"_s), 333);
        QCOMPARE(console.sync->state().seq, 334);
        QVERIFY(console.sync->state().freshAt.isValid());
        QCOMPARE(server.server.count("GET", u"/v1/log/consistency"_s), 0);
        QVERIFY(server.server.count("GET", u"/v1/log/entries"_s) > 0);
        QVERIFY(server.server.count("GET", u"/v1/log/proof"_s) > 0);
        QTRY_COMPARE(server.server.requests.last().query.queryItemValue(u"wait"_s), u"25"_s);
        const int pages = server.server.count("GET", u"/v1/changes"_s);
        QVERIFY2(pages <= 9, QByteArray::number(pages)); // 7 pages, and the long poll
        console.sync->stop();
    }
    void goesOnWhereItWas()
    {
        FeedServer server;
        fill(server.feed, 0, 120);
        {
            Console console(server, m_folder->path());
            console.sync->start();
            WAIT_FOR_PHASE(console, UpToDate);
        }
        fill(server.feed, 100, 130);
        server.feed.remove(u"model"_s, u"m5"_s);
        server.server.requests.clear();
        Console console(server, m_folder->path());
        console.sync->start();
        WAIT_FOR_PHASE(console, UpToDate);
        QTRY_COMPARE(console.sync->state().seq, 151);
        QCOMPARE(console.count(u"model"_s), 129);
        // What the first console still asked may stand before it; nobody asked for what was there already.
        for (const auto &request : std::as_const(server.server.requests)) {
            if (request.path == "/v1/changes"_L1)
                QVERIFY(request.query.queryItemValue(u"after"_s).toInt() >= 120);
        }
        QCOMPARE(server.server.count("GET", u"/v1/log/consistency"_s), 1);
    }
    void hearsOfChangesWhileItWaits()
    {
        FeedServer server;
        server.answerPolls = true;
        fill(server.feed, 0, 10);
        Console console(server, m_folder->path());
        QSignalSpy changed(console.replica.get(), &Replica::changed);
        console.sync->start();
        WAIT_FOR_PHASE(console, UpToDate);
        for (int round = 0; round < 5; ++round) {
            fill(server.feed, round, round + 1);
            QTRY_COMPARE(console.sync->state().seq, 11 + round);
        }
        QCOMPARE(changed.count(), 6);
        QCOMPARE(changed.last().at(1).value<ChangeSet>().ids, QStringList{u"m4"_s});
    }
    void serverWithSmallerPagesIsReadToTheEnd()
    {
        FeedServer server;
        server.pageLimit = 7;
        fill(server.feed, 0, 100);
        Console console(server, m_folder->path());
        console.sync->start();
        WAIT_FOR_PHASE(console, UpToDate);
        QCOMPARE(console.count(u"model"_s), 100);
    }

    void badAnswersAreRetriedAndNothingIsLost_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("how");
        for (const char *path : {"/v1/changes", "/v1/log/key", "/v1/log/entries", "/v1/log/proof"}) {
            for (const char *how : {"drop", "truncate", "garbage", "500", "429", "empty"})
                QTest::addRow("%s %s", path, how) << QString::fromLatin1(path) << QString::fromLatin1(how);
        }
    }
    void badAnswersAreRetriedAndNothingIsLost()
    {
        QFETCH(QString, path);
        QFETCH(QString, how);
        FeedServer server;
        fill(server.feed, 0, 180);
        addSignoff(server.feed, u"s1"_s);
        int bad = 3;
        server.override = [&](const ScriptedRequest &request) -> std::optional<ScriptedReply> {
            if (request.path != path || bad <= 0 || request.query.queryItemValue(u"after"_s) == u"0"_s)
                return std::nullopt;
            --bad;
            ScriptedReply reply = server.serve(request);
            if (how == u"drop"_s)
                reply.drop = true;
            else if (how == u"truncate"_s)
                reply.body.chop(reply.body.size() / 2);
            else if (how == u"garbage"_s)
                reply.body = "<html>proxy error</html>";
            else if (how == u"empty"_s)
                reply.body.clear();
            else
                reply = ScriptedReply::problem(how.toInt());
            return reply;
        };
        Console console(server, m_folder->path());
        console.sync->start();
        WAIT_FOR_PHASE(console, UpToDate);
        QCOMPARE(bad, 0);
        QCOMPARE(console.count(u"model"_s), 180);
        QCOMPARE(console.count(u"signoff"_s), 1);
    }
    void duplicatesAndDisorderDoNoHarm()
    {
        FeedServer server;
        fill(server.feed, 0, 40);
        bool twisted = false;
        server.override = [&](const ScriptedRequest &request) -> std::optional<ScriptedReply> {
            if (request.path != u"/v1/changes"_s || twisted)
                return std::nullopt;
            twisted = true;
            QList<QByteArray> records;
            for (int i = 39; i >= 0; --i) {
                records.append(server.feed.recordJson(u"model"_s, u"m%1"_s.arg(i)));
                records.append(server.feed.recordJson(u"model"_s, u"m%1"_s.arg(i)));
            }
            return ScriptedReply::json(server.feed.pageOf(records));
        };
        Console console(server, m_folder->path());
        console.sync->start();
        WAIT_FOR_PHASE(console, UpToDate);
        QCOMPARE(console.count(u"model"_s), 40);
    }
    void repeatingServerIsNotAskedInALoop()
    {
        FeedServer server;
        fill(server.feed, 0, 10);
        {
            Console console(server, m_folder->path());
            console.sync->start();
            WAIT_FOR_PHASE(console, UpToDate);
        }
        server.override = [&](const ScriptedRequest &request) -> std::optional<ScriptedReply> {
            return request.path == u"/v1/changes"_s ? std::optional(ScriptedReply::json(server.feed.page(0, 5))) : std::nullopt;
        };
        Console console(server, m_folder->path());
        console.sync->start();
        WAIT_FOR_PHASE(console, Retrying);
        QVERIFY(!console.sync->state().sentence.isEmpty());
    }
    void withoutAnAccountItAsksForOne()
    {
        FeedServer server;
        bool known = false;
        server.override = [&](const ScriptedRequest &) { return known ? std::nullopt : std::optional(ScriptedReply::problem(401)); };
        Console console(server, m_folder->path());
        console.sync->start();
        WAIT_FOR_PHASE(console, SignInNeeded);
        known = true;
        console.sync->poke();
        WAIT_FOR_PHASE(console, UpToDate);
    }
    void offlineItWaitsAndComesBack()
    {
        FeedServer server;
        fill(server.feed, 0, 10);
        Console console(server, m_folder->path());
        console.sync->start();
        WAIT_FOR_PHASE(console, UpToDate);
        server.server.goAway();
        WAIT_FOR_PHASE(console, Retrying);
        QCOMPARE(console.count(u"model"_s), 10);
        fill(server.feed, 10, 20);
        server.server.comeBack();
        WAIT_FOR_PHASE(console, UpToDate);
        QTRY_COMPARE(console.count(u"model"_s), 20);
    }

    void liesRaiseTheAlarmAndItStays_data()
    {
        QTest::addColumn<QString>("lie");
        QTest::addColumn<SyncState::AlarmKind>("alarm");
        QTest::newRow("an entry was changed") << u"rewrite"_s << SyncState::HistoryRewritten;
        QTest::newRow("changed and grown") << u"rewriteAndGrow"_s << SyncState::HistoryRewritten;
        QTest::newRow("entries have gone") << u"shrink"_s << SyncState::LogShrank;
        QTest::newRow("another key") << u"key"_s << SyncState::LogKeyChanged;
        QTest::newRow("signed by another key") << u"foreignCheckpoint"_s << SyncState::BadCheckpoint;
        QTest::newRow("checkpoint without signature") << u"unsigned"_s << SyncState::BadCheckpoint;
        QTest::newRow("wrong consistency proof") << u"proof"_s << SyncState::HistoryRewritten;
        QTest::newRow("sign-off is not what was logged") << u"signoff"_s << SyncState::RecordContradictsLog;
        QTest::newRow("entry is not in the tree") << u"inclusion"_s << SyncState::RecordContradictsLog;
    }
    void liesRaiseTheAlarmAndItStays()
    {
        QFETCH(QString, lie);
        QFETCH(SyncState::AlarmKind, alarm);
        FeedServer server;
        fill(server.feed, 0, 30);
        {
            Console console(server, m_folder->path());
            console.sync->start();
            WAIT_FOR_PHASE(console, UpToDate);
        }
        const QByteArray remembered = server.feed.checkpoint();
        Feed other(9);
        fill(other, 0, 31);
        fill(server.feed, 30, lie == u"rewrite"_s || lie == u"shrink"_s ? 30 : 33);
        if (lie.startsWith(u"rewrite"_s))
            server.feed.rewriteEntry(3);
        else if (lie == u"shrink"_s)
            server.feed.cutTo(20);
        else if (lie == u"signoff"_s) {
            addSignoff(server.feed, u"s1"_s);
            server.feed.swapBody(u"signoff"_s, u"s1"_s, {{u"verdict"_s, u"approve"_s}});
        }
        server.override = [&](const ScriptedRequest &request) -> std::optional<ScriptedReply> {
            ScriptedReply reply = server.serve(request);
            if (lie == u"key"_s && request.path == u"/v1/log/key"_s)
                return ScriptedReply::json("{\"vkey\":\"" + other.vkey().toUtf8() + "\"}");
            if (request.path == u"/v1/changes"_s && (lie == u"foreignCheckpoint"_s || lie == u"unsigned"_s)) {
                QJsonObject page = QJsonDocument::fromJson(reply.body).object();
                page.insert(u"checkpoint"_s, lie == u"unsigned"_s ? QString::fromUtf8(server.feed.checkpoint()).section(u'\n', 0, 3)
                                                                  : QString::fromUtf8(other.checkpointOf(31)));
                return ScriptedReply::json(QJsonDocument(page).toJson());
            }
            if (lie == u"proof"_s && request.path == u"/v1/log/consistency"_s)
                return ScriptedReply::json(server.feed.consistency(29, 33));
            if (lie == u"inclusion"_s && request.path == u"/v1/log/proof"_s)
                return ScriptedReply::json("{\"hashes\":[]}");
            return reply;
        };
        {
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"alarm"_s));
            Console console(server, m_folder->path());
            QSignalSpy raised(console.sync.get(), &Sync::alarmRaised);
            console.sync->start();
            WAIT_FOR_PHASE(console, Alarm);
            QCOMPARE(console.sync->state().alarm, alarm);
            QVERIFY(!console.sync->state().sentence.isEmpty());
            QCOMPARE(raised.count(), 1);
            const auto evidence = raised[0][0].value<SyncEvidence>();
            QVERIFY(!evidence.received.isEmpty());
            if (alarm != SyncState::RecordContradictsLog)
                QCOMPARE(evidence.remembered, remembered);
            QCOMPARE(console.count(u"signoff"_s), 0);
            QCOMPARE(console.read([](ReadSession &session) { return session.seq(); }).valueOr(-1), 30);
            const auto requests = server.server.requests.size();
            console.sync->poke();
            console.sync->start();
            QTest::qWait(20);
            QCOMPARE(server.server.requests.size(), requests);
        }
        // Neither does a truthful answer end it, nor starting again.
        server.override = nullptr;
        Console console(server, m_folder->path());
        console.sync->start();
        WAIT_FOR_PHASE(console, Alarm);
        QCOMPARE(console.sync->state().alarm, alarm);
    }

    void endsInEveryState()
    {
        FeedServer server;
        fill(server.feed, 0, 400);
        for (int events = 0; events < 40; ++events) {
            QTemporaryDir folder;
            Console console(server, folder.path());
            console.sync->start();
            for (int i = 0; i < events; ++i)
                QTest::qWait(0);
            if (events % 3 == 0)
                console.sync->stop();
            if (events % 3 == 1)
                console.client.reset();
        }
    }

    void logIsMirroredAndChecked()
    {
        FeedServer server;
        fill(server.feed, 0, 2345);
        Console console(server, m_folder->path());
        LogMirror mirror(console.client.get(), console.replica.get());
        QSignalSpy finished(&mirror, &LogMirror::finished);
        mirror.catchUp(2000);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, 20'000);
        mirror.catchUp(2345);
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 2, 20'000);
        QCOMPARE(finished[1][0].toString(), QString());
        const auto checkpointOf = [&](qint64 size) {
            const auto key = NoteVerifier::fromVkey(server.feed.vkey());
            return openCheckpoint(server.feed.checkpointOf(size), *key)->checkpoint;
        };
        const auto check = [&](const Checkpoint &checkpoint) {
            const auto result = console.read([checkpoint](ReadSession &session) -> Result<Error::Code> {
                const auto checked = checkMirroredLog(session, checkpoint);
                return checked.ok() ? Error::Code::Internal : checked.error().code;
            });
            return *result;
        };
        QCOMPARE(check(checkpointOf(2345)), Error::Code::Internal); // none
        QCOMPARE(check(checkpointOf(1234)), Error::Code::Internal);
        QCOMPARE(console.read([](ReadSession &session) {
            return session.rows({u"log"_s, {ListFilter::is(u"kind"_s, u"model"_s)}, u"m77"_s, {}});
        })->size(), 11);
        server.feed.rewriteEntry(1000);
        QCOMPARE(check(checkpointOf(2345)), Error::Code::Untrusted);
        QCOMPARE(check(checkpointOf(1000)), Error::Code::Internal);
        fill(server.feed, 0, 1);
        QCOMPARE(check(checkpointOf(2346)), Error::Code::NotFound);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestSync)
#include "tst_sync.moc"

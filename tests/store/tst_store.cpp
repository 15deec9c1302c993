// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storefixture.h"

#include "base/ids.h"
#include "server/store/logaudit.h"
#include "trust/releasebundle.h"

#include <set>
#include <thread>

using namespace countersign;
using namespace countersign::test;

class TestStore : public QObject
{
    Q_OBJECT
private slots:
    void init() { QTest::failOnWarning(QRegularExpression(u"QSql|QSqlite|bind"_s)); }

    void writesAndReadsBack()
    {
        Fixture f;
        const auto first = f.model(u"credit"_s, {{u"title"_s, u"Credit \u00e9 \"quoted\""_s}, {u"owner"_s, u"ada"_s}});
        VERIFY_OK(first);
        QCOMPARE(first->revision, 1);
        QCOMPARE(first->seq, 1);
        QCOMPARE(first->leaf, 0);
        const auto json = f.store->record(u"model"_s, u"credit"_s);
        VERIFY_OK(json);
        QCOMPARE(*json, toJson(first->toJson())); // byte for byte what the domain writes
        QCOMPARE(*f.store->parsedRecord(u"model"_s, u"credit"_s), *first);
        VERIFY_OK(f.reopen());
        QCOMPARE(*f.store->record(u"model"_s, u"credit"_s), *json);
        QCOMPARE(f.store->head(), 1);
    }

    void leafCommitsToTheStoredBytes()
    {
        Fixture f;
        VERIFY_OK(f.model(u"credit"_s, {{u"title"_s, u"one"_s}}));
        VERIFY_OK(f.model(u"credit"_s, {{u"title"_s, u"two"_s}}));
        for (qint64 revision : {1, 2}) {
            const auto logged = f.store->logged(u"model"_s, u"credit"_s, revision);
            VERIFY_OK(logged);
            QCOMPARE(logged->index, quint64(revision - 1));
            const auto facts = LeafFacts::fromEntry(logged->entry);
            VERIFY_OK(facts);
            QCOMPARE(facts->bodyDigest, bodyDigest(logged->salt, logged->body));
            QCOMPARE(facts->seq, revision);
            QVERIFY(logged->body.contains(revision == 1 ? "one" : "two"));
        }
        QCOMPARE(f.store->logged(u"model"_s, u"credit"_s)->index, 1u);
    }

    void revisionsAreKept()
    {
        Fixture f;
        VERIFY_OK(f.model(u"credit"_s, {{u"title"_s, u"one"_s}}));
        const QByteArray before = *f.store->record(u"model"_s, u"credit"_s);
        VERIFY_OK(f.model(u"credit"_s, {{u"title"_s, u"two"_s}}, 1));
        QCOMPARE(*f.store->revision(u"model"_s, u"credit"_s, 1), before);
        const auto history = parseJson(*f.store->history(u"model"_s, u"credit"_s));
        VERIFY_OK(history);
        QCOMPARE(history->toArray().size(), 2);
        QCOMPARE(history->toArray()[1].toObject()[u"record"_s].toObject()[u"revision"_s].toInt(), 2);
        QCOMPARE(f.store->revision(u"model"_s, u"credit"_s, 3).error().code, Error::Code::NotFound);
    }

    void refusals_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("revision");
        QTest::addColumn<QString>("action");
        QTest::addColumn<QString>("statement");
        QTest::addColumn<int>("code");
        const QString ok = u"update"_s;
        QTest::newRow("unknown kind") << u"modell"_s << u"credit"_s << -1 << ok << QString() << int(Error::Code::Invalid);
        QTest::newRow("kind with SQL") << u"model'; DROP TABLE log; --"_s << u"credit"_s << -1 << ok << QString() << int(Error::Code::Invalid);
        QTest::newRow("no id") << u"model"_s << QString() << -1 << ok << QString() << int(Error::Code::Invalid);
        QTest::newRow("id with NUL") << u"model"_s << QString(u"a"_s + QChar(0) + u"b"_s) << -1 << ok << QString() << int(Error::Code::Invalid);
        QTest::newRow("id too long") << u"model"_s << u"a"_s.repeated(401) << -1 << ok << QString() << int(Error::Code::Invalid);
        QTest::newRow("action with a quote") << u"model"_s << u"credit"_s << -1 << u"a\"b"_s << QString() << int(Error::Code::Invalid);
        QTest::newRow("no action") << u"model"_s << u"credit"_s << -1 << QString() << QString() << int(Error::Code::Invalid);
        QTest::newRow("statement is no digest") << u"model"_s << u"credit"_s << -1 << ok << u"sha256:12"_s << int(Error::Code::Invalid);
        QTest::newRow("exists") << u"model"_s << u"credit"_s << 0 << ok << QString() << int(Error::Code::Exists);
        QTest::newRow("stale") << u"model"_s << u"credit"_s << 7 << ok << QString() << int(Error::Code::Stale);
        QTest::newRow("edit of nothing") << u"model"_s << u"other"_s << 1 << ok << QString() << int(Error::Code::NotFound);
    }
    void refusals()
    {
        QFETCH(QString, kind);
        QFETCH(QString, id);
        QFETCH(int, revision);
        QFETCH(QString, action);
        QFETCH(QString, statement);
        QFETCH(int, code);
        Fixture f;
        VERIFY_OK(f.model(u"credit"_s));
        const auto result = f.put({kind, id, {}, action, revision < 0 ? std::optional<qint64>() : revision, statement});
        QVERIFY(!result.ok());
        QCOMPARE(int(result.error().code), code);
        QCOMPARE(f.store->head(), 1);
        QVERIFY(auditStore(f.path())->clean());
    }

    void allOrNothing()
    {
        Fixture f;
        const auto result = f.store->write(u"ada"_s, day(), [](WriteSession &session) -> Result<int> {
            for (int i = 0; i < 5; ++i) {
                if (const auto put = session.put({u"model"_s, u"m%1"_s.arg(i), {{u"name"_s, u"m"_s}}}); !put)
                    return put.error();
            }
            if (const auto number = session.nextNumber(u"request"_s); !number)
                return number.error();
            if (session.changes().size() != 5)
                return {Error::Code::Internal, u"changes"_s};
            return {Error::Code::Refused, u"no"_s};
        });
        QCOMPARE(result.error().code, Error::Code::Refused);
        QCOMPARE(f.store->head(), 0);
        QCOMPARE(*f.store->count(u"model"_s), 0);
        const auto next = f.store->write(u"ada"_s, day(), [](WriteSession &s) { return s.nextNumber(u"request"_s); });
        QCOMPARE(*next, 1); // a number of a failed command is used again
        VERIFY_OK(f.model(u"a"_s));
        QVERIFY(auditStore(f.path())->clean());
    }

    void aCommandSeesItsOwnChanges()
    {
        Fixture f;
        const auto seen = f.store->write(u"ada"_s, day(), [&](WriteSession &session) -> Result<int> {
            if (const auto put = session.put({u"model"_s, u"a"_s, {{u"name"_s, u"a"_s}, {u"owner"_s, u"bob"_s}}}); !put)
                return put.error();
            const auto found = session.query(u"model"_s, {{{u"owner"_s, {u"bob"_s}}}});
            if (!found)
                return found.error();
            if (f.store->record(u"model"_s, u"a"_s).ok())
                return {Error::Code::Internal, u"others see it too early"_s};
            return int(found->size());
        });
        VERIFY_OK(seen);
        QCOMPARE(*seen, 1);
        const auto nested = f.store->write(u"ada"_s, day(), [&](WriteSession &) { return f.model(u"b"_s); });
        QCOMPARE(nested.error().code, Error::Code::Internal); // would wait for itself
    }

    void writersShareTheLog_data()
    {
        QTest::addColumn<int>("writers");
        for (int writers : {1, 4, 16})
            QTest::addRow("%d", writers) << writers;
    }
    void writersShareTheLog()
    {
        QFETCH(int, writers);
        Fixture f;
        const int each = 480 / writers;
        std::vector<QList<Record>> answers;
        answers.resize(std::size_t(writers));
        std::atomic<int> failed{0};
        QElapsedTimer timer;
        timer.start();
        std::vector<std::thread> threads;
        for (int w = 0; w < writers; ++w) {
            threads.emplace_back([&, w] {
                for (int i = 0; i < each; ++i) {
                    const auto record = f.model(u"m-%1-%2"_s.arg(w).arg(i % 20), {{u"title"_s, QString::number(i)}});
                    if (record.ok())
                        answers[std::size_t(w)].append(*record);
                    else
                        ++failed;
                }
            });
        }
        for (auto &thread : threads)
            thread.join();
        qInfo() << writers << "writers:" << writers * each << "changes," << writers * each * 1000 / std::max<qint64>(1, timer.elapsed()) << "a second";
        QCOMPARE(failed.load(), 0);
        std::set<qint64> seqs;
        for (const auto &list : answers) {
            qint64 last = 0;
            for (const Record &record : list) {
                QVERIFY(record.seq > last); // order as answered
                last = record.seq;
                QCOMPARE(record.leaf, record.seq - 1);
                seqs.insert(record.seq);
                const auto logged = f.store->logged(u"model"_s, record.id, record.revision);
                VERIFY_OK(logged);
                QCOMPARE(logged->body, toJson(record.body));
                QCOMPARE(qint64(logged->index), record.leaf);
            }
        }
        QCOMPARE(int(seqs.size()), writers * each); // count in = count out
        QCOMPARE(f.store->head(), writers * each);
        const auto audit = auditStore(f.path());
        VERIFY_OK(audit);
        QVERIFY2(audit->clean(), qPrintable(audit->findings.value(0).text));
        QCOMPARE(audit->leaves, writers * each);
    }

    void failuresOfOneDoNotTouchOthers()
    {
        Fixture f;
        std::atomic<int> ok{0};
        std::vector<std::thread> threads;
        for (int w = 0; w < 8; ++w) {
            threads.emplace_back([&, w] {
                for (int i = 0; i < 50; ++i) {
                    const bool fail = (w + i) % 3 == 0;
                    const auto done = f.store->write(u"ada"_s, day(), [&](WriteSession &s) -> Result<Record> {
                        auto record = s.put({u"model"_s, u"m-%1-%2"_s.arg(w).arg(i), {{u"name"_s, u"x"_s}}});
                        if (fail)
                            return {Error::Code::Refused, u"no"_s};
                        return record;
                    });
                    if (done.ok() == !fail)
                        ++ok;
                }
            });
        }
        for (auto &thread : threads)
            thread.join();
        QCOMPARE(ok.load(), 400);
        QCOMPARE(*f.store->count(u"model"_s), f.store->head());
        QVERIFY(auditStore(f.path())->clean());
    }

    void idempotency()
    {
        Fixture f;
        const auto send = [&](const QString &person, const QString &key, const QByteArray &request) {
            return f.store->write(person, day(), [&](WriteSession &s) -> Result<StoredAnswer> {
                const auto known = s.storedAnswer(key, request);
                if (!known)
                    return known.error();
                if (*known)
                    return **known;
                const auto record = s.put({u"model"_s, newUlid(s.now()), {{u"name"_s, u"x"_s}}});
                if (!record)
                    return record.error();
                const StoredAnswer answer{201, toJson(record->toJson())};
                if (const auto kept = s.storeAnswer(key, request, answer); !kept)
                    return kept.error();
                return answer;
            });
        };
        const auto first = send(u"ada"_s, u"k1"_s, "hash-1");
        VERIFY_OK(first);
        const auto again = send(u"ada"_s, u"k1"_s, "hash-1");
        VERIFY_OK(again);
        QCOMPARE(again->response, first->response);
        QCOMPARE(again->status, 201);
        QCOMPARE(f.store->head(), 1);
        QCOMPARE(send(u"ada"_s, u"k1"_s, "hash-2").error().code, Error::Code::Exists);
        VERIFY_OK(send(u"bob"_s, u"k1"_s, "hash-2")); // another person's key is another key
        QCOMPARE(f.store->head(), 2);
        VERIFY_OK(f.reopen());
        QCOMPARE(send(u"ada"_s, u"k1"_s, "hash-1")->response, first->response);
        VERIFY_OK(f.store->write(u"ada"_s, day(), [](WriteSession &s) { return s.forgetAnswersBefore(day(1)); }));
        VERIFY_OK(send(u"ada"_s, u"k1"_s, "hash-2"));
        QCOMPARE(send(u"ada"_s, QString(), "h").error().code, Error::Code::Invalid);
    }

    void deletedAndErased()
    {
        Fixture f;
        VERIFY_OK(f.model(u"credit"_s, {{u"title"_s, u"Secretword"_s}}));
        VERIFY_OK(f.model(u"credit"_s, {{u"title"_s, u"Secretword again"_s}}));
        VERIFY_OK(f.store->write(u"ada"_s, day(), [&](WriteSession &s) {
            return s.storeAnswer(u"key"_s, "request", {200, *f.store->record(u"model"_s, u"credit"_s)});
        }));
        const auto erase = [&] { return f.store->write(u"ada"_s, day(), [](WriteSession &s) { return s.erase(u"model"_s, u"credit"_s); }); };
        QCOMPARE(erase().error().code, Error::Code::Refused);
        const auto removed = f.store->write(u"ada"_s, day(), [](WriteSession &s) { return s.remove(u"model"_s, u"credit"_s, 2); });
        VERIFY_OK(removed);
        QVERIFY(removed->deleted);
        QCOMPARE(f.store->record(u"model"_s, u"credit"_s).error().code, Error::Code::NotFound);
        QCOMPARE(*f.store->count(u"model"_s), 0);
        const auto feed = f.store->changes(0, 10);
        VERIFY_OK(feed);
        QCOMPARE(feed->changes, "[" + toJson(removed->toJson()) + "]");
        VERIFY_OK(f.store->revision(u"model"_s, u"credit"_s, 1));
        VERIFY_OK(erase());
        QCOMPARE(f.store->revision(u"model"_s, u"credit"_s, 1).error().code, Error::Code::NotFound);
        const auto audit = auditStore(f.path());
        VERIFY_OK(audit);
        QVERIFY2(audit->clean(), qPrintable(audit->findings.value(0).text));
        QCOMPARE(audit->leaves, 4);
        QCOMPARE(audit->erased, 3);
        for (const QString &name : {u"countersign.db"_s, u"countersign.db-wal"_s}) {
            QFile file(f.path() + u'/' + name);
            if (file.open(QIODevice::ReadOnly))
                QVERIFY2(!file.readAll().toLower().contains("secretword"), qPrintable(name));
        }
        const auto answer = f.store->write(u"ada"_s, day(), [&](WriteSession &s) { return s.storedAnswer(u"key"_s, "request"); });
        VERIFY_OK(answer);
        QVERIFY(answer->has_value());
        QCOMPARE((*answer)->status, 410);
        // A new record may take the name; its revisions go on.
        const auto anew = f.model(u"credit"_s, {}, 0);
        VERIFY_OK(anew);
        QCOMPARE(anew->revision, 5);
        QVERIFY(auditStore(f.path())->clean());
    }

    void feedGivesTheLatestStateOnce()
    {
        Fixture f;
        for (int i = 0; i < 30; ++i)
            VERIFY_OK(f.model(u"m%1"_s.arg(i % 10), {{u"title"_s, QString::number(i)}}));
        VERIFY_OK(f.put({u"person"_s, u"bob"_s, {{u"name"_s, u"bob"_s}}}));
        QStringList seen;
        qint64 after = 0;
        for (int pages = 0; pages < 100; ++pages) {
            const auto page = f.store->changes(after, 4, {u"person"_s});
            VERIFY_OK(page);
            const QJsonArray changes = parseJson(page->changes)->toArray();
            QCOMPARE(int(changes.size()), page->count);
            for (const auto &change : changes)
                seen.append(change[u"id"_s].toString());
            if (page->count < 4) {
                QCOMPARE(page->last, 31); // what was left out is behind us
                QCOMPARE(page->head, 31);
                break;
            }
            after = page->last;
        }
        QCOMPARE(seen.size(), 10);
        QCOMPARE(f.store->changes(31, 10)->count, 0);
        QVERIFY(!f.store->changes(-1, 10).ok());
        QVERIFY(!f.store->changes(0, 0).ok());
        QVERIFY(!f.store->changes(0, 5001).ok());
    }

    void commitListenerHearsOfTheHead()
    {
        Fixture f;
        std::atomic<qint64> heard{0};
        f.store->setCommitListener([&](qint64 head) { heard = head; });
        for (int i = 0; i < 3; ++i)
            VERIFY_OK(f.model(u"m%1"_s.arg(i)));
        f.store.reset(); // finishes the writer's thread
        QCOMPARE(heard.load(), 3);
    }

    void apiKeys()
    {
        Fixture f;
        const ApiKeyRow key{QByteArray(32, 'h'), u"k1"_s, u"ada"_s, {u"read"_s, u"write"_s}, day(100)};
        VERIFY_OK(f.store->write(u"ada"_s, day(), [&](WriteSession &s) { return s.addApiKey(key); }));
        QCOMPARE(*f.store->apiKey(key.hash), key);
        QCOMPARE(f.store->apiKey(QByteArray(32, 'x')).error().code, Error::Code::NotFound);
        QVERIFY(!f.store->write(u"ada"_s, day(), [&](WriteSession &s) { return s.addApiKey(key); }).ok()); // twice
        VERIFY_OK(f.store->write(u"ada"_s, day(), [&](WriteSession &s) { return s.removeApiKey(u"k1"_s); }));
        QCOMPARE(f.store->apiKey(key.hash).error().code, Error::Code::NotFound);
        const auto twice = f.store->write(u"ada"_s, day(), [&](WriteSession &s) { return s.removeApiKey(u"k1"_s); });
        QCOMPARE(twice.error().code, Error::Code::NotFound);
    }

    void oneProcessAtATime()
    {
        Fixture f;
        const auto second = Store::open(f.path());
        QVERIFY(!second.ok());
        QCOMPARE(second.error().code, Error::Code::Busy);
    }
};

QTEST_GUILESS_MAIN(TestStore)
#include "tst_store.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "domain/kinds/version.h"
#include "replica/feedfixture.h"
#include "replica/replica.h"
#include "replica/replicacase.h"
#include "trust/digest.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

namespace {

/// Reads and waits for the answer.
template <typename Work>
auto readNow(Replica &replica, Work work)
{
    using R = std::invoke_result_t<Work, ReadSession &>;
    std::optional<R> out;
    QObject context;
    replica.read(&context, work, [&](R result) { out = std::move(result); });
    if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000))
        qFatal("the replica does not answer");
    return *out;
}

Result<qint64> applyNow(Replica &replica, const QByteArray &page, const QMap<QString, QByteArray> &meta = {})
{
    auto decoded = decodeFeedPage(page);
    if (!decoded.ok())
        return decoded.error();
    std::optional<Result<qint64>> out;
    QObject context;
    replica.apply(&context, *decoded, meta, [&](Result<qint64> result) { out = result; });
    if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000))
        qFatal("the replica does not write");
    return *out;
}

QStringList idsOf(Replica &replica, const ListQuery &query)
{
    const auto records = readNow(replica, [query](ReadSession &session) { return session.records(query); });
    if (!records.ok())
        return {u"error: "_s + records.error().text + records.error().detail};
    QStringList out;
    for (const Record &record : *records)
        out.append(record.id);
    return out;
}

} // namespace

class TestReplica : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        QVERIFY(m_folder->isValid());
    }

    void keepsWhatItIsGiven()
    {
        Feed feed;
        feed.put(u"model"_s, u"triage"_s, modelBody(u"triage"_s, u"Triage"_s));
        feed.put(u"version"_s, u"triage/v1"_s, versionBody(u"triage"_s, u"v1"_s, someTime(1)));
        {
            auto replica = openReplica();
            QCOMPARE(replica->opened(), Replica::Opened::New);
            QSignalSpy changed(replica.get(), &Replica::changed);
            QCOMPARE(applyNow(*replica, feed.page(0, 10), {{u"seq"_s, "2"}}).valueOr(-1), 2);
            QCOMPARE(changed.count(), 2);
        }
        auto replica = openReplica();
        QCOMPARE(replica->opened(), Replica::Opened::AsItWas);
        const auto version = readNow(*replica, [](ReadSession &session) { return session.get<Version>(u"triage/v1"_s); });
        QVERIFY(version.ok());
        QCOMPARE(version->author, u"ben"_s);
        const auto record = readNow(*replica, [](ReadSession &session) { return session.record(u"model"_s, u"triage"_s); });
        QVERIFY(record.ok());
        QCOMPARE(toJson(*record), feed.recordJson(u"model"_s, u"triage"_s));
        QCOMPARE(readNow(*replica, [](ReadSession &session) { return session.seq(); }).valueOr(-1), 2);
        const auto missing = readNow(*replica, [](ReadSession &session) { return session.record(u"model"_s, u"none"_s); });
        QCOMPARE(missing.error().code, Error::Code::NotFound);
    }

    void newestWinsWhateverTheOrder()
    {
        Feed feed;
        feed.put(u"model"_s, u"a"_s, modelBody(u"a"_s, u"Old"_s));
        const QByteArray old = feed.page(0, 10);
        feed.put(u"model"_s, u"a"_s, modelBody(u"a"_s, u"Newer"_s));
        auto replica = openReplica();
        QCOMPARE(applyNow(*replica, feed.page(0, 10)).valueOr(-1), 1);
        QCOMPARE(applyNow(*replica, old).valueOr(-1), 0);
        QCOMPARE(applyNow(*replica, feed.page(0, 10)).valueOr(-1), 0);
        QCOMPARE(idsOf(*replica, {u"model"_s, {}, u"newer"_s, {}}), QStringList{u"a"_s});
        QCOMPARE(idsOf(*replica, {u"model"_s, {}, u"old"_s, {}}), QStringList());
        feed.remove(u"model"_s, u"a"_s);
        QCOMPARE(applyNow(*replica, feed.page(0, 10)).valueOr(-1), 1);
        QCOMPARE(idsOf(*replica, {u"model"_s, {}, {}, {}}), QStringList());
        QCOMPARE(idsOf(*replica, {u"model"_s, {}, u"newer"_s, {}}), QStringList());
    }

    void editsKeepTheSearchIndexRight()
    {
        Feed feed;
        auto replica = openReplica();
        const QStringList titles{u"Red fox"_s, u"Blue whale"_s, u"Gr\u00fcner Wal"_s};
        for (int i = 0; i < 60; ++i) {
            const QString id = u"m%1"_s.arg(i % 7);
            if (i % 11 == 10)
                feed.remove(u"model"_s, id);
            else
                feed.put(u"model"_s, id, modelBody(id, titles[i % 3]));
            QVERIFY(applyNow(*replica, feed.page(i, 10)).ok());
        }
        QStringList expected;
        const auto all = readNow(*replica, [](ReadSession &session) { return session.records({u"model"_s, {}, {}, {u"id"_s, false}}); });
        for (const Record &record : *all) {
            if (record.body.value(u"title"_s).toString().startsWith(u"Gr"_s))
                expected.append(record.id);
        }
        QVERIFY(!expected.isEmpty());
        QCOMPARE(idsOf(*replica, {u"model"_s, {}, u"gruner WAL"_s, {u"id"_s, false}}), expected);
    }

    void lineageIsFoundTheOtherWayRound()
    {
        Feed feed;
        auto replica = openReplica();
        const auto put = [&](const QString &version, const QJsonValue &lineage) {
            QJsonObject body = versionBody(u"m"_s, version, someTime(1));
            body.insert(u"lineage"_s, lineage);
            feed.put(u"version"_s, u"m/"_s + version, body);
        };
        const auto linked = [&](const QString &target, qint64 limit = 10) {
            return readNow(*replica, [=](ReadSession &session) { return session.linkedTo(u"version"_s, target, limit); }).valueOr({u"error"_s});
        };
        const QJsonArray twice{QJsonObject{{u"name"_s, u"claims"_s}}, QJsonObject{{u"name"_s, u"claims"_s}, {u"digest"_s, u"sha256:0"_s}}};
        put(u"1"_s, QJsonObject{{u"baseModel"_s, u"outside"_s}, {u"datasets"_s, twice}, {u"run"_s, u"r1"_s}});
        put(u"2"_s, QJsonObject{{u"parent"_s, u"1"_s}, {u"sourceCommit"_s, u"c1"_s}, {u"datasets"_s, twice}});
        put(u"odd"_s, QJsonObject{{u"parent"_s, 7}, {u"datasets"_s, QJsonArray{1, u"x"_s, QJsonObject{}}}, {u"run"_s, QJsonObject{}}});
        put(u"odder"_s, u"not an object"_s);
        QVERIFY(applyNow(*replica, feed.page(0, 10)).ok());
        QCOMPARE(linked(u"model:outside"_s), QStringList{u"m/1"_s});
        QCOMPARE(linked(u"model:m/1"_s), QStringList{u"m/2"_s});
        QCOMPARE(linked(u"dataset:claims"_s), (QStringList{u"m/1"_s, u"m/2"_s}));
        QCOMPARE(linked(u"dataset:claims"_s, 1), QStringList{u"m/1"_s});
        QCOMPARE(linked(u"run:r1"_s), QStringList{u"m/1"_s});
        QCOMPARE(linked(u"commit:c1"_s), QStringList{u"m/2"_s});
        QCOMPARE(linked(u"dataset:"_s), QStringList());
        QCOMPARE(linked(u"'; DROP TABLE l_version; --"_s), QStringList());
        put(u"1"_s, QJsonObject{{u"baseModel"_s, u"m/2"_s}});
        feed.remove(u"version"_s, u"m/2"_s);
        QVERIFY(applyNow(*replica, feed.page(0, 20)).ok());
        QCOMPARE(linked(u"model:outside"_s), QStringList());
        QCOMPARE(linked(u"dataset:claims"_s), QStringList());
        QCOMPARE(linked(u"model:m/2"_s), QStringList{u"m/1"_s});
        const auto none = readNow(*replica, [](ReadSession &session) { return session.linkedTo(u"model"_s, u"x"_s, 1); });
        QCOMPARE(none.error().code, Error::Code::Invalid);
    }

    void hostileWordsFindNothingAndBreakNothing_data()
    {
        QTest::addColumn<QString>("words");
        for (const char *words : {"\"", "a\" OR \"b", "NEAR(a b, 5)", "title:x", "*", "^a", "a AND", "(((", "'; DROP TABLE meta; --",
                                  "-", "{a b}:c", "a + b", "%", "\\", "\xe2\x80\xae"})
            QTest::newRow(words) << QString::fromUtf8(words);
        QTest::newRow("NUL") << QString(QChar(u'\0'));
        QTest::newRow("surrogate") << QString(QChar(0xdc00));
        QTest::newRow("long") << u"z"_s.repeated(1'000'000);
    }
    void hostileWordsFindNothingAndBreakNothing()
    {
        QFETCH(QString, words);
        Feed feed;
        feed.put(u"model"_s, u"triage"_s, modelBody(u"triage"_s, u"Ticket-triage"_s));
        auto replica = openReplica();
        QVERIFY(applyNow(*replica, feed.page(0, 10)).ok());
        const auto found = readNow(*replica, [words](ReadSession &session) { return session.rows({u"model"_s, {}, words, {}}); });
        QVERIFY2(found.ok(), found.ok() ? "" : qPrintable(found.error().detail));
        QCOMPARE(idsOf(*replica, {u"model"_s, {}, u"ticket-tri"_s, {}}), QStringList{u"triage"_s});
    }

    void filtersAndSorts()
    {
        Feed feed;
        for (int i = 0; i < 20; ++i)
            feed.put(u"version"_s, u"m%1/v%2"_s.arg(i % 2).arg(i), versionBody(u"m%1"_s.arg(i % 2), u"v%1"_s.arg(i), someTime(100 - i)));
        auto replica = openReplica();
        QVERIFY(applyNow(*replica, feed.page(0, 100)).ok());
        const ListQuery ofOne{u"version"_s, {ListFilter::is(u"model"_s, u"m1"_s)}, {}, {u"registeredAt"_s, false}};
        const QStringList ids = idsOf(*replica, ofOne);
        QCOMPARE(ids.size(), 10);
        QCOMPARE(ids.first(), u"m1/v19"_s);
        QCOMPARE(readNow(*replica, [ofOne](ReadSession &session) { return session.count(ofOne); }).valueOr(-1), 10);
        ListQuery bounded = ofOne;
        bounded.filters.append({u"registeredAt"_s, ListFilter::Op::AtLeast, {toRfc3339(someTime(95))}});
        QCOMPARE(idsOf(*replica, bounded).size(), 3);
        ListQuery none = ofOne;
        none.filters[0].op = ListFilter::Op::NoneOf;
        QCOMPARE(idsOf(*replica, none).size(), 10);
        QCOMPARE(idsOf(*replica, {u"version"_s, {{u"stage"_s, ListFilter::Op::AnyOf, {}}}, {}, {}}).size(), 0);
    }

    void wordsAtTheHeadOfAListAreThoseOfAllOfIt_data()
    {
        QTest::addColumn<QString>("words");
        for (const char *words : {"near", "deep", "seldom", "common", "nowhere", "near common"})
            QTest::newRow(words) << QString::fromLatin1(words);
    }
    void wordsAtTheHeadOfAListAreThoseOfAllOfIt()
    {
        // Two models' versions stand mixed in the table; one list is longer than the part of it that is looked at first.
        QFETCH(QString, words);
        Feed feed;
        for (int i = 0; i < 2600; ++i) {
            const QString word = i < 40 && i % 8 == 0 ? u"near common"_s : i > 2500 && i % 20 == 0 ? u"deep common"_s : i % 700 == 9 ? u"seldom"_s : i % 3 == 0 ? u"common"_s : u"plain"_s;
            for (const QString &model : {u"one"_s, u"two"_s}) {
                if (model == "two"_L1 && i % 2 == 0)
                    continue;
                QJsonObject body = versionBody(model, u"v%1"_s.arg(i), someTime(i));
                body.insert(u"version"_s, u"v%1 %2"_s.arg(i).arg(word));
                feed.put(u"version"_s, u"%1/v%2"_s.arg(model).arg(i), body);
            }
        }
        auto replica = openReplica();
        QVERIFY(applyNow(*replica, feed.page(0, 10'000)).ok());
        for (const bool descending : {false, true}) {
            const ListQuery query{u"version"_s, {ListFilter::is(u"model"_s, u"one"_s)}, words, {u"registeredAt"_s, descending}};
            // Without a limit the statement reads all of it.
            const auto all = readNow(*replica, [query](ReadSession &session) { return session.rows(query); });
            QVERIFY(all.ok());
            QCOMPARE(all->isEmpty(), words == "nowhere"_L1);
            for (const qint64 limit : {1, 3, 5, 6, 100, 3000}) {
                const auto some = readNow(*replica, [query, limit](ReadSession &session) { return session.rows(query, limit); });
                QVERIFY(some.ok());
                QCOMPARE(*some, all->mid(0, limit));
            }
        }
    }

    void damagedOrForeignFilesAreMovedAside_data()
    {
        QTest::addColumn<QString>("damage");
        for (const char *damage : {"noise", "empty", "text", "older", "truncated", "pages", "marked", "foreign"})
            QTest::newRow(damage) << QString::fromLatin1(damage);
    }
    void damagedOrForeignFilesAreMovedAside()
    {
        QFETCH(QString, damage);
        Feed feed;
        for (int i = 0; i < 400; ++i)
            feed.put(u"model"_s, u"m%1"_s.arg(i), modelBody(u"m%1"_s.arg(i), u"Model %1"_s.arg(i)));
        {
            auto replica = openReplica();
            QVERIFY(applyNow(*replica, feed.page(0, 1000), {{u"seq"_s, "400"}}).ok());
            if (damage == u"older"_s)
                QVERIFY(applyNow(*replica, feed.pageOf({}), {{u"schema"_s, "0000"}}).ok());
        }
        const QString path = m_folder->filePath(u"replica.sqlite"_s);
        QFile::remove(path + u"-wal"_s);
        QFile outbox(m_folder->filePath(u"outbox.sqlite"_s));
        QVERIFY(outbox.open(QIODevice::WriteOnly));
        outbox.write("not to be touched");
        outbox.close();
        damageFile(path, damage);
        auto replica = openReplica();
        QCOMPARE(replica->opened(), Replica::Opened::Rebuilt);
        QCOMPARE(readNow(*replica, [](ReadSession &session) { return session.seq(); }).valueOr(-1), 0);
        QVERIFY(QFile::exists(path + u".aside"_s));
        QCOMPARE(applyNow(*replica, feed.page(0, 1000)).valueOr(-1), 400);
        QVERIFY(outbox.open(QIODevice::ReadOnly));
        QCOMPARE(outbox.readAll(), "not to be touched");
    }

    void cancelledReadsAnswerOnce()
    {
        auto replica = openReplica();
        int answers = 0;
        QObject context;
        auto stop = replica->read(&context, [](ReadSession &session) { return session.seq(); }, [&](const Result<qint64> &) { ++answers; });
        stop.request_stop();
        QTRY_COMPARE(answers, 1);
        {
            QObject gone;
            replica->read(&gone, [](ReadSession &session) { return session.seq(); }, [&](const Result<qint64> &) { ++answers; });
        }
        QVERIFY(readNow(*replica, [](ReadSession &session) { return session.seq(); }).ok());
        QCOMPARE(answers, 1);
    }

    void readersSeeWholePages()
    {
        // While a writer works page by page, every reader sees a whole number of pages.
        Feed feed;
        for (int i = 0; i < 2000; ++i)
            feed.put(u"model"_s, u"m%1"_s.arg(i), modelBody(u"m%1"_s.arg(i), u"Model"_s));
        auto replica = openReplica();
        QObject context;
        int written = 0, reads = 0, torn = 0;
        for (int page = 0; page < 20; ++page) {
            auto decoded = decodeFeedPage(feed.page(page * 100, 100));
            replica->apply(&context, *decoded, {{u"seq"_s, QByteArray::number((page + 1) * 100)}}, [&](const Result<qint64> &) { ++written; });
            replica->read(
                &context,
                [](ReadSession &session) -> Result<bool> {
                    const auto seq = session.seq();
                    const auto count = session.count({u"model"_s, {}, {}, {}});
                    return seq.ok() && count.ok() && *seq == *count;
                },
                [&](const Result<bool> &whole) {
                    ++reads;
                    torn += whole.valueOr(false) ? 0 : 1;
                });
        }
        QTRY_COMPARE_WITH_TIMEOUT(written + reads, 40, 30'000);
        QCOMPARE(torn, 0);
    }

    void firstSyncEndsWithEverythingIndexed_data()
    {
        QTest::addColumn<bool>("cutShort");
        QTest::newRow("in one go") << false;
        QTest::newRow("cut short") << true;
    }
    void firstSyncEndsWithEverythingIndexed()
    {
        QFETCH(bool, cutShort);
        Feed feed;
        for (int i = 0; i < 5000; ++i)
            feed.put(u"model"_s, u"m%1"_s.arg(i), modelBody(u"m%1"_s.arg(i), u"Model number%1"_s.arg(i)));
        auto replica = openReplica();
        QVERIFY(applyNow(*replica, feed.page(0, 10)).ok());
        replica->beginBulk();
        QVERIFY(!replica->isSearchable());
        QVERIFY(applyNow(*replica, feed.page(10, 5000)).ok());
        feed.put(u"model"_s, u"m3"_s, modelBody(u"m3"_s, u"Renamed early"_s));
        feed.put(u"model"_s, u"m4000"_s, modelBody(u"m4000"_s, u"Renamed late"_s));
        feed.remove(u"model"_s, u"m4"_s);
        feed.remove(u"model"_s, u"m4999"_s);
        QVERIFY(applyNow(*replica, feed.page(5000, 10)).ok());
        QCOMPARE(idsOf(*replica, {u"model"_s, {}, u"number9"_s, {}}), QStringList{u"m9"_s});
        QCOMPARE(idsOf(*replica, {u"model"_s, {ListFilter::is(u"name"_s, u"m77"_s)}, {}, {}}), QStringList{u"m77"_s});
        if (cutShort) {
            replica.reset();
            replica = openReplica();
            QVERIFY(replica->isBulk() && !replica->isSearchable());
        }
        replica->finishBulk(replica.get(), [](const Result<qint64> &) {});
        feed.put(u"model"_s, u"m4998"_s, modelBody(u"m4998"_s, u"Renamed meanwhile"_s));
        QVERIFY(applyNow(*replica, feed.page(5004, 10)).ok());
        if (cutShort) {
            replica.reset();
            replica = openReplica();
        }
        QTRY_VERIFY_WITH_TIMEOUT(replica->isSearchable(), 20'000);
        QVERIFY(!replica->isBulk());
        const ListSort byId{u"id"_s, false};
        QCOMPARE(idsOf(*replica, {u"model"_s, {}, u"renamed"_s, byId}), (QStringList{u"m3"_s, u"m4000"_s, u"m4998"_s}));
        QCOMPARE(idsOf(*replica, {u"model"_s, {}, u"number499"_s, byId}).size(), 9); // 499, 4990 … 4997
        QCOMPARE(idsOf(*replica, {u"model"_s, {}, u"number4000"_s, byId}).size(), 0);
    }

    void blobsAreHeldAgainstTheirDigest()
    {
        auto replica = openReplica();
        const BlobCache &blobs = replica->blobs();
        const QString digest = digestString(sha256("report"));
        QVERIFY(!blobs.read(digest).ok());
        QCOMPARE(blobs.insert(digest, "another").error().code, Error::Code::Untrusted);
        QVERIFY(!blobs.has(digest));
        QVERIFY(blobs.insert(digest, "report").ok());
        QCOMPARE(blobs.read(digest).valueOr({}), "report");
        QFile file(*blobs.place(digest));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("rep0rt");
        file.close();
        QCOMPARE(blobs.read(digest).error().code, Error::Code::NotFound);
        QVERIFY(!blobs.has(digest));
        QCOMPARE(blobs.read(u"sha256:../../etc/passwd"_s).error().code, Error::Code::Invalid);
    }

private:
    std::unique_ptr<Replica> openReplica()
    {
        auto replica = Replica::open(m_folder->path());
        if (!replica.ok())
            qFatal("%s", qPrintable(replica.error().text + replica.error().detail));
        return std::move(*replica);
    }
    static QByteArray toJson(const Record &record)
    {
        // In the order the fixture writes.
        QByteArray out = "{\"kind\":\"" + record.kind.toUtf8() + "\",\"id\":\"" + record.id.toUtf8() + "\",\"revision\":"
            + QByteArray::number(record.revision) + ",\"seq\":" + QByteArray::number(record.seq) + ",\"leaf\":"
            + QByteArray::number(record.leaf) + ",\"updatedAt\":\"" + toRfc3339(record.updatedAt).toUtf8() + "\",\"updatedBy\":\""
            + record.updatedBy.toUtf8() + "\",\"salt\":\"" + record.salt.toUtf8() + "\",\"body\":";
        return out + QJsonDocument(record.body).toJson(QJsonDocument::Compact) + '}';
    }
    void damageFile(const QString &path, const QString &damage)
    {
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const qint64 size = file.size();
        if (damage == u"noise"_s) {
            file.write(QByteArray(size, '\x5a'));
        } else if (damage == u"text"_s) {
            file.resize(0);
            file.write("hello");
        } else if (damage == u"empty"_s) {
            file.resize(0);
            file.write(QByteArray(100, '\0'));
        } else if (damage == u"truncated"_s) {
            file.resize(size / 2);
        } else if (damage == u"pages"_s) {
            for (qint64 at = 8192; at < size; at += 4096) {
                file.seek(at);
                file.write(QByteArray(64, '\xee'));
            }
        } else if (damage == u"marked"_s) {
            QFile mark(m_folder->filePath(u"replica.damaged"_s));
            QVERIFY(mark.open(QIODevice::WriteOnly));
        } else if (damage == u"foreign"_s) {
            file.seek(96);
            file.write("\xff\xff\xff\xff");
            file.seek(100);
            file.write(QByteArray(200, '\x01'));
        }
    }
    std::unique_ptr<QTemporaryDir> m_folder;
};

QTEST_GUILESS_MAIN(TestReplica)
#include "tst_replica.moc"

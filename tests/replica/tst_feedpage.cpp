// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/feedfixture.h"
#include "replica/feedpage.h"
#include "replica/schema.h"

#include <QTest>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

class TestFeedPage : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void takesARecordApart()
    {
        Feed feed;
        feed.put(u"model"_s, u"triage"_s, modelBody(u"triage"_s, u"Ticket \"triage\" \u2713"_s));
        const auto page = decodeFeedPage(feed.page(0, 10));
        QVERIFY2(page.ok(), page.ok() ? "" : qPrintable(page.error().detail));
        QCOMPARE(page->head, 1);
        QCOMPARE(page->lastSeq, 1);
        QCOMPARE(page->checkpoint, feed.checkpoint());
        QCOMPARE(page->records.size(), 1);
        const FeedRecord &record = page->records[0];
        QCOMPARE(record.table, tableOf(u"model"));
        QCOMPARE(record.id, u"triage"_s);
        QCOMPARE(record.leaf, 0);
        QVERIFY(feed.page(0, 10).contains("\"body\":" + record.body + '}'));
        const auto &columns = record.table->columns;
        for (qsizetype i = 0; i < columns.size(); ++i) {
            if (columns[i].field->name == "title"_L1)
                QCOMPARE(record.columns[i].toString(), u"Ticket \"triage\" \u2713"_s);
            if (columns[i].field->name == "costCentre"_L1)
                QCOMPARE(record.columns[i], QVariant(u""_s));
        }
        QVERIFY(record.words.contains(u"Answers questions"_s));
        QCOMPARE(indexedWords(*record.table, record.body), record.words);
    }
    void agreesWithTheCodec()
    {
        Feed feed;
        for (int i = 0; i < 300; ++i)
            feed.put(u"version"_s, u"m/v%1"_s.arg(i), versionBody(u"m"_s, u"v%1"_s.arg(i), someTime(i)));
        feed.remove(u"version"_s, u"m/v7"_s);
        const auto page = decodeFeedPage(feed.page(0, 1000));
        QVERIFY(page.ok());
        QCOMPARE(page->records.size(), 300);
        QVERIFY(page->records.last().deleted);
        for (const FeedRecord &record : page->records) {
            if (!record.deleted)
                QVERIFY(QJsonDocument::fromJson(record.body).object().value(u"version"_s).toString() == record.id.mid(2));
        }
    }
    void unknownKindsAreCountedAndPassed()
    {
        Feed feed;
        feed.put(u"hologram"_s, u"x"_s, {{u"a"_s, 1}});
        const auto page = decodeFeedPage(feed.page(0, 10));
        QVERIFY(page.ok());
        QCOMPARE(page->records.size(), 0);
        QCOMPARE(page->unknownKinds, 1);
        QCOMPARE(page->lastSeq, 1);
    }
    void orderIsMended()
    {
        Feed feed;
        feed.put(u"model"_s, u"a"_s, modelBody(u"a"_s, u"A"_s));
        feed.put(u"model"_s, u"b"_s, modelBody(u"b"_s, u"B"_s));
        const auto page = decodeFeedPage(feed.pageOf({feed.recordJson(u"model"_s, u"b"_s), feed.recordJson(u"model"_s, u"a"_s)}));
        QVERIFY(page.ok());
        QCOMPARE(page->records[0].id, u"a"_s);
    }

    void badPages_data()
    {
        Feed feed;
        feed.put(u"model"_s, u"a"_s, modelBody(u"a"_s, u"A"_s));
        const QByteArray good = feed.page(0, 10);
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("garbage") << QByteArray("<html>no</html>");
        QTest::newRow("array") << QByteArray("[]");
        QTest::newRow("no changes") << QByteArray("{\"head\":1}");
        QTest::newRow("no head") << QByteArray("{\"changes\":[]}");
        QTest::newRow("head is text") << QByteArray("{\"changes\":[],\"head\":\"1\"}");
        QTest::newRow("changes is an object") << QByteArray("{\"changes\":{},\"head\":1}");
        QTest::newRow("record is a number") << QByteArray("{\"changes\":[1],\"head\":1}");
        QTest::newRow("record without body") << QByteArray("{\"changes\":[{\"kind\":\"model\",\"id\":\"a\",\"revision\":1,\"seq\":1,"
                                                           "\"leaf\":0,\"updatedAt\":\"2026-01-01T00:00:00.000Z\"}],\"head\":1}");
        QTest::newRow("seq is negative") << QByteArray(good).replace("\"seq\":1", "\"seq\":-1");
        QTest::newRow("seq overflows") << QByteArray(good).replace("\"seq\":1", "\"seq\":99999999999999999999");
        QTest::newRow("body is a list") << QByteArray("{\"changes\":[{\"kind\":\"model\",\"id\":\"a\",\"revision\":1,\"seq\":1,"
                                                      "\"leaf\":0,\"updatedAt\":\"x\",\"body\":[]}],\"head\":1}");
        QTest::newRow("bad word in the body") << QByteArray(good).replace("\"title\":\"A\"", "\"title\":tru");
        QTest::newRow("comma in the body") << QByteArray(good).replace("\"title\":\"A\"", "\"title\":\"A\",,");
        QTest::newRow("invalid UTF-8") << QByteArray(good).replace("\"title\":\"A\"", "\"title\":\"\xff\"");
        QTest::newRow("something behind") << good + "{}";
        QTest::newRow("deep") << QByteArray("{\"changes\":") + QByteArray(5000, '[') + QByteArray(5000, ']') + ",\"head\":1}";
    }
    void badPages()
    {
        QFETCH(QByteArray, bytes);
        const auto page = decodeFeedPage(bytes);
        QVERIFY(!page.ok());
        QCOMPARE(page.error().code, Error::Code::Corrupt);
    }
    void everyTruncationIsRefused()
    {
        Feed feed;
        feed.put(u"model"_s, u"a"_s, modelBody(u"a"_s, u"A"_s));
        const QByteArray good = feed.page(0, 10);
        for (qsizetype length = 0; length < good.size(); ++length)
            QVERIFY2(!decodeFeedPage(good.first(length)).ok(), QByteArray::number(length));
    }
    void logEntriesMustBeTheirOwn()
    {
        Feed feed;
        for (int i = 0; i < 3; ++i)
            feed.put(u"model"_s, u"m%1"_s.arg(i), modelBody(u"m"_s, u"M"_s));
        const auto entries = decodeLogEntries(feed.entries(1, 2), 1);
        QVERIFY(entries.ok());
        QCOMPARE(entries->size(), 2);
        QCOMPARE(entries->at(1).leaf, 2);
        QVERIFY(!decodeLogEntries(feed.entries(1, 2), 0).ok());
        QVERIFY(!decodeLogEntries("{\n", 0).ok());
        QVERIFY(!decodeLogEntries("[]\n", 0).ok());
    }
};

QTEST_GUILESS_MAIN(TestFeedPage)
#include "tst_feedpage.moc"

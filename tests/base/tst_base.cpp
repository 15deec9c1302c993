// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/clock.h"
#include "base/ids.h"
#include "base/logging.h"
#include "base/result.h"

#include <QSet>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestBase : public QObject
{
    Q_OBJECT
private slots:
    void clockStandsStill()
    {
        ManualClock clock(fromRfc3339(u"2026-11-21T05:02:42.5Z"));
        QCOMPARE(toRfc3339(clock.now()), u"2026-11-21T05:02:42.500Z"_s);
        clock.advance(-43);
        QCOMPARE(toRfc3339(clock.now()), u"2026-11-21T05:01:59.500Z"_s);
        clock.set(fromRfc3339(u"2000-02-29T00:00:00+02:00"));
        QCOMPARE(toRfc3339(clock.now()), u"2000-02-28T22:00:00.000Z"_s);
        QCOMPARE(toRfc3339({}), QString());
    }

    void times_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("UTC") << u"2026-01-02T03:04:05Z"_s << u"2026-01-02T03:04:05.000Z"_s;
        QTest::newRow("lower case") << u"2026-01-02t03:04:05.123z"_s << u"2026-01-02T03:04:05.123Z"_s;
        QTest::newRow("offset") << u"2026-01-02T03:04:05-08:00"_s << u"2026-01-02T11:04:05.000Z"_s;
        QTest::newRow("no zone") << u"2026-01-02T03:04:05"_s << QString();
        QTest::newRow("date alone") << u"2026-01-02"_s << QString();
        QTest::newRow("no such day") << u"2026-02-30T03:04:05Z"_s << QString();
        QTest::newRow("no such hour") << u"2026-02-20T25:04:05Z"_s << QString();
        QTest::newRow("words") << u"yesterday at a quarter past"_s << QString();
        QTest::newRow("empty") << QString() << QString();
        QTest::newRow("long") << u"2026-01-02T03:04:05."_s + u"0"_s.repeated(60) + u'Z' << QString();
    }
    void times()
    {
        QFETCH(QString, text);
        QTEST(toRfc3339(fromRfc3339(text)), "wanted");
    }

    void ulids()
    {
        const QDateTime now = QDateTime::currentDateTimeUtc();
        const QString id = newUlid(now);
        QVERIFY(isUlid(id));
        QVERIFY(newUlid(now.addMSecs(1)) > id);
        QSet<QString> seen;
        for (int i = 0; i < 1000; ++i)
            seen.insert(newUlid(now));
        QCOMPARE(seen.size(), 1000);
        for (const QString &bad : {QString(), id.chopped(1), id + u'0', id.toLower(), u"8"_s + id.sliced(1), id.chopped(1) + u'U',
                                   id.chopped(1) + u'é', id.chopped(1) + QChar(u'\0')}) {
            QVERIFY2(!isUlid(bad) || bad == id, qPrintable(bad));
        }
    }

    void bytes()
    {
        QCOMPARE(randomBytes(0).size(), 0);
        QCOMPARE(randomBytes(33).size(), 33);
        QVERIFY(randomBytes(32) != randomBytes(32));
        QVERIFY(equalInConstantTime("abc", "abc"));
        QVERIFY(!equalInConstantTime("abc", "abd"));
        QVERIFY(!equalInConstantTime("abc", "abcd"));
        QVERIFY(equalInConstantTime({}, {}));
    }

    void results()
    {
        const Result<int> good = 7;
        QVERIFY(good);
        QCOMPARE(*good, 7);
        QCOMPARE(good.valueOr(1), 7);
        const Result<int> bad(Error::Code::Stale, u"No."_s, u"why"_s);
        QVERIFY(!bad);
        QCOMPARE(bad.valueOr(1), 1);
        QCOMPARE(bad.error().code, Error::Code::Stale);
        QCOMPARE(bad.error().detail, u"why"_s);
        Result<std::unique_ptr<int>> moved = std::make_unique<int>(3);
        QCOMPARE(*std::move(moved).value(), 3);
        QVERIFY(Result<void>().ok());
        QCOMPARE(Result<void>(bad.error()).error(), bad.error());
    }

    void redaction_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("secret");
        QTest::newRow("bearer") << u"GET / authorization: Bearer abc.DEF-123/x=="_s << u"abc.DEF"_s;
        QTest::newRow("bearer in capitals") << u"BEARER  s3cret"_s << u"s3cret"_s;
        QTest::newRow("own key") << u"key csk_Ab-1_z used"_s << u"Ab-1_z"_s;
        QTest::newRow("password in URL") << u"open postgresql://me:hunter2@db/x"_s << u"hunter2"_s;
        QTest::newRow("PEM") << u"-----BEGIN EC PRIVATE KEY-----\nMHc\n-----END EC PRIVATE KEY----- tail"_s << u"MHc"_s;
        QTest::newRow("cut PEM") << u"-----BEGIN PRIVATE KEY-----\nMHcCAQ"_s << u"MHcCAQ"_s;
    }
    void redaction()
    {
        QFETCH(QString, line);
        QFETCH(QString, secret);
        QVERIFY(!redacted(line).contains(secret));
        QVERIFY(redacted(line).contains(u"[redacted"_s));
    }
    void redactionLeavesTheRest()
    {
        const QString line = u"12 records from http://localhost:8080/models at key=7"_s;
        QCOMPARE(redacted(line), line);
        QVERIFY(redacted(u"-----BEGIN PRIVATE KEY-----x-----END PRIVATE KEY----- tail"_s).endsWith(u" tail"_s));
    }
};

QTEST_GUILESS_MAIN(TestBase)
#include "tst_base.moc"

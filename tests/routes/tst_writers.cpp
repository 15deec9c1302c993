// SPDX-License-Identifier: GPL-3.0-or-later
// Many writers at once: what was acknowledged is there, once, and in the order that was answered.
#include "base/json.h"
#include "routes/workplace.h"

#include <QTest>

#include <thread>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

class TestWriters : public QObject
{
    Q_OBJECT
private slots:
    void countInIsCountOut_data();
    void countInIsCountOut();
    void oneEditWins();
    void requestNumbersAreDistinct();
};

void TestWriters::countInIsCountOut_data()
{
    QTest::addColumn<int>("writers");
    QTest::newRow("1") << 1;
    QTest::newRow("4") << 4;
    QTest::newRow("16") << 16;
}

void TestWriters::countInIsCountOut()
{
    QFETCH(int, writers);
    constexpr int each = 40;
    Workplace place;
    const qint64 before = place.server().store().head();
    const QByteArray key = place[u"owner"_s].apiKey;
    std::vector<QMap<qint64, QString>> acknowledged(static_cast<std::size_t>(writers));
    std::vector<bool> ordered(static_cast<std::size_t>(writers), true);
    {
        std::vector<std::jthread> threads;
        for (int w = 0; w < writers; ++w) {
            threads.emplace_back([&, w] {
                HttpClient client(place.port(), key);
                qint64 last = 0;
                bool inOrder = true;
                for (int i = 0; i < each; ++i) {
                    const QString name = u"w%1-%2"_s.arg(w).arg(i);
                    const Reply reply = client.post("/v1/models", {{u"name"_s, name}, {u"owner"_s, u"owner"_s}},
                                                    {{"Idempotency-Key", name.toLatin1()}});
                    const qint64 seq = reply.json().value(u"seq"_s).toInteger();
                    if (reply.status != 201)
                        continue;
                    inOrder = inOrder && seq > last;
                    last = seq;
                    acknowledged[std::size_t(w)].insert(seq, name);
                }
                static std::mutex mutex;
                const std::scoped_lock lock(mutex);
                ordered[std::size_t(w)] = inOrder;
            });
        }
    }
    QMap<qint64, QString> all;
    for (int w = 0; w < writers; ++w) {
        QVERIFY(ordered[std::size_t(w)]);
        QCOMPARE(acknowledged[std::size_t(w)].size(), each);
        all.insert(acknowledged[std::size_t(w)]);
    }
    QCOMPARE(all.size(), writers * each); // no place in the order was given out twice
    QCOMPARE(all.firstKey(), before + 1);
    QCOMPARE(all.lastKey(), before + writers * each);

    HttpClient &audit = *place[u"audit"_s].http;
    const QJsonArray changes = audit.get("/v1/changes?after=" + QByteArray::number(before)).json().value(u"changes"_s).toArray();
    QCOMPARE(changes.size(), writers * each);
    for (const QJsonValue &value : changes) {
        const QJsonObject record = value.toObject();
        QCOMPARE(record.value(u"id"_s).toString(), all.value(record.value(u"seq"_s).toInteger()));
        QCOMPARE(record.value(u"leaf"_s).toInteger(), record.value(u"seq"_s).toInteger() - 1);
    }
    const QList<QByteArray> leaves = audit.get("/v1/log/entries?from=" + QByteArray::number(before)).body.trimmed().split('\n');
    QCOMPARE(leaves.size(), writers * each);
    for (const QByteArray &leaf : leaves) {
        const QJsonObject entry = parseJson(leaf)->toObject();
        QCOMPARE(entry.value(u"id"_s).toString(), all.value(entry.value(u"seq"_s).toString().toLongLong()));
    }
}

void TestWriters::oneEditWins()
{
    Workplace place;
    QCOMPARE(place[u"owner"_s].http->post("/v1/models", {{u"name"_s, u"m"_s}, {u"owner"_s, u"owner"_s}}).status, 201);
    std::atomic<int> won{0};
    std::atomic<int> lost{0};
    {
        std::vector<std::jthread> threads;
        for (int w = 0; w < 8; ++w) {
            threads.emplace_back([&, w] {
                HttpClient client(place.port(), place[u"owner"_s].apiKey);
                const int status = client.patch("/v1/models/m", 1, {{u"title"_s, QString::number(w)}}).status;
                won += status == 200;
                lost += status == 412;
            });
        }
    }
    QCOMPARE(won.load(), 1);
    QCOMPARE(lost.load(), 7);
}

void TestWriters::requestNumbersAreDistinct()
{
    Workplace place;
    place.furnish();
    HttpClient &owner = *place[u"owner"_s].http;
    QSet<qint64> numbers;
    for (int i = 0; i < 5; ++i) {
        const Reply made = owner.post("/v1/requests", {{u"version"_s, u"m/1"_s}, {u"environment"_s, u"production"_s}});
        QCOMPARE(made.status, 201);
        numbers.insert(made.recordBody().value(u"number"_s).toInteger());
        QCOMPARE(owner.post("/v1/requests/" + made.id().toLatin1() + "/withdraw", {}).status, 200);
    }
    QCOMPARE(numbers, (QSet<qint64>{1, 2, 3, 4, 5}));
}

QTEST_GUILESS_MAIN(TestWriters)
#include "tst_writers.moc"

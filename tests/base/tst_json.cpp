// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestJson : public QObject
{
    Q_OBJECT
private slots:
    void accepts_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QJsonValue>("wanted");
        QTest::newRow("object") << R"({"b":1,"a":[true,null,"x",1.5]})"_ba
                                << QJsonValue(QJsonObject{{u"a"_s, QJsonArray{true, QJsonValue(), u"x"_s, 1.5}}, {u"b"_s, 1}});
        QTest::newRow("scalar") << "12"_ba << QJsonValue(12);
        QTest::newRow("null") << "null"_ba << QJsonValue(QJsonValue::Null);
        QTest::newRow("empty containers") << "[{},[]]"_ba << QJsonValue(QJsonArray{QJsonObject(), QJsonArray()});
        QTest::newRow("largest exact integer") << "9007199254740992"_ba << QJsonValue(qint64(9007199254740992));
        QTest::newRow("mark") << "\xef\xbb\xbf{}"_ba << QJsonValue(QJsonObject());
    }
    void accepts()
    {
        QFETCH(QByteArray, json);
        const auto value = parseJson(json);
        QVERIFY2(value.ok(), value.ok() ? "" : qPrintable(value.error().text));
        QTEST(*value, "wanted");
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("pointer");
        QTest::newRow("duplicate") << R"({"a":{"b":1,"b":2}})"_ba << u"/a/b"_s;
        QTest::newRow("NaN") << R"({"a":NaN})"_ba << u"/a"_s;
        QTest::newRow("overflow") << R"([0,1e999])"_ba << u"/1"_s;
        QTest::newRow("inexact integer") << R"({"n":9007199254740993})"_ba << u"/n"_s;
        QTest::newRow("lone surrogate") << R"({"n":"\ud800"})"_ba << u"/n"_s;
        QTest::newRow("invalid UTF-8") << "{\"n\":\"\xff\"}"_ba << u"/n"_s;
        QTest::newRow("two documents") << "{}{}"_ba << QString();
        QTest::newRow("empty") << ""_ba << QString();
        QTest::newRow("too deep") << QByteArray(65, '[') << u"/0"_s.repeated(63);
    }
    void refuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, pointer);
        const auto value = parseJson(json);
        QVERIFY(!value.ok());
        QVERIFY(value.error().text.startsWith(u"Line 1, column "_s));
        if (json.startsWith("[[")) // how far the pointer goes into an empty nest is not promised
            QVERIFY(!value.error().fields.isEmpty());
        else
            QCOMPARE(value.error().fields.isEmpty() ? QString() : value.error().fields.first().pointer, pointer);
    }

    void textIsStable()
    {
        QCOMPARE(toJson(*parseJson(R"({ "b" : [1, 2.5], "a" : "é" })")), R"({"a":"é","b":[1,2.5]})"_ba);
        QCOMPARE(toJson(QJsonValue(u"a\nb"_s)), R"("a\nb")"_ba);
        QCOMPARE(toJson(QJsonValue(true)), "true"_ba);
        QCOMPARE(toJson(QJsonValue()), "null"_ba);
    }

    void largeDoublesComeBack()
    {
        for (double value : {4.412345678901234567e18, 9007199254740994.0, 1e18, 9.3e18, 1e20, -1e300, 5e-324, 0.1}) {
            const QByteArray text = toJson(QJsonArray{value});
            const auto back = parseJson(text);
            QVERIFY2(back.ok(), text.constData());
            QCOMPARE(back->toArray().first().toDouble(), value);
        }
    }

    /// 200,000 keys in descending order would be quadratic if they were inserted as they come.
    void manyKeysInAnyOrder()
    {
        QByteArray json = "{";
        for (int i = 200'000; i > 0; --i)
            json += "\"k" + QByteArray::number(1'000'000 + i) + "\":" + QByteArray::number(i) + (i > 1 ? "," : "}");
        const auto value = parseJson(json);
        QVERIFY(value.ok());
        QCOMPARE(value->toObject().size(), 200'000);
        QCOMPARE(value->toObject().value(u"k1000007"_s), QJsonValue(7));
    }

    void pointers()
    {
        QCOMPARE(childPointer(u"/a"_s, u"b/c~d"_s), u"/a/b~1c~0d"_s);
        QCOMPARE(childPointer(QString(), u""_s), u"/"_s);
    }
};

QTEST_GUILESS_MAIN(TestJson)
#include "tst_json.moc"

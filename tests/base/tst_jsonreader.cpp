// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonreader.h"

#include <QBuffer>
#include <QRandomGenerator>
#include <QTest>

#include <cmath>

using namespace countersign;
using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

namespace {

/// Everything the reader says about an input, one word an event: what two readings are compared by.
QByteArray story(JsonReader &reader)
{
    QByteArray out;
    for (;;) {
        switch (reader.next()) {
        case Event::StartObject: out += '{'; break;
        case Event::EndObject: out += '}'; break;
        case Event::StartArray: out += '['; break;
        case Event::EndArray: out += ']'; break;
        case Event::Key: out += "k:" + reader.key().toUtf8(); break;
        case Event::String: out += "s:" + reader.text().toByteArray(); break;
        case Event::Number: out += "n:" + reader.numberText().toByteArray(); break;
        case Event::NonFinite: out += "x:" + reader.numberText().toByteArray(); break;
        case Event::Bool: out += reader.boolean() ? "true" : "false"; break;
        case Event::Null: out += "null"; break;
        case Event::EndDocument: out += "."; break;
        case Event::EndInput: return out + "end";
        case Event::Failed: return out + "failed";
        }
        out += ' ';
    }
}

QByteArray story(const QByteArray &json, JsonReader::Options options = {})
{
    JsonReader reader(json, std::move(options));
    return story(reader);
}

/// A device that hands out at most `step` bytes at a time and may fail or end anywhere.
class Dripping : public QIODevice
{
public:
    Dripping(QByteArray data, qsizetype step, qsizetype failAt = -1)
        : m_data(std::move(data)), m_step(step), m_failAt(failAt)
    {
        open(ReadOnly | Unbuffered);
    }
    bool atEnd() const override { return m_at == m_data.size(); }

protected:
    qint64 readData(char *out, qint64 most) override
    {
        if (m_failAt >= 0 && m_at >= m_failAt)
            return -1;
        const qsizetype size = std::min({m_step, qsizetype(most), m_data.size() - m_at});
        std::memcpy(out, m_data.constData() + m_at, std::size_t(size));
        m_at += size;
        return size;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_data;
    qsizetype m_step, m_failAt, m_at = 0;
};

QByteArray utf16(const QString &text, bool little)
{
    QByteArray out = little ? "\xff\xfe"_ba : "\xfe\xff"_ba;
    for (QChar c : text) {
        const char low = char(c.unicode() & 0xff), high = char(c.unicode() >> 8);
        out += little ? low : high;
        out += little ? high : low;
    }
    return out;
}

} // namespace

class TestJsonReader : public QObject
{
    Q_OBJECT
private slots:
    void reads_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("wanted");
        const auto row = [](const char *name, const QByteArray &json, const QByteArray &wanted) {
            QTest::newRow(name) << json << wanted;
        };
        row("object", R"({"a":[1,-0.5e+3,true,false,null],"b":{}})",
            "{ k:a [ n:1 n:-0.5e+3 true false null ] k:b { } } . end");
        row("scalar root", "  42 ", "n:42 . end");
        row("string root", R"("x")", "s:x . end");
        row("escapes", "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20ac\\ud83d\\ude00\"]", "[ s:\"\\/\b\f\n\r\té€😀 ] . end");
        row("utf-8", R"({"ключ":"héß😀"})", "{ k:ключ s:héß😀 } . end");
        row("escaped key", R"({"\u0061b":1})", "{ k:ab n:1 } . end");
        row("byte order mark", "\xef\xbb\xbf[1]", "[ n:1 ] . end");
        row("CRLF", "{\r\n\t\"a\" : 1\r\n}\r\n", "{ k:a n:1 } . end");
        row("line separators in strings", "[\"\xe2\x80\xa8\"]", "[ s:\xe2\x80\xa8 ] . end");
        row("not finite", "[NaN,Infinity,-Infinity]", "[ x:NaN x:Infinity x:-Infinity ] . end");
        row("keys that differ in case", R"({"acc":1,"Acc":2})", "{ k:acc n:1 k:Acc n:2 } . end");
        row("lone surrogate", R"(["\ud800x","\udc00"])", "[ s:\xef\xbf\xbdx s:\xef\xbf\xbd ] . end");
        row("two high surrogates", R"(["\ud83d\ud83d\ude00"])", "[ s:\xef\xbf\xbd😀 ] . end");
        row("escaped NUL", R"(["\u0000"])", "[ s:"_ba + '\0' + " ] . end");
        row("long number", "123456789012345678901234567890", "n:123456789012345678901234567890 . end");
    }
    void reads()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, wanted);
        QCOMPARE(story(json), wanted);
        for (qsizetype step : {1, 2, 3, 7}) {
            Dripping device(json, step);
            JsonReader reader(&device);
            QCOMPARE(story(reader), wanted);
        }
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<qint64>("line");
        QTest::addColumn<qint64>("column");
        const auto row = [](const char *name, const QByteArray &json, qint64 line, qint64 column) {
            QTest::newRow(name) << json << line << column;
        };
        row("empty", "", 1, 1);
        row("blank", " \n ", 2, 2);
        row("only a mark", "\xef\xbb\xbf", 1, 1);
        row("trailing comma in object", "{\"a\":1,\n}", 2, 1);
        row("trailing comma in array", "[1,]", 1, 4);
        row("comment", "[1, // one\n2]", 1, 5);
        row("leading zero", "[01]", 1, 2);
        row("plus", "[+1]", 1, 2);
        row("bare point", "[1.]", 1, 2);
        row("bare exponent", "[1e]", 1, 2);
        row("minus alone", "-", 1, 1);
        row("hexadecimal", "[0x1f]", 1, 2);
        row("single quotes", "{'a':1}", 1, 2);
        row("bare key", "{a:1}", 1, 2);
        row("number as key", "{1:1}", 1, 2);
        row("no colon", "{\"a\" 1}", 1, 6);
        row("wrong bracket", "[1}", 1, 3);
        row("wrong brace", "{\"a\":1]", 1, 7);
        row("too many brackets", "[]]", 1, 3);
        row("two documents", "{}\n{}", 2, 1);
        row("truncated object", "{\"a\":", 1, 6);
        row("truncated string", "[\"abc", 1, 6);
        row("truncated word", "[tru", 1, 2);
        row("cut inside a character", "[\"a\xe2\x82", 1, 4);
        row("overlong", "[\"\xc0\xaf\"]", 1, 3);
        row("surrogate in UTF-8", "[\"\xed\xa0\x80\"]", 1, 3);
        row("beyond Unicode", "[\"\xf4\x90\x80\x80\"]", 1, 3);
        row("stray tail", "[\"\x80\"]", 1, 3);
        row("Latin-1 outside a string", "[\xe9]", 1, 2);
        row("raw newline in string", "[\"a\nb\"]", 1, 4);
        row("raw escape character", "[\"\x1b[31m\"]", 1, 3);
        row("NUL in string", QByteArray("[\"a\0b\"]", 7), 1, 4);
        row("NUL outside", QByteArray("[\0]", 3), 1, 2);
        row("bad escape", R"(["\x"])", 1, 3);
        row("short unicode escape", R"(["\u12"])", 1, 3);
        row("nan in lower case", "[nan]", 1, 2);
        row("None", "[None]", 1, 2);
    }
    void refuses()
    {
        QFETCH(QByteArray, json);
        QFETCH(qint64, line);
        QFETCH(qint64, column);
        JsonReader whole(json);
        QVERIFY(story(whole).endsWith("failed"));
        QCOMPARE(whole.line(), line);
        QCOMPARE(whole.column(), column);
        QVERIFY2(whole.error().text.startsWith(u"Line %1, column %2: "_s.arg(line).arg(column)), qPrintable(whole.error().text));
        QCOMPARE(whole.next(), Event::Failed);
        Dripping device(json, 1);
        JsonReader dripping(&device);
        QVERIFY(story(dripping).endsWith("failed"));
        QCOMPARE(dripping.error(), whole.error());
    }

    void limits()
    {
        const auto code = [](const QByteArray &json, JsonReader::Options options) {
            JsonReader reader(json, std::move(options));
            return story(reader).endsWith("failed") ? reader.error().code : Error::Code::Internal;
        };
        QVERIFY(story(QByteArray(512, '[') + QByteArray(512, ']')).endsWith("end"));
        QCOMPARE(code(QByteArray(513, '['), {}), Error::Code::TooLarge);
        QCOMPARE(code(QByteArray(1'000'000, '['), {}), Error::Code::TooLarge);
        JsonReader::Options options;
        options.stringBytes = 100;
        QVERIFY(story('"' + QByteArray(100, 'a') + '"', options).endsWith("end"));
        QCOMPARE(code('"' + QByteArray(101, 'a') + '"', options), Error::Code::TooLarge);
        QCOMPARE(code(QByteArray(101, '1'), options), Error::Code::TooLarge);
        JsonReader::Options keys;
        keys.objectKeys = 2;
        QVERIFY(story(R"({"a":1,"b":2})", keys).endsWith("end"));
        QCOMPARE(code(R"({"a":1,"b":2,"c":3})", keys), Error::Code::TooLarge);
        JsonReader::Options bytes;
        bytes.totalBytes = 10;
        QCOMPARE(code("[1,2,3,4,5,6]", bytes), Error::Code::TooLarge);
        Dripping device("[1,2,3,4,5,6]", 4);
        JsonReader reader(&device, bytes);
        QVERIFY(story(reader).endsWith("failed"));
        QCOMPARE(reader.error().code, Error::Code::TooLarge);
    }

    void duplicates()
    {
        QByteArray many = "{";
        for (int i = 0; i < 500; ++i)
            many += "\"k" + QByteArray::number(i) + "\":0,";
        JsonReader reader(QByteArrayView(R"({"a":{"x":1,"\u0078":2,"x":3},"b":1,"a":2})"));
        QVERIFY(story(reader).endsWith("end"));
        QCOMPARE(reader.duplicateCount(), 3);
        QCOMPARE(reader.duplicates().at(0).pointer, u"/a/x"_s);
        QCOMPARE(reader.duplicates().at(2).pointer, u"/a"_s);
        const QByteArray once = many + "\"last\":0}";
        JsonReader none(once);
        QVERIFY(story(none).endsWith("end"));
        QCOMPARE(none.duplicateCount(), 0);
        const QByteArray twice = many + "\"k250\":0}";
        JsonReader one(twice);
        QVERIFY(story(one).endsWith("end"));
        QCOMPARE(one.duplicateCount(), 1);
        // The same key in different objects is none, also after an object with many keys.
        const QByteArray nested = "[" + once + "," + once + R"(,{"k1":{"k1":1}}])";
        JsonReader repeated(nested);
        QVERIFY(story(repeated).endsWith("end"));
        QCOMPARE(repeated.duplicateCount(), 0);
        JsonReader::Options options;
        options.duplicateKeys = JsonReader::DuplicateKeys::Refuse;
        JsonReader strict(QByteArrayView(R"({"a":{"x":1,"x":2}})"), options);
        QVERIFY(story(strict).endsWith("failed"));
        QCOMPARE(strict.error().fields.size(), 1);
        QCOMPARE(strict.error().fields.at(0).pointer, u"/a/x"_s);
    }

    void numbers_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<double>("value");
        QTest::addColumn<int>("state");
        QTest::addColumn<bool>("whole");
        const double inf = std::numeric_limits<double>::infinity();
        QTest::newRow("zero") << "0"_ba << 0.0 << 0 << true;
        QTest::newRow("plain") << "0.1"_ba << 0.1 << 0 << false;
        QTest::newRow("17 digits") << "0.30000000000000004"_ba << 0.30000000000000004 << 0 << false;
        QTest::newRow("largest integer") << "9223372036854775807"_ba << 9223372036854775807.0 << 0 << true;
        QTest::newRow("integer beyond 64 bits") << "9223372036854775808"_ba << 9223372036854775808.0 << 0 << false;
        QTest::newRow("overflow") << "1e400"_ba << inf << 1 << false;
        QTest::newRow("negative overflow") << "-1e400"_ba << -inf << 1 << false;
        QTest::newRow("underflow") << "1e-400"_ba << 0.0 << 2 << false;
        QTest::newRow("underflow by digits") << "0." + QByteArray(400, '0') + "1" << 0.0 << 2 << false;
        QTest::newRow("overflow by digits") << QByteArray(400, '9') << inf << 1 << false;
        QTest::newRow("absurd exponent") << "1e99999999999999999999"_ba << inf << 1 << false;
        QTest::newRow("absurd negative exponent") << "1e-99999999999999999999"_ba << 0.0 << 2 << false;
        QTest::newRow("digits against exponent") << "0." + QByteArray(400, '0') + "1e401" << 1.0 << 0 << false;
        QTest::newRow("smallest") << "5e-324"_ba << 5e-324 << 0 << false;
    }
    void numbers()
    {
        QFETCH(QByteArray, text);
        QFETCH(double, value);
        JsonReader reader(text);
        QCOMPARE(reader.next(), Event::Number);
        QVERIFY(reader.number() == value);
        QTEST(int(reader.numberState()), "state");
        QTEST(reader.integer().has_value(), "whole");
        QCOMPARE(reader.numberText(), QByteArrayView(text));
    }

    void utf16_data()
    {
        QTest::addColumn<bool>("little");
        QTest::newRow("little") << true;
        QTest::newRow("big") << false;
    }
    void utf16()
    {
        QFETCH(bool, little);
        const QByteArray bytes = ::utf16(u"{\"a\":\"héß😀\"}"_s, little);
        QCOMPARE(story(bytes), "{ k:a s:héß😀 } . end"_ba);
        for (qsizetype step : {1, 3, 5}) {
            Dripping device(bytes, step);
            JsonReader reader(&device);
            QCOMPARE(story(reader), "{ k:a s:héß😀 } . end"_ba);
        }
        QVERIFY(story(::utf16(u"[\"\xd83d\"]"_s, little)).endsWith("failed"));
    }

    void sequence()
    {
        JsonReader::Options options;
        options.framing = JsonReader::Framing::Sequence;
        QCOMPARE(story("{\"a\":1}\r\n\r\n[2]\n3 4", options), "{ k:a n:1 } . [ n:2 ] . n:3 . n:4 . end"_ba);
        QCOMPARE(story("", options), "end"_ba);
        JsonReader reader(QByteArrayView("{\"a\":1}\n{\"a\":[{\n\"ok\"\nbroken again\n7"), options);
        QCOMPARE(story(reader), QByteArray() + "{ k:a n:1 } . { k:a [ { k:ok failed");
        QVERIFY(reader.skipLine());
        QCOMPARE(story(reader), "n:7 . end"_ba);
        QVERIFY(!reader.skipLine());
    }

    void lines()
    {
        JsonReader::Options options;
        options.framing = JsonReader::Framing::Lines;
        for (qsizetype step : {1, 1000}) {
            Dripping device("{\"a\":\n{\"b\":1}\n\n[1,\r\n[2]\n\"x\ny\"\n3", step);
            JsonReader reader(&device, options);
            QByteArray told;
            do {
                told += story(reader) + '|';
            } while (reader.event() == Event::Failed && reader.skipLine());
            QCOMPARE(told, "{ k:a failed|{ k:b n:1 } . [ n:1 failed|[ n:2 ] . failed|failed|n:3 . end|"_ba);
        }
    }

    /// Skipping takes other paths through the bytes; it has to accept, refuse and count lines just the same.
    void skippingAgreesWithReading()
    {
        const QByteArray whole = "{\n  \"a\\n\": [1, -2.5e3, true, null, \"x\\u00e9\\\\\", {\"k\": \"\xc3\xa9\xe2\x82\xac tail of a long text\"}],\r\n"
                                 "\t\"b\" : {\"c\":[],\"d\":{}, \"e\":[[\"\\ud83d\\ude00\"]]},\n\"f\":\"0123456789abcdef0123456789abcdef\"}";
        const QByteArray spoilers = "\"\\{}[],:\n\x01\xff\xc3 z0";
        const auto end = [](const QByteArray &json, bool skip, qsizetype chunk) {
            Dripping device(json, chunk);
            JsonReader reader(&device);
            for (;;) {
                const Event event = reader.next();
                if (event == Event::EndInput || event == Event::Failed)
                    return QString::number(int(event)) + reader.error().text + reader.error().detail + QString::number(reader.line());
                if (skip && (event == Event::StartObject || event == Event::StartArray || event == Event::Key))
                    reader.skipValue();
            }
        };
        for (qsizetype at = 0; at < whole.size(); ++at) {
            for (const char spoiler : spoilers) {
                QByteArray json = whole;
                json[at] = spoiler;
                for (const qsizetype chunk : {qsizetype(7), json.size()})
                    QCOMPARE(end(json, true, chunk), end(json, false, chunk));
            }
            QCOMPARE(end(whole.left(at), true, whole.size()), end(whole.left(at), false, whole.size()));
        }
    }

    void skipping()
    {
        const QByteArray json = "{\"skip\":{\"a\":[1,{\"b\":\"x\\\"y\"}]},\"keep\":[1,[2,3],{\"c\":4},5],\"end\":\"e\"}";
        JsonReader reader(json);
        QCOMPARE(reader.next(), Event::StartObject);
        QCOMPARE(reader.next(), Event::Key);
        QVERIFY(reader.skipValue());
        QCOMPARE(reader.next(), Event::Key);
        QCOMPARE(reader.key(), u"keep"_s);
        QCOMPARE(reader.next(), Event::StartArray);
        QCOMPARE(reader.next(), Event::Number);
        QVERIFY(reader.skipValue());
        QCOMPARE(reader.next(), Event::StartArray);
        QVERIFY(reader.skipValue());
        QCOMPARE(reader.pointer(), u"/keep/1"_s);
        QCOMPARE(reader.next(), Event::StartObject);
        QCOMPARE(reader.pointer(), u"/keep/2"_s);
        QCOMPARE(reader.readValue().value(), QJsonValue(QJsonObject{{u"c"_s, 4}}));
        QCOMPARE(reader.next(), Event::Number);
        QCOMPARE(reader.readValue().value(), QJsonValue(5));
        QCOMPARE(reader.next(), Event::EndArray);
        QCOMPARE(reader.next(), Event::Key);
        QCOMPARE(reader.readValue().value(), QJsonValue(u"e"_s));
        QCOMPARE(reader.next(), Event::EndObject);
        QCOMPARE(reader.next(), Event::EndDocument);

        JsonReader small(json);
        small.next();
        QCOMPARE(small.readValue(5).error().code, Error::Code::TooLarge);
        JsonReader broken(QByteArrayView(R"({"a":[1,)"));
        broken.next();
        broken.next();
        QVERIFY(!broken.skipValue());
    }

    void pointers()
    {
        JsonReader reader(QByteArrayView(R"({"a/b":[{"~":true}]})"));
        while (reader.next() != Event::Bool) {
        }
        QCOMPARE(reader.pointer(), u"/a~1b/0/~0"_s);
    }

    void cancelAndProgress()
    {
        // On the heap: g++ 12 takes it for uninitialised on the stack.
        const auto stop = std::make_unique<std::stop_source>();
        qint64 seen = 0;
        JsonReader::Options options;
        options.stop = stop->get_token();
        options.chunkBytes = 1024;
        options.progress = [&](qint64 bytes) {
            seen = bytes;
            if (bytes > 10'000)
                stop->request_stop();
        };
        QByteArray json = "[0";
        for (int i = 0; i < 20'000; ++i)
            json += ",1";
        json += ']';
        QBuffer buffer(&json);
        buffer.open(QIODevice::ReadOnly);
        JsonReader reader(&buffer, options);
        QVERIFY(story(reader).endsWith("failed"));
        QCOMPARE(reader.error().code, Error::Code::Cancelled);
        QVERIFY(seen > 10'000 && seen < 12'000);
        JsonReader memory(json, options);
        QVERIFY(story(memory).endsWith("failed"));
        QCOMPARE(memory.error().code, Error::Code::Cancelled);
    }

    void failingDevice()
    {
        Dripping device("[1,2,3,4]", 2, 4);
        JsonReader reader(&device);
        QVERIFY(story(reader).endsWith("failed"));
        QCOMPARE(reader.error().code, Error::Code::Internal);
    }

    /// Whatever the bytes are, chunks of any size give the same story as one piece.
    void chunksDoNotMatter()
    {
        QRandomGenerator random(7);
        const QByteArray seed = R"({"a":[1,-2.5e3,NaN,"x\u00e9\n😀é"],"b":{"c":null,"d":true}} )";
        for (int round = 0; round < 2000; ++round) {
            QByteArray json = seed;
            for (int i = random.bounded(4); i > 0; --i)
                json[random.bounded(int(json.size()))] = char(random.bounded(256));
            JsonReader whole(json);
            Dripping device(json, 1 + random.bounded(9));
            JsonReader::Options options;
            options.chunkBytes = 1 + random.bounded(20);
            JsonReader parts(&device, options);
            QCOMPARE(story(parts), story(whole));
            if (whole.event() == Event::Failed)
                QCOMPARE(parts.error().text + parts.error().detail, whole.error().text + whole.error().detail);
        }
    }
};

QTEST_GUILESS_MAIN(TestJsonReader)
#include "tst_jsonreader.moc"

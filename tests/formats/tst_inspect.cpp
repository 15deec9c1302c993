// SPDX-License-Identifier: GPL-3.0-or-later
#include "formatstest.h"

#include <QCryptographicHash>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace formatstest;

class TestInspect : public QObject
{
    Q_OBJECT
private slots:
    void importersAreDistinct()
    {
        QSet<QString> ids;
        for (const auto &importer : importers()) {
            QVERIFY(!importer->id().isEmpty() && !importer->title().isEmpty());
            ids.insert(importer->id());
            QCOMPARE(importerFor(importer->id()), importer.get());
            for (const QByteArray &head : {QByteArray(), "{"_ba, "[]"_ba, "\xff\xfe"_ba, QByteArray(3, '\0'), "---"_ba, QByteArray(1000, '[')})
                QVERIFY(importer->probe(head) != Match::Sure);
        }
        QCOMPARE(ids.size(), qsizetype(importers().size()));
        QVERIFY(!importerFor(u"no-such-format"));
    }

    void detectsByContent_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("format");
        QTest::newRow("new") << u"lmeval_new.json"_s << u"lm-evaluation-harness"_s;
        QTest::newRow("old") << u"lmeval_old.json"_s << u"lm-evaluation-harness"_s;
        QTest::newRow("samples") << u"samples_sums.jsonl"_s << u"lm-evaluation-harness-samples"_s;
        QTest::newRow("card") << u"card.md"_s << u"huggingface-model-card"_s;
        QTest::newRow("template") << u"card_template.md"_s << u"huggingface-model-card"_s;
        QTest::newRow("windows") << u"card_windows.md"_s << u"huggingface-model-card"_s;
        QTest::newRow("results") << u"eval_results.yaml"_s << u"huggingface-eval-results"_s;
    }
    void detectsByContent()
    {
        QFETCH(QString, file);
        const QByteArray bytes = fixtureBytes(file);
        QVERIFY(!bytes.isEmpty());
        for (const QString &name : {file, u"misleading.exe"_s, QString()}) {
            const auto imported = inspectBytes(bytes, {}, {}, name);
            QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
            QTEST(imported->format(), "format");
        }
        // A mark and UTF-16 say the same.
        const auto marked = inspectBytes("\xef\xbb\xbf" + bytes);
        QVERIFY2(marked.ok(), marked.ok() ? "" : qPrintable(marked.error().text));
        QTEST(marked->format(), "format");
        QByteArray wide("\xff\xfe");
        for (QChar c : QString::fromUtf8(bytes)) {
            wide += char(c.unicode() & 0xff);
            wide += char(c.unicode() >> 8);
        }
        const auto decoded = inspectBytes(wide);
        QVERIFY2(decoded.ok(), decoded.ok() ? "" : qPrintable(decoded.error().text));
        QTEST(decoded->format(), "format");
    }

    void othersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const QByteArray &bytes, Error::Code code, const QString &says) {
            QTest::newRow(name) << bytes << int(code) << says;
        };
        row("empty", "", Error::Code::Invalid, u"empty"_s);
        row("another JSON", R"({"version":3,"evals":[]})", Error::Code::Unsupported, u"“version”, “evals”"_s);
        row("results of others", R"({"results":{"version":3,"birds":{"seen":1},"list":[]}})", Error::Code::Unsupported, u"“results”"_s);
        row("JSON Lines of others", "{\"bird\":\"wren\"}\n{\"bird\":\"crow\"}\n", Error::Code::Unsupported, u"“bird”"_s);
        row("null", "null", Error::Code::Unsupported, u"known format"_s);
        row("a string", "\"hello\"", Error::Code::Unsupported, u"known formats"_s);
        row("broken JSON", "{\"a\":1,}", Error::Code::Invalid, u"Line 1, column 8"_s);
        row("broken JSON Lines", "{\"a\":1}\n{\"b\":\n", Error::Code::Invalid, u"Line 3, column 1"_s);
        row("deep", QByteArray(100'000, '['), Error::Code::TooLarge, u"512"_s);
        row("CSV", "a;b\n1;0,5\n", Error::Code::Unsupported, u"known formats"_s);
        row("Latin-1", "name;caf\xe9\n", Error::Code::Unsupported, u"known formats"_s);
        row("XML", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", Error::Code::Unsupported, u"known formats"_s);
        row("zip", "PK\x03\x04# heading\n# heading\n", Error::Code::Corrupt, u"archive is damaged"_s);
        row("script", "#!/bin/sh\n# hello\n", Error::Code::Unsupported, u"known formats"_s);
        row("YAML with comments", "# Kitfile\nmodel:\n  path: ../../etc/passwd\nname: x\n", Error::Code::Unsupported, u"known formats"_s);
        row("zeros", QByteArray(5000, '\0'), Error::Code::Unsupported, u"known formats"_s);
    }
    void othersAreRefused()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, says);
        const auto imported = inspectBytes(bytes);
        QVERIFY(!imported.ok());
        QTEST(int(imported.error().code), "code");
        QVERIFY2(imported.error().text.contains(says), qPrintable(imported.error().text));
    }

    void unknownFormatName()
    {
        const auto imported = inspectBytes("{}", u"helm"_s);
        QVERIFY(!imported.ok());
        QCOMPARE(imported.error().code, Error::Code::Unsupported);
        // A format that was asked for is not doubted, but the content still has to fit.
        QVERIFY(!inspectBytes("{}", u"lm-evaluation-harness"_s).ok());
        QVERIFY(!inspectBytes("# Card", u"huggingface-model-index"_s).ok());
    }

    void hashesWhatWasRead()
    {
        for (const QString &name : {u"lmeval_new.json"_s, u"card.md"_s, u"eval_results.yaml"_s}) {
            const QByteArray bytes = fixtureBytes(name);
            const QString wanted = u"sha256:"_s + QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
            const QJsonObject raw = inspectFile(fixture(name))->toJson().value(u"raw"_s).toObject();
            QCOMPARE(raw.value(u"digest"_s).toString(), wanted);
            QCOMPARE(raw.value(u"bytes"_s).toInteger(), bytes.size());
        }
    }

    void refusesWhatIsNoFile()
    {
        QTemporaryDir dir;
        QCOMPARE(inspectFile(dir.path()).error().code, Error::Code::Invalid);
        QCOMPARE(inspectFile(dir.filePath(u"none"_s)).error().code, Error::Code::NotFound);
        QCOMPARE(inspectFile(u"/dev/zero"_s).error().code, Error::Code::Invalid);
        const QByteArray pipe = QFile::encodeName(dir.filePath(u"pipe"_s));
        QCOMPARE(::mkfifo(pipe.constData(), 0600), 0);
        QCOMPARE(inspectFile(dir.filePath(u"pipe"_s)).error().code, Error::Code::Invalid);
        QVERIFY(QFile::link(dir.filePath(u"loop"_s), dir.filePath(u"loop"_s)));
        QVERIFY(!inspectFile(dir.filePath(u"loop"_s)).ok());
    }

    void limits()
    {
        const QByteArray json = fixtureBytes(u"lmeval_new.json"_s);
        ImportOptions options;
        options.fileBytes = json.size() - 1;
        QCOMPARE(inspectBytes(json, {}, options).error().code, Error::Code::TooLarge);
        QCOMPARE(inspectFile(fixture(u"lmeval_new.json"_s), {}, options).error().code, Error::Code::TooLarge);
        options.fileBytes = json.size();
        QVERIFY(inspectBytes(json, {}, options).ok());
        options = {};
        options.textBytes = 1000;
        QCOMPARE(inspectBytes("# Card\n" + QByteArray(2000, 'x'), {}, options).error().code, Error::Code::TooLarge);
    }

    void progressAndCancel()
    {
        // Some megabytes, so that reading goes on beyond the part that is looked at first.
        QByteArray json = R"({"results":{"t":{"acc,none":0.5}},"padding":[)";
        json += QByteArray("\"0123456789\",").repeated(300'000) + "0]}";
        qint64 last = 0, size = 0;
        ImportOptions options;
        options.progress = [&](qint64 read, qint64 whole) {
            QVERIFY(read >= last);
            last = read;
            size = whole;
        };
        QVERIFY(inspectBytes(json, {}, options).ok());
        QCOMPARE(last, json.size());
        QCOMPARE(size, json.size());
        const auto stop = std::make_unique<std::stop_source>();
        options.stop = stop->get_token();
        options.progress = [&](qint64 read, qint64) {
            if (read > 2'000'000)
                stop->request_stop();
        };
        QCOMPARE(inspectBytes(json, {}, options).error().code, Error::Code::Cancelled);
    }

    /// A million tasks: refused by a stated limit or taken, but neither slow without end nor a crash.
    void aMillionTasks()
    {
        QByteArray json = "{\"results\":{";
        for (int i = 0; i < 1'000'000; ++i)
            json += (i ? ",\"t" : "\"t") + QByteArray::number(i) + "\":{\"acc\":0.5}";
        json += "}}";
        const auto imported = inspectBytes(json);
        QVERIFY(!imported.ok());
        QCOMPARE(imported.error().code, Error::Code::TooLarge);
        QVERIFY(imported.error().text.contains(u"200000"_s));
    }

    /// Any damage to a good file is either understood or refused with a sentence; nothing else.
    void damagedFilesNeverCrash()
    {
        quint32 seed = 12345;
        const auto random = [&seed] { return seed = seed * 1664525 + 1013904223; };
        for (const QString &name : {u"lmeval_new.json"_s, u"samples_sums.jsonl"_s, u"card.md"_s, u"eval_results.yaml"_s}) {
            const QByteArray good = fixtureBytes(name);
            const QString format = inspectBytes(good)->format();
            for (int round = 0; round < 300; ++round) {
                QByteArray bytes = good;
                for (quint32 i = random() % 4; i < 4; ++i)
                    bytes[random() % bytes.size()] = char(random() >> 16);
                if (random() % 4 == 0)
                    bytes.truncate(random() % bytes.size());
                const auto imported = inspectBytes(bytes, round % 2 ? format : QString());
                if (!imported.ok())
                    QVERIFY(!imported.error().text.isEmpty());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestInspect)
#include "tst_inspect.moc"

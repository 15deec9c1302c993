// SPDX-License-Identifier: GPL-3.0-or-later
#include "archivebuilder.h"
#include "formatstest.h"

#include "formats/packfolder.h"
#include "formats/reportmerge.h"
#include "formats/zipfileset.h"

#include <QCryptographicHash>
#include <QTemporaryDir>

#include <sys/stat.h>

using namespace formatstest;
using Code = Error::Code;

namespace {

QByteArray results(const QByteArray &task, double value, const QByteArray &model = "org/model")
{
    return "{\"results\":{\"" + task + "\":{\"acc,none\":" + QByteArray::number(value) + ",\"acc_stderr,none\":0.01}},\"config\":{\"model_args\":\"pretrained="
        + model + "\"},\"n-samples\":{\"" + task + "\":{\"original\":100,\"effective\":100}},\"lm_eval_version\":\"0.4.8\",\"model_name\":\"" + model + "\"}";
}

const EvaluationReport &reportOf(const Result<Imported> &imported)
{
    static const EvaluationReport none;
    return imported.ok() && imported->report() ? *imported->report() : none;
}

QStringList pointersOf(const EvaluationReport &report, const QString &code)
{
    QStringList out;
    for (const auto &warning : report.warnings) {
        if (warning.code == code)
            out.append(warning.pointer);
    }
    return out;
}

void writeFile(const QString &path, const QByteArray &content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

QString sha256(const QByteArray &bytes)
{
    return u"sha256:"_s + QString::fromLatin1(QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex());
}

} // namespace

class TestContainers : public QObject
{
    Q_OBJECT
private slots:
    void gzipIsTransparent()
    {
        const QByteArray packed = gzipped(results("t", 0.5));
        const auto imported = inspectBytes(packed);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        QCOMPARE(reportOf(imported).results.size(), 1);
        QCOMPARE(reportOf(imported).results[0].pointer, u"/results/t/acc,none"_s);
        QCOMPARE(reportOf(imported).rawDigest, sha256(packed)); // of the compressed bytes
        QCOMPARE(reportOf(imported).rawBytes, packed.size());
        QVERIFY(inspectBytes(packed, u"lm-evaluation-harness"_s).ok());
        QVERIFY(!inspectBytes(packed, u"huggingface-model-index"_s).ok());
        // gzip files are one or more members.
        const QByteArray text = results("t", 0.5);
        QCOMPARE(reportOf(inspectBytes(gzipped(text.left(40)) + gzipped(text.mid(40)))).results.size(), 1);
    }

    void badGzip_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        const QByteArray good = gzipped(results("t", 0.5));
        QByteArray crc = good;
        crc[crc.size() - 7] = char(crc[crc.size() - 7] ^ 1);
        QTest::newRow("cut") << good.chopped(20) << int(Code::Corrupt);
        QTest::newRow("cut in the trailer") << good.chopped(3) << int(Code::Corrupt);
        QTest::newRow("checksum") << crc << int(Code::Corrupt);
        QTest::newRow("garbage behind") << good + "garbage" << int(Code::Corrupt);
        QTest::newRow("header alone") << good.left(10) << int(Code::Corrupt);
        QTest::newRow("nothing inside") << gzipped({}) << int(Code::Invalid);
        QTest::newRow("unknown inside") << gzipped("hello") << int(Code::Unsupported);
        QTest::newRow("three levels") << gzipped(gzipped(gzipped("{}"))) << int(Code::Unsupported);
        QTest::newRow("bomb") << gzipped(results("t", 0.5) + QByteArray(30'000'000, ' ')) << int(Code::TooLarge);
    }
    void badGzip()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes);
        QVERIFY(!imported.ok());
        QTEST(int(imported.error().code), "code");
        QVERIFY(!imported.error().text.isEmpty());
    }

    void oneFileInAnArchive()
    {
        const QByteArray zip = zipArchive({{"out/results.json", results("t", 0.5)}, {"out/notes.txt", "hello"}, {"out/", ""}});
        const auto imported = inspectBytes(zip);
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const EvaluationReport &report = reportOf(imported);
        QCOMPARE(report.format, u"lm-evaluation-harness"_s);
        QCOMPARE(report.results.size(), 1);
        QCOMPARE(report.results[0].pointer, u"out/results.json#/results/t/acc,none"_s);
        QCOMPARE(report.subject.model, u"org/model"_s);
        QCOMPARE(report.completeness, EvaluationReport::Completeness::Complete);
        QCOMPARE(pointersOf(report, u"notUnderstood"_s), QStringList{u"out/notes.txt"_s});
        QCOMPARE(report.rawDigest, sha256(zip));
        QVERIFY(inspectBytes(zip, u"lm-evaluation-harness"_s).ok());
    }

    void severalFilesAreOneReport()
    {
        const auto imported = inspectBytes(zipArchive({{"b.json", results("beta", 0.25)}, {"a.json", results("alpha", 0.5)}, {"c.json.gz", gzipped(results("gamma", 0.75))}}));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        const EvaluationReport &report = reportOf(imported);
        QCOMPARE(report.results.size(), 3);
        QCOMPARE(report.results[0].task, u"alpha"_s); // by the files' names, whatever the archive's order
        QCOMPARE(report.results[2].pointer, u"c.json.gz#/results/gamma/acc,none"_s);
        QCOMPARE(report.format, u"lm-evaluation-harness"_s);
        QCOMPARE(report.producer.version, u"0.4.8"_s);
        QCOMPARE(report.subject.model, u"org/model"_s);
        QVERIFY(!warned(report.warnings, u"subjectsDiffer"_s));
        QVERIFY(report.results[0].suite.isEmpty() && report.results[0].flags.isEmpty());
        QVERIFY(EvaluationReport::fromJson(report.toJson()).ok());
    }

    void differentModelsCannotGate()
    {
        const auto imported = inspectBytes(zipArchive({{"a.json", results("t", 0.5, "org/one")}, {"b.json", results("t", 0.6, "org/two")}}));
        const EvaluationReport &report = reportOf(imported);
        QCOMPARE(report.results.size(), 2);
        QVERIFY(report.subject.model.isEmpty());
        QVERIFY(warned(report.warnings, u"subjectsDiffer"_s));
        QVERIFY(warned(report.warnings, u"sameTaskTwice"_s));
        QCOMPARE(report.results[0].flags, QStringList{u"subject=org/one"_s});
        QCOMPARE(report.results[1].flags, QStringList{u"subject=org/two"_s});
        QCOMPARE(report.results[0].suite, u"a"_s);
        QCOMPARE(report.results[1].suite, u"b"_s);
    }

    /// The means of single answers are computed here; the tool's own results stand beside them and win.
    void samplesBesideResults()
    {
        const QByteArray samples = fixtureBytes(u"samples_sums.jsonl"_s);
        const auto alone = inspectBytes(samples, {}, {}, u"samples_t.jsonl"_s);
        REQUIRE(alone.ok() && !reportOf(alone).results.isEmpty());
        const auto &first = reportOf(alone).results.first();
        QByteArray file = "{\"results\":{\"t\":{";
        for (const auto &metric : reportOf(alone).results)
            file += '"' + (metric.metric + u',' + metric.filter).toUtf8() + "\":0.5,";
        file.chop(1);
        file += "}},\"config\":{\"model\":\"hf\"}}";
        const auto both = inspectBytes(zipArchive({{"results.json", file}, {"samples_t.jsonl", samples}}));
        QVERIFY2(both.ok(), both.ok() ? "" : qPrintable(both.error().text));
        QCOMPARE(reportOf(both).results.size(), reportOf(alone).results.size());
        QCOMPARE(find(reportOf(both), u"t"_s, first.metric)->value, 0.5);
        QCOMPARE(reportOf(both).completeness, EvaluationReport::Completeness::Complete);
        QCOMPARE(reportOf(both).failures.size(), reportOf(alone).failures.size());
        QCOMPARE(reportOf(both).format, QString(severalFormats));
        QVERIFY(inspectBytes(zipArchive({{"results.json", file}, {"samples_t.jsonl", samples}}), QString(severalFormats)).ok());
    }

    void damagedMemberIsToldOf()
    {
        const auto imported = inspectBytes(zipArchive({{"a.json", results("t", 0.5)}, {"b.json", results("u", 0.5).chopped(20)}}));
        QCOMPARE(reportOf(imported).results.size(), 1);
        QCOMPARE(pointersOf(reportOf(imported), u"damagedMember"_s), QStringList{u"b.json"_s});
        QCOMPARE(reportOf(imported).completeness, EvaluationReport::Completeness::Partial);
        const auto none = inspectBytes(zipArchive({{"b.json", results("u", 0.5).chopped(20)}}));
        QCOMPARE(none.error().code, Code::Invalid);
        QVERIFY2(none.error().text.startsWith(u"b.json: Line 1"_s), qPrintable(none.error().text));
    }

    void cards()
    {
        const QByteArray card = fixtureBytes(u"card.md"_s);
        const auto one = inspectBytes(zipArchive({{"README.md", card}, {"config.json", "{}"}}));
        QVERIFY(one.ok() && one->card());
        QVERIFY(warned(one->card()->warnings, u"notUnderstood"_s));
        QCOMPARE(inspectBytes(zipArchive({{"a/README.md", card}, {"b/README.md", card}})).error().code, Code::Invalid);
        const auto both = inspectBytes(zipArchive({{"README.md", card}, {"r.json", results("t", 0.5)}}));
        QCOMPARE(pointersOf(reportOf(both), u"cardLeftOut"_s), QStringList{u"README.md"_s});
    }

    void waysOfPacking_data()
    {
        QTest::addColumn<ZipMember>("member");
        const ZipMember plain{"r.json", results("t", 0.5)};
        const auto row = [&](const char *name, auto change) {
            ZipMember member = plain;
            change(member);
            QTest::newRow(name) << member;
        };
        row("deflated", [](ZipMember &) {});
        row("stored", [](ZipMember &m) { m.method = 0; });
        row("ZIP64", [](ZipMember &m) { m.zip64 = true; });
        row("data descriptor", [](ZipMember &m) { m.descriptor = true; });
        row("no mode", [](ZipMember &m) { m.mode = 0; });
        row("name in Latin-1", [](ZipMember &m) { m.name = "r\xe9.json"; m.flags = 0; });
    }
    void waysOfPacking()
    {
        QFETCH(ZipMember, member);
        for (const QByteArray &comment : {QByteArray(), QByteArray("PK\x05\x06 a comment that begins like an end")}) {
            const auto imported = inspectBytes(zipOfMembers({member}, comment));
            QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
            QCOMPARE(reportOf(imported).results.size(), 1);
        }
    }

    void membersLeftOut_data()
    {
        QTest::addColumn<ZipMember>("member");
        QTest::addColumn<QString>("code");
        const ZipMember plain{"r.json", results("t", 0.5)};
        const auto row = [&](const char *name, const QString &code, auto change) {
            ZipMember member = plain;
            change(member);
            QTest::newRow(name) << member << code;
        };
        row("up", u"unsafeName"_s, [](ZipMember &m) { m.name = "../../etc/cron.d/r.json"; });
        row("up inside", u"unsafeName"_s, [](ZipMember &m) { m.name = "a/../../r.json"; });
        row("absolute", u"unsafeName"_s, [](ZipMember &m) { m.name = "/r.json"; });
        row("drive", u"unsafeName"_s, [](ZipMember &m) { m.name = "C:/r.json"; });
        row("backslash", u"unsafeName"_s, [](ZipMember &m) { m.name = "..\\r.json"; });
        row("control character", u"unsafeName"_s, [](ZipMember &m) { m.name = "r\x1b[31m.json"; });
        row("link", u"notUnderstood"_s, [](ZipMember &m) { m.mode = 0120777; });
        row("encrypted", u"notUnderstood"_s, [](ZipMember &m) { m.flags |= 1; });
        row("zstd", u"notUnderstood"_s, [](ZipMember &m) { m.method = 93; });
    }
    void membersLeftOut()
    {
        QFETCH(ZipMember, member);
        QFETCH(QString, code);
        const auto imported = inspectBytes(zipOfMembers({ZipMember{"good.json", results("u", 0.5)}, member}, {}));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        QCOMPARE(reportOf(imported).results.size(), 1);
        QCOMPARE(pointersOf(reportOf(imported), code), QStringList{QString::fromUtf8(member.name)});
        QVERIFY(!inspectBytes(zipOfMembers({member}, {})).ok());
    }

    /// Readers disagree about which of two equal names counts, so neither does.
    void equalNames()
    {
        const auto imported = inspectBytes(zipArchive({{"a.json", results("t", 0.5)}, {"a.json", results("t", 0.9)}, {"b.json", results("u", 0.5)}}));
        QCOMPARE(reportOf(imported).results.size(), 1);
        QCOMPARE(pointersOf(reportOf(imported), u"nameTwice"_s), QStringList{u"a.json"_s});
    }

    void badArchives_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("code");
        const ZipMember plain{"r.json", results("t", 0.5)};
        const QByteArray good = zipOfMembers({plain}, {});
        const auto changed = [&](auto change) {
            ZipMember member = plain;
            change(member);
            return zipOfMembers({member}, {});
        };
        const auto row = [](const char *name, const QByteArray &bytes, Code code) { QTest::newRow(name) << bytes << int(code); };
        row("no archive", "PK\x03\x04garbage", Code::Corrupt);
        row("cut", good.chopped(30), Code::Corrupt);
        row("beginning only", good.left(60), Code::Corrupt);
        row("two ends", good + good.right(22), Code::Corrupt);
        row("something in front", "#!/bin/sh\n" + good, Code::Unsupported); // begins like no archive
        row("empty", zipOfMembers(QList<ZipMember>(), {}), Code::Invalid);
        row("checksum", changed([](ZipMember &m) { m.badCrc = 1; }), Code::Corrupt);
        row("shorter than it says", changed([](ZipMember &m) { m.claimedSize = 5000; }), Code::Corrupt);
        row("longer than it says", changed([](ZipMember &m) { m.claimedSize = 50; }), Code::Corrupt);
        row("bomb", changed([](ZipMember &m) { m.content = QByteArray(30'000'000, '0'); }), Code::TooLarge);
        row("bomb that lies", changed([](ZipMember &m) { m.content = QByteArray(30'000'000, '0'); m.claimedSize = 1000; }), Code::Corrupt);
        row("too large", changed([](ZipMember &m) { m.method = 0; m.claimedSize = 0xf0000000; }), Code::TooLarge);
        row("nothing known", zipArchive({{"a.txt", "a"}, {"b.bin", QByteArray(10, '\0')}}), Code::Unsupported);
        row("three levels", zipArchive({{"a.zip", zipArchive({{"b.zip", good}})}}), Code::Unsupported);
        row("split", [&] { QByteArray b = good; b[b.size() - 18] = 1; return b; }(), Code::Unsupported);
        row("directory elsewhere", [&] { QByteArray b = good; b[b.size() - 6] = char(0xff); return b; }(), Code::Corrupt);
        row("count too high", [&] { QByteArray b = good; b[b.size() - 12] = 9; return b; }(), Code::Corrupt);
    }
    void badArchives()
    {
        QFETCH(QByteArray, bytes);
        const auto imported = inspectBytes(bytes);
        QVERIFY(!imported.ok());
        QVERIFY2(!imported.error().text.isEmpty(), "an error needs a sentence");
        QTEST(int(imported.error().code), "code");
    }

    void archivesOfArchives()
    {
        const QByteArray inner = zipArchive({{"r.json", results("t", 0.5)}});
        const auto imported = inspectBytes(zipArchive({{"one.zip", inner}, {"r.json", results("u", 0.5)}}));
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        QCOMPARE(reportOf(imported).results.size(), 2);
        QCOMPARE(reportOf(imported).results[0].pointer, u"one.zip#r.json#/results/t/acc,none"_s);
    }

    void anyDamageIsSurvived()
    {
        quint32 seed = 4711;
        const auto random = [&seed] { return seed = seed * 1664525 + 1013904223; };
        const QByteArray zip = zipArchive({{"a.json", results("t", 0.5)}, {"b/c.json", results("u", 0.5)}, {"n.txt", "x"}});
        for (const QByteArray &good : {zip, gzipped(results("t", 0.5)), zipOfMembers({ZipMember{"a", results("t", 0.5), 8, true}}, "comment")}) {
            for (int round = 0; round < 400; ++round) {
                QByteArray bytes = good;
                for (quint32 i = random() % 4; i < 4; ++i)
                    bytes[qsizetype(random() % quint32(bytes.size()))] = char(random() >> 16);
                if (random() % 4 == 0)
                    bytes.truncate(qsizetype(random() % quint32(bytes.size())));
                const auto imported = inspectBytes(bytes);
                QVERIFY(imported.ok() || !imported.error().text.isEmpty());
            }
        }
    }

    /// The fuzzers' seeds, damaged at random: understood and fit for its own codec, or refused with a sentence.
    void seedsSurviveDamage_data()
    {
        QTest::addColumn<QString>("path");
        for (const QString &folder : {u"helm"_s, u"inspectai"_s, u"openaievals"_s, u"modelbench"_s, u"everyevalever"_s, u"containers"_s}) {
            for (const QFileInfo &file : QDir(QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/formats/fuzz/") + folder).entryInfoList(QDir::Files))
                QTest::newRow(qPrintable(folder + u'/' + file.fileName())) << file.filePath();
        }
    }
    void seedsSurviveDamage()
    {
        QFETCH(QString, path);
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray good = file.readAll();
        const auto original = inspectBytes(good);
        QVERIFY2(original.ok(), original.ok() ? "" : qPrintable(original.error().text));
        const QString format = original->format();
        quint32 seed = 99;
        const auto random = [&seed] { return (seed = seed * 1664525 + 1013904223) >> 8; };
        const QByteArray pieces[] = {"null", "-1", "1e999", "NaN", "[]", "{}", "\"\"", "true", "[[[[", ",", "\xff"};
        for (int round = 0; round < 250; ++round) {
            QByteArray bytes = good;
            for (quint32 i = random() % 3; i < 3; ++i) {
                const auto at = qsizetype(random() % quint32(bytes.size()));
                if (random() % 2)
                    bytes.replace(at, qsizetype(random() % 12), pieces[random() % std::size(pieces)]);
                else
                    bytes[at] = char(random());
            }
            if (random() % 5 == 0)
                bytes.truncate(qsizetype(random() % quint32(bytes.size())));
            const auto imported = inspectBytes(bytes, round % 2 ? format : QString());
            if (!imported.ok())
                QVERIFY(!imported.error().text.isEmpty());
            else if (imported->report())
                QVERIFY2(EvaluationReport::fromJson(imported->toJson()).ok(), bytes.constData());
        }
    }

    void foldersPackTheSameEachTime()
    {
        QTemporaryDir one, two;
        for (const QString &name : {u"run:a=b,c/results.json"_s, u"z.json"_s, u"Z.json"_s, u".hidden/x.json"_s})
            writeFile(one.filePath(name), results(name.toUtf8().toHex(), 0.5));
        for (const QString &name : {u"Z.json"_s, u".hidden/x.json"_s, u"z.json"_s, u"run:a=b,c/results.json"_s})
            writeFile(two.filePath(name), results(name.toUtf8().toHex(), 0.5));
        writeFile(two.filePath(u".git/HEAD"_s), "ref");
        writeFile(two.filePath(u".DS_Store"_s), "x");
        const auto a = packFolder(one.path()), b = packFolder(two.path());
        QVERIFY2(a.ok(), a.ok() ? "" : qPrintable(a.error().text));
        QVERIFY(b.ok());
        const QByteArray bytes = a->device->readAll();
        QVERIFY(!bytes.isEmpty());
        QCOMPARE(bytes, b->device->readAll());
        QCOMPARE(a->fileName, QDir(one.path()).dirName() + u".zip"_s);
        // What is imported of the folder is what is imported of its bytes.
        const auto folder = inspectPath(one.path()), packed = inspectBytes(bytes);
        QVERIFY2(folder.ok(), folder.ok() ? "" : qPrintable(folder.error().text));
        QCOMPARE(reportOf(folder).results.size(), 4);
        QVERIFY(reportOf(folder) == reportOf(packed));
        QCOMPARE(reportOf(folder).rawDigest, sha256(bytes));
    }

    void foldersAreReadWithCare()
    {
        QTemporaryDir dir, other;
        writeFile(dir.filePath(u"r.json"_s), results("t", 0.5));
        writeFile(other.filePath(u"secret.json"_s), results("secret", 0.5));
        QVERIFY(QFile::link(other.path(), dir.filePath(u"linked"_s)));
        QVERIFY(QFile::link(other.filePath(u"secret.json"_s), dir.filePath(u"link.json"_s)));
        QVERIFY(QFile::link(dir.path(), dir.filePath(u"loop"_s)));
        const auto imported = inspectPath(dir.path());
        QVERIFY2(imported.ok(), imported.ok() ? "" : qPrintable(imported.error().text));
        QCOMPARE(reportOf(imported).results.size(), 1);
        REQUIRE(warned(reportOf(imported).warnings, u"linksLeftOut"_s));
        QVERIFY(reportOf(imported).warnings.last().message.contains(u"link.json, linked, loop"_s));
        QCOMPARE(::mkfifo(QFile::encodeName(dir.filePath(u"pipe"_s)).constData(), 0600), 0);
        QCOMPARE(inspectPath(dir.path()).error().code, Code::Invalid);
        QCOMPARE(inspectPath(u"/dev/null"_s).error().code, Code::Invalid);
        QCOMPARE(inspectPath(dir.filePath(u"none"_s)).error().code, Code::NotFound);
        QTemporaryDir empty;
        QCOMPARE(inspectPath(empty.path()).error().code, Code::Invalid);
        QCOMPARE(packFolder(dir.filePath(u"r.json"_s)).error().code, Code::NotFound);
        QVERIFY(inspectPath(dir.filePath(u"r.json"_s)).ok());
    }

    void folderLimits()
    {
        QTemporaryDir dir;
        writeFile(dir.filePath(u"a.json"_s), results("t", 0.5));
        writeFile(dir.filePath(u"b.json"_s), results("u", 0.5));
        ImportOptions options;
        options.fileBytes = 300;
        QCOMPARE(packFolder(dir.path(), options).error().code, Code::TooLarge);
        options = {};
        options.results = 1;
        QCOMPARE(inspectPath(dir.path(), {}, options).error().code, Code::TooLarge);
        std::stop_source stop;
        stop.request_stop();
        options = {};
        options.stop = stop.get_token();
        QCOMPARE(inspectPath(dir.path(), {}, options).error().code, Code::Cancelled);
        QString deep = dir.path();
        for (int i = 0; i < 40; ++i)
            deep += u"/d"_s;
        writeFile(deep + u"/x.json"_s, "{}");
        QCOMPARE(packFolder(dir.path()).error().code, Code::TooLarge);
    }

    void readsMembersInTurns()
    {
        QByteArray bytes = zipArchive({{"a", QByteArray("alpha").repeated(30'000)}, {"b", QByteArray("beta").repeated(30'000)}});
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::ReadOnly);
        const auto set = ZipFileSet::open(&buffer);
        REQUIRE(set.ok());
        QCOMPARE(set.value()->names(), (QStringList{u"a"_s, u"b"_s}));
        QCOMPARE(set.value()->size(u"a"_s), 150'000);
        QCOMPARE(set.value()->size(u"c"_s), -1);
        QCOMPARE(set.value()->open(u"c"_s).error().code, Code::NotFound);
        auto a = set.value()->open(u"a"_s), b = set.value()->open(u"b"_s);
        QByteArray first, second;
        while (!a.value()->atEnd() || !b.value()->atEnd()) {
            first += a.value()->read(1000);
            second += b.value()->read(777);
        }
        QCOMPARE(first, QByteArray("alpha").repeated(30'000));
        QCOMPARE(second, QByteArray("beta").repeated(30'000));
        QCOMPARE(set.value()->read(u"a"_s, 1000).error().code, Code::TooLarge);
        QCOMPARE(set.value()->head(u"b"_s, 6), "betabe"_ba);
        QVERIFY(!set.value()->problem());
    }
};

QTEST_GUILESS_MAIN(TestContainers)
#include "tst_containers.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/zip.h"
#include "trusttest.h"

#include <QBuffer>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtEndian>

using namespace countersign;

namespace {

using Files = QList<std::pair<QString, QByteArray>>;

QByteArray archiveOf(const Files &files)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    ZipWriter writer(&buffer);
    for (const auto &[name, content] : files) {
        if (!writer.add(name, content))
            return {};
    }
    return writer.finish() ? bytes : QByteArray();
}

Result<Files> filesOf(QByteArray bytes, const ZipLimits &limits = {})
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    auto reader = ZipReader::open(&buffer, limits);
    if (!reader)
        return reader.error();
    Files out;
    for (const ZipReader::Entry &entry : reader->entries()) {
        auto content = reader->read(entry.name);
        if (!content)
            return content.error();
        out.append({entry.name, *content});
    }
    return out;
}

const Files sample = {{u"README.txt"_s, "read me"}, {u"signoffs/1.json"_s, "{}"}, {u"ünicode"_s, ""}};

template <typename T>
QByteArray poked(QByteArray bytes, qsizetype at, T value)
{
    qToLittleEndian(value, bytes.data() + at);
    return bytes;
}

/// Renames the first file in both headers without asking anyone; the names must be of one length.
QByteArray renamed(const char *from, const char *to)
{
    return QByteArray(archiveOf({{QString::fromLatin1(from), "x"}, {u"zz"_s, "y"}})).replace(from, to);
}

} // namespace

class TestZip : public QObject
{
    Q_OBJECT
private slots:
    void roundTrip();
    void deterministic();
    void fromDevice();
    void writerRefuses();
    void names_data();
    void names();
    void hostile_data();
    void hostile();
    void limits();
    void everyFlippedByteIsNoticed();
    void everyTruncationIsNoticed();
    void unzipAgrees();
    void zipAgrees();
};

void TestZip::roundTrip()
{
    const auto files = filesOf(archiveOf(sample));
    VERIFY_OK(files);
    QCOMPARE(*files, sample);
    QVERIFY(filesOf(archiveOf({}))->isEmpty());
}

void TestZip::deterministic()
{
    QCOMPARE(archiveOf(sample), archiveOf(sample));
}

void TestZip::fromDevice()
{
    QByteArray content(700'000, 'c');
    QBuffer source(&content);
    source.open(QIODevice::ReadOnly);
    QByteArray bytes;
    QBuffer target(&bytes);
    target.open(QIODevice::WriteOnly);
    ZipWriter writer(&target);
    VERIFY_OK(writer.add(u"big"_s, source));
    VERIFY_OK(writer.finish());
    QCOMPARE(bytes, archiveOf({{u"big"_s, content}}));
}

void TestZip::writerRefuses()
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    ZipWriter writer(&buffer);
    VERIFY_OK(writer.add(u"a"_s, "1"));
    VERIFY_ERROR(writer.add(u"a"_s, "2"), Exists);
    VERIFY_ERROR(writer.add(u"A"_s, "2"), Exists);
    VERIFY_ERROR(writer.add(u"../a"_s, "2"), Invalid);
    QBuffer closed;
    ZipWriter nowhere(&closed);
    QTest::ignoreMessage(QtWarningMsg, "QIODevice::write (QBuffer): device not open");
    VERIFY_ERROR(nowhere.add(u"a"_s, "1"), Internal);
}

void TestZip::names_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("good");
    for (const char16_t *good : {u"a", u"a/b.txt", u"ünicode ✓", u"..a", u"a..b", u".hidden", u"console", u"COM", u"COM10", u"a b"})
        QTest::newRow(qPrintable(QString::fromUtf16(good))) << QString::fromUtf16(good) << true;
    for (const char16_t *bad : {u"", u"/a", u"//a", u"a//b", u"..", u"../a", u"a/../b", u"a/..", u".", u"./a", u"C:a", u"C:/a", u"a\\b", u"\\\\h\\s",
                                u"a/", u"CON", u"con.txt", u"a/NUL", u"COM1", u"lpt9.x", u"AUX .txt", u"a.", u"a ", u"a./b", u"a\nb", u"a\x7f", u"x:y"})
        QTest::newRow(qPrintable(u"bad: "_s + QString::fromUtf16(bad))) << QString::fromUtf16(bad) << false;
    QTest::newRow("bad: zero") << QString(QChar(0)) << false;
    QTest::newRow("bad: half a character") << QString(QChar(0xd800)) << false;
    QTest::newRow("bad: long") << QString(1001, u'a') << false;
}

void TestZip::names()
{
    QFETCH(QString, name);
    QFETCH(bool, good);
    QCOMPARE(checkArchiveName(name).ok(), good);
}

void TestZip::hostile_data()
{
    // One file "aaaa" with content "x": local header 0…34, content 34, directory at 35, end at 85.
    const QByteArray one = archiveOf({{u"aaaa"_s, "x"}});
    const qsizetype central = 35;
    const qsizetype end = central + 46 + 4;
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("not an archive") << QByteArray(100, 'x');
    QTest::newRow("something behind") << one + 'x';
    QTest::newRow("something before") << 'x' + one;
    QTest::newRow("traversal") << renamed("aaaa", "../a");
    QTest::newRow("absolute") << renamed("aaaa", "/aaa");
    QTest::newRow("drive") << renamed("aaaa", "C:/a");
    QTest::newRow("backslash") << renamed("aaaa", "..\\a");
    QTest::newRow("device") << renamed("aaaa", "CON.");
    QTest::newRow("duplicate") << QByteArray(archiveOf({{u"aaaa"_s, "1"}, {u"bbbb"_s, "2"}})).replace("bbbb", "aaaa");
    QTest::newRow("duplicate but for case") << QByteArray(archiveOf({{u"aaaa"_s, "1"}, {u"bbbb"_s, "2"}})).replace("bbbb", "AAaa");
    QTest::newRow("file as folder") << QByteArray(archiveOf({{u"aaaa"_s, "1"}, {u"bbbb/x"_s, "2"}})).replace("bbbb", "aaaa");
    QTest::newRow("not UTF-8") << renamed("aaaa", "aa\xff\xff");
    QTest::newRow("local name differs") << poked<quint8>(one, 30, 'b');
    QTest::newRow("local size differs") << poked<quint32>(one, 18, 0);
    QTest::newRow("local checksum differs") << poked<quint32>(one, 14, 0);
    QTest::newRow("local method differs") << poked<quint16>(one, 8, 8);
    QTest::newRow("deflate") << poked<quint16>(poked<quint16>(one, central + 10, 8), 8, 8);
    QTest::newRow("encrypted") << poked<quint16>(one, central + 8, 0x801);
    QTest::newRow("size after content") << poked<quint16>(one, central + 8, 0x808);
    QTest::newRow("link") << poked<quint32>(one, central + 38, 0120777u << 16);
    QTest::newRow("device file") << poked<quint32>(one, central + 38, 0020666u << 16);
    QTest::newRow("offset outside") << poked<quint32>(one, central + 42, 0x7fffffff);
    QTest::newRow("size outside") << poked<quint32>(poked<quint32>(one, central + 20, 0x7000000), central + 24, 0x7000000);
    QTest::newRow("directory elsewhere") << poked<quint32>(one, end + 16, 0);
    QTest::newRow("directory too long") << poked<quint32>(one, end + 12, 0xfffffff0);
    QTest::newRow("count too high") << poked<quint32>(one, end + 8, 0x00020002);
    QTest::newRow("count too low") << poked<quint32>(one, end + 8, 0);
    QTest::newRow("split") << poked<quint16>(one, end + 4, 1);
    QTest::newRow("zip64") << poked<quint32>(one, end + 16, 0xffffffff);
    QTest::newRow("comment") << poked<quint16>(one, end + 20, 1) + 'c';
    QTest::newRow("content damaged") << poked<quint8>(one, 34, 'y');
    // Both directory entries point at the same bytes.
    QByteArray twin = archiveOf({{u"aaaa"_s, "x"}, {u"bbbb"_s, "x"}});
    QTest::newRow("overlap") << poked<quint32>(twin, twin.lastIndexOf("bbbb") - 4, 0);
}

void TestZip::hostile()
{
    QFETCH(QByteArray, bytes);
    const auto files = filesOf(bytes);
    QVERIFY(!files);
    QVERIFY(!files.error().text.isEmpty());
}

void TestZip::limits()
{
    const QByteArray bytes = archiveOf(sample);
    ZipLimits few;
    few.entries = 2;
    VERIFY_ERROR(filesOf(bytes, few), TooLarge);
    ZipLimits small;
    small.entryBytes = 6;
    VERIFY_ERROR(filesOf(bytes, small), TooLarge);
    ZipLimits total;
    total.totalBytes = 8;
    VERIFY_ERROR(filesOf(bytes, total), TooLarge);
}

void TestZip::everyFlippedByteIsNoticed()
{
    const QByteArray bytes = archiveOf(sample);
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        // Times, versions and permissions say nothing about content; names and content must not change unseen.
        const auto files = filesOf(flipped(bytes, at));
        if (files)
            QCOMPARE(*files, sample);
    }
}

void TestZip::everyTruncationIsNoticed()
{
    const QByteArray bytes = archiveOf(sample);
    for (qsizetype size = 0; size < bytes.size(); ++size)
        QVERIFY(!filesOf(bytes.first(size)));
}

void TestZip::unzipAgrees()
{
    const QString unzip = QStandardPaths::findExecutable(u"unzip"_s);
    const QString python = QStandardPaths::findExecutable(u"python3"_s);
    if (unzip.isEmpty() && python.isEmpty())
        QSKIP("neither unzip nor python3 is installed");
    QTemporaryDir dir;
    QFile file(dir.filePath(u"a.zip"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(archiveOf(sample));
    file.close();
    QProcess process;
    if (!unzip.isEmpty())
        process.start(unzip, {u"-tq"_s, file.fileName()});
    else
        process.start(python, {u"-m"_s, u"zipfile"_s, u"-t"_s, file.fileName()});
    QVERIFY(process.waitForFinished());
    QVERIFY2(process.exitCode() == 0, process.readAll().constData());
}

void TestZip::zipAgrees()
{
    const QString python = QStandardPaths::findExecutable(u"python3"_s);
    if (python.isEmpty())
        QSKIP("python3 is not installed");
    QTemporaryDir dir;
    QProcess process;
    process.setWorkingDirectory(dir.path());
    process.start(python, {u"-c"_s, u"import zipfile\nz=zipfile.ZipFile('a.zip','w')\nz.writestr('d/','')\nz.writestr('d/a.txt','hello')\nz.close()"_s});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0);
    const auto files = filesOf(contentOf(dir.filePath(u"a.zip"_s)));
    VERIFY_OK(files);
    QCOMPARE(*files, (Files{{u"d/a.txt"_s, "hello"}}));
}

QTEST_GUILESS_MAIN(TestZip)
#include "tst_zip.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// Holds the tree against the house's own rules: who includes whom, what outside library stands where, how long a file
// may be, and which words have no place in it.
#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct SourceFile
{
    QString path; ///< relative to the project
    QString room;
    QString text;
};

QString roomOf(const QString &path)
{
    static const QRegularExpression models(u"^models/([a-z]+)/"_s);
    static const QRegularExpression server(u"^server/([a-z]+)/"_s);
    static const QRegularExpression ui(u"^ui/([a-z]+)/"_s);
    if (const auto m = models.match(path); m.hasMatch())
        return m.captured(1);
    if (const auto m = server.match(path); m.hasMatch())
        return u"server_"_s + m.captured(1);
    if (const auto m = ui.match(path); m.hasMatch())
        return u"ui_"_s + m.captured(1);
    return {};
}

/// The room an #include line names, or nothing for Qt's, the system's and the file's own folder's.
QString roomOfInclude(const QString &include)
{
    static const QRegularExpression first(u"^([a-z]+)/"_s);
    if (include.startsWith(u"server/"_s) || include.startsWith(u"ui/"_s))
        return roomOf(include);
    static const QSet<QString> models{u"base"_s, u"domain"_s, u"trust"_s, u"formats"_s, u"analysis"_s, u"documents"_s, u"client"_s, u"replica"_s, u"lists"_s};
    const auto m = first.match(include);
    return m.hasMatch() && models.contains(m.captured(1)) ? m.captured(1) : QString();
}

} // namespace

class TestHouse : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void includesFollowTheTable();
    void roomsHaveNoCircle();
    void outsideLibrariesStayInTheirRooms_data();
    void outsideLibrariesStayInTheirRooms();
    void filesAreNotTooLong();
    void forbiddenWords_data();
    void forbiddenWords();
    void everyFileHasItsLicence();
    void everyRoomHasAReadme();

private:
    QString read(const QString &path) const;
    QList<SourceFile> m_files; ///< all C++ files
    QMap<QString, QStringList> m_allowed;
};

QString TestHouse::read(const QString &path) const
{
    QFile file(QStringLiteral(COUNTERSIGN_SOURCE_DIR) + u'/' + path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void TestHouse::initTestCase()
{
    const QDir root(QStringLiteral(COUNTERSIGN_SOURCE_DIR));
    for (const QString &top : {u"app"_s, u"models"_s, u"server"_s, u"ui"_s, u"tests"_s}) {
        QDirIterator it(root.filePath(top), {u"*.h"_s, u"*.cpp"_s}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            const QString path = root.relativeFilePath(it.next());
            m_files.append({path, roomOf(path), read(path)});
        }
    }
    QVERIFY(m_files.size() > 20);
    static const QRegularExpression line(u"^  ([a-z_]+):([a-z_,]*)\\)?$"_s, QRegularExpression::MultilineOption);
    const QString table = read(u"cmake/house.cmake"_s);
    auto it = line.globalMatch(table);
    while (it.hasNext()) {
        const auto m = it.next();
        m_allowed.insert(m.captured(1), m.captured(2).split(u',', Qt::SkipEmptyParts));
    }
    QVERIFY(m_allowed.contains(u"base"_s) && m_allowed.contains(u"ui_shell"_s));
}

void TestHouse::includesFollowTheTable()
{
    static const QRegularExpression include(u"^#include \"([^\"]+)\""_s, QRegularExpression::MultilineOption);
    QStringList wrong;
    for (const SourceFile &file : std::as_const(m_files)) {
        if (file.room.isEmpty())
            continue;
        auto it = include.globalMatch(file.text);
        while (it.hasNext()) {
            const QString target = it.next().captured(1);
            const QString room = roomOfInclude(target);
            if (!room.isEmpty() && room != file.room && !m_allowed.value(file.room).contains(room))
                wrong.append(u"%1 (room %2) includes %3 (room %4)"_s.arg(file.path, file.room, target, room));
        }
    }
    QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
}

void TestHouse::roomsHaveNoCircle()
{
    QSet<QString> done;
    bool progress = true;
    while (progress) {
        progress = false;
        for (auto it = m_allowed.begin(); it != m_allowed.end(); ++it) {
            const bool ready = std::all_of(it->begin(), it->end(), [&](const QString &room) { return done.contains(room); });
            if (ready && !done.contains(it.key())) {
                done.insert(it.key());
                progress = true;
            }
        }
    }
    QCOMPARE(done.size(), m_allowed.size());
}

void TestHouse::outsideLibrariesStayInTheirRooms_data()
{
    QTest::addColumn<QString>("include");
    QTest::addColumn<QString>("rooms");
    QTest::newRow("Qt Sql") << u"^#include <QSql"_s << u"^(replica|server_store)$"_s;
    QTest::newRow("RESTinio") << u"^#include <restinio"_s << u"^server_http$"_s;
    QTest::newRow("OpenSSL") << u"^#include <openssl/"_s << u"^(trust|server_access)$"_s;
    QTest::newRow("Qt Charts") << u"^#include <Q(Chart|LineSeries|BarSe)"_s << u"^ui_"_s;
    QTest::newRow("Qt Widgets") << u"^#include <Q(Widget|TableView|Label|PushButton|Dialog|MainWindow)>"_s << u"^ui_"_s;
    QTest::newRow("Qt Network") << u"^#include <QNetwork"_s << u"^client$"_s;
}

void TestHouse::outsideLibrariesStayInTheirRooms()
{
    QFETCH(QString, include);
    QFETCH(QString, rooms);
    const QRegularExpression line(include, QRegularExpression::MultilineOption);
    const QRegularExpression allowed(rooms);
    for (const SourceFile &file : std::as_const(m_files)) {
        if (!file.room.isEmpty() && line.match(file.text).hasMatch())
            QVERIFY2(allowed.match(file.room).hasMatch(), qPrintable(file.path));
    }
}

void TestHouse::filesAreNotTooLong()
{
    QStringList tooLong;
    for (const SourceFile &file : std::as_const(m_files)) {
        const auto lines = file.text.count(u'\n');
        if (lines > 400)
            qInfo("%s has %lld lines; is it one thing?", qPrintable(file.path), qlonglong(lines));
        if (lines > 800)
            tooLong.append(file.path);
    }
    QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join(u'\n')));
}

void TestHouse::forbiddenWords_data()
{
    QTest::addColumn<QString>("pattern");
    QTest::addColumn<QString>("where");
    const QString product = u"^(app|models|server|ui)/"_s;
    QTest::newRow("processEvents") << u"processEvents\\("_s << product;
    QTest::newRow("nested event loop") << u"\\bQEventLoop\\b"_s << product;
    QTest::newRow("insecure keychain fallback") << u"setInsecureFallback\\(\\s*true"_s << u"."_s;
    QTest::newRow("ignored TLS errors") << u"ignoreSslErrors"_s << product;
    QTest::newRow("OpenGL charts") << u"setUseOpenGL"_s << product;
    QTest::newRow("singletons") << u"::instance\\(\\)"_s << u"^(models|server|ui)/"_s;
    QTest::newRow("unfinished") << u"\\b(TODO|FIXME|XXX)\\b"_s << product;
    QTest::newRow("string-based connect") << u"\\b(SIGNAL|SLOT)\\("_s << product;
    QTest::newRow("web engine") << u"QWebEngine"_s << u"."_s;
}

void TestHouse::forbiddenWords()
{
    QFETCH(QString, pattern);
    QFETCH(QString, where);
    const QRegularExpression word(pattern);
    const QRegularExpression files(where);
    QStringList found;
    for (const SourceFile &file : std::as_const(m_files)) {
        if (!files.match(file.path).hasMatch() || file.path.startsWith(u"tests/house/"_s))
            continue;
        QString text = file.text;
        static const QRegularExpression comment(u"//[^\n]*"_s);
        text.remove(comment);
        if (word.match(text).hasMatch())
            found.append(file.path);
    }
    QVERIFY2(found.isEmpty(), qPrintable(found.join(u'\n')));
}

void TestHouse::everyFileHasItsLicence()
{
    for (const SourceFile &file : std::as_const(m_files))
        QVERIFY2(file.text.startsWith(u"// SPDX-License-Identifier: GPL-3.0-or-later\n"_s), qPrintable(file.path));
}

void TestHouse::everyRoomHasAReadme()
{
    const QDir root(QStringLiteral(COUNTERSIGN_SOURCE_DIR));
    QSet<QString> folders;
    for (const SourceFile &file : std::as_const(m_files)) {
        if (!file.room.isEmpty())
            folders.insert(file.path.section(u'/', 0, 1));
    }
    for (const QString &folder : std::as_const(folders)) {
        const QString text = read(folder + u"/README.md"_s);
        QVERIFY2(!text.isEmpty(), qPrintable(folder));
        QVERIFY2(text.count(u'\n') <= 60, qPrintable(folder + u": a page at most"_s));
    }
}

QTEST_GUILESS_MAIN(TestHouse)
#include "tst_house.moc"

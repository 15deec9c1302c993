// SPDX-License-Identifier: GPL-3.0-or-later
#include "support.h"

#include "ui/widgets/fuzzymatch.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/tabulartext.h"

#include <QPainter>

#include <limits>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

const QLocale english(QLocale::English, QLocale::UnitedStates);
const QLocale german(QLocale::German, QLocale::Germany);
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

} // namespace

class TestText : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnAnyWarning(); }

    void numbers_data()
    {
        QTest::addColumn<QString>("actual");
        QTest::addColumn<QString>("expected");
        QTest::newRow("count") << formatCount(1234567, english) << u"1,234,567"_s;
        QTest::newRow("count de") << formatCount(1234567, german) << u"1.234.567"_s;
        QTest::newRow("count negative") << formatCount(-5, english) << u"−5"_s;
        QTest::newRow("count least") << formatCount(std::numeric_limits<qint64>::min(), english) << u"−9,223,372,036,854,775,808"_s;
        QTest::newRow("fixed") << formatFixed(0.8724, 3, english) << u"0.872"_s;
        QTest::newRow("fixed de") << formatFixed(0.8724, 3, german) << u"0,872"_s;
        QTest::newRow("fixed no minus zero") << formatFixed(-0.0001, 3, english) << u"0.000"_s;
        QTest::newRow("fixed nan") << formatFixed(notANumber, 3, english) << u"—"_s;
        QTest::newRow("fixed inf") << formatFixed(inf, 3, english) << u"—"_s;
        QTest::newRow("significant") << formatSignificant(0.012345, 3, english) << u"0.0123"_s;
        QTest::newRow("significant trimmed") << formatSignificant(2.50, 3, english) << u"2.5"_s;
        QTest::newRow("significant whole") << formatSignificant(410, 3, english) << u"410"_s;
        QTest::newRow("significant big") << formatSignificant(1234567, 3, english) << u"1,234,567"_s;
        QTest::newRow("significant tiny") << formatSignificant(0.00000123, 3, english) << u"1.23E-06"_s;
        QTest::newRow("significant tiny negative") << formatSignificant(-0.00000123, 3, english) << u"−1.23E-06"_s;
        QTest::newRow("significant zero") << formatSignificant(0, 3, english) << u"0"_s;
        QTest::newRow("significant nan") << formatSignificant(notANumber, 3, english) << u"—"_s;
        QTest::newRow("interval") << formatInterval(0.872, 0.851, 0.891, 3, english) << u"0.872 (0.851–0.891)"_s;
        QTest::newRow("interval without end") << formatInterval(0.872, notANumber, 0.891, 3, english) << u"0.872"_s;
        QTest::newRow("interval without value") << formatInterval(notANumber, 0.1, 0.2, 3, english) << u"—"_s;
        QTest::newRow("interval only") << formatIntervalOnly(-0.1, 0.2, 1, english) << u"(−0.1–0.2)"_s;
        QTest::newRow("difference up") << formatDifference(0.017, 3, english) << u"+0.017"_s;
        QTest::newRow("difference down") << formatDifference(-0.027, 3, english) << u"−0.027"_s;
        QTest::newRow("difference none") << formatDifference(0.0001, 3, english) << u"0.000"_s;
        QTest::newRow("percent") << formatPercent(0.921, 1, english) << u"92.1\u00a0%"_s;
        QTest::newRow("bytes") << formatBytes(812, english) << u"812\u00a0B"_s;
        QTest::newRow("kib") << formatBytes(1536, english) << u"1.5\u00a0KiB"_s;
        QTest::newRow("edge of a unit") << formatBytes(1024 * 1024 - 1, english) << u"1\u00a0MiB"_s;
        QTest::newRow("gib") << formatBytes(14173392077, english) << u"13.2\u00a0GiB"_s;
        QTest::newRow("bytes most") << formatBytes(std::numeric_limits<qint64>::max(), english) << u"8\u00a0EiB"_s;
        QTest::newRow("bytes negative") << formatBytes(-1, english) << u"—"_s;
        QTest::newRow("ms") << formatDuration(402, english) << u"402 ms"_s;
        QTest::newRow("s") << formatDuration(1250, english) << u"1.25 s"_s;
        QTest::newRow("m s") << formatDuration(200'000, english) << u"3 m 20 s"_s;
        QTest::newRow("d h") << formatDuration(187'200'000, english) << u"2 d 4 h"_s;
        QTest::newRow("h exactly") << formatDuration(7'200'000, english) << u"2 h"_s;
        QTest::newRow("duration negative") << formatDuration(-402, english) << u"−402 ms"_s;
    }
    void numbers()
    {
        QFETCH(QString, actual);
        QFETCH(QString, expected);
        QCOMPARE(actual, expected);
    }

    void ages_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<QString>("ago");
        QTest::newRow("now") << qint64(0) << u"now"_s << u"now"_s;
        QTest::newRow("seconds") << qint64(59) << u"59 s"_s << u"59 s ago"_s;
        QTest::newRow("minute") << qint64(60) << u"1 m"_s << u"1 m ago"_s;
        QTest::newRow("just under an hour") << qint64(3599) << u"59 m"_s << u"59 m ago"_s;
        QTest::newRow("hours") << qint64(5 * 3600) << u"5 h"_s << u"5 h ago"_s;
        QTest::newRow("days") << qint64(84 * 86400) << u"84 d"_s << u"84 d ago"_s;
        QTest::newRow("months") << qint64(420 * 86400) << u"14 mo"_s << u"14 mo ago"_s;
        QTest::newRow("years") << qint64(1100 * 86400) << u"3 y"_s << u"3 y ago"_s;
        QTest::newRow("ahead") << qint64(-5 * 3600) << u"in 5 h"_s << u"in 5 h"_s;
    }
    void ages()
    {
        QFETCH(qint64, seconds);
        QFETCH(QString, expected);
        QFETCH(QString, ago);
        const QDateTime now(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);
        QCOMPARE(relativeTime(now.addSecs(-seconds), now, english), expected);
        QCOMPARE(relativeTimeAgo(now.addSecs(-seconds), now, english), ago);
    }

    void agesOfNothing()
    {
        const QDateTime now(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);
        QCOMPARE(relativeTime({}, now), u"—"_s);
        QCOMPARE(relativeTimeAgo(now, {}), u"—"_s);
        QCOMPARE(exactTime({}), u"—"_s);
        QVERIFY(exactTime(now, english).contains(u"12:00:00 UTC"_s));
        QCOMPARE(nextChangeIn(now.addSecs(-5), now), qint64(1000));
        QCOMPARE(nextChangeIn(now.addSecs(-90), now), qint64(30'000));
    }

    void hiddenText_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const QString &text, const QString &shown) {
            QTest::newRow(name) << text << shown;
        };
        row("plain", u"Recall ≥ 0.9 für 日本語\n\tنعم"_s, u"Recall ≥ 0.9 für 日本語\n\tنعم"_s);
        row("bidi override", u"a\u202Eb"_s, u"a⟨U+202E⟩b"_s);
        row("isolate", u"\u2066x\u2069"_s, u"⟨U+2066⟩x⟨U+2069⟩"_s);
        row("zero width", u"pass\u200Bword"_s, u"pass⟨U+200B⟩word"_s);
        row("joiner in latin", u"a\u200Db"_s, u"a⟨U+200D⟩b"_s);
        row("joiner in persian", u"می\u200Cخواهم"_s, u"می\u200Cخواهم"_s);
        row("family emoji", u"👩\u200D👧"_s, u"👩\u200D👧"_s);
        row("mark of byte order", u"\uFEFFx"_s, u"⟨U+FEFF⟩x"_s);
        row("tag character", QString::fromUcs4(U"x\U000E0041", 2), u"x⟨U+E0041⟩"_s);
        row("hangul filler", u"a\u3164"_s, u"a⟨U+3164⟩"_s);
        row("nul", QString(QChar(0)) + u"x"_s, u"⟨U+0000⟩x"_s);
        row("escape", u"\u001b[31m"_s, u"⟨U+001B⟩[31m"_s);
        row("lone surrogate", QString(QChar(0xd800)) + u"x"_s, u"⟨U+D800⟩x"_s);
        row("soft hyphen", u"re\u00ADcall"_s, u"re⟨U+00AD⟩call"_s);
        row("line separator", u"a\u2028b"_s, u"a⟨U+2028⟩b"_s);
        row("empty", {}, {});
    }
    void hiddenText()
    {
        QFETCH(QString, text);
        QFETCH(QString, shown);
        QCOMPARE(visibleText(text), shown);
        QCOMPARE(hasHiddenText(text), text != shown);
        QCOMPARE(visibleText(shown), shown);
    }

    void csv_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("cell");
        const auto row = [](const char *name, const QString &text, const QString &cell) {
            QTest::newRow(name) << text << cell;
        };
        row("plain", u"Recall"_s, u"\"Recall\""_s);
        row("quotes", u"say \"no\", twice"_s, u"\"say \"\"no\"\", twice\""_s);
        row("formula", u"=HYPERLINK(\"http://x\")"_s, u"\"'=HYPERLINK(\"\"http://x\"\")\""_s);
        row("plus", u"+1"_s, u"\"'+1\""_s);
        row("minus", u"-1+cmd|' /C calc'!A0"_s, u"\"'-1+cmd|' /C calc'!A0\""_s);
        row("at", u"@SUM(A1)"_s, u"\"'@SUM(A1)\""_s);
        row("tab", u"\t=1+1"_s, u"\"'\t=1+1\""_s);
        row("return", u"\r=1"_s, u"\"'\r=1\""_s);
        row("behind blanks", u"  =1"_s, u"\"'  =1\""_s);
        row("behind a quote", u"\"=1"_s, u"\"'\"\"=1\""_s);
        row("full width", u"＝1"_s, u"\"'＝1\""_s);
        row("empty", {}, u"\"\""_s);
        row("dash alone", u"—"_s, u"\"—\""_s);
    }
    void csv()
    {
        QFETCH(QString, text);
        QFETCH(QString, cell);
        QCOMPARE(csvCell(text), cell);
    }
    void csvNumbersStayNumbers() { QCOMPARE(csvCell(u"-0.027"_s, true), u"\"-0.027\""_s); }

    void figuresLineUp()
    {
        const QFont font = Theme().font();
        QCOMPARE(tabularWidth(font, u"0.111"_s), tabularWidth(font, u"0.888"_s));
        QCOMPARE(tabularWidth(font, u"1,104"_s), tabularWidth(font, u"8,888"_s));
        QVERIFY(tabularWidth(font, u"日本"_s) > 0);
        QCOMPARE(tabularWidth(font, {}), 0.0);
        QImage image(100, 20, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setFont(font);
        drawTabular(&painter, QRectF(0, 0, 20, 20), Qt::AlignRight, u"1,234,567,890"_s);
        painter.end();
        for (int y = 0; y < 20; ++y)
            QCOMPARE(image.pixel(60, y), qRgb(255, 255, 255));
    }

    void figuresStandOnOneLineWhateverTheFontLacks()
    {
        // A glyph the font lacks goes through Qt's own layout; both ways must put the text at the same height.
        const auto inkedRows = [](const QString &text) {
            QImage image(100, 60, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::white);
            QPainter painter(&image);
            painter.setFont(Theme().font());
            drawTabular(&painter, QRectF(0, 0, 100, 60), Qt::AlignRight, text);
            painter.end();
            int first = -1;
            int last = -1;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 70; x < image.width(); ++x) {
                    if (qGray(image.pixel(x, y)) < 128) {
                        first = first < 0 ? y : first;
                        last = y;
                    }
                }
            }
            return std::pair(first, last);
        };
        const auto [first, last] = inkedRows(u"0.900"_s);
        const auto [otherFirst, otherLast] = inkedRows(u"日 0.900"_s);
        QVERIFY(first > 15 && last < 45);
        QVERIFY(std::abs(first - otherFirst) <= 3 && std::abs(last - otherLast) <= 3);
    }

    void fuzzy_data()
    {
        QTest::addColumn<QString>("pattern");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("matches");
        QTest::newRow("empty") << QString() << u"Sign"_s << true;
        QTest::newRow("start") << u"sig"_s << u"Sign…"_s << true;
        QTest::newRow("spread") << u"nrr"_s << u"New release request"_s << true;
        QTest::newRow("accents") << u"uber"_s << u"Überwachung"_s << true;
        QTest::newRow("blanks") << u"new rel"_s << u"New release"_s << true;
        QTest::newRow("order") << u"gis"_s << u"Sign"_s << false;
        QTest::newRow("longer") << u"signature"_s << u"Sign"_s << false;
        QTest::newRow("no text") << u"a"_s << QString() << false;
        QTest::newRow("huge pattern") << QString(1000, u'a') << QString(2000, u'a') << false;
    }
    void fuzzy()
    {
        QFETCH(QString, pattern);
        QFETCH(QString, text);
        QFETCH(bool, matches);
        const auto match = fuzzyMatch(pattern, text);
        QCOMPARE(match.has_value(), matches);
        if (match)
            QVERIFY(std::is_sorted(match->positions.begin(), match->positions.end()));
    }
    void fuzzyPrefersWordStarts()
    {
        const auto words = fuzzyMatch(u"ra"_s, u"Release approve"_s);
        const auto inside = fuzzyMatch(u"ra"_s, u"Migration"_s);
        QVERIFY(words && inside);
        QVERIFY(words->score > inside->score);
        QCOMPARE(words->positions, (QList<qsizetype>{0, 8}));
        QCOMPARE(fuzzyMatch(u"re"_s, u"Releases"_s)->positions, (QList<qsizetype>{0, 1}));
    }
};

QTEST_MAIN(TestText)
#include "tst_text.moc"

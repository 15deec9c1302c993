// SPDX-License-Identifier: GPL-3.0-or-later
#include "support.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QPushButton>
#include <QSet>
#include <QSignalSpy>

using namespace countersign;
using namespace Qt::StringLiterals;

class TestTheme : public QObject
{
    Q_OBJECT
private slots:
    void init() { test::failOnAnyWarning(); }

    void contrast_data()
    {
        QTest::addColumn<int>("scheme");
        QTest::addColumn<double>("least");
        QTest::newRow("light") << int(ColorScheme::Light) << 4.5;
        QTest::newRow("dark") << int(ColorScheme::Dark) << 4.5;
        QTest::newRow("high contrast") << int(ColorScheme::HighContrast) << 7.0;
    }
    void contrast()
    {
        QFETCH(int, scheme);
        QFETCH(double, least);
        QStringList weak;
        for (const TextPair &pair : textPairs()) {
            const double ratio = contrastRatio(colorOf(ColorScheme(scheme), pair.foreground),
                                               colorOf(ColorScheme(scheme), pair.background));
            if (ratio < least) {
                weak << u"%1 on %2: %3"_s.arg(QLatin1String(nameOf(pair.foreground)),
                                              QLatin1String(nameOf(pair.background))).arg(ratio, 0, 'f', 2);
            }
        }
        QVERIFY2(weak.isEmpty(), qPrintable(weak.join(u'\n')));
    }

    void focusAndOutlinesStandOut_data() { contrast_data(); }
    void focusAndOutlinesStandOut()
    {
        // WCAG 1.4.11: what shows focus or carries data needs 3:1 against what it lies on.
        QFETCH(int, scheme);
        using enum ColorRole;
        for (const ColorRole role : {Focus, Chart1, Chart2, Chart3, Chart4, Chart5, Chart6, ChartNegative}) {
            const double ratio = contrastRatio(colorOf(ColorScheme(scheme), role), colorOf(ColorScheme(scheme), Surface));
            QVERIFY2(ratio >= 3.0, nameOf(role));
        }
    }

    void contrastRatioIsWcags()
    {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
        QVERIFY(std::abs(contrastRatio(QColor(0x76, 0x76, 0x76), Qt::white) - 4.54) < 0.01);
    }

    void tonesMapToTheirOwnRoles()
    {
        for (const Tone tone : {Tone::Neutral, Tone::Positive, Tone::Caution, Tone::Negative, Tone::Info}) {
            const QByteArray text(nameOf(textRole(tone)));
            const QByteArray stem = text.left(text.size() - 4);
            QCOMPARE(QByteArray(nameOf(fillRole(tone))), stem + "Fill");
            QCOMPARE(QByteArray(nameOf(borderRole(tone))), stem + "Border");
        }
    }

    void sizesFollowTheTextScale()
    {
        const Theme normal(ColorScheme::Light);
        const Theme large(ColorScheme::Light, 1.5);
        QCOMPARE(normal.rowHeight(), 30);
        QCOMPARE(large.rowHeight(), 45);
        QVERIFY(normal.font(TextSize::Small).pointSizeF() < normal.font().pointSizeF());
        QVERIFY(normal.font(TextSize::Title).pointSizeF() < normal.font(TextSize::Display).pointSizeF());
        QCOMPARE(Theme(ColorScheme::Light, 40).textScale(), 2.0);
        QCOMPARE(Theme(ColorScheme::Light, -1).textScale(), 0.8);
    }

    void systemSchemeComesFromTheWindowColour()
    {
        QPalette palette;
        palette.setColor(QPalette::Window, QColor(30, 30, 30));
        QCOMPARE(ThemeController::schemeOf(palette), ColorScheme::Dark);
        palette.setColor(QPalette::Window, QColor(239, 239, 239));
        QCOMPARE(ThemeController::schemeOf(palette), ColorScheme::Light);
    }

    void applyingReachesWidgetsAndListeners()
    {
        ThemeController controller(qApp);
        QSignalSpy changed(&controller, &ThemeController::changed);
        TextLabel label(u"x"_s, TextSize::Body, ColorRole::TextMuted);
        controller.apply(ThemeChoice::Dark);
        QCOMPARE(changed.count(), 1);
        QCOMPARE(Theme::current().scheme(), ColorScheme::Dark);
        QCoreApplication::processEvents();
        QCOMPARE(label.palette().color(QPalette::WindowText), colorOf(ColorScheme::Dark, ColorRole::TextMuted));
        controller.apply(ThemeChoice::HighContrast);
        QCoreApplication::processEvents();
        QCOMPARE(label.palette().color(QPalette::WindowText), colorOf(ColorScheme::HighContrast, ColorRole::TextMuted));
        QVERIFY(qobject_cast<Style *>(QApplication::style()));
        QCOMPARE(QApplication::palette().color(QPalette::Window), colorOf(ColorScheme::HighContrast, ColorRole::Window));
        controller.apply(ThemeChoice::Light, 1.0, true);
        QVERIFY(!qobject_cast<Style *>(QApplication::style()));
        controller.apply(ThemeChoice::Light);
        QVERIFY(qobject_cast<Style *>(QApplication::style()));
    }

    void followingTheSystemDoesNotFeedItself()
    {
        ThemeController controller(qApp);
        QSignalSpy changed(&controller, &ThemeController::changed);
        controller.apply(ThemeChoice::Dark);
        controller.apply(ThemeChoice::System);
        for (int i = 0; i < 5; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(changed.count(), 2);
#if QT_VERSION < QT_VERSION_CHECK(6, 5, 0)
        QWidget window;
        for (int i = 0; i < 3; ++i) {
            QEvent desktopChanged(QEvent::ThemeChange);
            QCoreApplication::sendEvent(&window, &desktopChanged);
        }
        for (int i = 0; i < 5; ++i)
            QCoreApplication::processEvents();
        QCOMPARE(changed.count(), 3);
#endif
        QCOMPARE(Theme::current().scheme(), ColorScheme::Light);
    }

    void everyIconDrawsSomething()
    {
        QVERIFY(iconNames().size() > 40);
        for (const QString &name : iconNames()) {
            const QImage image = iconPixmap(name, 16, Qt::black, 2.0).toImage().convertToFormat(QImage::Format_ARGB32);
            QCOMPARE(image.size(), QSize(32, 32));
            int inked = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    inked += qAlpha(image.pixel(x, y)) > 128;
            }
            QVERIFY2(inked > 20 && inked < 700, qPrintable(name));
        }
        QVERIFY(icon(u"no-such-icon"_s).isNull());
    }

    void iconsTakeTheRolesColour()
    {
        ThemeController controller(qApp);
        controller.apply(ThemeChoice::Dark);
        const QImage image = icon(u"add"_s, ColorRole::Text).pixmap(QSize(16, 16), 1.0).toImage();
        QCOMPARE(image.pixelColor(8, 8).rgb(), colorOf(ColorScheme::Dark, ColorRole::Text).rgb());
    }

    void buttonKindsDiffer()
    {
        ThemeController controller(qApp);
        controller.apply(ThemeChoice::Light);
        QPushButton button(u"Sign"_s);
        button.resize(100, 30);
        const QImage normal = button.grab().toImage();
        setButtonKind(&button, ButtonKind::Primary);
        QCOMPARE(buttonKind(&button), ButtonKind::Primary);
        const QImage primary = button.grab().toImage();
        QVERIFY(normal != primary);
        QCOMPARE(primary.pixelColor(8, 15).rgb(), colorOf(ColorScheme::Light, ColorRole::Accent).rgb());
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"

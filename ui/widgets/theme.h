// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/colorroles.h"

#include <QFont>
#include <QMetaType>
#include <QObject>
#include <QPalette>
#include <QTimer>

class QApplication;
class QWidget;

namespace countersign {

/// The four sizes of text: 11, 13, 15 and 20 px at the default scale.
enum class TextSize { Small, Body, Title, Display };

/// How the console looks: colours by role, fonts by size, lengths by the font. A small value; copy it freely.
/// GUI thread only, because fonts are.
class Theme
{
public:
    Theme() = default;
    /// `textScale` 1.0 makes body text 13 px at 96 dpi; the person's setting goes from 0.8 to 2.0.
    explicit Theme(ColorScheme scheme, double textScale = 1.0);

    /// The theme the application shows now; a light one if none was applied yet.
    [[nodiscard]] static Theme current();

    [[nodiscard]] ColorScheme scheme() const { return m_scheme; }
    [[nodiscard]] double textScale() const { return m_textScale; }
    [[nodiscard]] bool isDark() const { return m_scheme != ColorScheme::Light; }
    [[nodiscard]] QColor color(ColorRole role) const { return colorOf(m_scheme, role); }
    [[nodiscard]] QFont font(TextSize size = TextSize::Body, QFont::Weight weight = QFont::Normal) const;
    /// For digests, keys and code.
    [[nodiscard]] QFont monospaceFont(TextSize size = TextSize::Body) const;

    /// A length given for 13 px text, in device-independent pixels for the text as it is. Use multiples of 4.
    [[nodiscard]] int px(int atDefaultSize) const;
    [[nodiscard]] int rowHeight() const { return px(30); }
    [[nodiscard]] int controlHeight() const { return px(28); }
    [[nodiscard]] int radius() const { return px(6); }
    [[nodiscard]] int cardRadius() const { return px(8); }
    /// Space between things that belong together, between groups, and around a page.
    [[nodiscard]] int gap() const { return px(8); }
    [[nodiscard]] int groupGap() const { return px(12); }
    [[nodiscard]] int margin() const { return px(16); }

    /// The roles as Qt's own widgets want them.
    [[nodiscard]] QPalette palette() const;

    bool operator==(const Theme &) const = default;

private:
    ColorScheme m_scheme = ColorScheme::Light;
    double m_textScale = 1.0;
};

/// What the person chose.
enum class ThemeChoice { System, Light, Dark, HighContrast };

/// Applies a theme to the application and follows the system while the choice says so. Widgets learn of a change by
/// QEvent::PaletteChange; everything else by changed(). Create one in main(), after QApplication.
class ThemeController : public QObject
{
    Q_OBJECT
public:
    explicit ThemeController(QApplication *app);

    [[nodiscard]] ThemeChoice choice() const { return m_choice; }
    /// Colours change everywhere at once; a new `textScale` holds for windows made after it.
    /// `platformStyle` keeps the desktop's own widget style instead of ours; colours stay ours.
    void apply(ThemeChoice choice, double textScale = 1.0, bool platformStyle = false);

    /// Which scheme a window colour speaks for: dark below half lightness.
    [[nodiscard]] static ColorScheme schemeOf(const QPalette &systemPalette);

signals:
    void changed(const countersign::Theme &theme);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    [[nodiscard]] ColorScheme wantedScheme();
    void show(const Theme &theme);

    QApplication *m_app;
    QString m_platformStyleName;
    ThemeChoice m_choice = ThemeChoice::System;
    double m_textScale = 1.0;
    bool m_platformStyle = false;
    QTimer m_followSystem;
};

} // namespace countersign
Q_DECLARE_METATYPE(countersign::Theme)

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/theme.h"

#include "ui/widgets/style.h"

#include <QApplication>
#include <QEvent>
#include <QFontDatabase>
#include <QScreen>
#include <QStyleFactory>
#include <QStyleHints>
#include <QToolTip>

#include <cmath>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

constexpr auto themeProperty = "countersignTheme";
// 13 px at 96 dpi. Points, so that the screen's own scale keeps its say.
constexpr double bodyPoints = 9.75;

double pointsOf(TextSize size)
{
    switch (size) {
    case TextSize::Small:
        return bodyPoints * 11 / 13;
    case TextSize::Title:
        return bodyPoints * 15 / 13;
    case TextSize::Display:
        return bodyPoints * 20 / 13;
    case TextSize::Body:
        break;
    }
    return bodyPoints;
}

/// Inter where it is installed, because its figures and weights were drawn for screens; else the desktop's own font.
QStringList families()
{
    static const QStringList found = [] {
        QStringList list;
        if (QFontDatabase::hasFamily(u"Inter"_s))
            list << u"Inter"_s;
        else
            list << QFontDatabase::systemFont(QFontDatabase::GeneralFont).families();
        list << u"Noto Sans"_s << u"DejaVu Sans"_s;
        return list;
    }();
    return found;
}

} // namespace

Theme::Theme(ColorScheme scheme, double textScale)
    : m_scheme(scheme)
    , m_textScale(std::clamp(textScale, 0.8, 2.0))
{
}

Theme Theme::current()
{
    const QVariant stored = qApp ? qApp->property(themeProperty) : QVariant();
    return stored.isValid() ? stored.value<Theme>() : Theme();
}

QFont Theme::font(TextSize size, QFont::Weight weight) const
{
    QFont font;
    font.setFamilies(families());
    font.setPointSizeF(pointsOf(size) * m_textScale);
    font.setWeight(weight);
    font.setHintingPreference(QFont::PreferVerticalHinting);
    return font;
}

QFont Theme::monospaceFont(TextSize size) const
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setStyleHint(QFont::Monospace);
    // Monospaced faces look a size larger than the text around them.
    font.setPointSizeF(pointsOf(size) * m_textScale * 0.94);
    return font;
}

int Theme::px(int atDefaultSize) const
{
    const double scale = m_textScale * qApp->primaryScreen()->logicalDotsPerInch() / 96.0;
    return int(std::lround(atDefaultSize * scale));
}

QPalette Theme::palette() const
{
    using enum ColorRole;
    QPalette palette;
    const auto set = [&](QPalette::ColorRole paletteRole, ColorRole role) {
        palette.setColor(paletteRole, color(role));
    };
    set(QPalette::Window, Window);
    set(QPalette::WindowText, Text);
    set(QPalette::Base, Field);
    set(QPalette::AlternateBase, Hover);
    set(QPalette::Text, Text);
    set(QPalette::Button, Surface);
    set(QPalette::ButtonText, Text);
    set(QPalette::BrightText, NegativeText);
    set(QPalette::ToolTipBase, SurfaceRaised);
    set(QPalette::ToolTipText, Text);
    set(QPalette::PlaceholderText, TextMuted);
    set(QPalette::Highlight, Selection);
    set(QPalette::HighlightedText, SelectionText);
    set(QPalette::Link, Link);
    set(QPalette::LinkVisited, Link);
    set(QPalette::Light, Surface);
    set(QPalette::Midlight, Hover);
    set(QPalette::Mid, Border);
    set(QPalette::Dark, BorderStrong);
    set(QPalette::Shadow, BorderStrong);
    for (const auto paletteRole : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, paletteRole, color(TextDisabled));
    palette.setColor(QPalette::Disabled, QPalette::Base, color(Window));
    return palette;
}

ThemeController::ThemeController(QApplication *app)
    : QObject(app)
    , m_app(app)
    , m_platformStyleName(QApplication::style()->objectName())
{
    m_followSystem.setSingleShot(true);
    connect(&m_followSystem, &QTimer::timeout, this, [this] {
        if (m_choice == ThemeChoice::System)
            apply(m_choice, m_textScale, m_platformStyle);
    });
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(app->styleHints(), &QStyleHints::colorSchemeChanged, this, [this] { m_followSystem.start(0); });
#else
    app->installEventFilter(this);
#endif
}

ColorScheme ThemeController::schemeOf(const QPalette &systemPalette)
{
    return systemPalette.color(QPalette::Window).lightnessF() < 0.5 ? ColorScheme::Dark : ColorScheme::Light;
}

ColorScheme ThemeController::wantedScheme()
{
    switch (m_choice) {
    case ThemeChoice::Light:
        return ColorScheme::Light;
    case ThemeChoice::Dark:
        return ColorScheme::Dark;
    case ThemeChoice::HighContrast:
        return ColorScheme::HighContrast;
    case ThemeChoice::System:
        break;
    }
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    if (m_app->styleHints()->colorScheme() != Qt::ColorScheme::Unknown) {
        return m_app->styleHints()->colorScheme() == Qt::ColorScheme::Dark ? ColorScheme::Dark : ColorScheme::Light;
    }
#endif
    // Qt 6.4 has no colour scheme hint: lay our palette aside for a moment and look at the desktop's.
    QApplication::setPalette(QPalette());
    return schemeOf(QApplication::palette());
}

void ThemeController::apply(ThemeChoice choice, double textScale, bool platformStyle)
{
    m_choice = choice;
    m_textScale = textScale;
    m_platformStyle = platformStyle;
    show(Theme(wantedScheme(), textScale));
}

void ThemeController::show(const Theme &theme)
{
    m_app->setProperty(themeProperty, QVariant::fromValue(theme));
    const bool ours = qobject_cast<Style *>(QApplication::style()) != nullptr;
    if (m_platformStyle && ours)
        QApplication::setStyle(QStyleFactory::create(m_platformStyleName));
    else if (!m_platformStyle && !ours)
        QApplication::setStyle(new Style);
    QApplication::setPalette(theme.palette());
    QApplication::setFont(theme.font());
    QToolTip::setPalette(theme.palette());
    QToolTip::setFont(theme.font());
    emit changed(theme);
}

bool ThemeController::eventFilter(QObject *watched, QEvent *event)
{
    // Sent to every window when the desktop's theme changes. ApplicationPaletteChange would also come, later, for each
    // palette we set ourselves.
    if (event->type() == QEvent::ThemeChange && m_choice == ThemeChoice::System)
        m_followSystem.start(0);
    return QObject::eventFilter(watched, event);
}

} // namespace countersign

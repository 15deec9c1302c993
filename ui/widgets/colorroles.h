// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>

#include <span>

namespace countersign {

/// Every colour the console knows, by what it is for. Views name roles, never colours.
enum class ColorRole {
    Window,         ///< behind cards
    Rail,           ///< the navigation at the left
    RailSelected,   ///< the chosen place in the rail
    Surface,        ///< cards, tables, panels
    SurfaceRaised,  ///< menus, tooltips, the command palette
    Field,          ///< what is typed into
    Border,         ///< hairlines
    BorderStrong,   ///< outlines of controls
    Text,
    TextMuted,
    TextDisabled,   ///< exempt from the contrast rule, as disabled controls are in WCAG 1.4.3
    Accent,         ///< the one primary act
    AccentHover,
    AccentText,
    AccentSoft,     ///< the chosen segment or chip
    AccentSoftText,
    Selection,
    SelectionText,
    Hover,
    Focus,
    Link,
    PositiveText,
    PositiveFill,
    PositiveBorder,
    CautionText,
    CautionFill,
    CautionBorder,
    NegativeText,
    NegativeFill,
    NegativeBorder,
    NeutralText,
    NeutralFill,
    NeutralBorder,
    InfoText,
    InfoFill,
    InfoBorder,
    BadgeFill,
    BadgeText,
    Chart1,
    Chart2,
    Chart3,
    Chart4,
    Chart5,
    Chart6,
    ChartGrid,
    ChartNegative,
    ChartThreshold,
    ScrollHandle,
};
inline constexpr int colorRoleCount = int(ColorRole::ScrollHandle) + 1;

enum class ColorScheme { Light, Dark, HighContrast };
inline constexpr ColorScheme colorSchemes[] = {ColorScheme::Light, ColorScheme::Dark, ColorScheme::HighContrast};

/// The one table: the colour of a role in a scheme.
[[nodiscard]] QColor colorOf(ColorScheme scheme, ColorRole role);
/// The role's name as it is written above, for tests and the gallery.
[[nodiscard]] const char *nameOf(ColorRole role);

/// A foreground that is read on a background somewhere in the console.
struct TextPair
{
    ColorRole foreground;
    ColorRole background;
};
/// All pairs that views use; the test holds each to a contrast of 4.5:1 (7:1 in the high-contrast scheme).
[[nodiscard]] std::span<const TextPair> textPairs();

/// WCAG 2.2 contrast ratio of two opaque colours, 1 to 21.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

/// What a state means to the reader; each has text, fill and border roles.
enum class Tone { Neutral, Positive, Caution, Negative, Info };
[[nodiscard]] ColorRole textRole(Tone tone);
[[nodiscard]] ColorRole fillRole(Tone tone);
[[nodiscard]] ColorRole borderRole(Tone tone);

} // namespace countersign

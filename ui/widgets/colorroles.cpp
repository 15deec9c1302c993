// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/colorroles.h"

#include <array>
#include <cmath>

namespace countersign {
namespace {

struct Row
{
    ColorRole role;
    const char *name;
    QRgb light;
    QRgb dark;
    QRgb highContrast;
};

#define ROLE(name, light, dark, highContrast)                                                                \
    Row{ColorRole::name, #name, 0xff##light, 0xff##dark, 0xff##highContrast}
constexpr std::array table = {
    //   role            light     dark    high contrast
    ROLE(Window,         f5f6f8u,  171a20u, 000000u),
    ROLE(Rail,           ebedf1u,  101216u, 000000u),
    ROLE(RailSelected,   ffffffu,  262a34u, 1a1a1au),
    ROLE(Surface,        ffffffu,  1b1e26u, 000000u),
    ROLE(SurfaceRaised,  ffffffu,  232731u, 0d0d0du),
    ROLE(Field,          ffffffu,  14171du, 000000u),
    ROLE(Border,         e2e5ebu,  2a2f3au, 8c8c8cu),
    ROLE(BorderStrong,   c9ced8u,  3d4452u, ffffffu),
    ROLE(Text,           1a2030u,  e4e7eeu, ffffffu),
    ROLE(TextMuted,      596275u,  98a1b3u, e0e0e0u),
    ROLE(TextDisabled,   9aa2b1u,  5f6878u, a6a6a6u),
    ROLE(Accent,         2c4db3u,  4562d0u, ffe14du),
    ROLE(AccentHover,    24409au,  3a55bcu, fff0a0u),
    ROLE(AccentText,     ffffffu,  ffffffu, 000000u),
    ROLE(AccentSoft,     e3eafcu,  26345eu, 333300u),
    ROLE(AccentSoftText, 24409au,  cfdaffu, ffe14du),
    ROLE(Selection,      eaf0fdu,  212c4du, 102a44u),
    ROLE(SelectionText,  1a2030u,  f2f4f9u, ffffffu),
    ROLE(Hover,          f3f5f9u,  20242eu, 262626u),
    ROLE(Focus,          3f66dcu,  7f9bffu, 00e5ffu),
    ROLE(Link,           2c4db3u,  9db3ffu, 7fd4ffu),
    ROLE(PositiveText,   14653au,  7fd8a0u, 8dffb0u),
    ROLE(PositiveFill,   eaf7eeu,  12281cu, 001a0au),
    ROLE(PositiveBorder, a3d8b6u,  2a6a43u, 8dffb0u),
    ROLE(CautionText,    7d4f05u,  f0c25au, ffd75eu),
    ROLE(CautionFill,    fff6e2u,  2c2410u, 1f1600u),
    ROLE(CautionBorder,  e8cb89u,  6d561cu, ffd75eu),
    ROLE(NegativeText,   9d2720u,  ff9d94u, ffaaa3u),
    ROLE(NegativeFill,   fdefeeu,  34191au, 260000u),
    ROLE(NegativeBorder, ecb3aeu,  84383au, ffaaa3u),
    ROLE(NeutralText,    465066u,  b4bccbu, ffffffu),
    ROLE(NeutralFill,    f3f5f8u,  23272fu, 0d0d0du),
    ROLE(NeutralBorder,  d3d8e1u,  414857u, ffffffu),
    ROLE(InfoText,       24469eu,  a9bcffu, 9fdcffu),
    ROLE(InfoFill,       eef3fdu,  1b2440u, 001726u),
    ROLE(InfoBorder,     b9c9f0u,  3a4f94u, 9fdcffu),
    ROLE(BadgeFill,      ad2c25u,  f28b82u, ffe14du),
    ROLE(BadgeText,      ffffffu,  1c0d0cu, 000000u),
    ROLE(Chart1,         2c4db3u,  7d98f5u, 7fd4ffu),
    ROLE(Chart2,         b4540au,  f0a35eu, ffb454u),
    ROLE(Chart3,         1b7f5cu,  5fcfa6u, 8dffb0u),
    ROLE(Chart4,         8a3f9eu,  cf95e0u, f0a8ffu),
    ROLE(Chart5,         4d6b7du,  9db8c9u, d0d0d0u),
    ROLE(Chart6,         a8325eu,  f08bb0u, ff9ec4u),
    ROLE(ChartGrid,      e9ebf0u,  272c37u, 4d4d4du),
    ROLE(ChartNegative,  b0302au,  f28b82u, ffaaa3u),
    ROLE(ChartThreshold, b0302au,  f28b82u, ffaaa3u),
    ROLE(ScrollHandle,   c3c9d4u,  434a59u, ffffffu),
};
#undef ROLE

constexpr bool inOrder()
{
    for (size_t i = 0; i < table.size(); ++i) {
        if (table[i].role != ColorRole(i))
            return false;
    }
    return table.size() == size_t(colorRoleCount);
}
static_assert(inOrder(), "the table must list every role in the order of the enumeration");

using enum ColorRole;
constexpr TextPair pairs[] = {
    {Text, Window}, {Text, Rail}, {Text, RailSelected}, {Text, Surface}, {Text, SurfaceRaised}, {Text, Field},
    {Text, Hover}, {Text, Selection}, {Text, NeutralFill}, {Text, CautionFill}, {Text, NegativeFill},
    {Text, PositiveFill}, {Text, InfoFill},
    {TextMuted, Window}, {TextMuted, Rail}, {TextMuted, RailSelected}, {TextMuted, Surface},
    {TextMuted, SurfaceRaised}, {TextMuted, Field}, {TextMuted, Hover}, {TextMuted, Selection},
    {TextMuted, CautionFill}, {TextMuted, NegativeFill}, {TextMuted, InfoFill}, {TextMuted, PositiveFill},
    {TextMuted, NeutralFill},
    {AccentText, Accent}, {AccentText, AccentHover}, {AccentSoftText, AccentSoft},
    {SelectionText, Selection}, {Link, Window}, {Link, Surface}, {Link, SurfaceRaised}, {Link, Selection},
    {PositiveText, PositiveFill}, {PositiveText, Surface}, {PositiveText, Selection}, {PositiveText, Hover},
    {CautionText, CautionFill}, {CautionText, Surface}, {CautionText, Selection}, {CautionText, Hover},
    {NegativeText, NegativeFill}, {NegativeText, Surface}, {NegativeText, Selection}, {NegativeText, Hover},
    {NegativeText, Window}, {PositiveText, Window}, {CautionText, Window},
    {NeutralText, NeutralFill}, {NeutralText, Surface}, {NeutralText, Selection},
    {InfoText, InfoFill}, {InfoText, Surface}, {BadgeText, BadgeFill}, {ChartThreshold, Surface},
};

double linear(double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : std::pow((channel + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

} // namespace

QColor colorOf(ColorScheme scheme, ColorRole role)
{
    const Row &row = table[size_t(role)];
    switch (scheme) {
    case ColorScheme::Light:
        return QColor::fromRgb(row.light);
    case ColorScheme::Dark:
        return QColor::fromRgb(row.dark);
    case ColorScheme::HighContrast:
        break;
    }
    return QColor::fromRgb(row.highContrast);
}

const char *nameOf(ColorRole role)
{
    return table[size_t(role)].name;
}

std::span<const TextPair> textPairs()
{
    return pairs;
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const double la = luminance(a);
    const double lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

ColorRole textRole(Tone tone)
{
    switch (tone) {
    case Tone::Positive:
        return PositiveText;
    case Tone::Caution:
        return CautionText;
    case Tone::Negative:
        return NegativeText;
    case Tone::Info:
        return InfoText;
    case Tone::Neutral:
        break;
    }
    return NeutralText;
}

ColorRole fillRole(Tone tone)
{
    return ColorRole(int(textRole(tone)) + 1);
}

ColorRole borderRole(Tone tone)
{
    return ColorRole(int(textRole(tone)) + 2);
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/tabulartext.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>
#include <QRawFont>

#include <optional>

namespace countersign {
namespace {

struct Line
{
    QGlyphRun run;
    qreal width = 0;
};

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

/// Nothing when the font lacks a glyph or the text is not simple; the caller then leaves it to Qt's own layout.
std::optional<Line> layOut(const QFont &font, const QString &text)
{
    for (const QChar c : text) {
        // Beyond Latin, punctuation and arrows, shaping and fallback fonts matter more than columns.
        if (c.isSurrogate() || c.isMark() || (c.unicode() > 0x24f && c.unicode() < 0x2000) || c.unicode() > 0x2bff)
            return {};
    }
    const QRawFont raw = QRawFont::fromFont(font);
    if (!raw.isValid())
        return {};
    const QList<quint32> glyphs = raw.glyphIndexesForString(text);
    if (glyphs.size() != text.size() || glyphs.contains(0))
        return {};
    const QList<QPointF> advances = raw.advancesForGlyphIndexes(glyphs, QRawFont::KernedAdvances);
    qreal digit = 0;
    for (const QPointF &advance : raw.advancesForGlyphIndexes(raw.glyphIndexesForString(QStringLiteral("0123456789"))))
        digit = std::max(digit, advance.x());
    Line line;
    QList<QPointF> positions;
    positions.reserve(glyphs.size());
    for (qsizetype i = 0; i < glyphs.size(); ++i) {
        const qreal own = advances[i].x();
        const qreal cell = isDigit(text[i]) ? digit : own;
        positions << QPointF(line.width + (cell - own) / 2, 0);
        line.width += cell;
    }
    line.run.setRawFont(raw);
    line.run.setGlyphIndexes(glyphs);
    line.run.setPositions(positions);
    return line;
}

} // namespace

qreal tabularWidth(const QFont &font, const QString &text)
{
    const auto line = layOut(font, text);
    return line ? line->width : QFontMetricsF(font).horizontalAdvance(text);
}

void drawTabular(QPainter *painter, const QRectF &rect, Qt::Alignment alignment, const QString &text)
{
    const auto line = layOut(painter->font(), text);
    const QFontMetricsF metrics(painter->font());
    if (!line || line->width > rect.width() + 0.5) {
        const QString shown = metrics.elidedText(text, Qt::ElideRight, rect.width());
        // The same line as below, where glyphs are placed by hand.
        const int flags = int((alignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter | Qt::TextSingleLine);
        painter->drawText(rect, flags, shown);
        return;
    }
    qreal x = rect.left();
    if (alignment & Qt::AlignRight)
        x = rect.right() - line->width;
    else if (alignment & Qt::AlignHCenter)
        x = rect.left() + (rect.width() - line->width) / 2;
    const qreal y = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    // Whole pixels keep figures crisp and rows alike.
    painter->drawGlyphRun(QPointF(std::round(x), std::round(y)), line->run);
}

} // namespace countersign

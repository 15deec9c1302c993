// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include "ui/widgets/style.h"

#include <QCoreApplication>
#include <QEvent>
#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>

using namespace Qt::StringLiterals;

namespace countersign {
namespace {

struct Look
{
    ChipState state;
    ChipShape shape;
    Tone tone;
    const char *word;
};

constexpr const char *wordContext = "countersign::ChipState";
#define WORD(text) QT_TRANSLATE_NOOP("countersign::ChipState", text)
constexpr Look looks[] = {
    //: Words in small state chips: as short as the language allows, capital only where given.
    {ChipState::Met, ChipShape::Check, Tone::Positive, WORD("Met")},
    {ChipState::Failed, ChipShape::Cross, Tone::Negative, WORD("Failed")},
    {ChipState::Missing, ChipShape::Circle, Tone::Caution, WORD("Missing")},
    {ChipState::Stale, ChipShape::Quarter, Tone::Caution, WORD("Stale")},
    {ChipState::Waived, ChipShape::Diamond, Tone::Neutral, WORD("Waived")},
    {ChipState::Draft, ChipShape::Circle, Tone::Neutral, WORD("Draft")},
    {ChipState::InReview, ChipShape::Quarter, Tone::Caution, WORD("In review")},
    {ChipState::Approved, ChipShape::Check, Tone::Positive, WORD("Approved")},
    {ChipState::Rejected, ChipShape::Cross, Tone::Negative, WORD("Rejected")},
    {ChipState::ChangesRequested, ChipShape::Arrow, Tone::Caution, WORD("Changes")},
    {ChipState::Abstained, ChipShape::Minus, Tone::Neutral, WORD("Abstained")},
    {ChipState::Withdrawn, ChipShape::Minus, Tone::Neutral, WORD("Withdrawn")},
    {ChipState::Expired, ChipShape::Quarter, Tone::Neutral, WORD("Expired")},
    {ChipState::Superseded, ChipShape::Minus, Tone::Neutral, WORD("Superseded")},
    {ChipState::Revoked, ChipShape::Cross, Tone::Negative, WORD("Revoked")},
    {ChipState::Closed, ChipShape::Square, Tone::Neutral, WORD("Closed")},
    {ChipState::Deployed, ChipShape::Disc, Tone::Positive, WORD("Live")},
    {ChipState::Retired, ChipShape::Square, Tone::Neutral, WORD("Retired")},
    {ChipState::Waiting, ChipShape::Circle, Tone::Neutral, WORD("Waiting")},
    {ChipState::Critical, ChipShape::Exclamation, Tone::Negative, WORD("critical")},
    {ChipState::High, ChipShape::TriangleUp, Tone::Negative, WORD("high")},
    {ChipState::Medium, ChipShape::DiamondFilled, Tone::Caution, WORD("medium")},
    {ChipState::Low, ChipShape::Circle, Tone::Neutral, WORD("low")},
    {ChipState::Praise, ChipShape::Disc, Tone::Positive, WORD("praise")},
    {ChipState::Verified, ChipShape::Check, Tone::Positive, WORD("Verified")},
    {ChipState::Unverified, ChipShape::Circle, Tone::Neutral, WORD("Not verified")},
    {ChipState::Untrusted, ChipShape::Cross, Tone::Negative, WORD("Does not verify")},
    {ChipState::Online, ChipShape::Disc, Tone::Positive, WORD("Online")},
    {ChipState::Offline, ChipShape::Circle, Tone::Caution, WORD("Offline")},
};
#undef WORD

struct Measures
{
    int height;
    int padding;
    int shape;
    int gap;
};

Measures measuresOf(const ChipSpec &chip, const Theme &theme)
{
    const bool shaped = chip.shape != ChipShape::None;
    return {theme.px(20), theme.px(7), shaped ? theme.px(9) : 0, shaped && !chip.text.isEmpty() ? theme.px(5) : 0};
}

QFont fontOf(const Theme &theme)
{
    QFont font = theme.font(TextSize::Small, QFont::Medium);
    font.setPointSizeF(font.pointSizeF() * 12 / 11);
    return font;
}

void stroke(QPainter *painter, const QRectF &box, const QColor &color, const QPainterPath &unitPath)
{
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(color, std::max(1.3, box.width() / 6.5), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    QTransform transform;
    transform.translate(box.left(), box.top());
    transform.scale(box.width(), box.height());
    painter->drawPath(transform.map(unitPath));
}

void fill(QPainter *painter, const QRectF &box, const QColor &color, const QPainterPath &unitPath)
{
    painter->setPen(Qt::NoPen);
    painter->setBrush(color);
    QTransform transform;
    transform.translate(box.left(), box.top());
    transform.scale(box.width(), box.height());
    painter->drawPath(transform.map(unitPath));
}

QPainterPath lines(std::initializer_list<QPointF> points, bool closed = false)
{
    QPainterPath path;
    for (const QPointF &point : points) {
        if (path.elementCount() == 0)
            path.moveTo(point);
        else
            path.lineTo(point);
    }
    if (closed)
        path.closeSubpath();
    return path;
}

QPainterPath ellipse(qreal inset)
{
    QPainterPath path;
    path.addEllipse(QRectF(inset, inset, 1 - 2 * inset, 1 - 2 * inset));
    return path;
}

} // namespace

ChipSpec chipFor(ChipState state, const QString &word)
{
    for (const Look &look : looks) {
        if (look.state == state) {
            return {look.shape, look.tone,
                    word.isEmpty() ? QCoreApplication::translate(wordContext, look.word) : word};
        }
    }
    return {ChipShape::None, Tone::Neutral, word};
}

QSize chipSize(const ChipSpec &chip, const Theme &theme)
{
    const Measures m = measuresOf(chip, theme);
    const int text = chip.text.isEmpty() ? 0 : QFontMetrics(fontOf(theme)).horizontalAdvance(chip.text) + 1;
    return {2 * m.padding + m.shape + m.gap + text, m.height};
}

QRect paintChip(QPainter *painter, const QRect &rect, const ChipSpec &chip, const Theme &theme,
                Qt::Alignment alignment)
{
    Measures m = measuresOf(chip, theme);
    const QFontMetrics metrics(fontOf(theme));
    QString text = chip.text;
    int width = chipSize(chip, theme).width();
    if (width > rect.width()) {
        const int room = rect.width() - 2 * m.padding - m.shape - m.gap;
        text = room >= metrics.horizontalAdvance(u"mm…"_s) ? metrics.elidedText(text, Qt::ElideRight, room) : QString();
        if (text.isEmpty())
            m.gap = 0;
        width = std::min(rect.width(), 2 * m.padding + m.shape + m.gap + metrics.horizontalAdvance(text) + 1);
    }
    if (width < m.shape + theme.px(4))
        return {};
    const QRect box = QStyle::alignedRect(painter->layoutDirection(), alignment | Qt::AlignVCenter,
                                          QSize(width, std::min(m.height, rect.height())), rect);
    drawBox(painter, box, theme.px(4), theme.color(fillRole(chip.tone)), theme.color(borderRole(chip.tone)));
    const QColor ink = theme.color(textRole(chip.tone));
    const bool rtl = painter->layoutDirection() == Qt::RightToLeft;
    const int inset = text.isEmpty() ? (box.width() - m.shape) / 2 : m.padding;
    const int shapeX = rtl ? box.right() + 1 - inset - m.shape : box.left() + inset;
    const qreal shapeY = box.top() + (box.height() - m.shape) / 2.0;
    paintShape(painter, QRectF(shapeX, shapeY, m.shape, m.shape), chip.shape, ink);
    if (!text.isEmpty()) {
        painter->save();
        painter->setFont(fontOf(theme));
        painter->setPen(ink);
        const int skip = inset + m.shape + m.gap;
        const QRect words = rtl ? box.adjusted(m.padding - 2, 0, -skip, 0) : box.adjusted(skip, 0, 2 - m.padding, 0);
        painter->drawText(words, int(Qt::AlignVCenter | Qt::TextSingleLine | (rtl ? Qt::AlignRight : Qt::AlignLeft)),
                          text);
        painter->restore();
    }
    return box;
}

void paintShape(QPainter *painter, const QRectF &rect, ChipShape shape, const QColor &color)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    switch (shape) {
    case ChipShape::None:
        break;
    case ChipShape::Check:
        stroke(painter, rect, color, lines({{0.05, 0.55}, {0.37, 0.87}, {0.95, 0.17}}));
        break;
    case ChipShape::Cross: {
        QPainterPath path = lines({{0.12, 0.12}, {0.88, 0.88}});
        path.addPath(lines({{0.88, 0.12}, {0.12, 0.88}}));
        stroke(painter, rect, color, path);
        break;
    }
    case ChipShape::Circle:
        stroke(painter, rect, color, ellipse(0.08));
        break;
    case ChipShape::Disc:
        fill(painter, rect, color, ellipse(0.06));
        break;
    case ChipShape::Quarter: {
        stroke(painter, rect, color, ellipse(0.05));
        QPainterPath slice(QPointF(0.5, 0.5));
        slice.arcTo(QRectF(0.05, 0.05, 0.9, 0.9), 90, -90);
        slice.closeSubpath();
        fill(painter, rect, color, slice);
        break;
    }
    case ChipShape::Diamond:
        stroke(painter, rect, color, lines({{0.5, 0}, {1, 0.5}, {0.5, 1}, {0, 0.5}}, true));
        break;
    case ChipShape::DiamondFilled:
        fill(painter, rect, color, lines({{0.5, -0.05}, {1.05, 0.5}, {0.5, 1.05}, {-0.05, 0.5}}, true));
        break;
    case ChipShape::TriangleUp:
        fill(painter, rect, color, lines({{0.5, 0.02}, {1.04, 0.95}, {-0.04, 0.95}}, true));
        break;
    case ChipShape::TriangleDown:
        fill(painter, rect, color, lines({{0.5, 0.98}, {1.04, 0.05}, {-0.04, 0.05}}, true));
        break;
    case ChipShape::Square: {
        QPainterPath path;
        path.addRoundedRect(QRectF(0.08, 0.08, 0.84, 0.84), 0.12, 0.12);
        stroke(painter, rect, color, path);
        break;
    }
    case ChipShape::Minus:
        stroke(painter, rect, color, lines({{0.08, 0.5}, {0.92, 0.5}}));
        break;
    case ChipShape::Arrow: {
        QPainterPath path = lines({{0.95, 0.5}, {0.08, 0.5}});
        path.addPath(lines({{0.42, 0.14}, {0.06, 0.5}, {0.42, 0.86}}));
        stroke(painter, rect, color, path);
        break;
    }
    case ChipShape::Exclamation: {
        QPainterPath path = lines({{0.5, 0.05}, {0.5, 0.6}});
        path.addPath(lines({{0.5, 0.93}, {0.5, 0.94}}));
        stroke(painter, rect, color, path);
        break;
    }
    case ChipShape::Lock: {
        QPainterPath body;
        body.addRoundedRect(QRectF(0.12, 0.45, 0.76, 0.53), 0.1, 0.1);
        fill(painter, rect, color, body);
        QPainterPath shackle(QPointF(0.28, 0.45));
        shackle.lineTo(0.28, 0.3);
        shackle.arcTo(QRectF(0.28, 0.06, 0.44, 0.48), 180, -180);
        shackle.lineTo(0.72, 0.45);
        stroke(painter, rect, color, shackle);
        break;
    }
    }
    painter->restore();
}

Chip::Chip(const ChipSpec &chip, QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setChip(chip);
}

void Chip::setChip(const ChipSpec &chip)
{
    m_chip = chip;
    setAccessibleName(chip.text);
    setToolTip(chip.text);
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const
{
    return chipSize(m_chip, Theme::current());
}

QSize Chip::minimumSizeHint() const
{
    return chipSize({m_chip.shape, m_chip.tone, {}}, Theme::current());
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintChip(&painter, rect(), m_chip, Theme::current());
}

void Chip::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        updateGeometry();
        update();
    }
    QWidget::changeEvent(event);
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/textlabel.h"

#include <QEvent>
#include <QHelpEvent>
#include <QPainter>
#include <QScopedValueRollback>
#include <QToolTip>

using namespace Qt::StringLiterals;

namespace countersign {

TextLabel::TextLabel(const QString &text, TextSize size, ColorRole role, QFont::Weight weight, QWidget *parent)
    : QLabel(text, parent)
    , m_size(size)
    , m_role(role)
    , m_weight(weight)
{
    setTextFormat(Qt::PlainText);
    applyTheme();
}

void TextLabel::setRole(ColorRole role)
{
    m_role = role;
    applyTheme();
}

void TextLabel::setTextSize(TextSize size)
{
    m_size = size;
    applyTheme();
}

void TextLabel::setWeight(QFont::Weight weight)
{
    m_weight = weight;
    applyTheme();
}

void TextLabel::setMonospace(bool monospace)
{
    m_monospace = monospace;
    applyTheme();
}

void TextLabel::setElide(Qt::TextElideMode mode)
{
    m_elide = mode;
    setSizePolicy(mode == Qt::ElideNone ? QSizePolicy::Preferred : QSizePolicy::Expanding, QSizePolicy::Preferred);
    updateGeometry();
}

void TextLabel::applyTheme()
{
    const QScopedValueRollback guard(m_applying, true);
    const Theme theme = Theme::current();
    QFont wanted = m_monospace ? theme.monospaceFont(m_size) : theme.font(m_size, m_weight);
    setFont(wanted);
    // Only this role: a copy of palette() would pin all others to the theme of today.
    QPalette colors;
    colors.setColor(QPalette::WindowText, theme.color(m_role));
    setPalette(colors);
}

QSize TextLabel::minimumSizeHint() const
{
    if (m_elide == Qt::ElideNone)
        return QLabel::minimumSizeHint();
    return {std::min(QLabel::sizeHint().width(), fontMetrics().horizontalAdvance(u"mmm…"_s)),
            QLabel::minimumSizeHint().height()};
}

QSize TextLabel::sizeHint() const
{
    // A pixel more than the advance: fractional advances round down and would elide text that fits.
    const QSize hint = QLabel::sizeHint();
    return m_elide == Qt::ElideNone ? hint : hint + QSize(1, 0);
}

void TextLabel::changeEvent(QEvent *event)
{
    QLabel::changeEvent(event);
    if (!m_applying && (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange))
        applyTheme();
}

void TextLabel::paintEvent(QPaintEvent *event)
{
    if (m_elide == Qt::ElideNone) {
        QLabel::paintEvent(event);
        return;
    }
    QPainter painter(this);
    painter.setPen(palette().color(foregroundRole()));
    const QRect room = contentsRect();
    painter.drawText(room, int(QStyle::visualAlignment(layoutDirection(), alignment()) | Qt::TextSingleLine),
                     fontMetrics().elidedText(text(), m_elide, room.width()));
}

bool TextLabel::event(QEvent *event)
{
    // A label that was given a palette or font of its own is only told of the application's, not of a change.
    if (event->type() == QEvent::ApplicationFontChange || event->type() == QEvent::ApplicationPaletteChange)
        applyTheme();
    if (event->type() == QEvent::ToolTip && toolTip().isEmpty() && m_elide != Qt::ElideNone
        && fontMetrics().horizontalAdvance(text()) > contentsRect().width()) {
        QToolTip::showText(static_cast<QHelpEvent *>(event)->globalPos(), text().toHtmlEscaped(), this);
        return true;
    }
    return QLabel::event(event);
}

} // namespace countersign

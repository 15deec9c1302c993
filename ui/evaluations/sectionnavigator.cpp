// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sectionnavigator.h"

#include "ui/widgets/numberformat.h"
#include "ui/widgets/style.h"
#include "ui/widgets/tabulartext.h"

#include <QAbstractButton>
#include <QEvent>
#include <QKeyEvent>
#include <QPainter>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

class NavigatorButton final : public QAbstractButton
{
public:
    NavigatorButton(const SectionNavigator::Entry &entry, QWidget *parent) : QAbstractButton(parent), m_entry(entry)
    {
        setObjectName(entry.id);
        setText(entry.text);
        setToolTip(entry.toolTip);
        setCheckable(true);
        setAutoExclusive(false);
        setAttribute(Qt::WA_Hover);
        setCursor(Qt::PointingHandCursor);
        QString name = entry.count >= 0 ? entry.text + u", "_s + formatCount(entry.count) : entry.text;
        if (entry.missing)
            name += u", "_s + SectionNavigator::tr("missing");
        setAccessibleName(name);
    }
    [[nodiscard]] QSize sizeHint() const override
    {
        const Theme theme = Theme::current();
        const QFontMetricsF bold(theme.font(TextSize::Body, QFont::DemiBold));
        double width = bold.horizontalAdvance(text()) + theme.px(16);
        if (m_entry.count >= 0)
            width += tabularWidth(theme.font(TextSize::Small), formatCount(m_entry.count)) + theme.px(6);
        if (m_entry.missing)
            width += theme.px(16);
        return {int(std::ceil(width)) + 1, theme.px(30)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme theme = Theme::current();
        QPainter painter(this);
        if (underMouse() && !isChecked())
            drawBox(&painter, rect().adjusted(1, 2, -1, -4), theme.radius() - 2, theme.color(ColorRole::Hover), Qt::transparent);
        double x = theme.px(8);
        if (m_entry.missing) {
            painter.setRenderHint(QPainter::Antialiasing);
            painter.setPen(QPen(theme.color(ColorRole::CautionText), 1.5));
            painter.drawEllipse(QPointF(x + theme.px(4), height() / 2.0 - 1), theme.px(4), theme.px(4));
            x += theme.px(16);
        }
        painter.setFont(theme.font(TextSize::Body, isChecked() ? QFont::DemiBold : QFont::Normal));
        painter.setPen(theme.color(isChecked() ? ColorRole::Text : ColorRole::TextMuted));
        painter.drawText(QRectF(x, 0, width() - x, height() - 2), int(Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine), text());
        if (m_entry.count >= 0) {
            x += QFontMetricsF(painter.font()).horizontalAdvance(text()) + theme.px(6);
            painter.setFont(theme.font(TextSize::Small));
            painter.setPen(theme.color(ColorRole::TextMuted));
            drawTabular(&painter, QRectF(x, 0, width() - x, height() - 2), Qt::AlignLeft, formatCount(m_entry.count));
        }
        if (isChecked())
            painter.fillRect(theme.px(8), height() - theme.px(2), width() - theme.px(16), theme.px(2), theme.color(ColorRole::Accent));
        if (hasFocus())
            drawFocusRing(&painter, QRectF(rect()).adjusted(1, 1, -1, -3), theme.px(4), theme);
    }
    void keyPressEvent(QKeyEvent *event) override
    {
        // Arrows are the navigator's.
        if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right || event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)
            event->ignore();
        else
            QAbstractButton::keyPressEvent(event);
    }

private:
    SectionNavigator::Entry m_entry;
};

} // namespace

SectionNavigator::SectionNavigator(const QString &name, QWidget *parent)
    : QWidget(parent)
{
    setAccessibleName(name);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

void SectionNavigator::setEntries(const QList<Entry> &entries)
{
    QStringList wanted;
    for (const Entry &entry : entries)
        wanted.append(entry.id);
    const bool focused = std::any_of(m_buttons.begin(), m_buttons.end(), [](const QAbstractButton *button) { return button->hasFocus(); });
    qDeleteAll(m_buttons);
    m_buttons.clear();
    for (const Entry &entry : entries) {
        auto *button = new NavigatorButton(entry, this);
        connect(button, &QAbstractButton::clicked, this, [this, id = entry.id] {
            setCurrent(id);
            emit chosen(id);
        });
        button->show();
        m_buttons.append(button);
    }
    setCurrent(wanted.contains(m_current) ? m_current : wanted.value(0));
    place(width(), true);
    updateGeometry();
    if (focused) {
        for (QAbstractButton *button : std::as_const(m_buttons)) {
            if (button->isChecked())
                button->setFocus();
        }
    }
}

QStringList SectionNavigator::ids() const
{
    QStringList out;
    for (const QAbstractButton *button : m_buttons)
        out.append(button->objectName());
    return out;
}

/// Only the current one is a stop of Tab: the others are an arrow away.
void SectionNavigator::setCurrent(const QString &id)
{
    m_current = id;
    for (QAbstractButton *button : std::as_const(m_buttons)) {
        button->setChecked(button->objectName() == id);
        button->setFocusPolicy(button->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
    }
}

int SectionNavigator::place(int width, bool move) const
{
    const Theme theme = Theme::current();
    int x = 0, y = 0;
    const int line = theme.px(30);
    for (QAbstractButton *button : m_buttons) {
        const QSize size = button->sizeHint();
        if (x > 0 && x + size.width() > width) {
            x = 0;
            y += line;
        }
        if (move) {
            const int left = layoutDirection() == Qt::RightToLeft ? width - x - size.width() : x;
            button->setGeometry(left, y, size.width(), line);
        }
        x += size.width() + theme.px(2);
    }
    return y + line;
}

QSize SectionNavigator::sizeHint() const
{
    const int wide = width() > Theme::current().px(200) ? width() : Theme::current().px(560);
    return {wide, place(wide, false)};
}

QSize SectionNavigator::minimumSizeHint() const
{
    return {Theme::current().px(160), Theme::current().px(30)};
}

int SectionNavigator::heightForWidth(int width) const
{
    return place(width, false);
}

void SectionNavigator::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    place(width(), true);
}

void SectionNavigator::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        place(width(), true);
        updateGeometry();
    }
}

void SectionNavigator::keyPressEvent(QKeyEvent *event)
{
    int step = event->key() == Qt::Key_Left || event->key() == Qt::Key_Up ? -1 : event->key() == Qt::Key_Right || event->key() == Qt::Key_Down ? 1 : 0;
    if (layoutDirection() == Qt::RightToLeft && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right))
        step = -step;
    const qsizetype at = ids().indexOf(m_current) + step;
    if (step == 0 || at < 0 || at >= m_buttons.size()) {
        QWidget::keyPressEvent(event);
        return;
    }
    setCurrent(m_buttons[at]->objectName());
    m_buttons[at]->setFocus(Qt::TabFocusReason);
    emit chosen(m_current);
}

} // namespace countersign

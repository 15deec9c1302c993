// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segmentedbuttons.h"

#include "ui/widgets/style.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

namespace countersign {
namespace {

class Segment final : public QAbstractButton
{
public:
    Segment(const QString &id, const QString &text)
    {
        setObjectName(id);
        setText(text);
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setAttribute(Qt::WA_Hover);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    QString usualToolTip;

    /// All are of one width, so the longest word decides for every one of them.
    [[nodiscard]] QSize sizeHint() const override
    {
        const Theme theme = Theme::current();
        const QFontMetrics metrics(theme.font(TextSize::Body, QFont::DemiBold));
        int widest = metrics.horizontalAdvance(text());
        if (const QButtonGroup *siblings = group()) {
            for (const QAbstractButton *other : siblings->buttons())
                widest = std::max(widest, metrics.horizontalAdvance(other->text()));
        }
        return {widest + theme.px(24), theme.px(30)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme theme = Theme::current();
        QPainter painter(this);
        // The whole control is one rounded box; each segment paints its share of it, so only the ends are round.
        QPainterPath outline;
        const QRectF whole(-x() + 1, 1, parentWidget()->width() - 2, height() - 2);
        outline.addRoundedRect(whole, theme.radius() - 1, theme.radius() - 1);
        painter.setClipPath(outline);
        if (isChecked())
            painter.fillRect(rect(), theme.color(ColorRole::AccentSoft));
        else if (underMouse() && isEnabled())
            painter.fillRect(rect(), theme.color(ColorRole::Hover));
        if (x() > 0)
            painter.fillRect(0, 0, 1, height(), theme.color(ColorRole::BorderStrong));
        painter.setClipping(false);
        painter.setFont(theme.font(TextSize::Body, isChecked() ? QFont::DemiBold : QFont::Normal));
        const ColorRole role = !isEnabled() ? ColorRole::TextDisabled
            : isChecked()                   ? ColorRole::AccentSoftText
                                            : ColorRole::Text;
        painter.setPen(theme.color(role));
        painter.drawText(rect(), Qt::AlignCenter,
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, width() - theme.px(8)));
        if (hasFocus())
            drawFocusRing(&painter, QRectF(rect()).adjusted(1, 1, -1, -1), theme.radius() - 1, theme);
    }

    void keyPressEvent(QKeyEvent *event) override
    {
        // The group would choose with every arrow; a verdict should be a deliberate act, so arrows only move.
        if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right || event->key() == Qt::Key_Up
            || event->key() == Qt::Key_Down) {
            event->ignore();
            return;
        }
        QAbstractButton::keyPressEvent(event);
    }
};

} // namespace

SegmentedButtons::SegmentedButtons(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_layout(new QHBoxLayout(this))
{
    setAccessibleName(name);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(0);
    m_group->setExclusive(true);
    connect(m_group, &QButtonGroup::buttonToggled, this, [this](QAbstractButton *button, bool on) {
        if (on)
            emit currentChanged(button->objectName());
    });
}

void SegmentedButtons::addSegment(const QString &id, const QString &text, const QString &toolTip)
{
    auto *segment = new Segment(id, text);
    segment->usualToolTip = toolTip;
    segment->setToolTip(toolTip);
    m_group->addButton(segment);
    m_layout->addWidget(segment, 1);
}

QAbstractButton *SegmentedButtons::find(const QString &id) const
{
    for (QAbstractButton *button : m_group->buttons()) {
        if (button->objectName() == id)
            return button;
    }
    return nullptr;
}

void SegmentedButtons::setUnavailable(const QString &id, const QString &reason)
{
    auto *segment = static_cast<Segment *>(find(id));
    if (!segment)
        return;
    segment->setEnabled(reason.isEmpty());
    segment->setToolTip(reason.isEmpty() ? segment->usualToolTip : reason);
    segment->setAccessibleDescription(reason);
    if (!reason.isEmpty() && segment->isChecked())
        setCurrent({});
}

QString SegmentedButtons::current() const
{
    return m_group->checkedButton() ? m_group->checkedButton()->objectName() : QString();
}

void SegmentedButtons::setCurrent(const QString &id)
{
    const QSignalBlocker blocker(m_group);
    if (QAbstractButton *button = find(id)) {
        button->setChecked(true);
    } else if (QAbstractButton *checked = m_group->checkedButton()) {
        m_group->setExclusive(false);
        checked->setChecked(false);
        m_group->setExclusive(true);
    }
    update();
}

void SegmentedButtons::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    drawBox(&painter, rect(), theme.radius(), theme.color(ColorRole::Surface), theme.color(ColorRole::BorderStrong));
}

void SegmentedButtons::keyPressEvent(QKeyEvent *event)
{
    int step = 0;
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up)
        step = -1;
    else if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down)
        step = 1;
    if (step == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    if (layoutDirection() == Qt::RightToLeft && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right))
        step = -step;
    const QList<QAbstractButton *> buttons = m_group->buttons();
    for (qsizetype i = 0; i < buttons.size(); ++i) {
        if (!buttons[i]->hasFocus())
            continue;
        for (qsizetype next = i + step; next >= 0 && next < buttons.size(); next += step) {
            if (buttons[next]->isEnabled()) {
                buttons[next]->setFocus(Qt::TabFocusReason);
                return;
            }
        }
    }
}

} // namespace countersign

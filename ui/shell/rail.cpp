// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/rail.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/style.h"
#include "ui/widgets/tabulartext.h"
#include "ui/widgets/textlabel.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace countersign {

class RailButton final : public QAbstractButton
{
public:
    RailButton(const QString &title, const QString &iconName)
        : m_icon(iconName)
    {
        setText(title);
        setCheckable(true);
        setAutoExclusive(true);
        setAttribute(Qt::WA_Hover);
        setFocusPolicy(Qt::TabFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void setBadge(int count, bool urgent)
    {
        m_count = count;
        m_urgent = urgent;
        setAccessibleDescription(count > 0 ? formatCount(count) : QString());
        update();
    }

    [[nodiscard]] QSize sizeHint() const override
    {
        const Theme theme = Theme::current();
        return {theme.px(150), theme.px(30)};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        using enum ColorRole;
        const Theme theme = Theme::current();
        QPainter painter(this);
        if (isChecked())
            drawBox(&painter, rect(), theme.radius(), theme.color(RailSelected), theme.color(Border));
        else if (underMouse())
            drawBox(&painter, rect(), theme.radius(), theme.color(Hover), Qt::transparent);
        QRect room = rect().adjusted(theme.px(10), 0, -theme.px(10), 0);
        const int side = theme.px(16);
        painter.drawPixmap(room.left(), (height() - side) / 2,
                           iconPixmap(m_icon, side, theme.color(isChecked() ? Text : TextMuted), devicePixelRatioF()));
        room.setLeft(room.left() + side + theme.px(9));
        if (m_count > 0)
            room.setRight(paintBadge(&painter, room, theme) - theme.px(6));
        painter.setFont(theme.font(TextSize::Body, isChecked() ? QFont::DemiBold : QFont::Normal));
        painter.setPen(theme.color(Text));
        painter.drawText(room, int(Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine),
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width()));
        if (hasFocus())
            drawFocusRing(&painter, rect(), theme.radius(), theme);
    }

private:
    /// Gives the left edge of what was painted.
    int paintBadge(QPainter *painter, const QRect &room, const Theme &theme) const
    {
        const QString number = formatCount(m_count);
        painter->setFont(theme.font(TextSize::Small, m_urgent ? QFont::DemiBold : QFont::Normal));
        const int width = int(tabularWidth(painter->font(), number)) + 1;
        if (!m_urgent) {
            painter->setPen(theme.color(ColorRole::TextMuted));
            drawTabular(painter, room, Qt::AlignRight, number);
            return room.right() - width;
        }
        const int height = theme.px(18);
        const int box = std::max(height + theme.px(2), width + theme.px(10));
        const QRect badge(room.right() + 1 - box + theme.px(2), room.center().y() - height / 2 + 1, box, height);
        drawBox(painter, badge, height / 2.0 - 1, theme.color(ColorRole::BadgeFill), Qt::transparent);
        painter->setPen(theme.color(ColorRole::BadgeText));
        painter->drawText(badge, Qt::AlignCenter, number);
        return badge.left();
    }

    QString m_icon;
    int m_count = 0;
    bool m_urgent = false;
};

Rail::Rail(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QVBoxLayout(this))
{
    const Theme theme = Theme::current();
    //: The navigation at the left of the window, named for screen readers.
    setAccessibleName(tr("Places"));
    setFixedWidth(theme.px(176));
    m_layout->setContentsMargins(theme.px(8), 0, theme.px(8), theme.px(12));
    m_layout->setSpacing(0);
}

void Rail::setPlaces(const QList<PlaceEntry> &places)
{
    const Theme theme = Theme::current();
    while (QLayoutItem *item = m_layout->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_buttons.clear();
    m_order.clear();
    auto *name = new TextLabel(u"Countersign"_s, TextSize::Title, ColorRole::Text, QFont::DemiBold);
    // As high as the header beside it, so that both names stand on one line.
    name->setFixedHeight(theme.px(48));
    name->setContentsMargins(theme.px(10), 0, 0, 0);
    m_layout->addWidget(name);
    const std::pair<PlaceGroup, QString> groups[] = {
        {PlaceGroup::Work, {}},
        //: Group of places in the rail: what concerns versions that are live.
        {PlaceGroup::AfterRelease, tr("After release")},
        //: Group of places in the rail: safeguards and access.
        {PlaceGroup::Protection, tr("Protection")},
        //: Group of places in the rail: the log.
        {PlaceGroup::Record, tr("Record")},
    };
    for (const auto &[group, title] : groups) {
        bool first = true;
        for (const PlaceEntry &place : places) {
            if (place.group != group)
                continue;
            if (first && !title.isEmpty()) {
                auto *label = new TextLabel(title, TextSize::Small, ColorRole::TextMuted);
                label->setContentsMargins(theme.px(10), theme.px(14), 0, theme.px(5));
                m_layout->addWidget(label);
            }
            first = false;
            auto *button = new RailButton(place.title, place.icon);
            button->setObjectName(u"rail-"_s + place.id);
            connect(button, &QAbstractButton::clicked, this, [this, id = place.id] { emit chosen(id); });
            m_layout->addWidget(button);
            m_buttons.insert(place.id, button);
            m_order << button;
        }
    }
    m_layout->addStretch();
}

void Rail::setCurrent(const QString &id)
{
    if (RailButton *button = m_buttons.value(id))
        button->setChecked(true);
}

void Rail::setBadge(const QString &id, int count, bool urgent)
{
    if (RailButton *button = m_buttons.value(id))
        button->setBadge(count, urgent);
}

void Rail::setShortcutText(const QString &id, const QString &shortcut)
{
    if (RailButton *button = m_buttons.value(id))
        button->setToolTip(u"%1 (%2)"_s.arg(button->text(), shortcut));
}

void Rail::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(ColorRole::Rail));
    painter.fillRect(width() - 1, 0, 1, height(), theme.color(ColorRole::Border));
}

void Rail::keyPressEvent(QKeyEvent *event)
{
    const int step = event->key() == Qt::Key_Down || event->key() == Qt::Key_J ? 1
        : event->key() == Qt::Key_Up || event->key() == Qt::Key_K             ? -1
                                                                               : 0;
    for (qsizetype i = 0; step != 0 && i < m_order.size(); ++i) {
        if (m_order[i]->hasFocus() && i + step >= 0 && i + step < m_order.size()) {
            m_order[i + step]->setFocus(Qt::TabFocusReason);
            return;
        }
    }
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
        for (RailButton *button : std::as_const(m_order)) {
            if (button->hasFocus()) {
                button->click();
                return;
            }
        }
    }
    QWidget::keyPressEvent(event);
}

} // namespace countersign

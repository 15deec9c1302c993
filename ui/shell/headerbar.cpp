// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/headerbar.h"

#include "ui/widgets/statuspill.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace countersign {
namespace {

/// Looks like a field, opens the command palette.
class SearchButton final : public QPushButton
{
public:
    SearchButton()
    {
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        setMaximumWidth(Theme::current().px(300));
    }
    QString shortcutText;

    [[nodiscard]] QSize sizeHint() const override
    {
        const Theme theme = Theme::current();
        return {theme.px(300), theme.controlHeight()};
    }
    [[nodiscard]] QSize minimumSizeHint() const override
    {
        const Theme theme = Theme::current();
        return {theme.px(140), theme.controlHeight()};
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        const Theme theme = Theme::current();
        QPainter painter(this);
        drawBox(&painter, rect(), theme.radius(), theme.color(underMouse() ? ColorRole::Hover : ColorRole::Field),
                theme.color(ColorRole::BorderStrong));
        const QRect room = rect().adjusted(theme.px(10), 0, -theme.px(10), 0);
        painter.setPen(theme.color(ColorRole::TextMuted));
        painter.setFont(theme.font(TextSize::Small));
        painter.drawText(room, int(Qt::AlignVCenter | Qt::AlignRight), shortcutText);
        const int right = painter.fontMetrics().horizontalAdvance(shortcutText) + theme.px(8);
        painter.setFont(theme.font());
        painter.drawText(room, int(Qt::AlignVCenter | Qt::AlignLeft),
                         painter.fontMetrics().elidedText(text(), Qt::ElideRight, room.width() - right));
        if (hasFocus())
            drawFocusRing(&painter, rect(), theme.radius(), theme);
    }
};

} // namespace

HeaderBar::HeaderBar(QWidget *parent)
    : QWidget(parent)
    , m_title(new TextLabel({}, TextSize::Title, ColorRole::Text, QFont::DemiBold))
    , m_subtitle(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_search(new SearchButton)
    , m_person(new StatusPill)
{
    const Theme theme = Theme::current();
    setFixedHeight(theme.px(48));
    m_subtitle->setElide(Qt::ElideRight);
    //: The field in the header that opens the command palette.
    m_search->setText(tr("Search or command"));
    m_search->setObjectName(QStringLiteral("header-search"));
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(theme.px(18), 0, theme.px(14), 1);
    layout->setSpacing(theme.px(12));
    layout->addWidget(m_title);
    layout->addWidget(m_subtitle, 1);
    layout->addWidget(m_search, 1);
    layout->addWidget(m_person);
    connect(m_search, &QPushButton::clicked, this, &HeaderBar::searchRequested);
    connect(m_person, &StatusPill::clicked, this, &HeaderBar::personClicked);
    m_person->hide();
}

void HeaderBar::setTitle(const QString &title, const QString &subtitle)
{
    m_title->setText(title);
    m_subtitle->setText(subtitle);
}

void HeaderBar::setPerson(const QString &person, const QString &note)
{
    m_person->setStatus(ChipShape::Disc, Tone::Neutral, person);
    m_person->setToolTip(note);
    m_person->setVisible(!person.isEmpty());
}

void HeaderBar::setSearchShortcut(const QString &shortcut)
{
    static_cast<SearchButton *>(m_search)->shortcutText = shortcut;
    //: Tooltip of the search field; %1 is a shortcut.
    m_search->setToolTip(tr("Go anywhere, do anything (%1)").arg(shortcut));
    m_search->update();
}

void HeaderBar::paintEvent(QPaintEvent *)
{
    const Theme theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.color(ColorRole::Surface));
    painter.fillRect(0, height() - 1, width(), 1, theme.color(ColorRole::Border));
}

} // namespace countersign

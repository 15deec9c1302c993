// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/inboxpreview.h"

#include "ui/inbox/waitingmodel.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

TextLabel *wrapped(ColorRole role = ColorRole::Text)
{
    auto *label = new TextLabel({}, TextSize::Body, role);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

TextLabel *heading(const QString &text)
{
    return new TextLabel(text, TextSize::Small, ColorRole::TextMuted);
}

} // namespace

InboxPreview::InboxPreview(QWidget *parent)
    : SidePanel(parent)
{
    const Theme theme = Theme::current();
    m_content = new QWidget;
    auto *column = new QVBoxLayout(m_content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.gap());
    m_chip = new Chip;
    m_title = new TextLabel({}, TextSize::Title, ColorRole::Text, QFont::DemiBold);
    m_title->setWordWrap(true);
    m_facts = new FactGrid;
    m_quote = wrapped();
    m_numberNote = heading(tr("Number of the key"));
    m_number = new TextLabel({}, TextSize::Title);
    m_number->setMonospace(true);
    m_number->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_whyHead = heading(tr("Why it is yours"));
    m_why = wrapped();
    m_nextHead = heading(tr("What happens next"));
    m_next = wrapped();
    column->addWidget(m_chip, 0, Qt::AlignLeft);
    column->addWidget(m_title);
    column->addWidget(m_quote);
    column->addSpacing(theme.px(4));
    column->addWidget(m_facts);
    column->addWidget(m_numberNote);
    column->addWidget(m_number);
    for (auto [head, text] : {std::pair{m_whyHead, m_why}, std::pair{m_nextHead, m_next}}) {
        column->addSpacing(theme.px(4));
        column->addWidget(head);
        column->addWidget(text);
    }
    column->addStretch();

    auto *scroll = new QScrollArea;
    m_scroll = scroll;
    scroll->setWidget(m_content);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    m_content->setAutoFillBackground(false);
    m_empty = new EmptyState;
    m_empty->setText(tr("Choose something at the left to see what it is about."));
    m_agree = new QCheckBox;
    m_buttons = new QWidget;
    auto *buttons = new QHBoxLayout(m_buttons);
    buttons->setContentsMargins(0, 0, 0, 0);
    buttons->setSpacing(theme.gap());
    body()->addWidget(scroll, 1);
    body()->addWidget(m_empty, 1);
    body()->addWidget(m_agree);
    body()->addWidget(m_buttons);
    showNothing();
}

void InboxPreview::showNothing()
{
    m_key.clear();
    m_primary = nullptr;
    m_scroll->hide();
    m_empty->show();
    m_agree->hide();
    m_buttons->hide();
}

void InboxPreview::show(const WaitingItem &item, const QDateTime &now, bool underWay)
{
    const bool another = m_key != item.key;
    m_key = item.key;
    m_empty->hide();
    m_scroll->show();
    m_chip->setChip(item.chip);
    m_title->setText(visibleText(item.title));
    showFacts(item, now);
    m_quote->setText(visibleText(item.quote));
    m_quote->setVisible(!item.quote.isEmpty());
    m_number->setText(item.number);
    m_number->setAccessibleName(item.number);
    m_number->setVisible(!item.number.isEmpty());
    m_numberNote->setVisible(!item.number.isEmpty());
    m_why->setText(item.reason);
    m_whyHead->setVisible(!item.reason.isEmpty());
    m_why->setVisible(!item.reason.isEmpty());
    m_next->setText(item.next);
    m_nextHead->setVisible(!item.next.isEmpty());
    m_next->setVisible(!item.next.isEmpty());
    m_agree->setText(item.agreement);
    m_agree->setVisible(!item.agreement.isEmpty());
    m_agree->setEnabled(!underWay);
    if (another)
        m_agree->setChecked(false);
    showButtons(item, underWay);
}

void InboxPreview::showFacts(const WaitingItem &item, const QDateTime &now)
{
    m_facts->clear();
    m_requirements = nullptr;
    if (item.due.isValid())
        m_facts->addFact(item.information || item.kind == WaitingItem::Kind::ApprovalEnds || item.kind == WaitingItem::Kind::WaiverEnds ? tr("Ends") : tr("Due"),
                         inboxClock(item, now), exactTime(item.due));
    for (const WaitingItem::Fact &fact : item.details) {
        if (fact.digest)
            m_facts->addDigest(fact.label, fact.value);
        else
            addText(fact.label, visibleText(fact.value));
    }
    if (item.kind == WaitingItem::Kind::SignOff || item.kind == WaitingItem::Kind::Escalated) {
        m_requirements = addText(tr("Requires"), u"…"_s);
    }
}

/// Values are read here, not scanned: they wrap instead of being cut.
TextLabel *InboxPreview::addText(const QString &label, const QString &text)
{
    auto *value = new TextLabel(text.isEmpty() ? u"—"_s : text);
    value->setWordWrap(true);
    m_facts->addWidget(label, value);
    return value;
}

void InboxPreview::setRequirements(const QString &key, const QString &summary)
{
    if (key == m_key && m_requirements)
        m_requirements->setText(summary);
}

QPushButton *InboxPreview::addButton(const QString &text, const QString &toolTip, bool primary)
{
    auto *button = new QPushButton(text);
    button->setToolTip(primary ? toolTip + tr(" (Ctrl+Return)") : toolTip);
    button->setAccessibleDescription(toolTip);
    if (primary) {
        setButtonKind(button, ButtonKind::Primary);
        m_primary = button;
    }
    static_cast<QHBoxLayout *>(m_buttons->layout())->addWidget(button, primary ? 1 : 0);
    button->show(); // at once: a layout would show it a turn of the event loop later
    return button;
}

void InboxPreview::showButtons(const WaitingItem &item, bool underWay)
{
    while (QLayoutItem *old = m_buttons->layout()->takeAt(0)) {
        // The button that was just pressed may be among them.
        old->widget()->hide();
        old->widget()->deleteLater();
        delete old;
    }
    m_primary = nullptr;
    // Reading comes first where something is to be read; where nothing is, the act itself.
    const bool openFirst = !item.openText.isEmpty() && (item.acts.isEmpty() || item.kind == WaitingItem::Kind::CardReview);
    if (openFirst && item.outbox == 0)
        connect(addButton(item.openText, tr("Goes there."), true), &QPushButton::clicked, this, &InboxPreview::openRequested);
    for (int i = 0; i < item.acts.size(); ++i) {
        const WaitingItem::Act &act = item.acts[i];
        auto *button = addButton(act.text, act.toolTip, i == 0 && !openFirst);
        const auto update = [this, button, needs = act.needsAgreement, underWay] {
            button->setEnabled(!underWay && (!needs || m_agree->isChecked()));
        };
        update();
        connect(m_agree, &QCheckBox::toggled, button, update);
        connect(button, &QPushButton::clicked, this, [this, i] { emit actRequested(i); });
    }
    if (item.outbox != 0) {
        const bool review = !item.request.isEmpty() || !item.target.isEmpty();
        if (review)
            connect(addButton(item.openText, tr("Goes there."), true), &QPushButton::clicked, this, &InboxPreview::openRequested);
        else
            connect(addButton(tr("Change…"), tr("Shows both sides and lets you change what is sent."), true), &QPushButton::clicked, this,
                    [this] { emit outboxRequested(u"edit"_s); });
        connect(addButton(tr("Send again"), tr("Sends it once more as it is."), false), &QPushButton::clicked, this,
                [this] { emit outboxRequested(u"resend"_s); });
        connect(addButton(tr("Drop"), tr("Forgets what you decided; nothing is sent."), false), &QPushButton::clicked, this,
                [this] { emit outboxRequested(u"discard"_s); });
    }
    m_buttons->setVisible(m_buttons->layout()->count() > 0);
}

} // namespace countersign

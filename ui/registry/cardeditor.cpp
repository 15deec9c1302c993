// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardeditor.h"

#include "formats/cards/cardmaker.h"
#include "ui/registry/cardconflict.h"
#include "ui/registry/cardfillpanel.h"
#include "ui/registry/cardlook.h"
#include "ui/registry/cardnavigator.h"
#include "ui/registry/cardsectionform.h"
#include "ui/registry/versiondata.h"
#include "ui/registry/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/workspace.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

constexpr int keepDelay = 400; // ms after the last key
enum Page { FormPage, FillPage, ConflictPage };

CardContent::Section sectionOr(const CardContent &card, const QString &id)
{
    const CardContent::Section *found = card.section(id);
    return found ? *found : CardContent::Section{id, sectionTitle(id), {}, {}, {}};
}

} // namespace

CardEditor::CardEditor(Workspace *workspace, const QString &folder, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_files(folder, workspace->freshness().server + u'\n' + workspace->person().name)
    , m_banner(new Banner)
    , m_title(new TextLabel({}, TextSize::Body, ColorRole::Text, QFont::DemiBold))
    , m_kept(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_fillButton(new QPushButton(tr("Fill in…")))
    , m_discard(new QPushButton(tr("Discard")))
    , m_close(new QPushButton(tr("Close")))
    , m_save(new QPushButton(tr("Save")))
    , m_navigator(new CardNavigator(tr("Sections of the card")))
    , m_stack(new QStackedWidget)
    , m_area(new QScrollArea)
    , m_fillPanel(new CardFillPanel)
    , m_conflict(new CardConflict)
{
    const Theme theme = Theme::current();
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_area->setFocusPolicy(Qt::NoFocus);
    auto *form = new QWidget;
    auto *formLayout = new QHBoxLayout(form);
    formLayout->setContentsMargins(0, 0, 0, 0);
    formLayout->setSpacing(theme.groupGap());
    formLayout->addWidget(m_navigator);
    formLayout->addWidget(m_area, 1);
    m_stack->addWidget(form);
    m_stack->addWidget(m_fillPanel);
    m_stack->addWidget(m_conflict);
    m_banner->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.gap());
    layout->setSpacing(theme.gap());
    layout->addWidget(makeBar());
    layout->addWidget(m_banner);
    layout->addWidget(m_stack, 1);
    m_keepTimer.setSingleShot(true);
    m_keepTimer.setInterval(keepDelay);
    connect(&m_keepTimer, &QTimer::timeout, this, &CardEditor::keepNow);
    connect(m_navigator, &CardNavigator::chosen, this, &CardEditor::goTo);
    connect(m_banner, &Banner::actionTriggered, this, &CardEditor::showConflict);
    connect(m_fillPanel, &CardFillPanel::cancelled, this, [this] { m_stack->setCurrentIndex(FormPage); });
    connect(m_fillPanel, &CardFillPanel::accepted, this, [this](const QList<CardProposal> &proposals) {
        m_state.content = withProposals(m_state.content, proposals);
        m_stack->setCurrentIndex(FormPage);
        showForm(m_section);
        edited();
    });
    connect(m_conflict, &CardConflict::cancelled, this, [this] { m_stack->setCurrentIndex(FormPage); });
    connect(m_conflict, &CardConflict::resolved, this, &CardEditor::resolve);
}

CardEditor::~CardEditor()
{
    // Nothing typed in the last moments may be lost.
    if (m_dirty)
        keepNow();
}

QWidget *CardEditor::makeBar()
{
    auto *bar = new QWidget;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(Theme::current().gap());
    m_title->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Preferred);
    m_kept->setElide(Qt::ElideRight);
    layout->addWidget(m_title);
    layout->addWidget(m_kept, 1);
    for (QPushButton *button : {m_fillButton, m_discard, m_close, m_save})
        layout->addWidget(button);
    setButtonKind(m_save, ButtonKind::Primary);
    setButtonKind(m_discard, ButtonKind::Quiet);
    m_fillButton->setToolTip(tr("Shows what the registry and the evaluations know and the card does not say."));
    m_discard->setToolTip(tr("Throws away what was typed since the card was saved last."));
    m_close->setToolTip(tr("Back to reading. What was typed stays on this machine."));
    m_save->setToolTip(tr("Makes a new revision (Ctrl+S). The card is a draft again then."));
    connect(m_fillButton, &QPushButton::clicked, this, &CardEditor::fill);
    connect(m_discard, &QPushButton::clicked, this, &CardEditor::discard);
    connect(m_close, &QPushButton::clicked, this, &CardEditor::leave);
    connect(m_save, &QPushButton::clicked, this, &CardEditor::save);
    return bar;
}

std::optional<UnsavedCard> CardEditor::unsaved(const QString &version) const
{
    return m_files.find(version);
}

void CardEditor::dropUnsaved(const QString &version)
{
    m_files.drop(version);
}

void CardEditor::begin(const VersionData &shown, const QString &section, bool resume)
{
    if (m_dirty)
        keepNow();
    m_data = shown.cards;
    m_names = shown.names;
    m_theirs.reset();
    m_banner->hide();
    m_saving = false;
    m_entry.reset();
    for (const CardData::Entry &card : std::as_const(m_data.cards)) {
        if (shown.card && card.id == shown.card->id)
            m_entry = card;
    }
    m_base = shown.cardContent.value_or(CardContent{});
    m_base.settle();
    m_state = {shown.key, m_entry ? m_entry->id : QString(), m_entry ? m_entry->revision : 0, m_entry ? m_entry->body.content : QString(), {}, m_base};
    const auto kept = resume ? m_files.find(shown.key) : std::nullopt;
    if (kept) {
        m_state.content = kept->content;
        m_state.savedAt = kept->savedAt;
        m_state.base = kept->base;
        m_state.card = kept->card;
    }
    m_dirty = false;
    const QString wanted = section.isEmpty() ? sectionsInReadingOrder(m_state.content, m_data.asked).first() : section;
    m_stack->setCurrentIndex(FormPage);
    showSections();
    showForm(wanted);
    showState();
    // What was kept may have been begun from a card that somebody has changed since.
    if (kept && m_entry && kept->base != m_entry->body.content) {
        m_theirs = m_base;
        complain(tr("The card was changed in the meantime"), tr("Compare both before you save yours over it."));
    }
}

void CardEditor::follow(const VersionData &shown)
{
    if (shown.key != m_state.version || m_saving)
        return;
    m_data = shown.cards;
    m_names = shown.names;
    showSections();
    if (!shown.card || !shown.cardContent)
        return;
    const auto now = std::find_if(m_data.cards.begin(), m_data.cards.end(), [&](const auto &card) { return card.id == shown.card->id; });
    if (now == m_data.cards.end())
        return;
    const bool other = now->body.content != m_state.base;
    const bool known = m_entry && now->id == m_entry->id && now->revision == m_entry->revision;
    m_entry = *now;
    if (known)
        return;
    m_state.card = now->id;
    m_state.revision = now->revision;
    if (!other)
        return; // its state was changed, not its words
    CardContent theirs = *shown.cardContent;
    theirs.settle();
    const bool touched = hasChanges();
    m_base = theirs;
    if (!touched) {
        m_state.content = theirs;
        m_state.base = now->body.content;
        return showForm(m_section);
    }
    m_theirs = theirs;
    //: %1 is a person
    complain(tr("%1 changed this card while you wrote").arg(m_names.value(now->changedBy, now->changedBy)),
             tr("Compare both before you save yours over it."));
}

bool CardEditor::hasChanges() const
{
    return content().sections != m_base.sections;
}

CardContent CardEditor::content() const
{
    CardContent out = m_state.content;
    if (m_form) {
        out.sectionForWriting(m_section) = m_form->result();
        out.settle();
    }
    return out;
}

void CardEditor::takeForm()
{
    m_state.content = content();
}

void CardEditor::goTo(const QString &section)
{
    if (section == m_section && m_stack->currentIndex() == FormPage)
        return;
    takeForm();
    m_stack->setCurrentIndex(FormPage);
    showForm(section);
    showSections();
}

void CardEditor::showForm(const QString &section)
{
    m_section = section;
    m_form = new CardSectionForm(sectionOr(m_state.content, section), sectionOr(m_base, section), m_data.evaluations);
    m_area->setWidget(m_form);
    m_navigator->setCurrent(section);
    const QStringList asked = m_data.asked.value(section);
    m_title->setText(sectionTitle(section));
    m_title->setToolTip(askedSentence(asked));
    connect(m_form, &CardSectionForm::edited, this, &CardEditor::edited);
    connect(m_form, &CardSectionForm::openWebLink, this, &CardEditor::openWebLink);
}

void CardEditor::showSections()
{
    // Placeholders count as missing while they are typed, not only once they are saved.
    const CardContent card = withoutPlaceholders(content());
    QMap<QString, QStringList> all = m_data.asked;
    QList<CardNavigator::Entry> entries;
    QStringList order = sectionsInReadingOrder(card, all);
    for (const CardSectionInfo &info : allCardSections()) {
        if (!order.contains(info.id))
            order.append(info.id);
    }
    for (const QString &id : std::as_const(order)) {
        const CardContent::Section *section = card.section(id);
        const bool onlyAnnex = std::none_of(cardSections().begin(), cardSections().end(), [&](const auto &info) { return info.id == id; });
        ChipSpec chip = sectionChip(section && section->filled(), all.value(id));
        if (onlyAnnex && !section && !all.contains(id))
            chip = {ChipShape::Circle, Tone::Neutral, tr("empty")};
        entries.append({id, sectionTitle(id), chip, askedSentence(all.value(id))});
    }
    m_navigator->setEntries(entries);
    m_navigator->setCurrent(m_section);
}

void CardEditor::edited()
{
    m_dirty = true;
    m_keepTimer.start();
    showState();
}

void CardEditor::keepNow()
{
    m_keepTimer.stop();
    takeForm();
    m_dirty = false;
    if (!hasChanges()) {
        m_files.drop(m_state.version);
        m_state.savedAt = {};
    } else {
        m_state.savedAt = m_workspace->clock()->now();
        if (const auto kept = m_files.keep(m_state); !kept)
            m_banner->show(Banner::Kind::Warning, tr("Not kept"), kept.error().text);
    }
    showSections();
    showState();
}

void CardEditor::showState()
{
    const bool changes = hasChanges();
    const Person person = m_workspace->person();
    const bool own = !m_entry || m_entry->body.author == person.name;
    QString words;
    if (m_saving)
        words = tr("Being saved…");
    else if (m_dirty)
        words = tr("Changed");
    else if (changes && m_state.savedAt.isValid())
        words = tr("Kept on this machine, not saved yet");
    if (!own && !m_saving)
        words += (words.isEmpty() ? QString() : u" · "_s) + tr("%1 wrote this card; yours is saved as a card of your own").arg(m_names.value(m_entry->body.author, m_entry->body.author));
    m_kept->setText(words);
    m_save->setEnabled(!m_saving && !m_theirs && (changes || !m_entry));
    m_discard->setEnabled(!m_saving && changes);
}

void CardEditor::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    if (m_dirty)
        keepNow();
}

void CardEditor::leave()
{
    const bool changes = hasChanges();
    if (m_dirty)
        keepNow();
    emit finished(changes ? tr("What you wrote is kept on this machine.") : QString(), {});
}

void CardEditor::discard()
{
    takeForm();
    const UnsavedCard was = m_state;
    m_dirty = false;
    m_keepTimer.stop();
    m_files.drop(m_state.version);
    m_state.content = m_base;
    showForm(m_section);
    // Undo instead of a question: the file comes back, and with it the offer to go on.
    emit finished(tr("What you wrote was thrown away."), [files = m_files, was] { (void)files.keep(was); });
}

void CardEditor::fill()
{
    takeForm();
    m_stack->setCurrentIndex(FillPage);
    m_fillPanel->show(m_state.content, m_data.facts, m_data.evaluations);
}

void CardEditor::complain(const QString &title, const QString &sentence)
{
    m_banner->show(m_theirs ? Banner::Kind::Warning : Banner::Kind::Error, title, sentence, m_theirs ? tr("Compare") : QString());
    showState();
}

void CardEditor::showConflict()
{
    if (!m_theirs)
        return;
    takeForm();
    const QString who = m_entry ? m_names.value(m_entry->changedBy, m_entry->changedBy) : QString();
    m_conflict->show(*m_theirs, m_state.content, who);
    m_stack->setCurrentIndex(ConflictPage);
}

void CardEditor::resolve(const CardContent &mine)
{
    m_state.content = mine;
    if (m_entry) {
        m_state.base = m_entry->body.content;
        m_state.revision = m_entry->revision;
        m_state.card = m_entry->id;
    }
    m_theirs.reset();
    m_banner->hide();
    settleOutbox();
    m_stack->setCurrentIndex(FormPage);
    showForm(m_section);
    edited();
}

} // namespace countersign

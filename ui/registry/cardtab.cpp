// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardtab.h"

#include "domain/statetable.h"
#include "ui/registry/carddiffpage.h"
#include "ui/registry/cardeditor.h"
#include "ui/registry/cardexportdialog.h"
#include "ui/registry/cardlook.h"
#include "ui/registry/cardmissingline.h"
#include "ui/registry/cardnavigator.h"
#include "ui/registry/cardreader.h"
#include "ui/registry/words.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/relativetime.h"
#include "ui/widgets/sectionheader.h"
#include "ui/widgets/segmentedbuttons.h"
#include "ui/workspace/workspace.h"

#include <QFileInfo>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

enum Page { ReadPage, EditPage };
enum Body { ReaderBody, SourceBody, ChangesBody, HistoryBody, EmptyBody };

QStringList cardVerbs()
{
    return {u"submit"_s, u"approve"_s, u"return"_s, u"archive"_s};
}

QString viewId(CardTab::View view)
{
    const QString ids[] = {u"read"_s, u"raw"_s, u"changes"_s, u"history"_s};
    return ids[int(view)];
}

} // namespace

CardTab::CardTab(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget)
    , m_body(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_header(new SectionHeader(SectionHeader::Level::Section, tr("Model card")))
    , m_status(new QPushButton(tr("Status")))
    , m_statusMenu(new QMenu(m_status))
    , m_export(new QPushButton(tr("Export…")))
    , m_edit(new QPushButton(tr("Edit")))
    , m_import(new QPushButton(tr("Import…")))
    , m_form(new SegmentedButtons(tr("How the card is shown")))
    , m_missing(new CardMissingLine)
    , m_reader(new CardReader)
    , m_source(new MarkdownView(tr("Source of the card")))
    , m_changes(new CardDiffPage)
    , m_history(new CardHistory)
    , m_unsaved(new Banner)
{
    m_stack->addWidget(makePage());
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    connectParts();
}

QWidget *CardTab::makeHeader()
{
    const Theme theme = Theme::current();
    m_form->addSegment(viewId(View::Read), tr("Card"), tr("Section by section, with where it comes from."));
    m_form->addSegment(viewId(View::Source), tr("Source"), tr("The file as it was imported or written."));
    m_form->addSegment(viewId(View::Compare), tr("Changes"), tr("Against the version in production, or any other."));
    m_form->addSegment(viewId(View::History), tr("History"), tr("Who changed the card when."));
    m_form->setCurrent(viewId(View::Read));
    m_status->setMenu(m_statusMenu);
    m_statusMenu->setToolTipsVisible(true);
    m_status->setToolTip(tr("Submit, approve, return or archive the card."));
    m_export->setToolTip(tr("Writes the card as a file of another tool (Ctrl+Shift+E)."));
    m_import->setToolTip(tr("Reads a card from a file."));
    for (QPushButton *button : {m_status, m_import, m_export, m_edit})
        m_header->addAction(button);
    auto *line = new QHBoxLayout;
    line->setSpacing(theme.groupGap());
    line->addWidget(m_form);
    line->addWidget(m_missing, 1);
    auto *head = new QWidget;
    auto *layout = new QVBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    layout->addWidget(m_header);
    layout->addLayout(line);
    return head;
}

QWidget *CardTab::makePage()
{
    const Theme theme = Theme::current();
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.gap());
    layout->setSpacing(theme.gap());
    layout->addWidget(makeHeader());
    layout->addWidget(m_unsaved);
    m_unsaved->setObjectName(u"unsaved"_s);
    m_unsaved->hide();
    for (QWidget *body : std::initializer_list<QWidget *>{m_reader, m_source, m_changes, m_history, m_empty})
        m_body->addWidget(body);
    layout->addWidget(m_body, 1);
    return page;
}

void CardTab::connectParts()
{
    connect(m_form, &SegmentedButtons::currentChanged, this, &CardTab::showBody);
    connect(m_missing, &CardMissingLine::chosen, this, [this](const QString &section) {
        setView(View::Read);
        m_reader->goTo(section);
    });
    connect(m_reader, &CardReader::openWebLink, this, &CardTab::openWebLink);
    connect(m_source, &MarkdownView::linkRequested, this, &CardTab::openWebLink);
    connect(m_reader, &CardReader::linkRefused, this, [this](const QString &readable) {
        emit said(tr("This link is not opened: %1").arg(readable.left(200)), {});
    });
    connect(m_reader, &CardReader::editRequested, this, &CardTab::edit);
    connect(m_changes, &CardDiffPage::copied, this, [this](const QString &sentence) { emit said(sentence, {}); });
    connect(m_history, &CardHistory::compareRequested, this, [this](const CardSide &before, const CardSide &after) {
        setView(View::Compare);
        m_changes->compare(before, after);
    });
    connect(m_empty, &EmptyState::actionTriggered, this, [this] {
        if (m_workspace)
            edit();
        else
            emit importRequested();
    });
    connect(m_import, &QPushButton::clicked, this, &CardTab::importRequested);
    connect(m_export, &QPushButton::clicked, this, &CardTab::openExport);
    connect(m_edit, &QPushButton::clicked, this, [this] { edit(); });
    connect(m_unsaved, &Banner::actionTriggered, this, [this] { openEditor({}, true); });
}

void CardTab::setWorkspace(Workspace *workspace, QSettings *settings)
{
    m_workspace = workspace;
    m_settings = settings;
    m_changes->setWorkspace(workspace);
    m_history->setClock(workspace->clock());
    connect(workspace, &Workspace::personChanged, this, [this] {
        m_offeredFor.clear();
        if (m_shown && !isEditing()) {
            showHeader();
            offerUnsaved();
        }
    });
}

UnsavedCards CardTab::unsavedCards() const
{
    const QString folder = m_settings ? QFileInfo(m_settings->fileName()).absolutePath() + u"/unsaved-cards"_s : QString();
    return {folder, m_workspace ? m_workspace->freshness().server + u'\n' + m_workspace->person().name : QString()};
}

void CardTab::show(const VersionData &shown)
{
    const bool other = !m_shown || m_shown->key != shown.key;
    m_shown = shown;
    if (other) {
        if (isEditing())
            m_editor->leave();
        m_offeredFor.clear();
        m_revisions.clear();
        m_revisionsOf.clear();
        m_historyNote.clear();
    }
    if (isEditing())
        m_editor->follow(shown);
    showHeader();
    showSides();
    showBody();
    offerUnsaved();
}

void CardTab::offerUnsaved()
{
    if (!m_workspace || !m_settings || isEditing() || m_offeredFor == m_shown->key)
        return;
    m_offeredFor = m_shown->key;
    const auto kept = unsavedCards().find(m_shown->key);
    m_unsaved->setVisible(kept.has_value());
    if (kept)
        m_unsaved->show(Banner::Kind::Info, tr("Not saved yet"),
                        //: %1 is how long ago
                        tr("What you wrote %1 is kept on this machine.").arg(relativeTimeAgo(kept->savedAt, m_workspace->clock()->now())), tr("Go on"));
}

void CardTab::showHeader()
{
    const bool has = m_shown->card.has_value();
    m_export->setVisible(has && m_shown->cardContent.has_value());
    m_status->setVisible(has && m_workspace);
    // With a card there, another is read in by the version's own menu.
    m_import->setVisible(!has);
    m_edit->setVisible(m_workspace);
    m_edit->setText(has ? tr("Edit") : tr("Write"));
    m_form->setVisible(has);
    m_missing->setVisible(has);
    if (!has) {
        m_header->setChip({});
        m_header->setDetail({});
        return;
    }
    const Card &card = m_shown->card->body;
    m_header->setChip(cardChip(card.status));
    //: who wrote a card and when
    m_header->setDetail(tr("%1, %2").arg(m_shown->name(card.author), relativeTimeAgo(card.importedAt, m_shown->at)));
    QStringList missing = m_shown->cardContent ? m_shown->cardContent->missing : card.missing;
    const int filled = int(cardSections().size() - missing.size());
    for (auto it = m_shown->cards.asked.begin(); it != m_shown->cards.asked.end(); ++it) {
        // A policy may ask for what only Annex IV knows.
        const CardContent::Section *section = m_shown->cardContent ? m_shown->cardContent->section(it.key()) : nullptr;
        if (m_shown->cardContent && !(section && section->filled()) && !missing.contains(it.key()))
            missing.append(it.key());
    }
    m_missing->show(filled, missing, m_shown->cards.asked);
    const bool own = m_workspace && card.author == m_workspace->person().name;
    m_edit->setToolTip(own ? tr("Writes a new revision (Ctrl+E).")
                           : tr("%1 wrote this card; what you save becomes a card of your own (Ctrl+E).").arg(m_shown->name(card.author)));
    fillStatusMenu();
}

QString CardTab::verbProblem(const QString &verb) const
{
    if (!m_shown || !m_shown->card)
        return tr("There is no card.");
    if (!m_workspace)
        return tr("The card can only be read here.");
    const Card &card = m_shown->card->body;
    const auto next = cardStates().next(enumText(card.status), verb, m_workspace->actor(), {m_shown->modelOwner, card.author, {}});
    return next ? QString() : next.error().text;
}

void CardTab::fillStatusMenu()
{
    m_statusMenu->clear();
    const QStringList possible = cardStates().verbs(enumText(m_shown->card->body.status));
    for (const QString &verb : cardVerbs()) {
        if (!possible.contains(verb))
            continue;
        const QString problem = verbProblem(verb);
        QAction *action = m_statusMenu->addAction(cardVerbText(verb), this, [this, verb] { emit verbRequested(verb); });
        action->setObjectName(verb);
        action->setEnabled(problem.isEmpty());
        action->setToolTip(problem);
        // A refusal is read, not hovered for.
        if (!problem.isEmpty())
            m_statusMenu->addAction(u"    "_s + problem)->setEnabled(false);
    }
    if (possible.isEmpty())
        m_statusMenu->addAction(tr("An archived card stays as it is."))->setEnabled(false);
}

void CardTab::showBody()
{
    if (!m_shown)
        return;
    if (!m_shown->card) {
        m_empty->setText(tr("This version has no model card. Write one here, or import a file: what it says is sorted into sections and what is missing is named."));
        m_empty->setAction(m_workspace ? tr("Write the card") : tr("Import card…"));
        return m_body->setCurrentIndex(EmptyBody);
    }
    if (!m_shown->cardSource || !m_shown->cardContent) {
        m_empty->setText(tr("The card is being fetched from the server."));
        m_empty->setAction({});
        return m_body->setCurrentIndex(EmptyBody);
    }
    switch (view()) {
    case View::Read:
        m_reader->show(*m_shown->cardContent, m_shown->cards.asked, m_shown->cards.evaluations, m_workspace != nullptr);
        break;
    case View::Source:
        if (const QString source = QString::fromUtf8(*m_shown->cardSource); source != m_sourceShown || m_source->document()->isEmpty()) {
            m_sourceShown = source;
            m_source->setRawText(source);
            m_source->moveCursor(QTextCursor::Start);
        }
        break;
    case View::Compare:
        break;
    case View::History:
        readHistory();
        break;
    }
    m_body->setCurrentIndex(int(view()));
}

CardTab::View CardTab::view() const
{
    for (const View view : {View::Source, View::Compare, View::History}) {
        if (m_form->current() == viewId(view))
            return view;
    }
    return View::Read;
}

void CardTab::setView(View view)
{
    m_form->setCurrent(viewId(view));
    showBody();
}

bool CardTab::isEditing() const
{
    return m_editor != nullptr;
}

void CardTab::edit(const QString &section)
{
    if (!m_shown || !m_workspace || (m_shown->card && !m_shown->cardContent))
        return;
    if (isEditing()) {
        if (!section.isEmpty())
            m_editor->goTo(section);
        return;
    }
    openEditor(section, true);
}

void CardTab::openEditor(const QString &section, bool resume)
{
    const QString folder = m_settings ? QFileInfo(m_settings->fileName()).absolutePath() + u"/unsaved-cards"_s : QString();
    m_editor = new CardEditor(m_workspace, folder);
    m_stack->insertWidget(EditPage, m_editor);
    connect(m_editor, &CardEditor::openWebLink, this, &CardTab::openWebLink);
    connect(m_editor, &CardEditor::finished, this, &CardTab::closeEditor);
    m_editor->begin(*m_shown, section, resume);
    m_stack->setCurrentIndex(EditPage);
    m_editor->navigator()->setFocus();
    emit editingChanged();
}

void CardTab::closeEditor(const QString &sentence, const std::function<void()> &undo)
{
    m_stack->setCurrentIndex(ReadPage);
    m_stack->removeWidget(m_editor);
    m_editor->deleteLater();
    m_editor = nullptr;
    m_offeredFor.clear();
    m_unsaved->hide();
    offerUnsaved();
    emit editingChanged();
    if (sentence.isEmpty())
        return;
    emit said(sentence, undo ? std::function<void()>([this, undo] {
        undo();
        m_offeredFor.clear();
        offerUnsaved();
    }) : std::function<void()>());
}

CardExportDialog *CardTab::openExport()
{
    if (!m_shown || !m_shown->card || !m_shown->cardContent)
        return nullptr;
    const Card &card = m_shown->card->body;
    auto *dialog = new CardExportDialog({*m_shown->cardContent, m_shown->cards.facts, m_shown->key, cardStatusWord(card.status), card.fileName, card.raw,
                                         m_workspace ? m_workspace->clock()->now() : m_shown->at}, this);
    connect(dialog, &CardExportDialog::saved, this, [this](const QString &path) {
        emit said(tr("%1 was written.").arg(path.section(u'/', -1)), {});
    });
    dialog->show();
    return dialog;
}

} // namespace countersign

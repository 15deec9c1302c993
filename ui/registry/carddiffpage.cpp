// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/carddiffpage.h"

#include "ui/registry/carddata.h"
#include "ui/registry/carddiffview.h"
#include "ui/registry/cardlook.h"
#include "ui/registry/cardnavigator.h"
#include "ui/registry/cardwords.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/workspace.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QStackedWidget>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

CardDiffPage::CardDiffPage(QWidget *parent)
    : QWidget(parent)
    , m_against(new QComboBox)
    , m_counts(new TextLabel({}, TextSize::Body, ColorRole::TextMuted))
    , m_onlyChanges(new QCheckBox(tr("Only changes")))
    , m_copy(new QPushButton(tr("Copy as Markdown")))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState)
    , m_navigator(new CardNavigator(tr("Sections that were compared")))
    , m_view(new CardDiffView)
{
    const Theme theme = Theme::current();
    auto *label = new TextLabel(tr("Before"), TextSize::Body, ColorRole::TextMuted);
    label->setBuddy(m_against);
    m_against->setAccessibleName(tr("Compared with"));
    m_against->setToolTip(tr("The card that this one is compared with."));
    m_against->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_against->setMinimumContentsLength(18);
    m_counts->setElide(Qt::ElideRight);
    m_onlyChanges->setChecked(true);
    m_onlyChanges->setToolTip(tr("Leaves out what is the same in both."));
    m_copy->setToolTip(tr("Puts the comparison on the clipboard, for a ticket or a mail."));
    auto *bar = new QHBoxLayout;
    bar->setSpacing(theme.gap());
    bar->addWidget(label);
    bar->addWidget(m_against);
    bar->addWidget(m_counts, 1);
    bar->addWidget(m_onlyChanges);
    bar->addWidget(m_copy);
    auto *both = new QWidget;
    auto *body = new QHBoxLayout(both);
    body->setContentsMargins(0, 0, 0, 0);
    body->setSpacing(theme.groupGap());
    body->addWidget(m_navigator);
    body->addWidget(m_view, 1);
    m_stack->addWidget(both);
    m_stack->addWidget(m_empty);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    layout->addLayout(bar);
    layout->addWidget(m_stack, 1);
    connect(m_against, &QComboBox::activated, this, &CardDiffPage::load);
    connect(m_onlyChanges, &QCheckBox::toggled, this, [this](bool only) {
        m_view->setOnlyChanges(only);
        showDiff();
    });
    connect(m_copy, &QPushButton::clicked, this, &CardDiffPage::copy);
    connect(m_navigator, &CardNavigator::chosen, m_view, &CardDiffView::goToSection);
}

void CardDiffPage::setSides(const CardSide &now, const CardContent &content, const QList<CardSide> &others)
{
    if (now == m_now && content == m_content && others == m_others)
        return;
    const QString chosen = m_against->currentData().toString();
    const bool pair = m_pair && m_against->count() > 0 && chosen.isEmpty();
    m_now = now;
    m_content = content;
    m_others = others;
    m_against->clear();
    for (const CardSide &other : others) {
        m_against->addItem(other.title, other.digest);
        m_against->setItemData(m_against->count() - 1, Qt::convertFromPlainText(other.title), Qt::ToolTipRole);
    }
    if (m_pair)
        insertPair();
    const int at = pair ? 0 : m_against->findData(chosen);
    m_against->setCurrentIndex(at >= 0 ? at : m_against->count() - int(m_others.size()));
    m_stale = !isVisible();
    if (!m_stale)
        load();
}

void CardDiffPage::insertPair()
{
    //: two earlier states of a card: "Revision 2 → Revision 4"
    const QString title = tr("%1 → %2").arg(m_pair->first.title, m_pair->second.title);
    if (m_against->count() > m_others.size())
        m_against->setItemText(0, title);
    else
        m_against->insertItem(0, title);
}

void CardDiffPage::compare(const CardSide &before, const CardSide &after)
{
    m_pair = {before, after};
    insertPair();
    m_against->setCurrentIndex(0);
    load();
}

void CardDiffPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        load();
}

void CardDiffPage::load()
{
    m_stale = false;
    ++m_generation;
    m_loaded[0].reset();
    m_loaded[1].reset();
    const bool pair = m_pair && !m_against->currentData().isValid();
    const CardSide chosen = m_others.value(m_against->currentIndex() - (m_against->count() - m_others.size()));
    m_sides[0] = pair ? m_pair->first : chosen;
    m_sides[1] = pair ? m_pair->second : m_now;
    if (m_sides[0].digest.isEmpty() || !m_workspace) {
        m_counts->setText({});
        m_copy->setEnabled(false);
        return showSentence(tr("There is nothing to compare with: no other version of the model has a card, and this one has not been changed."));
    }
    if (!pair)
        m_loaded[1] = m_content;
    else
        loadSide(m_sides[1].digest, 1);
    loadSide(m_sides[0].digest, 0);
}

void CardDiffPage::loadSide(const QString &digest, int side)
{
    m_workspace->blob(digest, this, [this, side, generation = m_generation](const Result<QByteArray> &bytes) { took(side, bytes, generation); });
}

void CardDiffPage::took(int side, const Result<QByteArray> &bytes, quint64 generation)
{
    if (generation != m_generation)
        return;
    if (!bytes)
        return showSentence(tr("%1 could not be read: %2").arg(m_sides[side].title, bytes.error().text));
    auto content = cardFromBlob(*bytes);
    if (!content)
        return showSentence(tr("%1 could not be read: %2").arg(m_sides[side].title, content.error().text));
    m_loaded[side] = std::move(*content);
    if (!m_loaded[0] || !m_loaded[1])
        return;
    m_diff = diffCards(*m_loaded[0], *m_loaded[1]);
    showDiff();
}

void CardDiffPage::showDiff()
{
    if (!m_loaded[0] || !m_loaded[1])
        return;
    const CardDiffCount count = countOf(m_diff);
    //: how many sections of two cards differ
    m_counts->setText(tr("%1 changed, %2 added, %3 removed, %4 the same").arg(count.changed).arg(count.added).arg(count.removed).arg(count.same));
    m_copy->setEnabled(true);
    m_view->setDiff(m_diff, m_sides[0].title, m_sides[1].title);
    QList<CardNavigator::Entry> entries;
    for (const CardSectionChange &section : std::as_const(m_diff)) {
        if (!m_onlyChanges->isChecked() || section.change != CardChange::Same)
            entries.append({section.id, sectionTitle(section.id), changeChip(section.change), {}});
    }
    m_navigator->setEntries(entries);
    if (entries.isEmpty())
        return showSentence(tr("Nothing differs: both cards say the same."));
    m_stack->setCurrentIndex(0);
}

void CardDiffPage::showSentence(const QString &sentence)
{
    m_empty->setText(sentence);
    m_stack->setCurrentIndex(1);
}

void CardDiffPage::copy()
{
    QApplication::clipboard()->setText(cardDiffMarkdown(m_diff, m_sides[0].title, m_sides[1].title));
    emit copied(tr("The comparison was copied as Markdown."));
}

} // namespace countersign

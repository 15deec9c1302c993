// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardconflict.h"

#include "ui/registry/carddiffview.h"
#include "ui/registry/cardlook.h"
#include "ui/registry/cardnavigator.h"
#include "ui/widgets/style.h"
#include "ui/widgets/textlabel.h"

#include <QHBoxLayout>
#include <QPushButton>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

CardConflict::CardConflict(QWidget *parent)
    : QWidget(parent)
    , m_title(new TextLabel({}, TextSize::Body, ColorRole::Text, QFont::DemiBold))
    , m_takeTheirs(new QPushButton(tr("Take theirs here")))
    , m_done(new QPushButton(tr("Go on with mine")))
    , m_navigator(new CardNavigator(tr("Sections that differ")))
    , m_view(new CardDiffView)
{
    const Theme theme = Theme::current();
    m_title->setElide(Qt::ElideRight);
    m_takeTheirs->setToolTip(tr("Replaces the chosen section of yours by theirs."));
    m_done->setToolTip(tr("Goes back to the form; saving then replaces what they wrote."));
    setButtonKind(m_done, ButtonKind::Primary);
    auto *later = new QPushButton(tr("Decide later"));
    auto *bar = new QHBoxLayout;
    bar->addWidget(m_title, 1);
    bar->addWidget(later);
    bar->addWidget(m_takeTheirs);
    bar->addWidget(m_done);
    auto *body = new QHBoxLayout;
    body->setSpacing(theme.groupGap());
    body->addWidget(m_navigator);
    body->addWidget(m_view, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme.gap());
    layout->addLayout(bar);
    layout->addLayout(body, 1);
    connect(m_navigator, &CardNavigator::chosen, m_view, &CardDiffView::goToSection);
    connect(m_navigator, &CardNavigator::chosen, this, [this] { m_takeTheirs->setEnabled(true); });
    connect(m_takeTheirs, &QPushButton::clicked, this, &CardConflict::takeTheirs);
    connect(m_done, &QPushButton::clicked, this, [this] { emit resolved(m_mine); });
    connect(later, &QPushButton::clicked, this, &CardConflict::cancelled);
}

void CardConflict::show(const CardContent &theirs, const CardContent &mine, const QString &who)
{
    m_theirs = theirs;
    m_mine = mine;
    m_who = who;
    refresh();
}

void CardConflict::refresh()
{
    QList<CardNavigator::Entry> entries;
    const QList<CardSectionChange> diff = diffCards(m_theirs, m_mine);
    for (const CardSectionChange &section : diff) {
        if (section.change != CardChange::Same)
            entries.append({section.id, sectionTitle(section.id), changeChip(section.change), {}});
    }
    m_navigator->setEntries(entries);
    if (m_navigator->current().isEmpty() && !entries.isEmpty())
        m_navigator->setCurrent(entries.first().id);
    m_takeTheirs->setEnabled(!entries.isEmpty());
    m_title->setText(entries.isEmpty() ? tr("Yours and theirs say the same now")
                                       //: %1 is a person
                                       : tr("Left what %1 saved, right what you wrote").arg(m_who));
    m_view->setDiff(diff, m_who, tr("Yours"));
}

void CardConflict::takeTheirs()
{
    const QString id = m_navigator->current();
    if (id.isEmpty())
        return;
    m_mine.sections.removeIf([&](const CardContent::Section &section) { return section.id == id; });
    if (const CardContent::Section *theirs = m_theirs.section(id))
        m_mine.sectionForWriting(id) = *theirs;
    m_mine.settle();
    refresh();
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
// What the card is compared with, and how it came to be.
#include "ui/registry/cardtab.h"

#include "ui/registry/cardlook.h"
#include "ui/registry/words.h"
#include "ui/widgets/relativetime.h"
#include "ui/workspace/workspace.h"

#include <QSet>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

QString whyWords(CardData::Other::Why why)
{
    switch (why) {
    case CardData::Other::Why::Production:
        //: behind a version's name
        return CardTab::tr(", in production");
    case CardData::Other::Why::Parent:
        //: behind a version's name: the version it was made from
        return CardTab::tr(", the version before");
    case CardData::Other::Why::Other:
        break;
    }
    return {};
}

} // namespace

void CardTab::showSides()
{
    if (!m_shown->card || !m_shown->cardContent)
        return;
    QList<CardSide> others;
    for (const CardData::Other &other : m_shown->cards.others)
        others.append({tr("Version %1%2").arg(labelOf(other.version), whyWords(other.why)), other.card.body.content});
    const QString now = m_shown->card->body.content;
    const QList<CardRevision> revisions = knownRevisions();
    QSet<QString> listed{now};
    for (const CardRevision &revision : revisions) {
        if (revision.body.content.isEmpty() || listed.contains(revision.body.content))
            continue;
        listed.insert(revision.body.content);
        others.append({revisionTitle(revision) + u", "_s + relativeTimeAgo(revision.at, m_shown->at), revision.body.content});
    }
    m_changes->setSides({tr("Version %1").arg(m_shown->version.version), now}, *m_shown->cardContent, others);
}

QList<CardRevision> CardTab::knownRevisions() const
{
    QList<CardRevision> out;
    for (const CardData::Entry &card : m_shown->cards.cards) {
        if (m_revisions.contains(card.id))
            out += m_revisions.value(card.id);
        else
            out.append({card.id, card.revision, {}, card.changedBy, card.changedAt, card.body});
    }
    return out;
}

void CardTab::readHistory()
{
    m_history->setRevisions(knownRevisions(), m_shown->names, m_historyNote);
    QString of = m_shown->key;
    for (const CardData::Entry &card : m_shown->cards.cards)
        of += u"|%1/%2"_s.arg(card.id).arg(card.revision);
    if (!m_workspace || of == m_revisionsOf)
        return;
    m_revisionsOf = of;
    for (const CardData::Entry &card : m_shown->cards.cards) {
        m_workspace->revisions(u"card"_s, card.id, this, [this, of, id = card.id](const Result<QList<RecordRevision>> &revisions) {
            if (of != m_revisionsOf)
                return;
            if (!revisions) {
                m_historyNote = tr("Only the newest revision is on this machine: %1").arg(revisions.error().text);
                return takeHistory({}, {});
            }
            QList<CardRevision> out;
            for (const RecordRevision &revision : *revisions) {
                if (auto body = decode<Card>(revision.record.body); body.ok())
                    out.prepend({id, revision.record.revision, revision.action, revision.record.updatedBy, revision.record.updatedAt, std::move(*body)});
            }
            m_historyNote.clear();
            takeHistory(id, out);
        });
    }
}

void CardTab::takeHistory(const QString &card, const QList<CardRevision> &revisions)
{
    if (!revisions.isEmpty())
        m_revisions.insert(card, revisions);
    m_history->setRevisions(knownRevisions(), m_shown->names, m_historyNote);
    showSides();
}

} // namespace countersign

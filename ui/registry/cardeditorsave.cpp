// SPDX-License-Identifier: GPL-3.0-or-later
// How what was written becomes a revision.
#include "ui/registry/cardeditor.h"

#include "base/json.h"
#include "formats/cards/cardmaker.h"
#include "replica/outbox.h"
#include "ui/registry/cardsectionform.h"
#include "ui/registry/words.h"
#include "ui/widgets/banner.h"
#include "ui/workspace/workspace.h"

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

const QString cardFileName = u"model-card.json"_s;

CardContent::Section baseOf(const CardContent &card, const QString &id)
{
    const CardContent::Section *found = card.section(id);
    return found ? *found : CardContent::Section{id, {}, {}, {}, {}};
}

} // namespace

/// A command that lost against somebody else's is settled by what is saved now.
void CardEditor::settleOutbox() const
{
    Outbox *outbox = m_workspace->outbox();
    if (!outbox || m_state.card.isEmpty())
        return;
    QList<qint64> lost;
    for (const OutboxItem &item : outbox->items()) {
        if (item.needsPerson() && outbox->isMine(item) && item.command.path == u"/v1/cards/"_s + m_state.card && item.command.body.contains(u"raw"_s))
            lost.append(item.number);
    }
    for (const qint64 number : std::as_const(lost))
        outbox->discard(number);
}

void CardEditor::save()
{
    if (m_saving || m_theirs || !m_form)
        return;
    if (const QString wrong = m_form->check(); !wrong.isEmpty()) {
        complain(tr("Not saved"), wrong);
        return m_form->focusProblem();
    }
    takeForm();
    // Another section may have been left with something wrong in it.
    const QList<CardContent::Section> sections = m_state.content.sections;
    for (const CardContent::Section &section : sections) {
        CardSectionForm other(section, baseOf(m_base, section.id), {});
        if (section.id == m_section || other.check().isEmpty())
            continue;
        goTo(section.id);
        complain(tr("Not saved"), m_form->check());
        return m_form->focusProblem();
    }
    keepNow();
    CardContent card = withoutPlaceholders(m_state.content);
    card.format = u"countersign-card"_s;
    card.warnings.clear();
    card.rawDigest.clear();
    card.rawBytes = 0;
    if (card.sections.isEmpty())
        return complain(tr("Not saved"), tr("The card says nothing yet: placeholders count as nothing."));
    m_saving = true;
    m_banner->hide();
    showState();
    m_workspace->storeBlob(toJson(card.toJson()), this, [this](const Result<QString> &digest) {
        if (digest.ok())
            return send(*digest);
        m_saving = false;
        complain(tr("Not saved yet"), tr("%1 What you wrote is kept on this machine; save again when there is a connection.").arg(digest.error().text));
    });
}

void CardEditor::send(const QString &digest)
{
    const bool own = m_entry && m_entry->body.author == m_workspace->person().name && m_entry->body.status != Card::Archived;
    Command command;
    command.title = tr("Save the card of %1").arg(versionTitle(m_state.version));
    command.body = {{u"raw"_s, digest}, {u"fileName"_s, cardFileName}};
    if (own) {
        command.method = "PATCH";
        command.path = u"/v1/cards/"_s + m_entry->id;
        command.ifMatch = m_entry->revision;
        command.base = encode(m_entry->body);
    } else {
        command.path = u"/v1/cards"_s;
        command.body.insert(u"version"_s, m_state.version);
    }
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) { answered(answer); });
}

void CardEditor::answered(const Result<QJsonObject> &answer)
{
    m_saving = false;
    if (!answer) {
        QStringList sentences{answer.error().text};
        for (const FieldError &error : answer.error().fields)
            sentences.append(error.message);
        return complain(tr("Not saved"), sentences.join(u' '));
    }
    m_files.drop(m_state.version);
    m_dirty = false;
    m_base = m_state.content;
    emit finished(tr("The card was saved. It is a draft until it is submitted and approved."), {});
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardactions.h"

#include "ui/registry/cardeditor.h"
#include "ui/registry/cardlook.h"
#include "ui/registry/cardtab.h"
#include "ui/registry/words.h"
#include "ui/widgets/actionregistry.h"
#include "ui/workspace/workspace.h"

#include <QAction>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

CardActions::CardActions(Workspace *workspace, ActionRegistry *registry, QSettings *settings, CardTab *card, QWidget *scope, std::function<void()> show)
    : QObject(scope), m_workspace(workspace), m_registry(registry), m_card(card), m_scope(scope)
{
    card->setWorkspace(workspace, settings);
    add(u"editCard"_s, tr("Edit the model card"), tr("Writes the card of the chosen version, section by section."), u"card"_s, QKeySequence(Qt::CTRL | Qt::Key_E),
        [this, show] {
            show();
            m_card->edit();
        });
    add(u"saveCard"_s, tr("Save the model card"), tr("Makes a new revision of what was written."), {}, QKeySequence(Qt::CTRL | Qt::Key_S), [this] {
        if (m_card->editor())
            m_card->editor()->save();
    });
    add(u"fillCard"_s, tr("Fill in from registry and evaluations…"), tr("Shows what is known and the card does not say, to take or to leave."), {},
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F), [this] {
            if (m_card->editor())
                m_card->editor()->fill();
        });
    add(u"exportCard"_s, tr("Export the model card…"), tr("Writes it as a file of another tool and says what that cannot say."), u"card"_s,
        QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E), [this] { m_card->openExport(); });
    add(u"compareCard"_s, tr("Compare the model card"), tr("Against the version in production, or any other."), {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
        [this, show] {
            show();
            m_card->setView(CardTab::View::Compare);
        });
    add(u"historyOfCard"_s, tr("History of the model card"), tr("Who changed it when."), {}, QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H), [this, show] {
        show();
        m_card->setView(CardTab::View::History);
    });
    for (const QString &verb : {u"submit"_s, u"approve"_s, u"return"_s, u"archive"_s})
        add(u"card."_s + verb, tr("Model card: %1").arg(cardVerbText(verb)), tr("Changes the state of the card."), {}, {}, [this, verb] { runVerb(verb); });
    connect(card, &CardTab::verbRequested, this, &CardActions::runVerb);
    connect(card, &CardTab::said, this, &CardActions::said);
    connect(card, &CardTab::editingChanged, this, &CardActions::update);
    update();
}

void CardActions::add(const QString &id, const QString &text, const QString &description, const QString &icon, const QKeySequence &shortcut,
                      const std::function<void()> &act)
{
    if (const auto action = m_registry->add({u"registry."_s + id, text, tr("Models"), description, icon, shortcut, m_scope}); action.ok())
        connect(*action, &QAction::triggered, this, act);
}

void CardActions::update()
{
    const auto &shown = m_card->shown();
    const QString noVersion = shown ? QString() : tr("Choose a version first.");
    const QString noCard = !noVersion.isEmpty() ? noVersion : shown->card ? QString() : tr("The version has no card.");
    const QString notEditing = m_card->isEditing() ? QString() : tr("The card is not being edited.");
    m_registry->setUnavailable(u"registry.editCard"_s, noVersion);
    m_registry->setUnavailable(u"registry.saveCard"_s, notEditing);
    m_registry->setUnavailable(u"registry.fillCard"_s, notEditing);
    for (const QString &id : {u"exportCard"_s, u"compareCard"_s, u"historyOfCard"_s})
        m_registry->setUnavailable(u"registry."_s + id, noCard);
    for (const QString &verb : {u"submit"_s, u"approve"_s, u"return"_s, u"archive"_s})
        m_registry->setUnavailable(u"registry.card."_s + verb, noCard.isEmpty() ? m_card->verbProblem(verb) : noCard);
}

void CardActions::runVerb(const QString &verb)
{
    if (!m_card->verbProblem(verb).isEmpty())
        return;
    const auto &card = *m_card->shown()->card;
    Command command;
    //: %1 is what is done with a card, %2 a version
    command.title = tr("%1: card of %2").arg(cardVerbText(verb), versionTitle(m_card->shown()->key));
    command.path = u"/v1/cards/%1/%2"_s.arg(card.id, verb);
    command.ifMatch = card.revision;
    m_workspace->send(command, this, [this](const Result<QJsonObject> &answer) {
        if (!answer)
            emit said(answer.error().text, {});
    });
}

} // namespace countersign

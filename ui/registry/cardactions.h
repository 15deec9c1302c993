// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>

#include <functional>

class QSettings;

namespace countersign {

class ActionRegistry;
class CardTab;
class Workspace;

/// What can be done with a card, as actions of the place: for its menu, its shortcuts and the command palette. Sends what
/// changes the card's state.
class CardActions : public QObject
{
    Q_OBJECT
public:
    /// All outlive this; `scope` is where the shortcuts hold, and owns it. `show` brings the card to the front.
    CardActions(Workspace *workspace, ActionRegistry *registry, QSettings *settings, CardTab *card, QWidget *scope, std::function<void()> show);
    /// After another version was shown: what can be done now, and why not.
    void update();

signals:
    void said(const QString &sentence, const std::function<void()> &undo);

private:
    void add(const QString &id, const QString &text, const QString &description, const QString &icon, const QKeySequence &shortcut,
             const std::function<void()> &act);
    void runVerb(const QString &verb);

    Workspace *m_workspace;
    ActionRegistry *m_registry;
    CardTab *m_card;
    QWidget *m_scope;
};

} // namespace countersign

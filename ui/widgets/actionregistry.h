// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QHash>
#include <QKeySequence>
#include <QObject>
#include <QPointer>

class QAction;
class QWidget;

namespace countersign {

/// Everything a person can do, once: for menus, shortcuts, tooltips and the command palette. GUI thread.
class ActionRegistry : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;

    struct Definition
    {
        QString id;            ///< "release.sign"; unique and stable, it is remembered in settings
        QString text;          ///< "Sign…"
        QString group;         ///< "Releases"; how the palette sorts it
        QString description;   ///< one sentence for tooltip and screen reader
        QString icon;          ///< from resources/icons, may be empty
        QKeySequence shortcut; ///< may be empty
        QWidget *scope = nullptr; ///< where the shortcut holds, with its children; null: everywhere
    };

    /// Makes the action, owned by its scope or by the registry. Refused if the id exists or the shortcut is taken in
    /// the same or an enclosing scope.
    [[nodiscard]] Result<QAction *> add(const Definition &definition);

    [[nodiscard]] QAction *action(const QString &id) const;
    /// In the order they were added, without those whose scope is gone.
    [[nodiscard]] QStringList ids() const;
    [[nodiscard]] QString group(const QString &id) const;
    /// Whether the action can be used while `place` is in front: it holds everywhere, or in the place or a part of it.
    [[nodiscard]] bool holdsIn(const QString &id, const QWidget *place) const;

    /// Disables the action and says why in its tooltip; an empty reason enables it.
    void setUnavailable(const QString &id, const QString &reason);
    [[nodiscard]] QString unavailableReason(const QString &id) const;

    /// "Sign… (Ctrl+Return)" and the description, or the reason it cannot be done.
    [[nodiscard]] static QString toolTipFor(const Definition &definition, const QString &reason);

private:
    struct Entry
    {
        Definition definition;
        QPointer<QAction> action;
        QPointer<QWidget> scope;
        QString reason;
    };
    [[nodiscard]] const Entry *conflictOf(const Definition &definition) const;

    QHash<QString, Entry> m_entries;
    QStringList m_order;
};

} // namespace countersign

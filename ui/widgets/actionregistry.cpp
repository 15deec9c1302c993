// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/actionregistry.h"

#include "ui/widgets/icons.h"

#include <QAction>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace countersign {

const ActionRegistry::Entry *ActionRegistry::conflictOf(const Definition &definition) const
{
    if (definition.shortcut.isEmpty())
        return nullptr;
    for (const Entry &entry : m_entries) {
        if (!entry.action || entry.definition.shortcut != definition.shortcut)
            continue;
        const bool everywhere = !entry.definition.scope || !definition.scope;
        if (everywhere || entry.scope == definition.scope || entry.scope->isAncestorOf(definition.scope)
            || definition.scope->isAncestorOf(entry.scope)) {
            return &entry;
        }
    }
    return nullptr;
}

Result<QAction *> ActionRegistry::add(const Definition &definition)
{
    if (definition.id.isEmpty() || action(definition.id))
        return Error{Error::Code::Exists, u"There is an action '%1' already."_s.arg(definition.id)};
    if (const Entry *other = conflictOf(definition)) {
        return Error{Error::Code::Exists,
                     u"%1 is the shortcut of '%2' already."_s.arg(
                         definition.shortcut.toString(QKeySequence::NativeText), other->definition.id)};
    }
    QObject *owner = definition.scope ? static_cast<QObject *>(definition.scope) : this;
    auto *action = new QAction(definition.text, owner);
    action->setObjectName(definition.id);
    if (!definition.icon.isEmpty())
        action->setIcon(icon(definition.icon));
    action->setShortcut(definition.shortcut);
    if (definition.scope) {
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        definition.scope->addAction(action);
    }
    const QString toolTip = toolTipFor(definition, {});
    action->setToolTip(toolTip);
    action->setStatusTip(definition.description);
    m_entries.insert(definition.id, {definition, action, definition.scope, {}});
    m_order.removeAll(definition.id);
    m_order << definition.id;
    return action;
}

QAction *ActionRegistry::action(const QString &id) const
{
    return m_entries.value(id).action;
}

QStringList ActionRegistry::ids() const
{
    QStringList ids;
    for (const QString &id : m_order) {
        if (action(id))
            ids << id;
    }
    return ids;
}

bool ActionRegistry::holdsIn(const QString &id, const QWidget *place) const
{
    const auto it = m_entries.constFind(id);
    if (it == m_entries.constEnd())
        return false;
    return !it->definition.scope || (it->scope && (it->scope == place || place->isAncestorOf(it->scope)));
}

QString ActionRegistry::group(const QString &id) const
{
    return m_entries.value(id).definition.group;
}

void ActionRegistry::setUnavailable(const QString &id, const QString &reason)
{
    const auto entry = m_entries.find(id);
    if (entry == m_entries.end() || !entry->action)
        return;
    entry->reason = reason;
    entry->action->setEnabled(reason.isEmpty());
    entry->action->setToolTip(toolTipFor(entry->definition, reason));
}

QString ActionRegistry::unavailableReason(const QString &id) const
{
    return m_entries.value(id).reason;
}

QString ActionRegistry::toolTipFor(const Definition &definition, const QString &reason)
{
    QString first = definition.text;
    first.remove(u'&');
    if (!definition.shortcut.isEmpty())
        first += u" (%1)"_s.arg(definition.shortcut.toString(QKeySequence::NativeText));
    const QString second = reason.isEmpty() ? definition.description : reason;
    return second.isEmpty() ? first : first + u'\n' + second;
}

} // namespace countersign

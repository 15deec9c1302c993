// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/widgets/theme.h"

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QLabel>
#include <QScrollBar>
#include <QTest>
#include <QWidget>

namespace countersign::test {

/// Any warning fails the running test, but for what the offscreen platform says about itself.
inline void failOnAnyWarning()
{
    QTest::failOnWarning(QRegularExpression(QStringLiteral("^(?!This plugin does not support)")));
}

/// Visible widgets under `root` that take the focus and have no name for a screen reader.
inline QStringList unnamedWidgets(QWidget *root)
{
    QStringList unnamed;
    const QList<QWidget *> all = root->findChildren<QWidget *>();
    for (QWidget *widget : all) {
        if (!widget->isVisibleTo(root) || widget->focusPolicy() == Qt::NoFocus || !widget->isEnabled()
            || qobject_cast<QScrollBar *>(widget)) {
            continue;
        }
        QAccessibleInterface *accessible = QAccessible::queryAccessibleInterface(widget);
        const bool labelled = accessible && !accessible->relations(QAccessible::Label).isEmpty();
        const bool named = accessible && !accessible->text(QAccessible::Name).isEmpty();
        // An editor inside a spin box or a view's viewport speaks through its parent.
        const QString parentClass = QLatin1String(widget->parentWidget()->metaObject()->className());
        if (!named && !labelled && !parentClass.contains(QLatin1String("SpinBox")))
            unnamed << QLatin1String(widget->metaObject()->className()) + u' ' + widget->objectName();
    }
    return unnamed;
}

} // namespace countersign::test

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

namespace countersign {

/// The rows of the table "|Field|Response|" that the sub-cards of NVIDIA's Model Card++ are, as plain text; empty where
/// the text has no such table.
QList<std::pair<QString, QString>> subCardRows(const QString &markdown);
/// Whether a text begins as such a table does: bias.md and the like have no heading.
bool isSubCard(const QString &markdown);
/// The section that a sub-card without a heading belongs to, by the questions it answers; empty when none is known.
QString sectionForSubCard(const QList<std::pair<QString, QString>> &rows);
/// "Intended Task/Domain:" → "intended_task_domain"
QString subCardId(const QString &label);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>
#include <QStringList>

namespace countersign {

/// A fact that a section of a card usually has, so that a form can ask for it.
struct CardFieldInfo
{
    enum class Kind {
        Line,
        List, ///< the same id several times, a line each
        Date, ///< day, or day and time
        Link, ///< https, or a mail address
        Choice,
    };
    const char *section, *id;
    Kind kind = Kind::Line;
    const char *help = "";
    QStringList choices = {};
};
/// Those of a section, in the order of the form.
QList<CardFieldInfo> cardFieldsOf(const QString &section);
/// Null where the form does not know the fact.
const CardFieldInfo *cardFieldInfo(const QString &section, const QString &id);

/// Kinds of groups that a section usually has, and the columns of each.
struct CardGroupInfo
{
    const char *section, *kind;
    QStringList columns;
};
QList<CardGroupInfo> cardGroupsOf(const QString &section);

/// What is wrong with a value, as a sentence; empty when nothing is, and for what the form does not know.
QString cardFieldProblem(const QString &section, const QString &id, const QString &value);
QString cardEntryProblem(const QString &kind, const QString &id, const QString &value);
/// Says that a value counts as missing ("TBD"); empty otherwise.
QString placeholderNote(const QString &value);

} // namespace countersign

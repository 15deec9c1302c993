// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QMap>
#include <QString>

namespace countersign {

/// In a README of ours each section stands between comments that no renderer shows, so that reading it again does not
/// have to guess by headings:
///
///     <!-- card:section ID -->
///     ## Title
///     - **Label:** value            (for people; the facts are read from the front matter)
///     <!-- card:text -->
///     the section's Markdown, as it is
///     <!-- card:end -->
QString readmeBlock(const QString &id, const QString &title, const QString &facts, const QString &text);

/// Takes such blocks out of a body, leaving their lines empty, and gives the texts by section. Blocks that are not closed
/// or not known stay where they are.
QMap<QString, QString> takeReadmeBlocks(QString &body);

/// A value in one line of Markdown, without anything that would mark it up.
QString readmeLine(const QString &text);
/// The same for a heading, at most 200 characters.
QString readmeTitle(const QString &text);

} // namespace countersign

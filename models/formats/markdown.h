// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/warninglist.h"

#include <QStringList>

namespace countersign {

/// A Markdown text cut at its headings; front matter is taken off before. Nothing is rendered here: HTML stays text.
struct MarkdownSegment
{
    int level = 0;      ///< 1–6; 0 for what stands before the first heading
    QString heading;    ///< as plain text, without emphasis, tags and links
    QString headingRaw; ///< the line as written
    QString body;
    int line = 1;
};

/// Cuts at ATX and Setext headings outside of code fences (CommonMark 0.31, 4.2, 4.3 and 4.5).
QList<MarkdownSegment> markdownSegments(const QString &text, int firstLine = 1);

/// Takes emphasis, code marks, HTML tags, images and link targets off a line.
QString plainLine(QString line);

/// Warns of what a viewer must not follow or be fooled by: HTML, remote images, links that are neither relative nor
/// http(s) or mailto, bidirectional and other invisible control characters.
void warnOfMarkup(const QString &text, WarningList &warnings);

/// Where a card's front matter lies. HF Hub's rule: the first line is "---", and so is the one that ends it.
struct FrontMatter
{
    bool found = false;
    QString yaml;
    QString body;
    int yamlLine = 1, bodyLine = 1;
};
FrontMatter splitFrontMatter(const QString &text, WarningList &warnings);

/// True for texts that only say that something is to be written: "[More Information Needed]", "TODO", NOASSERTION, …
bool isPlaceholder(const QString &text);
/// The text without placeholder lines, HTML comments and headings; empty when nothing is said.
QString meaningfulText(const QString &markdown);

} // namespace countersign

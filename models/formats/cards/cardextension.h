// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/cardcontent.h"
#include "formats/warninglist.h"

#include <QMap>

namespace countersign {

class CardDraft;

/// What a format has no member for goes where it takes names and values: CycloneDX's properties, SageMaker's custom
/// details, SPDX's CdxPropertiesExtension, a front matter member of Hugging Face's. The names, after this prefix:
///
///     SECTION/text                          the section's Markdown
///     SECTION/field/NNNNN/ID                a field, NNNNN its place
///     SECTION/group/KIND/NNNNN/KK/ID        an entry of a group
///     SECTION/source/ID                     where the field ("text": the text) was filled in from
///     SECTION/group-source/NNNNN            the same of a group: the source, and on the next line the group
///     SECTION/derived/NNNNN/ID              the format's own member says this, but it was made of something else
///     …/part/NN                             more of the name before, where values are bounded
///
/// IDs and kinds have "~" and "/" escaped as in JSON pointers.
inline constexpr QLatin1StringView cardExtensionPrefix{"countersign:card/"};

/// Everything that is left in the draft, as names (with the prefix) and values of at most `most` characters (0: any).
QList<std::pair<QString, QString>> writeExtension(const CardDraft &draft, qsizetype most = 0);
/// Adds what such names (without the prefix) say, and takes back what was only derived of it.
void readExtension(const QMap<QString, QString> &names, CardContent &card, WarningList &warnings);

} // namespace countersign

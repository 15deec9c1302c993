// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringList>

namespace countersign {

/// The ids of the sections that a heading means, by its words; empty when none is known. One heading may mean
/// several: "Bias, Risks, and Limitations".
QStringList sectionsForHeading(const QString &heading);
/// The section of a "**Label:** value" line in the usual template, or empty.
QString sectionForLabel(const QString &label);

/// Where a member of a Hugging Face card's front matter belongs.
struct FrontMatterField
{
    QString key, section, label;
};
const QList<FrontMatterField> &frontMatterFields();

} // namespace countersign

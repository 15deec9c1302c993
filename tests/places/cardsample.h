// SPDX-License-Identifier: GPL-3.0-or-later
// Cards for the tests and pictures of the card: full, sparse and with names as long as they come.
#pragma once
#include "domain/cardcontent.h"
#include "domain/kind.h"

namespace countersign::test {

class EvidenceWorkspace;

/// Says something in nearly every section: facts with sources, metrics with slices and intervals, Markdown with a table,
/// a link, HTML and a picture that must not be shown, and characters that cannot be seen.
CardContent fullCard();
/// The same a version earlier: some sections changed, one added since, one removed since.
CardContent olderCard();
CardContent sparseCard();
/// Every text as long as a committee makes it.
CardContent longCard();

/// A card record of a version with its blobs in the workspace.
Record cardRecord(EvidenceWorkspace &workspace, const QString &id, const QString &version, const CardContent &content, const QString &author,
                  qint64 revision = 1, const QString &status = QStringLiteral("draft"));

} // namespace countersign::test

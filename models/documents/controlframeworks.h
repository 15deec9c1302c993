// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/caseassembly.h"
#include "domain/controlmapping.h"

namespace countersign {

/// The frameworks that come with the product (resources/controls), in the order in which they are shown. Any thread.
const QList<ControlFramework> &controlFrameworks();
/// Null for an id that is none.
const ControlFramework *controlFramework(const QString &id);

/// The sentence that stands wherever a mapping is shown.
QString noLegalAdvice();
/// "supported", "partly", "gap", "not kept here", in the reader's language.
QString controlStateWord(ControlAssessment::State state);

/// What the controls of a version are judged from, and what of it is not at hand yet.
struct GatheredControls
{
    ControlEvidence evidence;
    QStringList missingBlobs; ///< reports and card contents that the source does not have; what they say is left out
    QMap<QString, QString> names; ///< person → display name
};

/// Reads a version's records and reports. Requests that were withdrawn, and all but the newest few, are left out.
/// NotFound when there is no such version.
Result<GatheredControls> gatherControls(CaseSource &source, const QString &version, const QDateTime &now);

} // namespace countersign

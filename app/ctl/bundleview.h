// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "output.h"
#include "trust/releasebundle.h"

#include <QJsonObject>

namespace countersign {

/// Verifies a bundle with the importers at hand and with what this machine remembers of its log.
BundleReport verifyBytes(QByteArrayView zip, const TlogPolicy &trust, const QDateTime &now);

/// Prints each step, the decision, until when it holds and how old it is.
void showReport(const Output &out, const BundleReport &report, const QDateTime &now);
QJsonObject reportJson(const BundleReport &report);
/// Requirements and stages as JSON, the same wherever a status is shown.
QJsonObject statusJson(const ReleaseStatus &status);
/// Prints what statusJson() or the server's /status gives.
void showStatus(const Output &out, const QJsonObject &status);

/// "2026-05-01 12:00 UTC (3 days ago)"
QString timeText(const QDateTime &time, const QDateTime &now);

} // namespace countersign

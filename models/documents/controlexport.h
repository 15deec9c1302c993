// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/controlmapping.h"

#include <QJsonObject>

namespace countersign {

/// Assessments as JSON for programs: the document and its date, each control with its state, what supports it with the
/// digests, what is missing. Equal input gives equal bytes.
QJsonObject controlsJson(const ControlAssessment &assessment);
/// The same as CSV (RFC 4180, UTF-8): one line a control and piece, one for a control without any.
QByteArray controlsCsv(const QList<ControlAssessment> &assessments);
/// Several frameworks in one document.
QByteArray controlsJsonText(const QList<ControlAssessment> &assessments);

} // namespace countersign

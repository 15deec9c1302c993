// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

#include <QJsonObject>

#include <functional>

/// What a record of Every Eval Ever has no member for travels in its free details, as texts under these keys, so that
/// what was exported here comes back. Foreign records have none of them.
namespace countersign::eeewords {

inline constexpr QStringView digest = u"countersign_digest";
inline constexpr QStringView revision = u"revision";
inline constexpr QStringView completeness = u"countersign_completeness";
inline constexpr QStringView configuration = u"countersign_configuration";
inline constexpr QStringView limit = u"countersign_limit";
inline constexpr QStringView seed = u"countersign_seed";
inline constexpr QStringView finished = u"countersign_finished";
inline constexpr QStringView direction = u"countersign_direction";

QString name(EvaluationReport::Completeness word);
/// The details of one result; only what differs from a plain one.
QJsonObject write(const EvaluationReport::Metric &metric);
/// The other way round, after the result was settled. A record may make a result less able to gate, never more: flags
/// are added and none is taken away, and a direction is only believed where it is a target or unknown.
void read(EvaluationReport::Metric &metric, const std::function<QString(QStringView)> &detail);

} // namespace countersign::eeewords

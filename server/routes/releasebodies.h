// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/version.h"

namespace countersign {

/// What POST /v1/requests/{id}/sign takes.
struct SignBody
{
    QString role, envelope, sheet;
};
/// What POST /v1/gate takes.
struct GateBody
{
    QString model, version, environment;
    QList<Artifact> artifacts;
    QString manifestDigest;
};

/// What a verb takes along, if anything.
struct VerbBody
{
    QString comment, reason; ///< two names for the same thing
};

template <>
const Shape &shapeOf<SignBody>();
template <>
const Shape &shapeOf<GateBody>();
template <>
const Shape &shapeOf<VerbBody>();

} // namespace countersign

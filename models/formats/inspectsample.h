// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "formats/jsontree.h"

namespace countersign {

/// What is read of a sample of Inspect AI: transcripts and everything else that is large stays unread.
JsonTree::Bounds inspectSampleBounds();
/// A score's value as Inspect counts it: correct 1, partial 0.5, incorrect and no answer 0, yes and no, or a number.
/// None for anything else.
std::optional<double> inspectScore(JsonTree::Node value);
/// A text, or the texts of a list of messages or of content parts; images and tool calls are left out.
QString inspectMessages(JsonTree::Node node);
QString inspectTarget(JsonTree::Node target);
QString inspectOutput(JsonTree::Node output);

} // namespace countersign

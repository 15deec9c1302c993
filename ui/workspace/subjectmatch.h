// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"
#include "domain/kinds/version.h"

namespace countersign {

/// Whether the file was measured on this version at all, as far as the file says.
struct SubjectMatch
{
    enum class State { Matches, Differs, NotStated };
    State state = State::NotStated;
    QString sentence;
};
SubjectMatch matchSubject(const EvaluationReport::Subject &subject, const Version &version);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/policyevaluation.h"
#include "replica/readsession.h"

namespace countersign {

/// What somebody who wants to request a release has to know: which policies fit where, and whether each can be
/// fulfilled at all by the people there are. Gathered on a reader's thread.
struct RequestChoices
{
    struct Choice
    {
        QString policy; ///< record
        Policy body;
        Satisfiability answer; ///< with the requester, the authors and the owner left out
    };
    QStringList environments;
    QList<Choice> policies;
    QMap<QString, QString> open; ///< environment → "R-118", a request that is open already
    QMap<QString, QString> names;

    /// The policies for an environment: those that name it, or else those for everywhere, as the server chooses.
    [[nodiscard]] QList<Choice> fitting(const QString &environment) const;
};
Result<RequestChoices> loadRequestChoices(ReadSession &session, const QString &version, const QString &requester);

} // namespace countersign

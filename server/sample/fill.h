// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/store/store.h"
#include "trust/releasebundle.h"

namespace countersign::sample {

struct FillOptions
{
    QDateTime now;          ///< when the story ends
    int models = 0;         ///< further models without a story, for trying the console at size
    int versionsEach = 0;   ///< versions of each of those
    EvidenceReader readEvidence;
    std::function<void(const QString &)> progress; ///< a sentence now and then; may be empty
};

/// Fills an empty store with the sample organisation: its people, keys, policies, models, evidence and requests in every
/// state, told in the order of time through the same rules a client meets. The people's signing keys are written into
/// `folder`/sample/keys; they are meant to be known. Refused when the store is not empty.
Result<void> fill(Store &store, const QString &folder, const FillOptions &options);

/// Writes `folder`/sample/people.json with a fresh API key for each of the sample's people, so that a newcomer may act
/// as any of them. Keys issued before end.
Result<void> issuePeopleKeys(Store &store, const QString &folder, const QDateTime &now);

/// True if the store holds a sample that fill() made.
bool isSample(const QString &folder);

} // namespace countersign::sample

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "client/restmessage.h"

#include <QNetworkReply>

namespace countersign {

/// What an answer that is no success means: the sentence and pointers of its problem document (RFC 9457) when it has
/// one, a sentence for its status otherwise.
Error problemOf(const RestReply &reply);

/// What it means that there is no answer.
Error networkProblem(QNetworkReply::NetworkError code, const QString &detail);

/// Whether the same request may succeed a little later.
bool worthRepeating(int status);

} // namespace countersign

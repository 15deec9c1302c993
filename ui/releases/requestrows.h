// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "replica/readsession.h"
#include "ui/releases/requestsmodel.h"

namespace countersign {

/// Every request with the stage it waits for, as `person` sees it. Runs on a reader's thread.
Result<QList<RequestRow>> loadRequestRows(ReadSession &session, const QString &person, const QDateTime &now);

} // namespace countersign

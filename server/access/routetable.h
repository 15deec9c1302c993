// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/statetable.h"

namespace countersign {

/// What one route asks of who calls it.
struct RouteRule
{
    QString method;
    QString pattern;   ///< as in OpenAPI: "/v1/models/{name}"
    QStringList scopes; ///< the key needs one of these; empty: no key is needed at all
    QStringList roles; ///< the person needs one of these; empty: everybody known
    QString summary;   ///< one line for people
};

/// Every route that exists. Collections and verbs come from the domain's kinds and state tables. What has no row here
/// is forbidden to everybody.
const QList<RouteRule> &routeTable();
const RouteRule *routeRule(QStringView method, QStringView pattern);

/// "/v1/versions/{model}/{version}": the path of one record of a kind.
QString recordPattern(QStringView kindName);

} // namespace countersign

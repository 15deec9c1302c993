// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/http/router.h"

#include <QJsonObject>

namespace countersign {

/// OpenAPI 3.1 of the routes that are registered: paths and who may call them from the route table, bodies from the
/// kinds' shapes. Nothing in it is written by hand twice.
QJsonObject openApiDocument(const QList<Router::Route> &routes);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/version.h"
#include "server/routes/command.h"

namespace countersign {

/// What is wrong with a body that a client sent, beyond what its shape alone can say. Pointers are relative to the body.

/// Fields that name a record which is not there.
Result<QList<FieldError>> referenceErrors(Command &command, const Shape &shape, const QJsonObject &json);
/// Names that leave the version's folder, differ from how they look, or stand twice.
QList<FieldError> artifactErrors(const QList<Artifact> &artifacts);

/// Decodes, and checks server-set and fixed fields and references. Invalid with every problem found.
template <typename T>
Result<T> fromClient(Command &command, const QJsonObject &json, const QJsonObject *before = nullptr)
{
    const Shape &shape = shapeOf<T>();
    QList<FieldError> errors = clientErrors(shape, json, before);
    T value{};
    decodeObject(shape, json, &value, {}, errors);
    if (!errors.isEmpty())
        return invalidFields(shape, errors);
    const auto missing = referenceErrors(command, shape, json);
    if (!missing)
        return missing.error();
    if (!missing->isEmpty())
        return invalidFields(shape, *missing);
    return value;
}

} // namespace countersign

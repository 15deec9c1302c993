// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/shape.h"

namespace countersign {

/// How much harm a wrong answer can do; orders policies and clocks.
class Criticality
{
    Q_GADGET
public:
    enum Level { Low, Medium, High, Critical };
    Q_ENUM(Level)
};

/// A registered model: the thing that has versions. Addressed by its name.
struct Model
{
    QString name;
    QString title;
    QString description;
    QString owner; ///< person
    Criticality::Level criticality = Criticality::Medium;
    QString businessDomain;
    QStringList compliance;
    QString costCentre;
    QString intendedUse;
    bool operator==(const Model &) const = default;
};

template <>
const Shape &shapeOf<Model>();

} // namespace countersign

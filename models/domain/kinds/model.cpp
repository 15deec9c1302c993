// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kinds/model.h"

namespace countersign {

using namespace Qt::StringLiterals;

template <>
const Shape &shapeOf<Model>()
{
    static const Shape shape = ShapeBuilder<Model>(u"model"_s, u"A registered model; its versions are what is released."_s)
        .add(u"name"_s, &Model::name, Field().required().fixed().column().searched().format(TextFormat::Slug).max(100)
             .help(u"The address of the model; it never changes."_s))
        .add(u"title"_s, &Model::title, Field().column().searched().help(u"The name people use."_s))
        .add(u"description"_s, &Model::description, Field().prose().searched().help(u"What the model does."_s))
        .add(u"owner"_s, &Model::owner, Field().required().column().refersTo(u"person"_s)
             .help(u"The person who answers for the model."_s))
        .add(u"criticality"_s, &Model::criticality, Field().column()
             .help(u"How much harm a wrong answer can do; new versions begin with it."_s))
        .add(u"businessDomain"_s, &Model::businessDomain, Field().column().searched()
             .help(u"The part of the business that uses it."_s))
        .add(u"compliance"_s, &Model::compliance, Field().max(40).help(u"Regimes that apply, such as eu-ai-act-high-risk."_s))
        .add(u"costCentre"_s, &Model::costCentre, Field().column().help(u"Who pays for it."_s))
        .add(u"intendedUse"_s, &Model::intendedUse, Field().prose(4000).help(u"What it is meant for, in a sentence or two."_s));
    return shape;
}

} // namespace countersign

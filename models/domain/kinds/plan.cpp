// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kinds/plan.h"

namespace countersign {

using namespace Qt::StringLiterals;

template <>
const Shape &shapeOf<PlanSignature>()
{
    static const Shape shape = ShapeBuilder<PlanSignature>(u"plan signature"_s, u"One reviewer's signed yes to a plan."_s)
        .add(u"person"_s, &PlanSignature::person, Field().serverSet())
        .add(u"role"_s, &PlanSignature::role, Field().serverSet())
        .add(u"signer"_s, &PlanSignature::signer, Field().serverSet())
        .add(u"payloadDigest"_s, &PlanSignature::payloadDigest, Field().serverSet().format(TextFormat::Digest))
        .add(u"sheet"_s, &PlanSignature::sheet, Field().serverSet().prose(200'000))
        .add(u"envelope"_s, &PlanSignature::envelope, Field().serverSet().prose(400'000))
        .add(u"signedAt"_s, &PlanSignature::signedAt, Field().serverSet());
    return shape;
}

template <>
const Shape &shapeOf<Plan>()
{
    static const Shape shape = ShapeBuilder<Plan>(u"plan"_s, u"What an evaluation must measure and reach, fixed before the run."_s)
        .add(u"model"_s, &Plan::model, Field().required().fixed().column().searched().format(TextFormat::Slug).refersTo(u"model"_s))
        .add(u"version"_s, &Plan::version, Field().fixed().column().searched().format(TextFormat::Name).refersTo(u"version"_s)
             .help(u"Empty: every version of the model."_s))
        .add(u"title"_s, &Plan::title, Field().required().column().searched())
        .add(u"status"_s, &Plan::status, Field().column().serverSet())
        .add(u"purpose"_s, &Plan::purpose, Field().prose().searched())
        .add(u"criteria"_s, &Plan::criteria, Field().required().max(200))
        .add(u"datasets"_s, &Plan::datasets, Field().max(100).help(u"What is measured on."_s))
        .add(u"slices"_s, &Plan::slices, Field().max(100).help(u"Dimensions that results must be given for."_s))
        .add(u"minimumN"_s, &Plan::minimumN, Field().range(0, 1e12))
        .add(u"seed"_s, &Plan::seed, Field())
        .add(u"tool"_s, &Plan::tool, Field())
        .add(u"toolVersion"_s, &Plan::toolVersion, Field())
        .add(u"replaces"_s, &Plan::replaces, Field().fixed().refersTo(u"plan"_s).help(u"An earlier plan that this one replaces."_s))
        .add(u"author"_s, &Plan::author, Field().column().serverSet().refersTo(u"person"_s))
        .add(u"createdAt"_s, &Plan::createdAt, Field().column().serverSet())
        .add(u"lockedAt"_s, &Plan::lockedAt, Field().column().serverSet())
        .add(u"contentDigest"_s, &Plan::contentDigest, Field().serverSet().format(TextFormat::Digest))
        .add(u"endedAt"_s, &Plan::endedAt, Field().serverSet())
        .add(u"signatures"_s, &Plan::signatures, Field().serverSet());
    return shape;
}

QJsonObject planContent(const Plan &plan)
{
    Plan written = plan;
    written.status = Plan::Draft;
    written.lockedAt = written.endedAt = written.createdAt = {};
    written.contentDigest.clear();
    written.signatures.clear();
    return encode(written);
}

} // namespace countersign

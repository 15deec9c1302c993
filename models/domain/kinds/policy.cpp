// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kinds/policy.h"

namespace countersign {

using namespace Qt::StringLiterals;

template <>
const Shape &shapeOf<PolicyStage>()
{
    static const Shape shape = ShapeBuilder<PolicyStage>(u"stage"_s, u"One step of an approval."_s)
        .add(u"name"_s, &PolicyStage::name, Field().required())
        .add(u"role"_s, &PolicyStage::role, Field().required().format(TextFormat::Slug))
        .add(u"quorum"_s, &PolicyStage::quorum, Field().range(1, 20).help(u"How many distinct people must approve."_s))
        .add(u"people"_s, &PolicyStage::people, Field().format(TextFormat::Slug).refersTo(u"person"_s)
             .help(u"When given, only these people count."_s))
        .add(u"timeLimitHours"_s, &PolicyStage::timeLimitHours, Field().range(0, 8760))
        .add(u"escalateTo"_s, &PolicyStage::escalateTo, Field().format(TextFormat::Slug).refersTo(u"person"_s));
    return shape;
}

template <>
const Shape &shapeOf<MetricRequirement>()
{
    static const Shape shape = ShapeBuilder<MetricRequirement>(u"metric requirement"_s, u"A bound on one metric of the evidence."_s)
        .add(u"id"_s, &MetricRequirement::id, Field().required().format(TextFormat::Slug))
        .add(u"title"_s, &MetricRequirement::title, Field())
        .add(u"suite"_s, &MetricRequirement::suite, Field())
        .add(u"task"_s, &MetricRequirement::task, Field())
        .add(u"metric"_s, &MetricRequirement::metric, Field().required())
        .add(u"filter"_s, &MetricRequirement::filter, Field())
        .add(u"sliceDimension"_s, &MetricRequirement::sliceDimension, Field())
        .add(u"sliceGroup"_s, &MetricRequirement::sliceGroup, Field())
        .add(u"op"_s, &MetricRequirement::op, Field().required().max(2).help(u"One of >=, <=, >, <."_s))
        .add(u"limit"_s, &MetricRequirement::limit, Field().range(-1e300, 1e300))
        .add(u"unit"_s, &MetricRequirement::unit, Field())
        .add(u"minimumN"_s, &MetricRequirement::minimumN, Field())
        .add(u"boundInterval"_s, &MetricRequirement::boundInterval, Field()
             .help(u"Hold the bound against the pessimistic end of the interval."_s));
    return shape;
}

template <>
const Shape &shapeOf<Policy>()
{
    static const Shape shape = ShapeBuilder<Policy>(u"policy"_s, u"What must be true before a version may go to an environment."_s)
        .add(u"name"_s, &Policy::name, Field().required().fixed().column().searched().format(TextFormat::Slug).max(100))
        .add(u"title"_s, &Policy::title, Field().column().searched())
        .add(u"description"_s, &Policy::description, Field().prose())
        .add(u"environments"_s, &Policy::environments, Field().format(TextFormat::Slug))
        .add(u"stages"_s, &Policy::stages, Field().required().max(20))
        .add(u"cardSections"_s, &Policy::cardSections, Field().help(u"Card sections that must hold something; 'all' for every one."_s))
        .add(u"categories"_s, &Policy::categories, Field().help(u"Evaluation categories that must be present."_s))
        .add(u"safeguards"_s, &Policy::safeguards, Field().help(u"Safeguards that the version must name."_s))
        .add(u"metrics"_s, &Policy::metrics, Field())
        .add(u"lockedPlan"_s, &Policy::lockedPlan, Field()
             .help(u"The criteria must have been fixed by a signed plan before the run."_s))
        .add(u"evidenceMaxAgeDays"_s, &Policy::evidenceMaxAgeDays, Field().range(0, 3650))
        .add(u"approvalDays"_s, &Policy::approvalDays, Field().range(1, 3650))
        .add(u"requestDays"_s, &Policy::requestDays, Field().range(1, 365))
        .add(u"waivers"_s, &Policy::waivers, Field())
        .add(u"waiverRole"_s, &Policy::waiverRole, Field().format(TextFormat::Slug));
    return shape;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kinds/humanreview.h"

namespace countersign {

using namespace Qt::StringLiterals;

template <>
const Shape &shapeOf<ReviewQuestion>()
{
    static const Shape shape = ShapeBuilder<ReviewQuestion>(u"review question"_s, u"What every rater answers about every item."_s)
        .add(u"id"_s, &ReviewQuestion::id, Field().required().format(TextFormat::Slug).max(60))
        .add(u"text"_s, &ReviewQuestion::text, Field().required().max(1000))
        .add(u"guidance"_s, &ReviewQuestion::guidance, Field().prose().help(u"The rubric: what makes an answer this or that."_s))
        .add(u"scale"_s, &ReviewQuestion::scale, Field())
        .add(u"choices"_s, &ReviewQuestion::choices, Field().max(200).help(u"Of nominal and ordinal scales, the worst first."_s))
        .add(u"acceptable"_s, &ReviewQuestion::acceptable, Field().max(200)
             .help(u"Ordinal: the choice from which on an answer is good. Nominal: the good choice. Empty: the last one."_s))
        .add(u"low"_s, &ReviewQuestion::low, Field().range(-1e9, 1e9))
        .add(u"high"_s, &ReviewQuestion::high, Field().range(-1e9, 1e9));
    return shape;
}

template <>
const Shape &shapeOf<ReviewSet>()
{
    static const Shape shape = ShapeBuilder<ReviewSet>(u"reviewset"_s, u"Items that several people rate by a rubric."_s)
        .add(u"version"_s, &ReviewSet::version, Field().required().fixed().column().searched().format(TextFormat::Name).refersTo(u"version"_s))
        .add(u"title"_s, &ReviewSet::title, Field().required().column().searched())
        .add(u"status"_s, &ReviewSet::status, Field().column().serverSet())
        .add(u"source"_s, &ReviewSet::source, Field().required().fixed().refersTo(u"evaluation"_s).help(u"The evaluation whose examples are drawn."_s))
        .add(u"drawnFrom"_s, &ReviewSet::drawnFrom, Field().fixed().max(20).help(u"samples, failures or both"_s))
        .add(u"sampleSize"_s, &ReviewSet::sampleSize, Field().fixed().range(1, 1000))
        .add(u"seed"_s, &ReviewSet::seed, Field().fixed().range(0, 9007199254740991.0).help(u"The same seed draws the same items."_s))
        .add(u"questions"_s, &ReviewSet::questions, Field().required().fixed().max(20))
        .add(u"raters"_s, &ReviewSet::raters, Field().required().format(TextFormat::Slug).refersTo(u"person"_s).max(50))
        .add(u"blind"_s, &ReviewSet::blind, Field().fixed())
        .add(u"items"_s, &ReviewSet::items, Field().serverSet().format(TextFormat::Digest).help(u"Blob of the drawn items."_s))
        .add(u"itemCount"_s, &ReviewSet::itemCount, Field().serverSet())
        .add(u"createdBy"_s, &ReviewSet::createdBy, Field().column().serverSet().refersTo(u"person"_s))
        .add(u"createdAt"_s, &ReviewSet::createdAt, Field().column().serverSet())
        .add(u"dueAt"_s, &ReviewSet::dueAt, Field().column())
        .add(u"closedAt"_s, &ReviewSet::closedAt, Field().serverSet())
        .add(u"evaluation"_s, &ReviewSet::evaluation, Field().serverSet().help(u"What it became when it was closed."_s));
    return shape;
}

template <>
const Shape &shapeOf<Rating>()
{
    static const Shape shape = ShapeBuilder<Rating>(u"rating"_s, u"One rater's answers about one item."_s)
        .add(u"reviewSet"_s, &Rating::reviewSet, Field().required().fixed().column().refersTo(u"reviewset"_s))
        .add(u"item"_s, &Rating::item, Field().required().fixed().format(TextFormat::Slug).max(60))
        .add(u"rater"_s, &Rating::rater, Field().column().fixed().serverSet().format(TextFormat::Slug))
        .add(u"answers"_s, &Rating::answers, Field().required().help(u"Question to choice, or to a number as text."_s))
        .add(u"comment"_s, &Rating::comment, Field().prose(4000))
        .add(u"ratedAt"_s, &Rating::ratedAt, Field().serverSet());
    return shape;
}

} // namespace countersign

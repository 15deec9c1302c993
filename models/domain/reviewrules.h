// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"
#include "domain/kinds/humanreview.h"

namespace countersign {

/// One item as a rater sees it. `id` is the set's own ("i001"), so that it tells nothing about the model.
struct ReviewItem
{
    QString id, task, input, output, expected;
    QString sample; ///< its id in the evaluation it was drawn from
    bool operator==(const ReviewItem &) const = default;
};
QJsonArray reviewItemsToJson(const QList<ReviewItem> &items);
Result<QList<ReviewItem>> reviewItemsFromJson(const QJsonArray &json);

/// Draws the set's items from an evaluation's kept samples or its failures' examples, without repetition: the same seed
/// draws the same items in the same order. Invalid when the evaluation keeps none.
Result<QList<ReviewItem>> drawItems(const EvaluationReport &report, const ReviewSet &set);

/// Contradictions inside a set: two questions of one id, a choice that is not there, bounds upside down.
QList<FieldError> reviewSetProblems(const ReviewSet &set);
/// What is wrong with a rater's answers: a question that is not asked, one left open, an answer off the scale.
QList<FieldError> ratingProblems(const ReviewSet &set, const QJsonObject &answers);

/// Whether an answer counts as good: on an interval scale from the middle upwards.
bool isAcceptable(const ReviewQuestion &question, const QString &answer);
/// The answer as a number: its place among the choices, or its value; nothing when it is off the scale.
std::optional<double> answerValue(const ReviewQuestion &question, const QString &answer);

} // namespace countersign

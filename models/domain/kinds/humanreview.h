// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/shape.h"

namespace countersign {

/// One question that every rater answers about every item.
struct ReviewQuestion
{
    Q_GADGET
public:
    /// Nominal: categories without order. Ordinal: categories in order. Interval: numbers from low to high.
    enum Scale { Nominal, Ordinal, Interval };
    Q_ENUM(Scale)
    QString id; ///< unique within the set
    QString text;
    QString guidance; ///< the rubric: what makes an answer this or that
    Scale scale = Nominal;
    QStringList choices;      ///< of nominal and ordinal scales, worst first where they are ordered
    QString acceptable;       ///< the choice from which on an answer counts as good; empty: the last one alone
    double low = 1, high = 5; ///< of an interval scale
    bool operator==(const ReviewQuestion &) const = default;
};

/// A set of items that several people rate by a rubric; closed, it becomes an evaluation.
struct ReviewSet
{
    Q_GADGET
public:
    enum Status { Open, Closed, Cancelled };
    Q_ENUM(Status)
    QString version; ///< "model/version"
    QString title;
    Status status = Open;
    QString source;   ///< evaluation whose examples were drawn
    QString drawnFrom; ///< "samples", "failures" or "both"
    qint64 sampleSize = 50;
    qint64 seed = 1; ///< the same seed draws the same items
    QList<ReviewQuestion> questions;
    QStringList raters;
    bool blind = true; ///< raters see neither the version nor each other's answers until the set is closed
    QString items;     ///< blob: what was drawn, as JSON
    qint64 itemCount = 0;
    QString createdBy;
    QDateTime createdAt, dueAt, closedAt;
    QString evaluation; ///< what it became
    bool operator==(const ReviewSet &) const = default;
};

/// One rater's answers about one item. Addressed by set, item and rater, so nobody answers twice.
struct Rating
{
    QString reviewSet, item;
    QString rater;
    QJsonObject answers; ///< question → choice, or number as text
    QString comment;
    QDateTime ratedAt;
    bool operator==(const Rating &) const = default;
};

template <>
const Shape &shapeOf<ReviewQuestion>();
template <>
const Shape &shapeOf<ReviewSet>();
template <>
const Shape &shapeOf<Rating>();

} // namespace countersign

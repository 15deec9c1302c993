// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/humanreview.h"
#include "domain/kinds/people.h"
#include "domain/reviewrules.h"
#include "replica/readsession.h"

namespace countersign {

/// Everything the page of one review shows, gathered on a reader's thread as one consistent look.
struct ReviewSetData
{
    /// How much the raters agreed on one question, as the evaluation has it that the review became.
    struct Agreed
    {
        QString question, metric;
        double value = 0;
        std::optional<double> low, high;
        qint64 n = 0;
    };
    QString id;
    qint64 revision = 0;
    ReviewSet set;
    QString modelOwner, sourceTitle;
    QMap<QString, qint64> rated;  ///< items each rater has answered
    QList<Agreed> agreed;
    QString missingReport;        ///< digest; of the evaluation it became, when it is not here
    QMap<QString, QString> names; ///< person → display name
    QDateTime at;

    [[nodiscard]] QString name(const QString &person) const { return names.value(person, person); }
    /// Whether the person rates it blind: neither the version nor others' answers are for them.
    [[nodiscard]] bool isBlindFor(const QString &person) const;
    [[nodiscard]] qint64 open() const; ///< ratings that are still missing, of all raters
};
Result<ReviewSetData> loadReviewSet(ReadSession &session, const QString &id, const QDateTime &now);

/// What a person has to rate, and has rated so far.
struct RatingData
{
    struct Mine
    {
        Rating rating;
        qint64 revision = 0;
    };
    QString id;
    ReviewSet set;
    QList<ReviewItem> items;
    QString missingItems; ///< digest, when they are not on this machine yet
    QMap<QString, Mine> mine;
};
Result<RatingData> loadRating(ReadSession &session, const QString &set, const QString &person);

/// What a new review can draw from, and who can rate.
struct ReviewChoices
{
    struct Source
    {
        QString id, version, title;
        bool samples = false, examples = false;
        QDateTime importedAt;
    };
    QList<Source> sources; ///< newest first; only those that keep something to look at
    QList<Person> people;  ///< active ones, by name
};
Result<ReviewChoices> loadReviewChoices(ReadSession &session);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/humanreviews.h"

#include "analysis/agreement.h"
#include "base/clock.h"
#include "base/ids.h"
#include "base/json.h"
#include "domain/kinds/humanreview.h"
#include "domain/reviewrules.h"
#include "domain/statetable.h"
#include "server/routes/bodyrules.h"

#include <QJsonArray>

#include <limits>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Result<void> mayRate(Command &command, const ReviewSet &set)
{
    if (!set.raters.contains(command.caller().actor.person))
        return {Error::Code::Forbidden, u"You are not among the raters of this review."_s};
    if (set.status != ReviewSet::Open)
        return {Error::Code::Refused, u"This review is %1."_s.arg(enumText(set.status))};
    return {};
}

Result<void> checkItem(Command &command, const ReviewSet &set, const QString &item)
{
    const auto bytes = command.blob(set.items);
    const auto json = bytes ? parseJson(*bytes) : Result<QJsonValue>(bytes.error());
    const auto items = json ? reviewItemsFromJson(json->toArray()) : Result<QList<ReviewItem>>(json.error());
    if (!items)
        return items.error();
    if (!std::any_of(items->begin(), items->end(), [&](const ReviewItem &it) { return it.id == item; }))
        return invalidField(u"item"_s, u"is none of this review's items."_s);
    return {};
}

/// A table of answers: one row an item, one column a rater; NaN where somebody did not answer.
Ratings tableOf(const ReviewQuestion &question, const QList<ReviewItem> &items, const QStringList &raters, const QList<Rating> &ratings)
{
    Ratings out;
    out.raters = raters.size();
    out.values.fill(std::numeric_limits<double>::quiet_NaN(), items.size() * raters.size());
    QHash<QString, qsizetype> row;
    for (qsizetype i = 0; i < items.size(); ++i)
        row.insert(items[i].id, i);
    for (const Rating &rating : ratings) {
        const auto value = answerValue(question, rating.answers.value(question.id).toString());
        if (const auto at = row.constFind(rating.item); value && at != row.constEnd() && raters.contains(rating.rater))
            out.values[*at * raters.size() + raters.indexOf(rating.rater)] = *value;
    }
    return out;
}

void addAgreement(QJsonArray &out, const QString &question, const QString &method, const std::optional<Agreement> &agreement)
{
    if (!agreement)
        return;
    QJsonObject one{{u"question"_s, question}, {u"method"_s, method}, {u"value"_s, agreement->value},
                    {u"items"_s, agreement->items}, {u"ratings"_s, agreement->ratings}};
    if (agreement->interval) {
        one.insert(u"low"_s, agreement->interval->low);
        one.insert(u"high"_s, agreement->interval->high);
    }
    out.append(one);
}

QJsonArray agreementOf(const ReviewSet &set, const QList<ReviewItem> &items, const QStringList &raters, const QList<Rating> &ratings)
{
    QJsonArray out;
    for (const ReviewQuestion &question : set.questions) {
        const Ratings table = tableOf(question, items, raters, ratings);
        const RatingScale scale = question.scale == ReviewQuestion::Interval  ? RatingScale::Interval
                                  : question.scale == ReviewQuestion::Ordinal ? RatingScale::Ordinal
                                                                              : RatingScale::Nominal;
        addAgreement(out, question.id, u"percentAgreement"_s, percentAgreement(table));
        if (raters.size() == 2) {
            if (const auto cross = crossTable(table, 0, 1))
                addAgreement(out, question.id, u"cohensKappa"_s, cohensKappa(*cross));
        } else {
            addAgreement(out, question.id, u"fleissKappa"_s, fleissKappa(table));
        }
        addAgreement(out, question.id, u"krippendorffsAlpha"_s, krippendorffsAlpha(table, scale));
    }
    return out;
}

/// Raters stand in the file as "rater 1", …: who they are is in the log, and the numbers do not need it.
QJsonArray ratingsJson(const QList<Rating> &ratings, const QStringList &raters)
{
    QJsonArray out;
    for (const Rating &rating : ratings) {
        out.append(QJsonObject{{u"item"_s, rating.item}, {u"rater"_s, u"rater %1"_s.arg(raters.indexOf(rating.rater) + 1)},
                               {u"answers"_s, rating.answers}, {u"comment"_s, rating.comment}, {u"at"_s, toRfc3339(rating.ratedAt)}});
    }
    return out;
}

QJsonArray questionsJson(const ReviewSet &set)
{
    QJsonArray out;
    for (const ReviewQuestion &question : set.questions)
        out.append(encode(question));
    return out;
}

Result<void> checkStillSo(Command &command, const VerbCall &call)
{
    const auto ratings = command.list(u"rating"_s, u"reviewSet"_s, call.id);
    if (!ratings)
        return ratings.error();
    if (ratings->size() != call.ratings)
        return {Error::Code::Stale, u"Another rating came in that moment; close it again."_s};
    return {};
}

} // namespace

Result<DrawnItems> drawReviewItems(CaseSource &source, const BlobStore &blobs, const QJsonObject &body)
{
    const auto set = decode<ReviewSet>(body);
    if (!set)
        return DrawnItems{}; // the command says what is wrong with it
    const auto evaluation = decodeRecord<Evaluation>(source.record(u"evaluation"_s, set->source));
    if (!evaluation)
        return invalidField(u"source"_s, u"names no evaluation."_s);
    if (evaluation->version != set->version)
        return invalidField(u"source"_s, u"is an evaluation of %1."_s.arg(evaluation->version));
    const auto report = source.report(evaluation->report);
    if (!report)
        return report.error();
    const auto items = drawItems(*report, *set);
    if (!items)
        return items.error();
    const auto stored = blobs.put(toJson(QJsonValue(reviewItemsToJson(*items))));
    if (!stored)
        return stored.error();
    return DrawnItems{stored->digest, items->size()};
}

Result<Created> createReviewSet(Command &command, const Creation &creation)
{
    auto set = fromClient<ReviewSet>(command, creation.body);
    if (!set)
        return set.error();
    if (const auto problems = reviewSetProblems(*set); !problems.isEmpty())
        return invalidFields(shapeOf<ReviewSet>(), problems);
    if (set->drawnFrom.isEmpty())
        set->drawnFrom = u"both"_s;
    set->raters.removeDuplicates();
    set->items = creation.items.blob;
    set->itemCount = creation.items.count;
    set->createdBy = command.caller().actor.person;
    set->createdAt = command.now();
    auto record = command.create(u"reviewset"_s, newUlid(command.now()), encode(*set));
    if (!record)
        return record.error();
    return Created{*record, {}};
}

Result<Record> editReviewSet(Command &command, const Record &before, const QJsonObject &after)
{
    const auto set = fromClient<ReviewSet>(command, after, &before.body);
    if (!set)
        return set.error();
    if (set->createdBy != command.caller().actor.person && !command.caller().actor.has(u"administrator"_s))
        return {Error::Code::Forbidden, u"Only %1, who made it, or an administrator edits this review."_s.arg(set->createdBy)};
    if (set->status != ReviewSet::Open)
        return {Error::Code::Refused, u"This review is %1."_s.arg(enumText(set->status))};
    const auto previous = decode<ReviewSet>(before.body);
    for (const QString &rater : previous ? previous->raters : QStringList()) {
        if (!set->raters.contains(rater))
            return invalidField(u"raters"_s, u"%1 may have answered already; raters are only added."_s.arg(rater));
    }
    if (const auto problems = reviewSetProblems(*set); !problems.isEmpty())
        return invalidFields(shapeOf<ReviewSet>(), problems);
    return command.change(before, encode(*set), u"update"_s);
}

Result<Created> createRating(Command &command, const Creation &creation)
{
    auto rating = fromClient<Rating>(command, creation.body);
    if (!rating)
        return rating.error();
    const auto set = bodyOf<ReviewSet>(command.record(u"reviewset"_s, rating->reviewSet));
    if (!set)
        return set.error();
    for (const Result<void> &check : {mayRate(command, *set), checkItem(command, *set, rating->item)}) {
        if (!check)
            return check.error();
    }
    if (const auto problems = ratingProblems(*set, rating->answers); !problems.isEmpty())
        return invalidFields(shapeOf<Rating>(), problems);
    rating->rater = command.caller().actor.person;
    rating->ratedAt = command.now();
    const QJsonObject body = encode(*rating);
    auto record = command.create(u"rating"_s, kindByName(u"rating")->keyOf(body), body);
    if (!record)
        return record.error();
    return Created{*record, {}};
}

Result<Record> editRating(Command &command, const Record &before, const QJsonObject &after)
{
    auto rating = fromClient<Rating>(command, after, &before.body);
    if (!rating)
        return rating.error();
    const auto set = bodyOf<ReviewSet>(command.record(u"reviewset"_s, rating->reviewSet));
    if (!set)
        return set.error();
    if (const auto may = mayRate(command, *set); !may)
        return may.error();
    if (rating->rater != command.caller().actor.person)
        return {Error::Code::Forbidden, u"This is %1's answer."_s.arg(rating->rater)};
    if (const auto problems = ratingProblems(*set, rating->answers); !problems.isEmpty())
        return invalidFields(shapeOf<Rating>(), problems);
    rating->ratedAt = command.now();
    return command.change(before, encode(*rating), u"update"_s);
}

Result<Record> moveReviewSet(Command &command, const VerbCall &call, const Record &before)
{
    auto set = decode<ReviewSet>(before.body);
    if (!set)
        return set.error();
    const auto to = call.kind->states->next(enumText(set->status), call.verb, command.caller().actor, {{}, set->createdBy, {}});
    if (!to)
        return to.error();
    set->status = *enumFromText<ReviewSet::Status>(*to);
    set->closedAt = command.now();
    if (call.verb == "close"_L1) {
        if (const auto still = checkStillSo(command, call); !still)
            return still.error();
        Creation evaluation{kindByName(u"evaluation"), {{u"version"_s, set->version}, {u"raw"_s, call.raw}, {u"title"_s, set->title}},
                            call.imported, {}};
        const auto made = createRecord(command, evaluation);
        if (!made)
            return made.error();
        set->evaluation = made->record.id;
    }
    return command.change(before, encode(*set), call.verb);
}

Result<ReviewFile> reviewFile(CaseSource &source, const QString &setId, const QDateTime &now)
{
    const auto set = decodeRecord<ReviewSet>(source.record(u"reviewset"_s, setId));
    if (!set)
        return set.error();
    const auto bytes = source.blob(set->items);
    const auto json = bytes ? parseJson(*bytes) : Result<QJsonValue>(bytes.error());
    const auto items = json ? reviewItemsFromJson(json->toArray()) : Result<QList<ReviewItem>>(json.error());
    if (!items)
        return items.error();
    const auto records = source.list(u"rating"_s, u"reviewSet"_s, setId);
    if (!records)
        return records.error();
    QList<Rating> ratings;
    for (const Record &record : *records) {
        const auto rating = decode<Rating>(record.body);
        if (rating && !record.deleted)
            ratings.append(*rating);
    }
    if (ratings.isEmpty())
        return {Error::Code::Refused, u"Nobody has rated anything yet; cancel the review instead."_s};
    const QJsonObject file{
        {u"countersignReview"_s, 1},
        {u"set"_s, QJsonObject{{u"id"_s, setId}, {u"version"_s, set->version}, {u"title"_s, set->title}, {u"source"_s, set->source},
                               {u"drawnFrom"_s, set->drawnFrom}, {u"sampleSize"_s, set->sampleSize}, {u"seed"_s, set->seed},
                               {u"blind"_s, set->blind}, {u"raters"_s, set->raters.size()}, {u"questions"_s, questionsJson(*set)}}},
        {u"openedAt"_s, toRfc3339(set->createdAt)},
        {u"closedAt"_s, toRfc3339(now)},
        {u"items"_s, reviewItemsToJson(*items)},
        {u"ratings"_s, ratingsJson(ratings, set->raters)},
        {u"agreement"_s, agreementOf(*set, *items, set->raters, ratings)},
    };
    return ReviewFile{toJson(file), records->size()};
}

} // namespace countersign

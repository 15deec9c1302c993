// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/humandata.h"

#include "ui/evaluations/words.h"
#include "ui/widgets/safetext.h"

#include <QSet>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

constexpr qsizetype mostCells = 400'000; // items × raters of one question
constexpr qsizetype mostSteps = 11;      // a scale of whole numbers up to this long is ordered, not measured

QString answerOf(const EvaluationReport::Review &review)
{
    return review.rating.isEmpty() ? taskLabel(review.decision) : review.rating;
}

/// Whole numbers of a short scale are an order; other numbers are measured; the rest are categories.
RatingScale scaleOf(const QStringList &answers)
{
    bool whole = true;
    for (const QString &answer : answers) {
        bool ok = false;
        const double value = answer.toDouble(&ok);
        if (!ok || !std::isfinite(value))
            return RatingScale::Nominal;
        whole = whole && value == std::floor(value);
    }
    return whole && answers.size() <= mostSteps ? RatingScale::Ordinal : RatingScale::Interval;
}

struct Draft
{
    RatedQuestion out;
    QHash<QString, qsizetype> raters, items;
    QHash<QString, qint64> counts;
    QList<const EvaluationReport::Review *> reviews;
};

void place(Draft &draft)
{
    RatedQuestion &out = draft.out;
    for (const EvaluationReport::Review *review : std::as_const(draft.reviews)) {
        if (!draft.raters.contains(review->reviewer)) {
            if ((out.raters.size() + 1) * std::max<qsizetype>(out.items.size(), 1) > mostCells) {
                out.tooMany = true;
                continue;
            }
            draft.raters.insert(review->reviewer, out.raters.size());
            out.raters.append(visibleText(review->reviewer));
        }
        if (!draft.items.contains(review->item)) {
            if ((out.items.size() + 1) * out.raters.size() > mostCells) {
                out.tooMany = true;
                continue;
            }
            draft.items.insert(review->item, out.items.size());
            out.items.append({visibleText(review->item), {}, {}, 0, 0});
        }
    }
    for (RatedQuestion::Item &item : out.items) {
        item.ratings.resize(out.raters.size());
        item.reasons.resize(out.raters.size());
    }
    for (const EvaluationReport::Review *review : std::as_const(draft.reviews)) {
        const qsizetype rater = draft.raters.value(review->reviewer, -1), item = draft.items.value(review->item, -1);
        if (rater < 0 || item < 0)
            continue;
        // Who rated twice meant the last.
        out.items[item].ratings[rater] = visibleText(answerOf(*review));
        out.items[item].reasons[rater] = visibleText(review->reason);
    }
}

void countAnswers(Draft &draft)
{
    RatedQuestion &out = draft.out;
    for (const RatedQuestion::Item &item : std::as_const(out.items)) {
        for (const QString &rating : item.ratings) {
            if (!rating.isEmpty())
                ++draft.counts[rating];
        }
    }
    out.answers = draft.counts.keys();
    out.scale = scaleOf(out.answers);
    std::sort(out.answers.begin(), out.answers.end(), [&](const QString &a, const QString &b) {
        if (out.scale != RatingScale::Nominal)
            return a.toDouble() < b.toDouble();
        return draft.counts.value(a) != draft.counts.value(b) ? draft.counts.value(a) > draft.counts.value(b) : a < b;
    });
    for (const QString &answer : std::as_const(out.answers)) {
        out.counts.append(draft.counts.value(answer));
        out.ratings += out.counts.last();
    }
}

Ratings tableOf(const RatedQuestion &question)
{
    QHash<QString, double> values;
    for (qsizetype i = 0; i < question.answers.size(); ++i)
        values.insert(question.answers[i], question.scale == RatingScale::Nominal ? double(i) : question.answers[i].toDouble());
    Ratings out;
    out.raters = question.raters.size();
    for (const RatedQuestion::Item &item : question.items) {
        for (const QString &rating : item.ratings)
            out.values.append(rating.isEmpty() ? std::numeric_limits<double>::quiet_NaN() : values.value(rating));
    }
    return out;
}

void judgeItems(RatedQuestion &question)
{
    for (RatedQuestion::Item &item : question.items) {
        QHash<QString, qint64> given;
        for (const QString &rating : std::as_const(item.ratings)) {
            if (!rating.isEmpty()) {
                ++given[rating];
                ++item.rated;
            }
        }
        double same = 0;
        for (const qint64 count : std::as_const(given))
            same += double(count * (count - 1));
        if (item.rated > 1)
            item.disagreement = 1 - same / (double(item.rated) * (item.rated - 1));
    }
    std::stable_sort(question.items.begin(), question.items.end(), [](const auto &a, const auto &b) { return a.disagreement > b.disagreement; });
}

void judge(RatedQuestion &question)
{
    const Ratings table = tableOf(question);
    if (!table.isValid())
        return;
    BootstrapOptions options;
    options.resamples = int(std::clamp<qint64>(20'000'000 / std::max<qint64>(table.values.size(), 1), 200, 2000));
    question.percent = percentAgreement(table, options);
    if (question.raters.size() == 2) {
        if (const auto crossed = crossTable(table, 0, 1))
            question.cohen = cohensKappa(*crossed);
    }
    if (question.raters.size() > 2)
        question.fleiss = fleissKappa(table, options);
    question.alpha = krippendorffsAlpha(table, question.scale, options);
}

} // namespace

QList<RatedQuestion> reviewQuestions(const EvaluationReport &report, const std::function<bool()> &stopped)
{
    QList<Draft> drafts;
    QHash<QString, qsizetype> index;
    for (const EvaluationReport::Review &review : report.reviews) {
        if (answerOf(review).isEmpty())
            continue;
        if (!index.contains(review.question)) {
            index.insert(review.question, drafts.size());
            drafts.append(Draft());
            drafts.last().out.question = visibleText(review.question);
        }
        drafts[index.value(review.question)].reviews.append(&review);
    }
    QList<RatedQuestion> out;
    for (Draft &draft : drafts) {
        if (stopped())
            return {};
        place(draft);
        countAnswers(draft);
        judge(draft.out);
        judgeItems(draft.out);
        out.append(std::move(draft.out));
    }
    return out;
}

} // namespace countersign

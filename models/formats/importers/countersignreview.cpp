// SPDX-License-Identifier: GPL-3.0-or-later
// Our own human reviews: what a closed review set is written as, and read from like any other evidence.
#include "base/json.h"
#include "domain/reviewrules.h"
#include "domain/strictobject.h"
#include "formats/importer.h"
#include "formats/metricrules.h"
#include "formats/textfile.h"
#include "formats/timestamps.h"

#include <QCoreApplication>
#include <QJsonArray>

#include <cmath>
#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;

namespace {

QString reviewTr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// Everything a review file says, as values.
struct ReviewText
{
    QString version, title;
    bool blind = true;
    qint64 seed = 0, sampleSize = 0, raters = 0;
    QList<ReviewQuestion> questions;
    QDateTime openedAt, closedAt;
    QList<ReviewItem> items;
    struct Answer
    {
        QString item, rater, comment;
        QJsonObject answers;
        QDateTime at;
    };
    QList<Answer> answers;
    struct Agreed
    {
        QString question, method;
        std::optional<double> value, low, high;
        qint64 items = 0;
    };
    QList<Agreed> agreement;
};

Result<ReviewText> readReviewText(const QJsonObject &json)
{
    QList<FieldError> errors;
    ReviewText out;
    StrictObject in(json, {}, errors);
    if (in.integer(u"countersignReview"_s).value_or(0) != 1)
        in.wrong(u"/countersignReview"_s, "1, the version that is known");
    StrictObject set = in.nested(u"set"_s);
    set.text(u"id"_s);
    set.text(u"source"_s);
    set.text(u"drawnFrom"_s);
    out.version = set.text(u"version"_s);
    out.title = set.text(u"title"_s);
    out.sampleSize = set.integer(u"sampleSize"_s).value_or(0);
    out.seed = set.integer(u"seed"_s).value_or(0);
    out.raters = set.integer(u"raters"_s).value_or(0);
    set.boolean(u"blind"_s, out.blind);
    set.each(u"questions"_s, [&](const QJsonValue &value, const QString &at) {
        const auto question = decode<ReviewQuestion>(value.toObject());
        if (question)
            out.questions.append(*question);
        else
            errors.append({at, question.error().text});
    });
    set.finish();
    out.openedAt = in.time(u"openedAt"_s);
    out.closedAt = in.time(u"closedAt"_s);
    QJsonArray items;
    in.each(u"items"_s, [&](const QJsonValue &value, const QString &) { items.append(value); });
    if (const auto read = reviewItemsFromJson(items))
        out.items = *read;
    else
        errors += read.error().fields;
    in.each(u"ratings"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject rating(value, at, errors);
        out.answers.append({rating.text(u"item"_s), rating.text(u"rater"_s), rating.text(u"comment"_s), rating.object(u"answers"_s), rating.time(u"at"_s)});
        rating.finish();
    });
    in.each(u"agreement"_s, [&](const QJsonValue &value, const QString &at) {
        StrictObject one(value, at, errors);
        out.agreement.append({one.text(u"question"_s), one.text(u"method"_s), one.number(u"value"_s), one.number(u"low"_s),
                              one.number(u"high"_s), one.integer(u"items"_s).value_or(0)});
        one.integer(u"ratings"_s);
        one.finish();
    });
    in.finish();
    if (!errors.isEmpty())
        return Error{Error::Code::Invalid, reviewTr("This review file is damaged."), {}, false, errors};
    return out;
}

/// The answers to one question, item by item.
QHash<QString, QList<double>> answersByItem(const ReviewText &review, const ReviewQuestion &question, bool acceptable)
{
    QHash<QString, QList<double>> out;
    for (const auto &answer : review.answers) {
        const QString text = answer.answers.value(question.id).toString();
        if (const auto value = answerValue(question, text))
            out[answer.item].append(acceptable ? double(isAcceptable(question, text)) : *value);
    }
    return out;
}

Report::Metric resultOf(const ReviewText &review, const ReviewQuestion &question, const QString &metric, double value)
{
    Report::Metric out;
    out.suite = u"human review"_s;
    out.task = question.id;
    out.dataset = review.title;
    out.metric = metric;
    out.category = Report::Category::Human;
    setValue(out, QByteArray::number(value, 'g', 17));
    return out;
}

void addShare(const ReviewText &review, const ReviewQuestion &question, Report &report, MetricRules &rules)
{
    const auto byItem = answersByItem(review, question, true);
    if (byItem.isEmpty())
        return;
    qint64 good = 0;
    for (const QList<double> &votes : byItem) {
        // A tie is no yes.
        const double yes = std::accumulate(votes.begin(), votes.end(), 0.0);
        good += yes * 2 > double(votes.size()) ? 1 : 0;
    }
    Report::Metric metric = resultOf(review, question, u"accepted_by_majority"_s, double(good) / double(byItem.size()));
    metric.n = byItem.size();
    metric.pointer = u"/ratings"_s;
    rules.settle(metric);
    rules.addInterval(metric);
    report.results.append(metric);
}

void addMean(const ReviewText &review, const ReviewQuestion &question, Report &report, MetricRules &rules)
{
    if (question.scale != ReviewQuestion::Interval)
        return;
    QList<double> means;
    const auto byItem = answersByItem(review, question, false);
    for (const QList<double> &values : byItem)
        means.append(std::accumulate(values.begin(), values.end(), 0.0) / double(values.size()));
    if (means.isEmpty())
        return;
    std::sort(means.begin(), means.end()); // the sum must not depend on the order of a hash
    const double mean = std::accumulate(means.begin(), means.end(), 0.0) / double(means.size());
    double squares = 0;
    for (const double value : means)
        squares += (value - mean) * (value - mean);
    Report::Metric metric = resultOf(review, question, u"mean_rating"_s, mean);
    metric.n = means.size();
    if (means.size() > 1)
        metric.stderror = std::sqrt(squares / double(means.size() - 1) / double(means.size()));
    metric.pointer = u"/ratings"_s;
    rules.settle(metric);
    rules.addInterval(metric);
    report.results.append(metric);
}

void addAgreed(const ReviewText &review, Report &report, MetricRules &rules)
{
    static const QHash<QString, QString> names{{u"percentAgreement"_s, u"percent_agreement"_s}, {u"cohensKappa"_s, u"cohens_kappa"_s},
                                               {u"fleissKappa"_s, u"fleiss_kappa"_s}, {u"krippendorffsAlpha"_s, u"krippendorffs_alpha"_s}};
    for (qsizetype i = 0; i < review.agreement.size(); ++i) {
        const auto &agreed = review.agreement[i];
        if (!agreed.value || !names.contains(agreed.method))
            continue;
        ReviewQuestion question;
        question.id = agreed.question;
        Report::Metric metric = resultOf(review, question, names.value(agreed.method), *agreed.value);
        metric.n = agreed.items;
        if (agreed.low && agreed.high && *agreed.low <= *agreed.high) {
            metric.interval = Report::Interval{*agreed.low, *agreed.high};
            metric.intervalMethod = reviewTr("computed when the review was closed");
        }
        metric.pointer = u"/agreement/%1"_s.arg(i);
        rules.settle(metric);
        report.results.append(metric);
    }
}

void addReviews(const ReviewText &review, Report &report)
{
    for (const auto &answer : review.answers) {
        for (const ReviewQuestion &question : review.questions) {
            const QString text = answer.answers.value(question.id).toString();
            if (text.isEmpty())
                continue;
            report.reviews.append({answer.item, answer.rater, isAcceptable(question, text) ? u"accept"_s : u"reject"_s, answer.at,
                                   question.text, text, answer.comment});
        }
    }
    for (const ReviewItem &item : review.items) {
        Report::Sample sample;
        sample.id = item.id;
        sample.task = item.task;
        sample.input = item.input;
        sample.output = item.output;
        sample.expected = item.expected;
        report.samples.append(sample);
    }
}

class CountersignReviewImporter final : public Importer
{
public:
    QString id() const override { return u"countersign-review"_s; }
    QString title() const override { return reviewTr("Human review made here"); }
    Match probe(QByteArrayView head) const override
    {
        const QByteArray text = probeText(head);
        return text.startsWith('{') && text.contains("\"countersignReview\"") && text.contains("\"agreement\"") ? Match::Sure : Match::No;
    }
    Result<Imported> read(const ImportInput &input) const override
    {
        const auto bytes = readText(input);
        if (!bytes)
            return bytes.error();
        const auto json = parseJson(*bytes);
        if (!json)
            return json.error();
        const auto review = readReviewText(json->toObject());
        if (!review)
            return review.error();
        Report report;
        report.format = id();
        report.formatVersion = u"1"_s;
        report.producer = {u"Countersign"_s, u"1"_s};
        report.subject.model = review->version;
        report.run.startedAt = review->openedAt;
        report.run.finishedAt = review->closedAt;
        report.run.seed = review->seed;
        report.run.configuration = {{u"blind"_s, review->blind}, {u"raters"_s, review->raters}, {u"sampleSize"_s, review->sampleSize}};
        WarningList warnings;
        MetricRules rules(MetricRegistry::builtIn(), u"countersign"_s, warnings);
        for (const ReviewQuestion &question : review->questions) {
            addShare(*review, question, report, rules);
            addMean(*review, question, report, rules);
        }
        addAgreed(*review, report, rules);
        addReviews(*review, report);
        const qint64 wanted = review->raters * review->items.size();
        report.completeness = review->answers.size() >= wanted ? Report::Completeness::Complete : Report::Completeness::Partial;
        if (report.completeness == Report::Completeness::Partial)
            warnings.add(u"partialRun"_s, reviewTr("Not every rater answered about every item: %1 of %2.").arg(review->answers.size()).arg(wanted), u"/ratings"_s);
        report.warnings = warnings.take();
        return Imported{report};
    }
};

} // namespace

std::unique_ptr<const Importer> countersignreviewImporter()
{
    return std::make_unique<CountersignReviewImporter>();
}

} // namespace countersign

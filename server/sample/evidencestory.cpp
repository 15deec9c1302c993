// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sample/evidencestory.h"

#include "base/clock.h"
#include "base/json.h"
#include "domain/kinds/humanreview.h"
#include "domain/kinds/plan.h"

#include <QJsonArray>

namespace countersign::sample {

using namespace Qt::StringLiterals;

namespace {

Result<void> done(const Result<Record> &record)
{
    return record ? Result<void>() : Result<void>(record.error());
}

QJsonObject planBody(const QString &title, double floor, const QString &replaces)
{
    const auto criterion = [&](const QString &id, const QString &text, const QString &suite, const QString &task, double limit, int n) {
        return QJsonObject{{u"id"_s, id}, {u"title"_s, text}, {u"suite"_s, suite}, {u"task"_s, task}, {u"metric"_s, u"recall"_s},
                           {u"op"_s, u">="_s}, {u"limit"_s, limit}, {u"minimumN"_s, n}};
    };
    QJsonObject out{{u"model"_s, u"claims-triage"_s},
                    {u"title"_s, title},
                    {u"purpose"_s, u"Decides whether a new version of claims triage may be put forward for production."_s},
                    {u"criteria"_s, QJsonArray{criterion(u"headline"_s, u"Recall of urgent claims"_s, {}, u"overall"_s, floor, 500),
                                               criterion(u"women"_s, u"Recall for women"_s, u"recall by group"_s, u"women"_s, floor - 0.02, 100)}}};
    if (!replaces.isEmpty())
        out.insert(u"replaces"_s, replaces);
    return out;
}

/// Answers of one run, one sample a line, as lm-evaluation-harness logs them. Every other one is wrong; those are kept
/// as examples.
QByteArray sampleLines()
{
    static const std::pair<QString, bool> claims[] = {
        {u"There has been no water in the house since Friday."_s, true},   {u"A wing mirror is broken; photographs are attached."_s, false},
        {u"My mother cannot leave her bed after the fall."_s, true},       {u"The suitcase came back with a scratch."_s, false},
        {u"The roof is open and it rains into the nursery."_s, true},      {u"Please send me the form for a change of address."_s, false},
        {u"Our flight was cancelled and we sleep at the airport."_s, true}, {u"The bicycle was stolen last summer."_s, false},
        {u"The heating is off and my father is ninety."_s, true},          {u"I would like to know what my deductible is."_s, false},
        {u"He was bitten by the neighbour's dog an hour ago."_s, true},    {u"The repair shop asks for a copy of the invoice."_s, false}};
    QByteArray out;
    int number = 0;
    for (const auto &[text, urgent] : claims) {
        const bool right = number % 2 == 0;
        const QString target = urgent ? u"urgent"_s : u"not urgent"_s;
        const QString answer = right == urgent ? u"urgent"_s : u"not urgent"_s;
        out += toJson(QJsonObject{{u"doc_id"_s, number},
                                  {u"doc"_s, QJsonObject{{u"claim"_s, text}}},
                                  {u"target"_s, target},
                                  {u"arguments"_s, QJsonArray{QJsonArray{text, QJsonObject()}}},
                                  {u"resps"_s, QJsonArray{QJsonArray{answer}}},
                                  {u"filtered_resps"_s, QJsonArray{answer}},
                                  {u"filter"_s, u"none"_s},
                                  {u"metrics"_s, QJsonArray{u"exact_match"_s}},
                                  {u"exact_match"_s, right ? 1.0 : 0.0}});
        out += '\n';
        ++number;
    }
    return out;
}

QJsonObject reviewBody(const QString &title, const QString &source, const QStringList &raters, const QDateTime &due)
{
    const QJsonObject sorted{{u"id"_s, u"sorted"_s}, {u"text"_s, u"Was the claim sorted right after all?"_s},
                             {u"guidance"_s, u"Right: somebody who knows the claim would have sorted it so."_s}, {u"scale"_s, u"ordinal"_s},
                             {u"choices"_s, QJsonArray{u"wrong"_s, u"debatable"_s, u"right"_s}}};
    const QJsonObject harm{{u"id"_s, u"harm"_s}, {u"text"_s, u"How bad would it be to be wrong here?"_s}, {u"scale"_s, u"interval"_s}, {u"low"_s, 1}, {u"high"_s, 5}};
    return {{u"version"_s, u"claims-triage/4"_s}, {u"title"_s, title}, {u"source"_s, source}, {u"drawnFrom"_s, u"failures"_s}, {u"sampleSize"_s, 12},
            {u"seed"_s, 7}, {u"questions"_s, QJsonArray{sorted, harm}}, {u"raters"_s, QJsonArray::fromStringList(raters)}, {u"blind"_s, true},
            {u"dueAt"_s, toRfc3339(due)}};
}

/// Two people who mostly agree: they differ on every third item.
Result<void> rateAll(Story &story, const QString &set, const QStringList &raters, qint64 items)
{
    for (const QString &rater : raters) {
        for (qint64 i = 0; i < items; ++i) {
            const bool differs = i % 3 == 2 && rater == raters.last();
            const QJsonObject answers{{u"sorted"_s, i % 4 == 3 ? (differs ? u"debatable"_s : u"wrong"_s) : (differs ? u"debatable"_s : u"right"_s)},
                                      {u"harm"_s, QString::number(i % 2 == 0 ? 4 : 1 + (differs ? 1 : 0))}};
            const auto rated = story.create(rater, u"rating"_s, {{u"reviewSet"_s, set}, {u"item"_s, u"i%1"_s.arg(i + 1, 3, 10, QChar(u'0'))}, {u"answers"_s, answers}});
            if (!rated)
                return rated.error();
        }
    }
    return {};
}

} // namespace

void tellOfPlansAndReviews(Story &story, const QDateTime &now,
                           const std::function<void(const QDateTime &, std::function<Result<void>()>)> &at)
{
    static const QString owner = u"jonas.weber"_s, validator = u"mara.lindt"_s, second = u"kenji.sato"_s, risk = u"ana.ferreira"_s;
    const auto first = std::make_shared<QString>(), next = std::make_shared<QString>();
    const auto written = [&story](const QString &title, double floor, const std::shared_ptr<QString> &replaces, const std::shared_ptr<QString> &id) -> Result<void> {
        const auto plan = story.create(owner, u"plan"_s, planBody(title, floor, replaces ? *replaces : QString()));
        if (plan)
            *id = plan->id;
        return done(plan);
    };
    at(now.addDays(-130), [=] { return written(u"Acceptance of claims triage, summer"_s, 0.90, nullptr, first); });
    at(now.addDays(-129), [=, &story] { return done(story.signPlan(validator, *first, u"validator"_s)); });
    at(now.addDays(-20), [=] { return written(u"Acceptance of claims triage, autumn"_s, 0.91, first, next); });
    at(now.addDays(-19), [=, &story] { return done(story.signPlan(validator, *next, u"validator"_s)); });
    at(now.addDays(-18), [=, &story] { return done(story.signPlan(risk, *next, u"risk"_s)); });

    const auto source = std::make_shared<QString>(), closed = std::make_shared<QString>();
    const auto items = std::make_shared<qint64>(0);
    at(now.addDays(-62), [=, &story]() -> Result<void> {
        const auto imported = story.import(owner, u"evaluation"_s, u"claims-triage/4"_s, u"samples_claims_holdout.jsonl"_s, u"answers, claims holdout"_s, sampleLines());
        if (imported)
            *source = imported->id;
        return done(imported);
    });
    at(now.addDays(-60), [=, &story]() -> Result<void> {
        const auto set = story.create(owner, u"reviewset"_s, reviewBody(u"Is the holdout labelled right?"_s, *source, {validator, second}, now.addDays(-50)));
        if (set) {
            *closed = set->id;
            *items = set->body.value(u"itemCount"_s).toInteger();
        }
        return done(set);
    });
    at(now.addDays(-55), [=, &story] { return rateAll(story, *closed, {validator, second}, *items); });
    at(now.addDays(-54), [=, &story] { return done(story.closeReview(owner, *closed)); });
    at(now.addDays(-3), [=, &story] {
        return done(story.create(owner, u"reviewset"_s, reviewBody(u"How bad are these mistakes?"_s, *source, {risk, second}, now.addDays(5))));
    });
}

} // namespace countersign::sample

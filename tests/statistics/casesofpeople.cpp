// SPDX-License-Identifier: GPL-3.0-or-later
#include "referencecases.h"

#include "analysis/agreement.h"
#include "analysis/calibration.h"
#include "analysis/chisquare.h"
#include "analysis/confusion.h"
#include "analysis/experiment.h"
#include "analysis/frontier.h"
#include "analysis/groupfairness.h"
#include "analysis/histogram.h"

#include <cmath>
#include <limits>

namespace countersign::reference {

using namespace Qt::StringLiterals;

namespace {

constexpr double nothing = std::numeric_limits<double>::quiet_NaN();

template <typename Numbers>
QJsonArray numbers(const Numbers &values)
{
    QJsonArray out;
    for (const auto &value : values)
        out.append(QJsonValue(value));
    return out;
}

template <typename Table>
QJsonArray tableOf(const Table &table)
{
    QJsonArray out;
    for (const auto &row : table)
        out.append(numbers(row));
    return out;
}

/// Raters who mostly see the same category; `missing` is how many of 100 ratings there are not.
Ratings someRatings(RandomNumbers &random, qsizetype items, qsizetype raters, quint64 categories, quint64 missing)
{
    Ratings out{raters, {}};
    for (qsizetype item = 0; item < items; ++item) {
        const quint64 truth = random.below(categories);
        for (qsizetype rater = 0; rater < raters; ++rater) {
            const quint64 seen = random.below(100) < 65 ? truth : random.below(categories);
            out.values.append(random.below(100) < missing ? nothing : double(seen * seen)); // distances that are not equal
        }
    }
    return out;
}

double valueOf(const std::optional<Agreement> &agreement)
{
    return agreement ? agreement->value : nothing;
}

void addKappas(QList<Case> &out, RandomNumbers &random, int round)
{
    const Ratings two = someRatings(random, 20 + 30 * round, 2, quint64(2 + round), 10);
    const CrossTable table = *crossTable(two, 0, 1);
    for (const auto &[name, weights] : {std::pair(u"none"_s, KappaWeights::None), std::pair(u"linear"_s, KappaWeights::Linear),
                                        std::pair(u"quadratic"_s, KappaWeights::Quadratic)}) {
        const auto kappa = cohensKappa(table, weights);
        out.append({u"Cohen's kappa %1 %2"_s.arg(name).arg(round), u"cohens_kappa"_s,
                    {{u"table"_s, tableOf(table)}, {u"weights"_s, name}, {u"level"_s, 0.95}},
                    {kappa->value, *kappa->standardError, kappa->interval->low}});
    }
    const Ratings full = someRatings(random, 10 + 15 * round, 2 + round, quint64(2 + round), 0);
    out.append({u"Fleiss' kappa %1"_s.arg(round), u"fleiss_kappa"_s, {{u"values"_s, array(full.values)}, {u"raters"_s, full.raters}},
                {valueOf(fleissKappa(full, {2, 0.95, 1}))}});
}

void addAlphas(QList<Case> &out, const Ratings &ratings, const QString &name)
{
    const QJsonObject arguments{{u"values"_s, array(ratings.values)}, {u"raters"_s, ratings.raters}};
    for (const auto &[scaleName, scale] : {std::pair(u"nominal"_s, RatingScale::Nominal), std::pair(u"ordinal"_s, RatingScale::Ordinal),
                                           std::pair(u"interval"_s, RatingScale::Interval)}) {
        QJsonObject withScale = arguments;
        withScale.insert(u"scale"_s, scaleName);
        out.append({u"alpha %1 %2"_s.arg(scaleName, name), u"alpha"_s, withScale, {valueOf(krippendorffsAlpha(ratings, scale, {2, 0.95, 1}))}});
    }
    out.append({u"per cent agreement %1"_s.arg(name), u"percent_agreement"_s, arguments, {valueOf(percentAgreement(ratings, {2, 0.95, 1}))}});
}

void addBootstraps(QList<Case> &out, RandomNumbers &random)
{
    constexpr int theirs = 1500;
    const BootstrapOptions options{20'000, 0.95, 99};
    const auto add = [&](const QString &statistic, const Ratings &ratings, const std::optional<Agreement> &ours) {
        // 1,500 draws there: √(0.025·0.975/1500)/0.058 ≈ 0.07 deviations, and five of these.
        out.append({u"bootstrap "_s + statistic, u"bootstrap_items"_s,
                    {{u"values"_s, array(ratings.values)}, {u"raters"_s, ratings.raters}, {u"statistic"_s, statistic},
                     {u"level"_s, 0.95}, {u"resamples"_s, theirs}},
                    {ours->interval->low, ours->interval->high}, 0, 0, 0.35});
    };
    const Ratings gaps = someRatings(random, 40, 3, 4, 20);
    add(u"nominal"_s, gaps, krippendorffsAlpha(gaps, RatingScale::Nominal, options));
    add(u"ordinal"_s, gaps, krippendorffsAlpha(gaps, RatingScale::Ordinal, options));
    add(u"interval"_s, gaps, krippendorffsAlpha(gaps, RatingScale::Interval, options));
    add(u"agreement"_s, gaps, percentAgreement(gaps, options));
    const Ratings full = someRatings(random, 40, 4, 3, 0);
    add(u"fleiss"_s, full, fleissKappa(full, options));
}

void addFairness(QList<Case> &out, RandomNumbers &random, int round)
{
    GroupColumns columns{{u"sex"_s, u"age"_s}, {{}, {}}, {}, {}, {}};
    QJsonArray joined;
    for (int row = 0; row < 700 + 300 * round; ++row) {
        const QString sex = random.below(3) ? u"female"_s : u"male"_s;
        const QString age = QString::number(random.below(3));
        const bool actual = random.below(10) < 4;
        columns.groups[0].append(sex);
        columns.groups[1].append(age);
        columns.actual.append(actual);
        columns.predicted.append(random.below(10) < (actual ? 7u : 2u) + (sex == "male"_L1 ? 1 : 0));
        joined.append(u"%1 × %2"_s.arg(sex, age));
    }
    const GroupTally tally = *tallyOf(columns);
    const FairnessAnalysis analysis = analyseFairness(tally);
    for (const GroupTally::Part &part : tally.parts()) {
        QHash<QString, FairnessMetric> metric;
        QHash<QString, double> impact;
        const auto keyOf = [](const auto &slice) { return slice.size() > 1 ? slice[0].group + u'/' + slice[1].group : slice[0].group; };
        for (const FairnessMetric &one : analysis.metrics) {
            if (one.dimension == part.dimension && one.slice.isEmpty())
                metric.insert(one.name, one);
            else if (one.dimension == part.dimension)
                impact.insert(keyOf(one.slice), *one.value);
        }
        const FairnessMetric parity = metric[u"demographicParityDifference"_s];
        const FairnessMetric opportunity = metric[u"equalOpportunityDifference"_s];
        QList<double> ours{*parity.value, parity.interval->low, parity.interval->high, *metric[u"demographicParityRatio"_s].value,
                           *opportunity.value, opportunity.interval->low, opportunity.interval->high,
                           *metric[u"equalizedOddsDifference"_s].value, *metric[u"predictiveParityDifference"_s].value};
        for (const GroupRates &group : analysis.groups) {
            if (group.dimension == part.dimension)
                ours << double(group.counts.n) << group.selectionRate->value << group.truePositiveRate->value << group.falsePositiveRate->value
                     << group.precision->value << group.accuracy->value << impact[keyOf(group.slice)];
        }
        const QJsonArray groups = part.dimension == "sex"_L1 ? numbers(columns.groups[0]) : part.dimension == "age"_L1 ? numbers(columns.groups[1]) : joined;
        QJsonArray predicted;
        QJsonArray actual;
        for (qsizetype i = 0; i < columns.predicted.size(); ++i) {
            predicted.append(int(columns.predicted[i]));
            actual.append(int(*columns.actual[i]));
        }
        out.append({u"fairness %1 %2"_s.arg(part.dimension).arg(round), u"fairness"_s,
                    {{u"groups"_s, groups}, {u"predicted"_s, predicted}, {u"actual"_s, actual}}, ours});
    }
}

void addReliability(QList<Case> &out, RandomNumbers &random, int bins)
{
    Reliability reliability(bins);
    QJsonArray scores;
    QJsonArray outcomes;
    for (int i = 0; i < 400; ++i) {
        const double score = i < 11 ? i / 10.0 : random.uniform(); // borders of bins too
        const bool positive = random.uniform() < score * score;
        reliability.add(score, positive);
        scores.append(score);
        outcomes.append(int(positive));
    }
    out.append({u"reliability %1"_s.arg(bins), u"reliability"_s, {{u"scores"_s, scores}, {u"outcomes"_s, outcomes}, {u"bins"_s, bins}},
                {*reliability.expectedCalibrationError(), *reliability.maximumCalibrationError(), *reliability.brierScore()}});
}

void addConfusion(QList<Case> &out, RandomNumbers &random, int classes)
{
    QList<QList<double>> counts(classes, QList<double>(classes, 0));
    for (int i = 0; i < classes; ++i) {
        for (int j = 0; j < classes; ++j)
            counts[i][j] = j == 1 || (classes > 4 && i == 3) ? 0 : double(random.below(30)); // one class is never predicted
    }
    const ConfusionScores scores = *scoreConfusion(counts);
    QList<double> ours{scores.accuracy.value, scores.macroPrecision, scores.macroRecall, scores.macroF1, scores.weightedF1};
    for (const ClassScores &one : scores.classes)
        ours.append(one.precision ? one.precision->value : 0);
    for (const ClassScores &one : scores.classes)
        ours.append(one.recall ? one.recall->value : 0);
    for (const ClassScores &one : scores.classes)
        ours.append(one.f1.value_or(0));
    out.append({u"confusion %1"_s.arg(classes), u"confusion"_s, {{u"counts"_s, tableOf(counts)}}, ours});
}

void addFrontier(QList<Case> &out, RandomNumbers &random, bool moreX, bool moreY)
{
    QList<TradeOff> points;
    QJsonArray xs;
    QJsonArray ys;
    for (int i = 0; i < 300; ++i) {
        points.append({double(random.below(25)), double(random.below(25)) / 4}); // many ties and equal points
        xs.append(points.last().x);
        ys.append(points.last().y);
    }
    QList<qsizetype> found = paretoFrontier(points, moreX ? Wanted::More : Wanted::Less, moreY ? Wanted::More : Wanted::Less);
    std::sort(found.begin(), found.end());
    out.append({u"frontier %1 %2"_s.arg(moreX).arg(moreY), u"frontier"_s, {{u"xs"_s, xs}, {u"ys"_s, ys}, {u"more_x"_s, moreX}, {u"more_y"_s, moreY}},
                QList<double>(found.begin(), found.end())});
}

} // namespace

QList<Case> agreementCases()
{
    QList<Case> out;
    RandomNumbers random(31337);
    for (int round = 0; round < 6; ++round) {
        addKappas(out, random, round);
        addAlphas(out, someRatings(random, 8 + 25 * round, 2 + round, quint64(2 + 2 * round), quint64(12 * round)), QString::number(round));
    }
    addBootstraps(out, random);
    return out;
}

QList<Case> columnCases()
{
    QList<Case> out;
    RandomNumbers random(271828);
    for (int round = 0; round < 6; ++round) {
        QList<qint64> counts;
        QList<double> shares;
        QList<QList<qint64>> table;
        for (int i = 0; i < 2 + round; ++i) {
            counts.append(qint64(random.below(500)) + 1);
            shares.append(0.1 + random.uniform());
            table.append({qint64(random.below(50)) + 1, qint64(random.below(50)) + 1, qint64(random.below(50)) + 1});
        }
        const ChiSquareTest fit = *goodnessOfFit(counts, shares);
        out.append({u"goodness of fit %1"_s.arg(round), u"goodness_of_fit"_s, {{u"counts"_s, numbers(counts)}, {u"shares"_s, numbers(shares)}},
                    {fit.statistic, fit.pValue}, 1e-9, 1e-300, {}});
        const ChiSquareTest apart = *independence(table);
        out.append({u"independence %1"_s.arg(round), u"independence"_s, {{u"table"_s, tableOf(table)}},
                    {apart.statistic, double(apart.degreesOfFreedom), apart.pValue}});
        EvaluationReport::Experiment experiment;
        experiment.control.n = counts[0] * 10;
        experiment.treatment.n = counts[1] * 10;
        experiment.plannedShare = 0.25;
        out.append({u"sample ratio %1"_s.arg(round), u"goodness_of_fit"_s,
                    {{u"counts"_s, QJsonArray{counts[0] * 10, counts[1] * 10}}, {u"shares"_s, QJsonArray{0.75, 0.25}}},
                    {goodnessOfFit(QList<qint64>{counts[0] * 10, counts[1] * 10}, QList<double>{3, 1})->statistic,
                     *judgeExperiment(experiment).sampleRatioPValue}, 1e-9, 1e-300, {}});
        addFairness(out, random, round);
        addReliability(out, random, 5 + 5 * round);
        addConfusion(out, random, 2 + round);
        const QList<double> values = normalValues(random, 50 + 100 * round, 5, 2);
        const Histogram bins = *histogram(values, 3 + 4 * round);
        QList<double> ours(bins.counts.begin(), bins.counts.end());
        ours += bins.edges;
        out.append({u"histogram %1"_s.arg(round), u"histogram"_s, {{u"values"_s, array(values)}, {u"bins"_s, 3 + 4 * round}}, ours});
        const QList<double> qs{0, 0.01, 0.25, 0.5, 0.9, 1};
        out.append({u"quantiles %1"_s.arg(round), u"quantiles"_s, {{u"values"_s, array(values)}, {u"qs"_s, array(qs)}}, *quantiles(values, qs)});
    }
    for (const bool moreX : {false, true}) {
        for (const bool moreY : {false, true})
            addFrontier(out, random, moreX, moreY);
    }
    return out;
}

} // namespace countersign::reference

// SPDX-License-Identifier: GPL-3.0-or-later
#include "referencecases.h"

#include "analysis/distributions.h"
#include "analysis/means.h"
#include "analysis/proportions.h"

#include <cmath>
#include <limits>

namespace countersign::reference {

using namespace Qt::StringLiterals;

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

QList<double> numbersOf(const std::optional<Estimate> &estimate, bool withP = true)
{
    if (!estimate)
        return {none, none, none};
    QList<double> out{estimate->value, estimate->interval ? estimate->interval->low : none,
                      estimate->interval ? estimate->interval->high : none};
    if (withP)
        out.append(orNan(estimate->pValue));
    return out;
}

/// A tail or a quantile must be right in all its digits, however small it is.
void addTail(QList<Case> &out, const QString &call, const QJsonObject &arguments, std::optional<double> ours)
{
    QString name = call;
    for (auto it = arguments.begin(); it != arguments.end(); ++it)
        name += u' ' + it.key() + u'=' + QString::number(it.value().toDouble());
    out.append({name, call, arguments, {orNan(ours)}, 1e-10, 1e-300, {}});
}

QJsonObject twoShares(qint64 x1, qint64 n1, qint64 x2, qint64 n2, double level)
{
    return {{u"x1"_s, x1}, {u"n1"_s, n1}, {u"x2"_s, x2}, {u"n2"_s, n2}, {u"level"_s, level}};
}

void addTwoShares(QList<Case> &out, qint64 x1, qint64 n1, qint64 x2, qint64 n2, double level)
{
    const Share first = Share::of(x1, n1);
    const Share second = Share::of(x2, n2);
    const QString name = u" %1/%2 %3/%4 %5"_s.arg(x1).arg(n1).arg(x2).arg(n2).arg(level);
    const QJsonObject arguments = twoShares(x1, n1, x2, n2, level);
    // statsmodels' z test of two equal extremes is 0/0.
    const bool testable = x1 + x2 > 0 && x1 + x2 < n1 + n2;
    QList<double> difference = numbersOf(shareDifference(first, second, level));
    if (!testable)
        difference[3] = none;
    out.append({u"share difference"_s + name, u"share_difference"_s, arguments, difference});
    if (x1 > 0 && x2 > 0 && x1 + x2 < n1 + n2)
        out.append({u"share ratio"_s + name, u"share_ratio"_s, arguments, numbersOf(shareRatio(first, second, level), false)});
    if (x1 > 0 && x2 > 0 && x1 < n1 && x2 < n2)
        out.append({u"odds ratio"_s + name, u"odds_ratio"_s, arguments, numbersOf(oddsRatio(first, second, level), false)});
}

} // namespace

QList<Case> distributionCases()
{
    QList<Case> out;
    for (const double p : {1e-300, 1e-30, 1e-9, 0.001, 0.025, 0.3, 0.4999999, 0.5, 0.7, 0.975, 0.9999, 1 - 1e-12}) {
        addTail(out, u"normal_quantile"_s, {{u"p"_s, p}}, normalQuantile(p));
        if (p > 1e-20) {
            for (const double df : {1.0, 1.5, 2.0, 3.7, 10.0, 29.0, 1000.0, 1e7})
                addTail(out, u"student_quantile"_s, {{u"p"_s, p}, {u"df"_s, df}}, studentQuantile(p, df));
        }
    }
    for (const double t : {1e-6, 0.3, 1.0, 1.96, 5.0, 37.0}) {
        for (const double df : {1.0, 2.5, 9.0, 30.0, 12345.6})
            addTail(out, u"student_two_sided"_s, {{u"t"_s, t}, {u"df"_s, df}}, studentTwoSided(t, df));
    }
    for (const double x : {1e-4, 0.5, 3.84, 11.0, 100.0, 700.0}) {
        for (const double df : {1.0, 2.0, 5.0, 99.0, 1000.0})
            addTail(out, u"chi_square_upper"_s, {{u"x"_s, x}, {u"df"_s, df}}, chiSquareUpper(x, df));
    }
    for (const double x : {1e-5, 0.5, 1.5, 2.5, 9.99, 10.0, 123.4, 1e8})
        addTail(out, u"log_gamma"_s, {{u"x"_s, x}}, logGamma(x));
    for (const double a : {0.3, 1.0, 12.0, 5000.0}) {
        for (const double b : {0.5, 3.0, 700.0}) {
            for (const double x : {0.001, 0.2, 0.5, 0.9})
                addTail(out, u"beta"_s, {{u"a"_s, a}, {u"b"_s, b}, {u"x"_s, x}}, regularisedBeta(a, b, x));
        }
    }
    // Where p is near ½, p itself has no more digits than this.
    for (Case &one : out) {
        if (one.call.endsWith("quantile"_L1))
            one.absolute = 1e-15;
    }
    return out;
}

QList<Case> shareCases()
{
    QList<Case> out;
    RandomNumbers random(4711);
    for (int round = 0; round < 25; ++round) {
        const double level = round % 3 == 0 ? 0.9 : round % 3 == 1 ? 0.95 : 0.99;
        const auto n1 = qint64(1 + random.below(round < 12 ? 40 : 20'000));
        const auto n2 = qint64(1 + random.below(round < 12 ? 40 : 20'000));
        const auto x1 = qint64(random.below(quint64(n1 + 1)));
        const auto x2 = qint64(random.below(quint64(n2 + 1)));
        const auto interval = wilsonInterval(Share::of(x1, n1), level);
        out.append({u"wilson %1/%2 %3"_s.arg(x1).arg(n1).arg(level), u"wilson"_s,
                    {{u"x"_s, x1}, {u"n"_s, n1}, {u"level"_s, level}}, {interval->low, interval->high}});
        addTwoShares(out, x1, n1, x2, n2, level);
    }
    addTwoShares(out, 0, 10, 0, 20, 0.95);
    addTwoShares(out, 10, 10, 20, 20, 0.95);
    addTwoShares(out, 0, 10, 20, 20, 0.95);
    addTwoShares(out, 1, 1, 0, 1, 0.95);
    for (int round = 0; round < 25; ++round) {
        const quint64 most = round < 15 ? 12 : 3000;
        const PairedOutcomes o{qint64(random.below(most)), qint64(random.below(most)), qint64(random.below(most)), qint64(random.below(most)) + 1};
        out.append({u"paired shares %1 %2 %3 %4"_s.arg(o.both).arg(o.onlyFirst).arg(o.onlySecond).arg(o.neither), u"paired_share_difference"_s,
                    {{u"both"_s, o.both}, {u"first"_s, o.onlyFirst}, {u"second"_s, o.onlySecond}, {u"neither"_s, o.neither}, {u"level"_s, 0.95}},
                    numbersOf(pairedShareDifference(o))});
    }
    return out;
}

QList<Case> meanCases()
{
    QList<Case> out;
    RandomNumbers random(1729);
    for (int round = 0; round < 12; ++round) {
        const double level = round % 2 ? 0.95 : 0.99;
        const qsizetype n = round < 4 ? 2 + round : 20 * round;
        const QList<double> first = normalValues(random, n, round == 5 ? 1e6 : 0.3, 0.2 + round);
        const QList<double> second = normalValues(random, n, round == 5 ? 1e6 : 0.5, 1.0);
        const QList<double> other = normalValues(random, n + 3, 0.5, 0.01);
        const QString name = u" %1"_s.arg(n);
        out.append({u"mean"_s + name, u"mean"_s, {{u"values"_s, array(first)}, {u"level"_s, level}},
                    numbersOf(meanEstimate(*summarise(first), level))});
        out.append({u"mean difference"_s + name, u"mean_difference"_s,
                    {{u"first"_s, array(first)}, {u"second"_s, array(other)}, {u"level"_s, level}},
                    numbersOf(meanDifference(*summarise(first), *summarise(other), level))});
        out.append({u"paired mean difference"_s + name, u"paired_mean_difference"_s,
                    {{u"first"_s, array(first)}, {u"second"_s, array(second)}, {u"level"_s, level}},
                    numbersOf(pairedMeanDifference(first, second, level))});
    }
    constexpr int resamples = 20'000;
    for (const qsizetype n : {15, 60, 200}) {
        const BootstrapOptions options{resamples, 0.95, quint64(n)};
        // Skewed, as latencies and costs are.
        QList<double> first = normalValues(random, n, 0, 1);
        QList<double> second = normalValues(random, n + 7, 0.4, 1);
        for (double &value : first)
            value = std::exp(value);
        const auto one = bootstrapMean(first, options);
        const auto two = bootstrapMeanDifference(first, second, options);
        // A bound at 2.5 % of B draws has the standard error √(0.025·0.975/B)/0.058 ≈ 0.019 deviations, the difference of
        // two of them 0.027: the bound below is more than five of these.
        const double slack = 0.15 * summarise(first)->deviation / std::sqrt(double(n));
        const double slackOfTwo = std::hypot(slack, 0.15 * summarise(second)->deviation / std::sqrt(double(n + 7)));
        const QJsonObject arguments{{u"values"_s, array(first)}, {u"level"_s, 0.95}, {u"resamples"_s, resamples}};
        out.append({u"bootstrap mean %1"_s.arg(n), u"bootstrap_mean"_s, arguments, {one->interval->low, one->interval->high}, 0, slack, {}});
        out.append({u"bootstrap mean difference %1"_s.arg(n), u"bootstrap_mean_difference"_s,
                    {{u"first"_s, array(first)}, {u"second"_s, array(second)}, {u"level"_s, 0.95}, {u"resamples"_s, resamples}},
                    {two->interval->low, two->interval->high}, 0, slackOfTwo, {}});
    }
    return out;
}

} // namespace countersign::reference

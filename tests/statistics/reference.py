# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers statistical questions with SciPy, statsmodels, pandas and plain NumPy, for tst_statistics to compare with.

Reads a JSON list of {"call": NAME, "args": {...}} from standard input and writes a JSON list of lists of numbers (null
where there is no finite answer). Nothing here is shared with the code under test; where no package has the statistic, it
is written from its definition in another way than there.
"""
import json
import math
import sys
import warnings

import numpy as np
import pandas as pd
from scipy import optimize, special, stats
from statsmodels.stats import contingency_tables, inter_rater, proportion, weightstats

warnings.filterwarnings("ignore")


def normal_quantile(p):
    return [stats.norm.ppf(p)]


def student_quantile(p, df):
    """By a root of SciPy's own tail: SciPy's quantile is good to about nine digits only."""
    if p == 0.5:
        return [0.0]
    tail = min(p, 1 - p)
    near = abs(stats.t.ppf(tail, df))
    root = optimize.brentq(lambda t: stats.t.sf(t, df) / tail - 1, near * 0.99, near * 1.01, xtol=1e-300, rtol=1e-14)
    return [math.copysign(root, p - 0.5)]


def student_two_sided(t, df):
    return [2 * stats.t.sf(abs(t), df)]


def chi_square_upper(x, df):
    return [stats.chi2.sf(x, df)]


def log_gamma(x):
    return [special.gammaln(x)]


def beta(a, b, x):
    return [special.betainc(a, b, x)]


def wilson(x, n, level):
    return proportion.proportion_confint(x, n, alpha=1 - level, method="wilson")


def share_difference(x1, n1, x2, n2, level):
    low, high = proportion.confint_proportions_2indep(x2, n2, x1, n1, method="newcomb", compare="diff", alpha=1 - level)
    return [x2 / n2 - x1 / n1, low, high, proportion.proportions_ztest([x1, x2], [n1, n2])[1]]


def share_ratio(x1, n1, x2, n2, level):
    low, high = proportion.confint_proportions_2indep(x2, n2, x1, n1, method="log", compare="ratio", alpha=1 - level)
    return [x2 / n2 / (x1 / n1), low, high]


def odds_ratio(x1, n1, x2, n2, level):
    table = contingency_tables.Table2x2(np.array([[x2, n2 - x2], [x1, n1 - x1]]))
    return [table.oddsratio, *table.oddsratio_confint(alpha=1 - level)]


def paired_share_difference(both, first, second, neither, level):
    """Newcombe's method 10, from the correlation of the two columns written out item by item."""
    a = np.repeat([1, 1, 0, 0], [both, first, second, neither])
    b = np.repeat([1, 0, 1, 0], [both, first, second, neither])
    n = len(a)
    phi = 0.0
    if a.std() > 0 and b.std() > 0:
        phi = np.corrcoef(a, b)[0, 1]
        if phi > 0:
            phi = max(0.0, phi - 0.5 / n / (a.std() * b.std()))
    bounds = [proportion.proportion_confint(c.sum(), n, alpha=1 - level, method="wilson") for c in (a, b)]
    off = [(c.mean() - low, high - c.mean()) for c, (low, high) in zip((a, b), bounds)]
    d = b.mean() - a.mean()
    low = d - math.sqrt(off[1][0] ** 2 - 2 * phi * off[1][0] * off[0][1] + off[0][1] ** 2)
    high = d + math.sqrt(off[1][1] ** 2 - 2 * phi * off[1][1] * off[0][0] + off[0][0] ** 2)
    p = contingency_tables.mcnemar([[both, first], [second, neither]], exact=True).pvalue
    return [d, low, high, p]


def student_interval(centre, error, df, level):
    half = student_quantile(0.5 + level / 2, df)[0] * error
    return [centre, centre - half, centre + half]


def mean(values, level):
    found = student_interval(np.mean(values), stats.sem(values), len(values) - 1, level)
    return found + [stats.ttest_1samp(values, 0).pvalue]


def mean_difference(first, second, level):
    compared = weightstats.CompareMeans.from_data(second, first)
    found = student_interval(np.mean(second) - np.mean(first), compared.std_meandiff_separatevar, compared.dof_satt(), level)
    return found + [stats.ttest_ind(second, first, equal_var=False).pvalue]


def paired_mean_difference(first, second, level):
    difference = weightstats.DescrStatsW(np.array(second) - np.array(first))
    found = student_interval(difference.mean, difference.std_mean, len(first) - 1, level)
    return found + [stats.ttest_rel(second, first).pvalue]


def bootstrap_mean(values, level, resamples):
    interval = stats.bootstrap((values,), np.mean, confidence_level=level, n_resamples=resamples, method="percentile",
                               random_state=1).confidence_interval
    return [interval.low, interval.high]


def bootstrap_mean_difference(first, second, level, resamples):
    interval = stats.bootstrap((first, second), lambda a, b, axis: np.mean(b, axis=axis) - np.mean(a, axis=axis),
                               confidence_level=level, n_resamples=resamples, method="percentile",
                               random_state=1).confidence_interval
    return [interval.low, interval.high]


def cohens_kappa(table, weights, level):
    kind = {"none": None}.get(weights, weights)
    found = inter_rater.cohens_kappa(np.array(table), wt=kind)
    return [found.kappa, found.std_kappa, found.kappa - stats.norm.ppf(0.5 + level / 2) * found.std_kappa]


def rows(values, raters):
    return np.array([np.nan if v is None else v for v in values], dtype=float).reshape(-1, raters)


def fleiss(table):
    return inter_rater.fleiss_kappa(inter_rater.aggregate_raters(table)[0])


def fleiss_kappa(values, raters):
    return [fleiss(rows(values, raters).astype(int))]


def coincidence_alpha(table, scale):
    """Krippendorff's alpha by the matrix of coincidences, as his paper of 2011 sets it out."""
    categories = np.unique(table[~np.isnan(table)])
    place = {c: i for i, c in enumerate(categories)}
    o = np.zeros((len(categories),) * 2)
    for row in table:
        given = row[~np.isnan(row)]
        for i, a in enumerate(given):
            for j, b in enumerate(given):
                if i != j:
                    o[place[a], place[b]] += 1 / (len(given) - 1)
    n = o.sum(axis=1)
    delta = np.zeros_like(o)
    for c in range(len(categories)):
        for k in range(c + 1, len(categories)):
            if scale == "nominal":
                d = 1
            elif scale == "ordinal":
                d = (n[c:k + 1].sum() - (n[c] + n[k]) / 2) ** 2
            else:
                d = (categories[c] - categories[k]) ** 2
            delta[c, k] = delta[k, c] = d
    expected = (np.outer(n, n) * delta).sum()
    return 1 - (n.sum() - 1) * (o * delta).sum() / expected if expected > 0 else math.nan


def alpha(values, raters, scale):
    return [coincidence_alpha(rows(values, raters), scale)]


def bootstrap_items(values, raters, statistic, level, resamples):
    table = rows(values, raters)
    table = table[(~np.isnan(table)).sum(axis=1) > 1]
    one = {"fleiss": lambda t: fleiss(t.astype(int)), "agreement": agreement_of}.get(
        statistic, lambda t: coincidence_alpha(t, statistic))
    generator = np.random.default_rng(7)
    found = [one(table[generator.integers(0, len(table), len(table))]) for _ in range(resamples)]
    return list(np.nanquantile(found, [(1 - level) / 2, (1 + level) / 2])) + [np.nanstd(found)]


def agreement_of(table):
    shares = []
    for row in table:
        given = row[~np.isnan(row)]
        if len(given) > 1:
            pairs = [a == b for i, a in enumerate(given) for b in given[i + 1:]]
            shares.append(np.mean(pairs))
    return np.mean(shares)


def percent_agreement(values, raters):
    return [agreement_of(rows(values, raters))]


def goodness_of_fit(counts, shares):
    shares = np.array(shares) / np.sum(shares)
    found = stats.chisquare(counts, np.sum(counts) * shares)
    return [found.statistic, found.pvalue]


def independence(table):
    statistic, p, df, _ = stats.chi2_contingency(np.array(table), correction=False)
    return [statistic, df, p]


def fairness(groups, predicted, actual):
    """Fairlearn's definitions over a pandas frame; groups in the order of first appearance."""
    frame = pd.DataFrame({"g": groups, "p": predicted, "y": actual})
    by = frame.groupby("g", sort=False)
    selection = by["p"].mean()
    hits = frame[frame["y"] == 1].groupby("g", sort=False)["p"].mean().reindex(selection.index)
    alarms = frame[frame["y"] == 0].groupby("g", sort=False)["p"].mean().reindex(selection.index)
    precision = frame[frame["p"] == 1].groupby("g", sort=False)["y"].mean().reindex(selection.index)
    accuracy = (frame["p"] == frame["y"]).groupby(frame["g"], sort=False).mean().reindex(selection.index)

    def spread(rate):
        return rate.max() - rate.min()

    def interval(rate, part):
        frame_part = part.groupby("g", sort=False)
        low, high = rate.idxmin(), rate.idxmax()
        count = {g: (int(rows["hit"].sum()), len(rows)) for g, rows in frame_part}
        return proportion.confint_proportions_2indep(*count[high], *count[low], method="newcomb", compare="diff")

    parity = interval(selection, frame.assign(hit=frame["p"]))
    opportunity = interval(hits, frame[frame["y"] == 1].assign(hit=lambda f: f["p"]))
    out = [spread(selection), *parity, selection.min() / selection.max(), spread(hits), *opportunity,
           max(spread(hits), spread(alarms)), spread(precision)]
    for g in selection.index:
        out += [by.size()[g], selection[g], hits[g], alarms[g], precision[g], accuracy[g], selection[g] / selection.max()]
    return out


def reliability(scores, outcomes, bins):
    frame = pd.DataFrame({"s": scores, "y": outcomes})
    frame["bin"] = pd.cut(frame["s"], np.linspace(0, 1, bins + 1), include_lowest=True, labels=False)
    by = frame.groupby("bin").agg(n=("s", "size"), s=("s", "mean"), y=("y", "mean"))
    gap = (by["y"] - by["s"]).abs()
    return [(gap * by["n"]).sum() / len(frame), gap.max(), ((frame["s"] - frame["y"]) ** 2).mean()]


def histogram(values, bins):
    counts, edges = np.histogram(values, bins=bins)
    return [*counts, *edges]


def quantiles(values, qs):
    return list(np.quantile(values, qs))


def confusion(counts):
    m = np.array(counts, dtype=float)
    seen = (m.sum(axis=0) + m.sum(axis=1)) > 0
    hit = np.diag(m)
    precision = np.divide(hit, m.sum(axis=0), out=np.zeros(len(m)), where=m.sum(axis=0) > 0)
    recall = np.divide(hit, m.sum(axis=1), out=np.zeros(len(m)), where=m.sum(axis=1) > 0)
    f1 = np.divide(2 * precision * recall, precision + recall, out=np.zeros(len(m)), where=precision + recall > 0)
    return [hit.sum() / m.sum(), precision[seen].mean(), recall[seen].mean(), f1[seen].mean(),
            np.average(f1, weights=m.sum(axis=1)), *precision, *recall, *f1]


def frontier(xs, ys, more_x, more_y):
    x = np.array(xs) * (1 if more_x else -1)
    y = np.array(ys) * (1 if more_y else -1)
    return [i for i in range(len(x)) if not np.any((x >= x[i]) & (y >= y[i]) & ((x > x[i]) | (y > y[i])))]


def plain(number):
    return float(number) if number is not None and math.isfinite(number) else None


def main():
    questions = json.load(sys.stdin)
    answers = [[plain(number) for number in globals()[q["call"]](**q["args"])] for q in questions]
    json.dump(answers, sys.stdout)


if __name__ == "__main__":
    main()

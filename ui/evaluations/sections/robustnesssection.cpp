// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/robustnesssection.h"

#include "ui/evaluations/measured.h"
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/figures/rangechart.h"
#include "ui/widgets/figures/serieschart.h"
#include "ui/widgets/numberformat.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

QComboBox *resultChoice(const QString &name)
{
    auto *out = new QComboBox;
    out->setAccessibleName(name);
    out->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    out->setMinimumContentsLength(22);
    return out;
}

QString nText(const Metric &metric)
{
    return metric.n ? formatCount(*metric.n) : u"—"_s;
}

QString wholeText(const Metric &metric)
{
    return (valueText(metric) + u' ' + intervalText(metric.interval)).trimmed() + u", n "_s + nText(metric);
}

/// How far a series falls from its base, in the direction that is worse; the farthest stands first.
double worstOf(const EvaluationReport &report, const PerturbedResult &result, const PerturbedResult::Series &series)
{
    double worst = -1e308;
    for (const PerturbedResult::Point &point : series.points) {
        const Metric &metric = report.results[point.metric];
        if (isFinite(metric))
            worst = std::max(worst, result.direction == EvaluationReport::Direction::Lower ? metric.value : -metric.value);
    }
    return worst;
}

RangeChart::Row rangeRow(const QString &label, const Metric &metric)
{
    RangeChart::Row row;
    row.label = label;
    if (isFinite(metric))
        row.value = metric.value;
    if (isFinite(metric) && metric.interval) {
        row.low = metric.interval->low;
        row.high = metric.interval->high;
    }
    row.cells = {{valueText(metric), intervalText(metric.interval)}, {nText(metric), {}}};
    return row;
}

} // namespace

RobustnessSection::RobustnessSection(QWidget *parent)
    : ReportSection(u"robustness"_s, tr("Robustness"), parent)
    , m_result(resultChoice(tr("Result under perturbation")))
    , m_attack(resultChoice(tr("Attacks")))
    , m_series(new SeriesChart(tr("By strength of the perturbation")))
    , m_kinds(new RangeChart(tr("By perturbation")))
    , m_attacks(new RangeChart(tr("Attacks by family")))
    , m_seriesFrame(new FigureFrame(m_series))
    , m_kindsFrame(new FigureFrame(m_kinds))
    , m_attacksFrame(new FigureFrame(m_attacks))
{
    body()->setSpacing(Theme::current().px(16));
    m_attacks->setBars(true);
    m_attacks->setLabelTitle(tr("Family"));
    m_kinds->setLabelTitle(tr("Perturbation"));
    body()->addWidget(m_result, 0, Qt::AlignLeft);
    addFrame(m_seriesFrame);
    addFrame(m_kindsFrame);
    m_attacksFrame->addControl(m_attack);
    addFrame(m_attacksFrame);
    connect(m_result, &QComboBox::currentIndexChanged, this, &RobustnessSection::showPerturbed);
    connect(m_attack, &QComboBox::currentIndexChanged, this, &RobustnessSection::showAttacks);
}

bool RobustnessSection::showReport(const ReportData &shown)
{
    m_report = shown.report;
    m_parts = shown.parts;
    {
        const QSignalBlocker first(m_result), second(m_attack);
        m_result->clear();
        m_attack->clear();
        for (const PerturbedResult &result : m_parts->perturbed)
            m_result->addItem(result.title);
        for (const AttackSet &set : m_parts->attacks)
            m_attack->addItem(set.title);
    }
    m_result->setVisible(m_parts->perturbed.size() > 1);
    m_attack->setVisible(m_parts->attacks.size() > 1);
    m_seriesFrame->hide();
    m_kindsFrame->hide();
    m_attacksFrame->setVisible(!m_parts->attacks.isEmpty());
    showPerturbed();
    showAttacks();
    return !m_parts->perturbed.isEmpty() || !m_parts->attacks.isEmpty();
}

void RobustnessSection::showPerturbed()
{
    const int at = m_result->currentIndex();
    if (at < 0 || at >= m_parts->perturbed.size())
        return;
    const PerturbedResult &result = m_parts->perturbed[at];
    m_seriesFrame->setVisible(result.hasStrengths);
    m_kindsFrame->setVisible(!result.hasStrengths);
    if (result.hasStrengths)
        showStrengths(result);
    else
        showKinds(result);
}

void RobustnessSection::showStrengths(const PerturbedResult &result)
{
    QList<PerturbedResult::Series> order = result.series;
    std::stable_sort(order.begin(), order.end(), [&](const auto &a, const auto &b) { return worstOf(*m_report, result, a) > worstOf(*m_report, result, b); });
    QList<SeriesChart::Series> series;
    for (const PerturbedResult::Series &one : std::as_const(order)) {
        SeriesChart::Series drawn;
        drawn.name = one.name.isEmpty() ? tr("perturbed") : one.name;
        for (const PerturbedResult::Point &point : one.points) {
            const Metric &metric = m_report->results[point.metric];
            SeriesChart::Point to;
            to.x = point.x;
            to.value = isFinite(metric) ? metric.value : std::numeric_limits<double>::quiet_NaN();
            if (isFinite(metric) && metric.interval) {
                to.low = metric.interval->low;
                to.high = metric.interval->high;
            }
            to.at = point.at;
            to.text = wholeText(metric);
            drawn.points.append(to);
        }
        series.append(drawn);
    }
    QList<std::pair<double, QString>> ticks;
    for (qsizetype i = 0; i < result.strengths.size(); ++i)
        ticks.append({double(i), result.strengths[i]});
    m_series->setSeries(series, tr("strength"), result.title, ticks);
    const bool base = result.baseline >= 0 && isFinite(m_report->results[result.baseline]);
    m_series->setBase(base ? std::optional(SeriesChart::Base{m_report->results[result.baseline].value,
                                                             tr("unperturbed %1").arg(wholeText(m_report->results[result.baseline]))})
                           : std::nullopt);
    //: %1 is a result, such as "accuracy · overall"
    m_seriesFrame->setTitle(tr("%1 under perturbation").arg(result.title));
    m_seriesFrame->setDetail(tr("%n perturbations", nullptr, int(series.size())));
    QString caption = base ? QString() : tr("The file gives no unperturbed value to compare with.");
    if (series.size() > SeriesChart::mostDrawn)
        caption = (caption + u' ' + tr("Drawn are the %1 that fall farthest; the table has all.").arg(SeriesChart::mostDrawn)).trimmed();
    m_seriesFrame->setCaption(caption);
    m_seriesFrame->refresh();
}

void RobustnessSection::showKinds(const PerturbedResult &result)
{
    QList<RangeChart::Row> rows;
    for (const PerturbedResult::Series &one : result.series) {
        for (const PerturbedResult::Point &point : one.points)
            rows.append(rangeRow(one.name, m_report->results[point.metric]));
    }
    std::stable_sort(rows.begin(), rows.end(), [&](const auto &a, const auto &b) {
        return result.direction == EvaluationReport::Direction::Lower ? a.value > b.value : a.value < b.value;
    });
    QList<RangeChart::Line> lines;
    const bool base = result.baseline >= 0 && isFinite(m_report->results[result.baseline]);
    if (base)
        lines.append({m_report->results[result.baseline].value, tr("unperturbed")});
    m_kinds->setColumns({{tr("Value"), true}, {tr("n"), true}});
    m_kinds->setRows(rows);
    m_kinds->setLines(lines);
    m_kindsFrame->setTitle(tr("%1 under perturbation").arg(result.title));
    m_kindsFrame->setDetail(tr("%n perturbations", nullptr, int(rows.size())));
    m_kindsFrame->setCaption(base ? tr("The file gives no strengths. Worst first.") : tr("The file gives neither strengths nor an unperturbed value. Worst first."));
    m_kindsFrame->refresh();
}

void RobustnessSection::showAttacks()
{
    const int at = m_attack->currentIndex();
    if (at < 0 || at >= m_parts->attacks.size())
        return;
    const AttackSet &set = m_parts->attacks[at];
    QList<RangeChart::Row> rows;
    for (const AttackSet::Attack &attack : set.attacks) {
        const Metric &metric = m_report->results[attack.metric];
        RangeChart::Row row = rangeRow(attack.family, metric);
        if (metric.verdict == EvaluationReport::Verdict::Fail)
            row.look = RangeChart::Look::Failing;
        rows.append(row);
    }
    // One limit for all families is a line; several are the verdicts' matter.
    const auto bound = set.attacks.isEmpty() ? std::nullopt : m_report->results[set.attacks.first().metric].threshold;
    const bool same = bound && std::all_of(set.attacks.begin(), set.attacks.end(), [&](const AttackSet::Attack &attack) {
        return m_report->results[attack.metric].threshold == bound;
    });
    m_attacks->setLines(same ? QList<RangeChart::Line>{{bound->limit, tr("threshold"), true}} : QList<RangeChart::Line>());
    m_attacks->setColumns({{tr("Value"), true}, {tr("n"), true}});
    m_attacks->setRows(rows);
    m_attacksFrame->setTitle(set.title);
    m_attacksFrame->setDetail(tr("%n families", nullptr, int(rows.size())));
    m_attacksFrame->setCaption(tr("Worst first."));
    m_attacksFrame->refresh();
}

} // namespace countersign

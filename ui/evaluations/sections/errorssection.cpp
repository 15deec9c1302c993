// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/errorssection.h"

#include "analysis/calibration.h"
#include "analysis/confusion.h"
#include "domain/intervals.h"
#include "ui/evaluations/measured.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/figures/calibrationchart.h"
#include "ui/widgets/figures/confusionchart.h"
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/figures/histogramchart.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"

#include <QComboBox>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

/// "all · women"; what a figure is of, beside its title.
QString ofText(const QString &task, const QList<EvaluationReport::SliceTerm> &slice)
{
    QStringList parts{taskLabel(task), groupTitle(slice)};
    parts.removeAll(QString());
    return parts.isEmpty() ? ErrorsSection::tr("everything") : visibleText(parts.join(u" · "_s));
}

QStringList distinctNames(QStringList names)
{
    // Two figures of one name must be told apart.
    QHash<QString, int> seen;
    for (QString &name : names) {
        if (const int times = ++seen[name]; times > 1)
            name += u" (%1)"_s.arg(times);
    }
    return names;
}

} // namespace

ErrorsSection::ErrorsSection(QWidget *parent)
    : ReportSection(u"errors"_s, tr("Errors"), parent)
    , m_histogram(new HistogramChart(tr("How values are spread")))
    , m_confusion(new ConfusionChart(tr("Confusion matrix")))
    , m_calibration(new CalibrationChart(tr("Calibration")))
{
    body()->setSpacing(Theme::current().px(24));
    m_histogramPart = makePart(m_histogram, tr("Distribution"), false, &ErrorsSection::showHistogram);
    m_confusionPart = makePart(m_confusion, tr("Confusion matrix"), true, &ErrorsSection::showConfusion);
    m_calibrationPart = makePart(m_calibration, tr("Calibration"), false, &ErrorsSection::showCalibration);
}

ErrorsSection::Part ErrorsSection::makePart(Figure *figure, const QString &name, bool scrolls, void (ErrorsSection::*fillIn)())
{
    Part out{new FigureFrame(figure, scrolls), new QComboBox};
    //: a choice; %1 is what is chosen, such as "Confusion matrix"
    out.which->setAccessibleName(tr("Which: %1").arg(name));
    out.which->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    out.which->setMinimumContentsLength(18);
    out.frame->addControl(out.which);
    addFrame(out.frame);
    connect(out.which, &QComboBox::currentIndexChanged, this, fillIn);
    return out;
}

void ErrorsSection::fill(const Part &part, const QStringList &names)
{
    const QSignalBlocker blocker(part.which);
    part.which->clear();
    part.which->addItems(distinctNames(names));
    part.which->setVisible(names.size() > 1);
    part.frame->setVisible(!names.isEmpty());
}

bool ErrorsSection::showReport(const ReportData &shown)
{
    m_report = shown.report;
    QStringList distributions, confusions, calibrations;
    for (const EvaluationReport::Distribution &one : m_report->distributions) {
        const QString name = one.title.isEmpty() ? taskLabel(one.metric) : one.title;
        distributions.append(visibleText(name.isEmpty() ? ofText(one.task, one.slice) : name + u" · "_s + ofText(one.task, one.slice)));
    }
    for (const EvaluationReport::Confusion &one : m_report->confusions)
        confusions.append(ofText(one.task, one.slice));
    for (const EvaluationReport::Calibration &one : m_report->calibrations)
        calibrations.append(ofText(one.task, one.slice));
    fill(m_histogramPart, distributions);
    fill(m_confusionPart, confusions);
    fill(m_calibrationPart, calibrations);
    if (!distributions.isEmpty())
        showHistogram();
    if (!confusions.isEmpty())
        showConfusion();
    if (!calibrations.isEmpty())
        showCalibration();
    return !distributions.isEmpty() || !confusions.isEmpty() || !calibrations.isEmpty();
}

void ErrorsSection::showHistogram()
{
    const int at = m_histogramPart.which->currentIndex();
    if (at < 0 || at >= m_report->distributions.size())
        return;
    const EvaluationReport::Distribution &one = m_report->distributions[at];
    QList<HistogramChart::Bin> bins;
    double total = 0;
    for (qsizetype i = 0; i < one.counts.size() && i + 1 < one.edges.size(); ++i) {
        bins.append({one.edges[i], one.edges[i + 1], std::isfinite(one.counts[i]) ? one.counts[i] : 0});
        total += bins.last().count;
    }
    const bool shares = total > 0 && total <= 1.0001;
    m_histogram->setBins(bins, visibleText(one.unit), shares);
    m_histogramPart.frame->setTitle(m_histogramPart.which->currentText());
    m_histogramPart.frame->setDetail(shares ? tr("shares; the file gives no counts") : tr("n %1").arg(formatCount(qint64(total))));
    m_histogramPart.frame->refresh();
}

void ErrorsSection::showConfusion()
{
    const int at = m_confusionPart.which->currentIndex();
    if (at < 0 || at >= m_report->confusions.size())
        return;
    const EvaluationReport::Confusion &one = m_report->confusions[at];
    QStringList labels;
    for (const QString &label : one.labels)
        labels.append(visibleText(label));
    m_confusion->setMatrix(labels, one.counts);
    m_confusionPart.frame->setTitle(tr("Confusion matrix, %1").arg(ofText(one.task, one.slice)));
    QString detail, caption = tr("Each cell: count, and share of its row. Bold: predicted as it was.");
    if (const auto scores = scoreConfusion(one.counts)) {
        detail = tr("n %1").arg(formatSignificant(scores->n, 9));
        const Estimate &accuracy = scores->accuracy;
        caption += u' ' + tr("Computed here: accuracy %1, macro F1 %2, weighted F1 %3.")
                              .arg(accuracy.interval ? formatInterval(accuracy.value, accuracy.interval->low, accuracy.interval->high) : formatFixed(accuracy.value),
                                   formatFixed(scores->macroF1), formatFixed(scores->weightedF1));
    }
    m_confusionPart.frame->setDetail(detail);
    m_confusionPart.frame->setCaption(caption);
    m_confusionPart.frame->refresh();
}

void ErrorsSection::showCalibration()
{
    const int at = m_calibrationPart.which->currentIndex();
    if (at < 0 || at >= m_report->calibrations.size())
        return;
    const EvaluationReport::Calibration &one = m_report->calibrations[at];
    QList<CalibrationChart::Bin> bins;
    qint64 total = 0;
    bool complete = true;
    for (const EvaluationReport::Calibration::Bin &bin : one.bins) {
        CalibrationChart::Bin out;
        out.low = bin.low;
        out.high = bin.high;
        out.predicted = bin.predicted;
        out.observed = bin.observed;
        out.n = bin.n;
        if (bin.n > 0 && bin.observed >= 0 && bin.observed <= 1) {
            const auto interval = wilsonInterval(bin.observed, bin.n);
            out.intervalLow = interval.low;
            out.intervalHigh = interval.high;
        }
        total += bin.n;
        complete = complete && bin.n > 0;
        bins.append(out);
    }
    m_calibration->setBins(bins);
    m_calibrationPart.frame->setTitle(tr("Calibration, %1").arg(ofText(one.task, one.slice)));
    m_calibrationPart.frame->setDetail(total > 0 ? tr("n %1").arg(formatCount(total)) : tr("the file gives no n"));
    QString caption = tr("On the dashed line what was predicted is what came true. Bars through the points: Wilson, computed here.");
    if (const auto error = expectedCalibrationError(one.bins))
        caption += u' ' + tr("Expected calibration error, computed here: %1.").arg(formatFixed(*error));
    else if (!complete)
        caption += u' ' + tr("Without the n of every bin there is no calibration error.");
    m_calibrationPart.frame->setCaption(caption);
    m_calibrationPart.frame->refresh();
}

} // namespace countersign

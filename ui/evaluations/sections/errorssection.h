// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"

class QComboBox;

namespace countersign {

class CalibrationChart;
class ConfusionChart;
class Figure;
class HistogramChart;

/// How errors are spread: histograms, confusion matrices and reliability diagrams, each chosen from as many as there are.
class ErrorsSection : public ReportSection
{
    Q_OBJECT
public:
    explicit ErrorsSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return tr("error distribution, confusion matrix or calibration"); }

private:
    struct Part
    {
        FigureFrame *frame = nullptr;
        QComboBox *which = nullptr;
    };
    Part makePart(Figure *figure, const QString &name, bool scrolls, void (ErrorsSection::*fillIn)());
    void fill(const Part &part, const QStringList &names);
    void showHistogram();
    void showConfusion();
    void showCalibration();
    std::shared_ptr<const EvaluationReport> m_report;
    HistogramChart *m_histogram;
    ConfusionChart *m_confusion;
    CalibrationChart *m_calibration;
    Part m_histogramPart, m_confusionPart, m_calibrationPart;
};

} // namespace countersign

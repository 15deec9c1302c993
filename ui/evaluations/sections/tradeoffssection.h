// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/evaluations/sections/reportsection.h"
#include "ui/evaluations/tradeoffdata.h"

class QComboBox;

namespace countersign {

class ScatterChart;

/// Two results of every version of the model against each other, with the frontier. Filled when its data arrives, after
/// the report itself.
class TradeOffsSection : public ReportSection
{
    Q_OBJECT
public:
    explicit TradeOffsSection(QWidget *parent = nullptr);
    [[nodiscard]] bool showReport(const ReportData &shown) override;
    [[nodiscard]] QString absentWords() const override { return tr("result that another version has as well"); }
    /// False when there are not two versions with two results in common.
    [[nodiscard]] bool showTradeOffs(const TradeOffs &tradeOffs);
    [[nodiscard]] ScatterChart *chart() const { return m_chart; }
    void choose(const QString &across, const QString &up);


private:
    void fillAxes();
    void showPoints();
    TradeOffs m_data;
    QComboBox *m_across, *m_up;
    ScatterChart *m_chart;
    FigureFrame *m_frame;
    QList<int> m_shown; ///< version of each point
};

} // namespace countersign

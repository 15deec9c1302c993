// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/explanationssection.h"

#include "ui/evaluations/measured.h"
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/figures/rangechart.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"

#include <QComboBox>
#include <QPushButton>
#include <QVBoxLayout>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {
constexpr qsizetype firstFeatures = 20;
constexpr qsizetype mostFeatures = 1000; // a picture of more says nothing
} // namespace

ExplanationsSection::ExplanationsSection(QWidget *parent)
    : ReportSection(u"explanations"_s, tr("Explanations"), parent)
    , m_which(new QComboBox)
    , m_all(new QPushButton)
    , m_chart(new RangeChart(tr("Weight of each feature")))
    , m_frame(new FigureFrame(m_chart))
{
    m_which->setAccessibleName(tr("Which explanation"));
    m_which->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_which->setMinimumContentsLength(22);
    m_all->setCheckable(true);
    m_chart->setBars(true);
    m_chart->setLabelTitle(tr("Feature"));
    m_chart->setColumns({{tr("Weight"), true}});
    m_frame->addControl(m_which);
    addFrame(m_frame);
    body()->addWidget(m_all, 0, Qt::AlignLeft);
    connect(m_which, &QComboBox::currentIndexChanged, this, &ExplanationsSection::showExplanation);
    connect(m_all, &QPushButton::toggled, this, &ExplanationsSection::showExplanation);
}

bool ExplanationsSection::showReport(const ReportData &shown)
{
    m_report = shown.report;
    m_parts = shown.parts;
    {
        const QSignalBlocker first(m_which), second(m_all);
        m_which->clear();
        for (const Explanation &one : m_parts->explanations)
            m_which->addItem(one.title.isEmpty() ? tr("method not stated") : one.title);
        m_all->setChecked(false);
    }
    m_which->setVisible(m_parts->explanations.size() > 1);
    showExplanation();
    return !m_parts->explanations.isEmpty();
}

void ExplanationsSection::showExplanation()
{
    const int at = m_which->currentIndex();
    if (at < 0 || at >= m_parts->explanations.size())
        return;
    const QList<int> &order = m_parts->explanations[at].attributions;
    const qsizetype count = std::min(m_all->isChecked() ? mostFeatures : firstFeatures, order.size());
    QList<RangeChart::Row> rows;
    double drawn = 0, whole = 0;
    for (qsizetype i = 0; i < order.size(); ++i) {
        const EvaluationReport::Attribution &one = m_report->attributions[order[i]];
        const double size = std::isfinite(one.value) ? std::abs(one.value) : 0;
        whole += size;
        if (i >= count)
            continue;
        drawn += size;
        RangeChart::Row row;
        row.label = visibleText(one.feature);
        row.value = one.value;
        row.cells = {{one.value > 0 ? u'+' + numberText(one.value) : numberText(one.value), {}}};
        rows.append(row);
    }
    m_chart->setRows(rows);
    m_all->setVisible(order.size() > firstFeatures);
    //: a button: the %1 weightiest features, or all
    m_all->setText(m_all->isChecked() ? tr("Only the first %1").arg(firstFeatures) : tr("All %1 features").arg(formatCount(order.size())));
    m_frame->setTitle(m_which->currentText());
    m_frame->setDetail(tr("%n features", nullptr, int(order.size())));
    QString caption = tr("By the method the file names; the file gives no interval.");
    if (count < order.size() && whole > 0)
        caption += u' ' + tr("Shown are %1 that carry %2 of all weight.").arg(formatCount(count), formatPercent(drawn / whole));
    m_frame->setCaption(caption);
    m_frame->refresh();
}

} // namespace countersign

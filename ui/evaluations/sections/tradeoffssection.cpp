// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/sections/tradeoffssection.h"

#include "ui/evaluations/measured.h"
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/figures/scatterchart.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/textlabel.h"
#include "ui/workspace/workspace.h"

#include <QComboBox>
#include <QVBoxLayout>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

QString valueWords(const TradeOffs::Value &value)
{
    QString out = numberText(value.value);
    if (value.interval)
        out += u' ' + intervalText(value.interval);
    return out + u", n "_s + (value.n ? formatCount(*value.n) : u"—"_s);
}

int betterOf(EvaluationReport::Direction direction)
{
    return direction == EvaluationReport::Direction::Higher ? 1 : direction == EvaluationReport::Direction::Lower ? -1 : 0;
}

} // namespace

TradeOffsSection::TradeOffsSection(QWidget *parent)
    : ReportSection(u"tradeoffs"_s, tr("Trade-offs"), parent)
    , m_across(new QComboBox)
    , m_up(new QComboBox)
    , m_chart(new ScatterChart(tr("Versions by two results")))
    , m_frame(new FigureFrame(m_chart))
{
    m_across->setAccessibleName(tr("Result along the horizontal axis"));
    m_up->setAccessibleName(tr("Result along the vertical axis"));
    for (QComboBox *box : {m_across, m_up}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(20);
        box->setToolTip(box->accessibleName());
        connect(box, &QComboBox::currentIndexChanged, this, &TradeOffsSection::showPoints);
    }
    //: "[recall] against [latency]": two choices in a row
    body()->addWidget(controlRow({m_up, new TextLabel(tr("against"), TextSize::Body, ColorRole::TextMuted), m_across}));
    addFrame(m_frame);
    connect(m_chart, &ScatterChart::pointActivated, this, [this](int point) {
        if (point < m_shown.size())
            emit openLink(links::to(u"registry"_s, m_data.versions[m_shown[point]].version));
    });
}

bool TradeOffsSection::showReport(const ReportData &shown)
{
    // What was read for a version holds for all its evaluations.
    return m_data.version == shown.record.version && m_data.axes.size() > 1;
}

bool TradeOffsSection::showTradeOffs(const TradeOffs &tradeOffs)
{
    m_data = tradeOffs;
    fillAxes();
    return m_data.axes.size() > 1;
}

void TradeOffsSection::fillAxes()
{
    const QString across = m_across->currentData().toString(), up = m_up->currentData().toString();
    {
        const QSignalBlocker first(m_across), second(m_up);
        m_across->clear();
        m_up->clear();
        for (const TradeOffs::Axis &axis : std::as_const(m_data.axes)) {
            m_across->addItem(axis.title, axis.key);
            m_up->addItem(axis.title, axis.key);
        }
        const auto [x, y] = usualAxes(m_data);
        const int hadX = m_across->findData(across), hadY = m_up->findData(up);
        m_across->setCurrentIndex(hadX >= 0 ? hadX : y);
        m_up->setCurrentIndex(hadY >= 0 ? hadY : x);
    }
    showPoints();
}

void TradeOffsSection::choose(const QString &across, const QString &up)
{
    m_across->setCurrentIndex(m_across->findText(across));
    m_up->setCurrentIndex(m_up->findText(up));
}

void TradeOffsSection::showPoints()
{
    const int x = m_across->currentIndex(), y = m_up->currentIndex();
    const TradeOffPoints points = tradeOffPoints(m_data, x, y);
    m_shown = points.versions;
    QList<ScatterChart::Point> drawn;
    for (const int version : points.versions) {
        const TradeOffs::Candidate &candidate = m_data.versions[version];
        ScatterChart::Point point;
        point.label = candidate.label;
        point.x = candidate.values.value(x).value;
        point.y = candidate.values.value(y).value;
        point.cells = {valueWords(candidate.values.value(x)), valueWords(candidate.values.value(y))};
        point.text = u"%1 %2; %3 %4"_s.arg(m_across->currentText(), point.cells[0], m_up->currentText(), point.cells[1]);
        point.chosen = candidate.chosen;
        point.live = candidate.live;
        drawn.append(point);
    }
    const auto axis = [&](int at) {
        return at >= 0 && at < m_data.axes.size() ? ScatterChart::Axis{m_data.axes[at].title, betterOf(m_data.axes[at].direction)} : ScatterChart::Axis();
    };
    m_chart->setPoints(drawn, axis(x), axis(y), points.frontier);
    m_frame->setTitle(tr("%1 against %2").arg(m_up->currentText(), m_across->currentText()));
    m_frame->setDetail(tr("%n versions", nullptr, int(drawn.size())));
    QStringList caption;
    if (!points.frontier.isEmpty())
        caption.append(tr("The line is the frontier: no version is better on one axis without being worse on the other. It goes by the values; intervals are in the tooltips and the table."));
    else if (x != y)
        caption.append(tr("There is no frontier, because nothing says which direction is better on both axes."));
    if (!m_data.missingBlobs.isEmpty())
        caption.append(tr("%n reports are not on this machine yet.", nullptr, int(m_data.missingBlobs.size())));
    if (m_data.cut)
        caption.append(tr("There are more versions or results than are read here; these are the newest."));
    m_frame->setCaption(caption.join(u' '));
    m_frame->refresh();
}

} // namespace countersign

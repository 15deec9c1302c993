// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/comparisonmap.h"

#include "base/async.h"
#include "ui/evaluations/comparisonwords.h"
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/figures/heatmap.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/pillbutton.h"
#include "ui/widgets/safetext.h"
#include "ui/widgets/segmentedbuttons.h"

#include <QVBoxLayout>

#include <cmath>
#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

HeatMark heatMarkOf(Comparison::Verdict verdict)
{
    switch (verdict) {
    case Comparison::Verdict::Better:
        return HeatMark::Better;
    case Comparison::Verdict::Worse:
        return HeatMark::Worse;
    case Comparison::Verdict::NoDifference:
        return HeatMark::Same;
    case Comparison::Verdict::Changed:
        return HeatMark::Changed;
    case Comparison::Verdict::Added:
        return HeatMark::New;
    case Comparison::Verdict::Removed:
        return HeatMark::Gone;
    case Comparison::Verdict::NotComparable:
        break;
    }
    return HeatMark::Apart;
}

/// A difference just beyond its interval is pale, one four times beyond it is as deep as it gets.
float heatStrength(const Comparison &row, MapColour colour)
{
    if (colour == MapColour::Verdict)
        return 1;
    const double size = std::abs(clearness(row));
    return std::isfinite(size) ? float(std::clamp((size - 1) / 3, 0.0, 1.0)) : 0.5F;
}

/// Numbers names in the order they come.
template <typename Key>
class Numbering
{
public:
    int of(const Key &key)
    {
        const auto found = m_numbers.constFind(key);
        if (found != m_numbers.constEnd())
            return *found;
        m_numbers.insert(key, int(m_keys.size()));
        m_keys.append(key);
        return int(m_keys.size()) - 1;
    }
    [[nodiscard]] const QList<Key> &keys() const { return m_keys; }

private:
    QHash<Key, int> m_numbers;
    QList<Key> m_keys;
};

QString firstWord(const QString &task)
{
    static const QString ends = u"_:/. -"_s;
    const auto end = std::find_if(task.begin(), task.end(), [](QChar c) { return ends.contains(c); });
    return end == task.end() ? QString() : task.left(end - task.begin());
}

using HeatTask = std::pair<QString, QString>; // suite and task

/// The group of each task: its suite, else the first word it shares with another, else the rest's.
QStringList groupNames(const QList<HeatTask> &tasks)
{
    QHash<QString, int> shared;
    for (const auto &[suite, task] : tasks)
        ++shared[firstWord(task)];
    QStringList out;
    for (const auto &[suite, task] : tasks) {
        const QString word = firstWord(task);
        if (!suite.isEmpty() && suite != task && !task.isEmpty())
            out.append(suite);
        else
            out.append(!word.isEmpty() && shared.value(word) > 1 ? word : QString());
    }
    const bool all = std::all_of(out.begin(), out.end(), [](const QString &name) { return name.isEmpty(); });
    for (QString &name : out)
        name = !all && name.isEmpty() ? ComparisonMap::tr("Other tasks") : visibleText(name);
    return out;
}

/// Rows in the order of their groups, each group where its first task is.
QList<int> orderedRows(const QStringList &groupOf, HeatMapData &out, const QList<HeatTask> &tasks)
{
    Numbering<QString> groups;
    QList<int> numbers, order(tasks.size()), position(tasks.size());
    for (const QString &group : groupOf)
        numbers.append(groups.of(group));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&numbers](int a, int b) { return numbers.at(a) < numbers.at(b); });
    out.groups = groups.keys();
    for (int i = 0; i < order.size(); ++i) {
        const int task = order.at(i);
        position[task] = i;
        Comparison named;
        named.suite = tasks[task].first;
        named.task = tasks[task].second;
        out.rows.append(comparedTask(named));
        out.groupOfRow.append(numbers.at(task));
    }
    return position;
}

/// Columns that most results are in come first.
QList<int> orderedColumns(const QList<int> &counts)
{
    QList<int> order(counts.size()), position(counts.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&counts](int a, int b) { return counts.at(a) > counts.at(b); });
    for (int i = 0; i < order.size(); ++i)
        position[order.at(i)] = i;
    return position;
}

} // namespace

HeatMapData comparisonHeat(const ComparisonData &data, const QList<int> &rows, MapColumns columns, MapColour colour)
{
    HeatMapData out;
    out.rowTitle = ComparisonMap::tr("Task");
    out.columnTitle = columns == MapColumns::Metrics ? ComparisonMap::tr("Metric") : ComparisonMap::tr("Slice");
    Numbering<HeatTask> tasks;
    Numbering<QString> names;
    QList<int> counts;
    for (const int index : rows) {
        const Comparison &row = data.rows[index];
        QString name = columns == MapColumns::Metrics ? comparedMetric(row) : comparedSlice(row);
        if (name.isEmpty())
            //: the column of results that are about all of the data and not about a slice of it
            name = columns == MapColumns::Slices ? ComparisonMap::tr("All") : u"—"_s;
        const int column = names.of(name);
        counts.resize(names.keys().size());
        ++counts[column];
        out.items.append({tasks.of({row.suite, row.task}), column, heatMarkOf(row.verdict), heatStrength(row, colour)});
    }
    const QList<int> rowAt = orderedRows(groupNames(tasks.keys()), out, tasks.keys());
    const QList<int> columnAt = orderedColumns(counts);
    out.columns.resize(counts.size());
    for (int i = 0; i < counts.size(); ++i)
        out.columns[columnAt.at(i)] = names.keys()[i];
    for (HeatMapData::Item &item : out.items) {
        item.row = rowAt.at(item.row);
        item.column = columnAt.at(item.column);
    }
    return out;
}

ComparisonMap::ComparisonMap(QWidget *parent)
    : QWidget(parent)
    , m_map(new HeatMap(tr("Heat map")))
    , m_columnChoice(new SegmentedButtons(tr("Columns of the map")))
    , m_colourChoice(new SegmentedButtons(tr("Colours of the map")))
{
    const Theme theme = Theme::current();
    m_frame = new FigureFrame(m_map);
    //: what the columns of the heat map are
    m_columnChoice->addSegment(u"metrics"_s, tr("Metrics"), tr("A column for each metric"));
    m_columnChoice->addSegment(u"slices"_s, tr("Slices"), tr("A column for each slice of the data"));
    m_columnChoice->setCurrent(u"metrics"_s);
    m_colourChoice->addSegment(u"clear"_s, tr("Clearness"), tr("The further a difference lies beyond its interval, the deeper its colour"));
    m_colourChoice->addSegment(u"verdict"_s, tr("Verdict"), tr("One colour for each verdict"));
    m_colourChoice->setCurrent(u"clear"_s);
    m_frame->addControl(m_columnChoice);
    m_frame->addControl(m_colourChoice);
    const auto button = [this](const QString &text, const QString &tip, const std::function<void()> &act) {
        auto *out = new PillButton(text, PillButton::Look::Plain);
        out->setToolTip(tip);
        out->setAccessibleName(tip);
        connect(out, &QPushButton::clicked, this, act);
        m_frame->addControl(out);
    };
    button(u"−"_s, tr("Smaller cells (−, or Ctrl and the wheel)"), [this] { m_map->setZoom(m_map->zoom() - 1); });
    button(u"+"_s, tr("Larger cells (+, or Ctrl and the wheel)"), [this] { m_map->setZoom(m_map->zoom() + 1); });
    //: opens or closes all groups of the heat map
    button(tr("Open or close all"), tr("Open every group, or close them when all are open"), [this] { m_map->setAllOpen(!m_map->isAllOpen()); });
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(theme.margin(), theme.gap(), theme.margin(), theme.gap());
    layout->addWidget(m_frame);
    connect(m_columnChoice, &SegmentedButtons::currentChanged, this, &ComparisonMap::draw);
    connect(m_colourChoice, &SegmentedButtons::currentChanged, this, &ComparisonMap::draw);
    connect(m_map, &HeatMap::itemActivated, this, [this](int item) { emit rowActivated(m_rows.value(item, -1)); });
    connect(m_frame, &FigureFrame::notice, this, &ComparisonMap::notice);
}

ComparisonMap::~ComparisonMap()
{
    m_job.request_stop();
}

void ComparisonMap::setRows(const ComparisonPtr &comparison, const QList<int> &rows)
{
    m_data = comparison;
    m_rows = rows;
    draw();
}

void ComparisonMap::setColumns(MapColumns columns)
{
    m_columnChoice->setCurrent(columns == MapColumns::Metrics ? u"metrics"_s : u"slices"_s);
    draw();
}

void ComparisonMap::draw()
{
    if (!m_data)
        return;
    m_job.request_stop();
    const quint64 generation = ++m_generation;
    const MapColumns columns = m_columnChoice->current() == "slices"_L1 ? MapColumns::Slices : MapColumns::Metrics;
    const MapColour colour = m_colourChoice->current() == "verdict"_L1 ? MapColour::Verdict : MapColour::Clearness;
    using Grid = std::shared_ptr<const HeatMapGrid>;
    m_job = runAsync(
        this, QThreadPool::globalInstance(),
        [shown = m_data, rows = m_rows, columns, colour](const std::stop_token &) {
            return Result<Grid>(Grid(std::make_shared<HeatMapGrid>(comparisonHeat(*shown, rows, columns, colour))));
        },
        [this, generation](const Result<Grid> &grid) {
            if (generation != m_generation || !grid)
                return;
            m_map->setGrid(*grid, [shown = m_data, rows = m_rows](int item) { return comparedSentence(*shown, rows.value(item)); });
            m_frame->setDetail(tr("%1 results").arg(formatCount(m_rows.size())));
            m_frame->refresh();
            if (m_wanted >= 0)
                m_map->showItem(int(m_rows.indexOf(std::exchange(m_wanted, -1))));
            emit drawn();
        });
}

void ComparisonMap::showRow(int row)
{
    m_wanted = row;
    draw();
}

} // namespace countersign

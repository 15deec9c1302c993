// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/heatmap.h"

#include "ui/widgets/figures/heatmarks.h"
#include "ui/widgets/numberformat.h"

#include <QScrollBar>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int rowHeights[] = {8, 14, 20, 28};
constexpr int columnWidths[] = {8, 14, 24, 44};
constexpr int groupHeight = 26;
constexpr int mostOpen = 100;     // rows that are shown without being asked for
constexpr int mostMeasured = 400; // labels whose widths decide how much room labels get

} // namespace

HeatMap::HeatMap(const QString &name, QWidget *parent)
    : Figure(name, parent)
    , m_across(new QScrollBar(Qt::Horizontal, this))
    , m_down(new QScrollBar(Qt::Vertical, this))
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    for (QScrollBar *bar : {m_across, m_down}) {
        bar->setFocusPolicy(Qt::NoFocus);
        bar->hide();
        connect(bar, &QScrollBar::valueChanged, this, qOverload<>(&QWidget::update));
    }
}

void HeatMap::setGrid(std::shared_ptr<const HeatMapGrid> grid, std::function<QString(int)> describe)
{
    m_grid = grid ? std::move(grid) : std::make_shared<HeatMapGrid>();
    m_describe = std::move(describe);
    setCurrentPoint(-1);
    measureLabels();
    layOutLines();
}

/// Names beyond the first few hundred hardly ever are the longest, and measuring text is slow.
void HeatMap::measureLabels()
{
    const Theme theme = Theme::current();
    const auto longest = [](const QFont &font, const QStringList &labels) {
        const QFontMetricsF metrics(font);
        double out = 0;
        for (qsizetype i = 0; i < std::min<qsizetype>(labels.size(), mostMeasured); ++i)
            out = std::max(out, metrics.horizontalAdvance(labels[i].left(60)));
        return out;
    };
    const double groups = longest(theme.font(TextSize::Body, QFont::DemiBold), m_grid->data().groups) + theme.px(48);
    m_rowLabels = std::max(longest(theme.font(TextSize::Small), m_grid->data().rows) + theme.px(24), groups);
    m_columnLabels = longest(theme.font(TextSize::Small), m_grid->data().columns);
}

bool HeatMap::isGroupOpen(int group) const
{
    const QString name = m_grid->data().groups.value(group);
    if (name.isEmpty() || m_open.contains(name))
        return true;
    return !m_closed.contains(name) && m_grid->data().rows.size() <= mostOpen;
}

void HeatMap::layOutLines()
{
    const Theme theme = Theme::current();
    const HeatMapData &drawn = m_grid->data();
    m_lines.clear();
    int top = 0;
    const auto add = [&](int group, int row, int height) {
        m_lines.append({group, row, top, height});
        top += height;
    };
    for (int group = 0; group < drawn.groups.size(); ++group) {
        const auto [first, count] = m_grid->rowsOf(group);
        if (count == 0)
            continue;
        if (!drawn.groups[group].isEmpty())
            add(group, -1, theme.px(groupHeight));
        for (int row = first; isGroupOpen(group) && row < first + count; ++row)
            add(group, row, theme.px(rowHeights[m_zoom]));
    }
    fitScrollBars();
    dataChanged();
}

void HeatMap::setGroupOpen(int group, bool open)
{
    const QString name = m_grid->data().groups.value(group);
    if (name.isEmpty() || isGroupOpen(group) == open)
        return;
    (open ? m_open : m_closed).insert(name);
    (open ? m_closed : m_open).remove(name);
    // Where a person is stays the same cell, or its group's where it is gone.
    const int point = currentPoint();
    const Line line = point < 0 ? Line() : m_lines[point / columnCount()];
    setCurrentPoint(-1);
    layOutLines();
    for (int i = 0; point >= 0 && i < m_lines.size(); ++i) {
        const bool same = m_lines[i].group == line.group && (m_lines[i].row == line.row || (!open && line.group == group));
        if (same) {
            setCurrentPoint(i * columnCount() + point % columnCount());
            break;
        }
    }
}

void HeatMap::setAllOpen(bool open)
{
    const QStringList &groups = m_grid->data().groups;
    (open ? m_open : m_closed) += QSet<QString>(groups.begin(), groups.end());
    (open ? m_closed : m_open).clear();
    setCurrentPoint(-1);
    layOutLines();
}

bool HeatMap::isAllOpen() const
{
    for (int group = 0; group < m_grid->data().groups.size(); ++group) {
        if (!isGroupOpen(group))
            return false;
    }
    return true;
}

void HeatMap::setZoom(int zoom)
{
    const int wanted = std::clamp(zoom, 0, largestZoom);
    if (wanted == m_zoom)
        return;
    m_zoom = wanted;
    layOutLines();
    if (currentPoint() >= 0)
        reveal(currentPoint());
    emit zoomChanged(m_zoom);
}

HeatMap::Places HeatMap::placesIn(const QSizeF &size, const Theme &theme) const
{
    Places out;
    // Rows without a name need no room for it; their groups do.
    const double wanted = std::max(m_rowLabels, double(theme.px(150)));
    out.labels = std::min({wanted, double(theme.px(240)), size.width() * 0.4});
    const double bar = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const double room = size.width() - out.labels - bar;
    const int columns = std::max(1, columnCount());
    out.column = std::floor(std::clamp(room / columns, double(theme.px(columnWidths[m_zoom])), double(theme.px(112))));
    out.slanted = m_columnLabels + theme.px(6) > out.column;
    const double shown = std::min<double>(m_columnLabels, theme.px(120));
    if (out.slanted) {
        // The last slanted name leans out of its column.
        const double tail = std::max(0.0, shown * 0.71 - out.column / 2);
        out.column = std::floor(std::clamp((room - tail) / columns, double(theme.px(columnWidths[m_zoom])), double(theme.px(112))));
    }
    out.head = out.slanted ? shown * 0.71 + theme.px(14) : theme.px(24);
    out.legend = paintMarks(nullptr, {}, size.width(), theme) + theme.px(8);
    const double below = out.column * columns > room + 1 ? bar : 0;
    out.cells = QRectF(out.labels, out.head, room, std::max(0.0, size.height() - out.head - out.legend - below));
    return out;
}

void HeatMap::fitScrollBars()
{
    const Theme theme = Theme::current();
    const Places places = placesIn(size(), theme);
    const int extent = style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    const int high = m_lines.isEmpty() ? 0 : m_lines.last().top + m_lines.last().height;
    const auto set = [](QScrollBar *bar, double whole, double seen, int step) {
        bar->setRange(0, std::max(0, int(std::ceil(whole - seen))));
        bar->setPageStep(std::max(1, int(seen)));
        bar->setSingleStep(step);
        bar->setVisible(bar->maximum() > 0);
    };
    set(m_down, high, places.cells.height(), theme.px(groupHeight));
    set(m_across, places.column * columnCount(), places.cells.width(), int(places.column));
    m_down->setGeometry(width() - extent, int(places.head), extent, int(places.cells.height()));
    m_across->setGeometry(int(places.labels), int(places.cells.bottom()), int(places.cells.width()), extent);
}

int HeatMap::lineAt(double y) const
{
    const auto after = std::upper_bound(m_lines.begin(), m_lines.end(), y, [](double value, const Line &line) { return value < line.top; });
    const int at = int(after - m_lines.begin()) - 1;
    return at >= 0 && y < m_lines[at].top + m_lines[at].height ? at : -1;
}

int HeatMap::hit(const QPointF &position, int *label) const
{
    const Places places = placesIn(size(), Theme::current());
    if (label)
        *label = -1;
    if (position.y() < places.cells.top() || position.y() >= places.cells.bottom())
        return -1;
    const int line = lineAt(position.y() - places.cells.top() + m_down->value());
    if (line < 0)
        return -1;
    if (position.x() < places.cells.left()) {
        if (label)
            *label = line;
        return -1;
    }
    const int column = int((position.x() - places.cells.left() + m_across->value()) / places.column);
    return position.x() < places.cells.right() && column < columnCount() ? line * columnCount() + column : -1;
}

QRectF HeatMap::pointArea(int point, const QSizeF &size, const Theme &theme) const
{
    const Places places = placesIn(size, theme);
    const Line &line = m_lines[point / columnCount()];
    return {places.cells.left() + point % columnCount() * places.column - m_across->value(), places.cells.top() + line.top - m_down->value(), places.column,
            double(line.height)};
}

const HeatMapCell *HeatMap::cellOf(const Line &line, int column) const
{
    return line.row < 0 ? m_grid->groupCell(line.group, column) : m_grid->cell(line.row, column);
}

QString HeatMap::nameOf(const Line &line) const
{
    return line.row < 0 ? m_grid->data().groups[line.group] : m_grid->data().rows[line.row];
}

QString HeatMap::pointText(int point) const
{
    const int column = point % columnCount();
    const Line &line = m_lines[point / columnCount()];
    const HeatMapCell *cell = cellOf(line, column);
    const QString place = u"%1, %2"_s.arg(nameOf(line), m_grid->data().columns[column]);
    if (!cell)
        return tr("%1: nothing there").arg(place);
    if (line.row >= 0 && cell->total == 1 && m_describe)
        return m_describe(cell->item);
    const QString all = u"%1: %2"_s.arg(place, heatCountsText(*cell));
    if (line.row < 0 && !isGroupOpen(line.group))
        return tr("%1. Return opens the group.").arg(all);
    return m_describe ? tr("%1. The gravest: %2").arg(all, m_describe(cell->item)) : all;
}

FigureTable HeatMap::table() const
{
    const HeatMapData &drawn = m_grid->data();
    FigureTable out;
    out.columns = {{tr("Group"), false}, {drawn.rowTitle, false}, {drawn.columnTitle, false}, {tr("Results"), true}};
    for (int mark = 0; mark < heatMarkCount; ++mark)
        out.columns.append({heatMarkText(HeatMark(mark)), true});
    for (int row = 0; row < drawn.rows.size(); ++row) {
        for (int column = 0; column < drawn.columns.size(); ++column) {
            const HeatMapCell *cell = m_grid->cell(row, column);
            if (!cell)
                continue;
            QStringList line{drawn.groups[drawn.groupOfRow[row]], drawn.rows[row], drawn.columns[column], formatCount(cell->total)};
            for (const int count : cell->counts)
                line.append(formatCount(count));
            out.rows.append(line);
        }
    }
    return out;
}

bool HeatMap::showItem(int item)
{
    const HeatMapData &drawn = m_grid->data();
    if (item < 0 || item >= drawn.items.size())
        return false;
    const HeatMapData::Item &wanted = drawn.items[item];
    setGroupOpen(drawn.groupOfRow[wanted.row], true);
    for (int i = 0; i < m_lines.size(); ++i) {
        if (m_lines[i].row != wanted.row)
            continue;
        setCurrentPoint(i * columnCount() + wanted.column);
        reveal(currentPoint());
        return true;
    }
    return false;
}

QSize HeatMap::wantedSize(const Theme &theme) const
{
    return {theme.px(480), theme.px(360)};
}

int HeatMap::leastWidth(const Theme &theme) const
{
    return theme.px(260);
}

QSize HeatMap::minimumSizeHint() const
{
    const Theme theme = Theme::current();
    return {leastWidth(theme), theme.px(180)};
}

void HeatMap::reveal(int point)
{
    const QRectF area = pointArea(point, size(), Theme::current());
    const QRectF cells = placesIn(size(), Theme::current()).cells;
    const auto move = [](QScrollBar *bar, double low, double high, double first, double last) {
        if (low < first)
            bar->setValue(bar->value() - int(std::ceil(first - low)));
        else if (high > last)
            bar->setValue(bar->value() + int(std::ceil(high - last)));
    };
    move(m_down, area.top(), area.bottom(), cells.top(), cells.bottom());
    move(m_across, area.left(), area.right(), cells.left(), cells.right());
}

void HeatMap::activate(int point)
{
    if (point < 0)
        return;
    const Line line = m_lines[point / columnCount()];
    if (line.row < 0 && !isGroupOpen(line.group))
        return setGroupOpen(line.group, true);
    if (const HeatMapCell *cell = cellOf(line, point % columnCount()))
        emit itemActivated(cell->item);
}

} // namespace countersign

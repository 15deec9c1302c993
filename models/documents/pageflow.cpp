// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/pageflow.h"

#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr double cellPadding = 4;

QRectF inUnits(double x, double y, double width, double height)
{
    return {x * PageFlow::unit, y * PageFlow::unit, width * PageFlow::unit, height * PageFlow::unit};
}

QTextCharFormat formatOf(const PaperRun &run, double size)
{
    QTextCharFormat out;
    out.setFont(PageFlow::font(size, run.bold, run.mono, run.italic));
    out.setForeground(inkColour(run.ink));
    return out;
}

} // namespace

/// Text broken into lines of one width; a row's cell and a paragraph are both such.
struct PageFlow::Block
{
    QList<std::shared_ptr<QTextLayout>> layouts; ///< one a paragraph
    QList<std::pair<qsizetype, int>> lines;      ///< layout, line in it
    QList<double> heights;                       ///< points, of each line
    PaperMark mark;
    double markSize = 9;

    [[nodiscard]] double height(qsizetype first, qsizetype count) const
    {
        double out = 0;
        for (qsizetype i = first; i < std::min(first + count, heights.size()); ++i)
            out += heights[i];
        return out;
    }
    /// How many lines from `first` fit into `room`.
    [[nodiscard]] qsizetype fitting(qsizetype first, double room) const
    {
        qsizetype out = 0;
        while (first + out < heights.size() && room >= heights[first + out])
            room -= heights[first + out++];
        return out;
    }
};

struct PageFlow::Row
{
    QList<BlockPtr> cells;
    QList<double> x;
    [[nodiscard]] double height() const
    {
        double out = 0;
        for (const BlockPtr &cell : cells)
            out = std::max(out, cell->height(0, cell->lines.size()));
        return out;
    }
    [[nodiscard]] qsizetype lines() const
    {
        qsizetype out = 0;
        for (const BlockPtr &cell : cells)
            out = std::max(out, cell->lines.size());
        return out;
    }
};

PaperRuns plainRuns(const QString &text, Ink ink)
{
    return {{text, ink}};
}

QFont PageFlow::font(double size, bool bold, bool mono, bool italic)
{
    QFont out;
    // TrueType outlines: every viewer searches and copies their text.
    out.setFamilies(mono ? QStringList{u"DejaVu Sans Mono"_s, u"Noto Sans Mono"_s, u"monospace"_s}
                         : QStringList{u"Noto Sans"_s, u"DejaVu Sans"_s, u"sans-serif"_s});
    out.setPixelSize(std::max(1, qRound((mono ? size * 0.88 : size) * unit)));
    out.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    out.setItalic(italic);
    out.setHintingPreference(QFont::PreferNoHinting);
    // A trace of letter spacing keeps letters apart that would be joined into one sign, which nobody's search finds.
    out.setLetterSpacing(QFont::AbsoluteSpacing, 0.05);
    return out;
}

PageFlow::PageFlow(std::stop_token stop)
    : m_stop(std::move(stop))
{
    m_pages.append(Page());
}

PageFlow::BlockPtr PageFlow::block(const PaperRuns &runs, double size, double room, bool right) const
{
    auto out = std::make_shared<Block>();
    QString text;
    QList<QTextLayout::FormatRange> formats;
    const auto flush = [&] {
        auto layout = std::make_shared<QTextLayout>(text, font(size));
        QTextOption option(right ? Qt::AlignRight : Qt::AlignLeft);
        option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        option.setTextDirection(Qt::LeftToRight);
        option.setUseDesignMetrics(true);
        layout->setTextOption(option);
        layout->setFormats(formats);
        layout->beginLayout();
        int n = 0;
        for (QTextLine line = layout->createLine(); line.isValid(); line = layout->createLine()) {
            line.setLineWidth(room * unit);
            line.setPosition({0, 0});
            out->lines.append({out->layouts.size(), n++});
            out->heights.append(std::max(line.height() / unit, size * 1.36));
        }
        layout->endLayout();
        out->layouts.append(layout);
        text.clear();
        formats.clear();
    };
    for (const PaperRun &run : runs) {
        const QStringList parts = run.text.split(u'\n');
        for (qsizetype i = 0; i < parts.size() && !stopped(); ++i) {
            if (i > 0)
                flush();
            formats.append({int(text.size()), int(parts[i].size()), formatOf(run, size)});
            text += parts[i];
        }
    }
    flush();
    return out;
}

double PageFlow::need(double height)
{
    if (left() < height && !pageIsEmpty())
        pageBreak();
    return m_y;
}

void PageFlow::keep(double height)
{
    need(std::min(height, pageHeight - top - bottom));
}

void PageFlow::pageBreak()
{
    m_pages.append({{}, m_section});
    m_y = top;
}

void PageFlow::space(double points)
{
    if (!pageIsEmpty())
        m_y += points;
}

void PageFlow::rule()
{
    const double y = m_y;
    m_pages.last().things.append([y](QPainter &painter) {
        painter.setPen(QPen(inkColour(Ink::Hairline), 0.6 * unit));
        painter.drawLine(QPointF(side * unit, y * unit), QPointF((side + width) * unit, y * unit));
    });
    m_y += 6;
}

void PageFlow::drawLines(const BlockPtr &block, qsizetype first, qsizetype count, double x, double y)
{
    if (first >= block->lines.size())
        return;
    m_pages.last().things.append([block, first, count, x, y](QPainter &painter) {
        double at = y;
        for (qsizetype i = first; i < std::min(first + count, block->lines.size()); ++i) {
            const auto [layout, line] = block->lines[i];
            block->layouts[layout]->lineAt(line).draw(&painter, QPointF(x * unit, at * unit));
            if (i == 0 && block->mark.shape != MarkShape::None)
                drawMark(painter, inUnits(x - block->markSize * 1.35, at + block->heights[0] / 2 - block->markSize / 2, block->markSize, block->markSize), block->mark);
            at += block->heights[i];
        }
    });
}

void PageFlow::put(const BlockPtr &block, double x)
{
    qsizetype first = 0;
    while (first < block->lines.size() && !stopped()) {
        // Two lines at least begin or end a page.
        const qsizetype open = block->lines.size() - first;
        need(block->height(first, std::min<qsizetype>(open, 2)));
        qsizetype count = std::max<qsizetype>(1, block->fitting(first, left()));
        if (count == open - 1 && count > 2)
            --count;
        drawLines(block, first, count, x, m_y);
        m_y += block->height(first, count);
        first += count;
        if (first < block->lines.size())
            pageBreak();
    }
}

void PageFlow::heading(int level, const QString &text)
{
    if (stopped())
        return;
    const double size = level == 1 ? 16 : level == 2 ? 11.5 : 10;
    const BlockPtr set = block({{text, Ink::Text, true}}, size, width);
    space(level == 1 ? 22 : level == 2 ? 14 : 9);
    need(set->height(0, set->lines.size()) + 60);
    if (level == 1) {
        m_section = text;
        if (pageIsEmpty())
            m_pages.last().section = text;
    }
    put(set, side);
    m_y += level == 1 ? 6 : 3;
}

void PageFlow::paragraph(const PaperRuns &runs, double size, double indent)
{
    if (stopped())
        return;
    put(block(runs, size, width - indent), side + indent);
    m_y += size * 0.45;
}

void PageFlow::paragraph(const QString &text, Ink ink)
{
    paragraph(plainRuns(text, ink));
}

void PageFlow::mark(const PaperMark &mark, double size)
{
    const double indent = size * 1.35;
    const BlockPtr set = block({{mark.word, mark.ink, true}}, size, width - indent);
    set->mark = mark;
    set->markSize = size;
    put(set, side + indent);
    m_y += size * 0.4;
}

void PageFlow::facts(const QList<std::pair<QString, PaperRuns>> &rows)
{
    constexpr double label = 116;
    for (const auto &[name, runs] : rows) {
        if (stopped())
            return;
        Row row{{block(plainRuns(name, Ink::Muted), 9, label - 10), block(runs, 9, width - label)}, {side, side + label}};
        putRow(row, {});
        m_y += 2.5;
    }
    m_y += 4;
}

void PageFlow::putRow(const Row &row, const std::function<void()> &newPage)
{
    const auto turn = [&] {
        pageBreak();
        if (newPage)
            newPage();
    };
    const double height = row.height();
    // A row that fits on a page of its own stays whole; a longer one begins where it stands.
    if (height > left() && height < pageHeight - top - bottom - 40 && !pageIsEmpty())
        turn();
    QList<qsizetype> first(row.cells.size(), 0);
    const auto done = [&] {
        for (qsizetype i = 0; i < row.cells.size(); ++i) {
            if (first[i] < row.cells[i]->lines.size())
                return false;
        }
        return true;
    };
    while (!done() && !stopped()) {
        double used = 0;
        for (qsizetype i = 0; i < row.cells.size(); ++i) {
            const BlockPtr &cell = row.cells[i];
            qsizetype count = cell->fitting(first[i], left());
            if (pageIsEmpty() && first[i] < cell->lines.size())
                count = std::max<qsizetype>(count, 1);
            drawLines(cell, first[i], count, row.x[i], m_y);
            used = std::max(used, cell->height(first[i], count));
            first[i] += count;
        }
        m_y += used;
        if (!done())
            turn();
    }
}

void PageFlow::table(const PaperTable &table)
{
    if (stopped())
        return;
    constexpr double size = 8.5;
    double weights = 0;
    for (const auto &column : table.columns)
        weights += column.weight;
    QList<double> x, widths;
    double at = side;
    for (const auto &column : table.columns) {
        const double share = width * column.weight / weights;
        x.append(at + cellPadding);
        widths.append(share - 2 * cellPadding);
        at += share;
    }
    Row head;
    head.x = x;
    for (qsizetype i = 0; i < table.columns.size(); ++i)
        head.cells.append(block({{table.columns[i].title, Ink::Muted, true}}, 8, widths[i], table.columns[i].right));
    const auto drawHead = [&] {
        const double y = m_y, height = head.height() + 6;
        m_pages.last().things.append([y, height](QPainter &painter) { painter.fillRect(inUnits(side, y, width, height), inkColour(Ink::Band)); });
        m_y += 3;
        for (qsizetype i = 0; i < head.cells.size(); ++i)
            drawLines(head.cells[i], 0, head.cells[i]->lines.size(), head.x[i], m_y);
        m_y += height + 1;
    };
    const auto rowOf = [&](const QList<PaperCell> &cells) {
        Row row;
        for (qsizetype i = 0; i < cells.size() && i < widths.size(); ++i) {
            const PaperCell &cell = cells[i];
            const double inset = cell.mark.shape == MarkShape::None ? 0 : 11;
            const PaperRuns runs = cell.mark.shape == MarkShape::None ? cell.runs : PaperRuns{{cell.mark.word, cell.mark.ink, true}} + cell.runs;
            row.cells.append(block(runs, size, widths[i] - inset, cell.right || table.columns[i].right));
            row.cells.last()->mark = cell.mark;
            row.cells.last()->markSize = 7.5;
            row.x.append(x[i] + inset);
        }
        return row;
    };
    bool first = true;
    for (const auto &cells : table.rows) {
        if (stopped())
            return;
        const Row row = rowOf(cells);
        if (std::exchange(first, false)) {
            need(head.height() + std::min(row.height(), 200.0) + 16);
            drawHead();
        }
        putRow(row, drawHead);
        m_y += 3;
        rule();
        m_y -= 3;
    }
    m_y += 8;
}

void PageFlow::figure(double height, const std::function<void(QPainter &, const QRectF &)> &draw)
{
    if (stopped())
        return;
    const double y = need(std::min(height, pageHeight - top - bottom));
    m_pages.last().things.append([draw, y, height](QPainter &painter) { draw(painter, inUnits(side, y, width, height)); });
    m_y += height + 8;
}

} // namespace countersign

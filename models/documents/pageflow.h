// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QFont>
#include <QList>
#include <QRectF>
#include <QString>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

class QPainter;
class QTextLayout;

namespace countersign {

/// The few colours of a document. Meaning is never carried by colour alone.
enum class Ink { Text, Muted, Hairline, Band, Good, Bad, Warn, Info };
QColor inkColour(Ink ink);

/// The shape beside a verdict's word: told apart without colour, and in a black and white print.
enum class MarkShape { None, Check, Cross, Ring, Triangle, Diamond, Dash };
struct PaperMark
{
    MarkShape shape = MarkShape::None;
    Ink ink = Ink::Muted;
    QString word;
};

/// A piece of text of one look.
struct PaperRun
{
    QString text;
    Ink ink = Ink::Text;
    bool bold = false;
    bool mono = false;
    bool italic = false;
};
using PaperRuns = QList<PaperRun>;

struct PaperCell
{
    PaperRuns runs;
    PaperMark mark = {};
    bool right = false; ///< numbers stand right
};

struct PaperTable
{
    struct Column
    {
        QString title;
        double weight = 1; ///< share of the width
        bool right = false;
    };
    QList<Column> columns;
    QList<QList<PaperCell>> rows;
};

/// Sets text, tables and drawings into pages, top to bottom. Lengths are points (1/72 inch). What it makes is a list of
/// things to draw a page, so that the number of pages is known before the first is drawn. Needs a QGuiApplication for
/// its fonts; any thread, one at a time.
class PageFlow
{
public:
    static constexpr double pageWidth = 595.28, pageHeight = 841.89; ///< A4
    static constexpr double side = 56, top = 70, bottom = 62;
    static constexpr double width = pageWidth - 2 * side;
    static constexpr double unit = 600.0 / 72; ///< painter units a point

    using Draw = std::function<void(QPainter &)>;
    struct Page
    {
        QList<Draw> things;
        QString section; ///< the heading it stands under
    };

    /// `stop` is looked at now and then; stopped() then says so and nothing more is set.
    explicit PageFlow(std::stop_token stop = {});

    /// Level 1 begins a part, 2 and 3 stand inside; kept together with what follows.
    void heading(int level, const QString &text);
    void paragraph(const PaperRuns &runs, double size = 9.5, double indent = 0);
    void paragraph(const QString &text, Ink ink = Ink::Text);
    void mark(const PaperMark &mark, double size);
    /// Label and value in two columns.
    void facts(const QList<std::pair<QString, PaperRuns>> &rows);
    /// Header cells are drawn again on each page; a row that fits on a page is not split.
    void table(const PaperTable &table);
    /// A drawing of this height; `draw` gets the rectangle in painter units.
    void figure(double height, const std::function<void(QPainter &, const QRectF &)> &draw);
    void rule();
    void space(double points);
    void pageBreak();
    /// Starts a page unless this much is left: for what must not be torn from what follows.
    void keep(double height);

    [[nodiscard]] bool stopped() const { return m_stop.stop_requested(); }
    [[nodiscard]] const QList<Page> &pages() const { return m_pages; }

    static QFont font(double size, bool bold = false, bool mono = false, bool italic = false);
    static void drawMark(QPainter &painter, const QRectF &box, const PaperMark &mark);

private:
    struct Block;
    using BlockPtr = std::shared_ptr<Block>;
    struct Row;
    BlockPtr block(const PaperRuns &runs, double size, double room, bool right = false) const;
    void put(const BlockPtr &block, double x);
    void putRow(const Row &row, const std::function<void()> &newPage);
    void drawLines(const BlockPtr &block, qsizetype first, qsizetype count, double x, double y);
    double need(double height); ///< starts a page unless this much is left; returns y
    [[nodiscard]] double left() const { return pageHeight - bottom - m_y; }
    [[nodiscard]] bool pageIsEmpty() const { return m_y <= top; }

    std::stop_token m_stop;
    QList<Page> m_pages;
    double m_y = top;
    QString m_section;
};

/// One run of plain text.
PaperRuns plainRuns(const QString &text, Ink ink = Ink::Text);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/figures/heatmap.h"
#include "ui/widgets/figures/heatmarks.h"
#include "widgets/support.h"

#include <QElapsedTimer>
#include <QSignalSpy>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

/// `groups` × `rows` × `columns`, one result each, all the same but the first of the second group.
HeatMapData made(int groups, int rows, int columns)
{
    HeatMapData out;
    out.rowTitle = u"Task"_s;
    out.columnTitle = u"Metric"_s;
    for (int column = 0; column < columns; ++column)
        out.columns.append(u"metric %1"_s.arg(column));
    for (int group = 0; group < groups; ++group) {
        out.groups.append(u"group %1"_s.arg(group));
        for (int row = 0; row < rows; ++row) {
            for (int column = 0; column < columns; ++column) {
                const HeatMark mark = group == 1 && row == 0 && column == 0 ? HeatMark::Worse : HeatMark::Same;
                out.items.append({int(out.rows.size()), column, mark, 1});
            }
            out.groupOfRow.append(group);
            out.rows.append(u"task %1.%2"_s.arg(group).arg(row));
        }
    }
    return out;
}

struct Shown
{
    HeatMap map{u"Map"_s};
    explicit Shown(const HeatMapData &data, const QSize &size = {640, 420})
    {
        map.resize(size);
        map.show();
        map.setGrid(std::make_shared<HeatMapGrid>(data), [](int item) { return u"item %1"_s.arg(item); });
    }
    void key(Qt::Key key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&map, key, modifiers); }
    [[nodiscard]] QPoint at(int line, int column) { return map.pointRect(line * int(map.grid().data().columns.size()) + column).center().toPoint(); }
};

QColor colorAt(QWidget &widget, const QRectF &area)
{
    return widget.grab().toImage().pixelColor((area.topLeft() + QPointF(3, 3)).toPoint());
}

} // namespace

class TestHeatMap : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void gravestOfACellIsSeen()
    {
        HeatMapData data = made(1, 1, 1);
        data.items = {{0, 0, HeatMark::Better, 1}, {0, 0, HeatMark::Worse, 0.2F}, {0, 0, HeatMark::Same, 1}, {0, 0, HeatMark::Worse, 0.8F}, {0, 0, HeatMark::Apart, 1}};
        const HeatMapGrid grid(data);
        QCOMPARE(grid.cell(0, 0)->mark, HeatMark::Worse);
        QCOMPARE(grid.cell(0, 0)->item, 3);
        QCOMPARE(grid.cell(0, 0)->total, 5);
        QCOMPARE(grid.cell(0, 0)->counts[size_t(HeatMark::Worse)], 2);
        QCOMPARE(grid.groupCell(0, 0)->total, 5);
        QVERIFY(!grid.cell(0, 1) && !grid.cell(7, 0) && !grid.groupCell(-1, 0));
        QCOMPARE(heatCountsText(*grid.cell(0, 0)), u"5 results: 2 worse, 1 not comparable, 1 better, 1 no difference"_s);
    }

    void manyRowsStartAsClosedGroups()
    {
        Shown few(made(3, 5, 4));
        QCOMPARE(few.map.lineCount(), 3 + 15);
        Shown many(made(12, 200, 5));
        QCOMPARE(many.map.lineCount(), 12);
        QVERIFY(many.map.pointText(5).contains(u"200 results: 1 worse, 199 no difference"_s));
        many.map.setGroupOpen(1, true);
        QCOMPARE(many.map.lineCount(), 12 + 200);
        many.map.setAllOpen(true);
        QCOMPARE(many.map.lineCount(), 12 + 2400);
        many.map.setAllOpen(false);
        QCOMPARE(many.map.lineCount(), 12);
    }

    void openGroupsStayOpenWhenRowsAreFiltered()
    {
        Shown shown(made(12, 200, 5));
        shown.map.setGroupOpen(3, true);
        HeatMapData fewer = made(12, 100, 5);
        shown.map.setGrid(std::make_shared<HeatMapGrid>(fewer), {});
        QVERIFY(shown.map.isGroupOpen(3));
        QCOMPARE(shown.map.lineCount(), 12 + 100);
        QCOMPARE(shown.map.currentPoint(), -1);
    }

    void keysWalkOpenAndActivate()
    {
        Shown shown(made(12, 200, 5));
        QSignalSpy activated(&shown.map, &HeatMap::itemActivated);
        shown.map.setFocus();
        shown.key(Qt::Key_Down);
        QCOMPARE(shown.map.currentPoint(), 0);
        shown.key(Qt::Key_Down);
        QCOMPARE(shown.map.currentPoint(), 5);
        QVERIFY(shown.map.accessibleDescription().contains(u"1 worse"_s));
        shown.key(Qt::Key_Return); // opens, and stays where it was
        QVERIFY(shown.map.isGroupOpen(1));
        QCOMPARE(shown.map.currentPoint(), 5);
        QCOMPARE(activated.count(), 0);
        shown.key(Qt::Key_Return); // the group's gravest
        QCOMPARE(activated.takeFirst().first().toInt(), 200 * 5);
        shown.key(Qt::Key_Down);
        shown.key(Qt::Key_Right);
        QCOMPARE(shown.map.accessibleDescription(), u"item 1001"_s);
        shown.key(Qt::Key_Enter);
        QCOMPARE(activated.takeFirst().first().toInt(), 1001);
        shown.key(Qt::Key_Space); // closes: the group's line is what is left of the cell
        QCOMPARE(shown.map.lineCount(), 12);
        QCOMPARE(shown.map.currentPoint(), 5 + 1);
        shown.key(Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(shown.map.currentPoint(), 12 * 5 - 1);
        shown.key(Qt::Key_Right); // nothing there: the page's
        QCOMPARE(shown.map.currentPoint(), 12 * 5 - 1);
        shown.key(Qt::Key_Home);
        QCOMPARE(shown.map.currentPoint(), 11 * 5);
        shown.key(Qt::Key_PageUp);
        QVERIFY(shown.map.currentPoint() < 11 * 5);
    }

    void cursorStaysInSight()
    {
        Shown shown(made(4, 500, 60));
        shown.map.setAllOpen(true);
        shown.key(Qt::Key_Down);
        shown.key(Qt::Key_End, Qt::ControlModifier);
        const QRectF area = shown.map.pointRect(shown.map.currentPoint());
        QVERIFY2(QRectF(shown.map.rect()).contains(area), qPrintable(QString::number(area.top())));
    }

    void mouseOpensAndActivates()
    {
        Shown shown(made(12, 200, 5));
        QSignalSpy activated(&shown.map, &HeatMap::itemActivated);
        QTest::mouseClick(&shown.map, Qt::LeftButton, {}, QPoint(20, shown.at(1, 0).y()));
        QVERIFY(shown.map.isGroupOpen(1));
        QTest::mouseClick(&shown.map, Qt::LeftButton, {}, shown.at(2, 3));
        QCOMPARE(shown.map.currentPoint(), 2 * 5 + 3);
        QTest::mouseDClick(&shown.map, Qt::LeftButton, {}, shown.at(2, 3));
        QCOMPARE(activated.takeFirst().first().toInt(), 1003);
        QTest::mouseDClick(&shown.map, Qt::LeftButton, {}, shown.at(0, 3)); // a closed group opens
        QVERIFY(shown.map.isGroupOpen(0));
        QTest::mouseClick(&shown.map, Qt::LeftButton, {}, QPoint(3, 3)); // beside everything
        QCOMPARE(shown.map.currentPoint(), -1);
    }

    void zoomStaysWithinItsSteps()
    {
        Shown shown(made(2, 4, 3));
        QSignalSpy zoomed(&shown.map, &HeatMap::zoomChanged);
        for (int i = 0; i < 9; ++i)
            shown.key(Qt::Key_Minus);
        QCOMPARE(shown.map.zoom(), 0);
        const double low = shown.map.pointRect(3).height();
        for (int i = 0; i < 9; ++i)
            shown.key(Qt::Key_Plus);
        QCOMPARE(shown.map.zoom(), HeatMap::largestZoom);
        QVERIFY(shown.map.pointRect(3).height() > low);
        QCOMPARE(zoomed.count(), 2 + 3);
    }

    void showsAnItemWhereverItIs()
    {
        Shown shown(made(12, 200, 5));
        QVERIFY(shown.map.showItem(11 * 1000 + 199 * 5 + 4));
        QVERIFY(shown.map.isGroupOpen(11));
        QCOMPARE(shown.map.pointText(shown.map.currentPoint()), u"item 11999"_s);
        QVERIFY(!shown.map.showItem(-1));
        QVERIFY(!shown.map.showItem(12'000));
    }

    void tableHoldsEverythingWhateverIsOpen()
    {
        Shown shown(made(12, 20, 5));
        shown.map.setAllOpen(false);
        const FigureTable table = shown.map.table();
        QCOMPARE(table.rows.size(), 12 * 20 * 5);
        QCOMPARE(table.columns.size(), 4 + heatMarkCount);
        QCOMPARE(table.rows[100].first(4), QStringList({u"group 1"_s, u"task 1.0"_s, u"metric 0"_s, u"1"_s}));
        QCOMPARE(table.rows[100][4], u"1"_s); // worse
    }

    void worseIsDarkerThanBetterWithoutColour()
    {
        ThemeController themes(qApp);
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast}) {
            themes.apply(choice);
            const Theme theme = Theme::current();
            const QColor ground = theme.color(ColorRole::Surface);
            for (const double strength : {0.0, 0.5, 1.0}) {
                const double worse = contrastRatio(heatFill(HeatMark::Worse, strength, theme), ground);
                const double better = contrastRatio(heatFill(HeatMark::Better, strength, theme), ground);
                const double same = contrastRatio(heatFill(HeatMark::Same, strength, theme), ground);
                QVERIFY2(worse > better * 1.15 && better >= same, qPrintable(u"%1 %2 %3"_s.arg(worse).arg(better).arg(same)));
            }
            for (int mark = 0; mark < heatMarkCount; ++mark) {
                const QColor fill = heatFill(HeatMark(mark), 1, theme);
                QVERIFY(contrastRatio(heatInk(fill, theme), fill) >= 3);
            }
        }
        themes.apply(ThemeChoice::Light);
    }

    void onlyWhatIsSeenIsPainted()
    {
        // 12,000 cells open, twelve times and once: the time to paint hangs on the room and not on the number.
        Shown few(made(1, 60, 5)), many(made(10, 2400, 5));
        few.map.setAllOpen(true);
        many.map.setAllOpen(true);
        const auto best = [](QWidget &widget) {
            qint64 out = std::numeric_limits<qint64>::max();
            QElapsedTimer timer;
            for (int i = 0; i < 7; ++i) {
                timer.start();
                (void)widget.grab();
                out = std::min(out, timer.nsecsElapsed());
            }
            return double(out);
        };
        const double ratio = best(many.map) / best(few.map);
        QVERIFY2(ratio < 4, qPrintable(QString::number(ratio)));
    }

    void oddDataIsDrawn_data()
    {
        QTest::addColumn<QStringList>("groups");
        QTest::addColumn<QStringList>("rows");
        QTest::addColumn<QStringList>("columns");
        const QString huge(20'000, u'M');
        QTest::newRow("nothing") << QStringList() << QStringList() << QStringList();
        QTest::newRow("a group without rows") << QStringList{u"g"_s} << QStringList() << QStringList{u"c"_s};
        QTest::newRow("no columns") << QStringList{u"g"_s} << QStringList{u"r"_s} << QStringList();
        QTest::newRow("empty names") << QStringList{QString()} << QStringList{QString(), QString()} << QStringList{QString()};
        QTest::newRow("huge names") << QStringList{huge} << QStringList{huge} << QStringList{huge, huge};
        QTest::newRow("markup") << QStringList{u"<b>"_s} << QStringList{u"<script>"_s} << QStringList{u"&amp;"_s};
        QTest::newRow("very many columns") << QStringList{u"g"_s} << QStringList{u"r"_s} << QStringList(3000, u"c"_s);
    }
    void oddDataIsDrawn()
    {
        QFETCH(QStringList, groups);
        QFETCH(QStringList, rows);
        QFETCH(QStringList, columns);
        HeatMapData data{groups, rows, columns, {}, {}, u"Task"_s, u"Metric"_s};
        data.groupOfRow = QList<int>(rows.size(), 0);
        for (int row = 0; row < rows.size(); ++row) {
            for (int column = 0; column < columns.size(); ++column)
                data.items.append({row, column, HeatMark(column % heatMarkCount), 1});
        }
        Shown shown(data);
        for (const QSize &size : {QSize(640, 420), QSize(40, 20), QSize(1, 1)}) {
            shown.map.resize(size);
            (void)shown.map.grab();
            for (const Qt::Key key : {Qt::Key_Down, Qt::Key_Right, Qt::Key_End, Qt::Key_Return, Qt::Key_Space, Qt::Key_PageDown, Qt::Key_Plus})
                shown.key(key);
            QTest::mouseClick(&shown.map, Qt::LeftButton, {}, shown.map.rect().center());
        }
        (void)shown.map.table();
    }

    void goesAlongAsPictureAndData()
    {
        auto *map = new HeatMap(u"Map"_s);
        FigureFrame frame(map);
        frame.resize(600, 400);
        frame.show();
        map->setGrid(std::make_shared<HeatMapGrid>(made(3, 4, 5)), {});
        QVERIFY(frame.content(FigureFrame::Format::Png).startsWith("\x89PNG"));
        QVERIFY(frame.content(FigureFrame::Format::Svg).contains("<svg"));
        QCOMPARE(frame.content(FigureFrame::Format::Csv).count('\n'), 1 + 60);
        // Worse and same are not the same colour.
        QVERIFY(colorAt(*map, map->pointRect((1 + 4 + 1) * 5)) != colorAt(*map, map->pointRect((1 + 4 + 1) * 5 + 1)));
        QCOMPARE(unnamedWidgets(&frame), QStringList());
    }
};

QTEST_MAIN(TestHeatMap)
#include "tst_heatmap.moc"

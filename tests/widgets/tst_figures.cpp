// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/figures/axis.h"
#include "ui/widgets/figures/calibrationchart.h"
#include "ui/widgets/figures/confusionchart.h"
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/figures/histogramchart.h"
#include "ui/widgets/figures/rangechart.h"
#include "ui/widgets/figures/scatterchart.h"
#include "ui/widgets/figures/serieschart.h"
#include "widgets/support.h"

#include <QClipboard>
#include <QMimeData>
#include <QPainter>
#include <QSvgRenderer>

#include <cmath>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

RangeChart::Row row(const QString &label, double value, double low, double high, RangeChart::Look look = RangeChart::Look::Plain)
{
    RangeChart::Row out;
    out.label = label;
    out.value = value;
    out.low = low;
    out.high = high;
    out.look = look;
    out.cells = {{QString::number(value), u"(%1–%2)"_s.arg(low).arg(high)}, {u"120"_s, {}}};
    return out;
}

std::unique_ptr<Figure> ranges(const QList<RangeChart::Row> &rows)
{
    auto out = std::make_unique<RangeChart>(u"Groups"_s);
    out->setColumns({{u"Value"_s, true}, {u"n"_s, false}});
    out->setRows(rows);
    return out;
}

/// Every kind of figure with data.
QList<std::pair<QByteArray, Figure *>> figures()
{
    QList<std::pair<QByteArray, Figure *>> out;
    out.append({"range", ranges({row(u"a"_s, 0.5, 0.4, 0.6), row(u"b"_s, 0.7, 0.6, 0.8)}).release()});
    auto *histogram = new HistogramChart(u"Histogram"_s);
    histogram->setBins({{0, 1, 4}, {1, 2, 9}, {2, 4, 1}}, u"s"_s);
    out.append({"histogram", histogram});
    auto *confusion = new ConfusionChart(u"Confusion"_s);
    confusion->setMatrix({u"cat"_s, u"dog"_s}, {{8, 2}, {1, 9}});
    out.append({"confusion", confusion});
    auto *calibration = new CalibrationChart(u"Calibration"_s);
    calibration->setBins({{0, 0.5, 0.2, 0.3, 0.2, 0.4, 20}, {0.5, 1, 0.8, 0.7, 0.6, 0.8, 30}});
    out.append({"calibration", calibration});
    auto *series = new SeriesChart(u"Series"_s);
    series->setSeries({{u"typos"_s, {{0.1, 0.9, 0.8, 1, u"0.1"_s, u"0.900"_s}, {0.2, 0.8, 0.7, 0.9, u"0.2"_s, u"0.800"_s}}}}, u"strength"_s, u"accuracy"_s);
    series->setBase(SeriesChart::Base{0.95, u"unperturbed"_s});
    out.append({"series", series});
    auto *scatter = new ScatterChart(u"Scatter"_s);
    scatter->setPoints({{u"1"_s, 0.2, 5, u"first"_s, false, true, {u"0.2"_s, u"5"_s}}, {u"2"_s, 0.4, 7, u"second"_s, true, false, {u"0.4"_s, u"7"_s}}}, {u"x"_s, 1}, {u"y"_s, -1}, {1, 0});
    out.append({"scatter", scatter});
    return out;
}

} // namespace

class TestFigures : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void ticksAreRoundAndInside_data()
    {
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        QTest::addColumn<int>("most");
        QTest::addColumn<int>("least");
        QTest::newRow("share") << 0.0 << 1.0 << 5 << 3;
        QTest::newRow("narrow") << 0.8712 << 0.8791 << 5 << 3;
        QTest::newRow("negative") << -3000.0 << 3000.0 << 7 << 4;
        QTest::newRow("huge") << 1e300 << 2e300 << 5 << 2;
        QTest::newRow("tiny") << 1e-300 << 3e-300 << 5 << 2;
        QTest::newRow("one") << 0.0 << 1.0 << 1 << 1;
        QTest::newRow("empty") << 1.0 << 1.0 << 5 << 0;
        QTest::newRow("turned") << 2.0 << 1.0 << 5 << 0;
        QTest::newRow("nan") << std::nan("") << 1.0 << 5 << 0;
        QTest::newRow("infinite") << 0.0 << HUGE_VAL << 5 << 0;
        QTest::newRow("beyond doubles") << -1.7e308 << 1.7e308 << 5 << 0;
        QTest::newRow("no room for doubles") << 1e17 << 1e17 + 32 << 5 << 0;
        QTest::newRow("none wanted") << 0.0 << 1.0 << 0 << 0;
    }
    void ticksAreRoundAndInside()
    {
        QFETCH(double, low);
        QFETCH(double, high);
        QFETCH(int, most);
        QFETCH(int, least);
        const AxisTicks ticks = axisTicks(low, high, most);
        QVERIFY(ticks.values.size() >= least);
        QVERIFY(ticks.values.size() <= 2 * most + 2);
        if (least == 0 && low != 1e17)
            QVERIFY(ticks.values.isEmpty());
        QSet<QString> texts;
        for (const double value : ticks.values) {
            QVERIFY(value >= low - (high - low) * 1e-6 && value <= high + (high - low) * 1e-6);
            texts.insert(tickText(value, ticks));
        }
        QCOMPARE(texts.size(), ticks.values.size()); // no two ticks read alike
    }

    void rangesKeepSharesInside()
    {
        AxisRange range;
        range.add(0.98);
        range.add(std::nan(""));
        range.add(HUGE_VAL);
        range.add(1.0);
        const AxisRange padded = range.padded(0.1, 0, 1);
        QCOMPARE(padded.high(), 1.0);
        QVERIFY(padded.low() < 0.98);
        QVERIFY(AxisRange().padded(0.1, 0, 1).high() == 1);
        AxisRange one;
        one.add(5);
        QVERIFY(one.padded(0.1, -1e308, 1e308).low() < 5);
    }

    void everyPointHasWordsAndAPlace_data() { addFigures(); }
    void everyPointHasWordsAndAPlace()
    {
        QFETCH(int, which);
        const std::unique_ptr<Figure> figure(figures()[which].second);
        figure->resize(520, figure->sizeHint().height());
        figure->show();
        QVERIFY(figure->pointCount() > 0);
        QSet<QString> sentences;
        for (int i = 0; i < figure->pointCount(); ++i) {
            QVERIFY(!figure->pointText(i).isEmpty());
            sentences.insert(figure->pointText(i));
            const QRectF area = figure->pointRect(i);
            QVERIFY(area.isValid());
            QVERIFY(QRectF(figure->rect()).adjusted(-12, -12, 12, 12).contains(area));
        }
        QCOMPARE(sentences.size(), figure->pointCount());
        QVERIFY(figure->pointRect(-1).isNull());
        QVERIFY(figure->pointRect(figure->pointCount()).isNull());
        QVERIFY(figure->accessibleDescription().contains(figure->pointText(0)));
    }

    void keysWalkThePoints_data() { addFigures(); }
    void keysWalkThePoints()
    {
        QFETCH(int, which);
        const std::unique_ptr<Figure> figure(figures()[which].second);
        figure->resize(520, figure->sizeHint().height());
        figure->show();
        figure->setFocus();
        QCOMPARE(figure->currentPoint(), -1);
        QTest::keyClick(figure.get(), Qt::Key_Right);
        QCOMPARE(figure->currentPoint(), 0);
        QCOMPARE(figure->accessibleDescription(), figure->pointText(0));
        QTest::keyClick(figure.get(), Qt::Key_End);
        QCOMPARE(figure->currentPoint(), figure->pointCount() - 1);
        QTest::keyClick(figure.get(), Qt::Key_Right);
        QCOMPARE(figure->currentPoint(), figure->pointCount() - 1);
        QTest::keyClick(figure.get(), Qt::Key_Home);
        QCOMPARE(figure->currentPoint(), 0);
        QTest::keyClick(figure.get(), Qt::Key_Left);
        QCOMPARE(figure->currentPoint(), 0);
        int activated = -1;
        connect(figure.get(), &Figure::pointActivated, this, [&](int point) { activated = point; });
        QTest::keyClick(figure.get(), Qt::Key_Return);
        QCOMPARE(activated, 0);
        QTest::mouseClick(figure.get(), Qt::LeftButton, {}, figure->pointRect(figure->pointCount() - 1).center().toPoint());
        QCOMPARE(figure->currentPoint(), figure->pointCount() - 1);
    }

    void picturesAndDataCanBeTaken_data() { addFigures(); }
    void picturesAndDataCanBeTaken()
    {
        QFETCH(int, which);
        FigureFrame frame(figures()[which].second);
        frame.resize(560, 400);
        frame.show();
        frame.setTitle(u"What <b>it</b> is"_s);
        const QImage png = QImage::fromData(frame.content(FigureFrame::Format::Png), "PNG");
        QVERIFY(png.width() >= 400);
        // Something is drawn: more than the ground.
        QSet<QRgb> colours;
        for (int y = 0; y < png.height(); y += 2) {
            for (int x = 0; x < png.width(); x += 2)
                colours.insert(png.pixel(x, y));
        }
        QVERIFY(colours.size() > 4);
        QSvgRenderer svg(frame.content(FigureFrame::Format::Svg));
        QVERIFY(svg.isValid());
        const QList<QByteArray> lines = frame.content(FigureFrame::Format::Csv).split('\n');
        QCOMPARE(lines.size(), frame.figure()->table().rows.size() + 2); // head, rows, end
        frame.copyData();
        QVERIFY(QApplication::clipboard()->text().contains(u'\t'));
        frame.copyPicture();
        QVERIFY(QApplication::clipboard()->mimeData()->hasImage());
        frame.setTableShown(true);
        QVERIFY(frame.isTable());
        QVERIFY(!frame.figure()->isVisible());
        frame.setTableShown(false);
        QVERIFY(frame.figure()->isVisible());
        QCOMPARE(unnamedWidgets(&frame), QStringList());
    }

    void formulasFromAFileDoNotRunInASpreadsheet()
    {
        FigureFrame frame(ranges({row(u"=HYPERLINK(\"http://x\")"_s, 0.5, 0.4, 0.6)}).release());
        QVERIFY(frame.content(FigureFrame::Format::Csv).contains("\"'=HYPERLINK"));
    }

    void badNumbersAreNotDrawn_data()
    {
        QTest::addColumn<double>("value");
        QTest::addColumn<double>("low");
        QTest::addColumn<double>("high");
        const double nan = std::nan("");
        QTest::newRow("no value") << nan << nan << nan;
        QTest::newRow("infinite") << HUGE_VAL << 0.0 << HUGE_VAL;
        QTest::newRow("no interval") << 0.5 << nan << nan;
        QTest::newRow("half an interval") << 0.5 << 0.4 << nan;
        QTest::newRow("turned interval") << 0.5 << 0.6 << 0.4;
        QTest::newRow("huge") << 1.7e308 << -1.7e308 << 1.7e308;
    }
    void badNumbersAreNotDrawn()
    {
        QFETCH(double, value);
        QFETCH(double, low);
        QFETCH(double, high);
        for (const bool bars : {false, true}) {
            RangeChart chart(u"Bad"_s);
            chart.setColumns({{u"Value"_s, true}});
            chart.setRows({row(u"bad"_s, value, low, high), row(u"good"_s, 0.5, 0.4, 0.6)});
            chart.setBars(bars);
            chart.resize(400, chart.sizeHint().height());
            QVERIFY(!chart.grab().isNull());
            QVERIFY(!chart.image().isNull());
        }
        CalibrationChart calibration(u"Bad"_s);
        calibration.setBins({{0, 1, value, low, high, high, 0}});
        QVERIFY(!calibration.image().isNull());
        HistogramChart histogram(u"Bad"_s);
        histogram.setBins({{0, 0, 0}});
        QVERIFY(!histogram.image().isNull());
        histogram.setBins({});
        QVERIFY(!histogram.image().isNull());
        QCOMPARE(histogram.pointCount(), 0);
    }

    void matricesAreWalkedInTwoDirections()
    {
        ConfusionChart chart(u"Confusion"_s);
        chart.setMatrix({u"a"_s, u"b"_s, u"c"_s}, {{1, 2, 3}, {4, 5, 6}, {0, 0, 0}});
        chart.resize(chart.sizeHint());
        chart.show();
        QTest::keyClick(&chart, Qt::Key_Right);
        QTest::keyClick(&chart, Qt::Key_Down);
        QCOMPARE(chart.currentPoint(), 3);
        QTest::keyClick(&chart, Qt::Key_Left);
        QCOMPARE(chart.currentPoint(), 3); // the row ends here
        QVERIFY(chart.pointText(1).contains(u"33.3"_s));
        QVERIFY(chart.pointText(6).contains(u"0.0"_s)); // a class that never occurred has no share, and no NaN
    }

    void columnsGoWhereThereIsNoRoom()
    {
        RangeChart chart(u"Groups"_s);
        chart.setColumns({{u"Value"_s, true}, {u"n"_s, false}});
        QList<RangeChart::Row> rows;
        for (int i = 0; i < 40; ++i)
            rows.append(row(u"a group with quite a long name, number %1"_s.arg(i), 0.5 + i * 0.01, 0.4, 0.95, i > 36 ? RangeChart::Look::Muted : RangeChart::Look::Plain));
        chart.setRows(rows);
        for (const int width : {120, 260, 480, 1600}) {
            chart.resize(width, chart.sizeHint().height());
            QVERIFY(!chart.grab().isNull());
        }
        QCOMPARE(chart.table().rows.size(), 40);
        QCOMPARE(chart.table().columns.size(), 4);
    }

    void seriesBeyondSixAreInTheTable()
    {
        QList<SeriesChart::Series> many;
        for (int i = 0; i < 9; ++i)
            many.append({u"series %1"_s.arg(i), {{0.1, 0.5, 0.4, 0.6, u"0.1"_s, u"0.5"_s}}});
        SeriesChart chart(u"Series"_s);
        chart.setSeries(many, u"strength"_s, u"accuracy"_s);
        QCOMPARE(chart.pointCount(), SeriesChart::mostDrawn);
        QCOMPARE(chart.table().rows.size(), 9);
    }

private:
    static void addFigures()
    {
        QTest::addColumn<int>("which");
        const auto all = figures();
        for (int i = 0; i < int(all.size()); ++i) {
            QTest::newRow(all[i].first.constData()) << i;
            delete all[i].second;
        }
    }
};

QTEST_MAIN(TestFigures)
#include "tst_figures.moc"

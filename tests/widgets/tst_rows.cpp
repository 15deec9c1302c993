// SPDX-License-Identifier: GPL-3.0-or-later
#include "support.h"

#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/sparkline.h"

#include <QClipboard>
#include <QHeaderView>
#include <QPainter>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QTemporaryDir>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

QStandardItemModel *model(QObject *parent, int rows)
{
    auto *model = new QStandardItemModel(parent);
    model->setHorizontalHeaderLabels({u"Name"_s, u"State"_s, u"Value"_s, u"When"_s});
    for (int i = 0; i < rows; ++i) {
        auto *name = new QStandardItem(i == 1 ? u"=cmd"_s : u"row %1"_s.arg(i));
        name->setData(u"id-%1"_s.arg(i), IdRole);
        auto *state = new QStandardItem(u"Met"_s);
        state->setData(QVariant::fromValue(chipFor(ChipState::Met)), ChipRole);
        auto *value = new QStandardItem(u"-0.5"_s);
        value->setData(u"(-0.6–-0.4)"_s, SecondaryRole);
        value->setData(u"-0.5"_s, CopyRole);
        value->setData(true, NumericRole);
        auto *when = new QStandardItem;
        when->setData(QDateTime(QDate(2026, 1, 1), QTime(0, 0), Qt::UTC), TimeRole);
        model->appendRow({name, state, value, when});
    }
    return model;
}

void fill(DataTable *table, int rows, const Clock *clock)
{
    table->setModel(model(table, rows));
    table->setColumns({{nullptr, 100, true}, {new ChipDelegate, 90}, {new NumberDelegate, 90, false, Qt::AlignRight},
                       {new RelativeTimeDelegate(clock), 60}});
}

} // namespace

class TestRows : public QObject
{
    Q_OBJECT
    ManualClock m_clock{QDateTime(QDate(2026, 1, 2), QTime(0, 0), Qt::UTC)};

private slots:
    void init() { test::failOnAnyWarning(); }

    void everyStateHasShapeWordAndTone()
    {
        QSet<QString> looks;
        for (int i = 0; i <= int(ChipState::Offline); ++i) {
            const ChipSpec chip = chipFor(ChipState(i));
            QVERIFY(chip.shape != ChipShape::None);
            QVERIFY(!chip.text.isEmpty());
            looks << chip.text;
        }
        QCOMPARE(looks.size(), int(ChipState::Offline) + 1);
        QCOMPARE(chipFor(ChipState::Waived, u"Waived, W-31"_s).text, u"Waived, W-31"_s);
    }

    void chipsStayInTheirRoom_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {0, 1, 5, 9, 12, 20, 30, 45, 60, 80, 200})
            QTest::addRow("%d", width) << width;
    }
    void chipsStayInTheirRoom()
    {
        QFETCH(int, width);
        QImage image(240, 40, QImage::Format_ARGB32_Premultiplied);
        image.fill(Qt::magenta);
        QPainter painter(&image);
        const QRect room(10, 5, width, 30);
        const QRect box = paintChip(&painter, room, chipFor(ChipState::ChangesRequested, u"Changes requested"_s), Theme());
        painter.end();
        QVERIFY(box.isEmpty() || room.contains(box));
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (!room.contains(x, y))
                    QCOMPARE(image.pixelColor(x, y), QColor(Qt::magenta));
            }
        }
    }

    void chipSaysItsWord()
    {
        Chip chip(chipFor(ChipState::Failed));
        QCOMPARE(chip.accessibleName(), u"Failed"_s);
    }

    void movesWithLettersAndArrows()
    {
        DataTable table(u"Rows"_s);
        fill(&table, 5, &m_clock);
        table.resize(500, 300);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        table.setFocus(Qt::TabFocusReason);
        QSignalSpy moved(&table, &DataTable::currentRowChanged);
        QCOMPARE(table.currentId(), u"id-0"_s);
        QTest::keyClick(&table, Qt::Key_J);
        QTest::keyClick(&table, Qt::Key_J);
        QCOMPARE(table.currentId(), u"id-2"_s);
        QTest::keyClick(&table, Qt::Key_K);
        QTest::keyClick(&table, Qt::Key_Down);
        QCOMPARE(table.currentId(), u"id-2"_s);
        for (int i = 0; i < 9; ++i)
            QTest::keyClick(&table, Qt::Key_J);
        QCOMPARE(table.currentId(), u"id-4"_s);
        QCOMPARE(moved.count(), 6);
        QVERIFY(table.selectId(u"id-1"_s));
        QVERIFY(!table.selectId(u"nothing"_s));
        QVERIFY(!table.selectId({}));
        QCOMPARE(table.currentId(), u"id-1"_s);
    }

    void lettersAreLeftToThePlace()
    {
        DataTable table(u"Rows"_s);
        fill(&table, 5, &m_clock);
        table.setCurrentIndex(table.model()->index(0, 0));
        QKeyEvent press(QEvent::KeyPress, Qt::Key_R, Qt::NoModifier, u"r"_s);
        QCoreApplication::sendEvent(&table, &press);
        QVERIFY(!press.isAccepted());
        QCOMPARE(table.currentId(), u"id-0"_s);
    }

    void hoverCoversTheRow()
    {
        DataTable table(u"Rows"_s);
        fill(&table, 5, &m_clock);
        table.resize(500, 300);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        QTest::mouseMove(table.viewport(), QPoint(20, table.rowViewportPosition(2) + 5));
        QTRY_COMPARE(table.hoveredRow(), 2);
        QEvent leave(QEvent::Leave);
        QCoreApplication::sendEvent(table.viewport(), &leave);
        QCOMPARE(table.hoveredRow(), -1);
    }

    void copiesRows()
    {
        DataTable table(u"Rows"_s);
        fill(&table, 3, &m_clock);
        table.selectRow(1);
        QTest::keySequence(&table, QKeySequence::Copy);
        QCOMPARE(QApplication::clipboard()->text(), u"=cmd\tMet\t-0.5\t2026-01-01T00:00:00.000Z"_s);
        DataTable empty(u"None"_s);
        QVERIFY(empty.selectionAsTsv().isEmpty());
        QVERIFY(empty.toCsv().isEmpty());
    }

    void exportsCsvWithoutFormulas()
    {
        DataTable table(u"Rows"_s);
        fill(&table, 2, &m_clock);
        table.setColumnHidden(1, true);
        QCOMPARE(table.toCsv(), QByteArray("\"Name\",\"Value\",\"When\"\r\n"
                                           "\"row 0\",\"-0.5\",\"2026-01-01T00:00:00.000Z\"\r\n"
                                           "\"'=cmd\",\"-0.5\",\"2026-01-01T00:00:00.000Z\"\r\n"));
    }

    void remembersWidths()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        {
            DataTable table(u"Rows"_s);
            fill(&table, 3, &m_clock);
            table.rememberColumns(&settings, u"list"_s);
            table.horizontalHeader()->resizeSection(1, 133);
        }
        DataTable table(u"Rows"_s);
        fill(&table, 3, &m_clock);
        table.rememberColumns(&settings, u"list"_s);
        QCOMPARE(table.columnWidth(1), 133);
        settings.setValue(u"list/columns"_s, QVariantMap{{u"1"_s, -4}, {u"2"_s, u"x"_s}, {u"99"_s, 50}});
        DataTable other(u"Rows"_s);
        fill(&other, 3, &m_clock);
        other.rememberColumns(&settings, u"list"_s);
        QCOMPARE(other.columnWidth(1), 90);
    }

    void saysWhenThereIsNothing()
    {
        DataTable table(u"Rows"_s);
        fill(&table, 0, &m_clock);
        table.setEmptyState(u"No release waits."_s, u"Show versions"_s);
        table.resize(500, 300);
        table.show();
        auto *empty = table.findChild<EmptyState *>();
        QVERIFY(empty->isVisible());
        QSignalSpy action(&table, &DataTable::emptyActionTriggered);
        QTest::mouseClick(empty->findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(action.count(), 1);
        table.setDataState(DataState::Loading);
        QVERIFY(empty->isVisible());
        QVERIFY(!empty->findChild<QPushButton *>()->isVisible());
        table.setDataState(DataState::Ready);
        table.setModel(model(&table, 2));
        QVERIFY(!empty->isVisible());
        table.model()->removeRows(0, 2);
        QVERIFY(empty->isVisible());
    }

    void fitsItsRows()
    {
        DataTable table(u"Rows"_s);
        fill(&table, 4, &m_clock);
        table.setFitToRows(true);
        const int four = table.sizeHint().height();
        table.model()->removeRow(0);
        QCOMPARE(four - table.sizeHint().height(), Theme::current().rowHeight());
    }

    void paintsAnyRoles_data()
    {
        QTest::addColumn<int>("width");
        for (const int width : {1, 12, 40, 300})
            QTest::addRow("%d", width) << width;
    }
    void paintsAnyRoles()
    {
        // Missing, wrong and hostile values must paint something and never warn.
        QFETCH(int, width);
        QStandardItemModel items(4, 6);
        items.setData(items.index(1, 0), QString(5000, u'W'));
        for (int column = 0; column < 6; ++column) {
            items.setData(items.index(2, column), u"text"_s, ChipRole);
            items.setData(items.index(2, column), u"text"_s, SeriesRole);
            items.setData(items.index(2, column), u"text"_s, TimeRole);
            items.setData(items.index(3, column), true, LoadingRole);
        }
        items.setData(items.index(1, 4), QVariant::fromValue(QList<double>{qQNaN(), qInf(), 1, 1, -1e308, 1e308}), SeriesRole);
        items.setData(items.index(1, 1), QVariantList{QVariant::fromValue(chipFor(ChipState::Met)), QVariant::fromValue(chipFor(ChipState::Stale))}, ChipRole);
        DataTable table(u"Rows"_s);
        table.setModel(&items);
        table.setColumns({{nullptr, width}, {new ChipDelegate, width}, {new NumberDelegate, width},
                          {new RelativeTimeDelegate(&m_clock), width}, {new SparklineDelegate, width}, {new TwoLineDelegate, width}});
        table.resize(800, 200);
        QVERIFY(!table.grab().isNull());
    }

    void describesASeries()
    {
        QCOMPARE(describeSeries({}), u"No values."_s);
        QCOMPARE(describeSeries({qQNaN()}), u"No values."_s);
        QVERIFY(describeSeries({1, 5, 2}).contains(u"first 1, last 2, lowest 1, highest 5"_s));
    }

    void manyRowsOpenFast()
    {
        QStandardItemModel items(100'000, 1);
        DataTable table(u"Rows"_s);
        table.setModel(&items);
        table.setColumns({{nullptr, 100, true}});
        table.resize(600, 700);
        QCOMPARE(table.rowHeight(99'999), Theme::current().rowHeight());
        QVERIFY(!table.grab().isNull());
    }
};

QTEST_MAIN(TestRows)
#include "tst_rows.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "places/comparisonfixture.h"
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "ui/evaluations/comparisonchooser.h"
#include "ui/evaluations/comparisonfacts.h"
#include "ui/evaluations/comparisonmap.h"
#include "ui/evaluations/comparisonmodel.h"
#include "ui/evaluations/comparisonreader.h"
#include "ui/evaluations/comparisonsummary.h"
#include "ui/evaluations/comparisontab.h"
#include "ui/evaluations/comparisonwords.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/figures/heatmap.h"
#include "ui/widgets/itemroles.h"
#include "widgets/support.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

using V = Comparison::Verdict;
using C = ComparisonModel::Column;

quint32 bit(V verdict)
{
    return 1U << int(verdict);
}

/// A tab that is answered from memory.
struct Answered
{
    ComparisonTab tab;
    explicit Answered(const ComparisonPtr &shown, const QSize &size = {690, 760})
    {
        tab.resize(size);
        tab.show();
        QObject::connect(&tab, &ComparisonTab::compareRequested, &tab, [this, shown] { tab.showComparison(shown); });
        ComparisonChoices choices;
        choices.before = choiceOf(u"claims-triage/6"_s, u"Nightly"_s);
        choices.after = choiceOf(u"claims-triage/7"_s, u"Nightly"_s);
        choices.list = {choices.after, choices.before};
        tab.showChoices(choices);
    }
    [[nodiscard]] QString cell(int row, C column, int role = Qt::DisplayRole) const { return tab.model()->index(row, int(column)).data(role).toString(); }
    [[nodiscard]] QAbstractButton *part(const QString &words) const
    {
        for (auto *button : tab.summary()->findChildren<QAbstractButton *>()) {
            if (button->text().contains(words))
                return button;
        }
        return nullptr;
    }
};

/// A tab over a replica, with its reader.
struct Read
{
    EvidenceWorkspace workspace;
    ComparisonTab tab;
    ComparisonReader reader{&workspace, &tab};
    explicit Read(bool filled = true)
    {
        if (filled)
            fillSample(workspace);
        tab.resize(690, 760);
        tab.show();
    }
    [[nodiscard]] bool waitForRows(int least) { return QTest::qWaitFor([&] { return tab.model()->rowCount() >= least; }, 20'000); }
};

} // namespace

class TestComparisonTab : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void modelKeepsItsPromises()
    {
        ComparisonModel model;
        QAbstractItemModelTester tester(&model);
        QSignalSpy filtered(&model, &ComparisonModel::filtered);
        for (const ComparedReports &reports : {mixedReports(), ComparedReports{}, hostileReports(), apartReports()}) {
            model.setData(comparedData(reports));
            model.setFilter({u"a"_s, bit(V::Worse) | bit(V::NotComparable)});
            QVERIFY(filtered.wait());
            model.setFilter({});
            QVERIFY(filtered.wait());
            for (int row = 0; row < model.rowCount(); ++row) {
                for (int column = 0; column < model.columnCount(); ++column) {
                    for (const int role : {int(Qt::DisplayRole), int(SecondaryRole), int(ChipRole), int(SeriesRole), int(CopyRole), int(Qt::ToolTipRole), int(Qt::AccessibleTextRole)})
                        (void)model.index(row, column).data(role);
                }
            }
        }
        model.setData({});
        QCOMPARE(model.rowCount(), 0);
        QCOMPARE(model.sourceRow(-1), -1);
        QCOMPARE(model.sourceRow(99), -1);
    }

    void countsAddUp()
    {
        for (const ComparedReports &reports : {mixedReports(), ComparedReports{}, hostileReports(), apartReports()}) {
            const ComparisonPtr data = comparedData(reports);
            QCOMPARE(std::accumulate(data->verdicts.begin(), data->verdicts.end(), 0), int(data->rows.size()));
            QCOMPARE(std::accumulate(data->obstacles.begin(), data->obstacles.end(), 0), data->count(V::NotComparable));
            QCOMPARE(std::accumulate(data->categories.begin(), data->categories.end(), 0), int(data->rows.size()));
            QCOMPARE(data->details.size(), data->rows.size());
        }
    }

    void mixedReportsShowEveryVerdict()
    {
        const ComparisonPtr data = comparedData(mixedReports());
        for (const V verdict : {V::Worse, V::Better, V::NoDifference, V::NotComparable, V::Changed, V::Added, V::Removed})
            QVERIFY2(data->count(verdict) > 0, qPrintable(comparisonChip(verdict).text));
        QVERIFY(data->obstacles[size_t(Obstacle::Dataset)] > 0);
        QVERIFY(data->obstacles[size_t(Obstacle::Shots)] > 0);
        QVERIFY(data->obstacles[size_t(Obstacle::NoValue)] > 0);
        QVERIFY(data->bounded > 1);
    }

    void summaryNarrowsTheRows()
    {
        Answered shown(comparedData(mixedReports()));
        const ComparisonData &data = *shown.tab.model()->comparison();
        const QString text = shown.tab.summary()->text();
        QVERIFY2(text.startsWith(u"%1 compared: %2 worse, %3 better"_s.arg(data.rows.size()).arg(data.count(V::Worse)).arg(data.count(V::Better))), qPrintable(text));
        QVERIFY2(text.endsWith(u" other shots)"_s), qPrintable(text));
        QSignalSpy filtered(shown.tab.model(), &ComparisonModel::filtered);
        shown.part(u" worse"_s)->click();
        QVERIFY(filtered.wait());
        QCOMPARE(shown.tab.model()->rowCount(), data.count(V::Worse));
        shown.part(u" better"_s)->click(); // both
        QVERIFY(filtered.wait());
        QCOMPARE(shown.tab.model()->rowCount(), data.count(V::Worse) + data.count(V::Better));
        shown.part(u"other shots"_s)->click(); // in place of them
        QVERIFY(filtered.wait());
        QCOMPARE(shown.tab.model()->rowCount(), data.obstacles[size_t(Obstacle::Shots)]);
        QVERIFY(shown.cell(0, C::Reason).contains(u"Other number of shots: 5, now 0"_s));
        shown.part(u"compared"_s)->click();
        QVERIFY(filtered.wait());
        QCOMPARE(shown.tab.model()->rowCount(), int(data.rows.size()));
    }

    void filters_data()
    {
        QTest::addColumn<QString>("words");
        QTest::addColumn<quint32>("categories");
        QTest::addColumn<bool>("bounded");
        QTest::addColumn<int>("least");
        QTest::addColumn<int>("most");
        const quint32 safety = 1U << int(EvaluationReport::Category::Safety);
        QTest::newRow("a word of the task") << u"anatomy"_s << 0U << false << 20 << 40;
        QTest::newRow("two words, other case") << u"ANATOMY Accuracy"_s << 0U << false << 5 << 5;
        QTest::newRow("a group") << u"65 plus"_s << 0U << false << 1 << 1;
        QTest::newRow("a dimension") << u"group"_s << 0U << false << 6 << 6;
        QTest::newRow("no such word") << u"zebra"_s << 0U << false << 0 << 0;
        QTest::newRow("blanks") << u"   "_s << 0U << false << 300 << 400;
        QTest::newRow("category") << QString() << safety << false << 60 << 60;
        QTest::newRow("thresholds") << QString() << 0U << true << 10 << 60;
        QTest::newRow("all of it") << u"accuracy"_s << safety << true << 1 << 12;
        QTest::newRow("pattern characters") << u".*[("_s << 0U << false << 0 << 0;
        QTest::newRow("very long") << QString(100'000, u'a') << 0U << false << 0 << 0;
    }
    void filters()
    {
        QFETCH(QString, words);
        QFETCH(quint32, categories);
        QFETCH(bool, bounded);
        QFETCH(int, least);
        QFETCH(int, most);
        const ComparisonPtr data = comparedData(mixedReports());
        const QList<int> rows = filterComparison(*data, {words, 0, 0, categories, bounded}, [] { return false; });
        QVERIFY2(rows.size() >= least && rows.size() <= most, qPrintable(QString::number(rows.size())));
        QVERIFY(std::is_sorted(rows.begin(), rows.end()));
        QVERIFY(filterComparison(*data, {words, 0, 0, categories, bounded}, [] { return true; }).isEmpty());
    }

    void ordersHoldEveryRow()
    {
        using Order = ComparisonFilter::Order;
        const ComparisonPtr data = comparedData(mixedReports());
        QCOMPARE(data->rows.first().verdict, V::Worse);
        for (const Order order : {Order::Regressions, Order::Clearest, Order::Largest, Order::Task, Order::Metric}) {
            QList<int> rows = filterComparison(*data, {{}, 0, 0, 0, false, order}, [] { return false; });
            if (order == Order::Largest)
                QCOMPARE(data->rows[rows.first()].metric, u"latency_ms"_s);
            if (order == Order::Clearest)
                QVERIFY(std::abs(clearness(data->rows[rows[0]])) >= std::abs(clearness(data->rows[rows[1]])));
            if (order == Order::Metric)
                QVERIFY(data->rows[rows.first()].metric <= data->rows[rows.last()].metric);
            std::sort(rows.begin(), rows.end());
            QCOMPARE(rows.size(), data->rows.size());
            QVERIFY(std::adjacent_find(rows.begin(), rows.end()) == rows.end());
        }
    }

    void clearnessCountsHalfWidths()
    {
        Comparison row;
        QVERIFY(std::isnan(clearness(row)));
        row.difference = -0.2;
        QVERIFY(std::isnan(clearness(row)));
        row.interval = EvaluationReport::Interval{-0.3, -0.1};
        row.verdict = V::Worse;
        QVERIFY(qFuzzyCompare(clearness(row), -2.0));
        row.verdict = V::Better;
        QVERIFY(qFuzzyCompare(clearness(row), 2.0));
        row.verdict = V::NotComparable;
        QVERIFY(std::isnan(clearness(row)));
        row.verdict = V::Worse;
        row.interval = EvaluationReport::Interval{-0.2, -0.2};
        QVERIFY(std::isnan(clearness(row)));
        row.interval = EvaluationReport::Interval{-INFINITY, INFINITY};
        QVERIFY(std::isnan(clearness(row)));
    }

    void cellsSayWhatWasCompared()
    {
        Answered shown(comparedData(mixedReports()), {1600, 760});
        const Comparison &first = shown.tab.model()->comparison()->rows.first();
        QCOMPARE(first.verdict, V::Worse);
        QVERIFY(shown.cell(0, C::Difference).startsWith(u'−') || first.difference > 0);
        QVERIFY(shown.cell(0, C::Difference, SecondaryRole).startsWith(u'('));
        QCOMPARE(shown.cell(0, C::Verdict, CopyRole), u"worse"_s);
        QCOMPARE(shown.cell(0, C::Method), u"of two proportions (Newcombe)"_s);
        QVERIFY(shown.tab.model()->index(0, int(C::Plot)).data(SeriesRole).value<QList<double>>().size() == 4);
        QVERIFY(!shown.tab.table()->isColumnHidden(int(C::Reason)));
        shown.tab.resize(600, 600);
        QTRY_VERIFY(shown.tab.table()->isColumnHidden(int(C::Reason)));
        QVERIFY(!shown.tab.table()->isColumnHidden(int(C::Verdict)));
        QTemporaryDir folder;
        QVERIFY(shown.tab.exportTo(folder.filePath(u"c.csv"_s)).ok());
        QFile file(folder.filePath(u"c.csv"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray csv = file.readAll();
        QCOMPARE(csv.count("\r\n"), shown.tab.model()->rowCount() + 1); // hidden columns too
        QVERIFY(csv.contains("\"Reason\""));
        QVERIFY(!shown.tab.exportTo(u"/nowhere/at/all.csv"_s).ok());
    }

    void hostileNamesAreShownAndWrittenSafely()
    {
        Answered shown(comparedData(hostileReports()));
        (void)shown.tab.grab();
        QSignalSpy drawn(shown.tab.map(), &ComparisonMap::drawn);
        shown.tab.setMapShown(true);
        QVERIFY(drawn.count() > 0 || drawn.wait());
        (void)shown.tab.grab();
        const QByteArray csv = shown.tab.model()->toCsv();
        QVERIFY(!csv.contains("\"=HYPER"));
        QVERIFY(!QString::fromUtf8(csv).contains(QChar(0x202E)));
        for (int row = 0; row < shown.tab.model()->rowCount(); ++row) {
            QVERIFY(!shown.cell(row, C::Task, Qt::ToolTipRole).contains(u"<img"_s));
            QVERIFY(!shown.cell(row, C::Task).contains(QChar(0x202E)));
        }
    }

    void mapAnswersWithTheRow()
    {
        Answered shown(comparedData(mixedReports()));
        QSignalSpy drawn(shown.tab.map(), &ComparisonMap::drawn);
        shown.tab.setMapShown(true);
        QVERIFY(drawn.count() > 0 || drawn.wait());
        QVERIFY(shown.tab.isMapShown());
        HeatMap *map = shown.tab.map()->map();
        QVERIFY(map->grid().data().groups.contains(u"knowledge"_s));
        QCOMPARE(map->grid().data().items.size(), shown.tab.model()->rowCount());
        // Regressions first: the first line's group holds one.
        QVERIFY(map->grid().groupCell(0, 0) || map->grid().groupCell(0, 1));
        QVERIFY(map->showItem(3));
        QTest::keyClick(map, Qt::Key_Return);
        QVERIFY(!shown.tab.isMapShown());
        const int row = shown.tab.model()->sourceRow(shown.tab.table()->currentIndex().row());
        QVERIFY(row >= 0 && row <= 3); // the gravest that shares the cell
        QSignalSpy asked(&shown.tab, &ComparisonTab::resultRequested);
        QTest::keyClick(shown.tab.table(), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked.first().first().toString(), u"01AFTER"_s);
        QCOMPARE(asked.first().last().toInt(), shown.tab.model()->comparison()->rows[row].afterAt.result);
    }

    void mapFollowsTheFilter()
    {
        Answered shown(comparedData(mixedReports()));
        QSignalSpy drawn(shown.tab.map(), &ComparisonMap::drawn);
        shown.tab.setMapShown(true);
        QVERIFY(drawn.count() > 0 || drawn.wait());
        shown.tab.words()->setText(u"anatomy"_s);
        QTRY_COMPARE(shown.tab.map()->map()->grid().data().items.size(), shown.tab.model()->rowCount());
        QTRY_VERIFY(shown.tab.model()->rowCount() < 50);
        shown.tab.words()->setText(u"zebra"_s);
        QTRY_COMPARE(shown.tab.map()->map()->grid().data().items.size(), 0);
        (void)shown.tab.grab();
    }

    void nothingComparableSaysWhy()
    {
        Answered shown(comparedData(apartReports()));
        const ComparisonData &data = *shown.tab.model()->comparison();
        QCOMPARE(data.count(V::NotComparable), int(data.rows.size()));
        QVERIFY(shown.tab.summary()->text().contains(u"not comparable (120 other dataset)"_s));
        QVERIFY(data.facts[1].differs());
        QVERIFY(shown.tab.findChild<ComparisonFacts *>()->accessibleDescription().contains(u"Data differs"_s));
    }

    void emptySidesAreSentences()
    {
        Answered shown(comparedData({}));
        QCOMPARE(shown.tab.model()->rowCount(), 0);
        QCOMPARE(shown.tab.summary()->text(), QString());
        ComparedReports one = mixedReports();
        one.before = {};
        const ComparisonPtr added = comparedData(one);
        QCOMPARE(added->count(V::Added), int(added->rows.size()));
        shown.tab.setMapShown(true);
        (void)shown.tab.grab();
        QCOMPARE(unnamedWidgets(&shown.tab), QStringList());
    }

    void swapTurnsItRound()
    {
        Answered shown(comparedData(mixedReports()));
        QSignalSpy asked(&shown.tab, &ComparisonTab::compareRequested);
        const QString before = shown.tab.chosen();
        shown.tab.chooser()->swap();
        QCOMPARE(asked.count(), 1);
        QCOMPARE(shown.tab.chooser()->after().id, before);
        shown.tab.chooser()->swap();
        QCOMPARE(shown.tab.chosen(), before);
        // Words that name nothing change nothing.
        auto *box = shown.tab.chooser()->findChild<QComboBox *>();
        box->lineEdit()->setFocus();
        QTest::keyClicks(box->lineEdit(), u"nothing such"_s);
        QTest::keyClick(box->lineEdit(), Qt::Key_Tab);
        QCOMPARE(shown.tab.chosen(), before);
        QCOMPARE(asked.count(), 2);
    }

    void versionInProductionIsTheUsualOther()
    {
        Read read;
        read.tab.setEvaluation(sampleId(u"eval"_s, 7));
        QVERIFY(read.waitForRows(24));
        QCOMPARE(read.tab.chooser()->after().id, u"claims-triage/7"_s);
        QCOMPARE(read.tab.chosen(), u"claims-triage/6"_s);
        QCOMPARE(int(read.tab.chooser()->before().standing), int(ComparisonChoice::Standing::Production));
        QVERIFY(read.tab.model()->comparison()->bounded > 0); // the policy's bounds count
        // A chosen one stays when the page shows another evaluation of the model.
        read.tab.choose(sampleId(u"eval"_s, 1));
        QTRY_COMPARE(read.tab.model()->comparison()->before.choice.id, sampleId(u"eval"_s, 1));
        read.tab.setEvaluation(sampleId(u"eval"_s, 6));
        QTRY_COMPARE(read.tab.chosen(), sampleId(u"eval"_s, 1));
    }

    void nothingIsReadWhileHidden()
    {
        Read read;
        read.tab.hide();
        QSignalSpy wanted(&read.tab, &ComparisonTab::choicesWanted);
        read.tab.setEvaluation(sampleId(u"eval"_s, 7));
        QCOMPARE(wanted.count(), 0);
        read.tab.show();
        QCOMPARE(wanted.count(), 1);
        QVERIFY(read.waitForRows(24));
    }

    void lastChoiceWins()
    {
        Read read;
        read.tab.setEvaluation(sampleId(u"eval"_s, 7));
        QVERIFY(read.waitForRows(24));
        for (const int number : {1, 2, 3, 4, 5})
            read.tab.choose(sampleId(u"eval"_s, number));
        QTRY_COMPARE(read.tab.model()->comparison()->before.choice.id, sampleId(u"eval"_s, 5));
        QTest::qWait(50);
        QCOMPARE(read.tab.model()->comparison()->before.choice.id, sampleId(u"eval"_s, 5));
    }

    void searchFindsOtherModels()
    {
        Read read;
        read.tab.setEvaluation(sampleId(u"eval"_s, 7));
        QVERIFY(read.waitForRows(24));
        const qsizetype before = read.tab.chooser()->choices().size();
        emit read.tab.searched(u"holdout"_s);
        QTRY_VERIFY(read.tab.chooser()->choices().size() > before);
        emit read.tab.searched(u"*\"( OR"_s);
        QTest::qWait(20);
    }

    void unknownEvaluationIsASentence()
    {
        Read read(false);
        read.tab.setEvaluation(u"01NOTHING"_s);
        QTest::qWait(50);
        QCOMPARE(read.tab.model()->rowCount(), 0);
        read.tab.setEvaluation({});
        QCOMPARE(read.tab.chosen(), QString());
    }

    void reportsThatAreElsewhereAreFetched()
    {
        Read read(false);
        const auto put = [&](const QString &id, const QString &version, const EvaluationReport &report) {
            Record record = sampleEvaluation(read.workspace, id, version, id, report, read.workspace.time().now(), u"jonas.weber"_s);
            record.body.insert(u"report"_s, read.workspace.addRemoteBlob(QByteArray("\n") + toJson(report.toJson())));
            read.workspace.put({record});
        };
        const ComparedReports reports = mixedReports();
        put(sampleId(u"eval"_s, 1), u"m/1"_s, reports.before);
        put(sampleId(u"eval"_s, 2), u"m/2"_s, reports.after);
        read.tab.setEvaluation(sampleId(u"eval"_s, 2));
        QVERIFY(read.waitForRows(300));
        QCOMPARE(read.tab.chosen(), sampleId(u"eval"_s, 1));
    }
};

QTEST_MAIN(TestComparisonTab)
#include "tst_comparisontab.moc"

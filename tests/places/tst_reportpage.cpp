// SPDX-License-Identifier: GPL-3.0-or-later
#include "places/reportfixture.h"
#include "ui/evaluations/evaluationpage.h"
#include "ui/evaluations/sectionnavigator.h"
#include "ui/evaluations/sections/experimentssection.h"
#include "ui/evaluations/sections/explanationssection.h"
#include "ui/evaluations/sections/failuressection.h"
#include "ui/evaluations/sections/fairnesssection.h"
#include "ui/evaluations/sections/reviewsection.h"
#include "ui/evaluations/sections/tradeoffssection.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/factgrid.h"
#include "ui/widgets/figures/figureframe.h"
#include "ui/widgets/figures/scatterchart.h"
#include "widgets/support.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTextEdit>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

struct Shown
{
    EvaluationPage page;
    explicit Shown(const ReportData &report)
    {
        page.resize(690, 760);
        page.QWidget::show();
        page.show(report);
    }
    explicit Shown(Filled filled) : Shown(madeData(filled)) {}
};

} // namespace

class TestReportPage : public QObject
{
    Q_OBJECT
private slots:
    void init() { failOnAnyWarning(); }

    void onlySectionsThatHoldSomethingAppear()
    {
        Shown full(Filled::Full);
        QStringList ids = EvaluationPage::sectionIds();
        ids.removeAll(u"plan"_s); // no plan was written for this model
        QStringList all = ids;
        all.removeAll(u"tradeoffs"_s); // comes later
        QCOMPARE(full.page.shownSections(), all);
        QCOMPARE(full.page.absentText(), QString());
        full.page.showTradeOffs(madeTradeOffs(8));
        QCOMPARE(full.page.shownSections(), ids);
        full.page.showTradeOffs(madeTradeOffs(1));
        QVERIFY(full.page.shownSections().contains(u"tradeoffs"_s)); // the axes are the fixture's
        full.page.showTradeOffs({});
        QVERIFY(!full.page.shownSections().contains(u"tradeoffs"_s));
        QCOMPARE(unnamedWidgets(&full.page), QStringList());
    }

    void whatThePolicyAsksForIsMissedAloud()
    {
        Shown empty(Filled::Empty);
        // The policy asks for fairness and robustness: their sections say that there is nothing; the rest is one line.
        QCOMPARE(empty.page.shownSections(), QStringList({u"summary"_s, u"results"_s, u"fairness"_s, u"robustness"_s, u"compare"_s}));
        QVERIFY(empty.page.section<FairnessSection>()->isMissing());
        QVERIFY(empty.page.absentText().contains(u"human review"_s));
        QVERIFY(!empty.page.absentText().contains(u"results by group"_s));
        ReportData unasked = madeData(Filled::Empty);
        unasked.asked.clear();
        empty.page.show(unasked);
        QCOMPARE(empty.page.shownSections(), QStringList({u"summary"_s, u"compare"_s}));
        QVERIFY(empty.page.absentText().contains(u"results by group"_s));
        QVERIFY(!empty.page.section<FairnessSection>()->isMissing());
    }

    void aReportThatIsStillFetchedShowsItsRecord()
    {
        ReportData waiting = madeData(Filled::Full);
        waiting.report.reset();
        waiting.parts.reset();
        Shown shown(waiting);
        QCOMPARE(shown.page.shownSections(), QStringList({u"summary"_s, u"compare"_s}));
        shown.page.show(madeData(Filled::Full));
        QVERIFY(shown.page.shownSections().contains(u"fairness"_s));
    }

    void sectionsAreReachedByKeys()
    {
        Shown shown(Filled::Full);
        shown.page.activateWindow();
        auto *navigator = shown.page.findChild<SectionNavigator *>();
        auto *first = navigator->findChild<QAbstractButton *>(u"summary"_s);
        first->setFocus();
        QTRY_VERIFY(first->hasFocus());
        QTest::keyClick(first, Qt::Key_Right);
        QCOMPARE(shown.page.currentSection(), u"results"_s);
        shown.page.goTo(u"review"_s);
        QCOMPARE(shown.page.currentSection(), u"review"_s);
        QVERIFY(!shown.page.section<ReviewSection>()->visibleRegion().isEmpty());
        shown.page.step(1);
        QCOMPARE(shown.page.currentSection(), u"experiments"_s);
        shown.page.goTo(u"nowhere"_s);
        QCOMPARE(shown.page.currentSection(), u"experiments"_s);
        shown.page.goTo(u"compare"_s);
        shown.page.step(1);
        QCOMPARE(shown.page.currentSection(), u"compare"_s);
        shown.page.goTo(u"summary"_s);
        QCOMPARE(shown.page.currentSection(), u"summary"_s);
    }

    void fairnessFollowsItsChoices()
    {
        Shown shown(Filled::Full);
        auto *fairness = shown.page.section<FairnessSection>();
        const QList<QComboBox *> boxes = fairness->findChildren<QComboBox *>();
        QCOMPARE(boxes.size(), 3);
        QCOMPARE(boxes[1]->itemText(0), u"sex"_s);
        QCOMPARE(boxes[1]->itemText(2), u"sex × age"_s);
        boxes[0]->setCurrentIndex(1); // selection rate
        boxes[1]->setCurrentIndex(1); // by age
        using Look = RangeChart::Look;
        const auto looks = [&](Look look) {
            const auto rows = fairness->chart()->rows();
            return std::count_if(rows.begin(), rows.end(), [look](const auto &row) { return row.look == look; });
        };
        QCOMPARE(looks(Look::Reference), 1);
        QCOMPARE(looks(Look::Heading), 1);
        QCOMPARE(looks(Look::Muted), 1);
        const auto *chip = fairness->findChild<Chip *>(QString(), Qt::FindChildrenRecursively);
        QVERIFY(chip);
        fairness->setDrawn(u"ratio"_s);
        const auto rows = fairness->chart()->rows();
        for (const auto &row : rows) {
            if (row.look == Look::Reference)
                QCOMPARE(row.value, 1.0);
            else if (row.look == Look::Failing)
                QVERIFY(row.value < 0.8);
        }
        // Another reference: the first of the list is the usual one.
        boxes[2]->setCurrentIndex(2);
        QCOMPARE(looks(Look::Reference), 1);
        QVERIFY(fairness->chart()->table().rows.size() == 6);
    }

    void examplesOfSafetyAreShownOnlyWhenAskedFor()
    {
        Shown shown(Filled::Full);
        auto *failures = shown.page.section<FailuresSection>();
        QVERIFY(!failures->examples()->isVisibleTo(failures));
        QVERIFY(failures->reveal()->isVisibleTo(failures));
        shown.page.goTo(u"failures"_s);
        failures->reveal()->setFocus();
        QTest::keyClick(failures->reveal(), Qt::Key_Space);
        QVERIFY(failures->examples()->isVisibleTo(failures));
        failures->table()->selectRow(1);
        QVERIFY(failures->examples()->isVisibleTo(failures));
        QTRY_VERIFY(failures->height() >= failures->minimumSizeHint().height());
        const QString text = failures->examples()->toPlainText();
        QVERIFY(text.contains(u"⟨U+202E⟩"_s));
        QVERIFY(!text.contains(QChar(0x202e)));
        failures->table()->selectRow(0);
        QVERIFY(!failures->reveal()->isHidden() || failures->examples()->isVisibleTo(failures));
        failures->findChild<QLineEdit *>()->setText(u"paragraph"_s);
        QCOMPARE(failures->table()->model()->rowCount(), 1);
        failures->findChild<QLineEdit *>()->setText(u"nothing like it"_s);
        QCOMPARE(failures->table()->model()->rowCount(), 0);
        QVERIFY(!failures->examples()->isVisibleTo(failures));
    }

    void markupInExamplesStaysText()
    {
        ReportData data = madeData(Filled::Empty);
        EvaluationReport report = *data.report;
        report.failures = {{u"a"_s, u"<b>bold</b>"_s, u"high"_s, 1, std::nullopt, {{u"<img src='file:///etc/passwd'><script>x</script>"_s, u"&lt;"_s, {}}}}};
        Shown shown(dataOf(report));
        auto *failures = shown.page.section<FailuresSection>();
        QVERIFY(failures->examples()->toPlainText().contains(u"<img src='file:///etc/passwd'>"_s));
        QVERIFY(failures->examples()->toPlainText().contains(u"&lt;"_s));
    }

    void explanationsStopAtTwentyUntilAsked()
    {
        Shown shown(Filled::Full);
        auto *explanations = shown.page.section<ExplanationsSection>();
        QCOMPARE(explanations->chart()->pointCount(), 20);
        shown.page.goTo(u"explanations"_s);
        explanations->findChild<QPushButton *>()->setFocus();
        QTest::keyClick(explanations->findChild<QPushButton *>(), Qt::Key_Space);
        QCOMPARE(explanations->chart()->pointCount(), 26);
    }

    void agreementHasItsInterval()
    {
        Shown shown(Filled::Full);
        auto *review = shown.page.section<ReviewSection>();
        QCOMPARE(review->agreement()->pointCount(), 3);
        QVERIFY(review->agreement()->pointText(2).contains(u"ordinal"_s));
        QVERIFY(!review->agreement()->rows()[2].cells[0].muted.isEmpty());
        QCOMPARE(review->items()->model()->rowCount(), 14);
    }

    void experimentsSayWhatIsNotStated()
    {
        Shown shown(Filled::Full);
        auto *experiments = shown.page.section<ExperimentsSection>();
        QCOMPARE(experiments->verdict()->chip(), chipFor(ChipState::Met, u"Better"_s));
        experiments->findChild<QComboBox *>()->setCurrentIndex(1);
        // 4,821 against 4,402 where half and half was planned.
        QCOMPARE(experiments->verdict()->chip().text, u"Undecided"_s);
        const auto labels = experiments->facts()->findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(), [](const QLabel *label) { return label->text() == u"No stopping rule is stated."_s; }));
    }

    void tradeOffsLeadToTheirVersion()
    {
        Shown shown(Filled::Full);
        shown.page.showTradeOffs(madeTradeOffs(9));
        auto *section = shown.page.section<TradeOffsSection>();
        QUrl link;
        connect(&shown.page, &EvaluationPage::openLink, this, [&](const QUrl &to) { link = to; });
        section->chart()->setFocus();
        QTest::keyClick(section->chart(), Qt::Key_Right);
        QVERIFY(section->chart()->currentPoint() >= 0);
        QTest::keyClick(section->chart(), Qt::Key_Return);
        QVERIFY(link.toString().contains(u"claims-triage"_s));
    }

    void oddReportsAreShown_data()
    {
        QTest::addColumn<int>("filled");
        QTest::newRow("sparse") << int(Filled::Sparse);
        QTest::newRow("forty") << int(Filled::Forty);
        QTest::newRow("empty") << int(Filled::Empty);
    }
    void oddReportsAreShown()
    {
        QFETCH(int, filled);
        Shown shown{Filled(filled)};
        shown.page.showTradeOffs(madeTradeOffs(40));
        for (const QString &id : shown.page.shownSections()) {
            shown.page.goTo(id);
            QVERIFY(!shown.page.grab().isNull());
        }
        const auto frames = shown.page.findChildren<FigureFrame *>();
        for (FigureFrame *frame : frames) {
            frame->setTableShown(true);
            QVERIFY(frame->content(FigureFrame::Format::Csv).startsWith('"'));
        }
        QCOMPARE(unnamedWidgets(&shown.page), QStringList());
    }
};

QTEST_MAIN(TestReportPage)
#include "tst_reportpage.moc"

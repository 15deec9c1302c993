// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pictures/reportpictures.h"

#include "tests/places/reportfixture.h"
#include "ui/evaluations/evaluationpage.h"
#include "ui/evaluations/sections/failuressection.h"
#include "ui/evaluations/sections/fairnesssection.h"
#include "ui/evaluations/sections/summarysection.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/figures/figureframe.h"

#include <QScrollArea>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

class ReportShots
{
public:
    ReportShots(QString folder, QString theme) : m_folder(std::move(folder)), m_theme(std::move(theme)) {}

    void take(QWidget &widget, const QString &name) const
    {
        QTest::qWait(60);
        if (!widget.grab().save(u"%1/report-%2-%3.png"_s.arg(m_folder, name, m_theme)))
            qWarning("report-%s could not be written", qPrintable(name));
    }
    /// Each section by itself, as tall as it is.
    void takeSections(EvaluationPage &page, const QString &filling) const
    {
        for (const QString &id : page.shownSections()) {
            page.goTo(id);
            QTest::qWait(20);
            if (auto *section = page.findChild<ReportSection *>(id))
                take(*section, u"%1-%2"_s.arg(id, filling));
        }
    }

private:
    QString m_folder, m_theme;
};

struct Sheet
{
    EvaluationPage page;
    explicit Sheet(const QSize &size, const ReportData &shown, int versions = 0)
    {
        page.setAutoFillBackground(true);
        page.resize(size);
        page.QWidget::show();
        page.show(shown);
        if (versions > 0)
            page.showTradeOffs(madeTradeOffs(versions));
        QTest::qWait(60);
    }
};

} // namespace

void paintReports(const QString &folder, const QString &themeName)
{
    const ReportShots shots(folder, themeName);
    {
        Sheet full(QSize(690, 760), madeData(Filled::Full), 14);
        shots.take(full.page, u"page"_s);
        shots.takeSections(full.page, u"full"_s);
        auto *fairness = full.page.section<FairnessSection>();
        fairness->setDrawn(u"difference"_s);
        shots.take(*fairness, u"fairness-difference"_s);
        auto *failures = full.page.section<FailuresSection>();
        full.page.goTo(u"failures"_s);
        failures->table()->selectRow(1);
        shots.take(*failures, u"failures-examples"_s);
        full.page.section<SummarySection>()->setConfigurationShown(true);
        shots.take(*full.page.section<SummarySection>(), u"summary-configuration"_s);
        fairness->findChild<FigureFrame *>()->setTableShown(true);
        shots.take(*fairness, u"fairness-table"_s);
    }
    {
        Sheet wide(QSize(1120, 900), madeData(Filled::Full), 14);
        shots.take(wide.page, u"page-wide"_s);
        wide.page.goTo(u"fairness"_s);
        shots.take(wide.page, u"page-wide-fairness"_s);
    }
    Sheet sparse(QSize(690, 760), madeData(Filled::Sparse), 2);
    shots.takeSections(sparse.page, u"sparse"_s);
    Sheet empty(QSize(690, 760), madeData(Filled::Empty));
    shots.take(empty.page, u"page-empty"_s);
    Sheet forty(QSize(690, 760), madeData(Filled::Forty), 40);
    shots.takeSections(forty.page, u"forty"_s);
}

} // namespace countersign::test

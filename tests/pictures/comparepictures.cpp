// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pictures/comparepictures.h"

#include "tests/places/comparisonfixture.h"
#include "ui/evaluations/comparisonmap.h"
#include "ui/evaluations/comparisonmodel.h"
#include "ui/evaluations/comparisonsummary.h"
#include "ui/evaluations/comparisontab.h"
#include "ui/widgets/datatable.h"
#include "ui/widgets/figures/heatmap.h"

#include <QAbstractButton>
#include <QSignalSpy>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

class CompareShots
{
public:
    CompareShots(QString folder, QString theme) : m_folder(std::move(folder)), m_theme(std::move(theme)) {}
    void take(QWidget &widget, const QString &name) const
    {
        QTest::qWait(40);
        if (!widget.grab().save(u"%1/compare-%2-%3.png"_s.arg(m_folder, name, m_theme)))
            qWarning("compare-%s could not be written", qPrintable(name));
    }

private:
    QString m_folder, m_theme;
};

struct CompareSheet
{
    ComparisonTab tab;
    CompareSheet(const QSize &size, const ComparisonPtr &shown)
    {
        QObject::connect(&tab, &ComparisonTab::compareRequested, &tab, [this, shown] { tab.showComparison(shown); });
        tab.setAutoFillBackground(true);
        QPalette colors = Theme::current().palette();
        colors.setColor(QPalette::Window, Theme::current().color(ColorRole::Surface));
        tab.setPalette(colors);
        tab.resize(size);
        tab.show();
        ComparisonChoices choices;
        choices.before = {ComparisonChoice::Kind::Version, u"claims-triage/6"_s, u"claims-triage/6"_s, {}, 1, ComparisonChoice::Standing::Production};
        choices.after = {ComparisonChoice::Kind::Version, u"claims-triage/7"_s, u"claims-triage/7"_s, {}, 1};
        choices.list = {choices.after, choices.before};
        tab.showChoices(choices);
        QTest::qWait(50);
    }
    void showMap()
    {
        QSignalSpy drawn(tab.map(), &ComparisonMap::drawn);
        tab.setMapShown(true);
        if (drawn.isEmpty())
            drawn.wait();
    }
};

void paintMaps(const CompareShots &shots)
{
    CompareSheet wide(QSize(1180, 820), comparedData(largeReports()));
    shots.take(wide.tab, u"12000-table"_s);
    wide.showMap();
    shots.take(wide.tab, u"12000-map"_s);
    wide.tab.map()->map()->setGroupOpen(1, true);
    wide.tab.map()->map()->setFocus();
    wide.tab.map()->map()->setCurrentPoint(8);
    shots.take(wide.tab, u"12000-map-open"_s);
    wide.tab.map()->map()->setZoom(0);
    wide.tab.map()->map()->setAllOpen(true);
    shots.take(wide.tab, u"12000-map-small"_s);
    wide.tab.resize(690, 760);
    wide.tab.map()->map()->setZoom(1);
    shots.take(wide.tab, u"12000-map-narrow"_s);
}

} // namespace

void paintComparisons(const QString &folder, const QString &themeName)
{
    const CompareShots shots(folder, themeName);
    const ComparisonPtr mixed = comparedData(mixedReports());
    {
        CompareSheet narrow(QSize(690, 760), mixed);
        narrow.tab.table()->selectRow(2);
        shots.take(narrow.tab, u"narrow"_s);
        narrow.showMap();
        shots.take(narrow.tab, u"map-narrow"_s);
    }
    {
        CompareSheet wide(QSize(1440, 820), mixed);
        shots.take(wide.tab, u"wide"_s);
        QSignalSpy filtered(wide.tab.model(), &ComparisonModel::filtered);
        emit wide.tab.summary()->chosen(1U << int(Comparison::Verdict::NotComparable), 0);
        filtered.wait();
        shots.take(wide.tab, u"notcomparable"_s);
        emit wide.tab.summary()->chosen(0, 0);
        filtered.wait();
        wide.showMap();
        shots.take(wide.tab, u"map"_s);
        QSignalSpy drawn(wide.tab.map(), &ComparisonMap::drawn);
        wide.tab.map()->setColumns(MapColumns::Slices);
        drawn.wait();
        shots.take(wide.tab, u"map-slices"_s);
    }
    paintMaps(shots);
    CompareSheet hostile(QSize(690, 600), comparedData(hostileReports()));
    shots.take(hostile.tab, u"hostile"_s);
    hostile.showMap();
    shots.take(hostile.tab, u"hostile-map"_s);
    CompareSheet apart(QSize(690, 500), comparedData(apartReports()));
    shots.take(apart.tab, u"apart"_s);
    CompareSheet empty(QSize(690, 400), comparedData({}));
    shots.take(empty.tab, u"empty"_s);
}

} // namespace countersign::test

// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/pictures/lineagepictures.h"

#include "tests/places/lineagesample.h"
#include "ui/registry/lineagetab.h"

#include <QLineEdit>
#include <QTest>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

class LineageShots
{
public:
    LineageShots(QString folder, QString theme) : m_folder(std::move(folder)), m_theme(std::move(theme)) {}

    void take(LineageTab &tab, const QString &name)
    {
        (void)QTest::qWaitFor([&] { return tab.view()->isLaidOut(); }, 10'000);
        QTest::qWait(50);
        if (!tab.grab().save(u"%1/lineage-%2-%3.png"_s.arg(m_folder, name, m_theme)))
            qWarning("lineage-%s could not be written", qPrintable(name));
    }

private:
    QString m_folder, m_theme;
};

} // namespace

void paintLineages(const QString &folder, const QString &themeName)
{
    LineageShots shots(folder, themeName);
    LineageTab small;
    small.setAutoFillBackground(true);
    small.setBackgroundRole(QPalette::Base);
    small.resize(880, 420);
    small.show();
    small.showLineage(smallLineage());
    shots.take(small, u"8"_s);
    small.setPart(LineageTab::Part::CameFrom);
    shots.take(small, u"8-came-from"_s);
    LineageTab large;
    large.setAutoFillBackground(true);
    large.setBackgroundRole(QPalette::Base);
    large.resize(1280, 800);
    large.show();
    large.showLineage(largeLineage(500));
    shots.take(large, u"500"_s);
    large.view()->zoomToFit();
    shots.take(large, u"500-fit"_s);
    large.pane()->words()->setText(u"fraud-triage"_s);
    large.view()->setZoom(1);
    shots.take(large, u"500-found"_s);
    large.pane()->words()->clear();
    large.view()->setAllOpen(true);
    shots.take(large, u"500-open"_s);
    large.setPart(LineageTab::Part::BuiltOn);
    shots.take(large, u"500-built-on"_s);
}

} // namespace countersign::test

// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the controls of a version, full, sparse, empty and with long names, in both themes: gallery_controls FOLDER
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "ui/registry/controlstab.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QSignalSpy>
#include <QTest>
#include <QTextStream>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

void paint(const QDir &folder, const QString &name, EvidenceWorkspace &workspace, const QString &version, const QString &framework, const QSize &size)
{
    ControlsTab tab;
    tab.setReplica(workspace.replica());
    tab.resize(size);
    QSignalSpy settled(&tab, &ControlsTab::settled);
    VersionData shown;
    shown.key = version;
    shown.at = workspace.clock()->now();
    tab.show();
    tab.show(shown);
    settled.wait(5000);
    if (!framework.isEmpty())
        tab.setFramework(framework);
    QTest::qWait(80);
    const QString file = folder.filePath(name + u".png"_s);
    QTextStream(stdout) << (tab.grab().save(file) ? "" : "FAILED ") << file << '\n';
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    const QDir folder(QApplication::arguments().value(1, u"."_s));
    folder.mkpath(u"."_s);
    ThemeController controller(&app);
    EvidenceWorkspace full, longNames, empty;
    fillSample(full);
    fillSample(longNames, true);
    for (const auto &[choice, theme] : {std::pair{ThemeChoice::Light, u"light"_s}, {ThemeChoice::Dark, u"dark"_s}}) {
        controller.apply(choice);
        paint(folder, u"controls-full-"_s + theme, full, u"claims-triage/7"_s, u"nist-ai-rmf"_s, {1280, 620});
        paint(folder, u"controls-hiring-"_s + theme, full, u"claims-triage/7"_s, u"nyc-ll-144"_s, {1000, 480});
        paint(folder, u"controls-long-"_s + theme, longNames, u"claims-triage/7-release-candidate-with-rebalanced-sample"_s, {}, {1280, 620});
        paint(folder, u"controls-nothing-"_s + theme, empty, u"claims-triage/7"_s, {}, {1000, 400});
    }
    return 0;
}

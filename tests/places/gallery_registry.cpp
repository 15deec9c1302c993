// SPDX-License-Identifier: GPL-3.0-or-later
// Paints Models and Evaluations in every size and theme into PNG files: gallery_registry FOLDER
#include "places/evidencerecords.h"
#include "places/evidenceworkspace.h"
#include "ui/evaluations/evaluationpage.h"
#include "ui/evaluations/evaluationsplace.h"
#include "ui/registry/registerdialog.h"
#include "ui/registry/registryplace.h"
#include "ui/registry/requestdialog.h"
#include "ui/registry/versionpage.h"
#include "ui/shell/headerbar.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/statusbar.h"
#include "ui/widgets/actionregistry.h"

#include <QApplication>
#include <QDir>
#include <QSettings>
#include <QTest>
#include <QTextStream>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

struct Shot
{
    QString name;
    ThemeChoice theme;
    QSize size;
};

QList<Shot> shots()
{
    QList<Shot> out;
    for (const auto &[theme, name] : {std::pair{ThemeChoice::Light, u"light"_s}, std::pair{ThemeChoice::Dark, u"dark"_s}}) {
        for (const QSize &size : {QSize(1280, 800), QSize(1920, 1080)})
            out.append({u"%1-%2"_s.arg(name).arg(size.width()), theme, size});
    }
    return out;
}

void take(QWidget &widget, const QDir &folder, const QString &name)
{
    const QString file = folder.filePath(name + u".png"_s);
    QTextStream(stdout) << (widget.grab().save(file) ? "" : "FAILED ") << file << '\n';
}

struct Window
{
    QTemporaryDir temporary;
    QSettings settings{temporary.filePath(u"s.ini"_s), QSettings::IniFormat};
    ActionRegistry registry;
    MainWindow window;

    Window(EvidenceWorkspace &workspace, const QSize &size)
        : window(&registry, &settings, workspace.clock())
    {
        window.setPlaces({registryPlace(&workspace, &registry, &settings), evaluationsPlace(&workspace, &registry, &settings)});
        window.header()->setPerson(u"Jonas Weber, Model owner"_s);
        window.status()->setStatus({ConnectionStatus::Link::Online, workspace.clock()->now().addSecs(-2), 20'433,
                                    ConnectionStatus::History::Consistent, 0, 0, u"governance.example.org"_s});
        window.resize(size);
        window.show();
    }
    void go(const QUrl &link)
    {
        window.openLink(link);
        QTest::qWait(300);
    }
};

void drawFull(EvidenceWorkspace &workspace, const Shot &shot, const QDir &folder, const QString &suffix)
{
    Window scene(workspace, shot.size);
    const QString newest = suffix.isEmpty() ? u"claims-triage/7"_s : u"claims-triage/7-release-candidate-with-rebalanced-sample"_s;
    scene.go(links::to(u"registry"_s, newest));
    const QString tabs[] = {u"overview"_s, u"lineage"_s, u"card"_s, u"evaluations"_s, u"releases"_s, u"decisions"_s, u"controls"_s};
    auto *page = scene.window.findChild<VersionPage *>();
    for (int i = 0; i < 7; ++i) {
        page->setTab(VersionPage::Tab(i));
        QTest::qWait(i == 6 ? 400 : 60);
        take(scene.window, folder, u"registry-%1%2-%3"_s.arg(tabs[i], suffix, shot.name));
    }
    scene.go(links::to(u"evaluations"_s, sampleId(u"eval"_s, 7)));
    auto *evaluation = scene.window.findChild<EvaluationPage *>();
    for (const QString &section : evaluation->shownSections()) {
        evaluation->goTo(section);
        QTest::qWait(120);
        take(scene.window, folder, u"evaluations-%1%2-%3"_s.arg(section, suffix, shot.name));
    }
}

void drawDialogs(EvidenceWorkspace &workspace, const QDir &folder, const QString &name)
{
    RequestDialog request(&workspace, u"claims-triage/4"_s);
    RegisterModelDialog model(&workspace);
    Model triage;
    triage.name = u"claims-triage"_s;
    triage.title = u"Claims triage"_s;
    RegisterVersionDialog version(&workspace, triage, u"7"_s);
    for (QDialog *dialog : {static_cast<QDialog *>(&request), static_cast<QDialog *>(&model), static_cast<QDialog *>(&version)}) {
        dialog->setAttribute(Qt::WA_DeleteOnClose, false);
        dialog->show();
    }
    QTest::qWait(200);
    take(request, folder, u"dialog-request-"_s + name);
    take(model, folder, u"dialog-model-"_s + name);
    take(version, folder, u"dialog-version-"_s + name);
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English));
    const QDir folder(app.arguments().value(1, u"."_s));
    if (!folder.mkpath(u"."_s))
        return 1;
    ThemeController controller(&app);
    EvidenceWorkspace full, longNames, empty;
    fillSample(full);
    fillSample(longNames, true);
    for (const Shot &shot : shots()) {
        controller.apply(shot.theme);
        drawFull(full, shot, folder, {});
        if (shot.theme == ThemeChoice::Light)
            drawFull(longNames, shot, folder, u"-long"_s);
        Window nothing(empty, shot.size);
        nothing.go(links::to(u"registry"_s));
        take(nothing.window, folder, u"registry-empty-"_s + shot.name);
        nothing.go(links::to(u"evaluations"_s));
        take(nothing.window, folder, u"evaluations-empty-"_s + shot.name);
        if (shot.size.width() < 1900)
            drawDialogs(full, folder, shot.name);
    }
    return 0;
}

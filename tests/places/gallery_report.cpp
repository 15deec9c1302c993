// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the page of an evaluation, section by section, in both themes: gallery_report FOLDER
#include "tests/pictures/reportpictures.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QDir>
#include <QLocale>

using namespace countersign;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English));
    const QString folder = app.arguments().value(1, u"."_s);
    if (!QDir().mkpath(folder))
        return 1;
    ThemeController themes(&app);
    for (const auto &[choice, name] : {std::pair{ThemeChoice::Light, u"light"_s}, std::pair{ThemeChoice::Dark, u"dark"_s}}) {
        themes.apply(choice);
        test::paintReports(folder, name);
    }
    return 0;
}

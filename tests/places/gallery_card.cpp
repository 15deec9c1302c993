// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the card of a version in both themes: gallery_card FOLDER
#include "tests/pictures/cardpictures.h"
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
        test::paintCards(folder, name);
    }
    return 0;
}

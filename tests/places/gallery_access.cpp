// SPDX-License-Identifier: GPL-3.0-or-later
// Paints people, keys and policies into PNG files: gallery_access FOLDER
#include "pictures/accesspictures.h"
#include "places/gallerywindow.h"

using namespace countersign;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication app(argc, argv);
    QLocale::setDefault(QLocale(QLocale::English));
    const QDir folder = test::galleryFolder();
    ThemeController themes(&app);
    for (const auto &[choice, name] : {std::pair(ThemeChoice::Light, u"light"_s), std::pair(ThemeChoice::Dark, u"dark"_s)}) {
        themes.apply(choice);
        test::paintAccess(folder.path(), name);
    }
    return 0;
}

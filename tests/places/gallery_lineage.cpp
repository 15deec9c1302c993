// SPDX-License-Identifier: GPL-3.0-or-later
// Paints the lineage with 8 and with 500 things in both themes into PNG files: gallery_lineage FOLDER
#include "tests/pictures/lineagepictures.h"
#include "ui/widgets/theme.h"

#include <QApplication>
#include <QDir>

using namespace countersign;
using namespace Qt::StringLiterals;

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
    for (const auto &[choice, name] : {std::pair{ThemeChoice::Light, u"light"_s}, std::pair{ThemeChoice::Dark, u"dark"_s}}) {
        controller.apply(choice);
        test::paintLineages(folder.path(), name);
    }
    return 0;
}

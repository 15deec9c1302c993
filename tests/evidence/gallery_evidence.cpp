// SPDX-License-Identifier: GPL-3.0-or-later
// Paints plans, reviews, histories and importing in both themes into PNG files: gallery_evidence FOLDER
#include "tests/pictures/evidencepictures.h"
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
    QApplication::setCursorFlashTime(0);
    QLocale::setDefault(QLocale(QLocale::English));
    const QString folder = app.arguments().value(1, u"."_s);
    if (!QDir().mkpath(folder))
        return 1;
    ThemeController controller(&app);
    for (const auto &[choice, name] : {std::pair{ThemeChoice::Light, u"light"_s}, std::pair{ThemeChoice::Dark, u"dark"_s}}) {
        controller.apply(choice);
        test::paintEvidence(folder, name);
    }
    return 0;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/logging.h"
#include "console.h"
#include "translations.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QIcon>
#include <QStandardPaths>

using namespace countersign;
using namespace Qt::StringLiterals;

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    installLogging();
    QApplication::setApplicationName(u"Countersign"_s);
    QApplication::setOrganizationName(u"Countersign"_s);
    QApplication::setApplicationVersion(QStringLiteral(COUNTERSIGN_VERSION));
    QApplication::setDesktopFileName(u"org.countersign.Countersign"_s);

    installTranslations(&app);

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Review the evidence, sign off deployments, keep watching what you signed for."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption sample(u"sample"_s, QApplication::translate("main", "Opens the sample workspace."));
    const QCommandLineOption local(u"local"_s, QApplication::translate("main", "Opens (and makes) a local workspace; a folder may follow."));
    const QCommandLineOption person(u"person"_s, QApplication::translate("main", "With --local: the first administrator of a new workspace."), u"NAME"_s);
    const QCommandLineOption server(u"server"_s, QApplication::translate("main", "Opens a team server; the key comes from COUNTERSIGN_TOKEN."), u"URL"_s);
    parser.addOptions({sample, local, person, server});
    parser.addPositionalArgument(u"link"_s, QApplication::translate("main", "A countersign:// link, or the folder of --local."), u"[link|folder]"_s);
    parser.process(app);

    QSettings settings;
    ThemeController theme(&app);
    theme.apply(ThemeChoice(settings.value(u"theme"_s, int(ThemeChoice::System)).toInt()));
    Console::Options options;
    options.settings = &settings;
    options.theme = &theme;
    options.dataFolder = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    Console console(options);

    QString folder = options.dataFolder + u"/local"_s;
    for (const QString &argument : parser.positionalArguments()) {
        if (const QUrl link(argument); link.scheme() == "countersign"_L1)
            console.openLink(link);
        else
            folder = QDir::current().absoluteFilePath(argument);
    }
    if (parser.isSet(sample))
        console.openSample();
    else if (parser.isSet(local))
        console.openLocal(folder, parser.value(person).isEmpty() ? qEnvironmentVariable("USER", u"admin"_s).toLower() : parser.value(person));
    else if (parser.isSet(server))
        console.openServer(QUrl(parser.value(server)), qgetenv("COUNTERSIGN_TOKEN"));
    else if (!console.openLast())
        console.showStart();
    return QApplication::exec();
}

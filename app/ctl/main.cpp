// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/logging.h"
#include "client/restclient.h"
#include "commands/commands.h"
#include "context.h"

#include <QCoreApplication>
#include <QFile>
#include <QGuiApplication>
#include <QLoggingCategory>
#include <QThread>

#include <cstdio>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

void print(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
}

/// A session with the server that the environment names; null when it names none.
Result<std::unique_ptr<Session>> makeSession()
{
    const QString address = qEnvironmentVariable("COUNTERSIGN_URL");
    if (address.isEmpty())
        return std::unique_ptr<Session>();
    const auto url = RestClient::checkedBase(QUrl(address));
    if (!url)
        return Error{Error::Code::Invalid, u"COUNTERSIGN_URL '%1' cannot be used: %2"_s.arg(address, url.error().text)};
    QList<QSslCertificate> authorities;
    if (const QString path = qEnvironmentVariable("COUNTERSIGN_CA"); !path.isEmpty()) {
        authorities = QSslCertificate::fromPath(path, QSsl::Pem);
        if (authorities.isEmpty())
            return Error{Error::Code::Invalid, u"COUNTERSIGN_CA '%1' holds no certificate."_s.arg(path)};
    }
    return std::make_unique<Session>(*url, qEnvironmentVariable("COUNTERSIGN_TOKEN"), authorities);
}

/// "signer --help": the commands that begin with this word; empty when that is not what was asked.
QString groupHelp(const QList<CommandSpec> &commands, const QStringList &words)
{
    if (words.size() != 2 || (words[1] != "--help"_L1 && words[1] != "-h"_L1))
        return {};
    QString out;
    for (const CommandSpec &command : commands) {
        if (command.name.startsWith(words[0] + u' '))
            out += usageLine(command) + u"\n    "_s + command.summary + u'\n';
    }
    return out;
}

/// Whether the command that is named prints documents; asked before there is an application.
bool needsFonts(int argc, char **argv)
{
    QStringList words;
    for (int i = 1; i < std::min(argc, 3); ++i)
        words.append(QString::fromLocal8Bit(argv[i]));
    qsizetype used = 0;
    const CommandSpec *command = findCommand(allCommands(), words, &used);
    return command && command->needsFonts;
}

int wrongUsage(const Output &out, const QString &what, const CommandSpec *command)
{
    return out.fail(ExitUsage, what, command ? u"Usage: %1"_s.arg(usageLine(*command)) : u"'countersignctl --help' lists the commands."_s);
}

/// Runs the command on a thread of its own while the main thread's loop carries the network.
int runCommand(QCoreApplication &app, const CommandSpec &command, const Invocation &given)
{
    const Output out(given.json());
    auto session = makeSession();
    if (!session)
        return out.fail(ExitUsage, session.error().text);
    Context context(out, session.value().get());
    int code = ExitFailed;
    const std::unique_ptr<QThread> worker(QThread::create([&] { code = command.run(context, given); }));
    QObject::connect(worker.get(), &QThread::finished, &app, &QCoreApplication::quit, Qt::QueuedConnection);
    QMetaObject::invokeMethod(&app, [&worker] { worker->start(); }, Qt::QueuedConnection);
    QCoreApplication::exec();
    worker->wait();
    return code;
}

} // namespace

int main(int argc, char **argv)
{
    // Fonts are for the commands that print; no display is needed for them, and none of the others loads Qt Gui's plugins.
    const bool fonts = needsFonts(argc, argv);
    if (fonts) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
        // Without a login session Qt tells that it makes a folder for sockets that nobody here uses.
        if (!qEnvironmentVariableIsSet("QT_LOGGING_RULES"))
            QLoggingCategory::setFilterRules(u"*.debug=false\n*.info=false\ndefault.warning=false"_s);
    }
    const std::unique_ptr<QCoreApplication> owned(fonts ? new QGuiApplication(argc, argv) : new QCoreApplication(argc, argv));
    QCoreApplication &app = *owned;
    QCoreApplication::setApplicationName(u"countersignctl"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(COUNTERSIGN_VERSION));
    installLogging();
    if (!qEnvironmentVariableIsSet("QT_LOGGING_RULES"))
        QLoggingCategory::setFilterRules(u"*.debug=false\n*.info=false"_s);

    QStringList words = QCoreApplication::arguments().mid(1);
    const QList<CommandSpec> &commands = allCommands();
    const Output out(words.contains(u"--json"_s));
    if (words.isEmpty())
        return wrongUsage(out, u"No command is given."_s, nullptr);
    if (words.first() == "--version"_L1) {
        print(u"countersignctl %1\n"_s.arg(QCoreApplication::applicationVersion()));
        return ExitDone;
    }
    if (words.first() == "--help"_L1 || words.first() == "-h"_L1 || words.first() == "help"_L1) {
        print(helpText(commands));
        return ExitDone;
    }
    if (const QString group = groupHelp(commands, words); !group.isEmpty()) {
        print(group);
        return ExitDone;
    }
    // "models" alone lists models.
    if (const Kind *kind = kindByPlural(words.first()); kind && (words.size() == 1 || words[1].startsWith(u'-')))
        words.insert(1, u"list"_s);
    qsizetype used = 0;
    const CommandSpec *command = findCommand(commands, words, &used);
    if (!command)
        return wrongUsage(out, u"There is no command '%1'."_s.arg(words.first(std::min<qsizetype>(words.size(), 2)).join(u' ').left(80)), nullptr);
    const QStringList rest = words.mid(used);
    if (rest.contains(u"--help"_s) || rest.contains(u"-h"_s)) {
        print(helpText(*command));
        return ExitDone;
    }
    const auto given = parseInvocation(*command, rest);
    if (!given)
        return wrongUsage(out, given.error().text, command);
    return runCommand(app, *command, *given);
}

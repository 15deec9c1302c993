// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "base/logging.h"
#include "formats/evidencereader.h"
#include "server/routes/server.h"
#include "server/store/logaudit.h"
#include "sampledata.h"
#include "serveroptions.h"
#include "trust/signer.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QFile>
#include <QSaveFile>
#include <QSocketNotifier>
#include <QThread>

#include <csignal>
#include <cstdio>
#include <unistd.h>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

enum Exit { Done = 0, Failed = 1, Usage = 2, Findings = 11 };

int s_signalPipe[2] = {-1, -1};

extern "C" void noteSignal(int)
{
    // Only what POSIX allows in a handler: one byte wakes the event loop.
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(s_signalPipe[1], &byte, 1);
}

int complain(const QString &text, int code)
{
    std::fprintf(stderr, "countersignd: %s\n", qPrintable(text));
    return code;
}

/// Ends the event loop on SIGTERM and SIGINT, and with standard input when the parent holds its other end.
bool endOnSignals(QCoreApplication &app, bool withParent)
{
    if (::pipe(s_signalPipe) != 0)
        return false;
    auto *signal = new QSocketNotifier(s_signalPipe[0], QSocketNotifier::Read, &app);
    QObject::connect(signal, &QSocketNotifier::activated, &app, [] { QCoreApplication::quit(); });
    std::signal(SIGTERM, noteSignal);
    std::signal(SIGINT, noteSignal);
    std::signal(SIGPIPE, SIG_IGN);
    if (withParent) {
        auto *input = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, &app);
        QObject::connect(input, &QSocketNotifier::activated, input, [input] {
            char bytes[256];
            if (::read(STDIN_FILENO, bytes, sizeof bytes) <= 0) {
                input->setEnabled(false);
                QCoreApplication::quit();
            }
        });
    }
    return true;
}

int audit(const QString &folder)
{
    const auto report = auditStore(folder);
    if (!report)
        return complain(report.error().text, Failed);
    for (const AuditFinding &finding : report->findings)
        std::printf("leaf %lld: %s\n", static_cast<long long>(finding.leaf), qPrintable(finding.text));
    std::printf("%lld leaves, %lld records, %lld checkpoints: %s\n", static_cast<long long>(report->leaves),
                static_cast<long long>(report->records), static_cast<long long>(report->checkpoints),
                report->clean() ? "everything fits" : "NOT as it should be");
    return report->clean() ? Done : Findings;
}

/// The key in a file that an earlier start wrote, if it is there and nobody else may read it.
QByteArray announcedKey(const QString &path)
{
    const auto bytes = readSecretFile(path);
    const auto json = bytes ? parseJson(*bytes) : Result<QJsonValue>(bytes.error());
    return json ? json->toObject().value(u"adminKey"_s).toString().toLatin1() : QByteArray();
}

/// A console that was killed leaves its server ending, and the next one starts a server on the same folder: that one
/// waits for the folder. Without a console to please, a folder in use is said at once.
template <typename Open>
auto onceFree(bool waits, Open open)
{
    const QDeadlineTimer patience(waits ? 10'000 : 0); // ms
    auto out = open();
    while (!out.ok() && out.error().code == Error::Code::Busy && !patience.hasExpired()) {
        QThread::msleep(20);
        out = open();
    }
    return out;
}

Result<void> announce(Server &server, const QString &path, const QString &url)
{
    const auto key = server.adminKey(announcedKey(path));
    if (!key)
        return key.error();
    // Whole or not at all, and never readable by others, not even for a moment.
    QSaveFile file(path);
    const QByteArray text = toJson(QJsonObject{{u"url"_s, url}, {u"adminKey"_s, QString::fromLatin1(*key)}}) + '\n';
    const bool good = file.open(QIODevice::WriteOnly) && file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        && file.write(text) == text.size() && file.commit();
    if (!good)
        return {Error::Code::Internal, u"The announcement cannot be written: %1"_s.arg(file.errorString())};
    return {};
}

int serve(QCoreApplication &app, const ServerOptions &options)
{
    if (options.sample) {
        if (const auto made = onceFree(options.endWithParent, [&] { return prepareSample(options); }); !made)
            return complain(made.error().text, Failed);
    }
    Server::Options config;
    config.folder = options.folder;
    config.http.address = options.address;
    config.http.port = options.port;
    config.http.behindProxy = options.behindProxy;
    config.http.workerThreads = options.threads;
    config.adminName = options.adminName;
    config.requestsPerSecond = options.requestsPerSecond;
    config.burst = options.requestsPerSecond * 4;
    config.readEvidence = evidenceReader();
    const auto server = onceFree(options.endWithParent, [&] { return Server::open(config); });
    if (!server)
        return complain(server.error().text, Failed);
    const auto port = (*server)->listen();
    if (!port)
        return complain(port.error().text, Failed);
    const QString host = options.address.contains(u':') ? u'[' + options.address + u']' : options.address;
    const QString url = u"http://%1:%2"_s.arg(host).arg(*port);
    if (!options.announceFile.isEmpty()) {
        if (const auto said = announce(**server, options.announceFile, url); !said)
            return complain(said.error().text, Failed);
    }
    std::printf("countersignd %s listens on %s\n", COUNTERSIGN_VERSION, qPrintable(url));
    std::fflush(stdout);
    app.exec();
    (*server)->stop();
    return Done;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    installLogging();
    QCoreApplication::setApplicationName(u"countersignd"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(COUNTERSIGN_VERSION));
    const auto options = ServerOptions::fromArguments(app.arguments());
    if (!options)
        return complain(options.error().text, Usage);
    if (!options->help.isEmpty()) {
        std::fputs(qPrintable(options->help), stdout);
        return Done;
    }
    if (options->check)
        return audit(options->folder);
    if (!endOnSignals(app, options->endWithParent))
        return complain(u"Signals cannot be watched."_s, Failed);
    return serve(app, *options);
}

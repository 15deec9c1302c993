// SPDX-License-Identifier: GPL-3.0-or-later
#include "steps.h"

#include "base/json.h"
#include "commands/commands.h"
#include "context.h"
#include "trust/signer.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QStandardPaths>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr int startMs = 30'000;
constexpr int stepMs = 120'000;

/// As a shell takes it.
QString quoted(const QString &word)
{
    static const QString plain = u"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@,+"_s;
    const bool bare = !word.isEmpty() && std::all_of(word.begin(), word.end(), [](QChar c) { return plain.contains(c); });
    return bare ? word : u"'%1'"_s.arg(QString(word).replace(u"'"_s, u"'\\''"_s));
}

} // namespace

Steps::Steps(const Output &out, const QString &folder)
    : m_out(out), m_folder(folder), m_environment(QProcessEnvironment::systemEnvironment())
{
    for (const char *name : {"COUNTERSIGN_URL", "COUNTERSIGN_TOKEN", "COUNTERSIGN_KEY", "COUNTERSIGN_CA"})
        m_environment.remove(QString::fromLatin1(name));
    m_environment.insert(u"COUNTERSIGN_PASSPHRASE"_s, u"walkthrough only"_s);
    m_environment.insert(u"XDG_STATE_HOME"_s, m_folder + u"/state"_s);
    QDir(m_folder).mkpath(u"steps"_s);
    QDir(m_folder).mkpath(u"keys"_s);
}

Steps::~Steps()
{
    if (!m_server || m_server->state() == QProcess::NotRunning)
        return;
    m_server->terminate();
    if (!m_server->waitForFinished(10'000)) {
        m_server->kill();
        m_server->waitForFinished(5'000);
    }
}

Result<void> Steps::startServer()
{
    const QString beside = QCoreApplication::applicationDirPath();
    QString program = QStandardPaths::findExecutable(u"countersignd"_s, {beside});
    if (program.isEmpty())
        program = QStandardPaths::findExecutable(u"countersignd"_s);
    if (program.isEmpty())
        return {Error::Code::NotFound, u"The server program 'countersignd' is neither beside this one nor in PATH."_s};
    const QString announcement = m_folder + u"/server.json"_s;
    m_server = std::make_unique<QProcess>();
    m_server->setProcessEnvironment(m_environment);
    m_server->setWorkingDirectory(m_folder);
    m_server->setStandardOutputFile(m_folder + u"/server.log"_s);
    m_server->setStandardErrorFile(m_folder + u"/server.log"_s, QIODevice::Append);
#ifdef Q_OS_LINUX
    // Should this program be killed, its server must not stay behind.
    m_server->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGTERM); });
#endif
    m_server->start(program, {u"--data"_s, u"server"_s, u"--listen"_s, u"127.0.0.1:0"_s, u"--announce"_s, announcement});
    m_out.line(u"A server starts on an empty data folder."_s);
    m_out.line(u"  $ countersignd --data server --listen 127.0.0.1:0 --announce server.json"_s);
    return awaitAnnouncement(announcement);
}

Result<void> Steps::awaitAnnouncement(const QString &path)
{
    QElapsedTimer timer;
    timer.start();
    while (!QFile::exists(path)) {
        // Returns at once when the server ends, which is the other thing to wait for.
        if (m_server->waitForFinished(20) || m_server->state() == QProcess::NotRunning)
            return {Error::Code::Internal, u"The server ended at once; see %1/server.log."_s.arg(m_folder)};
        if (timer.elapsed() > startMs)
            return {Error::Code::Timeout, u"The server did not get ready within %1 seconds; see %2/server.log."_s.arg(startMs / 1000).arg(m_folder)};
    }
    const auto bytes = readFile(path, 100'000);
    const auto json = bytes ? parseJson(*bytes) : Result<QJsonValue>(bytes.error());
    if (!json)
        return json.error();
    m_environment.insert(u"COUNTERSIGN_URL"_s, json->toObject().value(u"url"_s).toString());
    giveToken(u"administrator"_s, json->toObject().value(u"adminKey"_s).toString());
    return {};
}

Result<void> Steps::endServer()
{
    m_server->terminate();
    m_out.line(u"The server is ended; everything it knew is in server/."_s);
    if (!m_server->waitForFinished(30'000))
        return {Error::Code::Timeout, u"The server did not end within 30 seconds."_s};
    if (m_server->exitStatus() != QProcess::NormalExit || m_server->exitCode() != 0)
        return {Error::Code::Internal, u"The server ended with code %1; see %2/server.log."_s.arg(m_server->exitCode()).arg(m_folder)};
    goOffline();
    return {};
}

Result<QByteArray> Steps::run(const Step &step)
{
    ++m_count;
    QProcessEnvironment environment = m_environment;
    if (!step.who.isEmpty())
        environment.insert(u"COUNTERSIGN_TOKEN"_s, m_tokens.value(step.who));
    if (m_keys.contains(step.who))
        environment.insert(u"COUNTERSIGN_KEY"_s, m_keys.value(step.who));
    QStringList shown;
    for (const QString &word : step.words)
        shown.append(quoted(word));
    const QString command = u"countersignctl "_s + shown.join(u' ');
    m_out.line(step.sentence);
    m_out.line(u"  %1$ %2"_s.arg(step.who.isEmpty() ? QString() : step.who + u' ', command));

    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(QCoreApplication::applicationFilePath(), step.words);
    const bool ended = process.waitForFinished(stepMs);
    const QByteArray stdoutBytes = process.readAllStandardOutput();
    const QByteArray stderrBytes = process.readAllStandardError();
    const int code = ended && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    qsizetype used = 0;
    const CommandSpec *spec = findCommand(allCommands(), step.words, &used);
    const QString title = spec ? QString(spec->name).replace(u' ', u'-') : step.words.first();
    const QString name = u"steps/%1-%2.txt"_s.arg(m_count, 2, 10, QChar(u'0')).arg(title);
    // A new key's secret stands in here: for the owner's eyes only.
    if (const auto kept = writeSecretFile(m_folder + u'/' + name, "$ " + command.toUtf8() + '\n' + stdoutBytes + stderrBytes
                                          + "exit code " + QByteArray::number(code) + '\n'); !kept)
        return kept.error();
    const bool good = code == step.expected;
    m_told.append(QJsonObject{{u"step"_s, m_count}, {u"sentence"_s, step.sentence}, {u"who"_s, step.who}, {u"command"_s, command},
                              {u"expected"_s, step.expected}, {u"exitCode"_s, code}, {u"ok"_s, good}, {u"output"_s, name}});
    if (code > 0 && good)
        m_out.line(u"  %1 (exit code %2)"_s.arg(QString::fromUtf8(stderrBytes).section(u'\n', 0, 0), QString::number(code)));
    if (!good) {
        return {Error::Code::Internal, u"Step %1 ('%2') ended with code %3 instead of %4: %5"_s.arg(m_count).arg(command).arg(code).arg(step.expected)
                                           .arg(QString::fromUtf8(stderrBytes).section(u'\n', 0, 0))};
    }
    return stdoutBytes;
}

Result<QJsonObject> Steps::runJson(Step step)
{
    step.words.append(u"--json"_s);
    const auto bytes = run(step);
    if (!bytes)
        return bytes.error();
    const auto json = parseJson(*bytes);
    return json ? Result<QJsonObject>(json->toObject()) : json.error();
}

void Steps::giveToken(const QString &who, const QString &token)
{
    m_tokens.insert(who, token);
}

void Steps::giveKey(const QString &who, const QString &keyFile)
{
    m_keys.insert(who, keyFile);
}

void Steps::goOffline()
{
    m_environment.remove(u"COUNTERSIGN_URL"_s);
}

} // namespace countersign

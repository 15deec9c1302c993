// SPDX-License-Identifier: GPL-3.0-or-later
#include "localserver.h"

#include "base/json.h"
#include "trust/signer.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

namespace countersign {

using namespace Qt::StringLiterals;

LocalServer::LocalServer(Options options, QObject *parent)
    : QObject(parent), m_options(std::move(options))
{
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &LocalServer::readOutput);
    connect(&m_process, &QProcess::readyReadStandardError, this, [this] {
        m_complaint = (m_complaint + m_process.readAllStandardError()).right(4000);
    });
    connect(&m_process, &QProcess::finished, this, &LocalServer::ended);
    connect(&m_process, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            emit failed(tr("The local server could not be started: countersignd is not beside this program."));
    });
}

LocalServer::~LocalServer()
{
    m_ending = true;
    if (m_process.state() == QProcess::NotRunning)
        return;
    m_process.terminate();
    // It drains in well under a second; a console that closes must not leave a server behind.
    if (!m_process.waitForFinished(5000))
        m_process.kill();
}

QString LocalServer::announceFile() const
{
    return m_options.folder + u"/announce.json"_s;
}

void LocalServer::start()
{
    if (!QDir().mkpath(m_options.folder)) {
        emit failed(tr("The workspace's folder cannot be made: %1").arg(QDir::toNativeSeparators(m_options.folder)));
        return;
    }
    QString program = QCoreApplication::applicationDirPath() + u"/countersignd"_s;
    if (!QFileInfo(program).isExecutable())
        program = QStandardPaths::findExecutable(u"countersignd"_s);
    QStringList arguments{u"--data"_s, m_options.folder, u"--announce"_s, announceFile(), u"--end-with-parent"_s, u"--rate"_s, u"0"_s};
    if (m_options.sample)
        arguments.append(u"--sample"_s);
    else if (!m_options.person.isEmpty())
        arguments << u"--admin"_s << m_options.person;
    m_process.start(program, arguments);
}

void LocalServer::readOutput()
{
    m_output += m_process.readAllStandardOutput();
    if (!m_ready && m_output.contains(" listens on ")) {
        m_ready = true;
        readAnnouncement();
    }
}

void LocalServer::readAnnouncement()
{
    const auto bytes = readSecretFile(announceFile());
    const auto json = bytes ? parseJson(*bytes) : Result<QJsonValue>(bytes.error());
    if (!json) {
        emit failed(tr("The local server started but did not say where it listens."));
        return;
    }
    m_url = QUrl(json->toObject().value(u"url"_s).toString());
    m_adminKey = json->toObject().value(u"adminKey"_s).toString().toLatin1();
    emit ready();
}

void LocalServer::ended(int code, QProcess::ExitStatus)
{
    if (m_ending)
        return;
    const QString said = QString::fromUtf8(m_complaint).trimmed().section(u'\n', -1);
    emit failed(said.isEmpty() ? tr("The local server ended (%1).").arg(code) : said);
}

} // namespace countersign

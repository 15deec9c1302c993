// SPDX-License-Identifier: GPL-3.0-or-later
#include "ctl_harness.h"

#include "trust/zip.h"

#include <QBuffer>
#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QUrl>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace countersign {

using namespace Qt::StringLiterals;

QJsonObject Ran::json() const
{
    return QJsonDocument::fromJson(out).object();
}

QString programPath(const QString &name)
{
    const QString path = qEnvironmentVariable("COUNTERSIGN_BIN") + u'/' + name;
    return QFileInfo(path).isExecutable() ? path : QString();
}

CtlWorld::CtlWorld() : m_environment(QProcessEnvironment::systemEnvironment())
{
    for (const char *name : {"COUNTERSIGN_URL", "COUNTERSIGN_TOKEN", "COUNTERSIGN_KEY", "COUNTERSIGN_CA"})
        m_environment.remove(QString::fromLatin1(name));
    m_environment.insert(u"XDG_STATE_HOME"_s, path(u"state"_s));
    m_environment.insert(u"COUNTERSIGN_PASSPHRASE"_s, u"of the test"_s);
}

CtlWorld::~CtlWorld()
{
    stop();
}

bool CtlWorld::start(const QString &data)
{
    const QString announcement = path(u"announce.json"_s);
    QFile::remove(announcement);
    m_server = std::make_unique<QProcess>();
    m_server->setProcessEnvironment(m_environment);
    m_server->setStandardOutputFile(path(u"server.log"_s), QIODevice::Append);
    m_server->setStandardErrorFile(path(u"server.log"_s), QIODevice::Append);
#ifdef Q_OS_LINUX
    m_server->setChildProcessModifier([] { prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
    m_server->start(programPath(u"countersignd"_s), {u"--data"_s, path(data), u"--listen"_s, u"127.0.0.1:%1"_s.arg(m_port), u"--announce"_s, announcement});
    QElapsedTimer timer;
    timer.start();
    while (!QFile::exists(announcement)) {
        if (m_server->waitForFinished(20) || timer.elapsed() > 60'000) {
            m_error = u"The server did not start: "_s + QString::fromUtf8(readFile(u"server.log"_s)).right(2000);
            return false;
        }
    }
    const QJsonObject told = QJsonDocument::fromJson(readFile(u"announce.json"_s)).object();
    const QUrl url(told.value(u"url"_s).toString());
    m_port = quint16(url.port());
    m_environment.insert(u"COUNTERSIGN_URL"_s, url.toString());
    m_tokens.insert(u"admin"_s, told.value(u"adminKey"_s).toString());
    return true;
}

bool CtlWorld::stop()
{
    if (!m_server || m_server->state() == QProcess::NotRunning)
        return true;
    m_server->terminate();
    if (m_server->waitForFinished(30'000))
        return m_server->exitCode() == 0;
    m_server->kill();
    m_server->waitForFinished();
    return false;
}

Ran CtlWorld::ctl(const QString &who, const QStringList &words)
{
    QProcessEnvironment environment = m_environment;
    if (!who.isEmpty())
        environment.insert(u"COUNTERSIGN_TOKEN"_s, m_tokens.value(who));
    if (!environment.contains(u"COUNTERSIGN_KEY"_s))
        environment.insert(u"COUNTERSIGN_KEY"_s, path(who + u".pem"_s));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_dir.path());
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(programPath(u"countersignctl"_s), words);
    Ran out;
    if (process.waitForFinished(120'000) && process.exitStatus() == QProcess::NormalExit)
        out.code = process.exitCode();
    out.out = process.readAllStandardOutput();
    out.err = process.readAllStandardError();
    return out;
}

Ran CtlWorld::program(const QString &program, const QStringList &words, const QString &folder)
{
    QProcess process;
    process.setWorkingDirectory(folder.isEmpty() ? m_dir.path() : folder);
    process.start(program, words);
    Ran out;
    if (process.waitForFinished(60'000) && process.exitStatus() == QProcess::NormalExit)
        out.code = process.exitCode();
    out.out = process.readAllStandardOutput();
    out.err = process.readAllStandardError();
    return out;
}

bool CtlWorld::ok(const Ran &ran)
{
    if (ran.code != 0)
        m_error = u"exit code %1: %2"_s.arg(ran.code).arg(QString::fromUtf8(ran.err));
    return ran.code == 0;
}

bool CtlWorld::addPerson(const QString &name, const QStringList &roles, const QString &scopes)
{
    QStringList words{u"person"_s, u"put"_s, name};
    for (const QString &role : roles)
        words << u"--role"_s << role;
    if (!ok(ctl(u"admin"_s, words)))
        return false;
    const Ran key = ctl(u"admin"_s, {u"key"_s, u"create"_s, u"--person"_s, name, u"--scopes"_s, scopes, u"--json"_s});
    m_tokens.insert(name, key.json().value(u"secret"_s).toString());
    return ok(key);
}

bool CtlWorld::addSigner(const QString &name)
{
    const Ran made = ctl(name, {u"signer"_s, u"create"_s, name + u".pem"_s, u"--json"_s});
    return ok(made) && ok(ctl(name, {u"signer"_s, u"enrol"_s}))
        && ok(ctl(u"admin"_s, {u"signer"_s, u"confirm"_s, made.json().value(u"keyId"_s).toString()}));
}

bool CtlWorld::populate()
{
    if (!addPerson(u"nora"_s, {u"model-owner"_s}, u"read,write"_s)
        || !addPerson(u"victor"_s, {u"validator"_s, u"risk"_s}, u"read,write,sign"_s)
        || !addPerson(u"rita"_s, {u"risk"_s}, u"read,write,sign"_s)
        || !addPerson(u"tom"_s, {u"release-engineer"_s}, u"read,write"_s) || !addSigner(u"victor"_s) || !addSigner(u"rita"_s))
        return false;
    writeFile(u"policy.json"_s, R"({"name":"production-release","environments":["production","staging"],"approvalDays":30,
        "stages":[{"name":"Validation","role":"validator","quorum":1},{"name":"Risk","role":"risk","quorum":1}],
        "metrics":[{"id":"accuracy","task":"routing","metric":"acc","op":">=","limit":0.9}]})");
    writeFile(u"model/weights.bin"_s, QByteArray("weights of the test ").repeated(50));
    writeFile(u"model/config.json"_s, "{\"layers\":2}\n");
    writeFile(u"evaluation.json"_s, evaluationFile(0.93, QDateTime::currentDateTimeUtc().addDays(-1)));
    return ok(ctl(u"admin"_s, {u"policy"_s, u"put"_s, u"policy.json"_s}))
        && ok(ctl(u"nora"_s, {u"register"_s, u"triage"_s, u"1.0"_s, u"--artifact"_s, u"model"_s}))
        && ok(ctl(u"nora"_s, {u"import"_s, u"evaluation.json"_s, u"--model"_s, u"triage"_s, u"--version"_s, u"1.0"_s}));
}

QString CtlWorld::request(const QString &environment)
{
    const Ran made = ctl(u"nora"_s, {u"request"_s, u"triage"_s, u"1.0"_s, u"--environment"_s, environment, u"--json"_s});
    return ok(made) ? made.json().value(u"id"_s).toString() : QString();
}

bool CtlWorld::approve(const QString &request, const QString &who, const QString &role)
{
    return ok(ctl(who, {u"sign"_s, request, u"--role"_s, role, u"--approve"_s, u"--comment"_s, u"Reviewed."_s}));
}

QStringList CtlWorld::gate(const QString &artifact, const QString &environment) const
{
    return {u"gate"_s, u"triage"_s, u"1.0"_s, u"--environment"_s, environment, u"--artifact"_s, artifact};
}

void CtlWorld::writeFile(const QString &name, const QByteArray &bytes) const
{
    QDir().mkpath(QFileInfo(path(name)).path());
    QFile file(path(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("the test's folder cannot be written");
}

QByteArray CtlWorld::readFile(const QString &name) const
{
    QFile file(path(name));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray evaluationFile(double accuracy, const QDateTime &at)
{
    const QJsonObject result{{u"alias"_s, u"routing"_s}, {u"acc,none"_s, accuracy}, {u"acc_stderr,none"_s, 0.008}};
    const auto routing = [](const QJsonValue &value) { return QJsonObject{{u"routing"_s, value}}; };
    return QJsonDocument(QJsonObject{
        {u"results"_s, routing(result)},
        {u"group_subtasks"_s, routing(QJsonArray())},
        {u"configs"_s, routing(QJsonObject{{u"task"_s, u"routing"_s}, {u"dataset_path"_s, u"test/tickets"_s},
                                          {u"metric_list"_s, QJsonArray{QJsonObject{{u"metric"_s, u"acc"_s}, {u"higher_is_better"_s, true}}}}})},
        {u"versions"_s, routing(1.0)},
        {u"n-shot"_s, routing(0)},
        {u"higher_is_better"_s, routing(QJsonObject{{u"acc"_s, true}})},
        {u"n-samples"_s, routing(QJsonObject{{u"original"_s, 1000}, {u"effective"_s, 1000}})},
        {u"config"_s, QJsonObject{{u"model"_s, u"hf"_s}, {u"model_args"_s, u"pretrained=test/triage"_s}, {u"limit"_s, QJsonValue::Null}}},
        {u"git_hash"_s, u"abc1234"_s},
        {u"date"_s, double(at.toSecsSinceEpoch())},
        {u"lm_eval_version"_s, u"0.4.8"_s},
        {u"model_name"_s, u"test/triage"_s},
    }).toJson();
}

QList<std::pair<QString, QByteArray>> unzipped(const QByteArray &zip)
{
    QByteArray bytes = zip;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    QList<std::pair<QString, QByteArray>> out;
    const auto reader = ZipReader::open(&buffer);
    if (!reader)
        return out;
    for (const ZipReader::Entry &entry : reader->entries())
        out.append({entry.name, reader->read(entry.name).valueOr({})});
    return out;
}

QByteArray zipped(const QList<std::pair<QString, QByteArray>> &entries)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    ZipWriter writer(&buffer);
    for (const auto &[name, bytes] : entries) {
        if (const auto added = writer.add(name, QByteArrayView(bytes)); !added)
            qFatal("the test's zip cannot be written");
    }
    if (const auto finished = writer.finish(); !finished)
        qFatal("the test's zip cannot be finished");
    return buffer.data();
}

} // namespace countersign

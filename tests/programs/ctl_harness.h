// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QJsonObject>
#include <QMap>
#include <QProcess>
#include <QTemporaryDir>

#include <memory>

namespace countersign {

/// What one run of a program gave.
struct Ran
{
    int code = -1;
    QByteArray out, err;
    [[nodiscard]] QJsonObject json() const;
};

/// Paths of the programs under test; empty when they were not built.
QString programPath(const QString &name);

/// A real server on a folder of its own and the people of one release, driven through `countersignctl` alone.
class CtlWorld
{
public:
    CtlWorld();
    ~CtlWorld();

    [[nodiscard]] QString path(const QString &name) const { return m_dir.filePath(name); }
    /// Starts the server on a data folder; on the port of the last start where there was one.
    bool start(const QString &data = QStringLiteral("data"));
    bool stop();

    /// countersignctl as `who` (a person of this world; empty for nobody).
    Ran ctl(const QString &who, const QStringList &words);
    Ran program(const QString &path, const QStringList &words, const QString &folder = {});
    [[nodiscard]] QString url() const { return m_environment.value(QStringLiteral("COUNTERSIGN_URL")); }
    [[nodiscard]] QString token(const QString &who) const { return m_tokens.value(who); }
    /// For the next runs.
    void setEnvironment(const QString &name, const QString &value) { m_environment.insert(name, value); }

    /// People, their API keys and signing keys, a policy of two stages, a version with three files and its evidence.
    bool populate();
    /// A release request; its id.
    QString request(const QString &environment = QStringLiteral("production"));
    bool approve(const QString &request, const QString &who, const QString &role);
    QStringList gate(const QString &artifact = QStringLiteral("model"), const QString &environment = QStringLiteral("production")) const;

    void writeFile(const QString &name, const QByteArray &bytes) const;
    [[nodiscard]] QByteArray readFile(const QString &name) const;
    [[nodiscard]] QString lastError() const { return m_error; }

private:
    bool ok(const Ran &ran);
    bool addPerson(const QString &name, const QStringList &roles, const QString &scopes);
    bool addSigner(const QString &name);

    QTemporaryDir m_dir;
    std::unique_ptr<QProcess> m_server;
    QProcessEnvironment m_environment;
    QMap<QString, QString> m_tokens;
    quint16 m_port = 0;
    QString m_error;
};

/// An evaluation as lm-evaluation-harness writes it, with one accuracy; our own numbers.
QByteArray evaluationFile(double accuracy, const QDateTime &at);
/// The entries of a zip, in order.
QList<std::pair<QString, QByteArray>> unzipped(const QByteArray &zip);
QByteArray zipped(const QList<std::pair<QString, QByteArray>> &entries);

} // namespace countersign

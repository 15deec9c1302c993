// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "output.h"

#include <QJsonArray>
#include <QProcess>
#include <QProcessEnvironment>

#include <memory>

namespace countersign {

/// Runs commands of this program one after the other, as a person would type them, and tells what they did.
/// Every step's output is kept in steps/. Blocks; for the worker thread.
class Steps
{
public:
    Steps(const Output &out, const QString &folder);
    ~Steps();
    Q_DISABLE_COPY_MOVE(Steps)

    /// Starts `countersignd` on a fresh data folder and waits until it has announced itself.
    Result<void> startServer();
    /// Ends it and waits; it must end well.
    Result<void> endServer();

    struct Step
    {
        QString sentence; ///< what happens and why, for the reader
        QString who;      ///< whose API key is used; empty for none
        QStringList words; ///< the command
        int expected = ExitDone;
    };
    /// Runs the step. Its stdout as bytes; Error when it ended with another code than expected or took too long.
    Result<QByteArray> run(const Step &step);
    /// The same with --json added, parsed.
    Result<QJsonObject> runJson(Step step);

    void giveToken(const QString &who, const QString &token);
    void giveKey(const QString &who, const QString &keyFile);
    /// Without a server address from now on: what follows must not need one.
    void goOffline();
    [[nodiscard]] const QJsonArray &told() const { return m_told; }

private:
    Result<void> awaitAnnouncement(const QString &path);

    const Output &m_out;
    QString m_folder;
    std::unique_ptr<QProcess> m_server;
    QProcessEnvironment m_environment;
    QMap<QString, QString> m_tokens, m_keys;
    QJsonArray m_told;
    int m_count = 0;
};

} // namespace countersign

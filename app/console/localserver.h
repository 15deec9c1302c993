// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QObject>
#include <QProcess>
#include <QUrl>

namespace countersign {

/// A server of our own: `countersignd` as a child on a free loopback port. It ends with this object, and by itself when
/// the console dies, because its standard input then ends.
class LocalServer : public QObject
{
    Q_OBJECT
public:
    struct Options
    {
        QString folder;
        QString person; ///< first administrator of a new workspace
        bool sample = false;
    };
    explicit LocalServer(Options options, QObject *parent = nullptr);
    ~LocalServer() override;

    void start();
    [[nodiscard]] const QUrl &url() const { return m_url; }
    [[nodiscard]] const QByteArray &adminKey() const { return m_adminKey; }

signals:
    void ready();
    /// It could not start, or ended by itself; the sentence is for people.
    void failed(const QString &sentence);

private:
    void readOutput();
    void readAnnouncement();
    void ended(int code, QProcess::ExitStatus status);
    [[nodiscard]] QString announceFile() const;

    Options m_options;
    QProcess m_process;
    QByteArray m_output;
    QByteArray m_complaint;
    QUrl m_url;
    QByteArray m_adminKey;
    bool m_ready = false;
    bool m_ending = false;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QUrl>
#include <QWidget>

class QLineEdit;
class QPushButton;

namespace countersign {

class TextLabel;

/// The first start: a sample to look at, a workspace on this machine, or a server. Also shown while one is opened and
/// when that failed, with the reason.
class StartPage : public QWidget
{
    Q_OBJECT
public:
    explicit StartPage(QWidget *parent = nullptr);
    void setBusy(const QString &sentence);
    void setProblem(const QString &sentence);

signals:
    void sampleChosen();
    /// `person` is the address of the one who starts the workspace: "ana.ferreira".
    void localChosen(const QString &person);
    void serverChosen(const QUrl &url, const QByteArray &token);

private:
    QWidget *choice(const QString &title, const QString &text, QPushButton *button, const QList<QWidget *> &fields = {});
    void chooseServer();

    QPushButton *m_sample;
    QPushButton *m_local;
    QPushButton *m_server;
    QLineEdit *m_person;
    QLineEdit *m_url;
    QLineEdit *m_token;
    TextLabel *m_message;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "secrets.h"

#include "command.h"

#include <QTextStream>

#ifndef Q_OS_WIN
#include <termios.h>
#include <unistd.h>
#endif

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// Switches a terminal's echo off for as long as it lives.
class NoEcho
{
public:
#ifndef Q_OS_WIN
    NoEcho()
    {
        m_changed = tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        if (m_changed)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~NoEcho()
    {
        if (m_changed)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    Q_DISABLE_COPY_MOVE(NoEcho)

private:
    termios m_before = {};
    bool m_changed = false;
#endif
};

QString readAnswer(const QString &prompt)
{
    QTextStream err(stderr);
    err << prompt;
    err.flush();
    return QTextStream(stdin).readLine();
}

QString readSecret(const QString &prompt)
{
    QString answer;
    {
        const NoEcho silent;
        answer = readAnswer(prompt);
    }
    QTextStream(stderr) << '\n';
    return answer;
}

} // namespace

OptionSpec keyOption()
{
    return {u"key"_s, u"FILE"_s, u"Your signing key; COUNTERSIGN_KEY otherwise."_s};
}

Result<QString> keyPath(const Invocation &given)
{
    const QString path = given.value(u"key"_s, qEnvironmentVariable("COUNTERSIGN_KEY"));
    if (path.isEmpty())
        return {Error::Code::Invalid, u"No signing key is given: neither --key FILE nor COUNTERSIGN_KEY."_s};
    return path;
}

bool canAsk()
{
#ifndef Q_OS_WIN
    return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
#else
    return false;
#endif
}

bool confirmed(const QString &question)
{
    return readAnswer(question + u" [yes/no] "_s).trimmed().toLower() == "yes"_L1;
}

Result<std::unique_ptr<FileSigner>> openKey(const QString &path)
{
    const auto bytes = readSecretFile(path);
    if (!bytes) {
        Error error = bytes.error();
        error.text = u"%1: %2"_s.arg(path, error.text);
        return error;
    }
    if (!PrivateKey::isEncryptedPem(*bytes))
        return FileSigner::open(path);
    if (qEnvironmentVariableIsSet("COUNTERSIGN_PASSPHRASE"))
        return FileSigner::open(path, qEnvironmentVariable("COUNTERSIGN_PASSPHRASE"));
    if (!canAsk())
        return {Error::Code::Unauthorised, u"%1 is protected by a passphrase, and COUNTERSIGN_PASSPHRASE is not set."_s.arg(path)};
    return FileSigner::open(path, readSecret(u"Passphrase of %1: "_s.arg(path)));
}

Result<QString> newPassphrase()
{
    if (qEnvironmentVariableIsSet("COUNTERSIGN_PASSPHRASE"))
        return qEnvironmentVariable("COUNTERSIGN_PASSPHRASE");
    if (!canAsk())
        return {Error::Code::Invalid, u"A new key needs a passphrase, and COUNTERSIGN_PASSPHRASE is not set."_s};
    const QString first = readSecret(u"Passphrase for the new key: "_s);
    if (first.isEmpty())
        return {Error::Code::Invalid, u"The passphrase is empty."_s};
    if (readSecret(u"The same again: "_s) != first)
        return {Error::Code::Invalid, u"The two passphrases differ."_s};
    return first;
}

} // namespace countersign

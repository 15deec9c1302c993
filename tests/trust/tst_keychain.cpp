// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/secretstore.h"
#include "trusttest.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace countersign;

namespace {

constexpr char innerMode[] = "COUNTERSIGN_KEYCHAIN_SESSION";

template <typename T>
std::optional<Result<T>> waitFor(const std::function<void(std::function<void(Result<T>)>)> &call)
{
    std::optional<Result<T>> result;
    call([&](Result<T> r) { result.emplace(std::move(r)); });
    return QTest::qWaitFor([&] { return result.has_value(); }, 30'000) ? result : std::nullopt;
}

} // namespace

/// Runs inside a session of its own, with or without a keyring.
class InSession : public QObject
{
    Q_OBJECT
private slots:
    void storeReadRemove();
    void noKeyring();
};

void InSession::storeReadRemove()
{
    if (qgetenv(innerMode) != "keyring")
        QSKIP("this D-Bus has no keyring on purpose");
    KeychainStore store(u"countersign-test"_s);
    const QByteArray secret("-----BEGIN ENCRYPTED PRIVATE KEY-----\n\xff\x00 bytes", 45);
    const auto read = [&] { return waitFor<QByteArray>([&](auto got) { store.read(u"alice"_s, this, got); }); };
    const auto absent = read();
    QVERIFY(absent);
    VERIFY_ERROR(*absent, NotFound);
    const auto written = waitFor<void>([&](auto done) { store.write(u"alice"_s, secret, this, done); });
    QVERIFY(written);
    VERIFY_OK(*written);
    const auto found = read();
    QVERIFY(found);
    VERIFY_OK(*found);
    QCOMPARE(**found, secret);
    const auto removed = waitFor<void>([&](auto done) { store.remove(u"alice"_s, this, done); });
    QVERIFY(removed);
    VERIFY_OK(*removed);
    const auto gone = read();
    QVERIFY(gone);
    VERIFY_ERROR(*gone, NotFound);
}

void InSession::noKeyring()
{
    if (qgetenv(innerMode) != "bare")
        QSKIP("this D-Bus has a keyring");
    KeychainStore store(u"countersign-test"_s);
    const auto written = waitFor<void>([&](auto done) { store.write(u"alice"_s, "secret", this, done); });
    QVERIFY(written);
    VERIFY_ERROR(*written, Unsupported);
    const auto found = waitFor<QByteArray>([&](auto got) { store.read(u"alice"_s, this, got); });
    QVERIFY(found);
    VERIFY_ERROR(*found, Unsupported);
}

class TestKeychain : public QObject
{
    Q_OBJECT
private slots:
    void insideKeyring();
    void withoutKeyring();

private:
    void runInside(const QByteArray &mode, const QString &prepare);
};

void TestKeychain::runInside(const QByteArray &mode, const QString &prepare)
{
    const bool required = qgetenv("COUNTERSIGN_REQUIRE_EXTERNAL") == "1";
    for (const QString &program : {u"dbus-run-session"_s, u"gnome-keyring-daemon"_s}) {
        if (!QStandardPaths::findExecutable(program).isEmpty())
            continue;
        QVERIFY2(!required, qPrintable(program + " is not installed"_L1));
        QSKIP(qPrintable(program + " is not installed"_L1));
    }
    QTemporaryDir home;
    QVERIFY(QDir(home.path()).mkdir(u"run"_s));
    QVERIFY(QFile::setPermissions(home.filePath(u"run"_s), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, home.path());
    environment.insert(u"XDG_RUNTIME_DIR"_s, home.filePath(u"run"_s));
    for (const QString &name : {u"XDG_DATA_HOME"_s, u"XDG_CONFIG_HOME"_s, u"DBUS_SESSION_BUS_ADDRESS"_s, u"KDE_FULL_SESSION"_s})
        environment.remove(name);
    environment.insert(QString::fromLatin1(innerMode), QString::fromLatin1(mode));
    environment.insert(u"SELF"_s, QCoreApplication::applicationFilePath());
    QProcess session;
    session.setProcessEnvironment(environment);
    session.setProcessChannelMode(QProcess::MergedChannels);
    // The bus starts no service by itself: an installed keyring would otherwise appear in the bare session.
    QFile config(home.filePath(u"session.conf"_s));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
                 "\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n<busconfig><type>session</type>"
                 "<listen>unix:tmpdir=/tmp</listen><policy context=\"default\"><allow send_destination=\"*\"/>"
                 "<allow eavesdrop=\"false\"/><allow own=\"*\"/></policy></busconfig>\n");
    config.close();
    session.start(u"dbus-run-session"_s,
                  {u"--config-file"_s, config.fileName(), u"--"_s, u"sh"_s, u"-c"_s, prepare + "\"$SELF\"; code=$?; "
                   "test -z \"$KEYRING_PID\" || kill $KEYRING_PID; exit $code"_L1});
    QVERIFY(session.waitForFinished(120'000));
    QVERIFY2(session.exitCode() == 0, session.readAll().constData());
}

void TestKeychain::insideKeyring()
{
    // The first password given makes the login keyring; "--foreground" keeps the daemon a child that can be ended.
    runInside("keyring", u"mkfifo \"$HOME/p\"; gnome-keyring-daemon --foreground --unlock --components=secrets <\"$HOME/p\" >/dev/null 2>&1 & "
                         "KEYRING_PID=$!; printf test >\"$HOME/p\"; "
                         "for i in $(seq 100); do dbus-send --session --print-reply --dest=org.freedesktop.DBus / "
                         "org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q true && break; sleep 0.1; done; "_s);
}

void TestKeychain::withoutKeyring()
{
    runInside("bare", QString());
}

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (qEnvironmentVariableIsSet(innerMode)) {
        InSession inside;
        return QTest::qExec(&inside, argc, argv);
    }
    TestKeychain outside;
    return QTest::qExec(&outside, argc, argv);
}

#include "tst_keychain.moc"

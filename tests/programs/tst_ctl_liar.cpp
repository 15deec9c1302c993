// SPDX-License-Identifier: GPL-3.0-or-later
// A server that says yes to everything: what it cannot prove does not pass, and what it holds back is noticed.
#include "ctl_harness.h"

#include "trust/releasebundle.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QThread>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

/// Stands between countersignctl and the real server: answers some paths itself, passes the rest on.
class Liar : public QTcpServer
{
public:
    QUrl real;
    QMap<QByteArray, QByteArray> lies; ///< end of the path → body of the answer

    void incomingConnection(qintptr handle) override
    {
        auto *socket = new QTcpSocket(this);
        socket->setSocketDescriptor(handle);
        auto bytes = std::make_shared<QByteArray>();
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QTcpSocket::readyRead, this, [this, socket, bytes] {
            bytes->append(socket->readAll());
            const qsizetype end = bytes->indexOf("\r\n\r\n");
            if (end < 0)
                return;
            const QByteArray head = bytes->left(end).toLower();
            const qsizetype at = head.indexOf("content-length:");
            const qsizetype length = at < 0 ? 0 : head.mid(at + 15, head.indexOf('\r', at) - at - 15).trimmed().toLongLong();
            if (bytes->size() >= end + 4 + length)
                answer(socket, *bytes);
        });
    }

    void answer(QTcpSocket *socket, const QByteArray &request)
    {
        const QByteArray path = request.split(' ').value(1);
        for (auto it = lies.begin(); it != lies.end(); ++it) {
            if (path.endsWith(it.key()))
                return send(socket, it.value());
        }
        QNetworkRequest onward(real.resolved(QUrl::fromEncoded(path)));
        const qsizetype at = request.indexOf("Authorization: ");
        onward.setRawHeader("Authorization", request.mid(at + 15, request.indexOf('\r', at) - at - 15));
        QNetworkReply *reply = m_network.get(onward);
        connect(reply, &QNetworkReply::finished, socket, [this, reply, socket] {
            send(socket, reply->readAll());
            reply->deleteLater();
        });
    }

    static void send(QTcpSocket *socket, const QByteArray &body)
    {
        socket->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                      + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        socket->disconnectFromHost();
    }

private:
    QNetworkAccessManager m_network{this};
};

} // namespace

class TestCtlLiar : public QObject
{
    Q_OBJECT

    std::unique_ptr<CtlWorld> m_world;
    QString m_request;
    QByteArray m_before; ///< the bundle while the approval held
    QNetworkAccessManager m_network;

    /// What the real server says, with a person's right to read.
    QByteArray ask(const QString &path)
    {
        QNetworkRequest request(QUrl(m_world->url()).resolved(QUrl(path)));
        request.setRawHeader("Authorization", "Bearer " + m_world->token(u"tom"_s).toLatin1());
        const std::unique_ptr<QNetworkReply> reply(m_network.get(request));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        finished.wait();
        return reply->readAll();
    }

    /// The records as they were before the revocation, each proved in the log as it is after it: every proof holds.
    QByteArray oldStateInTheNewLog()
    {
        BundleInput input;
        const QByteArray note = ask(u"/v1/log/checkpoint"_s);
        const QByteArray size = note.split('\n').value(1);
        input.requestId = m_request;
        input.checkpoint = note;
        input.inclusion = [&](quint64 leaf) -> Result<QList<QByteArray>> {
            QList<QByteArray> out;
            const QJsonArray hashes = QJsonDocument::fromJson(ask(u"/v1/log/proof?leaf=%1&size=%2"_s.arg(leaf).arg(QString::fromLatin1(size))))
                                          .object().value(u"hashes"_s).toArray();
            for (const QJsonValue &hash : hashes)
                out.append(QByteArray::fromBase64(hash.toString().toLatin1()));
            return out;
        };
        for (const auto &[name, bytes] : unzipped(m_before)) {
            if (name == "trust-policy.txt"_L1)
                input.trustPolicy = bytes;
            else if (name == "model.sig"_L1)
                input.modelSignature = bytes;
            else if (name == "gate.sigstore.json"_L1)
                input.gateSummary = bytes;
            else if (name.startsWith("evidence/"_L1))
                input.evidence.insert(u"sha256:"_s + name.mid(9), bytes);
            if (!name.startsWith("records/"_L1) || !name.endsWith(".json"_L1))
                continue;
            const QJsonObject record = QJsonDocument::fromJson(bytes).object();
            const QByteArray entry = record.value(u"entry"_s).toString().toUtf8();
            const quint64 leaf = QJsonDocument::fromJson(entry).object().value(u"seq"_s).toString().toULongLong() - 1;
            input.records.append({record.value(u"kind"_s).toString(), record.value(u"id"_s).toString(), record.value(u"body"_s).toString().toUtf8(),
                                  QByteArray::fromHex(record.value(u"salt"_s).toString().toLatin1()), entry, leaf});
        }
        const auto bundle = writeBundle(input);
        return bundle ? *bundle : QByteArray();
    }

    /// The gate as tom, asking the liar.
    Ran gate(const QByteArray &bundle, const QStringList &more = {})
    {
        QThread thread;
        auto *liar = new Liar;
        liar->real = QUrl(m_world->url());
        liar->lies.insert("/v1/gate", QJsonDocument(QJsonObject{{u"allowed"_s, true}, {u"reasons"_s, QJsonArray()}, {u"request"_s, m_request},
                                                               {u"validUntil"_s, u"2099-01-01T00:00:00.000Z"_s}}).toJson());
        liar->lies.insert("/bundle", bundle);
        liar->listen(QHostAddress::LocalHost);
        const QString truth = m_world->url();
        m_world->setEnvironment(u"COUNTERSIGN_URL"_s, u"http://127.0.0.1:%1"_s.arg(liar->serverPort()));
        liar->moveToThread(&thread);
        connect(&thread, &QThread::finished, liar, &QObject::deleteLater);
        thread.start();
        const Ran out = m_world->ctl(u"tom"_s, m_world->gate() + more);
        thread.quit();
        thread.wait();
        m_world->setEnvironment(u"COUNTERSIGN_URL"_s, truth);
        return out;
    }
    static void compare(const Ran &ran, int code, const QByteArray &says)
    {
        QVERIFY2(ran.code == code, (QByteArray::number(ran.code) + ' ' + ran.out + ran.err).constData());
        QVERIFY2(ran.err.contains(says), ran.err.constData());
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (programPath(u"countersignctl"_s).isEmpty() || programPath(u"countersignd"_s).isEmpty())
            QSKIP("countersignctl or countersignd was not built");
        m_world = std::make_unique<CtlWorld>();
        QVERIFY2(m_world->start() && m_world->populate(), qPrintable(m_world->lastError()));
        m_request = m_world->request();
        QVERIFY2(m_world->approve(m_request, u"victor"_s, u"validator"_s), qPrintable(m_world->lastError()));
        compare(m_world->ctl(u"tom"_s, {u"bundle"_s, m_request, u"-o"_s, u"half.zip"_s}), 0, {});
        QVERIFY2(m_world->approve(m_request, u"rita"_s, u"risk"_s), qPrintable(m_world->lastError()));
        compare(m_world->ctl(u"tom"_s, {u"bundle"_s, m_request, u"-o"_s, u"before.zip"_s}), 0, {});
        m_before = m_world->readFile(u"before.zip"_s);
        compare(gate(m_before), 0, {});
        compare(m_world->ctl(u"rita"_s, {u"revoke"_s, m_request, u"--comment"_s, u"Tickets were lost."_s}), 0, {});
    }

    void saysYesWithoutProof()
    {
        compare(gate("yes"), 11, "does not hold");
        compare(gate({}), 11, "does not hold");
        compare(gate(m_world->readFile(u"half.zip"_s)), 11, "older than its log");
    }

    void showsAnOldBundle()
    {
        compare(gate(m_before), 11, "older than its log");
    }

    void holdsTheRevocationBack()
    {
        const QByteArray forged = oldStateInTheNewLog();
        QVERIFY(!forged.isEmpty());
        compare(gate(forged), 11, "shows an old state: the request");
        // Whoever is in a hurry believes the server in this one point.
        compare(gate(forged, {u"--quick"_s}), 0, {});
    }
};

QTEST_GUILESS_MAIN(TestCtlLiar)
#include "tst_ctl_liar.moc"

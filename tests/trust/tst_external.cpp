// SPDX-License-Identifier: GPL-3.0-or-later
// Programs we did not write judge what we sign: openssl, Go's x/mod, npm's @sigstore/verify.
#include "base/json.h"
#include "trust/digest.h"
#include "trust/merkle.h"
#include "trust/modelmanifest.h"
#include "trust/sigstorebundle.h"
#include "trust/tlogproof.h"
#include "trusttest.h"

#include <QJsonArray>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace countersign;

namespace {

bool isRequired()
{
    return qgetenv("COUNTERSIGN_REQUIRE_EXTERNAL") == "1";
}

#define MISSING(reason)                                                                                                \
    do {                                                                                                               \
        QVERIFY2(!isRequired(), reason);                                                                               \
        QSKIP(reason);                                                                                                 \
    } while (false)

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

struct Run
{
    int code = -1;
    QByteArray output;
};

Run run(const QString &program, const QStringList &arguments, const QProcessEnvironment &environment = QProcessEnvironment::systemEnvironment())
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(240'000) || process.exitStatus() != QProcess::NormalExit)
        return {-1, "did not run: " + process.errorString().toUtf8() + process.readAll()};
    return {process.exitCode(), process.readAll()};
}

const QString external = QStringLiteral(COUNTERSIGN_SOURCE_DIR "/tests/trust/external/");

QJsonArray base64(const QList<QByteArray> &list)
{
    QJsonArray out;
    for (const QByteArray &bytes : list)
        out.append(QString::fromLatin1(bytes.toBase64()));
    return out;
}

} // namespace

class TestExternal : public QObject
{
    Q_OBJECT
private slots:
    void opensslVerifiesEnvelope();
    void opensslOpensKey();
    void weReadOpensslKeys();
    void goAcceptsLog();
    void sigstoreAcceptsBundles();
};

void TestExternal::opensslVerifiesEnvelope()
{
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        MISSING("openssl is not installed");
    QTemporaryDir dir;
    const auto key = *PrivateKey::generate();
    const auto envelope = *signEnvelope(inTotoPayloadType, R"({"a":"✓"})", key);
    write(dir.filePath(u"pub.pem"_s), key.publicKey().toPem());
    write(dir.filePath(u"sig"_s), envelope.signatures.first().sig);
    write(dir.filePath(u"pae"_s), envelope.signedBytes());
    const QStringList arguments = {u"dgst"_s, u"-sha256"_s, u"-verify"_s, dir.filePath(u"pub.pem"_s), u"-signature"_s, dir.filePath(u"sig"_s), dir.filePath(u"pae"_s)};
    const Run good = run(u"openssl"_s, arguments);
    QVERIFY2(good.code == 0, good.output);
    write(dir.filePath(u"pae"_s), flipped(envelope.signedBytes(), envelope.signedBytes().size() - 3));
    QVERIFY(run(u"openssl"_s, arguments).code != 0);
}

void TestExternal::opensslOpensKey()
{
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        MISSING("openssl is not installed");
    QTemporaryDir dir;
    const auto key = *PrivateKey::generate();
    write(dir.filePath(u"key.pem"_s), *key.toEncryptedPkcs8Pem(u"open sesame"));
    const Run opened = run(u"openssl"_s, {u"pkey"_s, u"-in"_s, dir.filePath(u"key.pem"_s), u"-passin"_s, u"pass:open sesame"_s, u"-pubout"_s});
    QVERIFY2(opened.code == 0, opened.output);
    QCOMPARE(opened.output, key.publicKey().toPem());
    QVERIFY(run(u"openssl"_s, {u"pkey"_s, u"-in"_s, dir.filePath(u"key.pem"_s), u"-passin"_s, u"pass:wrong"_s}).code != 0);
    const Run shape = run(u"openssl"_s, {u"asn1parse"_s, u"-in"_s, dir.filePath(u"key.pem"_s)});
    QVERIFY2(shape.output.contains("PBES2") && shape.output.contains("scrypt") && shape.output.contains("aes-256-cbc"), shape.output);
}

void TestExternal::weReadOpensslKeys()
{
    if (QStandardPaths::findExecutable(u"openssl"_s).isEmpty())
        MISSING("openssl is not installed");
    QTemporaryDir dir;
    const QString path = dir.filePath(u"k.pem"_s);
    QCOMPARE(run(u"openssl"_s, {u"ecparam"_s, u"-name"_s, u"prime256v1"_s, u"-genkey"_s, u"-out"_s, path}).code, 0);
    const auto old = PrivateKey::fromPem(contentOf(path)); // "EC PARAMETERS", then "EC PRIVATE KEY"
    VERIFY_OK(old);
    QCOMPARE(run(u"openssl"_s, {u"pkcs8"_s, u"-topk8"_s, u"-in"_s, path, u"-passout"_s, u"pass:x"_s, u"-out"_s, path + u'8'}).code, 0);
    const auto sealed = PrivateKey::fromEncryptedPem(contentOf(path + u'8'), u"x"); // PBKDF2, openssl's default
    VERIFY_OK(sealed);
    QCOMPARE(sealed->keyId(), old->keyId());
    QCOMPARE(run(u"openssl"_s, {u"ecparam"_s, u"-name"_s, u"secp384r1"_s, u"-genkey"_s, u"-out"_s, path}).code, 0);
    VERIFY_ERROR(PrivateKey::fromPem(contentOf(path)), Unsupported);
}

void TestExternal::goAcceptsLog()
{
    const QString gopath = qEnvironmentVariable("COUNTERSIGN_GOPATH", u"/usr/share/gocode"_s);
    if (QStandardPaths::findExecutable(u"go"_s).isEmpty() || !QDir(gopath + "/src/golang.org/x/mod/sumdb/tlog"_L1).exists())
        MISSING("go or golang.org/x/mod is not installed");
    QTemporaryDir dir;
    const auto signer = *NoteSigner::log(u"log.example/external"_s, *Ed25519PrivateKey::generate());
    QHash<std::pair<int, quint64>, QByteArray> nodes;
    CompactRange range;
    QJsonArray entries;
    for (int i = 0; i < 75; ++i) {
        const QByteArray entry = "{\"seq\":" + QByteArray::number(i) + '}';
        entries.append(QString::fromUtf8(entry));
        range.append(leafHash(entry), [&](int l, quint64 n, const QByteArray &h) { nodes.insert({l, n}, h); });
    }
    const HashReader read = [&](int l, quint64 n) -> Result<QByteArray> { return nodes.value({l, n}); };
    QJsonArray inclusions;
    QJsonArray consistencies;
    for (quint64 i = 0; i < 75; ++i) {
        inclusions.append(base64(*inclusionProof(i, 75, read)));
        const Checkpoint before{u"log.example/external"_s, i + 1, *rootOf(i + 1, read), {}};
        consistencies.append(QJsonObject{{u"checkpoint"_s, QString::fromUtf8(before.signedBy(signer))}, {u"proof"_s, base64(*consistencyProof(i + 1, 75, read))}});
    }
    const Checkpoint now{u"log.example/external"_s, 75, range.root(), {}};
    const QJsonObject good{{u"vkey"_s, signer.verifier().vkey()}, {u"checkpoint"_s, QString::fromUtf8(now.signedBy(signer))}, {u"entries"_s, entries}, {u"inclusion"_s, inclusions}, {u"consistency"_s, consistencies}};
    QJsonArray changed = entries;
    changed[7] = u"{\"seq\":8}"_s;
    QJsonObject bad = good;
    bad.insert(u"entries"_s, changed);
    write(dir.filePath(u"good.json"_s), toJson(good));
    write(dir.filePath(u"bad.json"_s), toJson(bad));
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"GO111MODULE"_s, u"off"_s);
    environment.insert(u"GOPATH"_s, gopath);
    environment.insert(u"GOCACHE"_s, dir.filePath(u"cache"_s));
    environment.insert(u"GOFLAGS"_s, QString());
    environment.insert(u"GOPROXY"_s, u"off"_s);
    const Run built = run(u"go"_s, {u"build"_s, u"-o"_s, dir.filePath(u"verifylog"_s), external + "verifylog.go"_L1}, environment);
    QVERIFY2(built.code == 0, built.output);
    const Run accepted = run(dir.filePath(u"verifylog"_s), {dir.filePath(u"good.json"_s)});
    QVERIFY2(accepted.code == 0, accepted.output);
    QVERIFY(run(dir.filePath(u"verifylog"_s), {dir.filePath(u"bad.json"_s)}).code == 1);
}

void TestExternal::sigstoreAcceptsBundles()
{
    const QString modules = qEnvironmentVariable("COUNTERSIGN_NODE_MODULES");
    if (modules.isEmpty() || !QDir(modules + "/@sigstore/verify"_L1).exists())
        MISSING("COUNTERSIGN_NODE_MODULES names no folder with @sigstore/verify");
    if (QStandardPaths::findExecutable(u"node"_s).isEmpty())
        MISSING("node is not installed");
    QTemporaryDir dir;
    const auto key = *PrivateKey::generate();
    const Statement statement{{Subject::ofSha256(u"demo"_s, QString(64, u'a'))}, u"https://example.com/p/v1"_s, {{u"decision"_s, u"APPROVED"_s}}};
    const SigstoreBundle bundle = SigstoreBundle::around(*signEnvelope(inTotoPayloadType, statement.toBytes(), key));
    const auto manifest = ModelManifest::fromEntries({{u"weights.bin"_s, sha256("w"), 1}});
    SigstoreBundle broken = bundle;
    broken.envelope.payload = flipped(broken.envelope.payload, 20);
    write(dir.filePath(u"pub.pem"_s), key.publicKey().toPem());
    write(dir.filePath(u"good.json"_s), bundle.toBytes());
    write(dir.filePath(u"model.sig"_s), *signModel(*manifest, u"demo"_s, key));
    write(dir.filePath(u"broken.json"_s), broken.toBytes());
    const auto judge = [&](const QString &name) { return run(u"node"_s, {external + "verifybundle.mjs"_L1, modules, dir.filePath(u"pub.pem"_s), dir.filePath(name)}); };
    for (const QString &name : {u"good.json"_s, u"model.sig"_s}) {
        const Run accepted = judge(name);
        QVERIFY2(accepted.code == 0, accepted.output);
    }
    QCOMPARE(judge(u"broken.json"_s).code, 1);
}

QTEST_GUILESS_MAIN(TestExternal)
#include "tst_external.moc"

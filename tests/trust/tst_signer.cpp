// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/modelmanifest.h"
#include "trust/signer.h"
#include "trusttest.h"

#include <QSignalSpy>
#include <QTemporaryDir>

using namespace countersign;

namespace {

/// Waits for the one answer of an asynchronous call.
template <typename T>
struct Answer
{
    std::optional<Result<T>> result;
    int count = 0;
    std::function<void(Result<T>)> callback()
    {
        return [this](Result<T> r) {
            ++count;
            result.emplace(std::move(r));
        };
    }
    bool wait()
    {
        return QTest::qWaitFor([this] { return result.has_value(); }, 60'000);
    }
};

KeychainSigner::AskPassphrase answering(std::optional<QString> passphrase)
{
    return [passphrase](const std::function<void(std::optional<QString>)> &answer) { answer(passphrase); };
}

/// A device that signs with another key than it names.
class LyingSigner final : public Signer
{
public:
    PublicKey publicKey() const override { return m_named.publicKey(); }
    void sign(const QByteArray &message, QObject *context, Signed done) override
    {
        QMetaObject::invokeMethod(context, [=, this] { done(m_used.sign(message)); }, Qt::QueuedConnection);
    }

private:
    PrivateKey m_named = *PrivateKey::generate();
    PrivateKey m_used = *PrivateKey::generate();
};

} // namespace

class TestSigner : public QObject
{
    Q_OBJECT
private slots:
    void secretFiles();
    void fileSigner();
    void fileSignerRefuses();
    void envelopeByAnySigner();
    void lyingDeviceIsNoticed();
    void contextThatDiesGetsNoAnswer();
    void memoryStore();
    void keychainSigner();
    void keychainSignerRefuses();
    void modelBySigner();
};

void TestSigner::secretFiles()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(u"key.pem"_s);
    VERIFY_OK(writeSecretFile(path, "secret"));
    QCOMPARE(*readSecretFile(path), QByteArray("secret"));
    QVERIFY(!(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther)));
    VERIFY_ERROR(writeSecretFile(path, "other"), Exists);
    QCOMPARE(contentOf(path), QByteArray("secret"));
    for (const auto permission : {QFile::ReadGroup, QFile::ReadOther, QFile::WriteOther}) {
        QVERIFY(QFile::setPermissions(path, QFile::ReadOwner | QFile::WriteOwner | permission));
        VERIFY_ERROR(readSecretFile(path), Forbidden);
    }
    VERIFY_ERROR(readSecretFile(dir.filePath(u"absent"_s)), NotFound);
    VERIFY_ERROR(readSecretFile(dir.path()), Invalid);
    VERIFY_ERROR(writeSecretFile(dir.filePath(u"no/such/folder"_s), "x"), Forbidden);
}

void TestSigner::fileSigner()
{
    QTemporaryDir dir;
    const auto key = *PrivateKey::generate();
    const QString plain = dir.filePath(u"plain.pem"_s);
    const QString sealed = dir.filePath(u"sealed.pem"_s);
    VERIFY_OK(writeSecretFile(plain, key.toPem()));
    VERIFY_OK(writeSecretFile(sealed, *key.toEncryptedPkcs8Pem(u"open sesame")));
    for (const auto &[path, passphrase] : {std::pair<QString, std::optional<QString>>{plain, {}}, {sealed, u"open sesame"_s}}) {
        auto signer = FileSigner::open(path, passphrase);
        VERIFY_OK(signer);
        QCOMPARE((*signer)->keyId(), key.keyId());
        QVERIFY(key.publicKey().verify("m", *(*signer)->signNow("m")));
        Answer<QByteArray> answer;
        (*signer)->sign("m", this, answer.callback());
        QVERIFY(!answer.result); // later, never at once
        signer->reset();         // the signer may go before the answer
        QVERIFY(answer.wait());
        VERIFY_OK(*answer.result);
        QVERIFY(key.publicKey().verify("m", **answer.result));
        QCOMPARE(answer.count, 1);
    }
}

void TestSigner::fileSignerRefuses()
{
    QTemporaryDir dir;
    const QString sealed = dir.filePath(u"sealed.pem"_s);
    VERIFY_OK(writeSecretFile(sealed, *PrivateKey::generate()->toEncryptedPkcs8Pem(u"right")));
    VERIFY_ERROR(FileSigner::open(sealed), Unauthorised);
    VERIFY_ERROR(FileSigner::open(sealed, u"wrong"_s), Unauthorised);
    QVERIFY(QFile::setPermissions(sealed, QFile::ReadOwner | QFile::ReadGroup));
    VERIFY_ERROR(FileSigner::open(sealed, u"right"_s), Forbidden);
    const QString empty = dir.filePath(u"empty.pem"_s);
    VERIFY_OK(writeSecretFile(empty, ""));
    VERIFY_ERROR(FileSigner::open(empty), Invalid);
    VERIFY_ERROR(FileSigner::open(dir.filePath(u"absent"_s)), NotFound);
}

void TestSigner::envelopeByAnySigner()
{
    QTemporaryDir dir;
    VERIFY_OK(writeSecretFile(dir.filePath(u"k"_s), PrivateKey::generate()->toPem()));
    auto signer = FileSigner::open(dir.filePath(u"k"_s));
    Answer<Envelope> answer;
    signEnvelope(**signer, inTotoPayloadType, "payload", this, answer.callback());
    QVERIFY(answer.wait());
    VERIFY_OK(*answer.result);
    VERIFY_OK((*answer.result)->verify((*signer)->publicKey()));
}

void TestSigner::lyingDeviceIsNoticed()
{
    LyingSigner signer;
    Answer<Envelope> answer;
    signEnvelope(signer, inTotoPayloadType, "payload", this, answer.callback());
    QVERIFY(answer.wait());
    VERIFY_ERROR(*answer.result, Untrusted);
}

void TestSigner::contextThatDiesGetsNoAnswer()
{
    auto store = std::make_shared<MemoryStore>();
    Answer<PublicKey> created;
    KeychainSigner::create(store, u"k"_s, u"pass"_s, this, created.callback());
    QVERIFY(created.wait());
    Answer<std::shared_ptr<KeychainSigner>> opened;
    KeychainSigner::open(store, u"k"_s, answering(u"pass"_s), this, opened.callback());
    QVERIFY(opened.wait());
    Answer<QByteArray> dropped;
    Answer<QByteArray> kept;
    auto context = std::make_unique<QObject>();
    (**opened.result)->sign("m", context.get(), dropped.callback());
    (**opened.result)->sign("m", this, kept.callback());
    context.reset();
    QVERIFY(kept.wait());
    VERIFY_OK(*kept.result);
    QCOMPARE(dropped.count, 0);
}

void TestSigner::memoryStore()
{
    MemoryStore store;
    Answer<QByteArray> absent;
    store.read(u"a"_s, this, absent.callback());
    QVERIFY(absent.wait());
    VERIFY_ERROR(*absent.result, NotFound);
    Answer<void> written;
    store.write(u"a"_s, "secret", this, written.callback());
    QVERIFY(written.wait());
    Answer<QByteArray> read;
    store.read(u"a"_s, this, read.callback());
    QVERIFY(read.wait());
    QCOMPARE(**read.result, QByteArray("secret"));
    Answer<void> removed;
    store.remove(u"a"_s, this, removed.callback());
    QVERIFY(removed.wait());
    Answer<void> again;
    store.remove(u"a"_s, this, again.callback());
    QVERIFY(again.wait());
    VERIFY_ERROR(*again.result, NotFound);
}

void TestSigner::keychainSigner()
{
    auto store = std::make_shared<MemoryStore>();
    Answer<PublicKey> created;
    KeychainSigner::create(store, u"alice"_s, u"pass"_s, this, created.callback());
    QVERIFY(created.wait());
    VERIFY_OK(*created.result);
    Answer<QByteArray> stored;
    store->read(u"alice"_s, this, stored.callback());
    QVERIFY(stored.wait());
    QVERIFY((*stored.result)->startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----"));
    QVERIFY((*stored.result)->size() < 2560); // what Windows takes for one entry
    Answer<std::shared_ptr<KeychainSigner>> opened;
    KeychainSigner::open(store, u"alice"_s, answering(u"pass"_s), this, opened.callback());
    QVERIFY(opened.wait());
    VERIFY_OK(*opened.result);
    QCOMPARE((**opened.result)->publicKey(), **created.result);
    Answer<QByteArray> answer;
    (**opened.result)->sign("m", this, answer.callback());
    QVERIFY(answer.wait());
    VERIFY_OK(*answer.result);
    QVERIFY((*created.result)->verify("m", **answer.result));
}

void TestSigner::keychainSignerRefuses()
{
    auto store = std::make_shared<MemoryStore>();
    const auto create = [&](const QString &passphrase) {
        Answer<PublicKey> created;
        KeychainSigner::create(store, u"k"_s, passphrase, this, created.callback());
        return created.wait() ? *created.result : Result<PublicKey>(Error::Code::Timeout, u"no answer"_s);
    };
    const auto sign = [&](std::optional<QString> passphrase) -> Result<QByteArray> {
        Answer<std::shared_ptr<KeychainSigner>> opened;
        KeychainSigner::open(store, u"k"_s, answering(std::move(passphrase)), this, opened.callback());
        if (!opened.wait() || !*opened.result)
            return opened.result ? opened.result->error() : Error{Error::Code::Timeout, u"no answer"_s};
        Answer<QByteArray> answer;
        (**opened.result)->sign("m", this, answer.callback());
        return answer.wait() ? *answer.result : Result<QByteArray>(Error::Code::Timeout, u"no answer"_s);
    };
    VERIFY_ERROR(sign(u"pass"_s), NotFound);
    VERIFY_ERROR(create(QString()), Invalid);
    VERIFY_OK(create(u"pass"_s));
    VERIFY_ERROR(create(u"pass"_s), Exists); // never overwrites a key
    VERIFY_ERROR(sign(u"wrong"_s), Unauthorised);
    VERIFY_ERROR(sign(std::nullopt), Cancelled);
    VERIFY_OK(sign(u"pass"_s));
    store->failWith(Error{Error::Code::Unsupported, u"no keychain"_s});
    VERIFY_ERROR(sign(u"pass"_s), Unsupported);
    VERIFY_ERROR(create(u"pass"_s), Unsupported);
    store->failWith({});
    Answer<void> written;
    store->write(u"k"_s, "garbage", this, written.callback());
    QVERIFY(written.wait());
    VERIFY_ERROR(sign(u"pass"_s), Corrupt);
    // Somebody puts another key behind the public half that is shown.
    const auto a = *PrivateKey::generate();
    const auto b = *PrivateKey::generate();
    Answer<void> swapped;
    store->write(u"k"_s, *a.toEncryptedPkcs8Pem(u"pass") + b.publicKey().toPem(), this, swapped.callback());
    QVERIFY(swapped.wait());
    VERIFY_ERROR(sign(u"pass"_s), Corrupt);
}

void TestSigner::modelBySigner()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(u"weights"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("w");
    file.close();
    VERIFY_OK(writeSecretFile(dir.filePath(u"k"_s), PrivateKey::generate()->toPem()));
    auto signer = FileSigner::open(dir.filePath(u"k"_s));
    const auto manifest = ModelManifest::ofPath(file.fileName());
    VERIFY_OK(manifest);
    Answer<QByteArray> answer;
    signModel(*manifest, u"m"_s, **signer, this, answer.callback());
    QVERIFY(answer.wait());
    VERIFY_OK(*answer.result);
    VERIFY_OK(verifyModel(**answer.result, file.fileName(), (*signer)->publicKey()));
}

QTEST_GUILESS_MAIN(TestSigner)
#include "tst_signer.moc"

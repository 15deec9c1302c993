// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/digest.h"
#include "trust/modelmanifest.h"
#include "trust/sigstorebundle.h"
#include "trusttest.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>

#include <filesystem>
#include <fstream>

using namespace countersign;

namespace {

void put(const QString &path, const QByteArray &content)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

/// A model of three files in a folder of its own.
struct Model
{
    QTemporaryDir dir;
    Model()
    {
        put(at(u"weights.bin"_s), QByteArray(1000, 'w'));
        put(at(u"config.json"_s), "{}");
        put(at(u"tokenizer/vocab.txt"_s), "a\nb\n");
    }
    QString at(const QString &name) const { return dir.filePath(u"model/"_s + name); }
    QString path() const { return dir.filePath(u"model"_s); }
};

QStringList names(const ModelManifest &manifest)
{
    QStringList out;
    for (const ManifestEntry &entry : manifest.entries())
        out += entry.name;
    return out;
}

const PrivateKey &key()
{
    static const PrivateKey k = *PrivateKey::generate();
    return k;
}

/// The published key file explains itself in plain text before the key.
Result<PublicKey> publishedKey(const QString &folder)
{
    const QByteArray text = contentOf(folder + "/signing-key-pub.pem"_L1);
    return PublicKey::fromPem(text.sliced(std::max<qsizetype>(0, text.indexOf("-----BEGIN"))), PublicKey::Curves::AnyNist);
}

/// Signs any OMS predicate, also wrong ones.
QByteArray signedWith(const Statement &statement)
{
    Envelope envelope = *signEnvelope(inTotoPayloadType, statement.toBytes(), key());
    return SigstoreBundle::around(envelope).toBytes();
}

} // namespace

class TestModelManifest : public QObject
{
    Q_OBJECT
private slots:
    void folder();
    void singleFile();
    void orderIsByCodePoint();
    void listWithoutFiles();
    void refusedList_data();
    void refusedList();
    void whatIsLeftOut();
    void linksAndSpecialFiles();
    void emptyFolder();
    void cancelAndProgress();
    void shards();
    void signAndVerify();
    void changedModel_data();
    void changedModel();
    void everyFlippedByteOfTheSignature();
    void refusedSignature_data();
    void refusedSignature();
    void releasedFormats_data();
    void releasedFormats();
    void specificationVectors();
    void payloadGoldens();
    void goldenSample();
};

void TestModelManifest::folder()
{
    Model model;
    const auto manifest = ModelManifest::ofPath(model.path());
    VERIFY_OK(manifest);
    QCOMPARE(names(*manifest), (QStringList{u"config.json"_s, u"tokenizer/vocab.txt"_s, u"weights.bin"_s}));
    QCOMPARE(manifest->totalBytes(), 1006);
    QCOMPARE(manifest->rootDigest(), sha256(sha256("{}") + sha256("a\nb\n") + sha256(QByteArray(1000, 'w'))));
    QCOMPARE(manifest->statementBytes(u"m"_s), ModelManifest::ofPath(model.path())->statementBytes(u"m"_s));
    QVERIFY(QFile::rename(model.at(u"weights.bin"_s), model.at(u"weights2.bin"_s)));
    const auto renamed = ModelManifest::ofPath(model.path());
    QCOMPARE(renamed->rootDigest(), manifest->rootDigest()); // OMS's root does not cover names …
    QVERIFY(renamed->statementBytes(u"m"_s) != manifest->statementBytes(u"m"_s)); // … its statement does
}

void TestModelManifest::singleFile()
{
    Model model;
    const auto manifest = ModelManifest::ofPath(model.at(u"weights.bin"_s));
    VERIFY_OK(manifest);
    QCOMPARE(names(*manifest), QStringList{u"weights.bin"_s});
    VERIFY_ERROR(ModelManifest::ofPath(model.at(u"absent"_s)), NotFound);
}

void TestModelManifest::orderIsByCodePoint()
{
    // In UTF-16 the second name would sort before the first.
    const QString high = u"\U0001F600"_s;
    const QString low = u"\uFF5E"_s;
    const auto manifest = ModelManifest::fromEntries({{high, sha256("1")}, {u"a/b"_s, sha256("2")}, {low, sha256("3")}, {u"a.b"_s, sha256("4")}});
    VERIFY_OK(manifest);
    QCOMPARE(names(*manifest), (QStringList{u"a.b"_s, u"a/b"_s, low, high}));
}

void TestModelManifest::listWithoutFiles()
{
    Model model;
    const auto read = ModelManifest::ofPath(model.path());
    QList<ManifestEntry> entries = read->entries();
    std::reverse(entries.begin(), entries.end());
    const auto listed = ModelManifest::fromEntries(entries);
    VERIFY_OK(listed);
    QCOMPARE(listed->statementBytes(u"m"_s), read->statementBytes(u"m"_s));
    QCOMPARE(ModelManifest::fromEntries({{u"a"_s, sha256("a")}})->totalBytes(), -1);
}

void TestModelManifest::refusedList_data()
{
    QTest::addColumn<QStringList>("files");
    QTest::addColumn<int>("digestBytes");
    QTest::newRow("empty") << QStringList() << 32;
    QTest::newRow("twice") << QStringList{u"a"_s, u"a"_s} << 32;
    QTest::newRow("absolute") << QStringList{u"/a"_s} << 32;
    QTest::newRow("up") << QStringList{u"a/../b"_s} << 32;
    QTest::newRow("here") << QStringList{u"./a"_s} << 32;
    QTest::newRow("no name") << QStringList{QString()} << 32;
    QTest::newRow("folder") << QStringList{u"a/"_s} << 32;
    QTest::newRow("zero") << QStringList{QString(u'a') + QChar(0)} << 32;
    QTest::newRow("half a character") << QStringList{QString(QChar(0xd800))} << 32;
    QTest::newRow("short digest") << QStringList{u"a"_s} << 31;
}

void TestModelManifest::refusedList()
{
    QFETCH(QStringList, files);
    QFETCH(int, digestBytes);
    QList<ManifestEntry> entries;
    for (const QString &name : files)
        entries.append({name, QByteArray(digestBytes, 'd')});
    VERIFY_ERROR(ModelManifest::fromEntries(entries), Invalid);
}

void TestModelManifest::whatIsLeftOut()
{
    Model model;
    put(model.at(u".git/HEAD"_s), "x");
    put(model.at(u".gitattributes"_s), "x");
    put(model.at(u"model.sig"_s), "x");
    put(model.at(u"cache/x"_s), "x");
    put(model.at(u"cached"_s), "x");
    put(model.at(u"tokenizer/.gitignore"_s), "x"); // only left out at the top
    ModelManifest::Options options;
    options.ignore = {u"cache"_s};
    const auto manifest = ModelManifest::ofPath(model.path(), options);
    VERIFY_OK(manifest);
    QCOMPARE(names(*manifest), (QStringList{u"cached"_s, u"config.json"_s, u"tokenizer/.gitignore"_s, u"tokenizer/vocab.txt"_s, u"weights.bin"_s}));
}

void TestModelManifest::linksAndSpecialFiles()
{
    Model model;
    QVERIFY(QFile::link(model.at(u"weights.bin"_s), model.at(u"tokenizer/link"_s)));
    const auto linked = ModelManifest::ofPath(model.path());
    VERIFY_ERROR(linked, Invalid);
    QVERIFY(linked.error().text.contains("tokenizer/link"_L1));
    VERIFY_ERROR(ModelManifest::ofPath(model.at(u"tokenizer/link"_s)), Invalid);
    QVERIFY(QFile::remove(model.at(u"tokenizer/link"_s)));
    QVERIFY(QFile::link(model.dir.path(), model.at(u"folder"_s)));
    VERIFY_ERROR(ModelManifest::ofPath(model.path()), Invalid);
    VERIFY_ERROR(ModelManifest::ofPath(u"/dev/null"_s), Invalid);
    QVERIFY(QFile::remove(model.at(u"folder"_s)));
    const auto bad = std::filesystem::path(model.path().toStdString()) / "bad\xff";
    std::ofstream(bad) << "x";
    const auto unreadable = ModelManifest::ofPath(model.path());
    std::filesystem::remove(bad); // QTemporaryDir cannot name it
    VERIFY_ERROR(unreadable, Invalid);
}

void TestModelManifest::emptyFolder()
{
    QTemporaryDir dir;
    VERIFY_ERROR(ModelManifest::ofPath(dir.path()), Invalid);
}

void TestModelManifest::cancelAndProgress()
{
    Model model;
    ModelManifest::Options options;
    qint64 last = 0;
    options.progress = [&](qint64 done, qint64 total) {
        QVERIFY(done > last);
        QCOMPARE(total, 1006);
        last = done;
    };
    VERIFY_OK(ModelManifest::ofPath(model.path(), options));
    QCOMPARE(last, 1006);
    std::stop_source stop;
    options.stop = stop.get_token();
    options.progress = [&](qint64, qint64) { stop.request_stop(); };
    VERIFY_ERROR(ModelManifest::ofPath(model.path(), options), Cancelled);
}

void TestModelManifest::shards()
{
    Model model;
    put(model.at(u"empty"_s), "");
    ModelManifest::Options options;
    options.shardBytes = 300;
    const auto manifest = ModelManifest::ofPath(model.path(), options);
    VERIFY_OK(manifest);
    QCOMPARE(names(*manifest), (QStringList{u"config.json:0:2"_s, u"tokenizer/vocab.txt:0:4"_s, u"weights.bin:0:300"_s, u"weights.bin:300:600"_s,
                                            u"weights.bin:600:900"_s, u"weights.bin:900:1000"_s}));
    QCOMPARE(manifest->entries().last().digest, sha256(QByteArray(100, 'w')));
    const auto bundle = signModel(*manifest, u"model"_s, key());
    VERIFY_OK(bundle);
    VERIFY_OK(verifyModel(*bundle, model.path(), key().publicKey()));
    put(model.at(u"weights.bin"_s), QByteArray(999, 'w') + 'v');
    VERIFY_ERROR(verifyModel(*bundle, model.path(), key().publicKey()), Untrusted);
}

void TestModelManifest::signAndVerify()
{
    Model model;
    const auto manifest = ModelManifest::ofPath(model.path());
    const auto bundle = signModel(*manifest, u"demo"_s, key());
    VERIFY_OK(bundle);
    const auto read = SigstoreBundle::fromBytes(*bundle);
    VERIFY_OK(read);
    QCOMPARE(read->hint, sha256Hex(key().publicKey().toPem()));
    QCOMPARE(read->envelope.signatures.first().keyId, QString());
    put(model.at(u"model.sig"_s), *bundle);
    const auto verified = verifyModel(*bundle, model.path(), key().publicKey());
    VERIFY_OK(verified);
    QCOMPARE(verified->name, u"demo"_s);
    QCOMPARE(verified->rootDigest, manifest->rootDigest());
    QCOMPARE(verified->statementDigest, sha256(manifest->statementBytes(u"demo"_s)));
    VERIFY_ERROR(verifyModel(*bundle, model.path(), PrivateKey::generate()->publicKey()), Untrusted);
}

void TestModelManifest::changedModel_data()
{
    QTest::addColumn<QString>("what");
    for (const char *what : {"byte", "rename", "extra", "missing", "swapped"})
        QTest::newRow(what) << QString::fromLatin1(what);
}

void TestModelManifest::changedModel()
{
    QFETCH(QString, what);
    Model model;
    const auto bundle = signModel(*ModelManifest::ofPath(model.path()), u"demo"_s, key());
    if (what == "byte"_L1) {
        put(model.at(u"weights.bin"_s), QByteArray(999, 'w') + 'x');
    } else if (what == "rename"_L1) {
        QVERIFY(QFile::rename(model.at(u"weights.bin"_s), model.at(u"weights2.bin"_s)));
    } else if (what == "extra"_L1) {
        put(model.at(u"more"_s), "x");
    } else if (what == "missing"_L1) {
        QVERIFY(QFile::remove(model.at(u"tokenizer/vocab.txt"_s)));
    } else {
        put(model.at(u"config.json"_s), "a\nb\n");
        put(model.at(u"tokenizer/vocab.txt"_s), "{}");
    }
    const auto verified = verifyModel(*bundle, model.path(), key().publicKey());
    VERIFY_ERROR(verified, Untrusted);
    QVERIFY(verified.error().text.contains(what == "extra"_L1 ? "more"_L1 : what == "missing"_L1 || what == "swapped"_L1 ? "vocab.txt"_L1 : "weights"_L1));
}

void TestModelManifest::everyFlippedByteOfTheSignature()
{
    Model model;
    const QByteArray bundle = *signModel(*ModelManifest::ofPath(model.path()), u"demo"_s, key());
    const auto original = openModelSignature(bundle, key().publicKey());
    VERIFY_OK(original);
    const auto payload = SigstoreBundle::fromBytes(bundle)->envelope;
    for (qsizetype at = 0; at < bundle.size(); ++at) {
        const QByteArray changed = flipped(bundle, at);
        if (openModelSignature(changed, key().publicKey()))
            QCOMPARE(SigstoreBundle::fromBytes(changed)->envelope, payload); // only the hint, which proves nothing
    }
}

void TestModelManifest::refusedSignature_data()
{
    const Statement good = ModelManifest::fromEntries({{u"a"_s, sha256("a")}, {u"b"_s, sha256("b")}})->statement(u"m"_s);
    const auto serialization = [&](const QString &name, const QJsonValue &value) {
        Statement out = good;
        QJsonObject object = out.predicate[u"serialization"_s].toObject();
        object.insert(name, value);
        out.predicate.insert(u"serialization"_s, object);
        return out;
    };
    const auto resource = [&](int i, const QString &name, const QJsonValue &value) {
        Statement out = good;
        QJsonArray list = out.predicate[u"resources"_s].toArray();
        QJsonObject object = list[i].toObject();
        object.insert(name, value);
        list[i] = object;
        out.predicate.insert(u"resources"_s, list);
        return out;
    };
    Statement other = good;
    other.predicateType = u"https://example.com/other"_s;
    Statement old = good;
    old.predicateType = u"https://model_signing/Digests/v0.1"_s;
    Statement two = good;
    two.subjects.append(two.subjects.first());
    Statement root = good;
    root.subjects.first().digests.insert(u"sha256"_s, QString(64, u'0'));
    Statement empty = good;
    empty.predicate.insert(u"resources"_s, QJsonArray());
    QTest::addColumn<QByteArray>("bundle");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("predicate") << signedWith(other);
    QTest::newRow("before v1.0") << signedWith(old);
    QTest::newRow("two subjects") << signedWith(two);
    QTest::newRow("root") << signedWith(root);
    QTest::newRow("no files") << signedWith(empty);
    QTest::newRow("hash type") << signedWith(serialization(u"hash_type"_s, u"blake2b"_s));
    QTest::newRow("method") << signedWith(serialization(u"method"_s, u"pickles"_s));
    QTest::newRow("shards without size") << signedWith(serialization(u"method"_s, u"shards"_s));
    QTest::newRow("order") << signedWith(resource(0, u"name"_s, u"c"_s));
    QTest::newRow("twice") << signedWith(resource(0, u"name"_s, u"b"_s));
    QTest::newRow("traversal") << signedWith(resource(0, u"name"_s, u"../a"_s));
    QTest::newRow("absolute") << signedWith(resource(0, u"name"_s, u"/a"_s));
    QTest::newRow("here") << signedWith(resource(0, u"name"_s, u"."_s));
    QTest::newRow("digest") << signedWith(resource(0, u"digest"_s, u"ab"_s));
    QTest::newRow("algorithm") << signedWith(resource(0, u"algorithm"_s, u"md5"_s));
    QTest::newRow("payload type") << SigstoreBundle::around(*signEnvelope(u"text/plain"_s, good.toBytes(), key())).toBytes();
}

void TestModelManifest::refusedSignature()
{
    QFETCH(QByteArray, bundle);
    const auto model = openModelSignature(bundle, key().publicKey());
    QVERIFY(!model);
    QVERIFY(!model.error().text.isEmpty());
}

void TestModelManifest::releasedFormats_data()
{
    QTest::addColumn<bool>("good");
    for (const char *name : {"v0.3.1-certificate", "v0.3.1-elliptic-key", "v1.0.0-certificate", "v1.0.0-elliptic-key", "v1.0.0-sigstore",
                             "v1.0.1-certificate", "v1.0.1-elliptic-key", "v1.0.1-sigstore", "v1.1.0-certificate", "v1.1.0-elliptic-key", "v1.1.0-sigstore"})
        QTest::newRow(name) << true;
    QTest::newRow("v0.2.0-certificate") << false; // a wrong encoding before signing; that release only
}

void TestModelManifest::releasedFormats()
{
    QFETCH(bool, good);
    VECTORS_OR_SKIP(u"oms/scripts/tests"_s);
    const QString folder = root + u'/' + QLatin1String(QTest::currentDataTag());
    const QByteArray bytes = contentOf(folder + "/model.sig"_L1);
    const auto bundle = SigstoreBundle::fromBytes(bytes);
    VERIFY_OK(bundle);
    const auto signer = bundle->certificates.isEmpty()
        ? publishedKey(root + "/keys/certificate"_L1)
        : PublicKey::fromCertificateDer(bundle->certificates.first());
    VERIFY_OK(signer);
    if (bundle->material == SigstoreBundle::Material::KeyHint)
        QCOMPARE(bundle->hint, sha256Hex(signer->toPem()));
    ModelManifest::Options options;
    options.ignore = {u"ignore-me"_s}; // v1.0.1 left it out without saying so
    const QString single = folder + "/signme-1"_L1;
    const QString target = openModelSignature(bytes, *signer).ok() && openModelSignature(bytes, *signer)->entries.first().name == u'.' ? single : folder;
    const auto model = verifyModel(bytes, target, *signer, options);
    QCOMPARE(model.ok(), good);
    VERIFY_ERROR(verifyModel(bytes, target, key().publicKey(), options), Untrusted);
}

void TestModelManifest::specificationVectors()
{
    VECTORS_OR_SKIP(u"oms-spec/test-vectors/v1.0"_s);
    const QString keys = vectors(u"oms/scripts/tests/keys/certificate"_s);
    const auto signer = publishedKey(keys);
    VERIFY_OK(signer);
    VERIFY_OK(openModelSignature(contentOf(root + "/valid/key.bundle.json"_L1), *signer));
    for (const QString &name : {u"certificate"_s, u"sigstore"_s}) {
        const QByteArray bytes = contentOf(root + "/valid/"_L1 + name + ".bundle.json"_L1);
        const auto bundle = SigstoreBundle::fromBytes(bytes);
        VERIFY_OK(bundle);
        const auto leaf = PublicKey::fromCertificateDer(bundle->certificates.first());
        VERIFY_OK(leaf);
        VERIFY_OK(openModelSignature(bytes, *leaf));
    }
    int refused = 0;
    for (const QFileInfo &file : QDir(root + "/invalid"_L1).entryInfoList({u"*.json"_s})) {
        const QByteArray bytes = contentOf(file.filePath());
        QVERIFY2(!SigstoreBundle::fromBytes(bytes), qPrintable(file.fileName()));
        ++refused;
    }
    QCOMPARE(refused, 4);
    const QByteArray wrong = contentOf(root + "/invalid-payload/wrong-predicate.bundle.json"_L1);
    QVERIFY(SigstoreBundle::fromBytes(wrong));
    QVERIFY(!openModelSignature(wrong, *signer));
}

// The reference implementation's own expectation for a deep folder and for shards of eight bytes.
void TestModelManifest::payloadGoldens()
{
    VECTORS_OR_SKIP(u"oms/tests/_signing/testdata/signing/TestPayload"_s);
    QTemporaryDir dir;
    const QString model = dir.filePath(u"model"_s);
    const auto statementOf = [&](const QString &name) { return Statement::fromBytes(contentOf(root + u'/' + name)); };
    const auto folder = statementOf(u"sample_model_folder"_s);
    VERIFY_OK(folder);
    for (const QString &name : {u"d0/f00"_s, u"d0/f01"_s, u"d0/f02"_s, u"d1/f10"_s, u"d1/f11"_s, u"d1/f12"_s}) {
        const QStringList parts = name.split(u'/');
        put(model + u'/' + name, u"This is file %1 in %2."_s.arg(parts[1], parts[0]).toUtf8());
    }
    for (const QString &name : {u"f0"_s, u"f1"_s, u"f2"_s, u"f3"_s})
        put(model + u'/' + name, u"This is file %1 in root."_s.arg(name).toUtf8());
    const auto manifest = ModelManifest::ofPath(model);
    VERIFY_OK(manifest);
    QCOMPARE(manifest->statement(u"m"_s).subjects.first().sha256(), folder->subjects.first().sha256());
    ModelManifest::Options options;
    options.shardBytes = 8;
    const auto shards = statementOf(u"sample_model_folder_small_shards"_s);
    VERIFY_OK(shards);
    const auto sharded = ModelManifest::ofPath(model, options);
    VERIFY_OK(sharded);
    QCOMPARE(sharded->statement(u"m"_s).subjects.first().sha256(), shards->subjects.first().sha256());
}

void TestModelManifest::goldenSample()
{
    VECTORS_OR_SKIP(u"golden-sample"_s);
    const auto producer = PublicKey::fromPem(contentOf(root + "/keys/producer.pub.pem"_L1));
    VERIFY_OK(producer);
    const auto model = verifyModel(contentOf(root + "/bundle/model.sig"_L1), root + "/model"_L1, *producer);
    VERIFY_OK(model);
    QCOMPARE(model->rootDigest.toHex(), QByteArray("cf4f848d8f3dc72f467c8ff1dba95dc286e7ec07967ded658af1c0c883008aa1"));
    QCOMPARE(model->statementDigest.toHex(), QByteArray("e6e8c19faeffb0115cce2b1332434adfd59ae7b9cc11397476603ee360344a59"));
}

QTEST_GUILESS_MAIN(TestModelManifest)
#include "tst_modelmanifest.moc"

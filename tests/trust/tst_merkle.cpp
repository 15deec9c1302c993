// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/merkle.h"
#include "trust/tile.h"
#include "trusttest.h"

#include <QDirIterator>
#include <QElapsedTimer>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace countersign;

namespace {

// RFC 9162 2.1.1 as it stands there, the slow way.
QByteArray naiveRoot(const QList<QByteArray> &leaves)
{
    if (leaves.isEmpty())
        return emptyRoot();
    if (leaves.size() == 1)
        return leaves.first();
    qsizetype k = 1;
    while (k * 2 < leaves.size())
        k *= 2;
    return nodeHash(naiveRoot(leaves.first(k)), naiveRoot(leaves.sliced(k)));
}

QList<QByteArray> leavesOf(int n)
{
    QList<QByteArray> out;
    for (int i = 0; i < n; ++i)
        out.append(leafHash("entry " + QByteArray::number(i)));
    return out;
}

/// A store as the server keeps one: the hashes the compact range emits, by (level, index).
struct Store
{
    QHash<std::pair<int, quint64>, QByteArray> nodes;
    CompactRange range;
    void grow(int n)
    {
        while (range.size() < quint64(n)) {
            range.append(leafHash("entry " + QByteArray::number(range.size())),
                         [this](int level, quint64 index, const QByteArray &hash) { nodes.insert({level, index}, hash); });
        }
    }
    HashReader reader() const
    {
        return [this](int level, quint64 index) -> Result<QByteArray> {
            const auto it = nodes.constFind({level, index});
            return it == nodes.cend() ? Result<QByteArray>(Error::Code::NotFound, u"no such hash"_s) : *it;
        };
    }
};

QByteArray bytesOf(const QJsonValue &value)
{
    return QByteArray::fromBase64(value.toString().toLatin1());
}

QList<QByteArray> listOf(const QJsonValue &value)
{
    QList<QByteArray> out;
    for (const QJsonValue &entry : value.toArray())
        out.append(bytesOf(entry));
    return out;
}

} // namespace

class TestMerkle : public QObject
{
    Q_OBJECT
private slots:
    void constants();
    void rootsAreTheNaiveOnes();
    void inclusion();
    void inclusionIsStrict();
    void consistency();
    void consistencyIsStrict();
    void restore();
    void errorsOfTheStoreArePassedOn();
    void officialVectors_data();
    void officialVectors();
    void crossCheck();
    void tilePaths_data();
    void tilePaths();
    void tileContent();
    void proofsFromTiles();
    void appendIsFast();
};

void TestMerkle::constants()
{
    QCOMPARE(emptyRoot().toHex(), QByteArray("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(leafHash("").toHex(), QByteArray("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"));
    QVERIFY(leafHash("L123456").toHex().startsWith("395aa064"));
    QVERIFY(nodeHash("N123", "N456").toHex().startsWith("aa217fe8"));
}

void TestMerkle::rootsAreTheNaiveOnes()
{
    Store store;
    for (int n = 0; n <= 130; ++n) {
        store.grow(n);
        const QList<QByteArray> leaves = leavesOf(n);
        const QByteArray expected = naiveRoot(leaves);
        QCOMPARE(rootOf(leaves), expected);
        QCOMPARE(store.range.root(), expected);
        QCOMPARE(*rootOf(quint64(n), store.reader()), expected);
    }
}

void TestMerkle::inclusion()
{
    Store store;
    store.grow(130);
    for (int n = 1; n <= 130; ++n) {
        const QByteArray root = *rootOf(quint64(n), store.reader());
        for (int i = 0; i < n; ++i) {
            const auto proof = inclusionProof(quint64(i), quint64(n), store.reader());
            VERIFY_OK(proof);
            const QByteArray leaf = leafHash("entry " + QByteArray::number(i));
            QVERIFY(verifyInclusion(quint64(i), quint64(n), leaf, *proof, root));
            QVERIFY(!verifyInclusion(quint64(i) + 1, quint64(n), leaf, *proof, root));
        }
    }
    VERIFY_ERROR(inclusionProof(5, 5, store.reader()), Invalid);
    VERIFY_ERROR(inclusionProof(0, 0, store.reader()), Invalid);
}

void TestMerkle::inclusionIsStrict()
{
    Store store;
    store.grow(21);
    const QByteArray root = store.range.root();
    const QByteArray leaf = leafHash("entry 13");
    const QList<QByteArray> proof = *inclusionProof(13, 21, store.reader());
    QVERIFY(verifyInclusion(13, 21, leaf, proof, root));
    for (qsizetype p = 0; p < proof.size(); ++p) {
        for (qsizetype at = 0; at < 32; ++at) {
            QList<QByteArray> changed = proof;
            changed[p] = flipped(proof[p], at);
            QVERIFY(!verifyInclusion(13, 21, leaf, changed, root));
        }
        QList<QByteArray> cut = proof;
        cut.removeAt(p);
        QVERIFY(!verifyInclusion(13, 21, leaf, cut, root));
    }
    for (qsizetype at = 0; at < 32; ++at) {
        QVERIFY(!verifyInclusion(13, 21, flipped(leaf, at), proof, root));
        QVERIFY(!verifyInclusion(13, 21, leaf, proof, flipped(root, at)));
    }
    QVERIFY(!verifyInclusion(13, 21, leaf, proof + QList<QByteArray>{leaf}, root));
    QVERIFY(!verifyInclusion(13, 21, leaf.chopped(1), proof, root));
    QVERIFY(!verifyInclusion(21, 21, leaf, proof, root));
    QVERIFY(!verifyInclusion(13, 22, leaf, {}, root));
    QVERIFY(!verifyInclusion(0, 1, {}, {}, {}));
    // An inner node offered as if it were an entry's hash, one level up.
    const auto inner = *store.reader()(1, 6);
    QVERIFY(!verifyInclusion(13, 21, inner, proof.sliced(1), root));
}

void TestMerkle::consistency()
{
    Store store;
    store.grow(130);
    QList<QByteArray> roots;
    for (int n = 0; n <= 130; ++n)
        roots.append(*rootOf(quint64(n), store.reader()));
    for (int n = 1; n <= 130; ++n) {
        for (int m = 1; m <= n; ++m) {
            const auto proof = consistencyProof(quint64(m), quint64(n), store.reader());
            VERIFY_OK(proof);
            QVERIFY(verifyConsistency(quint64(m), quint64(n), *proof, roots[m], roots[n]));
            if (m != n)
                QVERIFY(!verifyConsistency(quint64(m), quint64(n), *proof, roots[m - 1], roots[n]));
        }
    }
    VERIFY_ERROR(consistencyProof(0, 5, store.reader()), Invalid);
    VERIFY_ERROR(consistencyProof(6, 5, store.reader()), Invalid);
}

void TestMerkle::consistencyIsStrict()
{
    Store store;
    store.grow(40);
    const QByteArray oldRoot = *rootOf(13, store.reader());
    const QByteArray newRoot = *rootOf(40, store.reader());
    const QList<QByteArray> proof = *consistencyProof(13, 40, store.reader());
    QVERIFY(verifyConsistency(13, 40, proof, oldRoot, newRoot));
    for (qsizetype p = 0; p < proof.size(); ++p) {
        for (qsizetype at = 0; at < 32; ++at) {
            QList<QByteArray> changed = proof;
            changed[p] = flipped(proof[p], at);
            QVERIFY(!verifyConsistency(13, 40, changed, oldRoot, newRoot));
        }
    }
    QVERIFY(!verifyConsistency(13, 40, proof.sliced(1), oldRoot, newRoot));
    QVERIFY(!verifyConsistency(13, 40, proof + QList<QByteArray>{oldRoot}, oldRoot, newRoot));
    QVERIFY(!verifyConsistency(13, 40, {}, oldRoot, newRoot));
    QVERIFY(!verifyConsistency(40, 13, proof, newRoot, oldRoot));
    QVERIFY(!verifyConsistency(0, 40, {}, emptyRoot(), newRoot));
    QVERIFY(verifyConsistency(40, 40, {}, newRoot, newRoot));
    QVERIFY(!verifyConsistency(40, 40, {}, oldRoot, newRoot));
    // A fork: the same size with another entry in the old part.
    QList<QByteArray> forked = leavesOf(40);
    forked[5] = leafHash("something else");
    QVERIFY(!verifyConsistency(13, 40, proof, oldRoot, rootOf(forked)));
}

void TestMerkle::restore()
{
    Store store;
    store.grow(130);
    for (quint64 n = 0; n <= 130; ++n) {
        auto range = CompactRange::restore(n, store.reader());
        VERIFY_OK(range);
        QCOMPARE(range->size(), n);
        QCOMPARE(range->root(), *rootOf(n, store.reader()));
        range->append(leafHash("entry " + QByteArray::number(n)));
        if (n < 130)
            QCOMPARE(range->root(), *rootOf(n + 1, store.reader()));
    }
}

void TestMerkle::errorsOfTheStoreArePassedOn()
{
    Store store;
    store.grow(9);
    store.nodes.remove({2, 1});
    VERIFY_ERROR(inclusionProof(0, 9, store.reader()), NotFound);
    VERIFY_ERROR(consistencyProof(4, 9, store.reader()), NotFound);
    store.nodes.insert({2, 1}, "short");
    VERIFY_ERROR(inclusionProof(0, 9, store.reader()), Corrupt);
}

void TestMerkle::officialVectors_data()
{
    QTest::addColumn<QString>("kind");
    QTest::newRow("inclusion") << u"inclusion"_s;
    QTest::newRow("consistency") << u"consistency"_s;
}

void TestMerkle::officialVectors()
{
    QFETCH(QString, kind);
    VECTORS_OR_SKIP(u"merkle"_s);
    int seen = 0;
    QDirIterator it(root + u'/' + kind, {u"*.json"_s}, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        const QJsonObject v = QJsonDocument::fromJson(contentOf(it.next())).object();
        // Some vectors hold 2^64 - 1, which Qt's JSON can only give as a double.
        const auto number = [&](const QString &name) {
            const double value = v[name].toDouble();
            return value >= 18446744073709551615.0 ? std::numeric_limits<quint64>::max() : quint64(value);
        };
        const bool good = kind == "inclusion"_L1
            ? verifyInclusion(number(u"leafIdx"_s), number(u"treeSize"_s), bytesOf(v[u"leafHash"_s]), listOf(v[u"proof"_s]), bytesOf(v[u"root"_s]))
            : verifyConsistency(number(u"size1"_s), number(u"size2"_s), listOf(v[u"proof"_s]), bytesOf(v[u"root1"_s]), bytesOf(v[u"root2"_s]));
        QVERIFY2(good == !v[u"wantErr"_s].toBool(), qPrintable(it.filePath()));
        ++seen;
    }
    QCOMPARE(seen, 98);
}

void TestMerkle::crossCheck()
{
    VECTORS_OR_SKIP(u"tlog-crosscheck"_s);
    const auto trees = QJsonDocument::fromJson(contentOf(root + "/tlog_vectors.json"_L1)).object()[u"trees"_s].toArray();
    QVERIFY(!trees.isEmpty());
    Store store;
    int proofs = 0;
    for (const QJsonValue &value : trees) {
        const QJsonObject tree = value.toObject();
        const int size = tree[u"Size"_s].toInt();
        store.grow(size);
        const QByteArray treeRoot = *rootOf(quint64(size), store.reader());
        QCOMPARE(QString::fromLatin1(treeRoot.toHex()), tree[u"Root"_s].toString());
        const QJsonObject inclusions = tree[u"Inclusion"_s].toObject();
        for (auto p = inclusions.begin(); p != inclusions.end(); ++p, ++proofs)
            QCOMPARE(*inclusionProof(p.key().toULongLong(), quint64(size), store.reader()), listOf(p.value()));
        const QJsonObject consistencies = tree[u"Consistency"_s].toObject();
        for (auto p = consistencies.begin(); p != consistencies.end(); ++p, ++proofs)
            QCOMPARE(*consistencyProof(p.key().toULongLong(), quint64(size), store.reader()), listOf(p.value()));
    }
    QCOMPARE(proofs, 1640);
}

void TestMerkle::tilePaths_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("good");
    QTest::newRow("first") << u"tile/0/000"_s << true;
    QTest::newRow("deep") << u"tile/3/x001/x234/067"_s << true;
    QTest::newRow("partial") << u"tile/0/x001/x234/067.p/8"_s << true;
    QTest::newRow("entries") << u"tile/entries/005.p/255"_s << true;
    QTest::newRow("full as partial") << u"tile/0/000.p/256"_s << false;
    QTest::newRow("width 0") << u"tile/0/000.p/0"_s << false;
    QTest::newRow("width with zero") << u"tile/0/000.p/08"_s << false;
    QTest::newRow("leading group") << u"tile/0/x000/001"_s << false;
    QTest::newRow("without x") << u"tile/0/001/234"_s << false;
    QTest::newRow("x at the end") << u"tile/0/x001"_s << false;
    QTest::newRow("two digits") << u"tile/0/01"_s << false;
    QTest::newRow("level too high") << u"tile/8/000"_s << false;
    QTest::newRow("level with zero") << u"tile/00/000"_s << false;
    QTest::newRow("negative level") << u"tile/-1/000"_s << false;
    QTest::newRow("traversal") << u"tile/0/../000"_s << false;
    QTest::newRow("overflow") << u"tile/0/x999/x999/x999/x999/x999/x999/999"_s << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("other digits") << u"tile/0/00\u0661"_s << false;
}

void TestMerkle::tilePaths()
{
    QFETCH(QString, path);
    QFETCH(bool, good);
    const auto tile = Tile::fromPath(path);
    QCOMPARE(tile.ok(), good);
    if (good)
        QCOMPARE(tile->path(), path);
}

void TestMerkle::tileContent()
{
    const QList<QByteArray> entries = {"", "a", QByteArray(65535, 'x')};
    const auto bytes = encodeEntryTile(entries);
    VERIFY_OK(bytes);
    QCOMPARE(*decodeEntryTile(*bytes, 3), entries);
    VERIFY_ERROR(decodeEntryTile(*bytes, 2), Corrupt);
    VERIFY_ERROR(decodeEntryTile(*bytes, 4), Corrupt);
    VERIFY_ERROR(decodeEntryTile(bytes->chopped(1), 3), Corrupt);
    VERIFY_ERROR(encodeEntryTile({QByteArray(65536, 'x')}), TooLarge);
    const QList<QByteArray> hashes = leavesOf(7);
    QCOMPARE(*decodeHashTile(encodeHashTile(hashes), 7), hashes);
    VERIFY_ERROR(decodeHashTile(encodeHashTile(hashes), 6), Corrupt);
}

void TestMerkle::proofsFromTiles()
{
    Store store;
    store.grow(70'000); // three levels of tiles
    QHash<QString, QByteArray> files;
    // In two steps, as a log publishes.
    for (const auto &[from, to] : {std::pair<quint64, quint64>{0, 40'001}, {40'001, 70'000}}) {
        for (const Tile &tile : newTiles(from, to)) {
            QVERIFY(tile.existsIn(to));
            if (tile.level < 0)
                continue;
            QByteArray content;
            for (int i = 0; i < tile.width; ++i)
                content += store.nodes.value({tile.level * 8, tile.index * tileWidth + quint64(i)});
            QCOMPARE(content.size(), tile.width * 32);
            files.insert(tile.path(), content);
        }
    }
    const HashReader fromTiles = hashesFromTiles(70'000, [&](const Tile &tile) -> Result<QByteArray> {
        const auto it = files.constFind(tile.path());
        return it == files.cend() ? Result<QByteArray>(Error::Code::NotFound, tile.path()) : *it;
    });
    QCOMPARE(*rootOf(70'000, fromTiles), store.range.root());
    for (const quint64 index : {0, 255, 256, 40'000, 65'535, 65'536, 69'999})
        QCOMPARE(*inclusionProof(index, 70'000, fromTiles), *inclusionProof(index, 70'000, store.reader()));
    QCOMPARE(*consistencyProof(40'001, 70'000, fromTiles), *consistencyProof(40'001, 70'000, store.reader()));
    QVERIFY(!fromTiles(0, 70'000));
    QVERIFY(!fromTiles(8, 273));
    QVERIFY((!Tile{0, 273, 256}.existsIn(70'000)));
    QVERIFY((Tile{0, 273, 112}.existsIn(70'000)));
}

// Not a wall-clock limit: appending must cost about as much as the two hashes a leaf takes, not grow with the tree.
void TestMerkle::appendIsFast()
{
    QElapsedTimer timer;
    timer.start();
    QByteArray hash = leafHash("x");
    for (int i = 0; i < 200'000; ++i)
        hash = nodeHash(hash, hash);
    const qint64 bare = timer.nsecsElapsed();
    timer.restart();
    CompactRange range;
    for (int i = 0; i < 100'000; ++i)
        range.append(leafHash("some entry"));
    const qint64 appended = timer.nsecsElapsed();
    qInfo("100000 leaves in %lld ms (200000 bare hashes: %lld ms)", appended / 1'000'000, bare / 1'000'000);
    QVERIFY(appended < bare * 3);
}

QTEST_GUILESS_MAIN(TestMerkle)
#include "tst_merkle.moc"

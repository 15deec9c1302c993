// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/storefixture.h"

#include "server/store/logaudit.h"
#include "trust/checkpoint.h"
#include "trust/merkle.h"

using namespace countersign;
using namespace countersign::test;

class TestLog : public QObject
{
    Q_OBJECT

    static void fill(Fixture &f, int leaves)
    {
        VERIFY_OK(f.store->write(u"ada"_s, day(), [&](WriteSession &s) -> Result<bool> {
            for (int i = 0; i < leaves; ++i) {
                const QString name = u"m%1"_s.arg(i % 50);
                if (const auto put = s.put({u"model"_s, name, {{u"name"_s, name}, {u"title"_s, QString::number(i)}}}); !put)
                    return put.error();
            }
            return true;
        }));
    }
    static Checkpoint opened(Store &store)
    {
        const auto note = store.log().checkpoint();
        const auto checkpoint = note ? openCheckpoint(*note, store.log().verifier()) : Result<SignedCheckpoint>(note.error());
        return checkpoint ? checkpoint->checkpoint : Checkpoint();
    }

private slots:
    void checkpointsAreSignedOncePerSize()
    {
        Fixture f;
        const auto empty = f.store->log().checkpoint();
        VERIFY_OK(empty);
        QCOMPARE(opened(*f.store).root, emptyRoot());
        QCOMPARE(opened(*f.store).origin, f.store->log().origin());
        QVERIFY(f.store->log().origin().startsWith(u"countersign/"_s));
        QCOMPARE(f.store->log().origin().size(), 20);
        fill(f, 5);
        const auto note = f.store->log().checkpoint();
        VERIFY_OK(note);
        QCOMPARE(opened(*f.store).size, 5u);
        QCOMPARE(*f.store->log().checkpoint(), *note);
        QCOMPARE(*f.store->log().checkpoint(5), *note);
        QVERIFY(!f.store->log().checkpoint(6).ok());
        const QString origin = f.store->log().origin();
        VERIFY_OK(f.reopen());
        QCOMPARE(*f.store->log().checkpoint(), *note);
        QCOMPARE(f.store->log().origin(), origin);
        const auto audit = auditStore(f.path());
        VERIFY_OK(audit);
        QVERIFY(audit->clean());
        QCOMPARE(audit->checkpoints, 2);
        QCOMPARE(audit->root, opened(*f.store).root);
    }

    void proofsVerify()
    {
        Fixture f;
        fill(f, 300);
        const auto entries = f.store->log().entries(0, 1000);
        VERIFY_OK(entries);
        QCOMPARE(entries->size(), 300);
        QList<QByteArray> hashes;
        for (const QByteArray &entry : *entries)
            hashes.append(leafHash(entry));
        for (qint64 size : {1, 2, 3, 7, 8, 255, 256, 257, 300}) {
            const QByteArray root = rootOf(hashes.first(size));
            for (qint64 leaf : {qint64(0), size / 2, size - 1}) {
                const auto proof = f.store->log().inclusion(leaf, size);
                VERIFY_OK(proof);
                QVERIFY(verifyInclusion(quint64(leaf), quint64(size), hashes[leaf], *proof, root));
            }
            const auto proof = f.store->log().consistency(size, 300);
            VERIFY_OK(proof);
            QVERIFY(verifyConsistency(quint64(size), 300, *proof, root, rootOf(hashes)));
        }
    }

    void tilesGiveTheSameTree()
    {
        Fixture f;
        fill(f, 600);
        const Checkpoint checkpoint = opened(*f.store);
        const auto root = rootOf(checkpoint.size, hashesFromTiles(checkpoint.size, [&](const Tile &t) { return f.store->log().tile(t); }));
        VERIFY_OK(root);
        QCOMPARE(*root, checkpoint.root);
        for (const Tile &tile : newTiles(0, 600)) {
            const auto bytes = f.store->log().tile(tile);
            VERIFY_OK(bytes);
            if (tile.level < 0) {
                const auto decoded = decodeEntryTile(*bytes, tile.width);
                VERIFY_OK(decoded);
                QCOMPARE(*decoded, *f.store->log().entries(qint64(tile.index) * tileWidth, tile.width));
            }
        }
    }

    void outOfRange()
    {
        Fixture f;
        fill(f, 10);
        LogStore &log = f.store->log();
        QCOMPARE(log.tile({0, 0, 11}).error().code, Error::Code::NotFound);
        QCOMPARE(log.tile({0, 1, 1}).error().code, Error::Code::NotFound);
        QCOMPARE(log.tile({7, 0, 256}).error().code, Error::Code::NotFound);
        QCOMPARE(log.tile({0, ~0ull, 256}).error().code, Error::Code::NotFound);
        for (const auto &[leaf, size] : QList<std::pair<qint64, qint64>>{{-1, 10}, {10, 10}, {0, 11}, {0, 0}, {0, -1}})
            QCOMPARE(log.inclusion(leaf, size).error().code, Error::Code::Invalid);
        for (const auto &[from, to] : QList<std::pair<qint64, qint64>>{{0, 10}, {5, 4}, {1, 11}, {-1, 3}})
            QCOMPARE(log.consistency(from, to).error().code, Error::Code::Invalid);
        QVERIFY(!log.entries(-1, 5).ok());
        QVERIFY(!log.entries(11, 1).ok());
        QCOMPARE(log.entries(10, 5)->size(), 0);
    }

    void theTablesRefuseToForget()
    {
        Fixture f;
        fill(f, 4);
        (void)opened(*f.store);
        for (const QString &statement : {u"DELETE FROM log WHERE leaf = 3"_s, u"UPDATE log SET entry = 'x' WHERE leaf = 1"_s,
                                         u"DELETE FROM nodes"_s, u"UPDATE checkpoints SET root = 'x'"_s}) {
            QVERIFY2(Fixture::tamper(f.path(), {statement}).contains(u"append-only"_s), qPrintable(statement));
        }
        QVERIFY(auditStore(f.path())->clean());
    }

    void tamperingIsFound_data()
    {
        QTest::addColumn<QStringList>("statements");
        QTest::addColumn<qint64>("leaf");
        const QStringList open{u"DROP TRIGGER log_no_update"_s, u"DROP TRIGGER log_no_delete"_s, u"DROP TRIGGER nodes_no_update"_s,
                               u"DROP TRIGGER nodes_no_delete"_s, u"DROP TRIGGER checkpoints_no_update"_s, u"DROP TRIGGER checkpoints_no_delete"_s};
        QTest::newRow("entry dropped") << open + QStringList{u"DELETE FROM log WHERE leaf = 20"_s} << qint64(20);
        QTest::newRow("entries swapped") << open + QStringList{u"UPDATE log SET leaf = 1000 WHERE leaf = 20"_s,
            u"UPDATE log SET leaf = 20 WHERE leaf = 21"_s, u"UPDATE log SET leaf = 21 WHERE leaf = 1000"_s} << qint64(20);
        QTest::newRow("entry edited") << open + QStringList{u"UPDATE log SET entry = replace(entry, 'ada', 'bob') WHERE leaf = 20"_s} << qint64(20);
        QTest::newRow("hash edited") << open + QStringList{u"UPDATE log SET hash = randomblob(32) WHERE leaf = 20"_s} << qint64(20);
        QTest::newRow("node edited") << open + QStringList{u"UPDATE nodes SET hash = randomblob(32) WHERE level = 2 AND idx = 5"_s} << qint64(23);
        QTest::newRow("node added") << open + QStringList{u"INSERT INTO nodes VALUES(9, 9, x'00')"_s} << qint64(-1);
        QTest::newRow("end cut off") << open + QStringList{u"DELETE FROM log WHERE leaf >= 90"_s, u"DELETE FROM records WHERE seq > 90"_s,
            u"DELETE FROM nodes WHERE (idx + 1) << level > 90"_s} << qint64(99);
        QTest::newRow("body edited") << QStringList{u"UPDATE records SET body = replace(body, 'm0', 'm9') WHERE id = 'm0'"_s} << qint64(60);
        QTest::newRow("old body edited") << QStringList{u"UPDATE revisions SET body = replace(body, 'm0', 'm9') WHERE id = 'm0'"_s} << qint64(0);
        QTest::newRow("salt edited") << QStringList{u"UPDATE records SET salt = randomblob(16) WHERE id = 'm3'"_s} << qint64(63);
        QTest::newRow("actor edited") << QStringList{u"UPDATE records SET actor = 'bob' WHERE id = 'm0'"_s} << qint64(60);
        QTest::newRow("time edited") << QStringList{u"UPDATE records SET at = '2020-01-01T00:00:00.000Z' WHERE id = 'm0'"_s} << qint64(60);
        QTest::newRow("renamed") << QStringList{u"UPDATE records SET id = 'other' WHERE id = 'm0'"_s} << qint64(60);
        QTest::newRow("erased without a word") << QStringList{u"UPDATE revisions SET body = NULL, salt = NULL WHERE id = 'm0'"_s} << qint64(0);
        QTest::newRow("called deleted") << QStringList{u"UPDATE records SET deleted = 1 WHERE id = 'm0'"_s} << qint64(60);
        QTest::newRow("record gone") << QStringList{u"DELETE FROM records WHERE id = 'm0'"_s} << qint64(60);
        QTest::newRow("revision gone") << QStringList{u"DELETE FROM revisions WHERE id = 'm0'"_s} << qint64(0);
        QTest::newRow("rolled back") << QStringList{u"DELETE FROM records WHERE id = 'm0'"_s,
            u"INSERT INTO records(kind, id, revision, seq, at, actor, action, deleted, salt, body) SELECT * FROM revisions WHERE id = 'm0' AND revision = 2"_s,
            u"DELETE FROM revisions WHERE id = 'm0' AND revision = 2"_s} << qint64(60);
        QTest::newRow("record invented") << QStringList{u"INSERT INTO records(kind, id, revision, seq, at, actor, action, deleted, salt, body)"
            " VALUES('model', 'new', 1, 500, '2026-01-01T00:00:00.000Z', 'ada', 'create', 0, x'00', '{}')"_s} << qint64(-1);
        QTest::newRow("checkpoint edited") << open + QStringList{u"UPDATE checkpoints SET root = randomblob(32) WHERE size = 60"_s} << qint64(59);
        QTest::newRow("note edited") << open + QStringList{u"UPDATE checkpoints SET note = replace(CAST(note AS TEXT), '60', '61') WHERE size = 60"_s} << qint64(59);
    }
    void tamperingIsFound()
    {
        QFETCH(QStringList, statements);
        QFETCH(qint64, leaf);
        Fixture f;
        fill(f, 60);
        (void)opened(*f.store);
        fill(f, 40);
        (void)opened(*f.store);
        f.store.reset();
        QVERIFY(auditStore(f.path())->clean());
        QCOMPARE(Fixture::tamper(f.path(), statements), QString());
        const auto audit = auditStore(f.path());
        VERIFY_OK(audit);
        QVERIFY(!audit->clean());
        QStringList told;
        bool named = false;
        for (const AuditFinding &finding : audit->findings) {
            named = named || finding.leaf == leaf;
            told.append(u"%1: %2"_s.arg(finding.leaf).arg(finding.text));
        }
        QVERIFY2(named, qPrintable(told.join(u'\n')));
    }

    /// Somebody who rewrites the whole log consistently and has its key is not found by the log alone, but by whoever
    /// remembers a checkpoint.
    void aRewrittenHistoryIsFoundByWhoRemembers()
    {
        Fixture f;
        fill(f, 60);
        const Checkpoint remembered = opened(*f.store);
        QFile key(f.path() + u"/log.key"_s);
        QVERIFY(key.open(QIODevice::ReadOnly));
        const QByteArray pem = key.readAll();

        // A second log with the same key: the same changes, one of them left out.
        Fixture forged;
        const QString origin = f.store->log().origin();
        forged.store.reset();
        QVERIFY(QFile::remove(forged.path() + u"/log.key"_s));
        QVERIFY(QFile::copy(f.path() + u"/log.key"_s, forged.path() + u"/log.key"_s));
        VERIFY_OK(forged.reopen()); // an empty log takes the key it finds
        QCOMPARE(forged.store->log().origin(), origin);
        fill(forged, 59);
        fill(forged, 20);
        QVERIFY(auditStore(forged.path())->clean()); // by itself it is flawless

        const Checkpoint now = opened(*forged.store);
        QVERIFY(now.size > remembered.size);
        const auto proof = forged.store->log().consistency(qint64(remembered.size), qint64(now.size));
        VERIFY_OK(proof);
        QVERIFY(!verifyConsistency(remembered.size, now.size, *proof, remembered.root, now.root));

        fill(f, 20);
        const Checkpoint honest = opened(*f.store);
        const auto good = f.store->log().consistency(qint64(remembered.size), qint64(honest.size));
        VERIFY_OK(good);
        QVERIFY(verifyConsistency(remembered.size, honest.size, *good, remembered.root, honest.root));
    }

    void aDroppedEntryStopsTheProof()
    {
        Fixture f;
        fill(f, 64);
        const Checkpoint remembered = opened(*f.store);
        fill(f, 1);
        f.store.reset();
        QCOMPARE(Fixture::tamper(f.path(), {u"DROP TRIGGER log_no_delete"_s, u"DROP TRIGGER log_no_update"_s, u"DELETE FROM log WHERE leaf = 20"_s,
                                            u"UPDATE log SET leaf = -leaf WHERE leaf > 20"_s, u"UPDATE log SET leaf = -leaf - 1 WHERE leaf < 0"_s}), QString());
        const auto again = Store::open(f.path());
        QVERIFY(!again.ok()); // the end no longer fits
        QCOMPARE(again.error().code, Error::Code::Corrupt);
        const auto audit = auditStore(f.path());
        VERIFY_OK(audit);
        QVERIFY(!audit->clean());
        QVERIFY(audit->root != remembered.root);
    }

    void auditReadsBesideARunningServer()
    {
        Fixture f;
        fill(f, 30);
        std::atomic<bool> stop{false};
        std::thread writer([&] {
            for (int i = 0; !stop; ++i)
                (void)f.model(u"w%1"_s.arg(i % 7), {{u"title"_s, QString::number(i)}});
        });
        for (int i = 0; i < 10; ++i) {
            const auto audit = auditStore(f.path());
            const bool clean = audit.ok() && audit->clean();
            if (!clean)
                stop = true;
            if (!clean)
                writer.join();
            VERIFY_OK(audit);
            QVERIFY2(clean, qPrintable(audit->findings.value(0).text));
        }
        stop = true;
        writer.join();
    }
};

QTEST_GUILESS_MAIN(TestLog)
#include "tst_log.moc"

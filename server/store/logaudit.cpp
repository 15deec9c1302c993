// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/store/logaudit.h"

#include "base/clock.h"
#include "server/store/dialect.h"
#include "server/store/schema.h"
#include "server/store/sqlconnection.h"
#include "trust/checkpoint.h"
#include "trust/merkle.h"
#include "trust/releasebundle.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maximumFindings = 1000;
constexpr qint64 progressEvery = 4096;

class Audit
{
public:
    Audit(SqlConnection &sql, const LogKey &key, const std::function<void(qint64)> &progress)
        : m_sql(sql), m_key(key), m_progress(progress)
    {
    }
    Result<AuditReport> run();

private:
    struct Stored; // a revision's row
    Result<void> loadCheckpoints();
    Result<void> loadErasures();
    Result<void> walkLog();
    Result<void> checkRecords();
    Result<void> checkNodeCount();
    void checkLeaf(qint64 leaf, const QByteArray &entry, const Stored &stored);
    void checkFacts(qint64 leaf, const LeafFacts &facts, const Stored &stored);
    void checkNode(int level, quint64 index, const QByteArray &hash);
    void checkCheckpoint();
    void find(qint64 leaf, const QString &text);

    SqlConnection &m_sql;
    const LogKey &m_key;
    const std::function<void(qint64)> &m_progress;
    AuditReport m_report;
    CompactRange m_tree;
    qint64 m_nodes = 0;
    std::optional<Error> m_failure;
    QMap<qint64, std::pair<QByteArray, QByteArray>> m_checkpoints; ///< root and note by size
    QHash<QString, qint64> m_erasures; ///< newest erasing seq of "kind id"
};

struct Audit::Stored
{
    bool present = false;
    QString kind, id, at, actor, action;
    qint64 revision = 0;
    bool deleted = false;
    QByteArray salt, body;
    bool hasBody = false;
};

void Audit::find(qint64 leaf, const QString &text)
{
    if (m_report.findings.size() < maximumFindings)
        m_report.findings.append({leaf, text});
}

Result<AuditReport> Audit::run()
{
    for (const auto step : {&Audit::loadCheckpoints, &Audit::loadErasures, &Audit::walkLog, &Audit::checkNodeCount,
                            &Audit::checkRecords}) {
        if (const auto done = (this->*step)(); !done)
            return done.error();
        if (m_failure)
            return *m_failure;
    }
    for (auto it = m_checkpoints.cbegin(); it != m_checkpoints.cend(); ++it)
        find(it.key() - 1, Storage::tr("A checkpoint was signed for %1 leaves, which the log does not have.").arg(it.key()));
    m_report.root = m_tree.root();
    return m_report;
}

Result<void> Audit::loadCheckpoints()
{
    auto rows = m_sql.query(u"SELECT size, root, note FROM checkpoints"_s);
    if (!rows)
        return rows.error();
    while (rows->next())
        m_checkpoints.insert(rows->integer(0), {rows->bytes(1), rows->bytes(2)});
    m_report.checkpoints = m_checkpoints.size();
    return rows->status();
}

Result<void> Audit::loadErasures()
{
    auto rows = m_sql.query(u"SELECT kind, id, max(seq) FROM (SELECT kind, id, seq FROM records WHERE action = 'erase'"
                            " UNION ALL SELECT kind, id, seq FROM revisions WHERE action = 'erase') e GROUP BY kind, id"_s);
    if (!rows)
        return rows.error();
    while (rows->next())
        m_erasures.insert(rows->text(0) + u' ' + rows->text(1), rows->integer(2));
    return rows->status();
}

Result<void> Audit::walkLog()
{
    checkCheckpoint();
    auto rows = m_sql.query(
        u"SELECT l.leaf, l.entry, l.hash, coalesce(r.kind, v.kind), coalesce(r.id, v.id), coalesce(r.revision, v.revision),"
        " coalesce(r.at, v.at), coalesce(r.actor, v.actor), coalesce(r.action, v.action), coalesce(r.deleted, v.deleted),"
        " CASE WHEN r.n IS NULL THEN v.salt ELSE r.salt END, %1"
        " FROM log l LEFT JOIN records r ON r.seq = l.leaf + 1 LEFT JOIN revisions v ON v.seq = l.leaf + 1 ORDER BY l.leaf"_s
            .arg(dialect::textAsBytes(u"CASE WHEN r.n IS NULL THEN v.body ELSE r.body END"_s)));
    if (!rows)
        return rows.error();
    while (rows->next() && !m_failure) {
        const qint64 leaf = rows->integer(0);
        if (leaf != qint64(m_tree.size()))
            find(qint64(m_tree.size()), Storage::tr("The log lacks leaf %1; the next one is %2.").arg(m_tree.size()).arg(leaf));
        const QByteArray entry = rows->bytes(1);
        const QByteArray hash = leafHash(entry);
        if (hash != rows->bytes(2))
            find(leaf, Storage::tr("The stored hash of leaf %1 is not that of its entry.").arg(leaf));
        const Stored stored{!rows->isNull(3), rows->text(3), rows->text(4), rows->text(6), rows->text(7), rows->text(8),
                            rows->integer(5), rows->integer(9) != 0, rows->bytes(10), rows->bytes(11), !rows->isNull(11)};
        checkLeaf(leaf, entry, stored);
        m_tree.append(hash, [this](int level, quint64 index, const QByteArray &node) { checkNode(level, index, node); });
        checkCheckpoint();
        if (m_progress && m_tree.size() % progressEvery == 0)
            m_progress(leaf);
    }
    m_report.leaves = qint64(m_tree.size());
    return rows->status();
}

void Audit::checkLeaf(qint64 leaf, const QByteArray &entry, const Stored &stored)
{
    const auto facts = LeafFacts::fromEntry(entry);
    if (!facts)
        return find(leaf, Storage::tr("Leaf %1 cannot be read: %2").arg(leaf).arg(facts.error().text));
    if (facts->toEntry() != entry)
        find(leaf, Storage::tr("Leaf %1 is not spelled as this server spells leaves.").arg(leaf));
    if (facts->seq != leaf + 1)
        find(leaf, Storage::tr("Leaf %1 says that it is change %2.").arg(leaf).arg(facts->seq));
    if (!stored.present)
        return find(leaf, Storage::tr("The change that leaf %1 speaks of (%2 '%3', revision %4) is gone.")
                              .arg(leaf).arg(facts->kind, facts->id).arg(facts->revision));
    checkFacts(leaf, *facts, stored);
}

void Audit::checkFacts(qint64 leaf, const LeafFacts &facts, const Stored &stored)
{
    if (facts.kind != stored.kind || facts.id != stored.id || facts.revision != stored.revision
        || facts.actor != stored.actor || facts.action != stored.action || toRfc3339(facts.at) != stored.at) {
        return find(leaf, Storage::tr("%1 '%2', revision %3, is not the change that leaf %4 speaks of.")
                              .arg(stored.kind, stored.id).arg(stored.revision).arg(leaf));
    }
    if (stored.salt.isEmpty() && !stored.hasBody) {
        if (m_erasures.value(stored.kind + u' ' + stored.id) <= leaf + 1)
            return find(leaf, Storage::tr("The body of %1 '%2', revision %3, is gone without an erasure on record.")
                                  .arg(stored.kind, stored.id).arg(stored.revision));
        ++m_report.erased;
        return;
    }
    if (stored.hasBody == stored.deleted)
        find(leaf, Storage::tr("%1 '%2' is half deleted.").arg(stored.kind, stored.id));
    if (bodyDigest(stored.salt, stored.body) != facts.bodyDigest)
        find(leaf, Storage::tr("The body of %1 '%2', revision %3, is not the one that was logged as leaf %4.")
                       .arg(stored.kind, stored.id).arg(stored.revision).arg(leaf));
}

void Audit::checkNode(int level, quint64 index, const QByteArray &hash)
{
    if (level == 0)
        return;
    ++m_nodes;
    const auto stored = m_sql.value(u"SELECT hash FROM nodes WHERE level = ? AND idx = ?"_s, {level, qint64(index)});
    if (!stored)
        m_failure = stored.error();
    else if (!*stored || (*stored)->toByteArray() != hash)
        find(qint64((index + 1) << level) - 1, Storage::tr("The stored hash of subtree %1/%2 is not that of its leaves.")
                                                   .arg(level).arg(index));
}

/// The checkpoint of the tree as far as it was walked, if one was signed at this size.
void Audit::checkCheckpoint()
{
    const qint64 size = qint64(m_tree.size());
    const auto it = m_checkpoints.constFind(size);
    if (it == m_checkpoints.constEnd())
        return;
    const QByteArray root = m_tree.root();
    const auto opened = openCheckpoint(it->second, m_key.signer.verifier());
    if (!opened)
        find(size - 1, Storage::tr("The checkpoint for %1 leaves does not verify: %2").arg(size).arg(opened.error().text));
    else if (opened->checkpoint.size != quint64(size) || opened->checkpoint.root != root || it->first != root)
        find(size - 1, Storage::tr("The log is not the one that the checkpoint for %1 leaves was signed for.").arg(size));
    m_checkpoints.erase(it);
}

Result<void> Audit::checkNodeCount()
{
    const auto nodes = m_sql.value(u"SELECT count(*) FROM nodes"_s);
    if (!nodes)
        return nodes.error();
    if ((*nodes)->toLongLong() != m_nodes)
        find(-1, Storage::tr("The log holds hashes of subtrees that it does not have."));
    return {};
}

Result<void> Audit::checkRecords()
{
    const auto changes = m_sql.value(u"SELECT (SELECT count(*) FROM records) + (SELECT count(*) FROM revisions)"_s);
    if (!changes)
        return changes.error();
    if ((*changes)->toLongLong() != m_report.leaves)
        find(-1, Storage::tr("There are %1 changes in the tables and %2 in the log.")
                     .arg((*changes)->toLongLong()).arg(m_report.leaves));
    const auto records = m_sql.value(u"SELECT count(*) FROM records"_s);
    if (!records)
        return records.error();
    m_report.records = (*records)->toLongLong();
    auto older = m_sql.query(u"SELECT r.kind, r.id, r.seq FROM records r WHERE r.revision <> 1 + (SELECT count(*) FROM revisions v"
                             " WHERE v.kind = r.kind AND v.id = r.id AND v.seq < r.seq AND v.revision < r.revision)"_s);
    if (!older)
        return older.error();
    while (older->next())
        find(older->integer(2) - 1, Storage::tr("%1 '%2' is not the newest of its revisions, or lacks one of them.")
                                        .arg(older->text(0), older->text(1)));
    return older->status();
}

} // namespace

Result<AuditReport> auditStore(const QString &folder, const std::function<void(qint64)> &progress)
{
    auto sql = SqlConnection::open(StoreFolder::database(folder), SqlConnection::Mode::Read);
    if (!sql)
        return sql.error();
    const auto found = (*sql)->value(u"SELECT value FROM meta WHERE name = 'schema'"_s);
    if (!found)
        return found.error();
    if (found->value_or(QVariant()).toInt() != schema::version)
        return {Error::Code::Unsupported, Storage::tr("The database was written by another version of this program.")};
    const auto key = LogKey::load(StoreFolder::logKey(folder), false);
    if (!key)
        return key.error();
    // One snapshot, so that a running server does not look like a broken one.
    if (const auto begun = (*sql)->run(u"BEGIN"_s); !begun)
        return begun.error();
    return Audit(**sql, *key, progress).run();
}

} // namespace countersign

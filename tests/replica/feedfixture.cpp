// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/feedfixture.h"

#include "base/clock.h"
#include "base/json.h"
#include "trust/digest.h"
#include "domain/kinds/version.h"
#include "replica/logentry.h"

namespace countersign::fixture {

using namespace Qt::StringLiterals;

namespace {

QByteArray quoted(const QString &text)
{
    return toJson(QJsonValue(text));
}

QByteArray hashesJson(const Result<QList<QByteArray>> &hashes)
{
    QJsonArray out;
    if (hashes.ok()) {
        for (const QByteArray &hash : *hashes)
            out.append(QString::fromLatin1(hash.toBase64()));
    }
    return toJson(QJsonObject{{u"hashes"_s, out}});
}

} // namespace

QDateTime someTime(qint64 minute)
{
    return QDateTime(QDate(2026, 3, 1), QTime(8, 0), Qt::UTC).addSecs(minute * 60);
}

Feed::Feed(uchar keySeed)
{
    const auto key = Ed25519PrivateKey::fromSeed(QByteArray(32, char(keySeed)));
    Q_ASSERT(key.ok());
    auto signer = NoteSigner::log(u"countersign/0badcafe"_s, *key);
    Q_ASSERT(signer.ok());
    m_signer = *signer;
}

void Feed::append(const Stored &stored, const QString &action)
{
    const QByteArray entry = toJson(QJsonObject{{u"action"_s, action},
                                                {u"actor"_s, stored.actor},
                                                {u"at"_s, stored.at},
                                                {u"bodyDigest"_s, bodyDigest(stored.salt, stored.body)},
                                                {u"id"_s, stored.id},
                                                {u"kind"_s, stored.kind},
                                                {u"revision"_s, QString::number(stored.revision)},
                                                {u"seq"_s, QString::number(stored.seq)},
                                                {u"v"_s, u"1"_s}});
    m_entries.append(entry);
    m_leaves.append(leafHash(entry));
    m_order.insert(stored.seq, stored.kind + u' ' + stored.id);
}

qint64 Feed::put(const QString &kind, const QString &id, const QJsonObject &body, const QString &actor)
{
    Stored &stored = m_records[kind + u' ' + id];
    m_order.remove(stored.seq);
    stored.kind = kind;
    stored.id = id;
    stored.actor = actor;
    stored.seq = head() + 1;
    stored.at = toRfc3339(someTime(stored.seq));
    stored.salt = QString::fromLatin1(sha256(QByteArray::number(stored.seq)).first(16).toHex());
    ++stored.revision;
    stored.deleted = false;
    stored.body = toJson(body);
    append(stored, stored.revision == 1 ? u"create"_s : u"update"_s);
    return stored.seq;
}

qint64 Feed::remove(const QString &kind, const QString &id)
{
    Stored &stored = m_records[kind + u' ' + id];
    m_order.remove(stored.seq);
    stored.kind = kind;
    stored.id = id;
    stored.at = toRfc3339(someTime(head() + 1));
    stored.seq = head() + 1;
    ++stored.revision;
    stored.deleted = true;
    stored.body.clear();
    append(stored, u"delete"_s);
    return stored.seq;
}

QByteArray Feed::json(const Stored &stored)
{
    QByteArray out = "{\"kind\":" + quoted(stored.kind) + ",\"id\":" + quoted(stored.id)
        + ",\"revision\":" + QByteArray::number(stored.revision) + ",\"seq\":" + QByteArray::number(stored.seq)
        + ",\"leaf\":" + QByteArray::number(stored.seq - 1) + ",\"updatedAt\":" + quoted(stored.at)
        + ",\"updatedBy\":" + quoted(stored.actor) + ",\"salt\":" + quoted(stored.salt);
    out += stored.deleted ? QByteArray(",\"deleted\":true") : ",\"body\":" + stored.body;
    return out + '}';
}

QByteArray Feed::recordJson(const QString &kind, const QString &id) const
{
    return json(m_records.value(kind + u' ' + id));
}

QByteArray Feed::pageOf(const QList<QByteArray> &records) const
{
    return "{\"changes\":[" + records.join(',') + "],\"head\":" + QByteArray::number(head())
        + ",\"checkpoint\":" + quoted(QString::fromUtf8(checkpoint())) + '}';
}

QByteArray Feed::page(qint64 after, qint64 limit) const
{
    QList<QByteArray> records;
    for (auto it = m_order.upperBound(after); it != m_order.end() && records.size() < limit; ++it)
        records.append(json(m_records.value(*it)));
    return pageOf(records);
}

Result<QByteArray> Feed::hash(int level, quint64 index) const
{
    if (level == 0)
        return m_leaves.at(qsizetype(index));
    const auto left = hash(level - 1, index * 2), right = hash(level - 1, index * 2 + 1);
    return nodeHash(*left, *right);
}

QByteArray Feed::checkpointOf(qint64 size) const
{
    const Checkpoint checkpoint{m_signer->verifier().name(), quint64(size), rootOf(m_leaves.first(size)), {}};
    return checkpoint.signedBy(*m_signer);
}

QByteArray Feed::consistency(qint64 from, qint64 to) const
{
    return hashesJson(consistencyProof(quint64(from), quint64(to), [this](int l, quint64 i) { return hash(l, i); }));
}

QByteArray Feed::inclusion(qint64 leaf, qint64 size) const
{
    return hashesJson(inclusionProof(quint64(leaf), quint64(size), [this](int l, quint64 i) { return hash(l, i); }));
}

QByteArray Feed::entries(qint64 from, qint64 count) const
{
    QByteArray out;
    for (qint64 leaf = from; leaf < std::min(head(), from + count); ++leaf)
        out += m_entries.at(leaf) + '\n';
    return out;
}

void Feed::rewriteEntry(qint64 leaf)
{
    m_entries[leaf].replace("\"actor\":\"ana\"", "\"actor\":\"eve\"");
    m_leaves[leaf] = leafHash(m_entries[leaf]);
}

void Feed::swapBody(const QString &kind, const QString &id, const QJsonObject &body)
{
    m_records[kind + u' ' + id].body = toJson(body);
}

void Feed::cutTo(qint64 size)
{
    m_entries.resize(size);
    m_leaves.resize(size);
    while (!m_order.isEmpty() && m_order.lastKey() > size)
        m_order.remove(m_order.lastKey());
}

QJsonObject modelBody(const QString &name, const QString &title)
{
    Model model;
    model.name = name;
    model.title = title;
    model.owner = u"ana"_s;
    model.description = u"Answers questions about %1."_s.arg(title);
    model.businessDomain = u"Lending"_s;
    return encode(model);
}

QJsonObject versionBody(const QString &model, const QString &version, const QDateTime &registeredAt)
{
    Version out;
    out.model = model;
    out.version = version;
    out.author = u"ben"_s;
    out.stage = version.size() % 2 ? Version::Candidate : Version::Draft;
    out.artifacts = {{u"weights.bin"_s, u"sha256:"_s + QString(64, u'a'), 12345, u"application/octet-stream"_s}};
    out.businessDomain = u"Lending"_s;
    out.notes = u"Trained again on newer data."_s;
    out.registeredAt = registeredAt;
    return encode(out);
}

} // namespace countersign::fixture

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "trust/checkpoint.h"
#include "trust/merkle.h"

#include <QMap>

namespace countersign::fixture {

/// A server's records and log in memory: what the feed, the checkpoint and the proofs would say. It can also lie.
class Feed
{
public:
    explicit Feed(uchar keySeed = 1);

    /// Creates or edits a record; returns its seq.
    qint64 put(const QString &kind, const QString &id, const QJsonObject &body, const QString &actor = QStringLiteral("ana"));
    qint64 remove(const QString &kind, const QString &id);

    [[nodiscard]] qint64 head() const { return qint64(m_entries.size()); }
    [[nodiscard]] QString vkey() const { return m_signer->verifier().vkey(); }
    [[nodiscard]] QByteArray checkpoint() const { return checkpointOf(head()); }
    [[nodiscard]] QByteArray checkpointOf(qint64 size) const;
    [[nodiscard]] QByteArray page(qint64 after, qint64 limit) const;
    /// A page of just these records, as JSON texts.
    [[nodiscard]] QByteArray pageOf(const QList<QByteArray> &records) const;
    [[nodiscard]] QByteArray recordJson(const QString &kind, const QString &id) const;
    [[nodiscard]] QByteArray consistency(qint64 from, qint64 to) const;
    [[nodiscard]] QByteArray inclusion(qint64 leaf, qint64 size) const;
    [[nodiscard]] QByteArray entries(qint64 from, qint64 count) const;

    /// Changes a leaf behind everybody's back, with a tree that fits it again.
    void rewriteEntry(qint64 leaf);
    /// Changes a record's body and leaves the log as it is.
    void swapBody(const QString &kind, const QString &id, const QJsonObject &body);
    void cutTo(qint64 size);

private:
    struct Stored
    {
        QString kind, id, actor, at, salt;
        qint64 revision = 0, seq = 0;
        bool deleted = false;
        QByteArray body;
    };
    [[nodiscard]] static QByteArray json(const Stored &stored);
    [[nodiscard]] Result<QByteArray> hash(int level, quint64 index) const;
    void append(const Stored &stored, const QString &action);
    std::optional<NoteSigner> m_signer;
    QMap<QString, Stored> m_records; ///< by kind and id
    QMap<qint64, QString> m_order;   ///< seq → key of m_records
    QList<QByteArray> m_entries, m_leaves;
};

QJsonObject modelBody(const QString &name, const QString &title);
QJsonObject versionBody(const QString &model, const QString &version, const QDateTime &registeredAt);
QDateTime someTime(qint64 minute);

} // namespace countersign::fixture

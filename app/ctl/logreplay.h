// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "session.h"
#include "trust/checkpoint.h"
#include "trust/merkle.h"
#include "trust/releasebundle.h"

#include <QMap>

namespace countersign {

/// Rebuilds a log from its entries, first to last, and holds it against what was known of it before.
class LogReplay
{
public:
    /// The tree of `checkpoint.size` leaves must have its root. `name` says in a sentence whose checkpoint it is.
    void expect(const Checkpoint &checkpoint, const QString &name);
    /// This leaf must have this hash (32 raw bytes).
    void expectLeaf(quint64 leaf, const QByteArray &hash, const QString &name);

    /// Told of every entry, after it was found to be what was expected.
    std::function<void(quint64 leaf, const LeafFacts &facts)> visit;

    /// The next entry. Untrusted when it is not what was expected, or does not stand where it says it stands.
    Result<void> add(QByteArrayView entry);
    /// Untrusted when the log ended before everything expected was met.
    [[nodiscard]] Result<void> finish() const;

    [[nodiscard]] quint64 size() const { return m_range.size(); }
    [[nodiscard]] qsizetype checkpointsHeld() const { return m_held; }
    [[nodiscard]] qsizetype leavesHeld() const { return m_leavesHeld; }

private:
    struct Root
    {
        QByteArray root;
        QString name;
    };
    struct Leaf
    {
        QByteArray hash;
        QString name;
    };
    Result<void> checkSize();

    CompactRange m_range;
    QMultiMap<quint64, Root> m_roots;
    QMultiMap<quint64, Leaf> m_leaves;
    qsizetype m_held = 0;
    qsizetype m_leavesHeld = 0;
};

/// Reads a file to hold the log against: a signed checkpoint, or lines {"leaf":N,"leafHash":"…"} as clients were told
/// when they wrote. Tells `replay` what to expect; the text says what the file was.
Result<QString> expectFrom(const QString &path, const class TlogPolicy &trust, LogReplay &replay);

/// Reads the server's first `size` entries into `replay` and finishes it.
Result<void> replayLog(Session &server, quint64 size, LogReplay &replay);

/// Ok when no record of the bundle was changed later than the bundle says, up to its checkpoint: a server could hold back
/// a revocation and still prove everything that it does show. Reads the whole log. Untrusted names what was left out.
Result<void> proveNewest(Session &server, QByteArrayView bundle, const Checkpoint &checkpoint);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "trust/checkpoint.h"
#include "trust/merkle.h"

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

} // namespace countersign

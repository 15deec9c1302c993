// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/tlogpolicy.h"

namespace countersign {

/// C2SP tlog-proof@v1: "this entry stands at this position of that log", checkable without asking the log.
struct TlogProof
{
    std::optional<QByteArray> extra; ///< NOT authenticated; ours writes none
    quint64 index = 0;
    QList<QByteArray> hashes; ///< the audit path, from the leaf's sibling upwards
    QByteArray checkpoint;    ///< the signed note, byte for byte
    bool operator==(const TlogProof &) const = default;

    /// Strict reading; Invalid names what is wrong.
    static Result<TlogProof> fromBytes(QByteArrayView bytes);
    [[nodiscard]] QByteArray toBytes() const;
    /// Ok with the checkpoint when `entry` (the leaf's bytes) is proved to be in a log that `policy` believes.
    /// Untrusted, naming what does not hold, otherwise.
    [[nodiscard]] Result<SignedCheckpoint> verify(QByteArrayView entry, const TlogPolicy &policy) const;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "session.h"
#include "trust/tlogpolicy.h"

#include <optional>

namespace countersign {

/// What this machine remembers of one server's log: the trust file of the first contact and the last checkpoint that was
/// proved to continue the one before. Kept in $XDG_STATE_HOME/countersign/<hash of the server's address>/.
class LogMemory
{
public:
    explicit LogMemory(const QUrl &server);

    [[nodiscard]] QString folder() const { return m_folder; }
    /// The remembered trust file's text; empty at first contact.
    [[nodiscard]] Result<QByteArray> trust() const;
    Result<void> rememberTrust(const QByteArray &text) const;
    /// The remembered signed note, byte for byte; empty when there is none.
    [[nodiscard]] Result<QByteArray> checkpoint() const;
    /// Never replaces a checkpoint by one of a smaller tree.
    Result<void> rememberCheckpoint(const QByteArray &note, quint64 size) const;

private:
    QString m_folder;
};

/// A trust file that was read: its text and its meaning.
struct TrustFile
{
    QByteArray text;
    TlogPolicy policy;
};
Result<TrustFile> readTrustFile(const QString &path);
/// The log's trust file as this machine remembers it; fetched from the server and remembered at first contact.
Result<TrustFile> trustOf(Session &server);

/// Fetches the newest checkpoint, holds it against the trust file and against the remembered checkpoint, and remembers
/// it. Error::Untrusted for a foreign key, a fork or a log that shrank.
Result<SignedCheckpoint> watchLog(Session &server, const TrustFile &trust);

/// Ok when the larger of the two trees provably continues the smaller one. Untrusted otherwise.
Result<void> holdTogether(Session &server, const Checkpoint &one, const Checkpoint &other);

/// The last checkpoint of this log that any of this machine's contacts saw, for verifying without a server.
std::optional<Checkpoint> rememberedAnywhere(const TlogPolicy &trust);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "output.h"
#include "session.h"

#include <QDateTime>

namespace countersign {

class Invocation;
struct OptionSpec;

/// What a command works with. Belongs to the worker thread.
class Context
{
public:
    Context(Output output, Session *session) : out(std::move(output)), m_session(session) {}

    Output out;

    /// The server, or why there is none: COUNTERSIGN_URL is not set.
    [[nodiscard]] Session *session() const { return m_session; }
    /// What to return where session() is null.
    [[nodiscard]] int noServer() const;

private:
    Session *m_session;
};

/// The time to judge at: --now, or the clock's. Error::Invalid when --now is no RFC 3339 time.
Result<QDateTime> judgedTime(const Invocation &given);
OptionSpec nowOption();

/// Reads a file of at most `limit` bytes. NotFound, Invalid for what is no file, TooLarge.
Result<QByteArray> readFile(const QString &path, qint64 limit = 512LL * 1024 * 1024);
/// Writes a file so that it is there whole or not at all.
Result<void> writeFile(const QString &path, const QByteArray &bytes);

} // namespace countersign

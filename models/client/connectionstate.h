// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QDateTime>
#include <QObject>

namespace countersign {

/// How things stand between this program and its server.
struct ConnectionState
{
    Q_GADGET
public:
    enum State {
        Offline,      ///< nothing answers
        Connecting,   ///< nothing has answered yet
        Online,
        Unauthorised, ///< it answers, but does not know us
        Refused,      ///< what answers cannot be trusted or is no such server
    };
    Q_ENUM(State)
    State state = Connecting;
    QString sentence;     ///< for people; empty while online
    QDateTime lastOnline; ///< when it last answered us; invalid for never
    bool operator==(const ConnectionState &) const = default;
};

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QMetaType>

namespace countersign {

/// Something a person has decided to do, on its way to the server.
struct OutboxCommand
{
    QString person;             ///< whose decision it is; it goes out under this person's key and no other
    QByteArray method = "POST"; ///< POST, PATCH or DELETE
    QString path;
    QJsonObject body;
    QByteArray ifMatch;    ///< revision that the person had before them; empty for none
    QString title;         ///< one line for people: "Register triage 2.1"
    QString target;        ///< commands of one target go in order, one at a time; empty: the path
    QJsonObject base;      ///< the record's body as it was edited from: shown beside mine and theirs in a conflict
    QString requestId;     ///< for a sign-off: the request it decides
    QString reviewDigest;  ///< for a sign-off: digest of the evidence as it was signed; such a command is never replayed blindly
    bool operator==(const OutboxCommand &) const = default;
};

struct OutboxItem
{
    Q_GADGET
public:
    enum State {
        Held,        ///< kept back by the person, or for the moments in which it can be withdrawn
        Queued,
        Sending,
        Sent,        ///< taken by the server; leaves when the copy has it
        Refused,     ///< the server said no and why; kept to be changed or dropped
        Conflict,    ///< somebody else was first: base, mine and theirs
        NeedsReview, ///< a sign-off whose evidence is not what was signed any more, or a command that nobody is known for
    };
    Q_ENUM(State)
    qint64 number = 0; ///< order of decision
    QByteArray idempotencyKey;
    OutboxCommand command;
    State state = Queued;
    int attempts = 0;
    QDateTime createdAt;
    QString problem;           ///< sentence: why it was refused, or why it waits
    QList<FieldError> fields;  ///< what the server found wrong with which part
    QJsonObject theirs;        ///< in a conflict: the body as the server has it
    qint64 theirRevision = 0;
    qint64 seq = 0;            ///< of the record, once sent
    QString recordId;          ///< of what the command made or changed, as the server answered
    qint64 leaf = -1;          ///< where the log has it; -1 until the server has said so
    bool operator==(const OutboxItem &) const = default;

    [[nodiscard]] QString target() const { return command.target.isEmpty() ? command.path : command.target; }
    /// Neither done nor able to go on by itself.
    [[nodiscard]] bool needsPerson() const { return state == Refused || state == Conflict || state == NeedsReview; }

    [[nodiscard]] QByteArray toBytes() const;
    static Result<OutboxItem> fromBytes(const QByteArray &bytes);
};

} // namespace countersign

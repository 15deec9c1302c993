// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/shape.h"

namespace countersign {

/// One piece of evidence a request rests on, by what it is and by its digest.
struct EvidenceRef
{
    Q_GADGET
public:
    enum Kind { Evaluation, Card, Decision, Waiver, Plan };
    Q_ENUM(Kind)
    Kind kind = Evaluation;
    QString id; ///< record
    QString title;
    QString digest; ///< of the raw bytes; of a plan, of its content; for other records without a file, of the body
    QString mediaType;
    bool operator==(const EvidenceRef &) const = default;
};

/// Why a round of sign-offs began.
struct RoundInfo
{
    qint64 round = 1;
    QDateTime openedAt;
    QString reason;
    bool operator==(const RoundInfo &) const = default;
};

/// One version into one environment under one policy.
struct Request
{
    Q_GADGET
public:
    enum State { InReview, ChangesRequested, Approved, Rejected, Withdrawn, Expired, Revoked };
    Q_ENUM(State)
    qint64 number = 0;
    QString version; ///< "model/version"
    QString environment;
    QString policy;
    QString policyDigest; ///< of the policy's text as it was when the round began
    State state = InReview;
    qint64 round = 1;
    QString nonce; ///< fresh for each round, inside every signature of it
    QString manifestDigest, statementDigest;
    QList<EvidenceRef> evidence;
    QList<RoundInfo> rounds;
    QString requestedBy;
    QDateTime requestedAt;
    QString replaces; ///< the version in the environment when it was requested
    QString comment;
    QDateTime closesAt;   ///< when an undecided request expires
    QDateTime decidedAt;
    QDateTime validUntil; ///< when an approval ends
    bool operator==(const Request &) const = default;
};

/// One reviewer's signed decision on one round.
struct Signoff
{
    Q_GADGET
public:
    enum Verdict { Approve, Reject, RequestChanges, Abstain, Revoke };
    Q_ENUM(Verdict)
    QString request;
    QString version; ///< "model/version"
    QString environment;
    qint64 round = 1;
    QString stage;
    QString role;
    QString person;
    Verdict verdict = Approve;
    QString comment;
    QStringList conditions;
    QString signer; ///< key id
    QString payloadDigest; ///< SHA-256 of the signed statement
    QString sheetDigest;
    QString sheet;    ///< the plain text that was shown
    QString envelope; ///< Sigstore bundle v0.3 as JSON text
    QDateTime signedAt;   ///< as the signer says
    QDateTime recordedAt; ///< when the server took it
    bool operator==(const Signoff &) const = default;
};

/// An accepted exception to one requirement.
struct Waiver
{
    Q_GADGET
public:
    enum State { Proposed, Active, Revoked };
    Q_ENUM(State)
    QString version; ///< "model/version"
    QString environment;
    QString requirement; ///< id of the policy's requirement
    State state = Proposed;
    QString reason;
    QString compensatingControl;
    QString owner;       ///< who answers for the exception
    QString requestedBy;
    QString grantedBy;
    QDateTime grantedAt;
    QDateTime expiresAt;
    bool operator==(const Waiver &) const = default;
};

/// A version that runs at an endpoint.
struct Deployment
{
    Q_GADGET
public:
    enum State { Running, Ended };
    Q_ENUM(State)
    QString version;
    QString environment;
    QString endpoint;
    QString request; ///< the approval it rests on
    State state = Running;
    QString deployedBy;
    QDateTime since, until;
    bool operator==(const Deployment &) const = default;
};

template <>
const Shape &shapeOf<EvidenceRef>();
template <>
const Shape &shapeOf<RoundInfo>();
template <>
const Shape &shapeOf<Request>();
template <>
const Shape &shapeOf<Signoff>();
template <>
const Shape &shapeOf<Waiver>();
template <>
const Shape &shapeOf<Deployment>();

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/shape.h"

namespace countersign {

/// Somebody who can be named in a decision. One record a human being, however many accounts and keys.
struct Person
{
    QString name; ///< address: "ana.ferreira"
    QString displayName;
    QString email;
    QStringList roles;
    QStringList identities; ///< "issuer subject" of the accounts that are this person
    bool active = true;
    bool operator==(const Person &) const = default;
};

/// A person's public signing key. Its id is the hex SHA-256 of the SPKI DER.
struct SignerKey
{
    Q_GADGET
public:
    enum State { Pending, Active, Revoked };
    Q_ENUM(State)
    QString keyId;
    QString person;
    QString publicKey; ///< SPKI PEM
    QString label;
    State state = Pending;
    QString enrolment; ///< Sigstore bundle over a reviewer-key statement, signed by the key itself
    QString enrolmentDigest;
    QDateTime enrolledAt;
    QString confirmedBy; ///< another person, who compared the fingerprint
    QDateTime confirmedAt;
    QString revokedBy;
    QDateTime revokedAt;
    QString revocationReason;
    bool operator==(const SignerKey &) const = default;
};

/// A key to the API. The secret itself is shown once and kept only as a hash, elsewhere.
struct ApiKey
{
    QString label;
    QString person;
    QStringList scopes; ///< read, write, sign, ingest, admin
    QDateTime createdAt, expiresAt, revokedAt;
    bool operator==(const ApiKey &) const = default;
};

template <>
const Shape &shapeOf<Person>();
template <>
const Shape &shapeOf<SignerKey>();
template <>
const Shape &shapeOf<ApiKey>();

} // namespace countersign

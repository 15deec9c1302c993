// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kinds/people.h"

namespace countersign {

using namespace Qt::StringLiterals;

template <>
const Shape &shapeOf<Person>()
{
    static const Shape shape = ShapeBuilder<Person>(u"person"_s, u"Somebody who can be named in a decision."_s)
        .add(u"name"_s, &Person::name, Field().required().fixed().column().searched().format(TextFormat::Slug).max(100))
        .add(u"displayName"_s, &Person::displayName, Field().required().column().searched())
        .add(u"email"_s, &Person::email, Field().searched())
        .add(u"roles"_s, &Person::roles, Field().format(TextFormat::Slug).max(40))
        .add(u"identities"_s, &Person::identities, Field().max(20).help(u"Accounts that are this person, as 'issuer subject'."_s))
        .add(u"active"_s, &Person::active, Field().column());
    return shape;
}

template <>
const Shape &shapeOf<SignerKey>()
{
    static const Shape shape = ShapeBuilder<SignerKey>(u"signer"_s, u"A person's public signing key."_s)
        .add(u"keyId"_s, &SignerKey::keyId, Field().column().serverSet().help(u"Hex SHA-256 of the public key."_s))
        .add(u"person"_s, &SignerKey::person, Field().required().fixed().column().searched().format(TextFormat::Slug).refersTo(u"person"_s))
        .add(u"publicKey"_s, &SignerKey::publicKey, Field().required().fixed().format(TextFormat::Opaque).max(4000))
        .add(u"label"_s, &SignerKey::label, Field().column())
        .add(u"state"_s, &SignerKey::state, Field().column().serverSet())
        .add(u"enrolment"_s, &SignerKey::enrolment, Field().required().fixed().format(TextFormat::Opaque).max(20'000))
        .add(u"enrolmentDigest"_s, &SignerKey::enrolmentDigest, Field().serverSet().format(TextFormat::Digest))
        .add(u"enrolledAt"_s, &SignerKey::enrolledAt, Field().column().serverSet())
        .add(u"confirmedBy"_s, &SignerKey::confirmedBy, Field().serverSet().refersTo(u"person"_s))
        .add(u"confirmedAt"_s, &SignerKey::confirmedAt, Field().serverSet())
        .add(u"revokedBy"_s, &SignerKey::revokedBy, Field().serverSet().refersTo(u"person"_s))
        .add(u"revokedAt"_s, &SignerKey::revokedAt, Field().serverSet())
        .add(u"revocationReason"_s, &SignerKey::revocationReason, Field().serverSet().prose(2000));
    return shape;
}

template <>
const Shape &shapeOf<ApiKey>()
{
    static const Shape shape = ShapeBuilder<ApiKey>(u"key"_s, u"A key to the API, without its secret."_s)
        .add(u"label"_s, &ApiKey::label, Field().required().column())
        .add(u"person"_s, &ApiKey::person, Field().required().fixed().column().format(TextFormat::Slug).refersTo(u"person"_s))
        .add(u"scopes"_s, &ApiKey::scopes, Field().required().format(TextFormat::Slug).max(10))
        .add(u"createdAt"_s, &ApiKey::createdAt, Field().column().serverSet())
        .add(u"expiresAt"_s, &ApiKey::expiresAt, Field().required().fixed().column())
        .add(u"revokedAt"_s, &ApiKey::revokedAt, Field().column().serverSet());
    return shape;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kinds/release.h"

namespace countersign {

using namespace Qt::StringLiterals;

template <>
const Shape &shapeOf<EvidenceRef>()
{
    static const Shape shape = ShapeBuilder<EvidenceRef>(u"evidence"_s, u"One piece of evidence a request rests on."_s)
        .add(u"kind"_s, &EvidenceRef::kind, Field())
        .add(u"id"_s, &EvidenceRef::id, Field().required())
        .add(u"title"_s, &EvidenceRef::title, Field().max(400))
        .add(u"digest"_s, &EvidenceRef::digest, Field().required().format(TextFormat::Digest))
        .add(u"mediaType"_s, &EvidenceRef::mediaType, Field());
    return shape;
}

template <>
const Shape &shapeOf<RoundInfo>()
{
    static const Shape shape = ShapeBuilder<RoundInfo>(u"round"_s, u"Why a round of sign-offs began."_s)
        .add(u"round"_s, &RoundInfo::round, Field().range(1, 100'000))
        .add(u"openedAt"_s, &RoundInfo::openedAt, Field())
        .add(u"reason"_s, &RoundInfo::reason, Field().max(400));
    return shape;
}

template <>
const Shape &shapeOf<Request>()
{
    static const Shape shape = ShapeBuilder<Request>(u"request"_s, u"One version into one environment under one policy."_s)
        .add(u"number"_s, &Request::number, Field().column().serverSet().help(u"What people call it: R-118."_s))
        .add(u"version"_s, &Request::version, Field().required().fixed().column().searched().format(TextFormat::Name).refersTo(u"version"_s))
        .add(u"environment"_s, &Request::environment, Field().required().fixed().column().searched().format(TextFormat::Slug))
        .add(u"policy"_s, &Request::policy, Field().required().column().format(TextFormat::Slug).refersTo(u"policy"_s))
        .add(u"policyDigest"_s, &Request::policyDigest, Field().serverSet().format(TextFormat::Digest))
        .add(u"state"_s, &Request::state, Field().column().serverSet())
        .add(u"round"_s, &Request::round, Field().column().serverSet())
        .add(u"nonce"_s, &Request::nonce, Field().serverSet())
        .add(u"manifestDigest"_s, &Request::manifestDigest, Field().serverSet().format(TextFormat::Digest))
        .add(u"statementDigest"_s, &Request::statementDigest, Field().serverSet().format(TextFormat::Digest))
        .add(u"evidence"_s, &Request::evidence, Field().max(2000).serverSet())
        .add(u"rounds"_s, &Request::rounds, Field().max(10'000).serverSet())
        .add(u"requestedBy"_s, &Request::requestedBy, Field().column().serverSet().refersTo(u"person"_s))
        .add(u"requestedAt"_s, &Request::requestedAt, Field().column().serverSet())
        .add(u"replaces"_s, &Request::replaces, Field().serverSet())
        .add(u"comment"_s, &Request::comment, Field().prose().searched())
        .add(u"closesAt"_s, &Request::closesAt, Field().column().serverSet())
        .add(u"decidedAt"_s, &Request::decidedAt, Field().column().serverSet())
        .add(u"validUntil"_s, &Request::validUntil, Field().column().serverSet());
    return shape;
}

template <>
const Shape &shapeOf<Signoff>()
{
    static const Shape shape = ShapeBuilder<Signoff>(u"signoff"_s, u"One reviewer's signed decision on one round."_s)
        .add(u"request"_s, &Signoff::request, Field().required().fixed().column().format(TextFormat::Id).refersTo(u"request"_s))
        .add(u"version"_s, &Signoff::version, Field().column().serverSet().format(TextFormat::Name).refersTo(u"version"_s))
        .add(u"environment"_s, &Signoff::environment, Field().column().serverSet())
        .add(u"round"_s, &Signoff::round, Field().column().range(1, 100'000))
        .add(u"stage"_s, &Signoff::stage, Field().column())
        .add(u"role"_s, &Signoff::role, Field().required().column().format(TextFormat::Slug))
        .add(u"person"_s, &Signoff::person, Field().column().refersTo(u"person"_s))
        .add(u"verdict"_s, &Signoff::verdict, Field().column())
        .add(u"comment"_s, &Signoff::comment, Field().prose().searched())
        .add(u"conditions"_s, &Signoff::conditions, Field().max(40))
        .add(u"signer"_s, &Signoff::signer, Field().column().refersTo(u"signer"_s))
        .add(u"payloadDigest"_s, &Signoff::payloadDigest, Field().serverSet().format(TextFormat::Digest))
        .add(u"sheetDigest"_s, &Signoff::sheetDigest, Field().serverSet().format(TextFormat::Digest))
        .add(u"sheet"_s, &Signoff::sheet, Field().format(TextFormat::Opaque).max(1'000'000))
        .add(u"envelope"_s, &Signoff::envelope, Field().format(TextFormat::Opaque).max(2'000'000))
        .add(u"signedAt"_s, &Signoff::signedAt, Field().serverSet())
        .add(u"recordedAt"_s, &Signoff::recordedAt, Field().column().serverSet());
    return shape;
}

template <>
const Shape &shapeOf<Waiver>()
{
    static const Shape shape = ShapeBuilder<Waiver>(u"waiver"_s, u"An accepted exception to one requirement."_s)
        .add(u"version"_s, &Waiver::version, Field().required().fixed().column().searched().format(TextFormat::Name).refersTo(u"version"_s))
        .add(u"environment"_s, &Waiver::environment, Field().required().fixed().column().format(TextFormat::Slug))
        .add(u"requirement"_s, &Waiver::requirement, Field().required().fixed().column().searched())
        .add(u"state"_s, &Waiver::state, Field().column().serverSet())
        .add(u"reason"_s, &Waiver::reason, Field().required().prose(4000).searched())
        .add(u"compensatingControl"_s, &Waiver::compensatingControl, Field().required().prose(4000)
             .help(u"What is done instead, until it ends."_s))
        .add(u"owner"_s, &Waiver::owner, Field().required().column().format(TextFormat::Slug).refersTo(u"person"_s))
        .add(u"requestedBy"_s, &Waiver::requestedBy, Field().serverSet().refersTo(u"person"_s))
        .add(u"grantedBy"_s, &Waiver::grantedBy, Field().column().serverSet().refersTo(u"person"_s))
        .add(u"grantedAt"_s, &Waiver::grantedAt, Field().serverSet())
        .add(u"expiresAt"_s, &Waiver::expiresAt, Field().required().column());
    return shape;
}

template <>
const Shape &shapeOf<Deployment>()
{
    static const Shape shape = ShapeBuilder<Deployment>(u"deployment"_s, u"A version that runs at an endpoint."_s)
        .add(u"version"_s, &Deployment::version, Field().required().fixed().column().searched().format(TextFormat::Name).refersTo(u"version"_s))
        .add(u"environment"_s, &Deployment::environment, Field().required().fixed().column().format(TextFormat::Slug))
        .add(u"endpoint"_s, &Deployment::endpoint, Field().required().column().searched())
        .add(u"request"_s, &Deployment::request, Field().column().serverSet().refersTo(u"request"_s))
        .add(u"state"_s, &Deployment::state, Field().column().serverSet())
        .add(u"deployedBy"_s, &Deployment::deployedBy, Field().serverSet().refersTo(u"person"_s))
        .add(u"since"_s, &Deployment::since, Field().column().serverSet())
        .add(u"until"_s, &Deployment::until, Field().column().serverSet());
    return shape;
}

} // namespace countersign

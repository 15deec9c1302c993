// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/releasebodies.h"

namespace countersign {

using namespace Qt::StringLiterals;

template <>
const Shape &shapeOf<SignBody>()
{
    static const Shape shape = ShapeBuilder<SignBody>(u"sign-off"_s, u"A signed decision as the reviewer sends it."_s)
        .add(u"role"_s, &SignBody::role, Field().required().format(TextFormat::Slug))
        .add(u"envelope"_s, &SignBody::envelope, Field().required().format(TextFormat::Opaque).max(2'000'000)
             .help(u"Sigstore bundle v0.3 as JSON text."_s))
        .add(u"sheet"_s, &SignBody::sheet, Field().required().format(TextFormat::Opaque).max(1'000'000)
             .help(u"The plain text that was shown."_s));
    return shape;
}

template <>
const Shape &shapeOf<GateBody>()
{
    static const Shape shape = ShapeBuilder<GateBody>(u"gate question"_s, u"What is to go where."_s)
        .add(u"model"_s, &GateBody::model, Field().required().format(TextFormat::Slug))
        .add(u"version"_s, &GateBody::version, Field().required().format(TextFormat::Slug))
        .add(u"environment"_s, &GateBody::environment, Field().required().format(TextFormat::Slug))
        .add(u"artifacts"_s, &GateBody::artifacts, Field().max(10'000).help(u"Every file, by name and digest."_s))
        .add(u"manifestDigest"_s, &GateBody::manifestDigest, Field().format(TextFormat::Digest)
             .help(u"Instead of the files: their manifest's root digest."_s));
    return shape;
}

template <>
const Shape &shapeOf<VerbBody>()
{
    static const Shape shape = ShapeBuilder<VerbBody>(u"verb"_s, u"A word to go with the move."_s)
        .add(u"comment"_s, &VerbBody::comment, Field().prose(2000))
        .add(u"reason"_s, &VerbBody::reason, Field().prose(2000).help(u"The same as comment."_s));
    return shape;
}

} // namespace countersign

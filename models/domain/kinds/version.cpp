// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kinds/version.h"

namespace countersign {

using namespace Qt::StringLiterals;

template <>
const Shape &shapeOf<Artifact>()
{
    static const Shape shape = ShapeBuilder<Artifact>(u"artifact"_s, u"One file of a version."_s)
        .add(u"name"_s, &Artifact::name, Field().required().max(400).help(u"Relative path with '/' between its parts."_s))
        .add(u"digest"_s, &Artifact::digest, Field().required().format(TextFormat::Digest).help(u"SHA-256 of the bytes."_s))
        .add(u"size"_s, &Artifact::size, Field().help(u"Bytes."_s))
        .add(u"mediaType"_s, &Artifact::mediaType, Field().help(u"As in MIME."_s));
    return shape;
}

template <>
const Shape &shapeOf<DatasetRef>()
{
    static const Shape shape = ShapeBuilder<DatasetRef>(u"dataset"_s, u"A dataset by name and, where known, digest."_s)
        .add(u"name"_s, &DatasetRef::name, Field().required())
        .add(u"digest"_s, &DatasetRef::digest, Field().format(TextFormat::Digest))
        .add(u"licence"_s, &DatasetRef::licence, Field());
    return shape;
}

template <>
const Shape &shapeOf<Lineage>()
{
    static const Shape shape = ShapeBuilder<Lineage>(u"lineage"_s, u"Where a version comes from."_s)
        .add(u"baseModel"_s, &Lineage::baseModel, Field().help(u"'model/version' of this registry, or an outside name."_s))
        .add(u"baseModelRelation"_s, &Lineage::baseModelRelation, Field().help(u"finetune, adapter, quantized or merge."_s))
        .add(u"datasets"_s, &Lineage::datasets, Field().help(u"What it was trained on."_s))
        .add(u"run"_s, &Lineage::run, Field().help(u"The training run, as its tracker names it."_s))
        .add(u"sourceCommit"_s, &Lineage::sourceCommit, Field().help(u"Commit of the training code."_s))
        .add(u"sourceRepository"_s, &Lineage::sourceRepository, Field().max(400))
        .add(u"parent"_s, &Lineage::parent, Field().help(u"The version of the same model that it follows."_s));
    return shape;
}

template <>
const Shape &shapeOf<SafeguardRef>()
{
    static const Shape shape = ShapeBuilder<SafeguardRef>(u"safeguard"_s, u"A safeguard of the version."_s)
        .add(u"name"_s, &SafeguardRef::name, Field().required())
        .add(u"layer"_s, &SafeguardRef::layer, Field())
        .add(u"testedBy"_s, &SafeguardRef::testedBy, Field().format(TextFormat::Id).refersTo(u"evaluation"_s));
    return shape;
}

template <>
const Shape &shapeOf<Version>()
{
    static const Shape shape = ShapeBuilder<Version>(u"version"_s, u"One version of a model: what is reviewed and released."_s)
        .add(u"model"_s, &Version::model, Field().required().fixed().column().searched().format(TextFormat::Slug).max(100).refersTo(u"model"_s))
        .add(u"version"_s, &Version::version, Field().required().fixed().column().searched().format(TextFormat::Slug).max(100)
             .help(u"The version's label within its model."_s))
        .add(u"stage"_s, &Version::stage, Field().column().serverSet()
             .help(u"Where it is in its life; moved by verbs, not by edits."_s))
        .add(u"author"_s, &Version::author, Field().column().serverSet().refersTo(u"person"_s)
             .help(u"Who registered it; cannot sign it off."_s))
        .add(u"artifacts"_s, &Version::artifacts, Field().max(10'000).help(u"Its files."_s))
        .add(u"manifestDigest"_s, &Version::manifestDigest, Field().column().serverSet().format(TextFormat::Digest)
             .help(u"OpenSSF Model Signing root digest over the artifacts."_s))
        .add(u"statementDigest"_s, &Version::statementDigest, Field().serverSet().format(TextFormat::Digest)
             .help(u"SHA-256 of the manifest statement, which also binds the names."_s))
        .add(u"lineage"_s, &Version::lineage, Field())
        .add(u"criticality"_s, &Version::criticality, Field().column())
        .add(u"businessDomain"_s, &Version::businessDomain, Field().column().searched())
        .add(u"compliance"_s, &Version::compliance, Field().max(40))
        .add(u"costCentre"_s, &Version::costCentre, Field().column())
        .add(u"safeguards"_s, &Version::safeguards, Field().help(u"What stands in front of, behind and around it."_s))
        .add(u"notes"_s, &Version::notes, Field().prose().searched().help(u"What is new, in the author's words."_s))
        .add(u"registeredAt"_s, &Version::registeredAt, Field().column().serverSet());
    return shape;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/model.h"

namespace countersign {

/// One file of a version, known by its digest.
struct Artifact
{
    QString name; ///< relative path with '/', unique within the version
    QString digest;
    qint64 size = 0; ///< bytes
    QString mediaType;
    bool operator==(const Artifact &) const = default;
};

/// A dataset that something was trained on or evaluated with.
struct DatasetRef
{
    QString name;
    QString digest; ///< empty when nobody recorded it
    QString licence;
    bool operator==(const DatasetRef &) const = default;
};

/// Where a version comes from.
struct Lineage
{
    QString baseModel;         ///< "model/version" of ours or an outside name
    QString baseModelRelation; ///< finetune, adapter, quantized, merge
    QList<DatasetRef> datasets;
    QString run;          ///< training run, as its tracker names it
    QString sourceCommit; ///< commit of the training code
    QString sourceRepository;
    QString parent; ///< the version of the same model it replaces
    bool operator==(const Lineage &) const = default;
};

/// A safeguard that stands in front of, behind or around the version.
struct SafeguardRef
{
    Q_GADGET
public:
    enum Layer { Input, Output, PersonalData, Access };
    Q_ENUM(Layer)
    QString name;
    Layer layer = Input;
    QString testedBy; ///< evaluation that tested it
    bool operator==(const SafeguardRef &) const = default;
};

/// One version of a model: what is reviewed, released and deployed. Addressed as "model/version".
struct Version
{
    Q_GADGET
public:
    /// Where it is in its life. Whether it may be deployed is another question: its release requests answer that.
    enum Stage { Draft, Candidate, InService, Retired };
    Q_ENUM(Stage)

    QString model;
    QString version;
    Stage stage = Draft;
    QString author; ///< person who made it
    QList<Artifact> artifacts;
    QString manifestDigest;  ///< OMS root over the artifacts
    QString statementDigest; ///< SHA-256 of the OMS statement, which also binds the names
    Lineage lineage;
    Criticality::Level criticality = Criticality::Medium;
    QString businessDomain;
    QStringList compliance;
    QString costCentre;
    QList<SafeguardRef> safeguards;
    QString notes;
    QDateTime registeredAt;
    bool operator==(const Version &) const = default;

    [[nodiscard]] QString key() const { return model + u'/' + version; }
};

template <>
const Shape &shapeOf<Artifact>();
template <>
const Shape &shapeOf<DatasetRef>();
template <>
const Shape &shapeOf<Lineage>();
template <>
const Shape &shapeOf<SafeguardRef>();
template <>
const Shape &shapeOf<Version>();

} // namespace countersign

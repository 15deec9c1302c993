// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/evidence.h"
#include "domain/kinds/version.h"
#include "domain/cardcontent.h"

#include <QDateTime>

namespace countersign {

/// What the registry knows of a version without asking its card.
struct CardFacts
{
    struct File
    {
        QString name;
        QString digest; ///< "sha256:HEX"
        qint64 size = 0;
    };
    struct Dataset
    {
        QString name, digest, licence;
    };
    /// One headline result of an evaluation.
    struct Measured
    {
        QString evaluation; ///< the record's id
        QString task, metric, value;
        QString lower, upper, n, unit;
    };
    QString model, title, description, version; ///< the model's name and title; empty parts are not known
    QString owner, author, licence, intendedUse, businessDomain;
    QString baseModel, baseModelRelation, run, sourceCommit, sourceRepository;
    QStringList compliance, contextTags;
    QDateTime registeredAt, releasedAt;
    QDateTime exportedAt; ///< the time that documents which need one bear; invalid: none, or the epoch where one must be
    QList<File> files;
    QList<Dataset> datasets;
    QList<Measured> results;
    QString approvalState; ///< e.g. "approved for production"
};

/// The facts of a version from its records; evaluations with their ids. Withdrawn evaluations are left out, of the
/// others the headline results are taken.
CardFacts cardFacts(const Model &model, const Version &version, const QList<std::pair<QString, Evaluation>> &evaluations);

/// Fills sections in that say nothing on the subject from what the registry knows. Nothing that the card says is changed;
/// each field that is filled in carries its source: "registry" or "evaluation ID · task metric".
CardContent autofill(CardContent card, const CardFacts &facts);

} // namespace countersign

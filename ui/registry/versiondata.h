// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/evidence.h"
#include "domain/kinds/people.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"
#include "replica/readsession.h"
#include "ui/registry/carddata.h"

namespace countersign {

template <typename T>
struct Loaded
{
    QString id;
    qint64 revision = 0;
    T body;
};

/// A model as its header shows it.
struct ModelData
{
    Model model;
    qint64 revision = 0;
    QString ownerName;
    QList<Deployment> running;
    QDateTime at;
};
Result<ModelData> loadModel(ReadSession &session, const QString &name, const QDateTime &now);

/// Everything the page of one version shows, gathered on a reader's thread as one consistent look.
struct VersionData
{
    QString key;
    qint64 revision = 0;
    Version version;
    QString modelOwner;
    QList<Loaded<Evaluation>> evaluations; ///< newest first, withdrawn ones too
    std::optional<Loaded<Card>> card;      ///< the newest that is not archived
    std::optional<CardContent> cardContent;
    std::optional<QByteArray> cardSource;
    CardData cards; ///< what the card is shown beside
    QStringList missingBlobs;            ///< of the card, not on this machine yet
    QList<Loaded<Request>> requests;       ///< newest first
    QList<Loaded<Deployment>> deployments; ///< running first
    QList<Loaded<Decision>> decisions;     ///< of the model, those that name this version first
    bool baseModelIsOurs = false;
    bool parentIsOurs = false;
    std::optional<Version::Stage> parentStage;
    QMap<QString, QString> names; ///< person → display name
    QDateTime at;

    [[nodiscard]] QString name(const QString &person) const { return names.value(person, person); }
    /// The address of the parent, whichever way the lineage spells it; empty without one.
    [[nodiscard]] QString parentKey() const;
};
Result<VersionData> loadVersion(ReadSession &session, const QString &key, const QDateTime &now);

} // namespace countersign

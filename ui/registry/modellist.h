// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "lists/listspec.h"

#include <QIdentityProxyModel>

namespace countersign {

/// The registry's list of models: what its columns read, and how they look.
enum class RegistryColumn { Criticality, Model, Newest, Production, Owner, Count };
ListSpec modelListSpec();

/// Turns the list's plain states into chips.
class ModelListLook : public QIdentityProxyModel
{
    Q_OBJECT
public:
    using QIdentityProxyModel::QIdentityProxyModel;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
};

/// What the list of models can be narrowed by, as the replica has it now. On a reader's thread.
struct ModelFacets
{
    QStringList domains;
    QList<std::pair<QString, QString>> owners; ///< person and display name
    bool operator==(const ModelFacets &) const = default;
};
Result<ModelFacets> modelFacets(ReadSession &session);

/// Deployments of a model that run, by environment. Its versions' addresses share a beginning, so a range finds them.
QList<ListFilter> runningDeploymentsOf(const QString &model);

} // namespace countersign

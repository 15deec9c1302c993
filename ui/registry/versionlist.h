// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "lists/listspec.h"

#include <QIdentityProxyModel>

namespace countersign {

/// The versions of one model. Stage and approval are two columns, because they are two questions.
enum class VersionsColumn { Version, Stage, Approval, Evaluations, Headline, Registered, Count };
ListSpec versionListSpec();

class VersionListLook : public QIdentityProxyModel
{
    Q_OBJECT
public:
    using QIdentityProxyModel::QIdentityProxyModel;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
};

} // namespace countersign

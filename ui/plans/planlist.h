// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "lists/listspec.h"

#include <QIdentityProxyModel>

namespace countersign {

/// The list of plans: what its columns read, and how they look.
enum class PlanColumn { Title, Status, Locked, Author, Signatures, Count };
ListSpec planListSpec();

class PlanListLook : public QIdentityProxyModel
{
    Q_OBJECT
public:
    using QIdentityProxyModel::QIdentityProxyModel;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
};

/// The list of reviews. A rater of a blind review who did not make it is not told the version.
enum class ReviewColumn { Title, Status, Items, Raters, Due, MadeBy, Count };
ListSpec reviewListSpec();

class ReviewListLook : public QIdentityProxyModel
{
    Q_OBJECT
public:
    using QIdentityProxyModel::QIdentityProxyModel;
    void setPerson(const QString &person);
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    QString m_person;
};

} // namespace countersign

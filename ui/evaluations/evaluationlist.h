// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "lists/listspec.h"

#include <QIdentityProxyModel>

namespace countersign {

/// The list of evaluations: what its columns read, and how they look.
enum class EvaluationsColumn { Title, State, Headline, N, Results, Failures, Warnings, Tool, Measured, By, Count };
ListSpec evaluationListSpec();

class EvaluationListLook : public QIdentityProxyModel
{
    Q_OBJECT
public:
    using QIdentityProxyModel::QIdentityProxyModel;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
};

/// What the list can be narrowed by. Looks at the newest evaluations only, so that it stays quick.
struct EvaluationFacets
{
    QStringList tools, formats;
    QList<std::pair<QString, QString>> people;
    bool operator==(const EvaluationFacets &) const = default;
};
Result<EvaluationFacets> evaluationFacets(ReadSession &session);

} // namespace countersign

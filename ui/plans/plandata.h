// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kinds/plan.h"
#include "replica/readsession.h"

namespace countersign {

/// Everything the page of one plan shows, gathered on a reader's thread as one consistent look.
struct PlanData
{
    QString id;
    qint64 revision = 0;
    qint64 leaf = -1;
    Plan plan;
    QString modelOwner;
    QString replacesTitle;                ///< of the plan it replaces; empty when it replaces none
    QString replacedBy, replacedByTitle;  ///< the newest plan that names it
    QMap<QString, QString> names;         ///< person → display name
    QDateTime at;

    [[nodiscard]] QString name(const QString &person) const { return names.value(person, person); }
};
Result<PlanData> loadPlan(ReadSession &session, const QString &id, const QDateTime &now);

/// What a new plan can be about.
struct PlanChoices
{
    QList<std::pair<QString, QString>> models; ///< name and title
    QMap<QString, QStringList> versions;       ///< of a model, newest first
    QMap<QString, QList<DatasetRef>> datasets; ///< of a version's lineage, where it names any
};
/// The newest versions of every model; `model` alone when it is named.
Result<PlanChoices> loadPlanChoices(ReadSession &session, const QString &model);

} // namespace countersign

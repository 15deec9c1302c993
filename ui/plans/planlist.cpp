// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/planlist.h"

#include "base/clock.h"
#include "ui/plans/words.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/safetext.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString planListTr(const char *text)
{
    return QCoreApplication::translate("Plans", text);
}

QString planField(const Record &record, const QString &name)
{
    return record.body.value(name).toString();
}

std::function<ListCell(const Record &, ReadSession &)> planTimeCell(const QString &name)
{
    return [name](const Record &record, ReadSession &) {
        ListCell out;
        out.time = fromRfc3339(planField(record, name));
        return out;
    };
}

std::function<ListCell(const Record &, ReadSession &)> planPersonCell(const QString &name)
{
    return [name](const Record &record, ReadSession &session) {
        const QString id = planField(record, name);
        const auto person = session.record(u"person"_s, id);
        return ListCell{visibleText(person ? person->body.value(u"displayName"_s).toString(id) : id)};
    };
}

ListCell planTitleCell(const Record &record, ReadSession &)
{
    const QString version = planField(record, u"version"_s);
    return {visibleText(planField(record, u"title"_s)),
            version.isEmpty() ? planListTr("%1, every version").arg(visibleText(planField(record, u"model"_s))) : plans::versionTitle(version)};
}

ListCell signaturesCell(const Record &record, ReadSession &)
{
    return {formatCount(record.body.value(u"signatures"_s).toArray().size())};
}

/// The state says who must not be told the version: maker, then the raters of a blind review that is open.
ListCell reviewTitleCell(const Record &record, ReadSession &)
{
    QStringList blinded{planField(record, u"createdBy"_s)};
    if (record.body.value(u"blind"_s).toBool(true) && planField(record, u"status"_s) == "open"_L1) {
        const QJsonArray raters = record.body.value(u"raters"_s).toArray();
        for (const QJsonValue &rater : raters)
            blinded.append(rater.toString());
    }
    return {visibleText(planField(record, u"title"_s)), plans::versionTitle(planField(record, u"version"_s)), blinded.join(u'\n')};
}

ListCell itemsCell(const Record &record, ReadSession &)
{
    return {formatCount(record.body.value(u"itemCount"_s).toInteger())};
}

ListCell ratersCell(const Record &record, ReadSession &)
{
    return {formatCount(record.body.value(u"raters"_s).toArray().size())};
}

ListCell statusCell(const Record &record, ReadSession &)
{
    return {{}, {}, planField(record, u"status"_s)};
}

} // namespace

ListSpec planListSpec()
{
    ListSpec out;
    out.kind = u"plan"_s;
    out.sort = {u"createdAt"_s, true};
    out.watches = {u"person"_s};
    out.columns = {{planListTr("Plan"), u"title"_s, false, planTitleCell},
                   {planListTr("Status"), u"status"_s, false, statusCell},
                   {planListTr("Locked"), u"lockedAt"_s, false, planTimeCell(u"lockedAt"_s)},
                   {planListTr("Author"), u"author"_s, false, planPersonCell(u"author"_s)},
                   {planListTr("Signed"), {}, true, signaturesCell}};
    out.muted = [](const Record &record) {
        const QString status = planField(record, u"status"_s);
        return status == "superseded"_L1 || status == "withdrawn"_L1;
    };
    return out;
}

QVariant PlanListLook::data(const QModelIndex &index, int role) const
{
    if (role == MutedRole)
        return QIdentityProxyModel::data(index, ListRole::Muted);
    if (PlanColumn(index.column()) == PlanColumn::Status && (role == ChipRole || role == CopyRole || role == Qt::AccessibleTextRole)) {
        const auto status = enumFromText<Plan::Status>(QIdentityProxyModel::data(index, ListRole::State).toString());
        if (!status)
            return {};
        const ChipSpec chip = plans::planChip(*status);
        return role == ChipRole ? QVariant::fromValue(chip) : QVariant(chip.text);
    }
    if (PlanColumn(index.column()) == PlanColumn::Title && role == StrongRole)
        return true;
    return QIdentityProxyModel::data(index, role);
}

ListSpec reviewListSpec()
{
    ListSpec out;
    out.kind = u"reviewset"_s;
    out.sort = {u"createdAt"_s, true};
    out.watches = {u"person"_s};
    out.columns = {{planListTr("Review"), u"title"_s, false, reviewTitleCell},
                   {planListTr("Status"), u"status"_s, false, statusCell},
                   {planListTr("Items"), {}, true, itemsCell},
                   {planListTr("Raters"), {}, true, ratersCell},
                   {planListTr("Due"), u"dueAt"_s, false, planTimeCell(u"dueAt"_s)},
                   {planListTr("Made by"), u"createdBy"_s, false, planPersonCell(u"createdBy"_s)}};
    out.muted = [](const Record &record) { return planField(record, u"status"_s) != "open"_L1; };
    return out;
}

void ReviewListLook::setPerson(const QString &person)
{
    m_person = person;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

QVariant ReviewListLook::data(const QModelIndex &index, int role) const
{
    if (role == MutedRole)
        return QIdentityProxyModel::data(index, ListRole::Muted);
    const auto column = ReviewColumn(index.column());
    if (column == ReviewColumn::Status && (role == ChipRole || role == CopyRole || role == Qt::AccessibleTextRole)) {
        const auto status = enumFromText<ReviewSet::Status>(QIdentityProxyModel::data(index, ListRole::State).toString());
        if (!status)
            return {};
        const ChipSpec chip = plans::reviewChip(*status);
        return role == ChipRole ? QVariant::fromValue(chip) : QVariant(chip.text);
    }
    if (column == ReviewColumn::Title && role == StrongRole)
        return true;
    if (column == ReviewColumn::Title && role == SecondaryRole) {
        const QStringList blinded = QIdentityProxyModel::data(index, ListRole::State).toString().split(u'\n');
        if (blinded.value(0) != m_person && blinded.mid(1).contains(m_person))
            //: in place of the version: the rater of a blind review is not told
            return planListTr("blind");
    }
    return QIdentityProxyModel::data(index, role);
}

} // namespace countersign

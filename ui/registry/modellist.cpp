// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/modellist.h"

#include "ui/registry/words.h"
#include "ui/widgets/itemroles.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Registry", text);
}

ListCell criticalityCell(const Record &record, ReadSession &)
{
    return {{}, {}, record.body.value(u"criticality"_s).toString()};
}

ListCell modelCell(const Record &record, ReadSession &)
{
    const QString title = record.body.value(u"title"_s).toString();
    return title.isEmpty() ? ListCell{record.id} : ListCell{title, record.id};
}

ListCell newestCell(const Record &record, ReadSession &session)
{
    const auto newest = session.records({u"version"_s, {ListFilter::is(u"model"_s, record.id)}, {}, {u"registeredAt"_s, true}}, 1);
    if (!newest || newest->isEmpty())
        return {};
    const QJsonObject body = newest->first().body;
    const auto stage = enumFromText<Version::Stage>(body.value(u"stage"_s).toString());
    return {body.value(u"version"_s).toString(), stage ? stageWord(*stage) : QString()};
}

ListCell productionCell(const Record &record, ReadSession &session)
{
    auto filters = runningDeploymentsOf(record.id);
    filters.append(ListFilter::is(u"environment"_s, u"production"_s));
    const auto running = session.records({u"deployment"_s, filters, {}, {u"since"_s, true}}, 1);
    if (!running || running->isEmpty())
        return {};
    return {labelOf(running->first().body.value(u"version"_s).toString())};
}

ListCell ownerCell(const Record &record, ReadSession &session)
{
    const QString owner = record.body.value(u"owner"_s).toString();
    const auto person = session.record(u"person"_s, owner);
    return {person ? person->body.value(u"displayName"_s).toString(owner) : owner};
}

} // namespace

QList<ListFilter> runningDeploymentsOf(const QString &model)
{
    return {{u"version"_s, ListFilter::Op::AtLeast, {QString(model + u'/')}},
            {u"version"_s, ListFilter::Op::AtMost, {QString(model + u'/' + QChar(0xffff))}},
            ListFilter::is(u"state"_s, u"running"_s)};
}

ListSpec modelListSpec()
{
    ListSpec out;
    out.kind = u"model"_s;
    out.sort = {u"name"_s, false};
    out.watches = {u"version"_s, u"deployment"_s, u"person"_s};
    out.columns = {{tr("Criticality"), u"criticality"_s, false, criticalityCell},
                   {tr("Model"), u"name"_s, false, modelCell},
                   //: column: a model's newest version
                   {tr("Newest"), {}, false, newestCell},
                   //: column: the version that runs in production
                   {tr("Live"), {}, false, productionCell},
                   {tr("Owner"), u"owner"_s, false, ownerCell}};
    return out;
}

QVariant ModelListLook::data(const QModelIndex &index, int role) const
{
    const auto column = RegistryColumn(index.column());
    if (role == ChipRole && column == RegistryColumn::Criticality) {
        const QString state = QIdentityProxyModel::data(index, ListRole::State).toString();
        const auto level = enumFromText<Criticality::Level>(state);
        return level ? QVariant::fromValue(criticalityChip(*level)) : QVariant();
    }
    if (role == CopyRole && column == RegistryColumn::Criticality)
        return QIdentityProxyModel::data(index, ListRole::State);
    if (role == Qt::DisplayRole && (column == RegistryColumn::Newest || column == RegistryColumn::Production)) {
        const QVariant text = QIdentityProxyModel::data(index, role);
        return text.toString().isEmpty() ? u"—"_s : text;
    }
    if (role == Qt::ToolTipRole && column == RegistryColumn::Production) {
        const QString version = QIdentityProxyModel::data(index, Qt::DisplayRole).toString();
        //: tooltip in the list of models
        return version.isEmpty() ? tr("Nothing of it runs in production.") : tr("Version %1 runs in production.").arg(version);
    }
    return QIdentityProxyModel::data(index, role);
}

Result<ModelFacets> modelFacets(ReadSession &session)
{
    const auto models = session.records({u"model"_s, {}, {}, {u"name"_s, false}});
    if (!models)
        return models.error();
    ModelFacets out;
    QMap<QString, QString> owners;
    for (const Record &record : *models) {
        if (const QString domain = record.body.value(u"businessDomain"_s).toString(); !domain.isEmpty() && !out.domains.contains(domain))
            out.domains.append(domain);
        owners.insert(record.body.value(u"owner"_s).toString(), {});
    }
    out.domains.sort(Qt::CaseInsensitive);
    for (auto it = owners.begin(); it != owners.end(); ++it) {
        const auto person = session.record(u"person"_s, it.key());
        out.owners.append({it.key(), person ? person->body.value(u"displayName"_s).toString(it.key()) : it.key()});
    }
    std::sort(out.owners.begin(), out.owners.end(),
              [](const auto &a, const auto &b) { return a.second.localeAwareCompare(b.second) < 0; });
    return out;
}

} // namespace countersign

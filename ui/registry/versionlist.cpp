// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/versionlist.h"

#include "ui/registry/words.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"
#include "ui/widgets/sparkline.h"

#include <QCoreApplication>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace registry;

namespace {

constexpr qint64 seriesLength = 8;

QString tr(const char *text)
{
    return QCoreApplication::translate("Registry", text);
}

ListCell versionCell(const Record &record, ReadSession &)
{
    return {record.body.value(u"version"_s).toString()};
}

ListCell stageCell(const Record &record, ReadSession &)
{
    return {{}, {}, record.body.value(u"stage"_s).toString()};
}

/// The newest request for each environment, "production=approved\nstaging=inReview".
ListCell approvalCell(const Record &record, ReadSession &session)
{
    const auto requests = session.records({u"request"_s, {ListFilter::is(u"version"_s, record.id)}, {}, {u"requestedAt"_s, true}}, 40);
    if (!requests)
        return {};
    QStringList seen;
    QStringList lines;
    for (const Record &request : *requests) {
        const QString environment = request.body.value(u"environment"_s).toString();
        if (seen.contains(environment))
            continue;
        seen.append(environment);
        lines.append(environment + u'=' + request.body.value(u"state"_s).toString());
    }
    lines.sort();
    return {{}, {}, lines.join(u'\n')};
}

ListCell evaluationsCell(const Record &record, ReadSession &session)
{
    const auto count = session.count({u"evaluation"_s,
                                      {ListFilter::is(u"version"_s, record.id), ListFilter::is(u"withdrawn"_s, 0)}, {}, {}});
    return {count ? formatCount(*count) : QString()};
}

std::optional<QJsonObject> headlineOf(ReadSession &session, const QString &version, const QString &task, const QString &metric)
{
    const auto evaluations = session.records({u"evaluation"_s,
                                              {ListFilter::is(u"version"_s, version), ListFilter::is(u"withdrawn"_s, 0)},
                                              {},
                                              {u"importedAt"_s, false}}, 20);
    if (!evaluations)
        return std::nullopt;
    for (const Record &record : *evaluations) {
        const QJsonArray lines = record.body.value(u"headline"_s).toArray();
        for (const QJsonValue &line : lines) {
            const QJsonObject object = line.toObject();
            const bool same = object.value(u"task"_s).toString() == task && object.value(u"metric"_s).toString() == metric;
            if (metric.isEmpty() || same)
                return object;
        }
    }
    return std::nullopt;
}

/// The headline metric of this version, and of those registered before it as a series, oldest first.
ListCell headlineCell(const Record &record, ReadSession &session)
{
    const auto own = headlineOf(session, record.id, {}, {});
    if (!own)
        return {};
    const QString task = own->value(u"task"_s).toString();
    const QString metric = own->value(u"metric"_s).toString();
    const auto before = session.records({u"version"_s,
                                         {ListFilter::is(u"model"_s, record.body.value(u"model"_s).toString()),
                                          {u"registeredAt"_s, ListFilter::Op::AtMost, {record.body.value(u"registeredAt"_s).toString()}}},
                                         {},
                                         {u"registeredAt"_s, true}}, seriesLength);
    QStringList series;
    for (const Record &version : before ? *before : QList<Record>()) {
        const auto point = headlineOf(session, version.id, task, metric);
        series.prepend(point ? QString::number(point->value(u"value"_s).toDouble(), 'g', 12) : u"-"_s);
    }
    const double value = own->value(u"value"_s).toDouble();
    return {formatFixed(value), task.isEmpty() ? metric : u"%1, %2"_s.arg(metric, task), series.join(u' '), ListTone::Neutral, {}, value};
}

ListCell registeredCell(const Record &record, ReadSession &)
{
    ListCell out;
    out.time = QDateTime::fromString(record.body.value(u"registeredAt"_s).toString(), Qt::ISODateWithMs);
    return out;
}

QVariantList approvalChips(const QString &state)
{
    QVariantList out;
    const QStringList lines = state.split(u'\n', Qt::SkipEmptyParts);
    for (const QString &line : lines) {
        if (const auto request = enumFromText<Request::State>(line.section(u'=', -1)))
            out.append(QVariant::fromValue(approvalChip(line.section(u'=', 0, -2), *request)));
    }
    return out;
}

QList<double> seriesOf(const QString &text)
{
    QList<double> out;
    const QStringList parts = text.split(u' ', Qt::SkipEmptyParts);
    for (const QString &part : parts) {
        bool good = false;
        const double value = part.toDouble(&good);
        out.append(good ? value : std::nan(""));
    }
    return out;
}

} // namespace

ListSpec versionListSpec()
{
    ListSpec out;
    out.kind = u"version"_s;
    out.sort = {u"registeredAt"_s, true};
    out.watches = {u"request"_s, u"evaluation"_s};
    out.columns = {{tr("Version"), u"version"_s, false, versionCell},
                   //: column: where a version is in its life
                   {tr("Stage"), u"stage"_s, false, stageCell},
                   //: column: for each environment, where its release request stands
                   {tr("Approval"), {}, false, approvalCell},
                   //: column: how many evaluations a version has
                   {tr("Evals"), {}, true, evaluationsCell},
                   //: column: the first figure of the newest evaluation, and of the versions before
                   {tr("Headline"), {}, true, headlineCell},
                   {tr("Registered"), u"registeredAt"_s, false, registeredCell}};
    out.muted = [](const Record &record) { return record.body.value(u"stage"_s) == u"retired"_s; };
    return out;
}

QVariant VersionListLook::data(const QModelIndex &index, int role) const
{
    const auto column = VersionsColumn(index.column());
    const auto state = [&] { return QIdentityProxyModel::data(index, ListRole::State).toString(); };
    if (role == StrongRole)
        return column == VersionsColumn::Version;
    if (role == ChipRole && column == VersionsColumn::Stage) {
        const auto stage = enumFromText<Version::Stage>(state());
        return stage ? QVariant::fromValue(stageChip(*stage)) : QVariant();
    }
    if (role == ChipRole && column == VersionsColumn::Approval)
        return approvalChips(state());
    if (role == SeriesRole && column == VersionsColumn::Headline)
        return QVariant::fromValue(seriesOf(state()));
    if (role == CopyRole && (column == VersionsColumn::Stage || column == VersionsColumn::Approval))
        return state().replace(u'\n', u"; "_s);
    if (role == Qt::ToolTipRole && column == VersionsColumn::Headline) {
        const QString name = QIdentityProxyModel::data(index, ListRole::Secondary).toString();
        return name.isEmpty() ? QVariant() : QVariant(name + u'\n' + describeSeries(seriesOf(state())));
    }
    if (role == Qt::ToolTipRole && column == VersionsColumn::Approval) {
        QStringList lines;
        const QStringList parts = state().split(u'\n', Qt::SkipEmptyParts);
        for (const QString &part : parts) {
            const auto request = enumFromText<Request::State>(part.section(u'=', -1));
            Request shown;
            shown.state = request.value_or(Request::InReview);
            lines.append(part.section(u'=', 0, -2) + u": "_s + requestStateChip(shown).text);
        }
        return lines.isEmpty() ? tr("No release has been requested.") : lines.join(u'\n');
    }
    if (role == ListRole::Secondary && column == VersionsColumn::Headline)
        return {};
    return QIdentityProxyModel::data(index, role);
}

} // namespace countersign

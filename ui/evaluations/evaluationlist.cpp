// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/evaluationlist.h"

#include "base/clock.h"
#include "ui/evaluations/words.h"
#include "ui/widgets/itemroles.h"
#include "ui/widgets/numberformat.h"

#include <QCoreApplication>
#include <QTextDocument>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

constexpr qint64 facetRecords = 2000;

QString tr(const char *text)
{
    return QCoreApplication::translate("Evaluations", text);
}

QString field(const Record &record, const QString &name)
{
    return record.body.value(name).toString();
}

ListCell titleCell(const Record &record, ReadSession &)
{
    // The version stands first: titles of evaluations repeat from version to version.
    return {versionTitle(field(record, u"version"_s)), field(record, u"title"_s)};
}

ListCell stateCell(const Record &record, ReadSession &)
{
    return {{}, {}, record.body.value(u"withdrawn"_s).toBool() ? u"withdrawn"_s : field(record, u"completeness"_s)};
}

ListCell headlineCell(const Record &record, ReadSession &)
{
    const QJsonObject first = record.body.value(u"headline"_s).toArray().first().toObject();
    if (first.isEmpty())
        return {u"—"_s};
    ListCell out{formatFixed(first.value(u"value"_s).toDouble())};
    if (first.contains(u"low"_s) && first.contains(u"high"_s))
        out.secondary = formatIntervalOnly(first.value(u"low"_s).toDouble(), first.value(u"high"_s).toDouble());
    const QString task = first.value(u"task"_s).toString();
    const QString metric = first.value(u"metric"_s).toString();
    out.state = task.isEmpty() ? metric : u"%1, %2"_s.arg(metric, task);
    return out;
}

ListCell headlineN(const Record &record, ReadSession &)
{
    const qint64 n = record.body.value(u"headline"_s).toArray().first().toObject().value(u"n"_s).toInteger();
    return {n > 0 ? formatCount(n) : u"—"_s};
}

std::function<ListCell(const Record &, ReadSession &)> countCell(const QString &name)
{
    return [name](const Record &record, ReadSession &) { return ListCell{formatCount(record.body.value(name).toInteger())}; };
}

ListCell toolCell(const Record &record, ReadSession &)
{
    return {field(record, u"tool"_s), field(record, u"toolVersion"_s), field(record, u"format"_s)};
}

ListCell measuredCell(const Record &record, ReadSession &)
{
    ListCell out;
    out.time = fromRfc3339(field(record, u"measuredAt"_s));
    return out;
}

ListCell personCell(const Record &record, ReadSession &session)
{
    const QString name = field(record, u"importedBy"_s);
    const auto person = session.record(u"person"_s, name);
    return {person ? person->body.value(u"displayName"_s).toString(name) : name};
}

} // namespace

ListSpec evaluationListSpec()
{
    ListSpec out;
    out.kind = u"evaluation"_s;
    out.sort = {u"importedAt"_s, true};
    out.watches = {u"person"_s};
    out.columns = {{tr("Evaluation"), u"title"_s, false, titleCell},
                   {tr("Run"), u"completeness"_s, false, stateCell},
                   //: column: the first figure of an evaluation
                   {tr("Headline"), {}, true, headlineCell},
                   //: column: how many were measured
                   {tr("n"), {}, true, headlineN},
                   {tr("Results"), u"resultCount"_s, true, countCell(u"resultCount"_s)},
                   {tr("Failures"), {}, true, countCell(u"failureCount"_s)},
                   {tr("Warnings"), {}, true, countCell(u"warningCount"_s)},
                   {tr("Tool"), u"tool"_s, false, toolCell},
                   {tr("Measured"), u"measuredAt"_s, false, measuredCell},
                   {tr("Imported by"), u"importedBy"_s, false, personCell}};
    out.muted = [](const Record &record) { return record.body.value(u"withdrawn"_s).toBool(); };
    return out;
}

QVariant EvaluationListLook::data(const QModelIndex &index, int role) const
{
    const auto column = EvaluationsColumn(index.column());
    const auto state = [&] { return QIdentityProxyModel::data(index, ListRole::State).toString(); };
    if (role == MutedRole)
        return QIdentityProxyModel::data(index, ListRole::Muted);
    if (column == EvaluationsColumn::State && (role == ChipRole || role == CopyRole)) {
        const QString word = state();
        if (role == CopyRole)
            return word;
        const auto completeness = enumFromText<EvaluationReport::Completeness>(word);
        return QVariant::fromValue(completenessChip(completeness.value_or(EvaluationReport::Completeness::Unknown), word == "withdrawn"_L1));
    }
    if (role == ToneRole && (column == EvaluationsColumn::Failures || column == EvaluationsColumn::Warnings)) {
        const bool some = QIdentityProxyModel::data(index, Qt::DisplayRole).toString() != "0"_L1;
        return some ? int(column == EvaluationsColumn::Failures ? Tone::Negative : Tone::Caution) : int(Tone::Neutral);
    }
    if (role == Qt::ToolTipRole && (column == EvaluationsColumn::Headline || column == EvaluationsColumn::Tool)) {
        const QString text = state();
        return text.isEmpty() ? QVariant() : QVariant(Qt::convertFromPlainText(text));
    }
    return QIdentityProxyModel::data(index, role);
}

Result<EvaluationFacets> evaluationFacets(ReadSession &session)
{
    const auto records = session.records({u"evaluation"_s, {}, {}, {u"importedAt"_s, true}}, facetRecords);
    if (!records)
        return records.error();
    QMap<QString, QString> people;
    EvaluationFacets out;
    const auto add = [](QStringList &list, const QString &text) {
        if (!text.isEmpty() && !list.contains(text))
            list.append(text);
    };
    for (const Record &record : *records) {
        add(out.tools, field(record, u"tool"_s));
        add(out.formats, field(record, u"format"_s));
        people.insert(field(record, u"importedBy"_s), {});
    }
    out.tools.sort(Qt::CaseInsensitive);
    out.formats.sort(Qt::CaseInsensitive);
    for (auto it = people.begin(); it != people.end(); ++it) {
        const auto person = session.record(u"person"_s, it.key());
        out.people.append({it.key(), person ? person->body.value(u"displayName"_s).toString(it.key()) : it.key()});
    }
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "context.h"
#include "understand.h"

#include "base/json.h"
#include "formats/everyevaleverexport.h"

#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// The report that a record's blob holds.
Result<EvaluationReport> reportOfRecord(Context &context, const QString &id)
{
    const auto record = context.session()->record(u"evaluation"_s, id);
    if (!record)
        return record.error();
    const auto blob = context.session()->blob(record->body.value(u"report"_s).toString());
    if (!blob)
        return blob.error();
    const auto json = parseJson(*blob);
    if (!json)
        return json.error();
    return EvaluationReport::fromJson(json->toObject());
}

/// The report that a file is understood as, without a server.
Result<EvaluationReport> reportOfFile(const QString &path)
{
    auto understood = understandFile(path);
    if (!understood)
        return understood.error();
    if (const auto *report = std::get_if<EvaluationReport>(&*understood))
        return *report;
    return Error{Error::Code::Invalid, u"%1: this is a model card, not an evaluation."_s.arg(path)};
}

int exportEvaluation(Context &context, const Invocation &given)
{
    const bool fromFile = given.has(u"from"_s);
    if (fromFile == !given.argument(0).isEmpty())
        return context.out.fail(ExitUsage, u"Name either an evaluation or, with --from, a file."_s);
    if (given.value(u"format"_s) != u"every-eval-ever"_s)
        return context.out.fail(ExitUsage, u"“%1” is no format for evaluations."_s.arg(given.value(u"format"_s)), u"There is: every-eval-ever."_s);
    if (!fromFile && !context.session())
        return context.noServer();
    const auto report = fromFile ? reportOfFile(given.value(u"from"_s)) : reportOfRecord(context, given.argument(0));
    if (!report)
        return context.out.fail(report.error());
    const auto now = judgedTime(given);
    if (!now)
        return context.out.fail(now.error());
    EveryEvalEverSource source;
    source.retrievedAt = *now;
    source.organisation = given.value(u"organisation"_s);
    source.relationship = given.value(u"relationship"_s, u"other"_s);
    const auto record = toEveryEvalEver(*report, source);
    if (!record)
        return context.out.fail(record.error());
    const QString path = given.value(u"output"_s);
    if (const auto written = writeFile(path, record->json); !written)
        return context.out.fail(written.error());
    context.out.json(QJsonObject{{u"file"_s, path}, {u"format"_s, u"every-eval-ever"_s}, {u"leftOut"_s, QJsonArray::fromStringList(record->leftOut)}});
    context.out.line(u"%1 written (Every Eval Ever 0.3.0)."_s.arg(path));
    for (const QString &left : record->leftOut)
        context.out.line(u"Left out: %1"_s.arg(left));
    return ExitDone;
}

} // namespace

QList<CommandSpec> exportEvaluationCommands()
{
    return {
        {u"export evaluation"_s, u"Write an evaluation in a format that others read."_s,
         {{u"ID"_s, u"The evaluation's id; not with --from."_s, true}},
         {{u"format"_s, u"FORMAT"_s, u"every-eval-ever."_s, true},
          {u"output"_s, u"FILE"_s, u"The file to write."_s, true, false, u'o'},
          {u"from"_s, u"FILE"_s, u"Understand this file or folder instead of asking the server."_s},
          {u"organisation"_s, u"NAME"_s, u"Who publishes the record."_s},
          {u"relationship"_s, u"WORD"_s, u"first_party, third_party, collaborative or other."_s},
          nowOption()},
         u"What the format has no place for is listed; the file that was imported stays what it was."_s, exportEvaluation},
    };
}

} // namespace countersign

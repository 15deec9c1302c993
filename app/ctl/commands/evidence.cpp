// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "context.h"
#include "understand.h"

#include <QFileInfo>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString numberText(const EvaluationReport::Metric &metric)
{
    if (metric.valueState != EvaluationReport::ValueState::Finite)
        return metric.valueText.isEmpty() ? enumText(metric.valueState) : u"%1 (%2)"_s.arg(enumText(metric.valueState), metric.valueText.left(40));
    QString text = metric.valueText.isEmpty() ? QString::number(metric.value, 'g', 6) : metric.valueText;
    if (metric.interval)
        text += u" (%1–%2)"_s.arg(QString::number(metric.interval->low, 'g', 4), QString::number(metric.interval->high, 'g', 4));
    return text;
}

QString sliceText(const EvaluationReport::Metric &metric)
{
    QStringList out;
    for (const auto &term : metric.slice)
        out.append(term.dimension + u'=' + term.group);
    return out.join(u", "_s);
}

/// The metric, and what tells it from others of its name.
QString metricText(const EvaluationReport::Metric &metric)
{
    const bool plain = metric.filter.isEmpty() || metric.filter == "none"_L1;
    return plain ? metric.metric : u"%1 [%2]"_s.arg(metric.metric, metric.filter);
}

void showWarnings(const Output &out, const QList<EvaluationReport::Warning> &warnings)
{
    for (const auto &warning : warnings)
        out.line(safeLine(u"Warning (%1)%2: %3"_s.arg(warning.code, warning.pointer.isEmpty() ? QString() : u" at "_s + warning.pointer,
                                                      warning.message)));
}

void show(const Output &out, const EvaluationReport &report)
{
    out.facts({{u"Format"_s, (report.format + u' ' + report.formatVersion).trimmed()},
               {u"Tool"_s, (report.producer.name + u' ' + report.producer.version).trimmed()},
               {u"Model"_s, report.subject.model},
               {u"Run"_s, enumText(report.completeness)},
               {u"Results"_s, QString::number(report.results.size())},
               {u"SHA-256"_s, report.rawDigest}});
    QList<QStringList> rows;
    for (const auto &metric : report.results)
        rows.append({metric.task, metricText(metric), sliceText(metric), numberText(metric), metric.n ? QString::number(*metric.n) : QString(),
                     enumText(metric.direction), enumText(metric.category)});
    if (!rows.isEmpty()) {
        out.line(QString());
        out.table({u"TASK"_s, u"METRIC"_s, u"SLICE"_s, u"VALUE"_s, u"N"_s, u"BETTER"_s, u"CATEGORY"_s}, rows);
    }
    showWarnings(out, report.warnings);
}

void show(const Output &out, const CardContent &card)
{
    out.facts({{u"Format"_s, card.format},
               {u"Sections"_s, u"%1 of %2"_s.arg(card.sections.size()).arg(cardSections().size())},
               {u"Missing"_s, card.missing.join(u", "_s)},
               {u"SHA-256"_s, card.rawDigest}});
    for (const auto &section : card.sections) {
        out.line(QString());
        out.line(section.title);
        for (const auto &field : section.fields)
            out.line(safeLine(u"  %1: %2"_s.arg(field.label, field.value)));
        const QString text = section.text.simplified();
        if (!text.isEmpty())
            out.line(safeLine(u"  "_s + (text.size() > 300 ? text.left(299) + u'…' : text)));
    }
    showWarnings(out, card.warnings);
}

/// A file as it is, or a table with the mapping that says how to read it.
Result<Understood> understandGiven(const Invocation &given)
{
    if (!given.has(u"mapping"_s))
        return understandFile(given.argument(0), given.value(u"as"_s));
    const auto packed = mappedBytes(given.argument(0), given.value(u"mapping"_s));
    if (!packed)
        return packed.error();
    return understand(packed->bytes, packed->fileName);
}

int inspect(Context &context, const Invocation &given)
{
    const auto understood = understandGiven(given);
    if (!understood) {
        // A file that cannot be read is bad input here, whatever the importer calls it.
        Error error = understood.error();
        error.code = Error::Code::Invalid;
        error.text = u"%1: %2"_s.arg(given.argument(0), error.text);
        const bool foreign = understood.error().code == Error::Code::Unsupported && !given.has(u"as"_s);
        return context.out.fail(error, !foreign ? QString() : u"If you know its format, say so with --as (%1)."_s.arg(formatNames().join(u", "_s)));
    }
    std::visit([&](const auto &content) {
        context.out.json(content.toJson());
        show(context.out, content);
    }, *understood);
    return ExitDone;
}

/// What one imported file became, for people.
QString importedLine(const QString &file, const Record &record)
{
    if (record.kind == "card"_L1) {
        const QString missing = record.body.value(u"missing"_s).toVariant().toStringList().join(u", "_s);
        return u"%1: model card %2%3"_s.arg(file, record.id, missing.isEmpty() ? QString() : u", nothing on "_s + missing);
    }
    return u"%1: evaluation %2, %3, %4, %5"_s
        .arg(file, record.id, record.body.value(u"completeness"_s).toString(),
             counted(record.body.value(u"resultCount"_s).toInteger(), u"result"_s),
             counted(record.body.value(u"warningCount"_s).toInteger(), u"warning"_s));
}

int importFiles(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    const QString version = given.value(u"model"_s) + u'/' + given.value(u"version"_s);
    QJsonArray imported;
    for (const QString &path : given.arguments()) {
        const auto raw = given.has(u"mapping"_s) ? mappedBytes(path, given.value(u"mapping"_s)) : evidenceBytes(path);
        if (!raw)
            return context.out.fail(raw.error());
        const auto &[bytes, name] = *raw;
        // Understood here first: what it is decides where it goes, and a broken file is told with its place in it.
        const auto understood = understand(bytes, name, given.value(u"as"_s));
        if (!understood) {
            Error error = understood.error();
            error.code = Error::Code::Invalid;
            error.text = u"%1: %2"_s.arg(path, error.text);
            return context.out.fail(error);
        }
        const bool isCard = std::holds_alternative<CardContent>(*understood);
        Session::Query query{{u"version"_s, version}, {u"fileName"_s, name}};
        if (given.has(u"as"_s))
            query.append({u"format"_s, given.value(u"as"_s)});
        const auto answer = context.session()->postBytes(isCard ? u"/v1/cards/import"_s : u"/v1/evaluations/import"_s, query, bytes);
        const auto record = answer ? Record::fromJson(*answer) : Result<Record>(answer.error());
        if (!record) {
            Error error = record.error();
            error.text = u"%1: %2"_s.arg(path, error.text);
            return context.out.fail(error);
        }
        imported.append(*answer);
        context.out.line(importedLine(path, *record));
    }
    context.out.json(imported);
    return ExitDone;
}

} // namespace

QList<CommandSpec> evidenceCommands()
{
    const OptionSpec as{u"as"_s, u"FORMAT"_s, u"Read it as this format instead of finding out."_s};
    const OptionSpec mapping{u"mapping"_s, u"FILE"_s, u"Read a table of any tool (CSV, JSON, JSON Lines) as this mapping says."_s};
    return {
        {u"inspect"_s, u"Understand an evaluation file or a model card without a server."_s,
         {{u"FILE"_s, u"The file, or a folder of files that belong together."_s}}, {as, mapping}, {}, inspect},
        {u"import"_s, u"Bring evaluation files and model cards in as evidence of a version."_s,
         {{u"FILE"_s, u"The files, byte for byte as the tools wrote them; a folder is one import."_s, false, true}},
         {{u"model"_s, u"MODEL"_s, u"The model's name."_s, true}, {u"version"_s, u"VERSION"_s, u"The version's label."_s, true}, as, mapping},
         u"Who imports evidence cannot sign the release that rests on it."_s, importFiles},
    };
}

} // namespace countersign

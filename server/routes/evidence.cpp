// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/evidence.h"

#include "base/json.h"

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// Text of a file made fit for a field: one line, nothing that hides, not too long.
QString oneLine(const QString &text, int most)
{
    QString out;
    for (const QChar c : text) {
        const ushort u = c.unicode();
        const bool hidden = (u >= 0x200b && u <= 0x200f) || (u >= 0x202a && u <= 0x202e) || (u >= 0x2060 && u <= 0x2069)
            || u == 0xfeff || u == 0x2028 || u == 0x2029 || (u >= 0x7f && u < 0xa0) || c.isSurrogate();
        if (!hidden)
            out += u < 0x20 ? QChar(u' ') : c;
    }
    return out.simplified().left(most);
}

QString titleOf(const EvaluationReport &report, const QString &fileName)
{
    QStringList suites;
    for (const auto &metric : report.results) {
        const QString name = metric.suite.isEmpty() ? metric.task : metric.suite;
        if (!name.isEmpty() && !suites.contains(name))
            suites.append(name);
    }
    QString what = suites.mid(0, 3).join(u", "_s);
    if (suites.size() > 3)
        what += u" and %1 more"_s.arg(suites.size() - 3);
    if (what.isEmpty())
        what = fileName;
    const QString tool = report.producer.name.isEmpty() ? report.format : report.producer.name;
    return oneLine(what.isEmpty() ? tool : u"%1 (%2)"_s.arg(what, tool), 200);
}

Result<Evaluation> evaluationOf(const EvaluationReport &report, const IncomingEvidence &raw)
{
    Evaluation out;
    out.title = titleOf(report, raw.fileName);
    out.format = oneLine(report.format, 200);
    out.formatVersion = oneLine(report.formatVersion, 200);
    out.tool = oneLine(report.producer.name, 200);
    out.toolVersion = oneLine(report.producer.version, 200);
    out.completeness = report.completeness;
    out.subjectModel = oneLine(report.subject.model, 1000);
    out.subjectDigest = oneLine(report.subject.digest, 200);
    out.measuredAt = report.run.finishedAt.isValid() ? report.run.finishedAt : report.run.startedAt;
    for (const auto &metric : report.results) {
        const QString category = enumText(metric.category);
        if (metric.valueState == EvaluationReport::ValueState::Finite && !out.categories.contains(category))
            out.categories.append(category);
    }
    out.categories.sort();
    out.resultCount = report.results.size();
    out.failureCount = report.failures.size();
    out.warningCount = report.warnings.size();
    out.headline = headlineOf(report);
    out.rawBytes = raw.bytes.size();
    return out;
}

Card cardOf(const CardContent &content, const IncomingEvidence &raw)
{
    Card out;
    out.format = oneLine(content.format, 200);
    out.sectionCount = content.sections.size();
    out.missing = content.missing;
    out.warningCount = content.warnings.size();
    out.rawBytes = raw.bytes.size();
    return out;
}

} // namespace

QList<Headline> headlineOf(const EvaluationReport &report)
{
    QList<Headline> out;
    for (const auto &metric : report.results) {
        if (out.size() == 12)
            break;
        if (metric.valueState != EvaluationReport::ValueState::Finite || !std::isfinite(metric.value) || !metric.slice.isEmpty())
            continue;
        Headline line;
        line.task = oneLine(metric.task, 400);
        line.metric = oneLine(metric.metric, 400);
        line.value = metric.value;
        if (metric.interval && std::isfinite(metric.interval->low) && std::isfinite(metric.interval->high)) {
            line.low = metric.interval->low;
            line.high = metric.interval->high;
        }
        line.n = std::clamp<qint64>(metric.n.value_or(0), 0, 9007199254740991);
        line.unit = oneLine(metric.unit, 200);
        line.direction = metric.direction;
        out.append(line);
    }
    return out;
}

Result<ImportedEvidence> readEvidence(const BlobStore &blobs, const EvidenceReader &reader, const IncomingEvidence &raw)
{
    if (!reader)
        return {Error::Code::Unsupported, u"This server reads no evidence."_s};
    const auto understood = reader(raw.bytes, raw.fileName, raw.format);
    if (!understood)
        return invalidField(u"raw"_s, u"was not understood: %1"_s.arg(understood.error().text));
    const bool isCard = std::holds_alternative<CardContent>(*understood);
    if (isCard != (raw.kind == "card"_L1))
        return invalidField(u"raw"_s, isCard ? u"is a model card, not an evaluation."_s : u"is an evaluation, not a model card."_s);
    const QJsonObject normalised = isCard ? std::get<CardContent>(*understood).toJson() : std::get<EvaluationReport>(*understood).toJson();
    const auto stored = blobs.put(toJson(normalised));
    if (!stored)
        return stored.error();
    if (isCard) {
        Card card = cardOf(std::get<CardContent>(*understood), raw);
        card.content = stored->digest;
        return ImportedEvidence(card);
    }
    auto evaluation = evaluationOf(std::get<EvaluationReport>(*understood), raw);
    if (!evaluation)
        return evaluation.error();
    evaluation->report = stored->digest;
    return ImportedEvidence(*evaluation);
}

} // namespace countersign

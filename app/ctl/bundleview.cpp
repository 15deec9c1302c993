// SPDX-License-Identifier: GPL-3.0-or-later
#include "bundleview.h"

#include "base/clock.h"
#include "logwatch.h"
#include "understand.h"

#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString spanText(qint64 seconds)
{
    // Rounded to the nearest unit: what holds for 30 days says so a moment after it was given.
    if (seconds >= 36 * 3600)
        return counted((seconds + 43200) / 86400, u"day"_s);
    if (seconds >= 90 * 60)
        return counted((seconds + 1800) / 3600, u"hour"_s);
    return counted((seconds + 30) / 60, u"minute"_s);
}

QJsonArray requirementsJson(const QList<Requirement> &requirements)
{
    QJsonArray out;
    for (const Requirement &r : requirements) {
        QJsonObject item{{u"id"_s, r.id}, {u"title"_s, r.title}, {u"state"_s, enumText(r.state)}};
        for (const auto &[name, text] : {std::pair{u"threshold"_s, r.threshold}, {u"actual"_s, r.actual}, {u"source"_s, r.source},
                                         {u"sourceDigest"_s, r.sourceDigest}, {u"sourcePointer"_s, r.sourcePointer},
                                         {u"reason"_s, r.reason}, {u"waiver"_s, r.waiver}}) {
            if (!text.isEmpty())
                item.insert(name, text);
        }
        out.append(item);
    }
    return out;
}

QJsonArray stagesJson(const QList<StageStatus> &stages)
{
    QJsonArray out;
    for (const StageStatus &stage : stages) {
        QJsonArray uncounted;
        for (const auto &entry : stage.uncounted)
            uncounted.append(QJsonObject{{u"person"_s, entry.person}, {u"reason"_s, entry.reason}});
        out.append(QJsonObject{{u"name"_s, stage.name}, {u"role"_s, stage.role}, {u"quorum"_s, stage.quorum},
                               {u"done"_s, stage.done}, {u"open"_s, stage.open},
                               {u"countedPeople"_s, QJsonArray::fromStringList(stage.countedPeople)},
                               {u"uncounted"_s, uncounted}, {u"canSign"_s, QJsonArray::fromStringList(stage.canSign)}});
    }
    return out;
}

} // namespace

QString timeText(const QDateTime &time, const QDateTime &now)
{
    if (!time.isValid())
        return {};
    const qint64 seconds = time.secsTo(now);
    const QString distance = seconds >= 0 ? u"%1 ago"_s.arg(spanText(seconds)) : u"in %1"_s.arg(spanText(-seconds));
    return u"%1 (%2)"_s.arg(time.toUTC().toString(u"yyyy-MM-dd HH:mm 'UTC'"_s), distance);
}

BundleReport verifyBytes(QByteArrayView zip, const TlogPolicy &trust, const QDateTime &now)
{
    VerifyOptions options;
    options.trust = trust;
    options.now = now;
    options.remembered = rememberedAnywhere(trust);
    options.readEvidence = [](const QByteArray &raw, const QString &fileName, const QString &format) {
        return understand(raw, fileName, format);
    };
    return verifyBundle(zip, options);
}

void showStatus(const Output &out, const QJsonObject &status)
{
    const QJsonArray requirements = status.value(u"requirements"_s).toArray();
    for (const QJsonValue &value : requirements) {
        const QJsonObject r = value.toObject();
        const auto word = [&](const QString &name) { return r.value(name).toString(); };
        QString text = u"  "_s + word(u"state"_s).leftJustified(8) + word(u"title"_s);
        if (!word(u"actual"_s).isEmpty())
            text += u": "_s + word(u"actual"_s);
        if (!word(u"threshold"_s).isEmpty())
            text += u" against "_s + word(u"threshold"_s);
        if (!word(u"reason"_s).isEmpty())
            text += u". "_s + word(u"reason"_s);
        out.line(safeLine(text));
    }
    const QJsonArray stages = status.value(u"stages"_s).toArray();
    for (const QJsonValue &value : stages) {
        const QJsonObject stage = value.toObject();
        const auto people = [&](const QString &name) { return stage.value(name).toVariant().toStringList(); };
        const bool done = stage.value(u"done"_s).toBool();
        QString text = u"  "_s + (done ? u"done"_s : stage.value(u"open"_s).toBool() ? u"open"_s : u"waits"_s).leftJustified(8)
            + u"Stage '%1': %2 of %3"_s.arg(stage.value(u"name"_s).toString()).arg(people(u"countedPeople"_s).size())
                  .arg(stage.value(u"quorum"_s).toInteger());
        if (!people(u"countedPeople"_s).isEmpty())
            text += u" (%1)"_s.arg(people(u"countedPeople"_s).join(u", "_s));
        if (!done && !people(u"canSign"_s).isEmpty())
            text += u"; could sign: %1"_s.arg(people(u"canSign"_s).join(u", "_s));
        out.line(safeLine(text));
    }
}

QJsonObject statusJson(const ReleaseStatus &status)
{
    QJsonObject out{{u"outcome"_s, enumText(status.outcome)},
                    {u"allowed"_s, status.allowed()},
                    {u"reasons"_s, QJsonArray::fromStringList(status.reasons)},
                    {u"requirements"_s, requirementsJson(status.requirements)},
                    {u"stages"_s, stagesJson(status.stages)}};
    if (status.decidedAt.isValid())
        out.insert(u"decidedAt"_s, toRfc3339(status.decidedAt));
    if (status.validUntil.isValid())
        out.insert(u"validUntil"_s, toRfc3339(status.validUntil));
    return out;
}

void showReport(const Output &out, const BundleReport &report, const QDateTime &now)
{
    for (const BundleReport::Check &check : report.checks)
        out.line(safeLine((check.ok ? u"ok      "_s : u"FAILED  "_s) + (check.what.leftJustified(14) + check.detail).trimmed()));
    if (!report.authentic())
        return;
    const Request &request = report.release.request;
    out.line(QString());
    out.facts({{u"Version"_s, request.version},
               {u"Environment"_s, request.environment},
               {u"Request"_s, u"R-%1, round %2 (%3)"_s.arg(request.number).arg(request.round).arg(report.release.requestId)},
               {u"Policy"_s, report.release.policy.title.isEmpty() ? request.policy : report.release.policy.title},
               {u"Decision"_s, enumText(report.status.outcome)},
               {u"Decided"_s, timeText(report.status.decidedAt, now)},
               {u"Holds until"_s, timeText(report.status.validUntil, now)},
               {u"Log"_s, u"%1, %2 entries"_s.arg(report.checkpoint.origin).arg(report.checkpoint.size)}});
    showStatus(out, statusJson(report.status));
}

QJsonObject reportJson(const BundleReport &report)
{
    QJsonArray checks;
    for (const BundleReport::Check &check : report.checks)
        checks.append(QJsonObject{{u"what"_s, check.what}, {u"ok"_s, check.ok}, {u"detail"_s, check.detail}});
    QJsonObject out{{u"authentic"_s, report.authentic()}, {u"checks"_s, checks}};
    if (!report.authentic()) {
        out.insert(u"failure"_s, report.failure());
        return out;
    }
    const Request &request = report.release.request;
    out.insert(u"request"_s, report.release.requestId);
    out.insert(u"version"_s, request.version);
    out.insert(u"environment"_s, request.environment);
    out.insert(u"round"_s, request.round);
    out.insert(u"manifestDigest"_s, request.manifestDigest);
    out.insert(u"status"_s, statusJson(report.status));
    out.insert(u"outcomeWhenDecided"_s, enumText(report.statusWhenDecided.outcome));
    out.insert(u"log"_s, QJsonObject{{u"origin"_s, report.checkpoint.origin},
                                     {u"size"_s, QString::number(report.checkpoint.size)},
                                     {u"root"_s, QString::fromLatin1(report.checkpoint.root.toBase64())}});
    return out;
}

} // namespace countersign

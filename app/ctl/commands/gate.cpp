// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "artifacts.h"
#include "bundleview.h"
#include "context.h"
#include "gatecheck.h"
#include "logreplay.h"
#include "logwatch.h"
#include "lookup.h"
#include "base/clock.h"
#include "trust/digest.h"

#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString noSentence(const GateQuestion &asked, const QStringList &reasons)
{
    return u"No: %1 may not go to %2. %3"_s.arg(asked.key(), asked.environment, reasons.join(u' '));
}

/// What to do about a no. With an approval that holds, it is the files or the place that differ.
QString advice(const GateQuestion &asked, const QString &request, bool approved)
{
    if (approved)
        return u"Deploy exactly what was approved ('countersignctl versions show %1'), where it was approved for."_s.arg(asked.key());
    if (!request.isEmpty())
        return u"See what is missing with 'countersignctl status %1'."_s.arg(request);
    return u"Ask for it with 'countersignctl request %1 %2 --environment %3'."_s.arg(asked.model, asked.version, asked.environment);
}

/// What the gate says in the end, whoever judged it.
int answer(const Context &context, const GateQuestion &asked, const BundleReport &report, const QDateTime &now)
{
    const Output &out = context.out;
    if (!report.authentic()) {
        out.json(QJsonObject{{u"allowed"_s, false}, {u"reasons"_s, QJsonArray{report.failure()}}, {u"bundle"_s, reportJson(report)}});
        return out.fail(ExitUnverified, u"The bundle does not hold: %1"_s.arg(report.failure()),
                        u"Do not deploy. Fetch the bundle again, and tell whoever runs the log if it fails again."_s);
    }
    QString matched;
    const QStringList reasons = gateReasons(asked, report, &matched);
    QJsonObject json{{u"allowed"_s, reasons.isEmpty()},
                     {u"model"_s, asked.model},
                     {u"version"_s, asked.version},
                     {u"environment"_s, asked.environment},
                     {u"reasons"_s, QJsonArray::fromStringList(reasons)},
                     {u"matched"_s, matched},
                     {u"bundle"_s, reportJson(report)}};
    if (report.status.validUntil.isValid())
        json.insert(u"validUntil"_s, toRfc3339(report.status.validUntil));
    out.json(json);
    if (!reasons.isEmpty())
        return out.fail(ExitGateNo, noSentence(asked, reasons), advice(asked, report.release.requestId, report.status.allowed()));
    out.line(u"Yes: %1 may go to %2 until %3."_s.arg(asked.key(), asked.environment, timeText(report.status.validUntil, now)));
    out.line(u"Compared %1; request R-%2, round %3, log %4 at %5 entries."_s.arg(matched).arg(report.release.request.number)
                 .arg(report.release.request.round).arg(report.checkpoint.origin).arg(report.checkpoint.size));
    return ExitDone;
}

int sayNo(const Context &context, const GateQuestion &asked, const QStringList &reasons, const QString &request, bool approved)
{
    context.out.json(QJsonObject{{u"allowed"_s, false}, {u"model"_s, asked.model}, {u"version"_s, asked.version},
                                 {u"environment"_s, asked.environment}, {u"request"_s, request},
                                 {u"reasons"_s, QJsonArray::fromStringList(reasons)}});
    return context.out.fail(ExitGateNo, noSentence(asked, reasons), advice(asked, request, approved));
}

/// A release that is not there or not to be had is a no, not a failure of the gate.
int failOrNo(const Context &context, const GateQuestion &asked, const Error &error)
{
    if (error.code == Error::Code::NotFound || error.code == Error::Code::Refused)
        return sayNo(context, asked, {error.text}, {}, false);
    return context.out.fail(error);
}

Result<QJsonObject> askServer(Session &server, const GateQuestion &asked)
{
    QJsonObject body{{u"model"_s, asked.model}, {u"version"_s, asked.version}, {u"environment"_s, asked.environment}};
    QList<Artifact> artifacts = asked.artifacts;
    if (!asked.digests.isEmpty()) {
        const auto version = recordOf<Version>(server, u"version"_s, asked.key());
        if (!version)
            return version.error();
        QString matched;
        if (const QString problem = digestProblem(*version, asked.digests, &matched); !problem.isEmpty())
            return {Error::Code::Refused, problem};
        artifacts += version->artifacts;
    }
    body.insert(u"artifacts"_s, artifactsJson(artifacts));
    return server.post(u"/v1/gate"_s, body);
}

int gateOnline(Context &context, const Invocation &given, const GateQuestion &asked, const QDateTime &now)
{
    if (!context.session())
        return context.noServer();
    Session &server = *context.session();
    const auto trust = given.has(u"trust"_s) ? readTrustFile(given.value(u"trust"_s)) : trustOf(server);
    if (!trust)
        return context.out.fail(trust.error());
    const auto newest = watchLog(server, *trust);
    if (!newest)
        return context.out.fail(newest.error(), forkAdvice(newest.error()));
    const auto said = askServer(server, asked);
    if (!said)
        return failOrNo(context, asked, said.error());
    const QString request = said->value(u"request"_s).toString();
    QStringList reasons;
    const QJsonArray listed = said->value(u"reasons"_s).toArray();
    for (const QJsonValue &reason : listed)
        reasons.append(reason.toString());
    if (!said->value(u"allowed"_s).toBool())
        return sayNo(context, asked, reasons.isEmpty() ? QStringList{u"The server gives no reason."_s} : reasons, request,
                     !said->value(u"validUntil"_s).isNull());

    // The server says yes. It is believed only as far as its bundle proves it.
    const auto bundle = server.getBytes(recordPath(u"request"_s, request) + u"/bundle"_s);
    if (!bundle)
        return failOrNo(context, asked, bundle.error());
    const BundleReport report = verifyBytes(*bundle, trust->policy, now);
    if (report.authentic()) {
        if (report.checkpoint.size < newest->checkpoint.size)
            return context.out.fail(ExitUnverified, u"The server's bundle is older than its log: %1 entries against %2."_s
                                                        .arg(report.checkpoint.size).arg(newest->checkpoint.size));
        if (const auto held = holdTogether(server, newest->checkpoint, report.checkpoint); !held)
            return context.out.fail(held.error(), forkAdvice(held.error()));
        if (!given.has(u"quick"_s)) {
            if (const auto newestShown = proveNewest(server, *bundle, report.checkpoint); !newestShown)
                return context.out.fail(newestShown.error(), forkAdvice(newestShown.error()));
        }
    }
    return answer(context, asked, report, now);
}

int gateOffline(Context &context, const Invocation &given, const GateQuestion &asked, const QDateTime &now)
{
    if (!given.has(u"trust"_s))
        return context.out.fail(ExitUsage, u"--bundle needs --trust FILE: without it anybody could have made the bundle."_s,
                                u"Get the trust file from the log's keeper ('countersignctl log key -o trust.txt')."_s);
    const auto trust = readTrustFile(given.value(u"trust"_s));
    if (!trust)
        return context.out.fail(trust.error());
    const auto bundle = readFile(given.value(u"bundle"_s), 1LL << 30);
    if (!bundle)
        return context.out.fail(bundle.error());
    return answer(context, asked, verifyBytes(*bundle, trust->policy, now), now);
}

int gate(Context &context, const Invocation &given)
{
    const auto now = judgedTime(given);
    if (!now)
        return context.out.fail(ExitUsage, now.error().text);
    GateQuestion asked{given.argument(0), given.argument(1), given.value(u"environment"_s), {}, given.values(u"digest"_s)};
    if (asked.digests.isEmpty() && !given.has(u"artifact"_s))
        return context.out.fail(ExitUsage, u"Nothing to judge: neither --artifact PATH nor --digest sha256:HEX is given."_s);
    if (given.has(u"quick"_s) && given.has(u"bundle"_s))
        return context.out.fail(ExitUsage, u"--quick is about the server's log; with --bundle there is no server."_s);
    if (!asked.digests.isEmpty() && given.has(u"artifact"_s))
        return context.out.fail(ExitUsage, u"--artifact and --digest cannot be mixed."_s);
    for (const QString &digest : asked.digests) {
        if (!parseDigest(digest))
            return context.out.fail(ExitUsage, u"'%1' is no digest; one is written sha256: and 64 lower-case hex digits."_s.arg(digest));
    }
    if (given.has(u"artifact"_s)) {
        const auto artifacts = artifactsAt(given.values(u"artifact"_s));
        if (!artifacts)
            return context.out.fail(artifacts.error());
        asked.artifacts = *artifacts;
    }
    return given.has(u"bundle"_s) ? gateOffline(context, given, asked, *now) : gateOnline(context, given, asked, *now);
}

int bundle(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    Session &server = *context.session();
    const auto id = requestId(server, given.argument(0));
    if (!id)
        return context.out.fail(id.error());
    const auto bytes = server.getBytes(recordPath(u"request"_s, *id) + u"/bundle"_s);
    if (!bytes)
        return context.out.fail(bytes.error());
    const QString path = given.value(u"output"_s);
    if (const auto written = writeFile(path, *bytes); !written)
        return context.out.fail(written.error());
    context.out.json(QJsonObject{{u"request"_s, *id}, {u"file"_s, path}, {u"bytes"_s, bytes->size()}, {u"digest"_s, digestString(sha256(*bytes))}});
    context.out.line(u"Wrote %1 (%2 bytes). Check it with 'countersignctl verify %1 --trust FILE', or unpack it and run 'sh verify.sh'."_s
                         .arg(path).arg(bytes->size()));
    return ExitDone;
}

int verify(Context &context, const Invocation &given)
{
    const auto now = judgedTime(given);
    if (!now)
        return context.out.fail(ExitUsage, now.error().text);
    const auto trust = readTrustFile(given.value(u"trust"_s));
    if (!trust)
        return context.out.fail(trust.error());
    const auto bytes = readFile(given.argument(0), 1LL << 30);
    if (!bytes)
        return context.out.fail(bytes.error());
    const BundleReport report = verifyBytes(*bytes, trust->policy, *now);
    showReport(context.out, report, *now);
    context.out.json(reportJson(report));
    if (!report.authentic())
        return context.out.fail(ExitUnverified, u"%1 does not hold. %2"_s.arg(given.argument(0), report.failure()));
    if (!report.status.allowed())
        return context.out.fail(ExitGateNo, u"The bundle is genuine, but it is no approval that holds now. %1"_s.arg(report.status.reasons.join(u' ')));
    return ExitDone;
}

} // namespace

QList<CommandSpec> gateCommands()
{
    return {
        {u"gate"_s, u"Say whether exactly these files may go to an environment: 0 yes, 10 no, 11 not verifiable."_s,
         {{u"MODEL"_s, u"The model's name."_s}, {u"VERSION"_s, u"The version's label."_s}},
         {{u"environment"_s, u"ENV"_s, u"Where it is to go."_s, true},
          {u"artifact"_s, u"PATH"_s, u"A file, or a folder with all files; compared by name and digest."_s, false, true},
          {u"digest"_s, u"sha256:HEX"_s, u"Instead of files: the manifest's digest, or the only file's."_s, false, true},
          {u"bundle"_s, u"FILE"_s, u"Judge offline, from this release bundle."_s},
          {u"trust"_s, u"FILE"_s, u"The log's trust file; online, the key seen at first contact otherwise."_s},
          {u"quick"_s, {}, u"Do not read the whole log: believe the server that it holds nothing newer back."_s},
          nowOption()},
         u"Online, the server's yes is believed only when its release bundle proves it, its log continues what was seen before\n"
         "and the log holds nothing newer about the release. Offline, a bundle cannot know what was revoked after it was made.\n"
         "--digest looks at content only: a renamed file passes it."_s,
         gate},
        {u"bundle"_s, u"Save everything needed to check a decision later, offline."_s,
         {{u"REQUEST"_s, u"The request's id or number (R-118)."_s}},
         {{u"output"_s, u"FILE"_s, u"The zip to write."_s, true, false, u'o'}}, {}, bundle},
        {u"verify"_s, u"Check a release bundle offline: signatures, policy, evidence, inclusion, checkpoint."_s,
         {{u"FILE"_s, u"The bundle."_s}},
         {{u"trust"_s, u"FILE"_s, u"The log's trust file (C2SP tlog-policy)."_s, true}, nowOption()},
         u"0: genuine, and an approval that holds. 10: genuine, but not approved, expired or revoked. 11: something does not hold."_s,
         verify},
    };
}

} // namespace countersign

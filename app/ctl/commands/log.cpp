// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "context.h"
#include "gatecheck.h"
#include "logreplay.h"
#include "logwatch.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Result<TrustFile> trustFor(const Invocation &given, Session &server)
{
    return given.has(u"trust"_s) ? readTrustFile(given.value(u"trust"_s)) : trustOf(server);
}

QJsonObject checkpointJson(const Checkpoint &checkpoint)
{
    return {{u"origin"_s, checkpoint.origin},
            {u"size"_s, QString::number(checkpoint.size)},
            {u"root"_s, QString::fromLatin1(checkpoint.root.toBase64())}};
}

int logCheckpoint(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    const auto trust = trustFor(given, *context.session());
    if (!trust)
        return context.out.fail(trust.error());
    const auto newest = watchLog(*context.session(), *trust);
    if (!newest)
        return context.out.fail(newest.error(), forkAdvice(newest.error()));
    const auto note = LogMemory(context.session()->url()).checkpoint();
    if (!note)
        return context.out.fail(note.error());
    if (given.has(u"output"_s)) {
        if (const auto written = writeFile(given.value(u"output"_s), *note); !written)
            return context.out.fail(written.error());
    }
    QJsonObject json = checkpointJson(newest->checkpoint);
    json.insert(u"note"_s, QString::fromUtf8(*note));
    context.out.json(json);
    context.out.line(QString::fromUtf8(*note).trimmed());
    return ExitDone;
}

int logKey(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    const auto trust = trustOf(*context.session());
    if (!trust)
        return context.out.fail(trust.error());
    if (given.has(u"output"_s)) {
        if (const auto written = writeFile(given.value(u"output"_s), trust->text); !written)
            return context.out.fail(written.error());
    }
    context.out.json(QJsonObject{{u"trust"_s, QString::fromUtf8(trust->text)}});
    context.out.line(QString::fromUtf8(trust->text).trimmed());
    return ExitDone;
}

int logVerify(Context &context, const Invocation &given)
{
    if (!context.session())
        return context.noServer();
    Session &server = *context.session();
    const auto trust = trustFor(given, server);
    if (!trust)
        return context.out.fail(trust.error());
    LogReplay replay;
    QStringList against;
    // What was remembered before this contact, so that the replay holds it against every byte and not only a proof.
    const auto remembered = LogMemory(server.url()).checkpoint();
    if (remembered && !remembered->isEmpty()) {
        if (const auto opened = trust->policy.open(*remembered)) {
            replay.expect(opened->checkpoint, u"the checkpoint remembered here"_s);
            against.append(u"the remembered checkpoint of %1 entries"_s.arg(opened->checkpoint.size));
        }
    }
    const QStringList files = given.values(u"against"_s);
    for (const QString &file : files) {
        const auto what = expectFrom(file, trust->policy, replay);
        if (!what)
            return context.out.fail(what.error());
        against.append(u"%1 (%2)"_s.arg(file, *what));
    }
    const auto newest = watchLog(server, *trust);
    if (!newest)
        return context.out.fail(newest.error(), forkAdvice(newest.error()));
    replay.expect(newest->checkpoint, u"the server's signed checkpoint"_s);
    if (const auto replayed = replayLog(server, newest->checkpoint.size, replay); !replayed)
        return context.out.fail(replayed.error(), forkAdvice(replayed.error()));

    QJsonObject json = checkpointJson(newest->checkpoint);
    json.insert(u"verified"_s, true);
    json.insert(u"checkpointsHeld"_s, replay.checkpointsHeld());
    json.insert(u"receiptsHeld"_s, replay.leavesHeld());
    context.out.json(json);
    context.out.line(u"The log is whole: %1 entries give the signed root of %2."_s.arg(newest->checkpoint.size).arg(newest->checkpoint.origin));
    if (!against.isEmpty())
        context.out.line(u"It also continues %1."_s.arg(against.join(u", "_s)));
    return ExitDone;
}

} // namespace

QList<CommandSpec> logCommands()
{
    const OptionSpec trust{u"trust"_s, u"FILE"_s, u"The log's trust file; the key seen at first contact otherwise."_s};
    const OptionSpec output{u"output"_s, u"FILE"_s, u"Write it to this file as well."_s, false, false, u'o'};
    return {
        {u"log checkpoint"_s, u"Show the log's newest signed checkpoint, held against the last one seen."_s, {}, {trust, output}, {}, logCheckpoint},
        {u"log verify"_s, u"Read the whole log and hold it against its signature and everything seen before."_s, {},
         {{u"against"_s, u"FILE"_s, u"A checkpoint kept elsewhere, or lines {\"leaf\",\"leafHash\"} that clients were told."_s, false, true}, trust},
         u"11 when an entry was changed, swapped or dropped, or when the log does not continue what was seen."_s, logVerify},
        {u"log key"_s, u"Show the log's trust file, which 'verify' and 'gate --bundle' take."_s, {}, {output},
         u"It is fetched once and remembered; compare it with the one that the server's keeper publishes."_s, logKey},
    };
}

} // namespace countersign

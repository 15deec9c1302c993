// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/commands.h"

#include "base/clock.h"
#include "context.h"
#include "materials.h"
#include "steps.h"
#include "trust/zip.h"

#include <QDir>
#include <QSaveFile>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Someone
{
    QString name, display;
    QStringList roles;
    QString scopes;
    bool signs = false;
};

const QList<Someone> &people()
{
    static const QList<Someone> all{
        {u"nora.lind"_s, u"Nora Lind"_s, {u"model-owner"_s, u"validator"_s}, u"read,write,sign"_s, true},
        {u"victor.osei"_s, u"Victor Osei"_s, {u"validator"_s}, u"read,write,sign"_s, true},
        {u"rita.haas"_s, u"Rita Haas"_s, {u"risk"_s}, u"read,write,sign"_s, true},
        {u"tom.becker"_s, u"Tom Becker"_s, {u"release-engineer"_s}, u"read,write"_s},
    };
    return all;
}

/// The story, chapter by chapter. The first step that does not do what it should ends it.
class Story
{
public:
    Story(Steps &steps, const QString &folder) : m_steps(steps), m_folder(folder) {}

    Result<void> tell()
    {
        using Chapter = Result<void> (Story::*)();
        for (const Chapter chapter : {&Story::meetPeople, &Story::enrolKeys, &Story::bringEvidence, &Story::askForRelease,
                                      &Story::signOff, &Story::tryTheGate, &Story::takeProofHome, &Story::checkOffline}) {
            if (const auto told = (this->*chapter)(); !told)
                return told;
        }
        return {};
    }

private:
    Result<void> step(const QString &sentence, const QString &who, const QStringList &words, int expected = ExitDone)
    {
        const auto done = m_steps.run({sentence, who, words, expected});
        return done ? Result<void>() : done.error();
    }

    /// Several steps; the first that fails ends the row.
    Result<void> row(std::initializer_list<Steps::Step> steps)
    {
        for (const Steps::Step &one : steps) {
            if (const auto done = m_steps.run(one); !done)
                return done.error();
        }
        return {};
    }

    Result<void> meetPeople()
    {
        for (const Someone &person : people()) {
            QStringList words{u"person"_s, u"put"_s, person.name, u"--display-name"_s, person.display};
            for (const QString &role : person.roles)
                words << u"--role"_s << role;
            if (const auto put = step(u"%1 is made known."_s.arg(person.display), admin, words); !put)
                return put;
            const auto key = m_steps.runJson({u"%1 gets an API key to speak to the server with."_s.arg(person.display), admin,
                                              {u"key"_s, u"create"_s, u"--person"_s, person.name, u"--scopes"_s, person.scopes,
                                               u"--label"_s, u"walkthrough"_s, u"--days"_s, u"1"_s}});
            if (!key)
                return key.error();
            m_steps.giveToken(person.name, key->value(u"secret"_s).toString());
        }
        return {};
    }

    Result<void> enrolKeys()
    {
        for (const Someone &person : people()) {
            if (!person.signs)
                continue;
            const QString file = u"keys/%1.pem"_s.arg(person.name);
            m_steps.giveKey(person.name, file);
            const auto made = m_steps.runJson({u"%1 makes a signing key; it never leaves their hands."_s.arg(person.display), person.name,
                                               {u"signer"_s, u"create"_s, file}});
            if (!made)
                return made.error();
            const auto enrolled = step(u"%1 enrols it, signed by the key itself."_s.arg(person.display), person.name,
                                       {u"signer"_s, u"enrol"_s, u"--key"_s, file, u"--label"_s, u"walkthrough"_s});
            if (!enrolled)
                return enrolled;
            const auto confirmed = step(u"The administrator compares the fingerprint with %1 and confirms it."_s.arg(person.display), admin,
                                        {u"signer"_s, u"confirm"_s, made->value(u"keyId"_s).toString()});
            if (!confirmed)
                return confirmed;
        }
        return step(u"The policy for production comes into force: two stages, two thresholds, a complete card."_s, admin,
                    {u"policy"_s, u"put"_s, u"policy.json"_s});
    }

    Result<void> bringEvidence()
    {
        return row({
            {u"Nora registers a version of the model with its files."_s, owner,
             {u"register"_s, model, version, u"--artifact"_s, u"model"_s, u"--title"_s, u"Ticket triage"_s, u"--base-model"_s,
              u"microsoft/MiniLM-L6-H384-uncased"_s, u"--relation"_s, u"finetune"_s, u"--dataset"_s, u"northgrid/support-tickets"_s,
              u"--run"_s, u"triage-2025-04-17"_s, u"--commit"_s, u"9f2c41d"_s, u"--business-domain"_s, u"customer support"_s}},
            {u"What is in the evaluation file can be seen before anything is sent."_s, {}, {u"inspect"_s, u"evaluation.json"_s}},
            {u"The same for the model card."_s, {}, {u"inspect"_s, u"README.md"_s}},
            {u"Nora brings both in as evidence."_s, owner,
             {u"import"_s, u"evaluation.json"_s, u"README.md"_s, u"--model"_s, model, u"--version"_s, version}},
        });
    }

    Result<void> askForRelease()
    {
        const auto made = m_steps.runJson({u"Nora asks for the release into production."_s, owner,
                                           {u"request"_s, model, version, u"--environment"_s, u"production"_s, u"--comment"_s,
                                            u"First release; replaces sorting by hand."_s}});
        if (!made)
            return made.error();
        m_request = made->value(u"id"_s).toString();
        return row({
            {u"What it has and what it needs."_s, owner, {u"status"_s, m_request}},
            {u"Nobody has signed yet, so the gate says no."_s, engineer, gate(u"model"_s), ExitGateNo},
        });
    }

    Result<void> signOff()
    {
        return row({
            {u"Nora is a validator too, but she cannot sign what she requested."_s, owner,
             {u"sign"_s, m_request, u"--role"_s, u"validator"_s, u"--approve"_s, u"--comment"_s, u"Looks good to me."_s}, ExitFailed},
            {u"Victor reviews the evidence and signs for validation."_s, u"victor.osei"_s,
             {u"sign"_s, m_request, u"--role"_s, u"validator"_s, u"--approve"_s, u"--comment"_s,
              u"Numbers reproduced on the test split; the error on second-language tickets is known and small."_s}},
            {u"One stage is still open: still no."_s, engineer, gate(u"model"_s), ExitGateNo},
            {u"Rita signs for risk."_s, u"rita.haas"_s,
             {u"sign"_s, m_request, u"--role"_s, u"risk"_s, u"--approve"_s, u"--comment"_s,
              u"Every ticket is still read by a person; the harm of a wrong queue is a delay."_s, u"--condition"_s,
              u"Review the share of 'other' after four weeks."_s}},
        });
    }

    Result<void> tryTheGate()
    {
        return row({
            {u"Now the gate lets exactly these files through."_s, engineer, gate(u"model"_s)},
            {u"One changed byte: no."_s, engineer, gate(u"changed"_s), ExitGateNo},
            {u"A renamed file: no."_s, engineer, gate(u"renamed"_s), ExitGateNo},
            {u"Another environment: no."_s, engineer, gate(u"model"_s, u"staging"_s), ExitGateNo},
            {u"Tom deploys it."_s, engineer,
             {u"deploy"_s, model, version, u"--environment"_s, u"production"_s, u"--endpoint"_s, u"triage-eu-1"_s}},
        });
    }

    Result<void> takeProofHome()
    {
        return row({
            {u"Everything needed to check the decision is saved."_s, engineer, {u"bundle"_s, m_request, u"-o"_s, u"release.zip"_s}},
            {u"So is the log's key, to be kept apart from it."_s, engineer, {u"log"_s, u"key"_s, u"-o"_s, u"trust.txt"_s}},
            {u"And a checkpoint, to hold the log against later."_s, engineer, {u"log"_s, u"checkpoint"_s, u"-o"_s, u"checkpoint.txt"_s}},
            {u"The whole log is read and held against what was seen of it."_s, engineer,
             {u"log"_s, u"verify"_s, u"--against"_s, u"checkpoint.txt"_s}},
        });
    }

    Result<void> checkOffline()
    {
        if (const auto ended = m_steps.endServer(); !ended)
            return ended;
        if (const auto altered = alterBundle(); !altered)
            return altered;
        return row({
            {u"Without any server the bundle proves the decision."_s, {}, {u"verify"_s, u"release.zip"_s, u"--trust"_s, u"trust.txt"_s}},
            {u"And the gate works from it."_s, {},
             gate(u"model"_s) + QStringList{u"--bundle"_s, u"release.zip"_s, u"--trust"_s, u"trust.txt"_s}},
            {u"The changed file stays out."_s, {},
             gate(u"changed"_s) + QStringList{u"--bundle"_s, u"release.zip"_s, u"--trust"_s, u"trust.txt"_s}, ExitGateNo},
            {u"A bundle in which one figure of the evidence was altered proves nothing."_s, {}, {u"verify"_s, u"altered.zip"_s, u"--trust"_s, u"trust.txt"_s}, ExitUnverified},
        });
    }

    /// A well-formed bundle in which one figure of the evidence is better than the one that was reviewed.
    Result<void> alterBundle() const
    {
        QFile original(m_folder + u"/release.zip"_s);
        QSaveFile copy(m_folder + u"/altered.zip"_s);
        if (!original.open(QIODevice::ReadOnly) || !copy.open(QIODevice::WriteOnly))
            return {Error::Code::Internal, u"The bundle cannot be copied."_s};
        const auto reader = ZipReader::open(&original);
        if (!reader)
            return reader.error();
        ZipWriter writer(&copy);
        for (const ZipReader::Entry &entry : reader->entries()) {
            auto bytes = reader->read(entry.name);
            if (!bytes)
                return bytes.error();
            if (entry.name.startsWith("evidence/"_L1))
                bytes->replace("0.8945", "0.9945");
            if (const auto added = writer.add(entry.name, QByteArrayView(*bytes)); !added)
                return added;
        }
        if (const auto finished = writer.finish(); !finished)
            return finished;
        return copy.commit() ? Result<void>() : Error{Error::Code::Internal, u"The copy cannot be written."_s};
    }

    [[nodiscard]] QStringList gate(const QString &artifact, const QString &environment = u"production"_s) const
    {
        return {u"gate"_s, model, version, u"--environment"_s, environment, u"--artifact"_s, artifact};
    }

    Steps &m_steps;
    QString m_folder, m_request;
    const QString admin = u"administrator"_s, owner = u"nora.lind"_s, engineer = u"tom.becker"_s;
    const QString model = u"ticket-triage"_s, version = u"1.0.0"_s;
};

int walkthrough(Context &context, const Invocation &given)
{
    const QDir folder(QDir(given.argument(0)).absolutePath());
    if (folder.exists() && !folder.isEmpty())
        return context.out.fail(ExitFailed, u"'%1' is not empty."_s.arg(given.argument(0)), u"Name a folder that is empty or not there yet."_s);
    if (!QDir().mkpath(folder.path()))
        return context.out.fail(ExitFailed, u"The folder '%1' cannot be made."_s.arg(given.argument(0)));
    if (const auto written = writeMaterials(folder.path(), SystemClock().now()); !written)
        return context.out.fail(written.error());
    Steps steps(context.out, folder.path());
    auto result = steps.startServer();
    if (result)
        result = Story(steps, folder.path()).tell();
    context.out.json(QJsonObject{{u"ok"_s, result.ok()}, {u"folder"_s, folder.path()}, {u"steps"_s, steps.told()}});
    if (!result)
        return context.out.fail(ExitFailed, result.error().text, u"Each step's output is in %1."_s.arg(folder.filePath(u"steps"_s)));
    context.out.line(u"Every step did what it should. Everything is in %1: release.zip, trust.txt, model/, the evidence, the keys and each step's output."_s
                         .arg(folder.path()));
    return ExitDone;
}

} // namespace

QList<CommandSpec> walkthroughCommands()
{
    return {{u"walkthrough"_s, u"Live through the whole story on a server of its own: register, import, request, sign, gate, verify."_s,
             {{u"DIR"_s, u"A folder that is empty or not there yet; every file stays in it."_s}}, {},
             u"Needs the program 'countersignd' beside this one or in PATH. The keys' passphrase is 'walkthrough only'."_s, walkthrough}};
}

} // namespace countersign

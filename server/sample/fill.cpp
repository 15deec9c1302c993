// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/sample/fill.h"

#include "base/clock.h"
#include "base/json.h"
#include "domain/statetable.h"
#include "server/routes/bootstrap.h"
#include "server/sample/evidencestory.h"
#include "server/sample/files.h"
#include "server/sample/story.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>

#include <map>

namespace countersign::sample {

using namespace Qt::StringLiterals;

namespace {

const QString administrator = u"emeka.obi"_s;
const QString releaseEngineer = u"lukas.brandt"_s;

struct StageSigner
{
    QString stage, role, person, comment;
};

QList<StageSigner> signersOf(const QString &policy)
{
    if (policy == "high-risk"_L1)
        return {{u"Model validation"_s, u"validator"_s, u"mara.lindt"_s, u"Figures reproduced on the holdout."_s},
                {u"Model validation"_s, u"validator"_s, u"kenji.sato"_s, u"Groups checked; intervals agree with mine."_s},
                {u"Risk"_s, u"risk"_s, u"ana.ferreira"_s, u"Acceptable with the safeguards as named."_s},
                {u"Legal"_s, u"legal"_s, u"amaka.okafor"_s, u"Intended and excluded uses are clear."_s}};
    if (policy == "standard"_L1)
        return {{u"Model validation"_s, u"validator"_s, u"kenji.sato"_s, u"Looks right."_s},
                {u"Risk"_s, u"risk"_s, u"ana.ferreira"_s, u"No objection."_s}};
    if (policy == "staging"_L1)
        return {{u"Model validation"_s, u"validator"_s, u"mara.lindt"_s, u"For staging only."_s}};
    return {{u"Product"_s, u"product"_s, u"ingrid.solberg"_s, u"Useful, and nobody is decided about."_s}};
}

QString policyOf(const ModelPlan &plan, const QString &environment)
{
    if (environment == "staging"_L1)
        return u"staging"_s;
    if (plan.model.criticality == Criticality::Low)
        return u"low-risk"_s;
    return plan.model.criticality == Criticality::Medium ? u"standard"_s : u"high-risk"_s;
}

/// The acts of the story by time; acts of one moment keep the order they were planned in.
class Director
{
public:
    Director(Store &store, Story &story, const QString &folder, const FillOptions &options)
        : m_store(store), m_story(story), m_folder(folder), m_options(options)
    {
    }

    Result<void> run()
    {
        plan();
        int done = 0;
        for (const auto &[time, act] : m_acts) {
            m_story.setTime(time);
            if (const auto result = act(); !result)
                return {Error::Code::Internal, u"The sample's story broke off: %1"_s.arg(result.error().text), result.error().detail};
            if (m_options.progress && ++done % 100 == 0)
                m_options.progress(u"%1 of %2 acts"_s.arg(done).arg(m_acts.size()));
        }
        return {};
    }

private:
    using Act = std::function<Result<void>()>;

    void at(const QDateTime &time, Act act) { m_acts.emplace(time, std::move(act)); }
    static Result<void> ok(const Result<Record> &record) { return record ? Result<void>() : Result<void>(record.error()); }

    void plan()
    {
        const QDateTime begin = m_options.now.addDays(-430);
        at(begin, [this] { return found(); });
        for (const Policy &policy : policies())
            at(begin.addDays(1), [this, policy] { return ok(m_story.create(administrator, u"policy"_s, encode(policy))); });
        for (const ModelPlan &model : models())
            at(begin.addDays(2), [this, model] { return ok(m_story.create(model.model.owner, u"model"_s, encode(model.model))); });
        for (const VersionPlan &version : versions())
            planVersion(version);
        tellOfPlansAndReviews(m_story, m_options.now, [this](const QDateTime &time, Act act) { at(time, std::move(act)); });
        for (const DecisionPlan &decision : decisions())
            at(m_options.now.addDays(-decision.daysAgo), [this, decision] { return record(decision); });
    }

    Result<void> found()
    {
        if (const auto made = ensureAdministrator(m_store, administrator, m_story.now()); !made)
            return made;
        if (const auto gate = ensureGateKey(m_store, m_folder, m_story.now()); !gate)
            return gate.error();
        for (const Person &person : people()) {
            const QJsonObject body = encode(person);
            QJsonObject patch = body;
            patch.remove(u"name"_s);
            const auto done = person.name == administrator ? m_story.edit(administrator, u"person"_s, person.name, patch)
                                                           : m_story.create(administrator, u"person"_s, body);
            if (!done)
                return done.error();
        }
        static const QStringList signing{u"risk"_s, u"validator"_s, u"legal"_s, u"security"_s, u"product"_s, u"domain-expert"_s};
        for (const Person &person : people()) {
            const bool signs = std::any_of(person.roles.begin(), person.roles.end(), [](const QString &role) { return signing.contains(role); });
            if (!signs)
                continue;
            if (const auto enrolled = m_story.enrol(person.name, administrator); !enrolled)
                return enrolled;
        }
        return {};
    }

    void planVersion(const VersionPlan &plan)
    {
        const auto all = models();
        const auto it = std::find_if(all.begin(), all.end(), [&](const ModelPlan &m) { return m.model.name == plan.model; });
        Q_ASSERT(it != all.end());
        const ModelPlan model = *it;
        const QDateTime t = m_options.now.addDays(-plan.daysAgo);
        const QString version = u"%1/%2"_s.arg(plan.model).arg(plan.number);
        at(t, [=, this] { return registerVersion(model, plan); });
        at(t.addSecs(1800), [=, this] { return evidence(model, plan, version); });
        if (plan.ending == Ending::None)
            return;
        auto request = std::make_shared<QString>();
        at(t.addSecs(7200), [=, this] {
            const auto record = m_story.create(model.author, u"request"_s,
                                               {{u"version"_s, version}, {u"environment"_s, plan.environment},
                                                {u"policy"_s, policyOf(model, plan.environment)},
                                                {u"comment"_s, u"Version %1 of %2."_s.arg(plan.number).arg(model.model.title)}});
            if (record.ok())
                *request = record->id;
            return ok(record);
        });
        planEnding(model, plan, version, request, t);
    }

    void planEnding(const ModelPlan &model, const VersionPlan &plan, const QString &version, const std::shared_ptr<QString> &request,
                    const QDateTime &t)
    {
        const auto signers = signersOf(policyOf(model, plan.environment));
        const auto signAt = [=, this](const QDateTime &time, const StageSigner &s, Signoff::Verdict verdict, const QString &comment) {
            at(time, [=, this] { return ok(m_story.sign(s.person, *request, s.stage, s.role, verdict, comment)); });
        };
        const auto approveAll = [&] {
            for (int i = 0; i < signers.size(); ++i)
                signAt(t.addSecs(20'000 + 9000 * i), signers[i], Signoff::Approve, signers[i].comment);
        };
        const QDateTime later = t.addSecs(20'000 + 9000 * signers.size() + 5000);
        switch (plan.ending) {
        case Ending::Deployed:
        case Ending::Revoked:
        case Ending::Expired:
            approveAll();
            at(later, [=, this] {
                return ok(m_story.create(releaseEngineer, u"deployment"_s,
                                         {{u"version"_s, version}, {u"environment"_s, plan.environment},
                                          {u"endpoint"_s, u"%1-%2"_s.arg(plan.model, plan.environment)}}));
            });
            if (plan.ending == Ending::Revoked)
                signAt(t.addDays(20), signers[qMin(2, int(signers.size()) - 1)], Signoff::Revoke,
                       u"Customers were promised payments the policy does not hold. Out until the answers show their paragraph."_s);
            return;
        case Ending::Rejected:
            signAt(t.addSecs(20'000), signers[0], Signoff::Reject, u"The holdout overlaps the training period by two weeks."_s);
            return;
        case Ending::ChangesRequested:
            signAt(t.addSecs(20'000), signers[0], Signoff::RequestChanges, u"Please say in the card how complaints on two subjects are treated."_s);
            return;
        case Ending::Withdrawn:
            at(t.addSecs(30'000), [=, this] { return ok(m_story.verb(model.author, u"request"_s, *request, u"withdraw"_s)); });
            return;
        case Ending::WaitsForLater:
            signAt(t.addSecs(20'000), signers[0], Signoff::Approve, signers[0].comment);
            if (signers.size() > 2)
                signAt(t.addSecs(30'000), signers[1], Signoff::Approve, signers[1].comment);
            return;
        case Ending::SecondRound:
            signAt(t.addSecs(20'000), signers[0], Signoff::Approve, signers[0].comment);
            signAt(t.addSecs(30'000), signers[1], Signoff::Approve, signers[1].comment);
            at(t.addDays(1), [=, this] { return changeWeights(model, plan, version); });
            signAt(t.addDays(2), signers[0], Signoff::Approve, u"Looked at again: only the calibration changed."_s);
            signAt(t.addDays(2).addSecs(9000), signers[1], Signoff::Approve, u"Same figures as before the change."_s);
            return;
        case Ending::Waived:
            at(t.addSecs(20'000), [=, this] { return waive(model, version, plan.environment); });
            signAt(t.addSecs(40'000), signers[0], Signoff::Approve, u"With the waiver for the training data."_s);
            signAt(t.addSecs(50'000), signers[1], Signoff::Approve, u"Agreed; the waiver ends with the next version."_s);
            return;
        case Ending::WaitsForFirst:
        case Ending::Failing:
        case Ending::None:
            return;
        }
    }

    Result<void> registerVersion(const ModelPlan &model, const VersionPlan &plan)
    {
        Version version;
        version.model = plan.model;
        version.version = QString::number(plan.number);
        version.artifacts = artifacts(model, plan.number);
        version.criticality = model.model.criticality;
        version.businessDomain = model.model.businessDomain;
        version.compliance = model.model.compliance;
        version.costCentre = model.model.costCentre;
        version.lineage.baseModel = model.baseModel;
        version.lineage.baseModelRelation = model.baseModel.isEmpty() ? QString() : u"finetune"_s;
        for (const QString &dataset : model.datasets)
            version.lineage.datasets.append({dataset, {}, u"internal"_s});
        version.lineage.run = u"run-%1-%2"_s.arg(plan.model).arg(plan.number);
        version.lineage.sourceRepository = u"https://code.halden-mutual.example/models/"_s + plan.model;
        if (plan.number > 1)
            version.lineage.parent = u"%1/%2"_s.arg(plan.model).arg(plan.number - 1);
        for (const QString &safeguard : model.safeguards)
            version.safeguards.append({safeguard, safeguard.contains(u"data"_s) ? SafeguardRef::PersonalData
                                                  : safeguard.contains(u"injection"_s) ? SafeguardRef::Input : SafeguardRef::Output, {}});
        version.notes = plan.number == 1 ? u"First version."_s : u"Retrained with the newest data; see the evaluation for what changed."_s;
        QJsonObject body = encode(version);
        for (const FieldInfo &field : shapeOf<Version>().fields) {
            if (field.serverSet)
                body.remove(field.name);
        }
        if (const auto made = m_story.create(model.author, u"version"_s, body); !made)
            return made.error();
        return ok(m_story.verb(model.author, u"version"_s, version.key(), u"submit"_s));
    }

    Result<void> evidence(const ModelPlan &model, const VersionPlan &plan, const QString &version)
    {
        const double shift = plan.ending == Ending::Failing ? -0.045 : 0;
        const QDateTime ran = m_story.now().addDays(-1);
        const QString month = ran.toString(u"yyyy-MM"_s);
        if (const auto done = m_story.import(model.evaluator, u"evaluation"_s, version, u"results_%1.json"_s.arg(month),
                                             u"%1 %2"_s.arg(model.suite, month), evaluationFile(model, plan.number, ran, shift));
            !done)
            return done.error();
        if (!model.safeguards.isEmpty()) {
            const auto done = m_story.import(model.evaluator, u"evaluation"_s, version, u"redteam_%1.json"_s.arg(month),
                                             u"red team %1"_s.arg(month), safetyFile(model, plan.number, ran));
            if (!done)
                return done.error();
        }
        const bool complete = plan.ending != Ending::Waived && version != "policy-chat/5"_L1;
        return ok(m_story.import(model.author, u"card"_s, version, u"README.md"_s, {}, cardFile(model, plan.number, ran, complete)));
    }

    Result<void> changeWeights(const ModelPlan &model, const VersionPlan &plan, const QString &version)
    {
        QJsonArray files;
        for (const Artifact &artifact : artifacts(model, plan.number, 1))
            files.append(encode(artifact));
        return ok(m_story.edit(model.author, u"version"_s, version, {{u"artifacts"_s, files}}));
    }

    Result<void> waive(const ModelPlan &model, const QString &version, const QString &environment)
    {
        const auto made = m_story.create(model.author, u"waiver"_s,
                                         {{u"version"_s, version}, {u"environment"_s, environment}, {u"requirement"_s, u"card"_s},
                                          {u"reason"_s, u"The photographs' origin is being written down with the repair shops; the rest of the card is complete."_s},
                                          {u"compensatingControl"_s, u"Appraisers check every tenth estimate by hand until then."_s},
                                          {u"owner"_s, model.author},
                                          {u"expiresAt"_s, toRfc3339(m_options.now.addDays(11))}});
        if (!made)
            return made.error();
        return ok(m_story.verb(u"sofia.rossi"_s, u"waiver"_s, made->id, u"grant"_s));
    }

    Result<void> record(const DecisionPlan &plan)
    {
        Decision decision;
        decision.model = plan.model;
        decision.title = plan.title;
        decision.status = Decision::Accepted;
        decision.context = plan.context;
        decision.options = plan.options;
        decision.decision = plan.decision;
        decision.consequences = plan.consequences;
        decision.knownLimits = plan.limits;
        decision.decidedAt = m_story.now();
        QJsonObject body = encode(decision);
        body.remove(u"author"_s);
        const auto all = models();
        const auto it = std::find_if(all.begin(), all.end(), [&](const ModelPlan &m) { return m.model.name == plan.model; });
        return ok(m_story.create(it->model.owner, u"decision"_s, body));
    }

    Store &m_store;
    Story &m_story;
    QString m_folder;
    const FillOptions &m_options;
    std::multimap<QDateTime, Act> m_acts;
};

/// Models without a story, in large transactions: what the console meets at size.
Result<void> fillBulk(Store &store, const FillOptions &options)
{
    const auto plans = models();
    for (int m = 0; m < options.models; ++m) {
        const ModelPlan &plan = plans[m % plans.size()];
        const QString name = u"%1-%2"_s.arg(plan.model.name).arg(m + 1, 4, 10, QChar(u'0'));
        const QDateTime at = options.now.addDays(-(m % 700) - 1);
        const auto written = store.write(plan.model.owner, at, [&](WriteSession &session) -> Result<void> {
            Model model = plan.model;
            model.name = name;
            model.title = u"%1 %2"_s.arg(plan.model.title).arg(m + 1);
            if (const auto put = session.put({u"model"_s, name, encode(model), u"create"_s, 0}); !put)
                return put.error();
            for (int v = 1; v <= options.versionsEach; ++v) {
                Version version;
                version.model = name;
                version.version = QString::number(v);
                version.stage = v < options.versionsEach ? Version::Candidate : Version::Draft;
                version.author = plan.author;
                version.criticality = Criticality::Level((m + v) % 4);
                version.businessDomain = plan.model.businessDomain;
                version.costCentre = plan.model.costCentre;
                version.registeredAt = at.addSecs(v * 60);
                version.notes = u"Nightly training %1."_s.arg(v);
                if (const auto put = session.put({u"version"_s, version.key(), encode(version), u"create"_s, 0}); !put)
                    return put.error();
            }
            return {};
        });
        if (!written)
            return written;
        if (options.progress && (m + 1) % 100 == 0)
            options.progress(u"%1 of %2 models"_s.arg(m + 1).arg(options.models));
    }
    return {};
}

QString sampleFolder(const QString &folder)
{
    return folder + u"/sample"_s;
}

} // namespace

bool isSample(const QString &folder)
{
    return QFile::exists(sampleFolder(folder) + u"/keys"_s);
}

Result<void> fill(Store &store, const QString &folder, const FillOptions &options)
{
    const auto models = store.count(u"model"_s);
    if (!models)
        return models.error();
    if (*models > 0)
        return {Error::Code::Refused, u"This folder already holds data; a sample is only made in an empty one."_s};
    const QString keys = sampleFolder(folder) + u"/keys"_s;
    if (!QDir().mkpath(keys) || !QFile::setPermissions(keys, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner))
        return {Error::Code::Internal, u"The sample's key folder cannot be made."_s};
    Story story(store, options.readEvidence, keys);
    if (const auto told = Director(store, story, folder, options).run(); !told)
        return told;
    return fillBulk(store, options);
}

Result<void> issuePeopleKeys(Store &store, const QString &folder, const QDateTime &now)
{
    Story story(store, {}, {});
    story.setTime(now);
    QJsonObject secrets;
    for (const Person &person : people()) {
        const auto secret = story.apiKey(person.name, administrator);
        if (!secret)
            return secret.error();
        secrets.insert(person.name, QString::fromLatin1(*secret));
    }
    QSaveFile file(sampleFolder(folder) + u"/people.json"_s);
    const QByteArray text = toJson(secrets);
    if (!file.open(QIODevice::WriteOnly) || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(text) != text.size() || !file.commit())
        return {Error::Code::Internal, u"The sample's people cannot be written: %1"_s.arg(file.errorString())};
    return {};
}

} // namespace countersign::sample

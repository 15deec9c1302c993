// SPDX-License-Identifier: GPL-3.0-or-later
#include "documents/controlframeworks.h"

#include "base/json.h"
#include "documents/papertext.h"
#include "trust/releasebundle.h"

#include <QFile>

// Resources of a static library are only linked when something names them.
static void initialiseControls()
{
    Q_INIT_RESOURCE(controls);
}

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostReleases = 5;

/// Reads records of one version and keeps where the log has them.
class Gathering
{
public:
    Gathering(CaseSource &source, GatheredControls &out) : m_source(source), m_out(out) {}

    template <typename T, typename Take>
    Result<void> each(const QString &kind, const QString &field, const QString &value, Take take)
    {
        const auto records = m_source.list(kind, field, value);
        if (!records)
            return records.error();
        for (const Record &record : *records) {
            auto body = decodeRecord<T>(Result<Record>(record));
            if (!body)
                return body.error();
            note(record);
            if (!record.deleted)
                take(record, *body);
        }
        return {};
    }

    template <typename T>
    Result<T> one(const QString &kind, const QString &id)
    {
        const auto record = m_source.record(kind, id);
        if (record)
            note(*record);
        return decodeRecord<T>(record);
    }

    void note(const Record &record)
    {
        const QString key = record.kind + u'/' + record.id;
        if (!record.salt.isEmpty())
            m_out.evidence.digests.insert(key, bodyDigest(QByteArray::fromHex(record.salt.toLatin1()), toJson(record.body)));
        if (record.leaf >= 0)
            m_out.evidence.leaves.insert(key, record.leaf);
    }

    CaseSource &m_source;
    GatheredControls &m_out;
};

Result<void> gatherEvaluations(Gathering &gathering, const QString &version)
{
    ControlEvidence &evidence = gathering.m_out.evidence;
    auto read = gathering.each<Evaluation>(u"evaluation"_s, u"version"_s, version, [&](const Record &record, const Evaluation &evaluation) {
        if (evaluation.withdrawn)
            return;
        auto report = gathering.m_source.report(evaluation.report);
        if (!report) {
            gathering.m_out.missingBlobs.append(evaluation.report);
            return;
        }
        evidence.evaluations.prepend({record.id, evaluation, std::move(*report)});
    });
    return read;
}

Result<void> gatherCard(Gathering &gathering, const QString &version)
{
    ControlEvidence &evidence = gathering.m_out.evidence;
    const auto read = gathering.each<Card>(u"card"_s, u"version"_s, version, [&](const Record &record, const Card &card) {
        if (card.status != Card::Archived && (!evidence.card || card.importedAt >= evidence.card->record.importedAt))
            evidence.card = ReleaseCase::CardEvidence{record.id, card};
    });
    if (!read || !evidence.card)
        return read;
    const auto bytes = gathering.m_source.blob(evidence.card->record.content);
    const auto json = bytes ? parseJson(*bytes) : Result<QJsonValue>(bytes.error());
    auto content = json ? CardContent::fromJson(json->toObject()) : Result<CardContent>(json.error());
    if (content)
        evidence.cardContent = std::move(*content);
    else
        gathering.m_out.missingBlobs.append(evidence.card->record.content);
    return {};
}

Result<void> gatherReleases(Gathering &gathering, const QString &version)
{
    ControlEvidence &evidence = gathering.m_out.evidence;
    QStringList ids;
    const auto read = gathering.each<Request>(u"request"_s, u"version"_s, version, [&](const Record &record, const Request &request) {
        if (request.state != Request::Withdrawn)
            ids.prepend(record.id);
    });
    if (!read)
        return read;
    for (const QString &id : ids.first(std::min(mostReleases, ids.size()))) {
        auto release = assembleCase(gathering.m_source, id, gathering.m_out.missingBlobs.isEmpty() ? CaseReports::Load : CaseReports::Leave);
        if (!release)
            return release.error();
        evidence.statuses.append(evaluate(*release, evidence.at));
        for (const Person &person : release->people)
            gathering.m_out.names.insert(person.name, person.displayName);
        for (const auto &entry : release->waivers) {
            if (const auto record = gathering.m_source.record(u"waiver"_s, entry.id); record.ok())
                gathering.note(*record);
        }
        evidence.releases.append(std::move(*release));
    }
    return {};
}

QList<ControlFramework> readFrameworks()
{
    initialiseControls();
    QList<ControlFramework> out;
    for (const QString &id : {u"eu-ai-act"_s, u"nist-ai-rmf"_s, u"iso-42001"_s, u"sr-26-2"_s, u"nyc-ll-144"_s}) {
        QFile file(u":/countersign/controls/%1.json"_s.arg(id));
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const auto json = parseJson(file.readAll());
        const auto framework = json ? ControlFramework::fromJson(json->toObject()) : Result<ControlFramework>(json.error());
        Q_ASSERT_X(framework.ok(), "controlFrameworks", framework.ok() ? "" : qPrintable(framework.error().text));
        if (framework.ok())
            out.append(*framework);
    }
    return out;
}

} // namespace

const QList<ControlFramework> &controlFrameworks()
{
    static const QList<ControlFramework> frameworks = readFrameworks();
    return frameworks;
}

const ControlFramework *controlFramework(const QString &id)
{
    const auto &all = controlFrameworks();
    const auto it = std::find_if(all.begin(), all.end(), [&](const ControlFramework &framework) { return framework.id == id; });
    return it == all.end() ? nullptr : &*it;
}

QString noLegalAdvice()
{
    return documentTr("This is not legal advice. It shows where evidence lies; whether a law or a standard is kept is for the organisation and its counsel to judge.");
}

QString controlStateWord(ControlAssessment::State state)
{
    switch (state) {
    case ControlAssessment::Supported:
        return documentTr("Supported");
    case ControlAssessment::Partly:
        return documentTr("Partly");
    case ControlAssessment::Gap:
        return documentTr("Gap");
    case ControlAssessment::NotKeptHere:
        return documentTr("Not kept here");
    }
    return {};
}

Result<GatheredControls> gatherControls(CaseSource &source, const QString &version, const QDateTime &now)
{
    GatheredControls out;
    Gathering gathering(source, out);
    ControlEvidence &evidence = out.evidence;
    evidence.at = now;
    const auto body = gathering.one<Version>(u"version"_s, version);
    if (!body)
        return body.error();
    evidence.version = *body;
    const auto model = gathering.one<Model>(u"model"_s, body->model);
    if (!model)
        return model.error();
    evidence.model = *model;
    const auto decisions = [&] {
        return gathering.each<Decision>(u"decision"_s, u"model"_s, body->model, [&](const Record &record, const Decision &decision) {
            if (decision.versions.isEmpty() || decision.versions.contains(version))
                evidence.decisions.append({record.id, decision});
        });
    };
    const auto plans = [&] {
        return gathering.each<Plan>(u"plan"_s, u"model"_s, body->model, [&](const Record &record, const Plan &plan) {
            evidence.plans.append({record.id, plan, record.leaf});
        });
    };
    const auto deployments = [&] {
        return gathering.each<Deployment>(u"deployment"_s, u"version"_s, version, [&](const Record &record, const Deployment &deployment) {
            evidence.deployments.append({record.id, deployment});
        });
    };
    const std::function<Result<void>()> steps[] = {[&] { return gatherEvaluations(gathering, version); }, [&] { return gatherCard(gathering, version); },
                                                   decisions, plans, deployments, [&] { return gatherReleases(gathering, version); }};
    for (const auto &step : steps) {
        if (const auto done = step(); !done)
            return done.error();
    }
    return out;
}

} // namespace countersign

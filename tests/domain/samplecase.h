// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/clock.h"
#include "domain/policyevaluation.h"

// A release case that may go out, for tests to break one thing at a time.
namespace countersign {

inline QDateTime at(const char *text)
{
    return fromRfc3339(QString::fromLatin1(text));
}

inline const QDateTime sampleNow = at("2026-11-20T12:00:00.000Z");

inline EvaluationReport::Metric metricOf(const QString &name, double value, qint64 n = 1000)
{
    EvaluationReport::Metric out;
    out.suite = QStringLiteral("claims");
    out.task = QStringLiteral("urgent");
    out.metric = name;
    out.value = value;
    out.valueState = EvaluationReport::ValueState::Finite;
    out.interval = EvaluationReport::Interval{value - 0.02, value + 0.02};
    out.n = n;
    out.direction = EvaluationReport::Direction::Higher;
    out.unit = QStringLiteral("fraction");
    out.pointer = QStringLiteral("/results/urgent/") + name;
    return out;
}

inline Person personOf(const QString &name, const QStringList &roles)
{
    Person out;
    out.name = name;
    out.displayName = name.toUpper();
    out.roles = roles;
    return out;
}

inline ReleaseCase::SignoffEntry signoffOf(const QString &person, const QString &role, const QString &stage, qint64 leaf)
{
    ReleaseCase::SignoffEntry out;
    out.id = QStringLiteral("signoff-%1").arg(leaf);
    out.leaf = leaf;
    out.signoff.person = person;
    out.signoff.role = role;
    out.signoff.stage = stage;
    out.signoff.round = 1;
    out.signoff.recordedAt = sampleNow.addDays(-1).addSecs(leaf);
    return out;
}

/// Policy: validation 2 of validators, then risk 1; recall >= 0.9; a card; a safety evaluation is not asked for.
inline ReleaseCase sampleCase()
{
    using namespace Qt::StringLiterals;
    ReleaseCase out;
    out.requestId = u"request-1"_s;
    out.request.number = 118;
    out.request.version = u"claims-triage/7"_s;
    out.request.environment = u"production"_s;
    out.request.policy = u"high-risk"_s;
    out.request.round = 1;
    out.request.rounds = {{1, sampleNow.addDays(-3), u"Requested."_s}};
    out.request.requestedBy = u"jonas"_s;
    out.request.requestedAt = sampleNow.addDays(-3);
    out.request.closesAt = sampleNow.addDays(20);
    out.version.model = u"claims-triage"_s;
    out.version.version = u"7"_s;
    out.version.author = u"author"_s;
    out.version.safeguards = {{u"prompt filter"_s, SafeguardRef::Input, {}}};
    out.policy.name = u"high-risk"_s;
    out.policy.stages = {{u"Validation"_s, u"validator"_s, 2, {}, 48, {}}, {u"Risk"_s, u"risk"_s, 1, {}, 0, {}}};
    out.policy.approvalDays = 90;
    out.policy.evidenceMaxAgeDays = 60;
    out.policy.cardSections = {u"intendedUses"_s, u"limitations"_s};
    out.policy.categories = {u"accuracy"_s};
    out.policy.safeguards = {u"prompt filter"_s};
    MetricRequirement recall;
    recall.id = u"recall"_s;
    recall.title = u"Recall on urgent claims"_s;
    recall.task = u"urgent"_s;
    recall.metric = u"recall"_s;
    recall.op = u">="_s;
    recall.limit = 0.9;
    recall.minimumN = 100;
    out.policy.metrics = {recall};

    ReleaseCase::EvaluationEvidence evaluation;
    evaluation.id = u"evaluation-1"_s;
    evaluation.record.title = u"holdout-2026-10"_s;
    evaluation.record.raw = u"sha256:"_s + QString(64, u'a');
    evaluation.record.measuredAt = sampleNow.addDays(-10);
    evaluation.record.importedAt = sampleNow.addDays(-9);
    evaluation.record.importedBy = u"evaluator"_s;
    evaluation.report.completeness = EvaluationReport::Completeness::Complete;
    evaluation.report.results = {metricOf(u"recall"_s, 0.92)};
    out.evaluations = {evaluation};
    ReleaseCase::CardEvidence card;
    card.id = u"card-1"_s;
    card.record.author = u"author"_s;
    card.record.importedAt = sampleNow.addDays(-9);
    out.cards = {card};

    out.people = {personOf(u"mara"_s, {u"validator"_s}),  personOf(u"kenji"_s, {u"validator"_s}),
                  personOf(u"ana"_s, {u"risk"_s, u"validator"_s}), personOf(u"jonas"_s, {u"model-owner"_s, u"risk"_s}),
                  personOf(u"author"_s, {u"validator"_s}), personOf(u"evaluator"_s, {u"validator"_s, u"risk"_s})};
    out.signoffs = {signoffOf(u"mara"_s, u"validator"_s, u"Validation"_s, 10),
                    signoffOf(u"kenji"_s, u"validator"_s, u"Validation"_s, 11),
                    signoffOf(u"ana"_s, u"risk"_s, u"Risk"_s, 12)};
    return out;
}

} // namespace countersign

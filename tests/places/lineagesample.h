// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/registry/lineagedata.h"

namespace countersign::test {

/// One version with where it comes from and where it runs: eight things.
inline LineageData smallLineage()
{
    using namespace Qt::StringLiterals;
    const QString digest = u"sha256:"_s + QString(64, u'4');
    Version before, now;
    before.model = now.model = u"claims-triage"_s;
    before.version = u"6"_s;
    before.stage = Version::InService;
    now.version = u"7"_s;
    now.stage = Version::Candidate;
    now.lineage.parent = u"6"_s;
    now.lineage.baseModel = u"mistral-7b-instruct-v0.3"_s;
    now.lineage.baseModelRelation = u"finetune"_s;
    now.lineage.datasets = {{u"claims-2021-2025"_s, digest, u"internal"_s}, {u"call-transcripts-eu"_s, {}, u"cc-by-nc-4.0"_s}};
    now.lineage.run = u"mlflow:8f2c91"_s;
    now.lineage.sourceCommit = u"4f1d2c8e9a77"_s;
    now.lineage.sourceRepository = u"https://git.example.org/claims/triage"_s;
    Deployment running;
    running.version = now.key();
    running.environment = u"production"_s;
    running.endpoint = u"eu-claims-prod"_s;
    LineageData out;
    out.subject = lineageId(LineageNode::Kind::Version, now.key());
    out.graph = buildLineage({before, now}, {}, {{u"1"_s, running}}, {{now.key(), u"apache-2.0"_s}});
    return out;
}

/// An encoder on which half the house is built: `most` things around it.
inline LineageData largeLineage(int most)
{
    using namespace Qt::StringLiterals;
    const QStringList subjects{u"claims"_s, u"motor"_s, u"property"_s, u"health"_s, u"travel"_s, u"fraud"_s, u"invoice"_s, u"contract"_s, u"complaint"_s};
    const QStringList tasks{u"triage"_s, u"summary"_s, u"extraction"_s, u"routing"_s, u"assistant"_s};
    const QStringList licences{u"internal"_s, u"cc-by-4.0"_s, {}, u"cc-by-nc-4.0"_s};
    QList<Version> versions;
    QList<RecordedDeployment> deployments;
    const auto add = [&](const QString &model, int number, int last, const QString &base, const QString &relation) {
        Version version;
        version.model = model;
        version.version = QString::number(number);
        version.stage = number == last ? Version::Candidate : number == last - 1 ? Version::InService : Version::Retired;
        version.lineage.parent = number > 1 ? QString::number(number - 1) : QString();
        version.lineage.baseModel = base;
        version.lineage.baseModelRelation = relation;
        versions.append(version);
    };
    const QString encoder = u"text-encoder-de"_s;
    for (int i = 1; i <= 9; ++i) {
        add(encoder, i, 9, i < 5 ? u"xlm-roberta-base"_s : u"mmbert-base"_s, u"finetune"_s);
        Lineage &lineage = versions.last().lineage;
        lineage.run = u"mlflow:enc-%1"_s.arg(i);
        lineage.sourceCommit = QString::number(0x4f1d2c8e9a77 + i * 7919, 16);
        for (int d = 0; d < 3; ++d)
            lineage.datasets.append({u"corpus-%1-%2"_s.arg(QStringList{u"news"_s, u"letters"_s, u"calls"_s}[d]).arg(2017 + i), {}, licences[(i + d) % 4]});
    }
    int number = 0;
    for (const QString &subject : subjects) {
        for (const QString &task : tasks) {
            const QString model = subject + u'-' + task;
            const bool second = number % 5 == 4; // built on the first of its subject instead
            const int count = 4 + (number * 7) % 9;
            for (int i = 1; i <= count; ++i)
                add(model, i, count, second ? subject + u"-triage/2"_s : u"text-encoder-de/9"_s, second ? u"adapter"_s : u"finetune"_s);
            for (int i = 0; i < 1 + number % 3; ++i) {
                Deployment deployment;
                deployment.version = u"%1/%2"_s.arg(model).arg(count - (i > 0));
                deployment.environment = i == 0 ? u"production"_s : u"shadow"_s;
                deployment.endpoint = u"eu-%1-%2"_s.arg(model, i == 0 ? u"prod"_s : u"shadow%1"_s.arg(i));
                deployment.state = i == 2 ? Deployment::Ended : Deployment::Running;
                deployments.append({u"%1-%2"_s.arg(model).arg(i), deployment});
            }
            ++number;
        }
    }
    const LineageGraph all = buildLineage(versions, {}, deployments, {{u"text-encoder-de/9"_s, u"apache-2.0"_s}});
    LineageData out;
    out.subject = u"version:text-encoder-de/9"_s;
    out.graph = all.around(all.indexOf(out.subject), most, &out.leftOut);
    return out;
}

} // namespace countersign::test

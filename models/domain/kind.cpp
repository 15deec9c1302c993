// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kind.h"

#include "base/clock.h"
#include "domain/kinds/evidence.h"
#include "domain/kinds/humanreview.h"
#include "domain/kinds/model.h"
#include "domain/kinds/people.h"
#include "domain/kinds/plan.h"
#include "domain/kinds/policy.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"

namespace countersign {

using namespace Qt::StringLiterals;

const QList<Kind> &kinds()
{
    static const QList<Kind> all{
        {u"model"_s, u"models"_s, &shapeOf<Model>(), {u"name"_s}, {}, nullptr},
        {u"version"_s, u"versions"_s, &shapeOf<Version>(), {u"model"_s, u"version"_s}, u"stage"_s, &versionStates()},
        {u"evaluation"_s, u"evaluations"_s, &shapeOf<Evaluation>(), {}, {}, nullptr},
        {u"card"_s, u"cards"_s, &shapeOf<Card>(), {}, u"status"_s, &cardStates()},
        {u"decision"_s, u"decisions"_s, &shapeOf<Decision>(), {}, {}, nullptr},
        {u"plan"_s, u"plans"_s, &shapeOf<Plan>(), {}, u"status"_s, &planStates()},
        {u"reviewset"_s, u"reviewsets"_s, &shapeOf<ReviewSet>(), {}, u"status"_s, &reviewSetStates()},
        {u"rating"_s, u"ratings"_s, &shapeOf<Rating>(), {u"reviewSet"_s, u"item"_s, u"rater"_s}, {}, nullptr},
        {u"policy"_s, u"policies"_s, &shapeOf<Policy>(), {u"name"_s}, {}, nullptr},
        {u"request"_s, u"requests"_s, &shapeOf<Request>(), {}, u"state"_s, &requestStates()},
        {u"signoff"_s, u"signoffs"_s, &shapeOf<Signoff>(), {}, {}, nullptr, false},
        {u"waiver"_s, u"waivers"_s, &shapeOf<Waiver>(), {}, u"state"_s, &waiverStates()},
        {u"deployment"_s, u"deployments"_s, &shapeOf<Deployment>(), {}, u"state"_s, &deploymentStates()},
        {u"person"_s, u"persons"_s, &shapeOf<Person>(), {u"name"_s}, {}, nullptr},
        {u"signer"_s, u"signers"_s, &shapeOf<SignerKey>(), {}, u"state"_s, &signerStates()},
        {u"key"_s, u"keys"_s, &shapeOf<ApiKey>(), {}, {}, nullptr},
    };
    return all;
}

const Kind *kindByName(QStringView name)
{
    for (const Kind &kind : kinds()) {
        if (kind.name == name)
            return &kind;
    }
    return nullptr;
}

const Kind *kindByPlural(QStringView plural)
{
    for (const Kind &kind : kinds()) {
        if (kind.plural == plural)
            return &kind;
    }
    return nullptr;
}

QString Kind::keyOf(const QJsonObject &body) const
{
    QStringList parts;
    for (const QString &field : keyFields)
        parts.append(body.value(field).toString());
    return parts.join(u'/');
}

QJsonObject Record::toJson() const
{
    QJsonObject out{{u"kind"_s, kind},
                    {u"id"_s, id},
                    {u"revision"_s, revision},
                    {u"seq"_s, seq},
                    {u"leaf"_s, leaf},
                    {u"updatedAt"_s, toRfc3339(updatedAt)},
                    {u"updatedBy"_s, updatedBy}};
    if (deleted)
        out.insert(u"deleted"_s, true);
    else
        out.insert(u"body"_s, body);
    if (!salt.isEmpty())
        out.insert(u"salt"_s, salt);
    return out;
}

Result<Record> Record::fromJson(const QJsonObject &json)
{
    Record record;
    record.kind = json.value(u"kind"_s).toString();
    record.id = json.value(u"id"_s).toString();
    record.revision = json.value(u"revision"_s).toInteger(-1);
    record.seq = json.value(u"seq"_s).toInteger(-1);
    record.leaf = json.value(u"leaf"_s).toInteger(-1);
    record.updatedAt = fromRfc3339(json.value(u"updatedAt"_s).toString());
    record.updatedBy = json.value(u"updatedBy"_s).toString();
    record.deleted = json.value(u"deleted"_s).toBool();
    record.salt = json.value(u"salt"_s).toString();
    record.body = json.value(u"body"_s).toObject();
    if (record.kind.isEmpty() || record.id.isEmpty() || record.revision < 1 || record.seq < 1
        || !record.updatedAt.isValid())
        return {Error::Code::Corrupt, u"The server sent a record that lacks its frame."_s, record.kind + u' ' + record.id};
    return record;
}

} // namespace countersign

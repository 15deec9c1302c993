// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/planapproval.h"

#include "base/clock.h"
#include "base/json.h"
#include "domain/statetable.h"
#include "trust/digest.h"
#include "trust/sheettext.h"

#include <QJsonArray>
#include <QLocale>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace sheettext;

namespace {

QString criterionText(const QJsonObject &criterion)
{
    const auto text = [&](const QString &key) { return criterion.value(key).toString(); };
    QString out = text(u"title"_s).isEmpty() ? text(u"metric"_s) : text(u"title"_s);
    QStringList where;
    for (const QString &key : {u"suite"_s, u"task"_s, u"filter"_s}) {
        if (!text(key).isEmpty())
            where.append(text(key));
    }
    if (!text(u"sliceGroup"_s).isEmpty())
        where.append(text(u"sliceDimension"_s) + u" = "_s + text(u"sliceGroup"_s));
    if (!where.isEmpty())
        out += u" ("_s + where.join(u", "_s) + u')';
    out += u": %1 %2 %3"_s.arg(text(u"metric"_s), text(u"op"_s), QString::number(criterion.value(u"limit"_s).toDouble(), 'g', QLocale::FloatingPointShortest));
    if (criterion.value(u"boundInterval"_s).toBool())
        out += u", held against the interval"_s;
    if (criterion.value(u"minimumN"_s).toInteger() > 0)
        out += u", n at least %1"_s.arg(criterion.value(u"minimumN"_s).toInteger());
    return out;
}

} // namespace

QString planDigest(const Plan &plan)
{
    return digestString(sha256(toJson(planContent(plan))));
}

PreparedDecision preparePlanApproval(const Plan &plan, const PlanSigning &signing)
{
    QJsonObject body{
        {u"planId"_s, signing.planId},
        {u"meaning"_s, u"evaluation plan"_s},
        // As text: other verifiers read numbers as doubles and may write them differently.
        {u"plan"_s, QString::fromUtf8(toJson(planContent(plan)))},
        {u"role"_s, signing.role},
        {u"signer"_s, QJsonObject{{u"sub"_s, signing.person}, {u"name"_s, signing.personName}}},
        {u"signedAt"_s, toRfc3339(signing.signedAt)},
        {u"rationale"_s, signing.comment},
        {u"logView"_s, QJsonObject{{u"origin"_s, signing.logView.origin}, {u"size"_s, QString::number(signing.logView.size)},
                                   {u"root"_s, QString::fromLatin1(signing.logView.root.toBase64())}}},
        {u"tool"_s, QJsonObject{{u"name"_s, u"countersign"_s}, {u"version"_s, QStringLiteral(COUNTERSIGN_VERSION)}}},
    };
    PreparedDecision out;
    out.statement.predicateType = QString(predicate::planApproval);
    out.statement.subjects = {Subject::ofSha256(u"plan "_s + signing.planId, planDigest(plan).section(u':', 1))};
    out.statement.predicate = body;
    out.sheet = planSheet(out.statement);
    body.insert(u"presented"_s, QJsonObject{{u"digest"_s, QJsonObject{{u"sha256"_s, sha256Hex(out.sheet)}}},
                                            {u"mediaType"_s, u"text/plain; charset=utf-8"_s}});
    out.statement.predicate = body;
    return out;
}

QByteArray planSheet(const Statement &statement)
{
    const QJsonObject p = statement.predicate;
    const auto text = [&](const QString &key) { return plain(p.value(key).toString()); };
    const auto inner = [&](const QString &object, const QString &key) { return plain(p.value(object).toObject().value(key).toString()); };
    const auto parsed = parseJson(p.value(u"plan"_s).toString().toUtf8());
    const QJsonObject plan = parsed ? parsed->toObject() : QJsonObject();
    const auto planned = [&](const QString &key) { return plain(plan.value(key).toString()); };
    QString out = u"COUNTERSIGN EVALUATION PLAN\n\nI fix these criteria before the result is known.\n\n"_s;
    out += line(u"Plan"_s, u"%1 (%2)"_s.arg(planned(u"title"_s), text(u"planId"_s)));
    out += line(u"For"_s, planned(u"version"_s).isEmpty() ? planned(u"model"_s) + u", every version"_s : planned(u"version"_s));
    if (!planned(u"replaces"_s).isEmpty())
        out += line(u"Replaces"_s, planned(u"replaces"_s));
    out += line(u"Signed as"_s, u"%1 (%2), %3"_s.arg(inner(u"signer"_s, u"name"_s), inner(u"signer"_s, u"sub"_s), roleTitle(text(u"role"_s))));
    out += line(u"Date"_s, text(u"signedAt"_s));
    for (const Subject &subject : statement.subjects)
        out += line(u"  SHA-256"_s, subject.sha256());
    if (!planned(u"purpose"_s).isEmpty())
        out += u"\nPurpose\n"_s + block(planned(u"purpose"_s));
    out += u"\nCriteria\n"_s;
    const QJsonArray criteria = plan.value(u"criteria"_s).toArray();
    for (const QJsonValue &criterion : criteria)
        out += block(plain(criterionText(criterion.toObject())));
    if (plan.value(u"minimumN"_s).toInteger() > 0)
        out += block(u"n at least %1 everywhere"_s.arg(plan.value(u"minimumN"_s).toInteger()));
    const QJsonArray datasets = plan.value(u"datasets"_s).toArray();
    if (!datasets.isEmpty())
        out += u"\nMeasured on\n"_s;
    for (const QJsonValue &dataset : datasets)
        out += block(plain(dataset[u"name"].toString() + u' ' + dataset[u"digest"].toString()).trimmed());
    QStringList slices;
    const QJsonArray dimensions = plan.value(u"slices"_s).toArray();
    for (const QJsonValue &slice : dimensions)
        slices.append(slice.toString());
    if (!slices.isEmpty())
        out += u"\nResults by\n"_s + block(plain(slices.join(u", "_s)));
    if (plan.contains(u"seed"_s))
        out += line(u"Seed"_s, QString::number(plan.value(u"seed"_s).toInteger()));
    if (!planned(u"tool"_s).isEmpty())
        out += line(u"Tool"_s, u"%1 %2"_s.arg(planned(u"tool"_s), planned(u"toolVersion"_s)).trimmed());
    if (!text(u"rationale"_s).isEmpty())
        out += u"\nComment\n"_s + block(text(u"rationale"_s));
    out += u"\nLog as seen\n    %1, %2 entries, root %3\n"_s.arg(inner(u"logView"_s, u"origin"_s), inner(u"logView"_s, u"size"_s),
                                                                inner(u"logView"_s, u"root"_s));
    return out.toUtf8();
}

Result<PlanApprovalFacts> checkPlanApproval(const Statement &statement, const QString &planId, const Plan &plan, QByteArrayView sheet)
{
    const QJsonObject p = statement.predicate;
    const auto inner = [&](const QString &object, const QString &key) { return p.value(object).toObject().value(key).toString(); };
    if (statement.predicateType != predicate::planApproval || statement.subjects.size() != 1)
        return {Error::Code::Invalid, u"The statement is no yes to an evaluation plan: %1."_s.arg(statement.predicateType)};
    bool sizeOk = false;
    PlanApprovalFacts out;
    out.planId = p.value(u"planId"_s).toString();
    out.person = inner(u"signer"_s, u"sub"_s);
    out.role = p.value(u"role"_s).toString();
    out.contentDigest = u"sha256:"_s + statement.subjects.first().sha256();
    out.sheetDigest = u"sha256:"_s + p.value(u"presented"_s).toObject().value(u"digest"_s).toObject().value(u"sha256"_s).toString();
    out.logView = {inner(u"logView"_s, u"origin"_s), inner(u"logView"_s, u"size"_s).toULongLong(&sizeOk),
                   QByteArray::fromBase64(inner(u"logView"_s, u"root"_s).toLatin1())};
    for (const auto &[present, name] : {std::pair(!out.planId.isEmpty(), "planId"), std::pair(!out.person.isEmpty(), "signer"),
                                        std::pair(!out.role.isEmpty(), "role"), std::pair(sizeOk, "logView")}) {
        if (!present)
            return {Error::Code::Invalid, u"The signed plan lacks a good '%1'."_s.arg(QLatin1String(name))};
    }
    if (out.planId != planId)
        return {Error::Code::Untrusted, u"The signature is for another plan."_s};
    if (out.contentDigest != planDigest(plan) || p.value(u"plan"_s).toString().toUtf8() != toJson(planContent(plan)))
        return {Error::Code::Stale, u"The signature covers another text than the plan now has."_s};
    if (out.sheetDigest != digestString(sha256(sheet)))
        return {Error::Code::Untrusted, u"The sheet is not the one that was signed."_s};
    Statement bare = statement;
    bare.predicate.remove(u"presented"_s);
    if (planSheet(bare) != sheet)
        return {Error::Code::Untrusted, u"The sheet does not say what the signed statement says."_s};
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/decision.h"

#include "base/clock.h"
#include "domain/statetable.h"
#include "trust/digest.h"
#include "trust/sheettext.h"

#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace sheettext;

namespace {

struct VerdictWords
{
    Signoff::Verdict verdict;
    QLatin1String type;
    QLatin1String decision;
    const char *sentence;
};
constexpr VerdictWords verdictWords[] = {
    {Signoff::Approve, predicate::approval, "APPROVED"_L1, "I APPROVE this release."},
    {Signoff::Reject, predicate::rejection, "REJECTED"_L1, "I REJECT this release."},
    {Signoff::RequestChanges, predicate::changeRequest, "CHANGES_REQUESTED"_L1, "I ask for CHANGES before this release."},
    {Signoff::Abstain, predicate::abstention, "ABSTAINED"_L1, "I ABSTAIN from deciding on this release."},
    {Signoff::Revoke, predicate::revocation, "REVOKED"_L1, "I REVOKE the approval of this release."},
};

const VerdictWords &wordsOf(Signoff::Verdict verdict)
{
    for (const VerdictWords &words : verdictWords) {
        if (words.verdict == verdict)
            return words;
    }
    return verdictWords[0];
}

QString hexOf(const QString &digest)
{
    return digest.mid(7);
}

QJsonObject digestSet(const QString &digest)
{
    return {{u"sha256"_s, hexOf(digest)}};
}

QString prefixed(const QString &hex)
{
    return u"sha256:"_s + hex;
}

QJsonArray evidenceJson(const Request &request)
{
    QJsonArray out;
    for (const EvidenceRef &evidence : request.evidence) {
        QJsonObject item{{u"name"_s, evidence.title}, {u"digest"_s, digestSet(evidence.digest)},
                         {u"uri"_s, enumText(evidence.kind) + u'/' + evidence.id}};
        if (!evidence.mediaType.isEmpty())
            item.insert(u"mediaType"_s, evidence.mediaType);
        out.append(item);
    }
    return out;
}

QJsonArray requirementsJson(const QList<Requirement> &requirements)
{
    QJsonArray out;
    for (const Requirement &requirement : requirements) {
        QJsonObject item{{u"id"_s, requirement.id}, {u"title"_s, requirement.title}, {u"state"_s, enumText(requirement.state)}};
        if (!requirement.threshold.isEmpty())
            item.insert(u"threshold"_s, requirement.threshold);
        if (!requirement.actual.isEmpty())
            item.insert(u"actual"_s, requirement.actual);
        if (requirement.n)
            item.insert(u"n"_s, QString::number(*requirement.n));
        out.append(item);
    }
    return out;
}

} // namespace

QLatin1String predicateTypeOf(Signoff::Verdict verdict)
{
    return wordsOf(verdict).type;
}

PreparedDecision prepareDecision(const ReleaseCase &release, const ReleaseStatus &status, const DecisionInput &input)
{
    const Request &request = release.request;
    QJsonObject body{
        {u"decision"_s, QString(wordsOf(input.verdict).decision)},
        {u"meaning"_s, input.verdict == Signoff::Approve ? u"approval"_s : u"review"_s},
        {u"requestId"_s, release.requestId},
        {u"requestNumber"_s, QString::number(request.number)},
        {u"round"_s, QString::number(request.round)},
        {u"nonce"_s, request.nonce},
        {u"stage"_s, input.stage},
        {u"role"_s, input.role},
        {u"signer"_s, QJsonObject{{u"sub"_s, input.person}, {u"name"_s, input.personName}}},
        {u"decidedAt"_s, toRfc3339(input.decidedAt)},
        {u"target"_s, QJsonObject{{u"environment"_s, request.environment}, {u"resourceUri"_s, u"countersign:"_s + request.version}}},
        {u"policy"_s, QJsonObject{{u"uri"_s, u"countersign:policy/"_s + request.policy}, {u"digest"_s, digestSet(request.policyDigest)}}},
        {u"evidence"_s, evidenceJson(request)},
        {u"requirements"_s, requirementsJson(status.requirements)},
        {u"logView"_s, QJsonObject{{u"origin"_s, input.logView.origin}, {u"size"_s, QString::number(input.logView.size)},
                                   {u"root"_s, QString::fromLatin1(input.logView.root.toBase64())}}},
        {u"rationale"_s, input.comment},
        {u"conditions"_s, QJsonArray::fromStringList(input.conditions)},
        {u"tool"_s, QJsonObject{{u"name"_s, u"countersign"_s}, {u"version"_s, QStringLiteral(COUNTERSIGN_VERSION)}}},
    };
    if (input.verdict == Signoff::Approve)
        body.insert(u"notAfter"_s, toRfc3339(input.notAfter));

    PreparedDecision out;
    out.statement.predicateType = QString(predicateTypeOf(input.verdict));
    out.statement.subjects = {Subject::ofSha256(request.version + u" (manifest root)"_s, hexOf(request.manifestDigest)),
                              Subject::ofSha256(request.version + u" (manifest statement)"_s, hexOf(request.statementDigest))};
    out.statement.predicate = body;
    out.sheet = signingSheet(out.statement);
    body.insert(u"presented"_s, QJsonObject{{u"digest"_s, QJsonObject{{u"sha256"_s, sha256Hex(out.sheet)}}},
                                            {u"mediaType"_s, u"text/plain; charset=utf-8"_s}});
    out.statement.predicate = body;
    return out;
}

QByteArray signingSheet(const Statement &statement)
{
    const QJsonObject p = statement.predicate;
    const auto text = [&](const QString &key) { return plain(p.value(key).toString()); };
    const auto inner = [&](const QString &object, const QString &key) { return plain(p.value(object).toObject().value(key).toString()); };
    QString out = u"COUNTERSIGN SIGNING SHEET\n\n"_s;
    for (const VerdictWords &words : verdictWords) {
        if (words.type == statement.predicateType)
            out += QString::fromLatin1(words.sentence) + u"\n\n"_s;
    }
    out += line(u"Version"_s, inner(u"target"_s, u"resourceUri"_s).remove(u"countersign:"_s));
    out += line(u"Environment"_s, inner(u"target"_s, u"environment"_s));
    out += line(u"Request"_s, u"R-%1, round %2 (%3)"_s.arg(text(u"requestNumber"_s), text(u"round"_s), text(u"requestId"_s)));
    out += line(u"Signed as"_s, u"%1 (%2), %3, stage %4"_s.arg(inner(u"signer"_s, u"name"_s), inner(u"signer"_s, u"sub"_s),
                                                              roleTitle(text(u"role"_s)), text(u"stage"_s)));
    out += line(u"Date"_s, text(u"decidedAt"_s));
    if (p.contains(u"notAfter"_s))
        out += line(u"Holds until"_s, text(u"notAfter"_s));
    out += line(u"Policy"_s, inner(u"policy"_s, u"uri"_s));
    out += line(u"  SHA-256"_s, p.value(u"policy"_s).toObject().value(u"digest"_s).toObject().value(u"sha256"_s).toString());
    for (const Subject &subject : statement.subjects) {
        out += line(u"Subject"_s, plain(subject.name));
        out += line(u"  SHA-256"_s, subject.sha256());
    }
    out += u"\nComment\n"_s + block(text(u"rationale"_s));
    const QJsonArray conditions = p.value(u"conditions"_s).toArray();
    if (!conditions.isEmpty())
        out += u"\nConditions\n"_s;
    for (const QJsonValue &condition : conditions)
        out += block(plain(condition.toString()));
    out += u"\nRequirements\n"_s;
    const QJsonArray requirements = p.value(u"requirements"_s).toArray();
    for (const QJsonValue &value : requirements) {
        const QJsonObject r = value.toObject();
        out += u"    "_s + r.value(u"state"_s).toString().toUpper().leftJustified(8) + plain(r.value(u"title"_s).toString());
        if (r.contains(u"actual"_s))
            out += u": "_s + plain(r.value(u"actual"_s).toString());
        if (r.contains(u"threshold"_s))
            out += u" against "_s + plain(r.value(u"threshold"_s).toString());
        if (r.contains(u"n"_s))
            out += u", n "_s + plain(r.value(u"n"_s).toString());
        out += u'\n';
    }
    out += u"\nEvidence\n"_s;
    const QJsonArray evidence = p.value(u"evidence"_s).toArray();
    for (const QJsonValue &value : evidence) {
        const QJsonObject e = value.toObject();
        out += u"    "_s + plain(e.value(u"name"_s).toString()).replace(u'\n', u' ') + u'\n';
        out += u"        SHA-256 "_s + e.value(u"digest"_s).toObject().value(u"sha256"_s).toString() + u'\n';
    }
    out += u"\nLog as seen\n    %1, %2 entries, root %3\n"_s.arg(inner(u"logView"_s, u"origin"_s), inner(u"logView"_s, u"size"_s),
                                                                inner(u"logView"_s, u"root"_s));
    return out.toUtf8();
}

Result<DecisionFacts> readDecision(const Statement &statement)
{
    const QJsonObject p = statement.predicate;
    DecisionFacts out;
    const VerdictWords *words = nullptr;
    for (const VerdictWords &candidate : verdictWords) {
        if (candidate.type == statement.predicateType)
            words = &candidate;
    }
    if (!words)
        return {Error::Code::Invalid, u"The statement is not a decision: %1."_s.arg(statement.predicateType)};
    if (p.value(u"decision"_s).toString() != words->decision)
        return {Error::Code::Invalid, u"The statement's type and its decision contradict each other."_s};
    if (statement.subjects.size() != 2)
        return {Error::Code::Invalid, u"A decision has two subjects: the manifest's root and its statement."_s};
    out.verdict = words->verdict;
    out.manifestDigest = prefixed(statement.subjects[0].sha256());
    out.statementDigest = prefixed(statement.subjects[1].sha256());
    const auto inner = [&](const QString &object, const QString &key) { return p.value(object).toObject().value(key); };
    const auto sha = [](const QJsonValue &object) {
        return prefixed(object.toObject().value(u"digest"_s).toObject().value(u"sha256"_s).toString());
    };
    bool roundOk = false;
    bool sizeOk = false;
    out.requestId = p.value(u"requestId"_s).toString();
    out.round = p.value(u"round"_s).toString().toLongLong(&roundOk);
    out.nonce = p.value(u"nonce"_s).toString();
    out.stage = p.value(u"stage"_s).toString();
    out.role = p.value(u"role"_s).toString();
    out.person = inner(u"signer"_s, u"sub"_s).toString();
    out.environment = inner(u"target"_s, u"environment"_s).toString();
    out.policyDigest = sha(p.value(u"policy"_s));
    out.sheetDigest = sha(p.value(u"presented"_s));
    out.comment = p.value(u"rationale"_s).toString();
    out.decidedAt = fromRfc3339(p.value(u"decidedAt"_s).toString());
    out.notAfter = fromRfc3339(p.value(u"notAfter"_s).toString());
    const QJsonArray conditions = p.value(u"conditions"_s).toArray();
    for (const QJsonValue &condition : conditions)
        out.conditions.append(condition.toString());
    const QJsonArray evidence = p.value(u"evidence"_s).toArray();
    for (const QJsonValue &item : evidence)
        out.evidenceDigests.append(sha(item));
    out.evidenceDigests.sort();
    out.logView.origin = inner(u"logView"_s, u"origin"_s).toString();
    out.logView.size = inner(u"logView"_s, u"size"_s).toString().toULongLong(&sizeOk);
    out.logView.root = QByteArray::fromBase64(inner(u"logView"_s, u"root"_s).toString().toLatin1());

    const std::pair<bool, QString> needed[] = {
        {!out.requestId.isEmpty(), u"requestId"_s}, {roundOk && out.round > 0, u"round"_s},
        {!out.nonce.isEmpty(), u"nonce"_s},         {!out.role.isEmpty(), u"role"_s},
        {!out.person.isEmpty(), u"signer"_s},       {!out.environment.isEmpty(), u"target"_s},
        {out.decidedAt.isValid(), u"decidedAt"_s},  {sizeOk, u"logView"_s},
        {out.verdict != Signoff::Approve || out.notAfter.isValid(), u"notAfter"_s},
    };
    for (const auto &[present, name] : needed) {
        if (!present)
            return {Error::Code::Invalid, u"The signed decision lacks a good '%1'."_s.arg(name)};
    }
    return out;
}

Result<void> checkDecision(const DecisionFacts &facts, const QString &requestId, const Request &request,
                           QByteArrayView sheet, const Statement &statement)
{
    const auto stale = [](const QString &what) {
        return Result<void>(Error::Code::Stale, u"The signature covers another %1 than the request now has."_s.arg(what));
    };
    if (facts.requestId != requestId)
        return {Error::Code::Untrusted, u"The signature is for another request."_s};
    if (facts.environment != request.environment)
        return {Error::Code::Untrusted, u"The signature is for the environment '%1', not '%2'."_s.arg(facts.environment, request.environment)};
    if (facts.round != request.round)
        return stale(u"round"_s);
    if (facts.nonce != request.nonce)
        return stale(u"nonce"_s);
    if (facts.manifestDigest != request.manifestDigest || facts.statementDigest != request.statementDigest)
        return stale(u"set of artifacts"_s);
    if (facts.policyDigest != request.policyDigest)
        return stale(u"policy"_s);
    QStringList evidence;
    for (const EvidenceRef &item : request.evidence)
        evidence.append(item.digest);
    evidence.sort();
    if (facts.evidenceDigests != evidence)
        return stale(u"set of evidence"_s);
    if (facts.sheetDigest != digestString(sha256(sheet)))
        return {Error::Code::Untrusted, u"The sheet is not the one that was signed."_s};
    Statement bare = statement;
    bare.predicate.remove(u"presented"_s);
    if (signingSheet(bare) != sheet)
        return {Error::Code::Untrusted, u"The sheet does not say what the signed statement says."_s};
    return {};
}

Statement enrolmentStatement(const QString &person, const PublicKey &key, const QString &label, const QDateTime &at)
{
    Statement out;
    out.predicateType = QString(predicate::reviewerKey);
    out.subjects = {Subject::ofSha256(person, key.keyId())};
    out.predicate = {{u"person"_s, person},
                     {u"label"_s, label},
                     {u"keyId"_s, key.keyId()},
                     {u"publicKey"_s, QString::fromLatin1(key.toPem())},
                     {u"purpose"_s, u"release decisions"_s},
                     {u"createdAt"_s, toRfc3339(at)}};
    return out;
}

Result<PublicKey> checkEnrolment(QByteArrayView sigstoreBundle, const QString &person)
{
    const auto bundle = SigstoreBundle::fromBytes(sigstoreBundle);
    if (!bundle)
        return bundle.error();
    const auto statement = Statement::fromBytes(bundle->envelope.payload);
    if (!statement)
        return statement.error();
    if (statement->predicateType != predicate::reviewerKey)
        return {Error::Code::Untrusted, u"This is no enrolment of a key."_s};
    if (statement->predicate.value(u"person"_s).toString() != person)
        return {Error::Code::Untrusted, u"The enrolment is for another person."_s};
    const auto key = PublicKey::fromPem(statement->predicate.value(u"publicKey"_s).toString().toLatin1());
    if (!key)
        return key.error();
    if (!statement->hasSubject(key->keyId()))
        return {Error::Code::Untrusted, u"The enrolment's subject is another key."_s};
    if (const auto good = bundle->verify(*key); !good)
        return good.error();
    return *key;
}

Statement gateStatement(const ReleaseCase &release, const QString &gateId, const QMap<QString, QString> &inputDigests,
                        const QDateTime &at)
{
    QJsonArray inputs;
    for (auto it = inputDigests.begin(); it != inputDigests.end(); ++it)
        inputs.append(QJsonObject{{u"uri"_s, it.key()}, {u"digest"_s, QJsonObject{{u"sha256"_s, it.value()}}}});
    QString level = release.request.environment.toUpper();
    for (QChar &c : level) {
        if (!c.isLetterOrNumber())
            c = u'_';
    }
    Statement out;
    out.predicateType = QString(predicate::verificationSummary);
    out.subjects = {Subject::ofSha256(release.request.version, hexOf(release.request.manifestDigest)),
                    Subject::ofSha256(release.request.version + u" (manifest statement)"_s, hexOf(release.request.statementDigest))};
    out.predicate = {
        {u"verifier"_s, QJsonObject{{u"id"_s, gateId}}},
        {u"timeVerified"_s, toRfc3339(at)},
        {u"resourceUri"_s, u"countersign:%1#%2"_s.arg(release.request.version, release.request.environment)},
        {u"policy"_s, QJsonObject{{u"uri"_s, u"countersign:policy/"_s + release.request.policy}, {u"digest"_s, digestSet(release.request.policyDigest)}}},
        {u"inputAttestations"_s, inputs},
        {u"verificationResult"_s, u"PASSED"_s},
        {u"verifiedLevels"_s, QJsonArray{u"GOVERNANCE_DEPLOY_APPROVED_"_s + level}},
    };
    return out;
}

} // namespace countersign

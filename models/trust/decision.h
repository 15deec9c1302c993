// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/policyevaluation.h"
#include "trust/key.h"
#include "trust/sigstorebundle.h"
#include "trust/statement.h"

namespace countersign {

/// Statement types of ours. An approval is affirmative only: every other verdict has a type of its own, so that a tool
/// that checks nothing but signature, type and digest can never take a rejection for an approval.
namespace predicate {
inline constexpr QLatin1String approval("https://countersign.example/attestation/model-approval/v1");
inline constexpr QLatin1String rejection("https://countersign.example/attestation/model-rejection/v1");
inline constexpr QLatin1String changeRequest("https://countersign.example/attestation/model-change-request/v1");
inline constexpr QLatin1String abstention("https://countersign.example/attestation/model-abstention/v1");
inline constexpr QLatin1String revocation("https://countersign.example/attestation/approval-revocation/v1");
inline constexpr QLatin1String reviewerKey("https://countersign.example/attestation/reviewer-key/v1");
/// SLSA verification summary v1: what the gate signs.
inline constexpr QLatin1String verificationSummary("https://slsa.dev/verification_summary/v1");
} // namespace predicate

/// The log as the signer had verified it when signing: makes a forked log provable from the decisions themselves.
struct LogView
{
    QString origin;
    quint64 size = 0;
    QByteArray root;
};

/// What a reviewer decides, beside the evidence.
struct DecisionInput
{
    Signoff::Verdict verdict = Signoff::Approve;
    QString stage, role;
    QString comment;
    QStringList conditions;
    QString person, personName;
    QDateTime decidedAt; ///< by the signer's clock; informational
    QDateTime notAfter;  ///< until when an approval holds; ignored for other verdicts
    LogView logView;
};

/// The statement of one decision and the sheet that is shown before it is signed. The sheet is made from the statement
/// alone, so anybody can check that what was shown is what was signed.
struct PreparedDecision
{
    Statement statement;
    QByteArray sheet; ///< plain text, UTF-8, '\n'
};
PreparedDecision prepareDecision(const ReleaseCase &release, const ReleaseStatus &status, const DecisionInput &input);

/// The plain text of a decision's statement (its `presented` member aside).
QByteArray signingSheet(const Statement &statement);

/// A decision as its signed statement says it.
struct DecisionFacts
{
    Signoff::Verdict verdict = Signoff::Approve;
    QString requestId, nonce, stage, role, person, environment, comment;
    qint64 round = 0;
    QStringList conditions;
    QString manifestDigest, statementDigest, policyDigest, sheetDigest; ///< "sha256:…"
    QStringList evidenceDigests;                                       ///< sorted
    QDateTime decidedAt, notAfter;
    LogView logView;
};
/// Reads a decision's statement whose signature was verified. Invalid names the member that is missing or odd;
/// a sheet whose digest is not the statement's is Untrusted where it is checked, in checkDecision().
Result<DecisionFacts> readDecision(const Statement &statement);

/// Whether a decision speaks of exactly this request as it stands: request, round, nonce, environment, subjects, policy,
/// every piece of evidence, and the sheet. Error::Stale when it speaks of another state of it, Untrusted otherwise.
Result<void> checkDecision(const DecisionFacts &facts, const QString &requestId, const Request &request,
                           QByteArrayView sheet, const Statement &statement);

/// The statement with which a key says whose it is; signed by the key itself (proof of possession).
Statement enrolmentStatement(const QString &person, const PublicKey &key, const QString &label, const QDateTime &at);
/// Checks an enrolment bundle: signed by the key it names, for this person. Returns the key.
Result<PublicKey> checkEnrolment(QByteArrayView sigstoreBundle, const QString &person);

/// The gate's yes as a SLSA verification summary, listing the sign-offs it rests on.
Statement gateStatement(const ReleaseCase &release, const QString &gateId, const QMap<QString, QString> &inputDigests,
                        const QDateTime &at);

QLatin1String predicateTypeOf(Signoff::Verdict verdict);

} // namespace countersign

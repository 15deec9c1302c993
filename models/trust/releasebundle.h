// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/kind.h"
#include "domain/policyevaluation.h"
#include "trust/checkpoint.h"
#include "trust/tlogpolicy.h"

#include <functional>
#include <variant>

namespace countersign {

/// A record together with the leaf that commits to it: enough to prove it against a checkpoint.
struct LoggedRecord
{
    QString kind, id;
    QByteArray body;  ///< JSON as stored
    QByteArray salt;  ///< 16 raw bytes
    QByteArray entry; ///< the leaf's bytes
    quint64 index = 0;
};

/// What a leaf says, parsed from its bytes. Invalid when a member is missing or odd.
struct LeafFacts
{
    QString kind, id, action, actor, bodyDigest, statement;
    qint64 revision = 0, seq = 0;
    QDateTime at;

    /// The bytes that are hashed: the one place that spells a leaf.
    [[nodiscard]] QByteArray toEntry() const;
    static Result<LeafFacts> fromEntry(QByteArrayView entry);
};
/// "sha256:…" of salt and body, as a leaf holds it.
QString bodyDigest(QByteArrayView salt, QByteArrayView body);

/// Everything a bundle is made of.
struct BundleInput
{
    QString requestId;
    QList<LoggedRecord> records; ///< request, version, policy, people, signers, evaluations, cards, waivers, sign-offs
    QMap<QString, QByteArray> evidence; ///< raw bytes by digest
    QByteArray checkpoint;              ///< signed note that covers every record
    QByteArray trustPolicy;             ///< C2SP tlog-policy of this log
    std::function<Result<QList<QByteArray>>(quint64 index)> inclusion; ///< proof in the checkpoint's tree
    QByteArray modelSignature;          ///< OMS v1.0, may be empty while nothing is approved
    QByteArray gateSummary;             ///< Sigstore bundle over the verification summary, may be empty
};
/// The bundle as a zip of stored entries; the same input gives the same bytes.
Result<QByteArray> writeBundle(const BundleInput &input);

/// Understands raw evidence, as the importers do; the verifier never takes the server's word for what a file says.
using EvidenceReader = std::function<Result<std::variant<EvaluationReport, CardContent>>(
    const QByteArray &raw, const QString &fileName, const QString &format)>;

struct VerifyOptions
{
    TlogPolicy trust;
    EvidenceReader readEvidence;
    QDateTime now;
    /// A checkpoint this verifier saw before; the bundle's must not be of an older tree or of another root at this size.
    std::optional<Checkpoint> remembered;
};

/// What a verification found, step by step. The first failed step ends it: nothing after it can be believed.
struct BundleReport
{
    struct Check
    {
        QString what;
        bool ok = false;
        QString detail;
    };
    QList<Check> checks;
    Checkpoint checkpoint;
    ReleaseCase release;
    ReleaseStatus status;           ///< at VerifyOptions::now
    ReleaseStatus statusWhenDecided; ///< at the last sign-off
    [[nodiscard]] bool authentic() const;
    [[nodiscard]] QString failure() const; ///< "what: detail" of the failed step, or empty
};
BundleReport verifyBundle(QByteArrayView zip, const VerifyOptions &options);

/// The person under whose name the server's gate key is enrolled.
inline constexpr QLatin1String gatePerson("countersign.gate");

/// The two digests that bind a version's files: the manifest's root and the SHA-256 of its statement ("sha256:…").
struct ArtifactDigests
{
    QString manifest, statement;
};
/// Error::Invalid for no artifact, a bad name, a name twice or a bad digest.
Result<ArtifactDigests> artifactDigests(const Version &version);
/// The manifest of a version's artifacts, as signModel() takes it.
Result<class ModelManifest> manifestOf(const Version &version);

/// Compares files with the version's artifacts by name and digest. The sentence says what differs; empty when nothing.
QString artifactDifference(const QList<Artifact> &approved, const QList<Artifact> &found);

} // namespace countersign

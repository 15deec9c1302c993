// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"
#include "trust/signer.h"
#include "trust/statement.h"

#include <QStringList>

#include <stop_token>

namespace countersign {

inline constexpr QLatin1String omsPredicateType("https://model_signing/signature/v1.0");

/// One file of a model, or one shard of it.
struct ManifestEntry
{
    QString name;      ///< relative, '/' between folders; a shard appends ":start:end"
    QByteArray digest; ///< SHA-256, 32 raw bytes
    qint64 size = -1;  ///< bytes, -1 when not known
    bool operator==(const ManifestEntry &) const = default;
};

/// What a model consists of, after OpenSSF Model Signing (OMS) v1.0: every regular file with its digest, sorted by the
/// code points of the name. The root digest covers the digests only; a file may be renamed without changing it. That is
/// why a sign-off binds the statement's digest as well, and why a gate compares names. A value; any thread.
class ModelManifest
{
public:
    struct Options
    {
        QStringList ignore = {};  ///< relative paths left out besides OMS's own (.git, .gitignore, .gitattributes,
                                  ///< .github at the top, and the signature file)
        qint64 shardBytes = 0;    ///< 0: whole files; else OMS's "shards" method
        /// Told after every piece read: bytes so far and in all. On the calling thread.
        std::function<void(qint64 done, qint64 total)> progress = {};
        std::stop_token stop = {};
    };

    /// Reads a single file (named by its base name) or a folder. Invalid when there is a link or another special file, a
    /// name that is not UTF-8, or no file at all; Cancelled; NotFound.
    static Result<ModelManifest> ofPath(const QString &path, const Options &options);
    static Result<ModelManifest> ofPath(const QString &path) { return ofPath(path, Options()); }
    /// From files known by other means. Sorts; Invalid for an empty list, a bad name, a name twice or a bad digest.
    static Result<ModelManifest> fromEntries(QList<ManifestEntry> entries);

    [[nodiscard]] const QList<ManifestEntry> &entries() const { return m_entries; }
    /// Sum of the sizes, -1 when one is not known.
    [[nodiscard]] qint64 totalBytes() const;
    /// SHA-256 over the concatenated digests: 32 raw bytes.
    [[nodiscard]] QByteArray rootDigest() const;
    /// The OMS statement about this model under the name `subjectName`; its bytes are what `model.sig` signs and what a
    /// sign-off's second subject is the SHA-256 of. The same manifest and name give the same bytes.
    [[nodiscard]] Statement statement(const QString &subjectName) const;
    [[nodiscard]] QByteArray statementBytes(const QString &subjectName) const { return statement(subjectName).toBytes(); }

private:
    friend struct OmsReader;
    QList<ManifestEntry> m_entries;
    QStringList m_ignored;
    qint64 m_shardBytes = 0;
};

/// How two manifests differ, by name. A renamed file is both missing and extra.
struct ManifestDifference
{
    QStringList missing; ///< expected, not there
    QStringList extra;   ///< there, not expected
    QStringList changed; ///< there with other content
    [[nodiscard]] bool isEmpty() const { return missing.isEmpty() && extra.isEmpty() && changed.isEmpty(); }
    /// One sentence that names the first few.
    [[nodiscard]] QString text() const;
    static ManifestDifference between(const QList<ManifestEntry> &expected, const QList<ManifestEntry> &found);
};

/// A `model.sig` whose signature holds.
struct SignedModel
{
    QString name;               ///< the subject's
    QByteArray rootDigest;      ///< 32 raw bytes
    QByteArray statementDigest; ///< SHA-256 of the signed payload, 32 raw bytes
    QList<ManifestEntry> entries;
    QStringList ignored;
    qint64 shardBytes = 0; ///< 0 for whole files
};

/// Opens a `model.sig` and checks its signature, form and root digest, but no file. A bundle by certificate is checked
/// against the key given; whether the certificate is to be believed is for the caller to know. Untrusted, Invalid or
/// Unsupported (other hash algorithms, the format before v1.0).
Result<SignedModel> openModelSignature(QByteArrayView bundle, const PublicKey &key);
/// The same, then every file below `path` is read and compared. Untrusted names what is missing, extra or changed.
Result<SignedModel> verifyModel(QByteArrayView bundle, const QString &path, const PublicKey &key,
                                const ModelManifest::Options &options = {});

/// The bytes of `model.sig`, as the reference implementation writes them: the hint is the SHA-256 of the key's PEM, the
/// envelope's key id is empty.
Result<QByteArray> signModel(const ModelManifest &manifest, const QString &subjectName, const PrivateKey &key);
/// The same with any signer; answers as Signer::sign() does.
void signModel(const ModelManifest &manifest, const QString &subjectName, Signer &signer, QObject *context,
               std::function<void(Result<QByteArray>)> done);

} // namespace countersign

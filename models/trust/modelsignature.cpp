// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/modelmanifest.h"

#include "trust/digest.h"
#include "trust/sigstorebundle.h"
#include "trust/words.h"

#include <QFileInfo>
#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Error invalid(const QString &pointer, const QString &message)
{
    return {Error::Code::Invalid, Trust::tr("The model's signature is not well formed."), {}, false, {{pointer, message}}};
}

struct ShardName
{
    QByteArray path;
    qint64 start = 0;
    qint64 end = 0;
    bool operator<(const ShardName &o) const { return std::tie(path, start, end) < std::tie(o.path, o.start, o.end); }
};

/// Splits "path:start:end" from the right, since a path may contain colons.
std::optional<ShardName> shardName(const QString &name)
{
    const qsizetype second = name.lastIndexOf(u':');
    const qsizetype first = second > 0 ? name.lastIndexOf(u':', second - 1) : -1;
    bool startGood = false;
    bool endGood = false;
    if (first <= 0)
        return {};
    const ShardName out{name.first(first).toUtf8(), name.sliced(first + 1, second - first - 1).toLongLong(&startGood),
                        name.sliced(second + 1).toLongLong(&endGood)};
    return startGood && endGood && out.start >= 0 && out.end > out.start ? std::optional(out) : std::nullopt;
}

bool isSafe(const QByteArray &path, bool single)
{
    const QList<QByteArray> parts = path.split('/');
    return (single && path == ".") || std::none_of(parts.begin(), parts.end(), [](const QByteArray &part) {
        return part.isEmpty() || part == "." || part == "..";
    });
}

} // namespace

/// Reads the predicate of an OMS statement.
struct OmsReader
{
    SignedModel model;
    ShardName last = {};

    Result<void> readSerialization(const QJsonObject &object)
    {
        const QString pointer = u"/predicate/serialization"_s;
        const QString method = object.value("method"_L1).toString();
        const QString hash = object.value("hash_type"_L1).toString();
        if (hash != "sha256"_L1)
            return Error{Error::Code::Unsupported, Trust::tr("The model is hashed with “%1”; only SHA-256 is supported.").arg(hash)};
        if (method == "shards"_L1) {
            model.shardBytes = object.value("shard_size"_L1).toInteger();
            if (model.shardBytes <= 0)
                return invalid(pointer + "/shard_size"_L1, Trust::tr("This must be a whole number above 0."));
        } else if (method != "files"_L1) {
            return invalid(pointer + "/method"_L1, Trust::tr("This must be files or shards."));
        }
        for (const QJsonValue &entry : object.value("ignore_paths"_L1).toArray())
            model.ignored += entry.toString();
        return {};
    }

    Result<void> readResource(const QJsonObject &object, const QString &pointer, bool single)
    {
        const QString name = object.value("name"_L1).toString();
        const auto shard = model.shardBytes > 0 ? shardName(name) : ShardName{name.toUtf8(), 0, 1};
        if (!shard || !isSafe(shard->path, single || model.shardBytes > 0))
            return invalid(pointer + "/name"_L1, Trust::tr("This is not a relative file name."));
        if (!(last < *shard))
            return invalid(pointer + "/name"_L1, Trust::tr("The files must be sorted by name and listed once."));
        last = *shard;
        const QString algorithm = object.value("algorithm"_L1).toString();
        if (algorithm != "sha256"_L1 && !(model.shardBytes > 0 && algorithm.startsWith("sha256-sharded-"_L1)))
            return Error{Error::Code::Unsupported, Trust::tr("The model is hashed with “%1”; only SHA-256 is supported.").arg(algorithm)};
        auto digest = parseSha256Hex(object.value("digest"_L1).toString());
        if (!digest)
            return invalid(pointer + "/digest"_L1, digest.error().text);
        model.entries.append({name, *digest, model.shardBytes > 0 ? shard->end - shard->start : -1});
        return {};
    }

    Result<void> read(const Statement &statement)
    {
        if (statement.predicateType == "https://model_signing/Digests/v0.1"_L1)
            return Error{Error::Code::Unsupported, Trust::tr("The model was signed in a format older than OMS v1.0; sign it again.")};
        if (statement.predicateType != omsPredicateType)
            return invalid(u"/predicateType"_s, Trust::tr("This is not a model signature of OMS v1.0."));
        if (statement.subjects.size() != 1)
            return invalid(u"/subject"_s, Trust::tr("A model signature has exactly one subject."));
        model.name = statement.subjects.first().name;
        if (auto done = readSerialization(statement.predicate.value("serialization"_L1).toObject()); !done)
            return done;
        const QJsonArray resources = statement.predicate.value("resources"_L1).toArray();
        if (resources.isEmpty())
            return invalid(u"/predicate/resources"_s, Trust::tr("A model consists of at least one file."));
        Sha256 root;
        for (qsizetype i = 0; i < resources.size(); ++i) {
            const QString pointer = u"/predicate/resources/"_s + QString::number(i);
            if (auto done = readResource(resources[i].toObject(), pointer, resources.size() == 1); !done)
                return done;
            root.addData(model.entries.last().digest);
        }
        model.rootDigest = root.result();
        if (statement.subjects.first().sha256().toLatin1() != model.rootDigest.toHex())
            return Error{Error::Code::Untrusted, Trust::tr("The model's digest does not follow from the digests of its files.")};
        return {};
    }
};

Result<SignedModel> openModelSignature(QByteArrayView bytes, const PublicKey &key)
{
    auto bundle = SigstoreBundle::fromBytes(bytes);
    if (!bundle)
        return bundle.error();
    if (bundle->envelope.payloadType != inTotoPayloadType)
        return invalid(u"/dsseEnvelope/payloadType"_s, Trust::tr("This is not an in-toto statement."));
    if (auto verified = bundle->envelope.verify(key); !verified)
        return verified.error();
    auto statement = Statement::fromBytes(bundle->envelope.payload);
    if (!statement)
        return statement.error();
    OmsReader reader;
    if (auto read = reader.read(*statement); !read)
        return read.error();
    reader.model.statementDigest = sha256(bundle->envelope.payload);
    return reader.model;
}

Result<SignedModel> verifyModel(QByteArrayView bytes, const QString &path, const PublicKey &key,
                                const ModelManifest::Options &options)
{
    auto model = openModelSignature(bytes, key);
    if (!model)
        return model;
    ModelManifest::Options reading = options;
    reading.ignore += model->ignored;
    reading.shardBytes = model->shardBytes;
    auto found = ModelManifest::ofPath(path, reading);
    if (!found)
        return found.error();
    QList<ManifestEntry> expected = model->entries;
    if (QFileInfo(path).isFile()) {
        // The first implementation called a single file "." whatever its name was.
        const QString base = QFileInfo(path).fileName();
        for (ManifestEntry &entry : expected) {
            if (entry.name == "."_L1 || entry.name.startsWith(".:"_L1))
                entry.name = base + entry.name.sliced(1);
        }
    }
    const auto difference = ManifestDifference::between(expected, found->entries());
    if (!difference.isEmpty())
        return Error{Error::Code::Untrusted, difference.text()};
    return model;
}

namespace {

QByteArray modelBundle(const QByteArray &payload, const QByteArray &signature, const PublicKey &key)
{
    SigstoreBundle bundle = SigstoreBundle::around({inTotoPayloadType, payload, {{QString(), signature}}});
    bundle.hint = sha256Hex(key.toPem());
    return bundle.toBytes();
}

} // namespace

Result<QByteArray> signModel(const ModelManifest &manifest, const QString &subjectName, const PrivateKey &key)
{
    const QByteArray payload = manifest.statementBytes(subjectName);
    auto signature = key.sign(pae(QString(inTotoPayloadType), payload));
    if (!signature)
        return signature.error();
    return modelBundle(payload, *signature, key.publicKey());
}

void signModel(const ModelManifest &manifest, const QString &subjectName, Signer &signer, QObject *context,
               std::function<void(Result<QByteArray>)> done)
{
    signEnvelope(signer, inTotoPayloadType, manifest.statementBytes(subjectName), context,
                 [key = signer.publicKey(), done = std::move(done)](const Result<Envelope> &envelope) {
                     if (!envelope)
                         return done(envelope.error());
                     done(modelBundle(envelope->payload, envelope->signatures.first().sig, key));
                 });
}

} // namespace countersign

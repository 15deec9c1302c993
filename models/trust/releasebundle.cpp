// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/releasebundle.h"

#include "base/clock.h"
#include "base/json.h"
#include "trust/digest.h"
#include "trust/modelmanifest.h"

namespace countersign {

using namespace Qt::StringLiterals;

QByteArray LeafFacts::toEntry() const
{
    QJsonObject out{{u"v"_s, u"1"_s},       {u"kind"_s, kind},
                    {u"id"_s, id},          {u"revision"_s, QString::number(revision)},
                    {u"seq"_s, QString::number(seq)}, {u"action"_s, action},
                    {u"actor"_s, actor},    {u"at"_s, toRfc3339(at)},
                    {u"bodyDigest"_s, bodyDigest}};
    if (!statement.isEmpty())
        out.insert(u"statement"_s, statement);
    return toJson(out);
}

Result<LeafFacts> LeafFacts::fromEntry(QByteArrayView entry)
{
    const auto json = parseJson(entry);
    if (!json)
        return {Error::Code::Invalid, u"A log entry is not JSON: %1"_s.arg(json.error().text)};
    const QJsonObject object = json->toObject();
    LeafFacts out;
    bool revisionOk = false;
    bool seqOk = false;
    out.kind = object.value(u"kind"_s).toString();
    out.id = object.value(u"id"_s).toString();
    out.action = object.value(u"action"_s).toString();
    out.actor = object.value(u"actor"_s).toString();
    out.bodyDigest = object.value(u"bodyDigest"_s).toString();
    out.statement = object.value(u"statement"_s).toString();
    out.revision = object.value(u"revision"_s).toString().toLongLong(&revisionOk);
    out.seq = object.value(u"seq"_s).toString().toLongLong(&seqOk);
    out.at = fromRfc3339(object.value(u"at"_s).toString());
    if (object.value(u"v"_s).toString() != "1"_L1)
        return {Error::Code::Unsupported, u"A log entry is of a version this program does not know."_s};
    if (out.kind.isEmpty() || out.id.isEmpty() || !revisionOk || !seqOk || !out.at.isValid() || !parseDigest(out.bodyDigest))
        return {Error::Code::Invalid, u"A log entry lacks a member."_s};
    return out;
}

QString bodyDigest(QByteArrayView salt, QByteArrayView body)
{
    Sha256 hash;
    hash.addData(salt);
    hash.addData(body);
    return digestString(hash.result());
}

Result<ModelManifest> manifestOf(const Version &version)
{
    QList<ManifestEntry> entries;
    for (const Artifact &artifact : version.artifacts) {
        const auto digest = parseDigest(artifact.digest);
        if (!digest)
            return digest.error();
        entries.append({artifact.name, *digest, artifact.size});
    }
    return ModelManifest::fromEntries(entries);
}

Result<ArtifactDigests> artifactDigests(const Version &version)
{
    const auto manifest = manifestOf(version);
    if (!manifest)
        return manifest.error();
    return ArtifactDigests{digestString(manifest->rootDigest()),
                           digestString(sha256(manifest->statementBytes(version.key())))};
}

QString artifactDifference(const QList<Artifact> &approved, const QList<Artifact> &found)
{
    QMap<QString, QString> wanted;
    for (const Artifact &artifact : approved)
        wanted.insert(artifact.name, artifact.digest);
    QMap<QString, QString> have;
    for (const Artifact &artifact : found)
        have.insert(artifact.name, artifact.digest);
    for (auto it = have.begin(); it != have.end(); ++it) {
        const auto match = wanted.constFind(it.key());
        if (match == wanted.constEnd())
            return u"'%1' is not a file of the approved version."_s.arg(it.key());
        if (*match != it.value())
            return u"'%1' has other bytes than the approved file (%2, approved %3)."_s.arg(it.key(), it.value(), *match);
    }
    for (auto it = wanted.begin(); it != wanted.end(); ++it) {
        if (!have.contains(it.key()))
            return u"'%1' of the approved version is missing."_s.arg(it.key());
    }
    return {};
}

} // namespace countersign

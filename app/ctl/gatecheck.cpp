// SPDX-License-Identifier: GPL-3.0-or-later
#include "gatecheck.h"

namespace countersign {

using namespace Qt::StringLiterals;

QString digestProblem(const Version &version, const QStringList &digests, QString *matched)
{
    for (const QString &digest : digests) {
        if (digest == version.manifestDigest) {
            *matched = u"the manifest's digest (content of all %1 files; names are not compared)"_s.arg(version.artifacts.size());
        } else if (version.artifacts.size() == 1 && digest == version.artifacts[0].digest) {
            *matched = u"the digest of the only file (its name is not compared)"_s;
        } else if (version.artifacts.size() > 1
                   && std::any_of(version.artifacts.begin(), version.artifacts.end(), [&](const Artifact &a) { return a.digest == digest; })) {
            return u"%1 is one of %2 files, and the others are not shown; give the manifest's digest or the files."_s
                .arg(digest).arg(version.artifacts.size());
        } else {
            return u"%1 is neither the approved manifest (%2) nor its only file."_s.arg(digest, version.manifestDigest);
        }
    }
    return {};
}

QStringList gateReasons(const GateQuestion &asked, const BundleReport &verified, QString *matched)
{
    const ReleaseCase &release = verified.release;
    QStringList out;
    if (release.request.version != asked.key())
        out.append(u"The approval is for %1, not %2."_s.arg(release.request.version, asked.key()));
    if (release.request.environment != asked.environment)
        out.append(u"The approval is for the environment '%1', not '%2'."_s.arg(release.request.environment, asked.environment));
    QString difference;
    if (asked.digests.isEmpty()) {
        *matched = u"%1 by name and digest"_s.arg(asked.artifacts.size() == 1 ? u"1 file"_s : u"%1 files"_s.arg(asked.artifacts.size()));
        difference = artifactDifference(release.version.artifacts, asked.artifacts);
    } else {
        difference = digestProblem(release.version, asked.digests, matched);
    }
    if (!difference.isEmpty())
        out.append(difference);
    if (!verified.status.allowed())
        out += verified.status.reasons;
    return out;
}

QJsonArray artifactsJson(const QList<Artifact> &artifacts)
{
    QJsonArray out;
    for (const Artifact &artifact : artifacts)
        out.append(QJsonObject{{u"name"_s, artifact.name}, {u"digest"_s, artifact.digest}, {u"size"_s, artifact.size}});
    return out;
}

QString forkAdvice(const Error &error)
{
    return error.code == Error::Code::Untrusted
        ? u"Do not deploy. Compare checkpoints with somebody else who uses this server; if it was set up anew on purpose, delete the remembered state."_s
        : QString();
}

} // namespace countersign

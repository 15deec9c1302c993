// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/subjectmatch.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Evaluations
{
    Q_DECLARE_TR_FUNCTIONS(Evaluations)
};

} // namespace

SubjectMatch matchSubject(const EvaluationReport::Subject &subject, const Version &version)
{
    using State = SubjectMatch::State;
    if (!subject.digest.isEmpty()) {
        const bool known = subject.digest == version.manifestDigest || subject.digest == version.statementDigest
            || std::any_of(version.artifacts.begin(), version.artifacts.end(),
                           [&](const Artifact &artifact) { return artifact.digest == subject.digest; });
        if (known)
            return {State::Matches, Evaluations::tr("The digest in the file is one of this version's.")};
        if (subject.digest.startsWith("sha256:"_L1))
            return {State::Differs, Evaluations::tr("The digest in the file, %1…, is none of this version's.").arg(subject.digest.left(19))};
    }
    if (subject.model.isEmpty())
        return {State::NotStated, Evaluations::tr("The file does not say what was measured.")};
    const QString said = subject.revision.isEmpty() ? subject.model : subject.model + u' ' + subject.revision;
    const QString name = subject.model.section(u'/', -1);
    const bool named = subject.model == version.key() || subject.model == version.model || name == version.model
        || subject.model.endsWith(version.model + u'/' + version.version);
    if (named && (subject.revision.isEmpty() || subject.revision == version.version))
        return {State::Matches, Evaluations::tr("The file names %1; it gives no digest that could prove it.").arg(said)};
    return {State::Differs, Evaluations::tr("The file names %1.").arg(said)};
}

} // namespace countersign

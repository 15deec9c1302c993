// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "trust/releasebundle.h"

#include <QJsonArray>

namespace countersign {

/// What the gate is asked: may exactly this go there?
struct GateQuestion
{
    QString model, version, environment;
    QList<Artifact> artifacts; ///< from files: judged by name and digest
    QStringList digests;       ///< or bare digests, well-formed

    [[nodiscard]] QString key() const { return model + u'/' + version; }
};

/// Why the verified bundle does not say yes to this question; empty exactly when it does. `matched` says what was compared.
QStringList gateReasons(const GateQuestion &asked, const BundleReport &verified, QString *matched);

/// What is wrong with bare digests for this version, or nothing. Only the manifest's digest speaks for several files.
QString digestProblem(const Version &version, const QStringList &digests, QString *matched);

QJsonArray artifactsJson(const QList<Artifact> &artifacts);

/// What to do when a log does not hold together; empty for other errors.
QString forkAdvice(const Error &error);

} // namespace countersign

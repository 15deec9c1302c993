// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/randomnumbers.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace countersign::reference {

/// One question to reference.py and our own answer to it. NaN stands for "no answer", which the script writes as null.
struct Case
{
    QString name, call;
    QJsonObject arguments;
    QList<double> ours;
    double relative = 1e-9; ///< allowed: relative · |theirs| + absolute
    double absolute = 1e-9;
    /// When the script's last number is not an answer but the spread of a bootstrap: what its answers may differ by, in it.
    std::optional<double> spreads = {};
};

QList<Case> distributionCases();
QList<Case> shareCases();
QList<Case> meanCases();
QList<Case> agreementCases();
QList<Case> columnCases();

double orNan(const std::optional<double> &value);
QJsonArray array(const QList<double> &values); ///< NaN becomes null
/// Normal numbers of this mean and deviation.
QList<double> normalValues(RandomNumbers &random, qsizetype n, double mean, double deviation);

} // namespace countersign::reference

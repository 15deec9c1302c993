// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

namespace countersign {

/// One result measured under perturbations, of one or more strengths.
struct PerturbedResult
{
    struct Point
    {
        double x = 0; ///< the strength, or its place among strengths that are words
        QString at;   ///< the strength as the file has it
        int metric = -1;
    };
    struct Series
    {
        QString name; ///< the perturbation
        QList<Point> points; ///< ascending x
    };
    QString title;
    EvaluationReport::Direction direction = EvaluationReport::Direction::Unknown;
    QList<Series> series;
    QStringList strengths; ///< names of the places, when strengths are words; empty for numbers
    bool hasStrengths = false; ///< false: one value a perturbation
    int baseline = -1;         ///< the same result unperturbed; −1 when the report has none
};
QList<PerturbedResult> perturbedResults(const EvaluationReport &report);

/// How often attacks of each family succeeded.
struct AttackSet
{
    struct Attack
    {
        QString family;
        int metric = -1;
    };
    QString title;
    QList<Attack> attacks; ///< worst first
};
/// By slices named "attack"; and, for tools without slices, by the tasks of a result called an attack's success.
QList<AttackSet> attackSets(const EvaluationReport &report);

} // namespace countersign

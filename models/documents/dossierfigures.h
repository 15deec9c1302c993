// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "documents/dossierinput.h"
#include "documents/pageflow.h"

namespace countersign {

/// A drawing made of vectors. Everything it shows stands in a table beside it, too.
struct PaperFigure
{
    double height = 0; ///< points; 0: there is nothing to show
    std::function<void(QPainter &, const QRectF &)> draw;
};

/// One line of a chart of values: a dot or a bar with its interval.
struct ChartLine
{
    QString label;
    QString value; ///< as text, at the right
    double at = 0;
    std::optional<EvaluationReport::Interval> interval;
    std::optional<double> limit;
    bool apart = false; ///< drawn hollow: too few to be judged
    Ink ink = Ink::Info;
};

/// A dot and its interval on an axis from `low` to `high`, with the limit as a stroke.
PaperFigure dotChart(const QList<ChartLine> &lines, double low, double high);
/// Bars from 0 with their intervals.
PaperFigure barChart(const QList<ChartLine> &lines, double high, std::optional<double> limit);

/// The requirements with a number, each between 0 and 1; those on another scale stand in the table only.
PaperFigure requirementsFigure(const DossierInput &input);

/// Results of groups of people, or of attacks, that belong together.
struct ResultGroup
{
    QString title;
    QList<EvaluationReport::Metric> rows;
    std::optional<double> threshold;
};
QList<ResultGroup> groupResults(const ReleaseCase &release);
QList<ResultGroup> attackResults(const ReleaseCase &release);
PaperFigure groupFigure(const ResultGroup &group);
/// What a row of a group is called: "sex: female, age: 65+".
QString groupLabel(const EvaluationReport::Metric &metric);
/// Fewer than this many members are set apart.
inline constexpr qint64 fewestMembers = 30;

} // namespace countersign

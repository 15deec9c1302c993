// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "analysis/comparison.h"

#include <array>
#include <functional>
#include <memory>

namespace countersign {

/// What can stand on one side of a comparison: one report, or every report of a version.
struct ComparisonChoice
{
    enum class Kind { Report, Version };
    /// Why it is offered first.
    enum class Standing { None, Production, Parent };
    Kind kind = Kind::Report;
    QString id;      ///< of the evaluation, or "model/version"
    QString version; ///< "model/version"
    QString title;   ///< of the report; empty for a version
    int reports = 1; ///< of a version; 0 when nobody counted
    Standing standing = Standing::None;
    [[nodiscard]] bool isValid() const { return !id.isEmpty(); }
    [[nodiscard]] bool same(const ComparisonChoice &other) const { return kind == other.kind && id == other.id; }
};

/// The evaluations behind one side, in the order of the reports that were compared.
struct ComparisonSide
{
    struct Evidence
    {
        QString id, title, version;
    };
    ComparisonChoice choice;
    QList<Evidence> evidence;
};

/// One thing that both runs say of themselves.
struct RunFact
{
    QString label, before, after;
    QString toolTip = {}; ///< the whole, where the values are shortened
    [[nodiscard]] bool differs() const { return before != after; }
};

/// What the rows of a comparison say beside the comparison itself.
struct ComparedDetail
{
    qint64 n = -1, nNow = -1;
    EvaluationReport::Category category = EvaluationReport::Category::Accuracy;
    bool percent = false;  ///< values are out of a hundred
    float scale = 0;       ///< what the difference is drawn against; 0 for not at all
    int bound = -1;        ///< index into ComparisonData::bounds
};

inline constexpr int verdictCount = int(Comparison::Verdict::Removed) + 1;
inline constexpr int obstacleCount = int(Obstacle::Limit) + 1;
inline constexpr int categoryCount = int(EvaluationReport::Category::DataQuality) + 1;

/// Two sides compared, with all that the tab shows of it. Made on a worker; shared and never changed afterwards.
struct ComparisonData
{
    QList<Comparison> rows; ///< regressions first
    QList<ComparedDetail> details; ///< as long as the rows
    QStringList bounds; ///< "≥ 0.900 · Recall on urgent claims"
    ComparisonSide before, after;
    QList<RunFact> facts;
    std::array<int, verdictCount> verdicts{};
    std::array<int, obstacleCount> obstacles{};
    std::array<int, categoryCount> categories{};
    int bounded = 0;
    QStringList missingBlobs; ///< when there are any, nothing was compared
    [[nodiscard]] int count(Comparison::Verdict verdict) const { return verdicts[size_t(verdict)]; }
    /// The evaluation a row's newer side is from, else its older; nothing for a row that is not there.
    [[nodiscard]] std::pair<const ComparisonSide::Evidence *, Comparison::Place> source(int row) const;
};
using ComparisonPtr = std::shared_ptr<const ComparisonData>;

/// The bound that holds for a result: by evaluation and pointer.
using ComparedBounds = QHash<std::pair<QString, QString>, QString>;

/// Compares and counts. `before` and `after` are as long as the evidence of their sides. Pure; any thread.
ComparisonData comparisonData(ComparisonSide beforeSide, const QList<EvaluationReport> &before, ComparisonSide afterSide,
                              const QList<EvaluationReport> &after, const ComparedBounds &bounds);

/// What is left of a comparison and in which order. Bits stand for values of the enumeration; 0 lets all through.
struct ComparisonFilter
{
    enum class Order { Regressions, Clearest, Largest, Task, Metric };
    QString words; ///< each must be in the names, in any case
    quint32 verdicts = 0, obstacles = 0, categories = 0;
    bool onlyBounded = false;
    Order order = Order::Regressions;
    bool operator==(const ComparisonFilter &) const = default;
};
/// Indices of the rows that pass, in the filter's order; nothing when stopped. Pure; any thread.
QList<int> filterComparison(const ComparisonData &data, const ComparisonFilter &filter, const std::function<bool()> &stopped);

/// The difference in half widths of its 95 % interval, for the better above zero: beyond ±1 it is one. NaN when the
/// interval or the direction is not known.
[[nodiscard]] double clearness(const Comparison &row);

} // namespace countersign

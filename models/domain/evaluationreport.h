// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QDateTime>
#include <QJsonObject>
#include <QMetaType>

#include <limits>
#include <optional>

namespace countersign {

/// The normalised evaluation: what was understood of one imported file, whatever tool wrote it. Its JSON form is the
/// contract of `countersignctl inspect --json` and of the report blob that an evaluation record points to.
/// Values, n and uncertainty are the file's own or are marked as computed here; nothing is invented.
struct EvaluationReport
{
    Q_GADGET
public:
    enum class Completeness { Complete, Partial, Failed, Unknown };
    Q_ENUM(Completeness)
    enum class ValueState { Finite, Missing, Nan, Inf, Error };
    Q_ENUM(ValueState)
    enum class Direction { Higher, Lower, Target, Unknown };
    Q_ENUM(Direction)
    enum class Category { Accuracy, Robustness, Fairness, Safety, Privacy, Explainability, Efficiency, Human, DataQuality };
    Q_ENUM(Category)
    enum class Verdict { None, Pass, Fail, Warn, Indeterminate };
    Q_ENUM(Verdict)

    struct Producer
    {
        QString name;    ///< the tool, e.g. "lm-eval"
        QString version; ///< as the file says it; empty when it does not
        bool operator==(const Producer &) const = default;
    };
    struct Subject
    {
        QString model, revision, digest; ///< digest "sha256:…" or another algorithm's "git:…"; empty when unknown
        QString claimedBy, measuredBy;   ///< who says so and who ran it; often not the same
        bool operator==(const Subject &) const = default;
    };
    struct Run
    {
        QDateTime startedAt, finishedAt;
        std::optional<double> limit; ///< a sample limit in force: the run saw only part of its data
        std::optional<qint64> seed;
        QJsonObject configuration; ///< shown as text, never evaluated
        bool operator==(const Run &) const = default;
    };
    struct SliceTerm
    {
        QString dimension, group;
        bool operator==(const SliceTerm &) const = default;
    };
    struct Interval
    {
        double low = 0, high = 0;
        bool operator==(const Interval &) const = default;
    };
    struct Threshold
    {
        QString op; ///< one of >= > <= < ==
        double limit = 0;
        QString source; ///< "producer" or a policy's id
        bool operator==(const Threshold &) const = default;
    };
    struct Metric
    {
        QString suite, task, dataset, metric, filter;
        double value = std::numeric_limits<double>::quiet_NaN(); ///< only meaningful when valueState is Finite
        QString valueText;                                       ///< the number as the file spells it
        ValueState valueState = ValueState::Missing;
        std::optional<double> stderror; ///< standard error; the file's or none
        std::optional<Interval> interval;
        QString intervalMethod; ///< "wilson, computed here", "bootstrap, from the file", …
        std::optional<double> intervalLevel;
        std::optional<qint64> n;
        Direction direction = Direction::Unknown;
        std::optional<double> target; ///< when direction is Target
        QString unit;                 ///< "fraction", "percent", "s", … empty when unknown
        Category category = Category::Accuracy;
        /// Empty for the whole population. Groups of people have the dimension's own name ("sex"); robustness results use
        /// the dimensions "perturbation" and "strength", attacks "attack".
        QList<SliceTerm> slice;
        std::optional<Threshold> threshold;
        Verdict verdict = Verdict::None;
        QStringList flags; ///< e.g. "outOfRange", "unitUnknown": a flagged value cannot gate
        QString pointer;   ///< where in the raw file: JSON pointer, "line 12", …
        bool operator==(const Metric &) const = default;
    };
    struct Example
    {
        QString input, output, expected;
        QString id = {};     ///< the sample's, as the file names it; empty when it does not
        QString reason = {}; ///< why it counts as a failure: the grader's or the detector's words
        bool operator==(const Example &) const = default;
    };
    struct Failure
    {
        QString task, mode, severity; ///< severity: critical, high, medium, low, unknown
        qint64 count = 0;
        std::optional<qint64> of;
        QList<Example> examples;
        bool operator==(const Failure &) const = default;
    };
    /// One rater's answer to one question about one item.
    struct Review
    {
        QString item, reviewer, decision; ///< decision: accept, reject, edit, or empty where a rating says it
        QDateTime at = {};
        QString question = {}; ///< what was asked; empty for a plain accept or reject
        QString rating = {};   ///< the answer as given: a category, or a number's text
        QString reason = {};
        bool operator==(const Review &) const = default;
    };
    /// One evaluated item, kept (up to a bound) so that people can look at it and rate it.
    struct Sample
    {
        QString id, task, input, output, expected;
        std::optional<double> score;
        Verdict verdict = Verdict::None;
        QString reason, pointer;
        bool operator==(const Sample &) const = default;
    };
    /// How values are spread: `counts[i]` (or shares) lie in [edges[i], edges[i + 1]).
    struct Distribution
    {
        QString task, metric, title, unit;
        QList<SliceTerm> slice;
        QList<double> edges, counts; ///< one edge more than counts
        QString pointer;
        bool operator==(const Distribution &) const = default;
    };
    /// counts[actual][predicted]; square, in the order of the labels.
    struct Confusion
    {
        QString task;
        QList<SliceTerm> slice;
        QStringList labels;
        QList<QList<double>> counts;
        QString pointer;
        bool operator==(const Confusion &) const = default;
    };
    /// Predicted against observed frequency, bin by bin.
    struct Calibration
    {
        struct Bin
        {
            double low = 0, high = 0, predicted = 0, observed = 0;
            qint64 n = 0; ///< 0 when the file does not say
            bool operator==(const Bin &) const = default;
        };
        QString task;
        QList<SliceTerm> slice;
        QList<Bin> bins;
        QString pointer;
        bool operator==(const Calibration &) const = default;
    };
    /// How much one feature contributes to an output, by the method that is named.
    struct Attribution
    {
        QString task, method, output, feature; ///< method: "kernelShap", "permutation", …; output: the label explained
        double value = 0;
        QString pointer;
        bool operator==(const Attribution &) const = default;
    };
    /// A comparison of two arms that the file reports as an experiment.
    struct Experiment
    {
        struct Arm
        {
            QString name;
            qint64 n = 0;
            std::optional<qint64> successes;       ///< for a share
            std::optional<double> mean, deviation; ///< else; deviation is that of the values, not of the mean
            bool operator==(const Arm &) const = default;
        };
        QString task, metric, unit;
        Direction direction = Direction::Unknown;
        Arm control, treatment;
        std::optional<double> plannedShare; ///< of the treatment, 0…1; what the sample ratio is held against
        QString stoppingRule;               ///< as stated; empty when the file states none
        QString pointer;
        bool operator==(const Experiment &) const = default;
    };
    struct Warning
    {
        QString code, message, pointer;
        bool operator==(const Warning &) const = default;
    };

    QString format, formatVersion;
    Completeness completeness = Completeness::Unknown;
    Producer producer;
    Subject subject;
    Run run;
    QList<Metric> results;
    QList<Failure> failures;
    QList<Review> reviews;
    QList<Sample> samples;
    QList<Distribution> distributions;
    QList<Confusion> confusions;
    QList<Calibration> calibrations;
    QList<Attribution> attributions;
    QList<Experiment> experiments;
    QList<Warning> warnings;
    QString rawDigest; ///< "sha256:…" of the file's bytes
    qint64 rawBytes = 0;

    bool operator==(const EvaluationReport &) const = default;

    /// The JSON of the contract. Non-finite numbers become null with their valueState.
    [[nodiscard]] QJsonObject toJson() const;
    /// Reads what toJson() wrote; unknown members are errors.
    static Result<EvaluationReport> fromJson(const QJsonObject &json);
};

} // namespace countersign

#include "domain/cardcontent.h" // the other normalised shape; it needs the warnings of this one

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"
#include "domain/shape.h"

namespace countersign {

/// One line of an evaluation that lists show without opening the report.
struct Headline
{
    QString task, metric;
    double value = 0;
    std::optional<double> low, high;
    qint64 n = 0; ///< 0 when the file does not say
    QString unit;
    EvaluationReport::Direction direction = EvaluationReport::Direction::Unknown;
    bool operator==(const Headline &) const = default;
};

/// One imported evaluation file of a version. What was understood of it is the blob `report` (EvaluationReport as
/// JSON); the file itself, byte for byte, is the blob `raw`.
struct Evaluation
{
    QString version; ///< "model/version"
    QString title;
    QString format, formatVersion;
    QString tool, toolVersion;
    EvaluationReport::Completeness completeness = EvaluationReport::Completeness::Unknown;
    QString subjectModel;  ///< as the file names it
    QString subjectDigest; ///< as the file gives it
    QDateTime measuredAt;  ///< end of the run, or its start; invalid when the file does not say
    QStringList categories;
    qint64 resultCount = 0, failureCount = 0, warningCount = 0;
    QList<Headline> headline;
    QString report, raw; ///< digests of blobs
    qint64 rawBytes = 0;
    QString fileName;
    QString importedBy; ///< person; the evidence author, who cannot sign
    QDateTime importedAt;
    bool withdrawn = false;
    bool operator==(const Evaluation &) const = default;
};

/// The model card of a version. `content` is the blob of the normalised CardContent, `raw` the source as imported.
struct Card
{
    Q_GADGET
public:
    enum Status { Draft, PendingReview, Approved, Archived };
    Q_ENUM(Status)
    QString version; ///< "model/version"
    Status status = Draft;
    QString format;
    qint64 sectionCount = 0;
    QStringList missing; ///< ids of the sections that hold nothing
    qint64 warningCount = 0;
    QString content, raw; ///< digests of blobs
    qint64 rawBytes = 0;
    QString fileName;
    QString author;
    QDateTime importedAt;
    bool operator==(const Card &) const = default;
};

/// Why something was decided the way it was; readable in order as a model's history.
struct Decision
{
    Q_GADGET
public:
    enum Status { Proposed, Accepted, Superseded };
    Q_ENUM(Status)
    QString model;
    QStringList versions; ///< "model/version"
    QString title;
    Status status = Proposed;
    QString context, options, tradeOffs, decision, consequences, knownLimits;
    QString supersededBy; ///< decision
    QString author;
    QDateTime decidedAt;
    bool operator==(const Decision &) const = default;
};

template <>
const Shape &shapeOf<Headline>();
template <>
const Shape &shapeOf<Evaluation>();
template <>
const Shape &shapeOf<Card>();
template <>
const Shape &shapeOf<Decision>();

} // namespace countersign

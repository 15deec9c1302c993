// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/plancheck.h"

#include <QDate>

namespace countersign {

/// What one law, standard or guidance asks, as data: each control names, by rules of a closed vocabulary, which evidence
/// of a version supports it. An engineering aid that shows where evidence lies; it never says that a law is kept.
struct ControlFramework
{
    struct Control
    {
        QString id; ///< as the document numbers it: "Article 10", "MEASURE 2.11", "A.6.2.4"
        QString title, asks; ///< in our own words
        QStringList supportedBy; ///< rules, see controlRules()
        QString remark;
        bool operator==(const Control &) const = default;
    };
    QString id; ///< "eu-ai-act"
    QString title;   ///< of the document
    QString edition; ///< which text, of which date
    QString source;  ///< where to read it; text, never followed
    QDate asOf;      ///< when this mapping was last held against the document
    QString note;    ///< what to know before relying on it; says that it is no legal advice
    QList<Control> controls;
    bool operator==(const ControlFramework &) const = default;

    /// Strict: an unknown member, an unknown rule, a doubled control or a missing date is Invalid with its pointer.
    static Result<ControlFramework> fromJson(const QJsonObject &json);
};

/// One word of the vocabulary. "card:<section>" stands for a rule with an argument.
struct ControlRuleInfo
{
    QString rule;
    QString help; ///< when it is fulfilled
};
/// The whole vocabulary; "notKept:<what>" names what this product holds no record of, so that a mapping says so.
const QList<ControlRuleInfo> &controlRules();
/// Why `rule` is none, or nothing.
std::optional<QString> controlRuleProblem(const QString &rule);

/// What a version's controls are judged from, gathered by whoever asks. Plain values; nothing is read or hashed here.
struct ControlEvidence
{
    Version version;
    Model model;
    std::optional<ReleaseCase::CardEvidence> card; ///< the newest that is not archived
    std::optional<CardContent> cardContent;        ///< of that card; without it only the record's list of gaps speaks
    QList<ReleaseCase::EvaluationEvidence> evaluations; ///< those that were not withdrawn, newest first
    QList<PlanEntry> plans;
    QList<std::pair<QString, Decision>> decisions; ///< that name this version, or the model and no version
    QList<ReleaseCase> releases;                   ///< the version's requests, newest first
    QList<ReleaseStatus> statuses;                 ///< of `releases`, one each, at `at`
    QList<std::pair<QString, Deployment>> deployments;
    QMap<QString, QString> digests; ///< "kind/id" → the digest by which the log commits to that record
    QMap<QString, qint64> leaves;   ///< "kind/id" → its place in the log
    QDateTime at;
};

/// A framework held against a version: what supports each control, and what is missing.
struct ControlAssessment
{
    Q_GADGET
public:
    enum State {
        Supported,
        Partly,
        Gap,
        NotKeptHere, ///< nothing that this control asks for is recorded in this product
    };
    Q_ENUM(State)
    struct Piece
    {
        QString rule, title;
        QString kind, id; ///< the record
        QString digest;   ///< of the raw bytes, of the signed statement, or of the record in the log; may be empty
        bool operator==(const Piece &) const = default;
    };
    struct Line
    {
        ControlFramework::Control control;
        State state = Gap;
        QList<Piece> pieces;
        QString missing; ///< sentences; empty exactly when Supported
        bool operator==(const Line &) const = default;
    };
    ControlFramework framework; ///< without its controls; the lines have them
    QString version;            ///< "model/version"
    QString manifestDigest;
    QDateTime at;
    QList<Line> lines;
    bool operator==(const ControlAssessment &) const = default;

    [[nodiscard]] qsizetype count(State state) const;
};

/// Supported: every rule of the control holds. Partly: some do. Gap: none does. A control whose rules are all "notKept"
/// is NotKeptHere; with some of them it is Partly at best. Pure; any thread.
ControlAssessment assess(const ControlFramework &framework, const ControlEvidence &evidence);

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "domain/evaluationreport.h"

namespace countersign {

/// The normalised model card: sections of the union list, what each holds and what is missing. What the formats of cards
/// have in common stands in fields and groups with the same ids, so that what one says another can be told.
struct CardContent
{
    /// One fact. A list is the same id several times, in order.
    struct Field
    {
        QString id, label, value;
        QString source = {}; ///< empty: the card's own; else where it was filled in from: "registry", "evaluation 01J… · acc"
        bool operator==(const Field &) const = default;
    };
    /// One of several things of a kind that have more than one fact each: a metric, a dataset, an owner, a risk.
    struct Group
    {
        QString kind; ///< e.g. "metric", "dataset", "party", "hyperparameter", "risk", "assessment", "reference", "hash"
        QList<Field> fields;
        bool operator==(const Group &) const = default;
        /// The first value with this id, or nothing.
        [[nodiscard]] QString value(QStringView id) const;
    };
    struct Section
    {
        QString id, title;
        QList<Field> fields; ///< structured facts (front matter)
        QString text;        ///< Markdown found under a heading that means this section
        QString foundUnder;  ///< that heading, empty when the section came from fields alone
        QList<Group> groups = {};
        QString textSource = {}; ///< as Field::source, for the text
        bool operator==(const Section &) const = default;
        [[nodiscard]] bool filled() const;
        [[nodiscard]] QString value(QStringView fieldId) const;
    };
    QString format;
    QList<Section> sections; ///< only those that hold something, in the list's order
    QStringList missing;     ///< ids of the list's sections that hold nothing (placeholders count as nothing)
    QList<EvaluationReport::Warning> warnings;
    QString rawDigest;
    qint64 rawBytes = 0;
    bool operator==(const CardContent &) const = default;

    /// The section, or null where the card holds nothing of it.
    [[nodiscard]] const Section *section(QStringView id) const;
    /// The section to write to; it is made, in its place, where it is not there. The id must be one of the list.
    Section &sectionForWriting(const QString &id);
    /// Drops what holds nothing and counts what is missing anew. Call it after changing a card.
    void settle();

    [[nodiscard]] QJsonObject toJson() const;
    static Result<CardContent> fromJson(const QJsonObject &json);
};

/// What one section of a card is.
struct CardSectionInfo
{
    QString id, title;
    QString annex = {}; ///< the points of Annex IV of Regulation (EU) 2024/1689 that it answers, e.g. "1(a), 3"
};
/// The union list of card sections in reading order: the 24 by which completeness is counted.
const QList<CardSectionInfo> &cardSections();
/// Those 24 and what only Annex IV asks for. A card without the latter is not incomplete unless a policy names them.
const QList<CardSectionInfo> &allCardSections();
/// Null for an id that is in no list.
const CardSectionInfo *cardSectionInfo(QStringView id);

/// Of the required sections those that hold nothing, in reading order. "all" stands for the 24, "annexIV" for every
/// section that an article 11 documentation needs. Ids that no list knows are missing, too.
QStringList missingSections(const CardContent &card, const QStringList &required);

} // namespace countersign

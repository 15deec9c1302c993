// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardfields.h"

#include "formats/markdown.h"
#include "trust/digest.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QUrl>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

using Kind = CardFieldInfo::Kind;

struct CardFieldText
{
    Q_DECLARE_TR_FUNCTIONS(CardFields)
};

const QList<CardFieldInfo> &cardFieldTable()
{
    static const QList<CardFieldInfo> table{
        {"intendedUses", "purpose", Kind::Line, QT_TRANSLATE_NOOP("CardFields", "What the model is for, in one sentence.")},
        {"intendedUses", "user", Kind::List, QT_TRANSLATE_NOOP("CardFields", "Who is meant to use it, one in a line.")},
        {"intendedUses", "use_case", Kind::List, QT_TRANSLATE_NOOP("CardFields", "One use in a line.")},
        {"intendedUses", "domain"},
        {"identity", "model_name"},
        {"identity", "version"},
        {"identity", "date", Kind::Date, QT_TRANSLATE_NOOP("CardFields", "2026-11-21, or with a time.")},
        {"identity", "summary"},
        {"identity", "documentation", Kind::Link},
        {"owners", "developed_by"},
        {"owners", "contact"},
        {"licence", "license", Kind::Line, QT_TRANSLATE_NOOP("CardFields", "An SPDX identifier where there is one, such as Apache-2.0.")},
        {"licence", "license_name"},
        {"licence", "license_link", Kind::Link},
        {"licence", "copyright"},
        {"lineage", "base_model", Kind::List},
        {"lineage", "base_model_relation", Kind::Choice, "", {u"finetune"_s, u"adapter"_s, u"quantized"_s, u"merge"_s}},
        {"lineage", "source_repository"},
        {"lineage", "source_commit"},
        {"lineage", "changes", Kind::Line, QT_TRANSLATE_NOOP("CardFields", "What is different from the version before.")},
        {"architecture", "task"},
        {"architecture", "model_type"},
        {"architecture", "model_architecture"},
        {"architecture", "library_name"},
        {"architecture", "language", Kind::List},
        {"architecture", "input_format", Kind::List},
        {"architecture", "output_format", Kind::List},
        {"trainingData", "datasets", Kind::List},
        {"trainingProcedure", "approach", Kind::Choice, "",
         {u"supervised"_s, u"unsupervised"_s, u"reinforcement-learning"_s, u"semi-supervised"_s, u"self-supervised"_s}},
        {"trainingProcedure", "training_job"},
        {"limitations", "limitation", Kind::List, QT_TRANSLATE_NOOP("CardFields", "One limitation in a line.")},
        {"limitations", "tradeoff", Kind::List, QT_TRANSLATE_NOOP("CardFields", "One trade-off in a line.")},
        {"limitations", "efficiency_factors"},
        {"safety", "risk_rating", Kind::Choice, "", {u"High"_s, u"Medium"_s, u"Low"_s, u"Unknown"_s}},
        {"privacy", "sensitive_personal_information", Kind::Choice, QT_TRANSLATE_NOOP("CardFields", "Whether personal data of a sensitive kind was used."),
         {u"yes"_s, u"no"_s, u"noAssertion"_s}},
        {"privacy", "sensitive", Kind::List},
        {"humanOversight", "autonomy", Kind::Choice, QT_TRANSLATE_NOOP("CardFields", "Whether the system decides without a person."),
         {u"yes"_s, u"no"_s, u"noAssertion"_s}},
        {"environmental", "co2_eq_emissions"},
        {"businessContext", "business_problem"},
        {"businessContext", "business_stakeholders"},
        {"businessContext", "line_of_business"},
        {"compliance", "standard", Kind::List},
        {"approval", "status"},
        {"approval", "approval_description"},
        {"references", "reference", Kind::List},
        {"artifacts", "download_location"},
    };
    return table;
}

const QList<CardGroupInfo> &cardGroupTable()
{
    static const QList<CardGroupInfo> table{
        {"owners", "party", {u"name"_s, u"role"_s, u"email"_s, u"url"_s}},
        {"architecture", "input", {u"name"_s, u"value"_s}},
        {"architecture", "output", {u"name"_s, u"value"_s}},
        {"trainingData", "dataset", {u"name"_s, u"url"_s, u"license"_s, u"description"_s, u"digest"_s}},
        {"evaluationData", "dataset", {u"name"_s, u"url"_s, u"license"_s, u"description"_s, u"digest"_s}},
        {"trainingProcedure", "hyperparameter", {u"name"_s, u"value"_s}},
        {"trainingProcedure", "training_metric", {u"name"_s, u"value"_s, u"notes"_s}},
        {"evaluationResults", "metric",
         {u"type"_s, u"value"_s, u"unit"_s, u"lower"_s, u"upper"_s, u"slice"_s, u"dataset"_s, u"n"_s}},
        {"decisionThresholds", "threshold", {u"type"_s, u"value"_s, u"slice"_s}},
        {"fairness", "assessment", {u"group_at_risk"_s, u"benefits"_s, u"harms"_s, u"mitigation"_s}},
        {"fairness", "risk", {u"name"_s, u"mitigation"_s}},
        {"references", "citation", {u"text"_s, u"style"_s}},
        {"artifacts", "file", {u"name"_s, u"digest"_s, u"size"_s}},
    };
    return table;
}

bool looksLikeAddress(const QString &value)
{
    static const QRegularExpression mail(u"^[^\\s@:/]+@[^\\s@:/]+\\.[^\\s@:/]+$"_s);
    const QUrl url(value, QUrl::StrictMode);
    const bool web = (url.scheme() == "https"_L1 || url.scheme() == "http"_L1) && !url.host().isEmpty() && url.userInfo().isEmpty();
    return web || url.scheme() == "mailto"_L1 || mail.match(value).hasMatch();
}

QString figureProblem(const QString &value)
{
    bool ok = false;
    const double number = value.toDouble(&ok);
    if (!ok)
        return CardFieldText::tr("This must be a number, with a point before its decimals.");
    return std::isfinite(number) ? QString() : CardFieldText::tr("This must be a finite number.");
}

} // namespace

QList<CardFieldInfo> cardFieldsOf(const QString &section)
{
    QList<CardFieldInfo> out;
    for (const CardFieldInfo &info : cardFieldTable()) {
        if (section == QLatin1String(info.section))
            out.append(info);
    }
    return out;
}

const CardFieldInfo *cardFieldInfo(const QString &section, const QString &id)
{
    for (const CardFieldInfo &info : cardFieldTable()) {
        if (section == QLatin1String(info.section) && id == QLatin1String(info.id))
            return &info;
    }
    return nullptr;
}

QList<CardGroupInfo> cardGroupsOf(const QString &section)
{
    QList<CardGroupInfo> out;
    for (const CardGroupInfo &info : cardGroupTable()) {
        if (section == QLatin1String(info.section))
            out.append(info);
    }
    return out;
}

QString cardFieldProblem(const QString &section, const QString &id, const QString &value)
{
    const CardFieldInfo *info = cardFieldInfo(section, id);
    if (!info || value.trimmed().isEmpty() || isPlaceholder(value.trimmed()))
        return {};
    if (info->kind == Kind::Date && !QDateTime::fromString(value.trimmed(), Qt::ISODate).isValid())
        return CardFieldText::tr("This must be a date such as 2026-11-21.");
    if (info->kind == Kind::Link && !looksLikeAddress(value.trimmed()))
        return CardFieldText::tr("This must be an address that begins with https://, or a mail address.");
    return {};
}

QString cardEntryProblem(const QString &kind, const QString &id, const QString &value)
{
    if (value.isEmpty() || isPlaceholder(value))
        return {};
    const bool metric = kind == "metric"_L1;
    if (metric && (id == "value"_L1 || id == "lower"_L1 || id == "upper"_L1))
        return figureProblem(value);
    bool ok = false;
    if (id == "n"_L1 && metric && (value.toLongLong(&ok) < 1 || !ok))
        return CardFieldText::tr("This must be a whole number above zero.");
    if (id == "digest"_L1 && value.startsWith("sha256:"_L1) && !parseDigest(value))
        return CardFieldText::tr("This must be sha256: and 64 hexadecimal digits.");
    if (id == "url"_L1 && (value.contains(u' ') || value.startsWith("javascript:"_L1, Qt::CaseInsensitive)))
        return CardFieldText::tr("This is not an address.");
    return {};
}

QString placeholderNote(const QString &value)
{
    return !value.trimmed().isEmpty() && isPlaceholder(value.trimmed())
        ? CardFieldText::tr("Counts as missing: it only says that something is to be written.")
        : QString();
}

} // namespace countersign

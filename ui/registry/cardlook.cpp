// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/registry/cardlook.h"

#include "formats/cards/cardlabels.h"
#include "ui/widgets/safetext.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPixmap>

namespace countersign::registry {

using namespace Qt::StringLiterals;

namespace {

QString cardTr(const char *text)
{
    return QCoreApplication::translate("Card", text);
}

struct KindName
{
    const char *kind, *many, *one;
};
constexpr KindName kindNames[] = {
    {"metric", QT_TRANSLATE_NOOP("Card", "Metrics"), QT_TRANSLATE_NOOP("Card", "metric")},
    {"dataset", QT_TRANSLATE_NOOP("Card", "Datasets"), QT_TRANSLATE_NOOP("Card", "dataset")},
    {"assessment", QT_TRANSLATE_NOOP("Card", "Fairness assessments"), QT_TRANSLATE_NOOP("Card", "assessment")},
    {"risk", QT_TRANSLATE_NOOP("Card", "Risks"), QT_TRANSLATE_NOOP("Card", "risk")},
    {"party", QT_TRANSLATE_NOOP("Card", "People and organisations"), QT_TRANSLATE_NOOP("Card", "person or organisation")},
    {"hyperparameter", QT_TRANSLATE_NOOP("Card", "Hyperparameters"), QT_TRANSLATE_NOOP("Card", "hyperparameter")},
    {"training_metric", QT_TRANSLATE_NOOP("Card", "Training metrics"), QT_TRANSLATE_NOOP("Card", "training metric")},
    {"threshold", QT_TRANSLATE_NOOP("Card", "Thresholds"), QT_TRANSLATE_NOOP("Card", "threshold")},
    {"file", QT_TRANSLATE_NOOP("Card", "Files"), QT_TRANSLATE_NOOP("Card", "file")},
    {"hash", QT_TRANSLATE_NOOP("Card", "Hashes"), QT_TRANSLATE_NOOP("Card", "hash")},
    {"citation", QT_TRANSLATE_NOOP("Card", "Citations"), QT_TRANSLATE_NOOP("Card", "citation")},
    {"reference", QT_TRANSLATE_NOOP("Card", "References"), QT_TRANSLATE_NOOP("Card", "reference")},
    {"energy", QT_TRANSLATE_NOOP("Card", "Energy"), QT_TRANSLATE_NOOP("Card", "energy figure")},
    {"input", QT_TRANSLATE_NOOP("Card", "Inputs"), QT_TRANSLATE_NOOP("Card", "input")},
    {"output", QT_TRANSLATE_NOOP("Card", "Outputs"), QT_TRANSLATE_NOOP("Card", "output")},
    {"evaluation", QT_TRANSLATE_NOOP("Card", "Evaluations"), QT_TRANSLATE_NOOP("Card", "evaluation")},
    {"graphic", QT_TRANSLATE_NOOP("Card", "Pictures, by digest"), QT_TRANSLATE_NOOP("Card", "picture")},
    {"property", QT_TRANSLATE_NOOP("Card", "Properties"), QT_TRANSLATE_NOOP("Card", "property")},
};

const KindName *nameOfKind(const QString &kind)
{
    for (const KindName &name : kindNames) {
        if (kind == QLatin1String(name.kind))
            return &name;
    }
    return nullptr;
}

} // namespace

QStringList sectionsInReadingOrder(const CardContent &card, const QMap<QString, QStringList> &asked)
{
    QStringList out{u"intendedUses"_s, u"outOfScope"_s};
    const qsizetype counted = cardSections().size();
    const QList<CardSectionInfo> &all = allCardSections();
    for (qsizetype i = 0; i < all.size(); ++i) {
        const QString &id = all[i].id;
        if (!out.contains(id) && (i < counted || card.section(id) || asked.contains(id)))
            out.append(id);
    }
    return out;
}

QString sectionTitle(const QString &id)
{
    const CardSectionInfo *info = cardSectionInfo(id);
    return info ? QCoreApplication::translate("CardSection", info->title.toUtf8().constData()) : id;
}

QString askedSentence(const QStringList &askedBy)
{
    //: under a section of a card; %1 are names of policies
    return askedBy.isEmpty() ? QString() : cardTr("asked for by %1").arg(askedBy.join(u", "_s));
}

ChipSpec sectionChip(bool filled, const QStringList &askedBy)
{
    if (filled)
        //: a section of a card that says something
        return chipFor(ChipState::Met, cardTr("filled"));
    if (!askedBy.isEmpty())
        //: a section of a card that a policy asks for
        return chipFor(ChipState::Failed, cardTr("missing, required"));
    return chipFor(ChipState::Missing);
}

ChipSpec changeChip(CardChange change)
{
    switch (change) {
    case CardChange::Added:
        return {ChipShape::Check, Tone::Positive, cardTr("added")};
    case CardChange::Removed:
        return {ChipShape::Minus, Tone::Negative, cardTr("removed")};
    case CardChange::Changed:
        return {ChipShape::DiamondFilled, Tone::Caution, cardTr("changed")};
    case CardChange::Same:
        break;
    }
    return {ChipShape::Circle, Tone::Neutral, cardTr("same")};
}

QString sourceWords(const QString &source, const QMap<QString, QString> &evaluations)
{
    if (source == "registry"_L1)
        return cardTr("from the registry");
    if (!source.startsWith("evaluation "_L1))
        return visibleText(source);
    const QString rest = source.mid(11);
    const QString id = rest.section(u" · "_s, 0, 0), what = rest.section(u" · "_s, 1);
    const QString title = evaluations.value(id);
    //: where a figure in a card comes from; %1 is the evaluation, %2 task and metric
    return cardTr("evaluation “%1” · %2").arg(visibleText(title.isEmpty() ? id : title), visibleText(what));
}

QString foundWords(const CardContent::Section &section, const QMap<QString, QString> &evaluations)
{
    if (!section.textSource.isEmpty())
        return sourceWords(section.textSource, evaluations);
    if (section.foundUnder.isEmpty())
        return {};
    //: %1 is a heading of the imported file; the importer judged by the heading alone
    return cardTr("found under “%1”, not verified").arg(visibleText(section.foundUnder.simplified().left(120)));
}

QString kindTitle(const QString &kind)
{
    const KindName *name = nameOfKind(kind);
    return name ? cardTr(name->many) : visibleText(cardLabel(kind));
}

QString kindWord(const QString &kind)
{
    const KindName *name = nameOfKind(kind);
    return name ? cardTr(name->one) : visibleText(cardLabel(kind).toLower());
}

QIcon shapeIcon(const ChipSpec &chip, qreal ratio)
{
    QPixmap mark(QSize(16, 16) * ratio);
    mark.setDevicePixelRatio(ratio);
    mark.fill(Qt::transparent);
    QPainter painter(&mark);
    painter.setRenderHint(QPainter::Antialiasing);
    paintShape(&painter, QRectF(4, 4, 9, 9), chip.shape, Theme::current().color(textRole(chip.tone)));
    painter.end();
    return QIcon(mark);
}

QString cardStatusWord(Card::Status status)
{
    switch (status) {
    case Card::Draft:
        return cardTr("draft");
    case Card::PendingReview:
        return cardTr("pending review");
    case Card::Approved:
        return cardTr("approved");
    case Card::Archived:
        return cardTr("archived");
    }
    return {};
}

QString cardVerbText(const QString &verb)
{
    if (verb == "submit"_L1)
        return cardTr("Submit for review");
    if (verb == "approve"_L1)
        return cardTr("Approve");
    if (verb == "return"_L1)
        return cardTr("Return to its author");
    return cardTr("Archive");
}

} // namespace countersign::registry

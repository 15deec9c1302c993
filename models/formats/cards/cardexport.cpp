// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cardexport.h"

#include "formats/cards/cardwriters.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct FormatInfo
{
    CardFormat format;
    QString name, mediaType, suffix;
};

const QList<FormatInfo> &formatInfos()
{
    static const QList<FormatInfo> infos{
        {CardFormat::HuggingFace, u"huggingface"_s, u"text/markdown"_s, u"README.md"_s},
        {CardFormat::SageMaker, u"sagemaker"_s, u"application/json"_s, u"sagemaker.json"_s},
        {CardFormat::CycloneDx17, u"cyclonedx"_s, u"application/vnd.cyclonedx+json"_s, u"cdx.json"_s},
        {CardFormat::CycloneDx16, u"cyclonedx-1.6"_s, u"application/vnd.cyclonedx+json"_s, u"cdx.json"_s},
        {CardFormat::Spdx3, u"spdx"_s, u"application/spdx+json"_s, u"spdx.json"_s},
        {CardFormat::ModelCardToolkit, u"mct"_s, u"application/json"_s, u"mct.json"_s},
        {CardFormat::Html, u"html"_s, u"text/html"_s, u"card.html"_s},
        {CardFormat::Json, u"json"_s, u"application/json"_s, u"card.json"_s},
    };
    return infos;
}

bool keepsRest(CardFormat format)
{
    return format != CardFormat::ModelCardToolkit;
}

Result<QByteArray> written(CardDraft &draft, const CardContent &card, CardFormat format, const CardFacts &facts)
{
    switch (format) {
    case CardFormat::HuggingFace:
        return writeHuggingFace(draft, facts);
    case CardFormat::SageMaker:
        return writeSageMaker(draft, facts);
    case CardFormat::CycloneDx16:
        return writeCycloneDx(draft, facts, u"1.6"_s);
    case CardFormat::CycloneDx17:
        return writeCycloneDx(draft, facts, u"1.7"_s);
    case CardFormat::Spdx3:
        return writeSpdx(draft, facts);
    case CardFormat::ModelCardToolkit:
        return writeModelCardToolkit(draft, facts);
    case CardFormat::Html:
        return writeHtml(card);
    case CardFormat::Json:
        return prettyJson(card.toJson());
    }
    return Error{Error::Code::Unsupported, QCoreApplication::translate("CardExport", "There is no such format.")};
}

QString fileNameOf(const CardContent &card, const FormatInfo &info)
{
    const CardContent::Section *identity = card.section(u"identity");
    QString name = identity ? identity->value(u"model_name") : QString();
    name.replace(QRegularExpression(u"[^A-Za-z0-9._-]+"_s), u"-"_s);
    if (info.format == CardFormat::HuggingFace)
        return info.suffix;
    return name.isEmpty() ? info.suffix : name.left(80) + u'.' + info.suffix;
}

} // namespace

Result<CardExport> exportCard(const CardContent &card, CardFormat format, const CardFacts &facts)
{
    const CardContent whole = autofill(card, facts);
    CardDraft draft(whole, keepsRest(format));
    draft.losePictures();
    const Result<QByteArray> bytes = written(draft, whole, format, facts);
    if (!bytes)
        return bytes.error();
    if (format == CardFormat::ModelCardToolkit)
        draft.loseRest(u"Model Card Toolkit"_s);
    const auto info = std::find_if(formatInfos().begin(), formatInfos().end(), [&](const auto &it) { return it.format == format; });
    return CardExport{*bytes, info->mediaType, fileNameOf(whole, *info), draft.losses()};
}

QStringList cardFormatNames()
{
    QStringList out;
    for (const FormatInfo &info : formatInfos())
        out.append(info.name);
    return out;
}

Result<CardFormat> cardFormatFromName(const QString &name)
{
    for (const FormatInfo &info : formatInfos()) {
        if (info.name == name || (info.format == CardFormat::CycloneDx17 && name == u"cyclonedx-1.7"))
            return info.format;
    }
    return Error{Error::Code::Invalid, QCoreApplication::translate("CardExport", "There is no format “%1”; the known ones are %2.")
                                           .arg(name, cardFormatNames().join(u", "_s))};
}

} // namespace countersign

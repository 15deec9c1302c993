// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands.h"

#include "context.h"
#include "lookup.h"
#include "understand.h"
#include "base/json.h"
#include "documents/cardpdf.h"
#include "formats/cardexport.h"

#include <QFileInfo>

#include <cstdio>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// A card and what the registry knows beside it.
struct ExportSource
{
    CardContent card;
    CardFacts facts;
};

Result<CardContent> cardOf(Session &server, const QString &version)
{
    const auto cards = server.list(u"card"_s, {{u"version"_s, version}});
    if (!cards)
        return cards.error();
    std::optional<Card> latest;
    for (const Record &record : *cards) {
        const auto card = decode<Card>(record.body);
        if (card && card->status != Card::Archived && (!latest || card->importedAt > latest->importedAt))
            latest = *card;
    }
    // Without a card the registry alone speaks: a beginning, and every field says where it is from.
    if (!latest)
        return CardContent();
    const auto blob = server.blob(latest->content);
    if (!blob)
        return blob.error();
    const auto json = parseJson(*blob);
    if (!json)
        return json.error();
    return CardContent::fromJson(json->toObject());
}

Result<ExportSource> fromServer(Session &server, const QString &model, const QString &version)
{
    const QString key = model + u'/' + version;
    const auto registered = recordOf<Version>(server, u"version"_s, key);
    if (!registered)
        return registered.error();
    const auto known = recordOf<Model>(server, u"model"_s, model);
    if (!known)
        return known.error();
    const auto records = server.list(u"evaluation"_s, {{u"version"_s, key}});
    if (!records)
        return records.error();
    QList<std::pair<QString, Evaluation>> evaluations;
    for (const Record &record : *records) {
        if (const auto evaluation = decode<Evaluation>(record.body))
            evaluations.append({record.id, *evaluation});
    }
    const auto card = cardOf(server, key);
    if (!card)
        return card.error();
    return ExportSource{*card, cardFacts(*known, *registered, evaluations)};
}

Result<ExportSource> fromFile(const QString &path, const QString &format)
{
    const auto understood = understandFile(path, format);
    if (!understood)
        return understood.error();
    const auto *card = std::get_if<CardContent>(&*understood);
    if (!card)
        return Error{Error::Code::Invalid, u"%1 is an evaluation, not a card."_s.arg(path)};
    return ExportSource{*card, {}};
}

QString kindText(CardLoss::Kind kind)
{
    return kind == CardLoss::Kind::Lost ? u"lost"_s : kind == CardLoss::Kind::Shortened ? u"shortened"_s : u"moved"_s;
}

/// What does not arrive goes to stderr, whatever goes to stdout.
void tellLosses(const QList<CardLoss> &losses)
{
    for (const CardLoss &loss : losses)
        std::fputs(qPrintable(safeLine(u"%1: %2/%3: %4"_s.arg(kindText(loss.kind), loss.section, loss.field, loss.sentence)) + u'\n'), stderr);
}

QJsonArray lossesJson(const QList<CardLoss> &losses)
{
    QJsonArray out;
    for (const CardLoss &loss : losses)
        out.append(QJsonObject{{u"kind"_s, kindText(loss.kind)}, {u"section"_s, loss.section}, {u"field"_s, loss.field}, {u"sentence"_s, loss.sentence}});
    return out;
}

/// For people instead of programs: the card with what the registry adds to it, on paper.
int printCard(Context &context, const Invocation &given, const ExportSource &source, const QDateTime &now)
{
    PaperOptions options;
    options.created = now;
    options.software = u"Countersign %1"_s.arg(QStringLiteral(COUNTERSIGN_VERSION));
    CardPaper paper;
    const bool file = given.has(u"from"_s);
    paper.version = file ? QFileInfo(given.value(u"from"_s)).fileName() : given.argument(0) + u'/' + given.argument(1);
    paper.digest = source.card.rawDigest;
    const auto pdf = cardPdf(autofill(source.card, source.facts), paper, options);
    if (!pdf)
        return context.out.fail(pdf.error());
    const QString path = given.value(u"output"_s);
    if (const auto written = writeFile(path, *pdf); !written)
        return context.out.fail(written.error());
    context.out.json(QJsonObject{{u"file"_s, path}, {u"bytes"_s, pdf->size()}, {u"mediaType"_s, u"application/pdf"_s}});
    context.out.line(u"Wrote %1 (%2 bytes)."_s.arg(path).arg(pdf->size()));
    return ExitDone;
}

int exportCardCommand(Context &context, const Invocation &given)
{
    const bool file = given.has(u"from"_s);
    if (file == !given.arguments().isEmpty() || (!file && given.arguments().size() != 2))
        return context.out.fail(ExitUsage, u"'export card' needs MODEL and VERSION, or --from FILE."_s);
    const bool pdf = given.value(u"format"_s) == "pdf"_L1;
    const auto format = pdf ? Result<CardFormat>(CardFormat::Html) : cardFormatFromName(given.value(u"format"_s));
    if (!format)
        return context.out.fail(ExitUsage, format.error().text);
    if (!file && !context.session())
        return context.noServer();
    auto source = file ? fromFile(given.value(u"from"_s), given.value(u"as"_s)) : fromServer(*context.session(), given.argument(0), given.argument(1));
    if (!source)
        return context.out.fail(source.error());
    const auto now = judgedTime(given);
    if (!now)
        return context.out.fail(now.error());
    source->facts.exportedAt = *now;
    if (pdf)
        return printCard(context, given, *source, *now);
    const auto made = exportCard(source->card, *format, source->facts);
    if (!made)
        return context.out.fail(made.error());
    const QString path = given.value(u"output"_s);
    if (const auto written = writeFile(path, made->bytes); !written)
        return context.out.fail(written.error());
    tellLosses(made->lost);
    context.out.json(QJsonObject{{u"file"_s, path}, {u"bytes"_s, made->bytes.size()}, {u"mediaType"_s, made->mediaType}, {u"lost"_s, lossesJson(made->lost)}});
    context.out.line(u"Wrote %1 (%2 bytes); %3."_s.arg(path).arg(made->bytes.size())
                         .arg(made->lost.isEmpty() ? u"nothing is lost"_s : counted(made->lost.size(), u"thing"_s) + u" do not arrive as they are, see above"_s));
    return ExitDone;
}

} // namespace

QList<CommandSpec> cardExportCommands()
{
    CommandSpec card{u"export card"_s, u"Write a version's model card in another tool's format."_s,
             {{u"MODEL"_s, u"The model's name."_s, true}, {u"VERSION"_s, u"The version's label."_s, true}},
             {{u"format"_s, u"FORMAT"_s, u"One of %1."_s.arg((cardFormatNames() + QStringList{u"pdf"_s}).join(u", "_s)), true},
              {u"output"_s, u"FILE"_s, u"Where to write it."_s, true, false, u'o'},
              {u"from"_s, u"FILE"_s, u"Convert this card file instead; no server is asked."_s},
              {u"as"_s, u"FORMAT"_s, u"Read the file as this format instead of finding out."_s},
              nowOption()},
             u"What the format cannot say is listed on stderr. What the card does not say is filled in from the registry and its evaluations, marked as such."_s,
             exportCardCommand};
    card.needsFonts = true;
    return {card};
}

} // namespace countersign

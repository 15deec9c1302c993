// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/kinds/evidence.h"

namespace countersign {

using namespace Qt::StringLiterals;

template <>
const Shape &shapeOf<Headline>()
{
    static const Shape shape = ShapeBuilder<Headline>(u"headline"_s, u"One figure of an evaluation."_s)
        .add(u"task"_s, &Headline::task, Field().max(400))
        .add(u"metric"_s, &Headline::metric, Field().max(400))
        .add(u"value"_s, &Headline::value, Field().range(-1e300, 1e300))
        .add(u"low"_s, &Headline::low, Field().range(-1e300, 1e300))
        .add(u"high"_s, &Headline::high, Field().range(-1e300, 1e300))
        .add(u"n"_s, &Headline::n, Field())
        .add(u"unit"_s, &Headline::unit, Field())
        .add(u"direction"_s, &Headline::direction, Field());
    return shape;
}

template <>
const Shape &shapeOf<Evaluation>()
{
    static const Shape shape = ShapeBuilder<Evaluation>(u"evaluation"_s, u"One imported evaluation file of a version."_s)
        .add(u"version"_s, &Evaluation::version, Field().required().fixed().column().searched().format(TextFormat::Name).refersTo(u"version"_s))
        .add(u"title"_s, &Evaluation::title, Field().column().searched())
        .add(u"format"_s, &Evaluation::format, Field().column().serverSet())
        .add(u"formatVersion"_s, &Evaluation::formatVersion, Field().serverSet())
        .add(u"tool"_s, &Evaluation::tool, Field().column().searched().serverSet())
        .add(u"toolVersion"_s, &Evaluation::toolVersion, Field().serverSet())
        .add(u"completeness"_s, &Evaluation::completeness, Field().column().serverSet()
             .help(u"Anything but complete cannot pass a requirement."_s))
        .add(u"subjectModel"_s, &Evaluation::subjectModel, Field().max(1000).searched().serverSet().help(u"The model as the file names it."_s))
        .add(u"subjectDigest"_s, &Evaluation::subjectDigest, Field().serverSet())
        .add(u"measuredAt"_s, &Evaluation::measuredAt, Field().column().serverSet())
        .add(u"categories"_s, &Evaluation::categories, Field().serverSet())
        .add(u"resultCount"_s, &Evaluation::resultCount, Field().column().serverSet())
        .add(u"failureCount"_s, &Evaluation::failureCount, Field().serverSet())
        .add(u"warningCount"_s, &Evaluation::warningCount, Field().serverSet())
        .add(u"headline"_s, &Evaluation::headline, Field().max(12).serverSet())
        .add(u"report"_s, &Evaluation::report, Field().serverSet().format(TextFormat::Digest).help(u"Blob of the normalised report."_s))
        .add(u"raw"_s, &Evaluation::raw, Field().required().fixed().format(TextFormat::Digest).help(u"Blob of the file as it was."_s))
        .add(u"rawBytes"_s, &Evaluation::rawBytes, Field().serverSet())
        .add(u"fileName"_s, &Evaluation::fileName, Field().max(400).searched())
        .add(u"importedBy"_s, &Evaluation::importedBy, Field().column().serverSet().refersTo(u"person"_s))
        .add(u"importedAt"_s, &Evaluation::importedAt, Field().column().serverSet())
        .add(u"withdrawn"_s, &Evaluation::withdrawn, Field().column().help(u"Kept and shown, but no longer evidence."_s));
    return shape;
}

template <>
const Shape &shapeOf<Card>()
{
    static const Shape shape = ShapeBuilder<Card>(u"card"_s, u"The model card of a version."_s)
        .add(u"version"_s, &Card::version, Field().required().fixed().column().searched().format(TextFormat::Name).refersTo(u"version"_s))
        .add(u"status"_s, &Card::status, Field().column().serverSet())
        .add(u"format"_s, &Card::format, Field().serverSet())
        .add(u"sectionCount"_s, &Card::sectionCount, Field().serverSet())
        .add(u"missing"_s, &Card::missing, Field().serverSet())
        .add(u"warningCount"_s, &Card::warningCount, Field().serverSet())
        .add(u"content"_s, &Card::content, Field().serverSet().format(TextFormat::Digest).help(u"Blob of the normalised card."_s))
        .add(u"raw"_s, &Card::raw, Field().required().format(TextFormat::Digest).help(u"Blob of the source as it was."_s))
        .add(u"rawBytes"_s, &Card::rawBytes, Field().serverSet())
        .add(u"fileName"_s, &Card::fileName, Field().max(400))
        .add(u"author"_s, &Card::author, Field().column().serverSet().refersTo(u"person"_s))
        .add(u"importedAt"_s, &Card::importedAt, Field().column().serverSet());
    return shape;
}

template <>
const Shape &shapeOf<Decision>()
{
    static const Shape shape = ShapeBuilder<Decision>(u"decision"_s, u"Why something was decided the way it was."_s)
        .add(u"model"_s, &Decision::model, Field().required().fixed().column().searched().format(TextFormat::Slug).refersTo(u"model"_s))
        .add(u"versions"_s, &Decision::versions, Field().format(TextFormat::Name).refersTo(u"version"_s))
        .add(u"title"_s, &Decision::title, Field().required().column().searched())
        .add(u"status"_s, &Decision::status, Field().column())
        .add(u"context"_s, &Decision::context, Field().prose().searched())
        .add(u"options"_s, &Decision::options, Field().prose())
        .add(u"tradeOffs"_s, &Decision::tradeOffs, Field().prose())
        .add(u"decision"_s, &Decision::decision, Field().required().prose().searched())
        .add(u"consequences"_s, &Decision::consequences, Field().prose())
        .add(u"knownLimits"_s, &Decision::knownLimits, Field().prose())
        .add(u"supersededBy"_s, &Decision::supersededBy, Field().format(TextFormat::Id).refersTo(u"decision"_s))
        .add(u"author"_s, &Decision::author, Field().column().serverSet().refersTo(u"person"_s))
        .add(u"decidedAt"_s, &Decision::decidedAt, Field().column());
    return shape;
}

} // namespace countersign

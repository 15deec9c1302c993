// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plans/reviewsetdata.h"

#include "base/json.h"
#include "domain/kinds/evidence.h"
#include "ui/widgets/safetext.h"

#include <QByteArrayMatcher>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 mostSources = 400;

Result<EvaluationReport> reviewReport(ReadSession &session, const QString &digest)
{
    const auto bytes = session.blob(digest);
    const auto json = bytes ? parseJson(*bytes) : Result<QJsonValue>(bytes.error());
    return json ? EvaluationReport::fromJson(json->toObject()) : Result<EvaluationReport>(json.error());
}

void addAgreed(ReadSession &session, ReviewSetData &out)
{
    const auto evaluation = session.get<Evaluation>(out.set.evaluation);
    if (!evaluation)
        return;
    const auto report = reviewReport(session, evaluation->report);
    if (!report) {
        out.missingReport = evaluation->report;
        return;
    }
    static const QStringList measures{u"percent_agreement"_s, u"cohens_kappa"_s, u"fleiss_kappa"_s, u"krippendorffs_alpha"_s};
    for (const auto &metric : report->results) {
        if (!measures.contains(metric.metric))
            continue;
        ReviewSetData::Agreed agreed{metric.task, metric.metric, metric.value, {}, {}, metric.n.value_or(0)};
        if (metric.interval) {
            agreed.low = metric.interval->low;
            agreed.high = metric.interval->high;
        }
        out.agreed.append(agreed);
    }
}

QString displayNameOf(ReadSession &session, const QString &person)
{
    const auto found = session.record(u"person"_s, person);
    return visibleText(found ? found->body.value(u"displayName"_s).toString(person) : person);
}

} // namespace

bool ReviewSetData::isBlindFor(const QString &person) const
{
    return set.blind && set.status == ReviewSet::Open && set.createdBy != person && set.raters.contains(person);
}

qint64 ReviewSetData::open() const
{
    qint64 out = 0;
    for (const QString &rater : set.raters)
        out += set.itemCount - rated.value(rater);
    return out;
}

Result<ReviewSetData> loadReviewSet(ReadSession &session, const QString &id, const QDateTime &now)
{
    const auto record = session.record(u"reviewset"_s, id);
    if (!record)
        return record.error();
    const auto set = decode<ReviewSet>(record->body);
    if (!set)
        return set.error();
    ReviewSetData out;
    out.id = id;
    out.revision = record->revision;
    out.set = *set;
    out.at = now;
    if (const auto model = session.record(u"model"_s, set->version.section(u'/', 0, 0)); model.ok())
        out.modelOwner = model->body.value(u"owner"_s).toString();
    if (const auto source = session.record(u"evaluation"_s, set->source); source.ok())
        out.sourceTitle = visibleText(source->body.value(u"title"_s).toString(source->body.value(u"fileName"_s).toString()));
    out.names.insert(set->createdBy, displayNameOf(session, set->createdBy));
    for (const QString &rater : set->raters) {
        out.names.insert(rater, displayNameOf(session, rater));
        const auto count = session.count({u"rating"_s, {ListFilter::is(u"reviewSet"_s, id), ListFilter::is(u"rater"_s, rater)}, {}, {}});
        out.rated.insert(rater, count.ok() ? *count : 0);
    }
    if (!set->evaluation.isEmpty())
        addAgreed(session, out);
    return out;
}

Result<RatingData> loadRating(ReadSession &session, const QString &set, const QString &person)
{
    const auto found = session.get<ReviewSet>(set);
    if (!found)
        return found.error();
    RatingData out;
    out.id = set;
    out.set = *found;
    const auto bytes = session.blob(found->items);
    if (bytes) {
        const auto json = parseJson(*bytes);
        const auto items = json ? reviewItemsFromJson(json->toArray()) : Result<QList<ReviewItem>>(json.error());
        if (!items)
            return items.error();
        out.items = *items;
    } else if (bytes.error().code == Error::Code::NotFound) {
        out.missingItems = found->items;
    } else {
        return bytes.error();
    }
    const auto ratings = session.records({u"rating"_s, {ListFilter::is(u"reviewSet"_s, set), ListFilter::is(u"rater"_s, person)}, {}, {u"seq"_s, false}});
    for (const Record &record : ratings ? *ratings : QList<Record>()) {
        if (const auto rating = decode<Rating>(record.body); rating.ok())
            out.mine.insert(rating->item, {*rating, record.revision});
    }
    return out;
}

/// Whether a report keeps samples or examples is asked of its text: reading hundreds of reports for it would take long.
Result<ReviewChoices> loadReviewChoices(ReadSession &session)
{
    ReviewChoices out;
    const auto evaluations = session.records({u"evaluation"_s, {ListFilter::is(u"withdrawn"_s, 0)}, {}, {u"importedAt"_s, true}}, mostSources);
    if (!evaluations)
        return evaluations.error();
    const QByteArrayMatcher samples("\"samples\":[{");
    const QByteArrayMatcher examples("\"examples\":[{");
    for (const Record &record : *evaluations) {
        const auto evaluation = decode<Evaluation>(record.body);
        if (!evaluation)
            continue;
        const auto bytes = session.blob(evaluation->report);
        if (!bytes)
            continue;
        ReviewChoices::Source source{record.id, evaluation->version, visibleText(evaluation->title.isEmpty() ? evaluation->fileName : evaluation->title),
                                     samples.indexIn(*bytes) >= 0, examples.indexIn(*bytes) >= 0, evaluation->importedAt};
        if (source.samples || source.examples)
            out.sources.append(source);
        if (session.stop().stop_requested())
            return {Error::Code::Cancelled, u"Cancelled."_s};
    }
    const auto people = session.records({u"person"_s, {}, {}, {u"displayName"_s, false}});
    for (const Record &record : people ? *people : QList<Record>()) {
        const auto person = decode<Person>(record.body);
        if (person.ok() && person->active && !person->name.startsWith("countersign."_L1))
            out.people.append(*person);
    }
    return out;
}

} // namespace countersign

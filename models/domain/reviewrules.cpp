// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/reviewrules.h"

#include "domain/strictobject.h"

#include <QJsonArray>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// SplitMix64 (S. Vigna): the same numbers on every machine, which the standard library's distributions do not promise.
class Draw
{
public:
    explicit Draw(quint64 seed) : m_state(seed) {}
    quint64 below(quint64 count)
    {
        // Numbers from the uneven rest at the top are thrown away, so that every item is equally likely.
        const quint64 most = ~quint64(0) - ~quint64(0) % count;
        quint64 number = next();
        while (number >= most)
            number = next();
        return number % count;
    }

private:
    quint64 next()
    {
        quint64 z = m_state += 0x9e3779b97f4a7c15u;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    quint64 m_state;
};

QList<ReviewItem> itemsOf(const EvaluationReport &report, const QString &from)
{
    QList<ReviewItem> out;
    if (from != "failures"_L1) {
        for (const auto &sample : report.samples)
            out.append({{}, sample.task, sample.input, sample.output, sample.expected, sample.id});
    }
    if (from == "samples"_L1)
        return out;
    for (const auto &failure : report.failures) {
        for (const auto &example : failure.examples)
            out.append({{}, failure.task, example.input, example.output, example.expected, example.id});
    }
    return out;
}

} // namespace

QJsonArray reviewItemsToJson(const QList<ReviewItem> &items)
{
    QJsonArray out;
    for (const ReviewItem &item : items) {
        out.append(QJsonObject{{u"id"_s, item.id}, {u"task"_s, item.task}, {u"input"_s, item.input}, {u"output"_s, item.output},
                               {u"expected"_s, item.expected}, {u"sample"_s, item.sample}});
    }
    return out;
}

Result<QList<ReviewItem>> reviewItemsFromJson(const QJsonArray &json)
{
    QList<FieldError> errors;
    QList<ReviewItem> out;
    for (qsizetype i = 0; i < json.size(); ++i) {
        StrictObject in(json.at(i), u"/%1"_s.arg(i), errors);
        out.append({in.text(u"id"_s), in.text(u"task"_s), in.text(u"input"_s), in.text(u"output"_s), in.text(u"expected"_s),
                    in.text(u"sample"_s)});
        in.finish();
    }
    if (!errors.isEmpty())
        return Error{Error::Code::Corrupt, u"The items of the review cannot be read."_s, {}, false, errors};
    return out;
}

Result<QList<ReviewItem>> drawItems(const EvaluationReport &report, const ReviewSet &set)
{
    QList<ReviewItem> all = itemsOf(report, set.drawnFrom);
    if (all.isEmpty())
        return Error{Error::Code::Invalid, u"This evaluation keeps no examples to draw from."_s, {}, false,
                     {{u"/source"_s, u"keeps no examples of this sort."_s}}};
    // The first places of a Fisher–Yates shuffle are a sample without repetition.
    Draw draw(quint64(set.seed));
    const qsizetype count = std::min<qsizetype>(all.size(), set.sampleSize);
    for (qsizetype i = 0; i < count; ++i)
        all.swapItemsAt(i, i + qsizetype(draw.below(quint64(all.size() - i))));
    all.resize(count);
    for (qsizetype i = 0; i < count; ++i)
        all[i].id = u"i%1"_s.arg(i + 1, 3, 10, QChar(u'0'));
    return all;
}

QList<FieldError> reviewSetProblems(const ReviewSet &set)
{
    QList<FieldError> out;
    if (!QStringList{u"samples"_s, u"failures"_s, u"both"_s, QString()}.contains(set.drawnFrom))
        out.append({u"/drawnFrom"_s, u"is one of samples, failures and both."_s});
    if (set.questions.isEmpty())
        out.append({u"/questions"_s, u"A review asks at least one question."_s});
    QStringList ids;
    for (qsizetype i = 0; i < set.questions.size(); ++i) {
        const ReviewQuestion &question = set.questions[i];
        const QString at = u"/questions/%1"_s.arg(i);
        if (ids.contains(question.id))
            out.append({at + u"/id"_s, u"Two questions are called '%1'."_s.arg(question.id)});
        ids.append(question.id);
        QStringList choices = question.choices;
        if (question.scale == ReviewQuestion::Interval) {
            if (question.low >= question.high)
                out.append({at + u"/high"_s, u"The scale's upper end lies above its lower one."_s});
        } else if (choices.size() < 2) {
            out.append({at + u"/choices"_s, u"There are at least two choices."_s});
        } else if (choices.removeDuplicates() > 0) {
            out.append({at + u"/choices"_s, u"A choice stands twice."_s});
        } else if (!question.acceptable.isEmpty() && !choices.contains(question.acceptable)) {
            out.append({at + u"/acceptable"_s, u"is none of the choices."_s});
        }
    }
    if (set.raters.isEmpty())
        out.append({u"/raters"_s, u"Somebody has to rate."_s});
    return out;
}

QList<FieldError> ratingProblems(const ReviewSet &set, const QJsonObject &answers)
{
    QList<FieldError> out;
    QStringList asked;
    for (const ReviewQuestion &question : set.questions) {
        asked.append(question.id);
        const QJsonValue answer = answers.value(question.id);
        if (!answer.isString())
            out.append({u"/answers/"_s + question.id, u"must be answered, as text."_s});
        else if (!answerValue(question, answer.toString()))
            out.append({u"/answers/"_s + question.id, u"'%1' is not on the scale."_s.arg(answer.toString().left(60))});
    }
    for (auto it = answers.begin(); it != answers.end(); ++it) {
        if (!asked.contains(it.key()))
            out.append({u"/answers/"_s + it.key(), u"This question is not asked."_s});
    }
    return out;
}

std::optional<double> answerValue(const ReviewQuestion &question, const QString &answer)
{
    if (question.scale != ReviewQuestion::Interval) {
        const qsizetype place = question.choices.indexOf(answer);
        return place < 0 ? std::nullopt : std::optional(double(place));
    }
    bool ok = false;
    const double value = answer.toDouble(&ok);
    return ok && std::isfinite(value) && value >= question.low && value <= question.high ? std::optional(value) : std::nullopt;
}

bool isAcceptable(const ReviewQuestion &question, const QString &answer)
{
    const auto value = answerValue(question, answer);
    if (!value)
        return false;
    if (question.scale == ReviewQuestion::Interval)
        return *value >= (question.low + question.high) / 2;
    const QString good = question.acceptable.isEmpty() ? question.choices.last() : question.acceptable;
    return question.scale == ReviewQuestion::Nominal ? answer == good : *value >= double(question.choices.indexOf(good));
}

} // namespace countersign

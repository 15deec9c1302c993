// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/evaluations/tradeoffdata.h"

#include "domain/kinds/evidence.h"
#include "domain/kinds/release.h"
#include "domain/kinds/version.h"
#include "ui/evaluations/measured.h"
#include "ui/evaluations/reportread.h"

#include <QCoreApplication>
#include <QSet>

#include <numeric>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace evaluations;

namespace {

constexpr qint64 mostCandidates = 60;
constexpr qint64 mostEvaluations = 10; // of one version
constexpr qint64 mostResultsRead = 300'000; // of all reports together
constexpr qsizetype mostAxes = 400;

struct TradeOffRead
{
    ReadSession &session;
    TradeOffs out;
    QHash<QString, int> axes;
    QHash<int, QSet<int>> having; ///< versions that have an axis
    qint64 results = 0;
};

void addResults(TradeOffRead &read, const EvaluationReport &report, TradeOffs::Candidate &candidate, int number)
{
    for (const Metric &metric : report.results) {
        if (!metric.slice.isEmpty() || !isFinite(metric))
            continue;
        const QString key = resultKey(metric);
        int axis = read.axes.value(key, -1);
        if (axis < 0) {
            axis = int(read.out.axes.size());
            read.axes.insert(key, axis);
            read.out.axes.append({key, resultTitle(metric), metric.direction});
        }
        if (!candidate.values.contains(axis))
            candidate.values.insert(axis, {metric.value, metric.interval, metric.n});
        if (read.out.axes[axis].direction == EvaluationReport::Direction::Unknown)
            read.out.axes[axis].direction = metric.direction;
        read.having[axis].insert(number);
    }
}

void addVersion(TradeOffRead &read, const Record &version)
{
    TradeOffs::Candidate candidate;
    candidate.version = version.id;
    candidate.label = version.id.section(u'/', 1);
    candidate.chosen = version.id == read.out.version;
    const auto records = read.session.records({u"evaluation"_s, {ListFilter::is(u"version"_s, version.id), ListFilter::is(u"withdrawn"_s, 0)}, {},
                                               {u"importedAt"_s, true}}, mostEvaluations);
    const int number = int(read.out.versions.size());
    for (const Record &record : records ? *records : QList<Record>()) {
        const auto evaluation = decode<Evaluation>(record.body);
        if (!evaluation)
            continue;
        if (read.results + evaluation->resultCount > mostResultsRead) {
            read.out.cut = true;
            continue;
        }
        const auto report = readReport(read.session, evaluation->report);
        if (report.ok()) {
            read.results += evaluation->resultCount;
            addResults(read, *report, candidate, number);
        } else if (report.error().code == Error::Code::NotFound) {
            read.out.missingBlobs.append(evaluation->report);
        }
    }
    read.out.versions.append(candidate);
}

void markLive(ReadSession &session, const QString &model, TradeOffs &out)
{
    const auto records = session.records({u"deployment"_s,
                                          {{u"version"_s, ListFilter::Op::AtLeast, {QString(model + u'/')}},
                                           {u"version"_s, ListFilter::Op::AtMost, {QString(model + u'/' + QChar(0xffff))}}},
                                          {},
                                          {}});
    for (const Record &record : records ? *records : QList<Record>()) {
        const auto deployment = decode<Deployment>(record.body);
        if (!deployment || deployment->state != Deployment::Running || deployment->environment != "production"_L1)
            continue;
        for (TradeOffs::Candidate &candidate : out.versions)
            candidate.live = candidate.live || candidate.version == deployment->version;
    }
}

/// Only what can be compared at all, and not more than can be chosen from.
void keepShared(TradeOffRead &read)
{
    QList<TradeOffs::Axis> kept;
    QHash<int, int> moved;
    for (int axis = 0; axis < read.out.axes.size(); ++axis) {
        if (read.having.value(axis).size() < 2)
            continue;
        if (kept.size() >= mostAxes) {
            read.out.cut = true;
            break;
        }
        moved.insert(axis, int(kept.size()));
        kept.append(read.out.axes[axis]);
    }
    for (TradeOffs::Candidate &candidate : read.out.versions) {
        QHash<int, TradeOffs::Value> values;
        for (auto it = candidate.values.cbegin(); it != candidate.values.cend(); ++it) {
            if (moved.contains(it.key()))
                values.insert(moved.value(it.key()), *it);
        }
        candidate.values = values;
    }
    read.out.axes = kept;
}

std::optional<Wanted> wanted(EvaluationReport::Direction direction)
{
    switch (direction) {
    case EvaluationReport::Direction::Higher:
        return Wanted::More;
    case EvaluationReport::Direction::Lower:
        return Wanted::Less;
    default:
        return std::nullopt;
    }
}

} // namespace

Result<TradeOffs> loadTradeOffs(ReadSession &session, const QString &version)
{
    TradeOffRead read{session, {}, {}, {}, 0};
    read.out.version = version;
    const QString model = version.section(u'/', 0, 0);
    const auto versions = session.records({u"version"_s, {ListFilter::is(u"model"_s, model)}, {}, {u"registeredAt"_s, true}}, mostCandidates + 1);
    if (!versions)
        return versions.error();
    read.out.cut = versions->size() > mostCandidates;
    for (const Record &record : versions->first(std::min<qsizetype>(mostCandidates, versions->size()))) {
        if (session.stop().stop_requested())
            return {Error::Code::Cancelled, QCoreApplication::translate("Evaluations", "Cancelled.")};
        addVersion(read, record);
    }
    markLive(session, model, read.out);
    keepShared(read);
    return read.out;
}

std::pair<int, int> usualAxes(const TradeOffs &tradeOffs)
{
    QList<int> counts(tradeOffs.axes.size(), 0);
    for (const TradeOffs::Candidate &candidate : tradeOffs.versions) {
        for (auto it = candidate.values.cbegin(); it != candidate.values.cend(); ++it)
            ++counts[it.key()];
    }
    QList<int> order(tradeOffs.axes.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        const bool first = wanted(tradeOffs.axes[a].direction).has_value(), second = wanted(tradeOffs.axes[b].direction).has_value();
        return first != second ? first : counts[a] > counts[b];
    });
    return {order.value(0, -1), order.value(1, -1)};
}

TradeOffPoints tradeOffPoints(const TradeOffs &tradeOffs, int across, int up)
{
    TradeOffPoints out;
    if (across < 0 || up < 0 || across >= tradeOffs.axes.size() || up >= tradeOffs.axes.size())
        return out;
    QList<TradeOff> points;
    for (int i = 0; i < tradeOffs.versions.size(); ++i) {
        const auto &values = tradeOffs.versions[i].values;
        if (!values.contains(across) || !values.contains(up))
            continue;
        out.versions.append(i);
        points.append({values.value(across).value, values.value(up).value});
    }
    const auto x = wanted(tradeOffs.axes[across].direction), y = wanted(tradeOffs.axes[up].direction);
    if (x && y && across != up)
        out.frontier = paretoFrontier(points, *x, *y);
    return out;
}

} // namespace countersign

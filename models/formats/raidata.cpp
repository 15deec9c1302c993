// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/raidata.h"

#include <algorithm>
#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Metric = EvaluationReport::Metric;
using Node = JsonTree::Node;

namespace {

constexpr std::size_t raiCells = 4'000'000;
constexpr qsizetype raiClasses = 100;
constexpr qsizetype raiCohorts = 500;

enum class Method { Unknown, Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, Includes, Excludes, Range };

/// The names of the saved form ("less and equal") and of the program ("LessThanEqualTo").
Method methodNamed(const QString &name)
{
    static const QHash<QString, Method> names{
        {u"equal"_s, Method::Equal}, {u"notequal"_s, Method::NotEqual}, {u"less"_s, Method::Less}, {u"lessthan"_s, Method::Less},
        {u"lessandequal"_s, Method::LessEqual}, {u"lessthanequalto"_s, Method::LessEqual}, {u"greater"_s, Method::Greater}, {u"greaterthan"_s, Method::Greater},
        {u"greaterandequal"_s, Method::GreaterEqual}, {u"greaterthanequalto"_s, Method::GreaterEqual}, {u"includes"_s, Method::Includes},
        {u"excludes"_s, Method::Excludes}, {u"intherangeof"_s, Method::Range}};
    QString plain = name.toLower();
    plain.remove(u' ');
    return names.value(plain, Method::Unknown);
}

} // namespace

/// One condition on a row.
struct RaiData::Filter
{
    enum class Column { Feature, Index, True, Predicted, Outcome } column = Column::Feature;
    qsizetype feature = 0;
    Method method = Method::Unknown;
    QList<double> numbers;
    QStringList texts;
};

RaiData::Cell RaiData::cellHere(JsonWalk &walk)
{
    JsonReader &json = walk.json();
    Cell out;
    if (json.event() == Event::Number) {
        out.number = json.number();
        return out;
    }
    QString text = json.event() == Event::String ? json.string().left(400) : json.event() == Event::Bool ? (json.boolean() ? u"true"_s : u"false"_s) : QString();
    auto at = m_textIndex.constFind(text);
    if (at == m_textIndex.constEnd()) {
        at = m_textIndex.insert(text, qint32(m_texts.size()));
        m_texts.append(text);
    }
    out.number = std::nan("");
    out.text = *at;
    return out;
}

QString RaiData::textOf(const Cell &cell) const
{
    return cell.text >= 0 ? m_texts.at(cell.text) : QString::number(cell.number, 'g', 15);
}

void RaiData::readLabels(JsonWalk &walk, Labels &into)
{
    into.values.clear();
    walk.elements([&](qint64) { into.values.push_back(cellHere(walk)); });
}

void RaiData::readProbabilities(JsonWalk &walk)
{
    m_probability.clear();
    walk.elements([&](qint64) {
        double second = std::nan("");
        qint64 classes = 0;
        walk.elements([&](qint64 i) {
            classes = i + 1;
            if (i == 1 && walk.json().event() == Event::Number)
                second = walk.json().number();
        });
        m_probability.push_back(classes == 2 ? second : std::nan(""));
    });
}

void RaiData::readFeatures(JsonWalk &walk)
{
    m_cells.clear();
    m_columns = 0;
    walk.elements([&](qint64 row) {
        qsizetype columns = 0;
        walk.elements([&](qint64) {
            ++columns;
            if (m_cells.size() < raiCells)
                m_cells.push_back(cellHere(walk));
            else
                m_tooMany = true;
        });
        if (row == 0)
            m_columns = columns;
        m_ragged |= columns != m_columns;
    });
}

void RaiData::setFeatureNames(const QStringList &names)
{
    if (m_features.isEmpty())
        m_features = names;
}

qint32 RaiData::classOf(const Cell &cell) const
{
    const QString text = textOf(cell);
    const qsizetype named = m_classes.indexOf(text);
    if (named >= 0)
        return qint32(named);
    const bool index = cell.text < 0 && cell.number >= 0 && cell.number < double(m_classes.size()) && cell.number == std::floor(cell.number);
    return index ? qint32(cell.number) : -1;
}

/// Settles which classes there are. False when there are too many, or none.
bool RaiData::findClasses()
{
    if (m_classes.isEmpty()) {
        QSet<QString> seen;
        for (const Labels *labels : {&m_true, &m_predicted}) {
            for (const Cell &cell : labels->values) {
                seen.insert(textOf(cell));
                if (seen.size() > raiClasses)
                    return false;
            }
        }
        m_classes = seen.values();
        m_classes.sort();
    }
    if (m_classes.isEmpty() || m_classes.size() > raiClasses)
        return false;
    for (Labels *labels : {&m_true, &m_predicted}) {
        labels->classes.clear();
        for (const Cell &cell : labels->values)
            labels->classes.push_back(classOf(cell));
    }
    return true;
}

std::optional<std::vector<RaiData::Filter>> RaiData::filtersOf(Node list) const
{
    std::vector<Filter> out;
    for (const Node one : list) {
        Filter filter;
        const QString column = one[u"column"].text();
        filter.method = methodNamed(one[u"method"].text());
        filter.feature = m_features.indexOf(column);
        if (filter.feature < 0 && column == u"Index")
            filter.column = Filter::Column::Index;
        else if (filter.feature < 0 && column == u"True Y")
            filter.column = Filter::Column::True;
        else if (filter.feature < 0 && column == u"Predicted Y")
            filter.column = Filter::Column::Predicted;
        else if (filter.feature < 0 && column == u"Classification outcome" && m_classes.size() == 2)
            filter.column = Filter::Column::Outcome;
        else if (filter.feature < 0 || m_cells.empty() || m_ragged || m_tooMany || filter.feature >= m_columns)
            return {};
        for (const Node argument : one[u"arg"]) {
            filter.texts.append(argument.text());
            filter.numbers.append(argument.number().value_or(std::nan("")));
        }
        const bool listed = filter.method == Method::Includes || filter.method == Method::Excludes;
        if (filter.method == Method::Unknown || filter.texts.isEmpty() || filter.texts.size() > 1000 || (!listed && std::isnan(filter.numbers.first()))
            || (filter.method == Method::Range && filter.numbers.size() < 2))
            return {};
        out.push_back(std::move(filter));
    }
    return out;
}

QString RaiData::outcome(qsizetype row) const
{
    const qint32 actual = m_true.classes[std::size_t(row)], predicted = m_predicted.classes[std::size_t(row)];
    if (actual < 0 || predicted < 0)
        return {};
    return (actual == predicted ? u"True "_s : u"False "_s) + (predicted == 1 ? u"positive"_s : u"negative"_s);
}

bool RaiData::holds(const Filter &filter, qsizetype row) const
{
    Cell cell;
    QString text;
    if (filter.column == Filter::Column::Index) {
        cell.number = double(row);
    } else if (filter.column == Filter::Column::Outcome) {
        text = outcome(row);
        cell.number = std::nan("");
    } else if (filter.column == Filter::Column::Feature) {
        cell = m_cells[std::size_t(row * m_columns + filter.feature)];
    } else {
        const Labels &labels = filter.column == Filter::Column::True ? m_true : m_predicted;
        cell = labels.values[std::size_t(row)];
        const qint32 label = labels.classes.empty() ? -1 : labels.classes[std::size_t(row)];
        text = label >= 0 ? m_classes.at(label) : QString();
    }
    const auto listed = [&] { return filter.texts.contains(textOf(cell)) || (!text.isEmpty() && filter.texts.contains(text)); };
    const double limit = filter.numbers.first();
    switch (filter.method) {
    case Method::Equal:
        return cell.number == limit;
    case Method::NotEqual:
        return cell.number != limit;
    case Method::Less:
        return cell.number < limit;
    case Method::LessEqual:
        return cell.number <= limit;
    case Method::Greater:
        return cell.number > limit;
    case Method::GreaterEqual:
        return cell.number >= limit;
    case Method::Includes:
        return listed();
    case Method::Excludes:
        return !listed();
    case Method::Range:
        return cell.number >= limit && cell.number <= filter.numbers.at(1);
    case Method::Unknown:
        break;
    }
    return false;
}

void RaiData::finish(ReportDraft &draft)
{
    if (!any())
        return;
    if (m_true.values.size() != m_predicted.values.size()) {
        draft.report.completeness = EvaluationReport::Completeness::Partial;
        draft.warnings.add(u"contradiction"_s, tr("There are %1 labels and %2 predictions; nothing was counted of them.").arg(m_true.values.size()).arg(m_predicted.values.size()));
        return;
    }
    if (!m_regression && !findClasses()) {
        draft.warnings.add(u"leftOut"_s, tr("The labels are of more than %1 kinds; they were not counted.").arg(raiClasses));
        return;
    }
    draft.warnings.add(u"computedHere"_s, tr("The file holds %1 labels and predictions; what is shown of them for everybody and for the cohorts is counted here.").arg(m_true.values.size()));
    count(draft, {}, {});
    addCalibration(draft);
    if (qsizetype(m_cohorts.size()) > raiCohorts)
        draft.warnings.add(u"leftOut"_s, tr("More than %1 cohorts; the rest was left out.").arg(raiCohorts));
    for (qsizetype i = 0; i < std::min(raiCohorts, qsizetype(m_cohorts.size())); ++i) {
        const Cohort &cohort = m_cohorts[std::size_t(i)];
        if (const auto filters = filtersOf(cohort.filters.root()))
            count(draft, {{u"cohort"_s, cohort.name}}, *filters);
        else
            draft.warnings.add(u"notUnderstood"_s, tr("The cohort “%1” could not be counted: a condition is unknown or its column is not in the file.").arg(cohort.name),
                               cohort.filters.root().pointer());
    }
}

void RaiData::count(ReportDraft &draft, const QList<EvaluationReport::SliceTerm> &slice, const std::vector<Filter> &filters)
{
    if (m_regression)
        return countErrors(draft, slice, filters);
    const qsizetype rows = qsizetype(m_true.values.size());
    ConfusionCounts counts(m_classes.size());
    for (qsizetype row = 0; row < rows; ++row) {
        if (!filters.empty() && std::size_t((row + 1) * m_columns) > m_cells.size() && !m_cells.empty())
            break;
        if (std::all_of(filters.begin(), filters.end(), [&](const Filter &filter) { return holds(filter, row); }))
            counts.add(m_true.classes[std::size_t(row)], m_predicted.classes[std::size_t(row)]);
    }
    if (counts.leftOut() > 0)
        draft.warnings.add(u"notUnderstood"_s, tr("%1 labels are none of the classes and were left out.").arg(counts.leftOut()));
    countClasses(draft, slice, counts);
}

void RaiData::countClasses(ReportDraft &draft, const QList<EvaluationReport::SliceTerm> &slice, const ConfusionCounts &counts)
{
    const auto add = [&](const QString &name, ConfusionCounts::Share share) {
        Metric metric;
        metric.metric = name;
        metric.slice = slice;
        metric.category = slice.isEmpty() ? EvaluationReport::Category::Accuracy : EvaluationReport::Category::Fairness;
        metric.n = share.of;
        if (share.of > 0)
            ReportDraft::setComputed(metric, share.value());
        if (!slice.isEmpty())
            flagSmallGroup(metric);
        draft.add(std::move(metric));
    };
    add(u"accuracy"_s, counts.accuracy());
    if (m_classes.size() == 2) {
        add(u"selection_rate"_s, counts.selectionRate());
        add(u"precision"_s, counts.precision());
        add(u"recall"_s, counts.recall());
        add(u"false_positive_rate"_s, counts.falsePositiveRate());
    }
    EvaluationReport::Confusion confusion = counts.confusion(m_classes);
    confusion.slice = slice;
    draft.report.confusions.append(std::move(confusion));
}

void RaiData::countErrors(ReportDraft &draft, const QList<EvaluationReport::SliceTerm> &slice, const std::vector<Filter> &filters)
{
    qint64 n = 0;
    double absolute = 0, squared = 0;
    for (qsizetype row = 0; row < qsizetype(m_true.values.size()); ++row) {
        if (!filters.empty() && std::size_t((row + 1) * m_columns) > m_cells.size() && !m_cells.empty())
            break;
        if (!std::all_of(filters.begin(), filters.end(), [&](const Filter &filter) { return holds(filter, row); }))
            continue;
        const double error = m_predicted.values[std::size_t(row)].number - m_true.values[std::size_t(row)].number;
        if (!std::isfinite(error))
            continue;
        ++n;
        absolute += std::abs(error);
        squared += error * error;
    }
    const std::pair<QString, double> values[] = {{u"mean_absolute_error"_s, absolute / double(n)}, {u"mean_squared_error"_s, squared / double(n)}};
    for (const auto &[name, value] : values) {
        Metric metric;
        metric.metric = name;
        metric.slice = slice;
        metric.category = slice.isEmpty() ? EvaluationReport::Category::Accuracy : EvaluationReport::Category::Fairness;
        metric.n = n;
        if (n > 0)
            ReportDraft::setComputed(metric, value);
        if (!slice.isEmpty())
            flagSmallGroup(metric);
        draft.add(std::move(metric));
    }
}

/// Ten bins of the second class's probability.
void RaiData::addCalibration(ReportDraft &draft)
{
    if (m_regression || m_classes.size() != 2 || m_probability.size() != m_true.classes.size() || m_probability.empty())
        return;
    EvaluationReport::Calibration out;
    constexpr int bins = 10;
    for (int i = 0; i < bins; ++i)
        out.bins.append({double(i) / bins, double(i + 1) / bins, 0, 0, 0});
    for (std::size_t row = 0; row < m_probability.size(); ++row) {
        const double p = m_probability[row];
        if (!(p >= 0 && p <= 1) || m_true.classes[row] < 0)
            return draft.warnings.add(u"notUnderstood"_s, tr("A probability is missing or outside of 0 to 1; there is no calibration."));
        EvaluationReport::Calibration::Bin &bin = out.bins[std::min(bins - 1, int(p * bins))];
        bin.predicted += p;
        bin.observed += m_true.classes[row] == 1;
        ++bin.n;
    }
    out.bins.removeIf([](const EvaluationReport::Calibration::Bin &bin) { return bin.n == 0; });
    for (EvaluationReport::Calibration::Bin &bin : out.bins) {
        bin.predicted /= double(bin.n);
        bin.observed /= double(bin.n);
    }
    out.pointer = u"/probability_y"_s;
    draft.report.calibrations.append(std::move(out));
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonwalk.h"
#include "formats/redactedconfiguration.h"
#include "formats/reportdraft.h"
#include "formats/timestamps.h"

#include <QRegularExpression>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Metric = EvaluationReport::Metric;
using State = EvaluationReport::ValueState;
using Verdict = EvaluationReport::Verdict;
using Completeness = EvaluationReport::Completeness;
using Node = JsonTree::Node;

namespace {

constexpr qsizetype expectationExamples = 10;

QString expectationsText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// "20200430T191246.763896Z" and "2019-07-31T110807.793113Z" in the usual spelling; what is no time becomes nothing.
QString spelledTime(const QString &text)
{
    static const QRegularExpression time(u"^(\\d{4})-?(\\d\\d)-?(\\d\\d)[T ](\\d\\d):?(\\d\\d):?(\\d\\d)(?:\\.(\\d{1,3})\\d*)?(Z|[+-]\\d\\d:?\\d\\d)?$"_s);
    const QRegularExpressionMatch match = time.match(text);
    if (!match.hasMatch())
        return {};
    const auto part = [&](int i) { return match.captured(i); };
    QString zone = part(8).size() == 5 ? part(8).left(3) + u':' + part(8).right(2) : part(8);
    return part(1) + u'-' + part(2) + u'-' + part(3) + u'T' + part(4) + u':' + part(5) + u':' + part(6) + (part(7).isEmpty() ? QString() : u'.' + part(7)) + zone;
}

QString lastPart(const QString &path)
{
    return path.sliced(std::max(path.lastIndexOf(u'/'), path.lastIndexOf(u'\\')) + 1);
}

/// One run of one suite: the result object, wherever it stands.
struct Validation
{
    qint64 evaluated = 0, successful = 0, raised = 0;
    std::optional<bool> success;
    JsonTree statistics, meta;
    QString suite, pointer;
    qsizetype firstResult = 0;
    bool any = false;
};

class ExpectationsReader
{
public:
    explicit ExpectationsReader(const ImportInput &input)
        : m_draft(input.options, u"great-expectations"_s, u"great-expectations"_s), m_walk(input, m_draft.warnings)
    {
    }

    Result<Imported> read()
    {
        const Event root = m_walk.open();
        if (root == Event::StartArray)
            m_walk.elements([this](qint64) { readValidation(0); });
        else if (root == Event::StartObject)
            readValidation(0);
        else
            m_walk.refuse(expectationsText("A result of Great Expectations is a JSON object."));
        if (const std::optional<Error> problem = m_walk.finish())
            return *problem;
        if (m_validations == 0)
            return Error{Error::Code::Invalid, expectationsText("The file holds no results of expectations.")};
        return m_draft.take();
    }

private:
    void readValidation(int depth)
    {
        Validation validation;
        validation.firstResult = m_draft.report.results.size();
        if (m_walk.open() == Event::StartObject)
            validation.pointer = m_walk.json().pointer();
        m_walk.members([&](const QString &key) { readMember(validation, key, depth); });
        if (validation.any && !m_walk.problem())
            finish(validation);
    }

    void readMember(Validation &into, const QString &key, int depth)
    {
        const auto nested = [&] { depth < 4 ? readValidation(depth + 1) : m_draft.notUnderstood(m_walk.json().pointer()); };
        if (key == u"results" || key == u"expectations") {
            into.any = true;
            m_walk.elements([&](qint64) { addExpectation(into, m_walk.tree({.nodes = 100'000}).root()); });
        } else if (key == u"run_results") {
            m_walk.members([&](const QString &) { nested(); });
        } else if (key == u"validation_results") {
            m_walk.elements([&](qint64) { nested(); });
        } else if (key == u"validation_result") {
            nested();
        } else if (key == u"statistics") {
            into.statistics = m_walk.tree({.nodes = 1000});
        } else if (key == u"meta") {
            into.meta = m_walk.tree({.nodes = 20'000});
        } else if (key == u"success") {
            into.success = m_walk.tree().root().boolean();
        } else if (key == u"suite_name") {
            into.suite = m_walk.tree().root().text().left(400);
        } else if (key == u"run_id") {
            readRun(m_walk.tree({.nodes = 100}).root());
        } else if (key != u"evaluation_parameters" && key != u"suite_parameters" && key != u"id" && key != u"actions_results" && key != u"result_url"
                   && key != u"checkpoint_config" && key != u"validation_result_url" && key != u"name" && key != u"asset_name") {
            m_draft.notUnderstood(m_walk.json().pointer());
        }
    }

    void readRun(Node run)
    {
        const Node time = run.isObject() ? run[u"run_time"] : run;
        const QString spelled = spelledTime(time.text());
        if (!spelled.isEmpty() && !m_draft.report.run.startedAt.isValid())
            m_draft.report.run.startedAt = readTime(spelled, time.pointer(), m_draft.warnings);
    }

    void addExpectation(Validation &into, Node row)
    {
        const Node config = row[u"expectation_config"] ? row[u"expectation_config"] : row;
        const QString type = config.firstOf({u"expectation_type", u"type"}).text().left(200);
        if (type.isEmpty() || !row.isObject())
            return m_draft.notUnderstood(row.pointer());
        const Node result = row[u"result"], kwargs = config[u"kwargs"];
        Metric metric;
        metric.task = columnOf(kwargs);
        metric.metric = type;
        metric.category = EvaluationReport::Category::DataQuality;
        metric.pointer = row.pointer();
        const std::optional<bool> success = row[u"success"].boolean();
        ++into.evaluated;
        into.successful += success == true;
        const bool share = setShare(metric, result, kwargs);
        if (!share)
            setObserved(metric, result[u"observed_value"], kwargs);
        const QString severity = config[u"severity"].text();
        metric.verdict = success == true ? Verdict::Pass : !success ? Verdict::Indeterminate : severity == u"warning" || severity == u"info" ? Verdict::Warn : Verdict::Fail;
        const Node exception = row[u"exception_info"];
        if (exception[u"raised_exception"].boolean() == true) {
            ++into.raised;
            metric.valueState = State::Error;
            metric.value = std::numeric_limits<double>::quiet_NaN();
            metric.verdict = Verdict::Indeterminate;
            m_draft.warnings.add(u"exception"_s, expectationsText("“%1” ended with an error: %2").arg(type, clippedText(exception[u"exception_message"].text()).left(300)),
                                 exception.pointer());
        }
        if (success != true)
            addFailure(metric, result, severity, exception[u"exception_message"].text());
        m_draft.add(std::move(metric), share ? std::optional(false) : std::nullopt);
        if (const std::optional<Error> problem = m_draft.problem())
            m_walk.fail(*problem);
    }

    static QString columnOf(Node kwargs)
    {
        if (const Node column = kwargs[u"column"])
            return column.text().left(400);
        if (const Node first = kwargs.firstOf({u"column_A", u"column_a"}))
            return first.text().left(200) + u", "_s + kwargs.firstOf({u"column_B", u"column_b"}).text().left(200);
        QStringList columns;
        for (const Node column : kwargs.firstOf({u"column_list", u"column_set"})) {
            if (columns.size() < 20)
                columns.append(column.text().left(100));
        }
        return columns.join(u", "_s);
    }

    /// Expectations about single values: the share that is unexpected. The file calls it a percentage, and versions before
    /// 0.9 wrote a fraction under that name; the counts beside it tell.
    bool setShare(Metric &metric, Node result, Node kwargs)
    {
        const Node percent = result[u"unexpected_percent"];
        const std::optional<qint64> unexpected = result[u"unexpected_count"].count(), elements = result[u"element_count"].count();
        if (!percent && !unexpected)
            return false;
        m_draft.setFrom(metric, percent);
        metric.n = elements;
        const qint64 missing = result[u"missing_count"].count().value_or(0);
        const bool counted = unexpected && elements && *elements - missing > 0 && *unexpected <= *elements && missing >= 0;
        if (counted) {
            const double all = double(*unexpected) / double(*elements), present = double(*unexpected) / double(*elements - missing);
            const auto near = [&](double value) { return std::abs(metric.value - value) < 1e-6 * std::max(1.0, std::abs(value)); };
            metric.n = near(present) || near(100 * present) ? *elements - missing : *elements;
            if (metric.valueState == State::Finite && (near(all) || near(present)) && metric.value != 0)
                metric.unit = u"fraction"_s;
            else if (metric.valueState == State::Finite && (near(100 * all) || near(100 * present)))
                metric.unit = u"percent"_s;
            else
                recount(metric, 100 * all);
        } else if (metric.valueState == State::Finite) {
            metric.flags.append(u"unitUnknown"_s);
        }
        if (const std::optional<double> mostly = kwargs[u"mostly"].number(); mostly && !metric.unit.isEmpty())
            metric.threshold = {u"<="_s, (1 - *mostly) * (metric.unit == u"percent" ? 100 : 1), u"producer"_s};
        return true;
    }

    void recount(Metric &metric, double percent)
    {
        if (metric.valueState == State::Finite)
            m_draft.warnings.add(u"contradiction"_s, expectationsText("The unexpected share is given as %1, the counts give %2 %; the counts win.").arg(metric.valueText).arg(percent),
                                 metric.pointer);
        ReportDraft::setComputed(metric, percent);
        metric.unit = u"percent"_s;
    }

    void setObserved(Metric &metric, Node observed, Node kwargs)
    {
        if (observed.isNumber() || observed.kind() == JsonTree::Kind::NonFinite)
            m_draft.setFrom(metric, observed);
        else if (observed && observed.kind() != JsonTree::Kind::Null)
            metric.valueText = (observed.isContainer() ? expectationsText("%1 values").arg(observed.size()) : observed.text()).left(400);
        const std::optional<double> low = kwargs.firstOf({u"min_value"}).number(), high = kwargs.firstOf({u"max_value"}).number();
        const bool belowLow = metric.valueState == State::Finite && low && metric.value < *low;
        if (low && (!high || belowLow))
            metric.threshold = {kwargs[u"strict_min"].boolean() == true ? u">"_s : u">="_s, *low, u"producer"_s};
        else if (high)
            metric.threshold = {kwargs[u"strict_max"].boolean() == true ? u"<"_s : u"<="_s, *high, u"producer"_s};
    }

    void addFailure(const Metric &metric, Node result, const QString &severity, const QString &exception)
    {
        EvaluationReport::Failure failure;
        failure.task = metric.task;
        failure.mode = metric.metric;
        failure.severity = severity == u"critical" ? u"critical"_s : severity == u"warning" ? u"medium"_s : severity == u"info" ? u"low"_s : u"unknown"_s;
        failure.count = std::max<qint64>(1, result[u"unexpected_count"].count().value_or(1));
        failure.of = result[u"element_count"].count();
        if (!exception.isEmpty())
            failure.examples.append({{}, {}, {}, {}, clippedText(exception)});
        for (const Node value : result[u"partial_unexpected_list"]) {
            if (failure.examples.size() < expectationExamples)
                failure.examples.append({{}, clippedText(value.text()), {}, {}, {}});
        }
        m_draft.report.failures.append(std::move(failure));
    }

    void finish(Validation &validation)
    {
        ++m_validations;
        const Node meta = validation.meta.root();
        if (const Node suite = meta[u"expectation_suite_name"])
            validation.suite = suite.text().left(400);
        const QString dataset = datasetOf(meta);
        for (qsizetype i = validation.firstResult; i < m_draft.report.results.size(); ++i) {
            m_draft.report.results[i].suite = validation.suite;
            m_draft.report.results[i].dataset = dataset;
        }
        const QString version = meta.firstOf({u"great_expectations_version", u"great_expectations.__version__"}).text().left(60);
        if (!version.isEmpty())
            m_draft.report.producer.version = version;
        readRun(meta[u"run_id"]);
        if (!meta[u"run_id"].isContainer() && spelledTime(meta[u"run_id"].text()).isEmpty())
            readRun(meta[u"validation_time"]);
        if (meta.isObject())
            m_draft.report.run.configuration.insert(validation.suite.isEmpty() ? u"meta"_s : validation.suite, redactedConfiguration(meta.toJson()));
        addSummary(validation, dataset);
    }

    static QString datasetOf(Node meta)
    {
        if (const Node name = meta[u"data_asset_name"]; name.isString())
            return name.text().left(400);
        if (const Node name = meta[u"active_batch_definition"][u"data_asset_name"])
            return name.text().left(400);
        const Node batch = meta.firstOf({u"batch_kwargs", u"batch_spec"});
        return lastPart(batch.firstOf({u"table", u"table_name", u"path"}).text().left(2000)).left(400);
    }

    void addSummary(const Validation &validation, const QString &dataset)
    {
        const Node statistics = validation.statistics.root();
        const std::optional<qint64> claimed = statistics[u"evaluated_expectations"].count(), good = statistics[u"successful_expectations"].count();
        Metric metric;
        metric.suite = validation.suite;
        metric.dataset = dataset;
        metric.metric = u"success_percent"_s;
        metric.pointer = validation.pointer + u"/results"_s;
        m_draft.setFrom(metric, statistics[u"success_percent"]);
        metric.n = claimed ? claimed : validation.evaluated;
        const bool rows = validation.evaluated > 0;
        const double percent = rows ? 100.0 * double(validation.successful) / double(validation.evaluated) : 0;
        if (!rows && claimed.value_or(0) > 0) {
            m_draft.report.completeness = Completeness::Partial;
            m_draft.warnings.add(u"rowsMissing"_s, expectationsText("The file says that %1 expectations were evaluated and %2 met, but holds none of them.")
                                                       .arg(*claimed).arg(good.value_or(0)), validation.pointer + u"/results"_s);
        } else if (rows && ((claimed && *claimed != validation.evaluated) || (good && *good != validation.successful))) {
            m_draft.warnings.add(u"contradiction"_s, expectationsText("The statistics say %1 of %2, the rows are %3 of %4; the rows win.")
                                                         .arg(good.value_or(0)).arg(claimed.value_or(0)).arg(validation.successful).arg(validation.evaluated),
                                 statistics.pointer());
            metric.n = validation.evaluated;
            ReportDraft::setComputed(metric, percent);
            metric.flags.append(u"contradiction"_s);
        } else if (rows && metric.valueState == State::Missing) {
            ReportDraft::setComputed(metric, percent);
        }
        const bool allGood = rows ? validation.successful == validation.evaluated : validation.success.value_or(false);
        if (rows && validation.success && *validation.success && !allGood)
            m_draft.warnings.add(u"contradiction"_s, expectationsText("The file calls the whole a success although %1 expectations were not met.")
                                                         .arg(validation.evaluated - validation.successful), validation.pointer + u"/success"_s);
        metric.verdict = !rows && !validation.success ? Verdict::None : allGood ? Verdict::Pass : Verdict::Fail;
        if (validation.raised > 0 && m_draft.report.completeness == Completeness::Complete)
            m_draft.report.completeness = Completeness::Partial;
        m_draft.add(std::move(metric));
    }

    ReportDraft m_draft;
    JsonWalk m_walk;
    qint64 m_validations = 0;
};

bool isValidation(Node node)
{
    const Node rows = node[u"results"].isArray() ? node[u"results"] : node[u"expectations"], first = rows.at(0);
    if (first[u"expectation_config"].isObject() || first[u"expectation_type"].isString())
        return true;
    return rows.isArray() && rows.size() == 0 && node[u"statistics"][u"evaluated_expectations"];
}

class GreatExpectations final : public Importer
{
public:
    QString id() const override { return u"great-expectations"_s; }
    QString title() const override { return expectationsText("Great Expectations validation or checkpoint"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"expectation_config", "evaluated_expectations", "expectation_type"}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const Node root = tree.root().isArray() ? tree.root().at(0) : tree.root();
        if (isValidation(root) || isValidation(root[u"validation_results"].at(0)))
            return Match::Sure;
        const Node run = *root[u"run_results"].begin();
        return isValidation(run) || isValidation(run[u"validation_result"]) ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return ExpectationsReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> greatexpectationsImporter()
{
    return std::make_unique<GreatExpectations>();
}

} // namespace countersign

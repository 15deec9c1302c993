// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonreader.h"
#include "formats/metricrules.h"
#include "domain/intervals.h"
#include "formats/importer.h"

#include <QJsonArray>
#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Report = EvaluationReport;

namespace {

constexpr qsizetype exampleCount = 5;
constexpr qsizetype exampleText = 2000;
constexpr qsizetype seriesLimit = 500;

QString tr(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

QString clipped(const QString &text)
{
    // A few-shot prompt asks its question at the end.
    return text.size() <= exampleText ? text : text.left(exampleText / 4) + u" … "_s + text.right(exampleText * 3 / 4);
}

/// The first text anywhere in a value: prompts are nested differently in every version of the harness.
QString firstText(const QJsonValue &value)
{
    std::vector<QJsonValue> open{value};
    while (!open.empty()) {
        const QJsonValue next = open.back();
        open.pop_back();
        if (next.isString())
            return next.toString();
        if (next.isArray() && !next.toArray().isEmpty()) {
            const QJsonArray list = next.toArray();
            for (qsizetype i = list.size(); i > 0; --i)
                open.push_back(list.at(i - 1));
        } else if (next.isObject()) {
            // gen_args_0 before gen_args_1, arg_0 before arg_1; pushed backwards.
            const QJsonObject object = next.toObject();
            for (const QString &key : [&] { QStringList k = object.keys(); std::reverse(k.begin(), k.end()); return k; }())
                open.push_back(object.value(key));
        } else if (next.isDouble()) {
            return QString::number(next.toDouble(), 'g', 15);
        }
    }
    return {};
}

/// One value of one sample.
struct Score
{
    enum Kind { Number, Inf, Nan, Other } kind = Other;
    double value = 0;
};

struct Record
{
    QString filter, input, output, expected;
    QStringList metrics;
    QHash<QString, Score> scores;
};

/// The values of one metric and filter.
struct Series
{
    QString metric, filter;
    qint64 count = 0, infinite = 0, nan = 0, other = 0, zeros = 0, ones = 0;
    double sum = 0, carry = 0;
    QList<Report::Example> failed;

    void add(const Score &score, const Record &record)
    {
        infinite += score.kind == Score::Inf;
        nan += score.kind == Score::Nan;
        other += score.kind == Score::Other;
        if (score.kind == Score::Other)
            return;
        ++count;
        if (score.kind != Score::Number)
            return;
        // Kahan's summation: a million rounding errors would show in the mean.
        const double y = score.value - carry;
        const double t = sum + y;
        carry = (t - sum) - y;
        sum = t;
        ones += score.value == 1;
        zeros += score.value == 0;
        if (score.value == 0 && failed.size() < exampleCount)
            failed.append({clipped(record.input), clipped(record.output), clipped(record.expected)});
    }
    [[nodiscard]] bool yesNo() const { return count > 0 && zeros + ones == count; }
};

class SamplesReader
{
public:
    explicit SamplesReader(const ImportInput &input) : m_input(input), m_json(input.device, options(input)) {}

    Result<Imported> read()
    {
        for (;;) {
            const Event event = m_json.next();
            if (event == Event::EndInput)
                break;
            if (event == Event::EndDocument)
                continue;
            ++m_lines;
            const bool good = event == Event::StartObject && readRecord();
            if (!good && !skipBroken())
                return m_json.error();
        }
        if (m_records == 0)
            return Error{Error::Code::Invalid, tr("The file holds no readable sample.")};
        return Imported{build()};
    }

private:
    static JsonReader::Options options(const ImportInput &input)
    {
        JsonReader::Options out;
        out.framing = JsonReader::Framing::Lines;
        out.duplicateKeys = JsonReader::DuplicateKeys::Refuse;
        out.totalBytes = input.options.fileBytes;
        out.stop = input.options.stop;
        return out;
    }

    /// A damaged line costs that line, and says so. False when reading cannot go on.
    bool skipBroken()
    {
        ++m_broken;
        if (m_json.event() != Event::Failed) {
            m_warnings.add(u"damagedLine"_s, tr("Line %1 is no sample.").arg(m_json.line()), u"line %1"_s.arg(m_json.line()));
            if (m_json.skipValue())
                return true;
        }
        const Error::Code code = m_json.error().code;
        if (code == Error::Code::Cancelled || code == Error::Code::Internal)
            return false;
        m_warnings.add(u"damagedLine"_s, m_json.error().text, u"line %1"_s.arg(m_json.line()));
        m_json.skipLine();
        return true;
    }

    bool readRecord()
    {
        Record record;
        while (m_json.next() == Event::Key) {
            const QString key = m_json.key();
            if (key == u"doc" || key.endsWith(u"_hash"))
                m_json.skipValue();
            else
                readMember(record, key);
        }
        if (m_json.event() != Event::EndObject)
            return false;
        ++m_records;
        for (const QString &metric : std::as_const(record.metrics))
            addScore(record, metric);
        return true;
    }

    void readMember(Record &record, const QString &key)
    {
        m_json.next();
        if (key == u"target" && m_json.event() == Event::Number) {
            record.expected = QString::fromUtf8(m_json.numberText());
            return;
        }
        if (m_json.event() == Event::Number || m_json.event() == Event::NonFinite || m_json.event() == Event::Bool) {
            record.scores.insert(key, score());
            return;
        }
        const Result<QJsonValue> value = m_json.readValue();
        if (!value.ok())
            return;
        if (key == u"filter")
            record.filter = value->toString();
        else if (key == u"arguments")
            record.input = firstText(*value);
        else if (key == u"filtered_resps" || (key == u"resps" && record.output.isEmpty()))
            record.output = firstText(*value);
        else if (key == u"target")
            record.expected = firstText(*value);
        else if (key == u"metrics")
            for (const QJsonValue &name : value->toArray())
                record.metrics.append(name.toString());
    }

    Score score() const
    {
        if (m_json.event() == Event::Bool)
            return {Score::Number, m_json.boolean() ? 1.0 : 0.0};
        const double value = m_json.number();
        return {std::isnan(value) ? Score::Nan : std::isinf(value) ? Score::Inf : Score::Number, value};
    }

    void addScore(const Record &record, const QString &metric)
    {
        const auto key = std::pair(metric, record.filter);
        auto at = m_index.constFind(key);
        if (at == m_index.constEnd()) {
            if (m_series.size() >= seriesLimit) {
                m_warnings.add(u"tooManyMetrics"_s, tr("More than %1 metrics; the rest was left out.").arg(seriesLimit));
                return;
            }
            at = m_index.insert(key, m_series.size());
            m_series.append(Series{.metric = metric, .filter = record.filter, .failed = {}});
        }
        m_series[*at].add(record.scores.value(metric), record);
    }

    Report build()
    {
        Report out;
        out.format = u"lm-evaluation-harness-samples"_s;
        out.formatVersion = u"0.4"_s;
        out.producer.name = u"lm-eval"_s;
        out.completeness = Report::Completeness::Partial;
        static const QRegularExpression name(u"^samples_(.+?)(_\\d{4}-\\d\\d-\\d\\dT[\\d.:-]+)?\\.jsonl$"_s);
        const QString task = name.match(m_input.fileName).captured(1);
        m_warnings.add(u"samplesNotResults"_s, tr("These are single answers, not results: the means are computed here, and the file "
                                                  "does not say whether it is all of them."));
        if (!task.isEmpty())
            m_warnings.add(u"taskFromFileName"_s, tr("Only the file's name says that the task is “%1”.").arg(task));
        if (m_broken > 0)
            m_warnings.add(u"damagedLines"_s, tr("%1 of %2 lines unreadable.").arg(m_broken).arg(m_lines));
        MetricRules rules(MetricRegistry::builtIn(), u"lm-eval"_s, m_warnings);
        for (const Series &series : std::as_const(m_series)) {
            out.results.append(result(series, task, rules));
            if (series.yesNo() && series.zeros > 0)
                out.failures.append({task, tr("%1 is 0").arg(series.metric), u"unknown"_s, series.zeros, series.count, series.failed});
        }
        out.warnings = m_warnings.take();
        return out;
    }

    Report::Metric result(const Series &series, const QString &task, MetricRules &rules)
    {
        Report::Metric out;
        out.task = task;
        out.metric = series.metric;
        out.filter = series.filter;
        out.flags = QStringList{u"computedHere"_s};
        out.pointer = u"/"_s + series.metric;
        out.n = series.count;
        using State = Report::ValueState;
        out.valueState = series.count == 0 ? State::Missing : series.nan ? State::Nan : series.infinite ? State::Inf : State::Finite;
        if (out.valueState == State::Finite)
            out.value = series.sum / double(series.count);
        if (series.other > 0)
            m_warnings.add(u"notANumber"_s, tr("%1 of the values of “%2” are no numbers; there is no mean of them.").arg(series.other).arg(series.metric),
                           out.pointer);
        rules.settle(out);
        if (series.yesNo())
            rules.addInterval(out);
        return out;
    }

    const ImportInput &m_input;
    JsonReader m_json;
    WarningList m_warnings;
    QList<Series> m_series;
    QHash<std::pair<QString, QString>, qsizetype> m_index;
    qint64 m_records = 0, m_lines = 0, m_broken = 0;
};

class LmEvalSamples final : public Importer
{
public:
    QString id() const override { return u"lm-evaluation-harness-samples"_s; }
    QString title() const override { return tr("lm-evaluation-harness samples"); }

    Match probe(QByteArrayView head) const override
    {
        JsonReader::Options options;
        options.framing = JsonReader::Framing::Lines;
        JsonReader json(head, options);
        if (json.next() != Event::StartObject)
            return Match::No;
        int seen = 0;
        while (json.next() == Event::Key) {
            const QString key = json.key();
            seen += key == u"doc_id" || key == u"target" || key == u"arguments" || key == u"resps" || key == u"filtered_resps";
            json.skipValue();
        }
        return seen >= 4 ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return SamplesReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> lmevalsamplesImporter()
{
    return std::make_unique<LmEvalSamples>();
}

} // namespace countersign

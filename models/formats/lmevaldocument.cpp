// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/lmevaldocument.h"

#include "base/json.h"
#include "formats/metricrules.h"

#include <QJsonObject>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Metric = EvaluationReport::Metric;
using State = EvaluationReport::ValueState;

namespace {

class Reader
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    Reader(const ImportInput &input, WarningList &warnings)
        : m_limit(input.options.results), m_json(input.device, options(input)), m_warnings(warnings)
    {
    }

    Result<LmEvalDocument> read()
    {
        if (m_json.next() != Event::StartObject)
            return stopped(tr("A result file of lm-evaluation-harness is a JSON object."));
        bool results = false;
        while (m_json.next() == Event::Key && !m_error) {
            const QString key = m_json.key();
            results = results || key == u"results";
            readMember(key);
        }
        if (m_error)
            return *m_error;
        if (m_json.event() == Event::Failed || m_json.next() != Event::EndDocument)
            return m_json.error();
        if (!results)
            return Error{Error::Code::Invalid, tr("The file has no member “results”.")};
        return std::move(m_out);
    }

private:
    static JsonReader::Options options(const ImportInput &input)
    {
        JsonReader::Options out;
        out.duplicateKeys = JsonReader::DuplicateKeys::Refuse;
        out.totalBytes = input.options.fileBytes;
        out.stop = input.options.stop;
        return out;
    }

    Error stopped(const QString &text) { return m_json.event() == Event::Failed ? m_json.error() : Error{Error::Code::Invalid, text}; }

    void readMember(const QString &key)
    {
        if (key == u"results" || key == u"groups")
            eachMember([&](const QString &task) { readTask(task, key == u"groups"); });
        else if (key == u"group_subtasks")
            eachMember([&](const QString &group) { readSubtasks(group); });
        else if (key == u"configs")
            m_out.newStyle = true, eachMember([&](const QString &task) { readTaskConfig(task); });
        else if (key == u"n-samples")
            m_out.newStyle = true, eachMember([&](const QString &task) { readSamples(task); });
        else if (key == u"higher_is_better")
            m_out.newStyle = true, eachMember([&](const QString &task) { readHigher(task); });
        else if (key == u"config")
            readConfig();
        else if (isFact(key))
            readFact(key);
        else if (key == u"n-shot" || key == u"task_hashes" || key == u"versions") // decide what may be compared
            readByTask(key);
        else
            m_out.leftOut.append(key), m_json.skipValue();
    }

    /// Calls `read(key)` for each member of the object that follows; anything but an object is warned of and skipped.
    template <typename Read>
    void eachMember(Read read)
    {
        if (m_json.next() != Event::StartObject) {
            if (m_json.event() != Event::Failed && m_json.event() != Event::Null)
                m_warnings.add(u"notUnderstood"_s, tr("An object was expected here."), m_json.pointer());
            m_json.skipValue();
            return;
        }
        while (!m_error && m_json.next() == Event::Key)
            read(m_json.key());
    }

    LmEvalDocument::Task &task(const QString &name)
    {
        const auto at = m_index.constFind(name);
        if (at != m_index.constEnd())
            return m_out.tasks[*at];
        m_index.insert(name, m_out.tasks.size());
        m_out.tasks.append(LmEvalDocument::Task{name, false, false, {}, {}});
        return m_out.tasks.last();
    }

    void readTask(const QString &name, bool group)
    {
        LmEvalDocument::Task read{name, !group, group, {}, {}};
        QHash<QString, QByteArray> errors, counts; // by the key they belong to
        eachMember([&](const QString &key) { readEntry(read, key, errors, counts); });
        for (Metric &metric : read.values)
            attach(metric, errors, counts);
        if (!errors.isEmpty())
            m_warnings.add(u"orphanStderr"_s, tr("A standard error without its value was left out."), pointerTo(name, group));
        m_count += read.values.size();
        if (m_count > m_limit)
            m_error = Error{Error::Code::TooLarge, tr("The file has more than %1 results, the most that is read.").arg(m_limit)};
        merge(std::move(read));
    }

    /// A group stands in “results” and in “groups”; it is one result, and the two had better agree.
    void merge(LmEvalDocument::Task read)
    {
        LmEvalDocument::Task &known = task(read.name);
        const bool group = read.inGroups;
        known.inResults |= read.inResults;
        known.inGroups |= read.inGroups;
        if (read.sampleLength)
            known.sampleLength = read.sampleLength;
        for (Metric &metric : read.values) {
            const auto same = std::find_if(known.values.begin(), known.values.end(), [&](const Metric &other) {
                return other.metric == metric.metric && other.filter == metric.filter;
            });
            if (same == known.values.end()) {
                known.values.append(std::move(metric));
                continue;
            }
            if (same->valueText != metric.valueText) {
                same->flags.append(u"contradiction"_s);
                m_warnings.add(u"contradiction"_s, tr("“results” and “groups” give %1 different values; a gate cannot use it.").arg(read.name),
                               metric.pointer);
            }
            if (!group) // the contract points into /results
                same->pointer = metric.pointer;
            same->n = same->n ? same->n : metric.n;
        }
    }

    static QString pointerTo(const QString &task, bool group)
    {
        return childPointer(group ? u"/groups"_s : u"/results"_s, task);
    }

    void readEntry(LmEvalDocument::Task &into, const QString &key, QHash<QString, QByteArray> &errors, QHash<QString, QByteArray> &counts)
    {
        const Event event = m_json.next();
        if (key == u"alias" || key == u"name" || key.trimmed().isEmpty()) {
            m_json.skipValue();
        } else if (key == u"sample_len") {
            into.sampleLength = m_json.integer();
            m_json.skipValue();
        } else if (event == Event::StartObject || event == Event::StartArray) {
            if (key == u"sample_count" && event == Event::StartObject)
                readCounts(counts);
            else
                skipOdd();
        } else if (event != Event::Failed) {
            readScalar(into, key, errors);
        }
    }

    void skipOdd()
    {
        m_warnings.add(u"notANumber"_s, tr("What stands here is no number and was left out."), m_json.pointer());
        m_json.skipValue();
    }

    void readCounts(QHash<QString, QByteArray> &counts)
    {
        while (m_json.next() == Event::Key) {
            const QString key = m_json.key();
            if (m_json.next() == Event::Number)
                counts.insert(key, m_json.numberText().toByteArray());
            m_json.skipValue();
        }
    }

    void readScalar(LmEvalDocument::Task &into, const QString &key, QHash<QString, QByteArray> &errors)
    {
        const Event event = m_json.event();
        const QByteArray text = event == Event::Null   ? "null"_ba
                                : event == Event::Bool ? "boolean"_ba
                                                       : m_json.text().toByteArray();
        // 0.4 writes "metric,filter"; a metric's own name holds no comma.
        const qsizetype comma = key.lastIndexOf(u',');
        const QString name = comma < 0 ? key : key.left(comma);
        m_out.newStyle |= comma >= 0;
        if (name.endsWith(u"_stderr")) {
            errors.insert(name.chopped(7) + (comma < 0 ? QString() : key.sliced(comma)), text);
            return;
        }
        Metric metric;
        metric.metric = name;
        metric.filter = comma < 0 ? QString() : key.sliced(comma + 1);
        metric.pointer = m_json.pointer();
        setValue(metric, text);
        if (metric.valueState == State::Error)
            m_warnings.add(u"notANumber"_s, tr("The value of “%1” is no number.").arg(key), metric.pointer);
        into.values.append(std::move(metric));
    }

    /// Standard error and n of one value. "N/A" and NaN are no standard error.
    void attach(Metric &metric, QHash<QString, QByteArray> &errors, const QHash<QString, QByteArray> &counts)
    {
        const QString key = metric.filter.isEmpty() && !metric.pointer.endsWith(u',') ? metric.metric : metric.metric + u',' + metric.filter;
        if (errors.contains(key)) {
            Metric read;
            setValue(read, errors.take(key));
            if (read.valueState == State::Finite)
                metric.stderror = read.value;
            else if (read.valueState != State::Missing)
                m_warnings.add(u"stderrNotFinite"_s, tr("The standard error of “%1” is not finite.").arg(key), metric.pointer);
        }
        bool whole = false;
        const qint64 n = counts.value(key).toLongLong(&whole);
        if (whole && n >= 0)
            metric.n = n;
    }

    void readSubtasks(const QString &group)
    {
        if (m_json.next() != Event::StartArray) {
            m_json.skipValue();
            return;
        }
        QStringList names;
        while (m_json.next() != Event::EndArray && m_json.event() != Event::Failed) {
            if (m_json.event() == Event::String)
                names.append(m_json.string());
            m_json.skipValue();
        }
        if (names.isEmpty())
            return;
        m_out.subtasks.insert(group, names);
        m_out.groupOrder.append(group);
    }

    void readTaskConfig(const QString &name)
    {
        QString path, part;
        eachMember([&](const QString &key) {
            QString *into = key == u"dataset_path" ? &path : key == u"dataset_name" ? &part : nullptr;
            const bool wanted = m_json.next() == Event::String && into;
            if (wanted)
                *into = m_json.string();
            m_json.skipValue();
        });
        if (!path.isEmpty())
            m_out.datasets.insert(name, part.isEmpty() ? path : path + u':' + part);
    }

    void readSamples(const QString &name)
    {
        LmEvalDocument::Samples samples;
        if (m_json.next() == Event::Number) {
            samples.effective = m_json.integer();
        } else if (m_json.event() == Event::StartObject) {
            while (m_json.next() == Event::Key) {
                const QString key = m_json.key();
                m_json.next();
                if (key == u"original")
                    samples.original = m_json.integer();
                else if (key == u"effective")
                    samples.effective = m_json.integer();
                m_json.skipValue();
            }
        } else {
            m_json.skipValue();
        }
        m_out.samples.insert(name, samples);
    }

    void readHigher(const QString &name)
    {
        eachMember([&](const QString &metric) {
            if (m_json.next() == Event::Bool)
                m_out.higher[name].insert(metric, m_json.boolean());
            m_json.skipValue();
        });
    }

    void readConfig()
    {
        m_out.hasConfig = true;
        const Result<QJsonValue> value = m_json.readValue(20'000);
        if (!value.ok())
            m_error = value.error();
        else if (value->isObject())
            m_out.config = value->toObject();
        else
            m_warnings.add(u"notUnderstood"_s, tr("An object was expected here."), u"/config"_s);
    }

    static bool isFact(const QString &key)
    {
        static const QSet<QString> facts{
            u"lm_eval_version"_s, u"git_hash"_s, u"date"_s, u"model_name"_s, u"model_source"_s, u"transformers_version"_s,
            u"chat_template_sha"_s, u"system_instruction_sha"_s, u"fewshot_as_multiturn"_s, u"total_evaluation_time_seconds"_s};
        return facts.contains(key);
    }

    void readFact(const QString &key)
    {
        const Event event = m_json.next();
        if (event == Event::String)
            m_out.facts.insert(key, m_json.string());
        else if (event == Event::Number && key == u"date")
            m_out.facts.insert(key, QString::fromUtf8(m_json.numberText())); // keeps every digit
        else if (event == Event::Number)
            m_out.facts.insert(key, m_json.number());
        else if (event == Event::Bool)
            m_out.facts.insert(key, m_json.boolean());
        m_json.skipValue();
    }

    /// One scalar a task. Collected in a map, since inserting into a JSON object moves all that is in it.
    void readByTask(const QString &key)
    {
        QVariantMap values;
        eachMember([&](const QString &task) {
            const Event event = m_json.next();
            if (event == Event::String)
                values.insert(task, m_json.string());
            else if (event == Event::Number)
                values.insert(task, m_json.number());
            m_json.skipValue();
        });
        if (!values.isEmpty())
            m_out.facts.insert(key, QJsonObject::fromVariantMap(values));
    }

    qsizetype m_limit;
    JsonReader m_json;
    WarningList &m_warnings;
    LmEvalDocument m_out;
    QHash<QString, qsizetype> m_index;
    qsizetype m_count = 0;
    std::optional<Error> m_error;
};

} // namespace

Result<LmEvalDocument> readLmEvalDocument(const ImportInput &input, WarningList &warnings)
{
    return Reader(input, warnings).read();
}

} // namespace countersign

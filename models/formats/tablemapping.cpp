// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/tablemapping.h"

#include "base/json.h"
#include "formats/reportdraft.h"
#include "trust/zip.h"

#include <QBuffer>
#include <QSet>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;
using Report = EvaluationReport;
using Metric = EvaluationReport::Metric;
using Role = MappedColumn::Role;

namespace {

/// Turns rows into results by a mapping; what the whole import and the preview share.
class TableMapper
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    TableMapper(const FieldMapping &mapping, WarningList &warnings) : m_mapping(mapping), m_warnings(warnings) {}

    QList<Metric> map(const TableSource::Row &row, const QStringList &columns)
    {
        locate(columns);
        Metric base = common(row);
        QList<Metric> out;
        for (const MappedColumn &column : m_mapping.columns) {
            if (column.role != Role::Value)
                continue;
            const QString cell = cellOf(column.name, row);
            const bool wide = m_mapping.layout == FieldMapping::Layout::Wide;
            Metric metric = base;
            metric.metric = wide ? column.metric : cellOf(Role::Metric, {}, row);
            if (metric.metric.isEmpty()) {
                m_warnings.add(u"metricMissing"_s, tr("A row names no metric and was left out."), row.place);
                continue;
            }
            metric.pointer = row.place + (row.place.startsWith(u'/') ? column.name : u", column “%1”"_s.arg(column.name));
            fill(metric, cell, wide ? column.metric : QString(), row);
            out.append(std::move(metric));
        }
        return out;
    }

    /// Of the row that was mapped last.
    [[nodiscard]] QString model(const TableSource::Row &row) const { return cellOf(Role::Model, {}, row); }

    /// The direction that the person gave, if any.
    [[nodiscard]] std::optional<bool> higher(const QString &metric) const
    {
        const auto at = m_mapping.directions.constFind(metric);
        return at == m_mapping.directions.constEnd() ? std::nullopt : std::optional(*at == Report::Direction::Higher);
    }

    std::optional<Report::Sample> sample(const TableSource::Row &row) const
    {
        Report::Sample out;
        out.input = clippedText(cellOf(Role::Input, {}, row));
        out.output = clippedText(cellOf(Role::Output, {}, row));
        out.expected = clippedText(cellOf(Role::Expected, {}, row));
        if (out.input.isEmpty() && out.output.isEmpty())
            return {};
        out.task = cellOf(Role::Task, {}, row).left(400);
        out.id = row.place;
        out.pointer = row.place;
        return out;
    }

    /// Columns that the mapping names and the table has not.
    void warnOfMissing(const QStringList &columns)
    {
        for (const MappedColumn &column : m_mapping.columns) {
            if (column.role != Role::Ignore && !columns.contains(column.name))
                m_warnings.add(u"columnMissing"_s, tr("The table has no column “%1”.").arg(column.name.left(200)));
        }
    }

private:
    void locate(const QStringList &columns)
    {
        if (columns.size() == m_known)
            return;
        m_known = columns.size();
        m_at.clear();
        for (qsizetype i = 0; i < columns.size(); ++i) {
            if (m_at.contains(columns[i]))
                m_warnings.add(u"columnTwice"_s, tr("Two columns are called “%1”; the first is used.").arg(columns[i].left(200)));
            else
                m_at.insert(columns[i], i);
        }
    }

    QString cellOf(const QString &column, const TableSource::Row &row) const { return row.cells.value(m_at.value(column, -1)); }

    QString cellOf(Role role, const QString &metric, const TableSource::Row &row) const
    {
        for (const bool own : {true, false}) { // the metric's own before what is of all
            for (const MappedColumn &column : m_mapping.columns) {
                if (column.role == role && (own ? column.metric == metric : column.metric.isEmpty()))
                    return cellOf(column.name, row).trimmed();
            }
        }
        return {};
    }

    Metric common(const TableSource::Row &row) const
    {
        const auto either = [&](Role role, const QString &constant) {
            const QString cell = cellOf(role, {}, row);
            return (cell.isEmpty() ? constant : cell).left(1000);
        };
        Metric out;
        out.suite = either(Role::Suite, m_mapping.suite);
        out.task = either(Role::Task, m_mapping.task);
        out.dataset = either(Role::Dataset, m_mapping.dataset);
        out.filter = either(Role::Filter, {});
        out.unit = either(Role::Unit, m_mapping.unit);
        for (const MappedColumn &column : m_mapping.columns) {
            const QString group = column.role == Role::Slice ? cellOf(column.name, row).trimmed() : QString();
            if (!group.isEmpty())
                out.slice.append({column.dimension.isEmpty() ? column.name.section(u'/', -1) : column.dimension, group.left(1000)});
        }
        return out;
    }

    /// A number as the person says that numbers are written here. "0,93" is none unless they said so.
    std::optional<double> number(const QString &cell, Metric &spelled, const QString &place)
    {
        QString text = cell.trimmed();
        const bool comma = text.contains(u',') && !text.contains(u'.');
        if (comma && m_mapping.decimalComma)
            text.replace(u',', u'.');
        else if (comma)
            m_warnings.add(u"decimalComma"_s, tr("“%1” may be a number with a decimal comma. Say in the mapping if it is.").arg(cell.left(40)), place);
        if (text.endsWith(u'%')) {
            text = text.chopped(1).trimmed();
            spelled.unit = u"percent"_s;
        }
        setValue(spelled, text.toUtf8());
        spelled.valueText = cell.trimmed().left(400);
        return spelled.valueState == Report::ValueState::Finite ? std::optional(spelled.value) : std::nullopt;
    }

    std::optional<double> number(Role role, const QString &metric, const TableSource::Row &row)
    {
        const QString cell = cellOf(role, metric, row);
        Metric spelled;
        return cell.isEmpty() ? std::nullopt : number(cell, spelled, row.place);
    }

    void fill(Metric &metric, const QString &cell, const QString &of, const TableSource::Row &row)
    {
        number(cell, metric, metric.pointer);
        if (metric.valueState == Report::ValueState::Error)
            m_warnings.add(u"notANumber"_s, tr("The value of “%1” is no number.").arg(metric.metric.left(200)), metric.pointer);
        if (const QString written = cellOf(Role::Count, of, row); !written.isEmpty()) {
            const auto n = number(Role::Count, of, row);
            if (n && *n >= 0 && *n < 9e15 && *n == std::floor(*n))
                metric.n = qint64(*n);
            else
                m_warnings.add(u"badCount"_s, tr("“%1” is no number of samples and was left out.").arg(written.left(40)), row.place);
        }
        metric.stderror = number(Role::StandardError, of, row);
        const auto low = number(Role::IntervalLow, of, row), high = number(Role::IntervalHigh, of, row);
        if (low && high && *low <= *high) {
            metric.interval = Report::Interval{*low, *high};
            metric.intervalMethod = u"unknown method, from the file"_s;
        } else if (low && high) {
            m_warnings.add(u"badInterval"_s, tr("The lower end of an interval is above the upper; it was left out."), row.place);
        }
        if (const auto limit = number(Role::Threshold, of, row))
            metric.threshold = Report::Threshold{m_mapping.thresholdOp, *limit, u"producer"_s};
    }

    const FieldMapping &m_mapping;
    WarningList &m_warnings;
    QHash<QString, qsizetype> m_at;
    qsizetype m_known = -1;
};

/// Makes the report of a whole table.
class MappedReport
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    MappedReport(const ImportInput &input, const FieldMapping &mapping)
        : m_mapping(mapping)
        , m_draft(input.options, QString(mappedFormat), mapping.tool.isEmpty() ? u"unknown"_s : mapping.tool)
        , m_mapper(mapping, m_draft.warnings)
        , m_source(input, mapping, m_draft.warnings)
    {
    }

    Result<EvaluationReport> read()
    {
        const Result<void> done = m_source.read([&](const TableSource::Row &row) {
            add(row);
            return !m_draft.problem();
        });
        if (!done.ok())
            return done.error();
        if (m_draft.problem())
            return *m_draft.problem();
        if (m_rows == 0)
            return Error{Error::Code::Invalid, tr("The table holds no row.")};
        m_mapper.warnOfMissing(m_source.columns());
        finish();
        Result<Imported> imported = m_draft.take();
        if (!imported.ok())
            return imported.error();
        return std::get<EvaluationReport>(std::move(imported->content));
    }

private:
    void add(const TableSource::Row &row)
    {
        ++m_rows;
        QList<Metric> results = m_mapper.map(row, m_source.columns());
        const QString model = m_mapper.model(row).left(400);
        if (!model.isEmpty() && !m_models.contains(model) && m_models.size() < 1000)
            m_models.append(model);
        for (Metric &metric : results) {
            const std::optional<bool> higher = m_mapper.higher(metric.metric);
            const qsizetype before = m_draft.report.results.size();
            m_draft.add(std::move(metric), higher);
            if (m_draft.report.results.size() == before)
                return;
            m_modelOf.append(model);
            settleThreshold(m_draft.report.results.last());
        }
        if (auto sample = m_mapper.sample(row); sample && m_draft.findings.countSample())
            m_draft.findings.addSample(*sample);
    }

    /// Without an operator the better side of the limit is the good one, if it is known.
    void settleThreshold(Metric &metric)
    {
        if (!metric.threshold)
            return;
        using Direction = Report::Direction;
        if (metric.threshold->op.isEmpty() && (metric.direction == Direction::Higher || metric.direction == Direction::Lower))
            metric.threshold->op = metric.direction == Direction::Higher ? u">="_s : u"<="_s;
        if (!metric.threshold->op.isEmpty())
            return;
        m_draft.warnings.add(u"thresholdLeftOut"_s, tr("The limit of “%1” was left out: nothing says on which side of it is good.").arg(metric.metric), metric.pointer);
        metric.threshold.reset();
    }

    void finish()
    {
        Report &report = m_draft.report;
        report.run.configuration = QJsonObject{{u"mapping"_s, m_mapping.toJson()}};
        report.producer.version = m_mapping.toolVersion;
        if (m_models.size() > 1) {
            for (qsizetype i = 0; i < report.results.size(); ++i)
                report.results[i].slice.prepend({u"model"_s, m_modelOf.at(i)});
            m_draft.warnings.add(u"severalSubjects"_s, tr("The table is about %1 models; each result says by its slice “model” which of them it is about.").arg(m_models.size()));
        }
        report.subject.model = m_models.isEmpty() ? m_mapping.model : m_models.mid(0, 20).join(u", "_s);
        if (report.subject.model.isEmpty())
            m_draft.warnings.add(u"modelUnknown"_s, tr("Neither the table nor the mapping says which model was evaluated."));
        using enum Report::Completeness;
        report.completeness = m_source.damaged() ? Partial : m_mapping.wholeRun ? Complete : Unknown;
        if (!m_mapping.wholeRun)
            m_draft.warnings.add(u"completenessUnknown"_s, tr("A table does not say whether it is all that was measured; the mapping can."));
        flagDoubled();
    }

    /// Two rows for one result: either may be wrong, so neither can gate.
    void flagDoubled()
    {
        QHash<QString, qsizetype> seen;
        QList<Metric> &results = m_draft.report.results;
        for (qsizetype i = 0; i < results.size(); ++i) {
            QStringList key{results[i].suite, results[i].task, results[i].dataset, results[i].metric, results[i].filter};
            for (const auto &term : results[i].slice)
                key << term.dimension << term.group;
            const QString joined = key.join(QChar(0x1f));
            const auto at = seen.constFind(joined);
            if (at == seen.constEnd()) {
                seen.insert(joined, i);
                continue;
            }
            for (const qsizetype which : {*at, i}) {
                if (!results[which].flags.contains(u"doubled"_s))
                    results[which].flags.append(u"doubled"_s);
            }
            m_draft.warnings.add(u"doubled"_s, tr("“%1” stands in more than one row; a gate cannot use it. Is a column missing in the mapping?").arg(results[i].metric), results[i].pointer);
        }
    }

    const FieldMapping &m_mapping;
    ReportDraft m_draft;
    TableMapper m_mapper;
    TableSource m_source;
    QStringList m_models, m_modelOf;
    qint64 m_rows = 0;
};

} // namespace

Result<EvaluationReport> mapTable(const ImportInput &input, const FieldMapping &mapping)
{
    if (const Result<FieldMapping> checked = FieldMapping::fromJson(mapping.toJson()); !checked.ok())
        return checked.error();
    return MappedReport(input, mapping).read();
}

Result<MappingPreview> previewTable(const ImportInput &input, const FieldMapping &wanted, qsizetype rows)
{
    MappingPreview out;
    FieldMapping mapping = wanted;
    const JsonTree beginning = JsonTree::probe(input.device->peek(256 * 1024));
    out.recordPlaces = recordPlaces(beginning.root());
    if (mapping.records.isEmpty() && !out.recordPlaces.isEmpty() && !beginning.root().isArray())
        mapping.records = out.recordPlaces.first();
    WarningList warnings;
    TableSource source(input, mapping, warnings);
    TableMapper mapper(mapping, warnings);
    MetricRules rules(MetricRegistry::builtIn(), mapping.tool, warnings);
    QList<QStringList> cells;
    const Result<void> done = source.read([&](const TableSource::Row &row) {
        if (out.rows.size() >= rows) {
            out.more = true;
            return false;
        }
        QList<Metric> results = mapper.map(row, source.columns());
        for (Metric &metric : results) {
            rules.settle(metric, mapper.higher(metric.metric));
            rules.addInterval(metric);
        }
        cells.append(row.cells);
        out.rows.append({row.cells, row.place, std::move(results)});
        return true;
    });
    if (!done.ok())
        return done.error();
    out.columns = source.columns();
    out.source = source.source();
    out.delimiter = source.delimiter() ? QString(QLatin1Char(source.delimiter())) : QString();
    out.suggestion = suggestMapping(out.columns, cells);
    out.suggestion.source = mapping.source;
    out.suggestion.records = mapping.records;
    if (!out.rows.isEmpty())
        mapper.warnOfMissing(out.columns);
    out.warnings = warnings.take();
    return out;
}

Result<QByteArray> packMapped(const QByteArray &table, const QString &fileName, const FieldMapping &mapping)
{
    if (const Result<FieldMapping> checked = FieldMapping::fromJson(mapping.toJson()); !checked.ok())
        return checked.error();
    QString name = fileName.section(u'/', -1).section(u'\\', -1);
    if (!checkArchiveName(name).ok() || name == mappingMember)
        name = u"table"_s;
    QByteArray out;
    QBuffer buffer(&out);
    buffer.open(QIODevice::WriteOnly);
    ZipWriter zip(&buffer);
    for (const auto &[member, content] : {std::pair(QString(mappingMember), toJson(mapping.toJson())), std::pair(name, table)}) {
        if (const Result<void> added = zip.add(member, content); !added.ok())
            return added.error();
    }
    if (const Result<void> ended = zip.finish(); !ended.ok())
        return ended.error();
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/tablesource.h"

#include "base/json.h"
#include "formats/csvreader.h"
#include "formats/jsonwalk.h"
#include "formats/recordlines.h"
#include "formats/textfile.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Node = JsonTree::Node;
using Source = FieldMapping::Source;

namespace {
constexpr qsizetype tableColumns = 4096;
constexpr int flattenedLevels = 5;

/// Whether most of what stands here are objects.
bool holdsRecords(Node node)
{
    qsizetype objects = 0;
    for (const Node member : node)
        objects += member.isObject();
    return objects > 0 && objects * 2 > node.size();
}

} // namespace

/// Goes down a pointer with wildcards, member by member, and hands out what stands at its end.
class TableSource::Descent
{
public:
    Descent(TableSource &source, JsonWalk &walk, QStringList steps) : m_source(source), m_walk(walk), m_steps(std::move(steps)) {}

    void go(qsizetype step)
    {
        if (m_source.m_stopped)
            return;
        if (step == m_steps.size())
            return records();
        const QString &wanted = m_steps[step];
        const Event event = m_walk.open();
        if (event == Event::StartObject)
            m_walk.members([&](const QString &key) {
                if (wanted == u"*" || key == wanted)
                    go(step + 1);
            });
        else if (event == Event::StartArray)
            m_walk.elements([&](qint64 index) {
                if (wanted == u"*" || QString::number(index) == wanted)
                    go(step + 1);
            });
    }

private:
    /// An array of records, or an object whose members are the records; an object of scalars is one record.
    void records()
    {
        const Event event = m_walk.open();
        if (event == Event::StartArray) {
            m_walk.elements([&](qint64) { one({}); });
        } else if (event == Event::StartObject) {
            // Which of the two it is shows only inside, so small objects are read whole.
            const QString place = m_walk.json().pointer();
            QStringList scalars;
            m_walk.members([&](const QString &key) {
                const Event inside = m_walk.open();
                if (inside == Event::StartObject)
                    one(key);
                else
                    scalars.append(key);
            });
            if (!scalars.isEmpty())
                m_source.m_warnings.add(u"notUnderstood"_s, tr("%1 members beside the records were left out.").arg(scalars.size()), place);
        }
    }

    void one(const QString &key)
    {
        if (m_source.m_stopped)
            return;
        const JsonTree tree = m_walk.tree();
        if (tree.root().isObject())
            m_source.give(tree.root(), key, tree.root().pointer());
        else if (tree.root())
            m_source.m_warnings.add(u"notUnderstood"_s, tr("A record is an object."), tree.root().pointer());
    }

    TableSource &m_source;
    JsonWalk &m_walk;
    QStringList m_steps;
};

TableSource::TableSource(const ImportInput &input, const FieldMapping &mapping, WarningList &warnings)
    : m_input(input), m_mapping(mapping), m_warnings(warnings), m_source(mapping.source)
{
}

void TableSource::findSource()
{
    const QByteArray head = probeText(m_input.device->peek(256 * 1024));
    const QByteArray text = head.trimmed();
    if (!text.startsWith('{') && !text.startsWith('[')) {
        m_source = Source::Separated;
        return;
    }
    // Several documents one after the other are lines.
    JsonReader::Options options;
    options.framing = JsonReader::Framing::Sequence;
    JsonReader json(text, options);
    json.next();
    json.skipValue();
    const bool whole = json.next() == Event::EndDocument;
    m_source = text.startsWith('{') && whole && json.next() == Event::StartObject && text.contains('\n') ? Source::JsonLines : Source::Json;
}

Result<void> TableSource::read(const std::function<bool(const Row &)> &row)
{
    m_row = &row;
    if (m_source == Source::Automatic)
        findSource();
    const Result<void> out = m_source == Source::Separated ? readSeparated() : m_source == Source::JsonLines ? readLines() : readDocument();
    if (!out.ok() && !m_stopped)
        return out;
    if (m_ragged > 0)
        m_warnings.add(u"raggedRows"_s, tr("%1 rows have more or fewer cells than the header.").arg(m_ragged));
    if (m_columnsLeftOut > 0)
        m_warnings.add(u"columnsLeftOut"_s, tr("There are more than %1 columns; the others were left out.").arg(tableColumns));
    return {};
}

Result<void> TableSource::readSeparated()
{
    CsvReader::Options options;
    options.delimiter = m_mapping.delimiter.isEmpty() ? '\0' : m_mapping.delimiter.front().toLatin1();
    options.columns = tableColumns;
    options.totalBytes = m_input.options.fileBytes;
    options.stop = m_input.options.stop;
    CsvReader csv(m_input.device, options);
    Row row;
    for (;;) {
        const Result<bool> more = csv.next(row.cells);
        m_delimiter = csv.delimiter();
        if (!more.ok())
            return more.error();
        if (!*more)
            break;
        if (m_columns.isEmpty()) {
            for (qsizetype i = 0; i < row.cells.size(); ++i)
                m_columns.append(m_mapping.noHeader ? QString::number(i + 1) : row.cells[i].trimmed());
            if (!m_mapping.noHeader)
                continue;
        }
        m_ragged += row.cells.size() != m_columns.size();
        row.place = u"line %1"_s.arg(csv.line());
        if (!(*m_row)(row)) {
            m_stopped = true;
            break;
        }
    }
    if (csv.latin1Fields() > 0)
        m_warnings.add(u"latin1"_s, tr("%1 cells are no UTF-8 and were read as Latin-1; look at their letters.").arg(csv.latin1Fields()));
    if (csv.oddQuotes() > 0)
        m_warnings.add(u"oddQuotes"_s, tr("%1 cells go on behind their closing quote.").arg(csv.oddQuotes()));
    return {};
}

Result<void> TableSource::readLines()
{
    RecordLines lines(m_input, m_warnings);
    for (JsonTree record = lines.next(); record.root() && !m_stopped; record = lines.next())
        give(record.root(), {}, lines.place());
    lines.finish();
    m_damaged = lines.broken() > 0;
    if (lines.problem())
        return *lines.problem();
    return {};
}

Result<void> TableSource::readDocument()
{
    JsonWalk walk(m_input, m_warnings);
    QStringList steps = m_mapping.records.split(u'/').mid(1);
    for (QString &step : steps)
        step.replace(u"~1"_s, u"/"_s).replace(u"~0"_s, u"~"_s);
    Descent(*this, walk, steps).go(0);
    if (m_stopped)
        return {};
    if (const auto problem = walk.finish())
        return *problem;
    return {};
}

bool TableSource::give(Node record, const QString &key, const QString &place)
{
    Row row;
    row.place = place;
    row.cells.resize(m_columns.size());
    if (!key.isEmpty())
        setCell(u"(key)"_s, key, row);
    flatten(record, {}, 0, row);
    m_stopped = !(*m_row)(row);
    return !m_stopped;
}

void TableSource::flatten(Node node, const QString &pointer, int depth, Row &row)
{
    qsizetype position = 0;
    for (const Node member : node) {
        const QString at = childPointer(pointer, node.isObject() ? member.key() : QString::number(position++));
        if (!member.isContainer())
            setCell(at, member.kind() == JsonTree::Kind::Null ? QString() : member.text(), row);
        else if (depth + 1 < flattenedLevels)
            flatten(member, at, depth + 1, row);
    }
}

void TableSource::setCell(const QString &column, const QString &text, Row &row)
{
    auto at = m_index.constFind(column);
    if (at == m_index.constEnd()) {
        if (m_columns.size() >= tableColumns) {
            ++m_columnsLeftOut;
            return;
        }
        at = m_index.insert(column, m_columns.size());
        m_columns.append(column);
    }
    if (row.cells.size() < m_columns.size())
        row.cells.resize(m_columns.size());
    row.cells[*at] = text;
}

QStringList recordPlaces(Node root)
{
    QStringList arrays, objects;
    QList<std::pair<Node, int>> open{{root, 0}};
    while (!open.isEmpty() && arrays.size() + objects.size() < 50) {
        const auto [node, depth] = open.takeFirst();
        if (node.isArray() && holdsRecords(node))
            arrays.append(node.pointer());
        else if (node.isObject() && holdsRecords(node))
            objects.append(node.pointer());
        for (const Node member : node) {
            if (member.isContainer() && depth < 4 && open.size() < 500)
                open.append({member, depth + 1});
        }
    }
    return arrays + objects;
}

} // namespace countersign

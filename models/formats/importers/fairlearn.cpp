// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/csvreader.h"
#include "formats/fairnessdashboard.h"
#include "formats/metricframe.h"
#include "formats/textfile.h"

#include <QBuffer>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

namespace {

QString fairlearnText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// Names that only a table of fairness metrics has beside each other.
bool isGroupTable(const QStringList &columns)
{
    qsizetype metrics = 0, first = -1;
    bool rates = false;
    for (qsizetype i = 0; i < columns.size(); ++i) {
        const bool metric = MetricFrame::isMetric(columns.at(i));
        metrics += metric;
        first = metric && first < 0 ? i : first;
        rates |= columns.at(i) == u"selection_rate" || columns.at(i) == u"false_positive_rate" || columns.at(i) == u"true_positive_rate";
    }
    return first > 0 && first <= 8 && metrics >= 2 && rates && metrics + first == columns.size();
}

bool isFrame(JsonTree::Node node)
{
    const JsonTree::Node groups = node[u"by_group"];
    return (groups.isObject() && groups.size() > 0) || (groups.isArray() && groups.at(0).isObject());
}

QStringList keysOf(JsonTree::Node object)
{
    QStringList out;
    for (const JsonTree::Node member : object)
        out.append(member.key());
    return out;
}

MetricFrame::Members membersOf(JsonTree::Node object)
{
    MetricFrame::Members out;
    for (const JsonTree::Node member : object)
        out.append({member.key(), member});
    return out;
}

QStringList textsOf(JsonTree::Node list)
{
    QStringList out;
    for (const JsonTree::Node element : list)
        out.append(element.text());
    return out;
}

Match probeFairlearnJson(QByteArrayView head)
{
    if (!mentionsAny(head, {"by_group", "precomputedFeatureBins", "selection_rate", "_positive_rate"}))
        return Match::No;
    const JsonTree tree = JsonTree::probe(head);
    const JsonTree::Node root = tree.root();
    if (root.isArray())
        return isGroupTable(keysOf(root.at(0))) ? Match::Sure : Match::No;
    if (FairnessDashboard::fits(root))
        return root[u"schemaType"] || root[u"schemaVersion"] ? Match::Sure : Match::No;
    if (isFrame(root))
        return Match::Sure;
    if (root[u"columns"].isArray() && root[u"data"].isArray()) // a long list of columns shows only three of its names
        return isGroupTable(QStringList{u"group"_s} + textsOf(root[u"columns"]) + QStringList{u"selection_rate"_s}) ? Match::Sure : Match::No;
    for (const JsonTree::Node member : root) {
        if (isFrame(member))
            return Match::Sure;
    }
    return Match::No;
}

Match probeFairlearnTable(QByteArrayView head)
{
    if (!mentionsAny(head.first(std::min<qsizetype>(head.size(), 64 * 1024)), {"selection_rate", "_positive_rate"}))
        return Match::No;
    QByteArray start = head.first(std::min<qsizetype>(head.size(), 64 * 1024)).toByteArray();
    QBuffer buffer(&start);
    buffer.open(QIODevice::ReadOnly);
    CsvReader rows(&buffer);
    QStringList names;
    return rows.next(names).valueOr(false) && isGroupTable(names) ? Match::Sure : Match::No;
}

class FairlearnReader
{
public:
    explicit FairlearnReader(const ImportInput &input)
        : m_input(input), m_draft(input.options, u"fairlearn"_s, u"fairlearn"_s), m_frame(m_draft)
    {
    }

    Result<Imported> readJson()
    {
        JsonWalk walk(m_input, m_draft.warnings);
        if (walk.open() == Event::StartArray)
            readRecords(walk);
        else if (walk.json().event() == Event::StartObject)
            walk.members([&](const QString &key) { readMember(walk, key); });
        else
            walk.refuse(fairlearnText("What a MetricFrame is written to is an object or a list of groups."));
        if (const std::optional<Error> problem = walk.finish())
            return *problem;
        if (m_dashboard)
            m_dashboard->finish(m_draft);
        else if (!finishFrames())
            return Error{Error::Code::Invalid, fairlearnText("The file has no groups (“by_group”) and no table of them.")};
        return m_draft.take();
    }

    Result<Imported> readTable()
    {
        CsvReader::Options options;
        options.totalBytes = m_input.options.fileBytes;
        options.stop = m_input.options.stop;
        CsvReader rows(m_input.device, options);
        QStringList record;
        Result<bool> more = rows.next(record);
        m_draft.report.formatVersion = u"csv"_s;
        if (more.ok() && (!*more || !m_frame.setColumns(record)))
            return Error{Error::Code::Invalid, fairlearnText("Line 1: no column is named like a metric of groups.")};
        const bool commas = rows.delimiter() == ';';
        if (commas)
            m_draft.warnings.add(u"semicolons"_s, fairlearnText("The columns are separated by semicolons; commas in numbers were read as decimal points."));
        while ((more = rows.next(record)).ok() && *more && !m_draft.problem()) {
            QList<MetricFrame::Cell> cells;
            for (const QString &cell : std::as_const(record)) {
                QByteArray text = cell.toUtf8();
                if (commas && text.count(',') == 1 && !text.contains('.'))
                    text.replace(',', '.');
                cells.append({text});
            }
            m_frame.addRow(cells, u"line %1"_s.arg(rows.line()));
        }
        if (!more.ok())
            return more.error();
        if (rows.latin1Fields() > 0)
            m_draft.warnings.add(u"encoding"_s, fairlearnText("%1 cells are no UTF-8 and were read as Latin-1.").arg(rows.latin1Fields()));
        return m_draft.take();
    }

private:
    void readRecords(JsonWalk &walk)
    {
        QStringList columns;
        m_draft.report.formatVersion = u"records"_s;
        walk.elements([&](qint64) {
            const JsonTree record = walk.tree({.nodes = 10'000});
            if (columns.isEmpty()) {
                columns = keysOf(record.root());
                if (!m_frame.setColumns(columns))
                    return walk.refuse(fairlearnText("No member of the first record is named like a metric of groups."));
            }
            m_tables = true;
            addRow(record.root(), columns);
            if (const std::optional<Error> problem = m_draft.problem())
                walk.fail(*problem);
        });
    }

    void addRow(JsonTree::Node record, const QStringList &columns)
    {
        if (!record.isObject())
            return m_draft.notUnderstood(record.pointer());
        if (m_columns.isEmpty()) {
            for (qsizetype i = 0; i < columns.size(); ++i)
                m_columns.insert(columns.at(i), i);
        }
        QList<MetricFrame::Cell> cells(columns.size());
        for (const JsonTree::Node member : record) {
            const auto at = m_columns.constFind(member.key());
            if (at == m_columns.constEnd())
                m_draft.notUnderstood(member.pointer());
            else
                cells[*at] = {member.bytes().toByteArray(), member.isString()};
        }
        m_frame.addRow(cells, record.pointer());
    }

    void readMember(JsonWalk &walk, const QString &key)
    {
        if (FairnessDashboard::isMember(key)) {
            if (!m_dashboard)
                m_dashboard.emplace();
            m_dashboard->readMember(walk, key);
            return;
        }
        if (m_members.size() >= 1000)
            return walk.refuse(fairlearnText("A MetricFrame has no more than a thousand members."));
        m_members.push_back({key, walk.tree()});
    }

    JsonTree::Node member(QStringView key) const
    {
        for (const auto &[name, tree] : m_members) {
            if (name == key)
                return tree.root();
        }
        return {};
    }

    bool finishFrames()
    {
        if (m_tables)
            return true;
        if (member(u"columns").isArray() && member(u"data").isArray())
            return addSplit();
        if (member(u"by_group")) { // one frame, whose members are the document's own
            MetricFrame::Members frame;
            for (const auto &[name, tree] : m_members)
                frame.append({name, tree.root()});
            m_frame.addFrame(frame, {});
            return true;
        }
        bool any = false;
        for (const auto &[name, tree] : m_members) {
            any |= isFrame(tree.root());
            if (isFrame(tree.root()))
                m_frame.addFrame(membersOf(tree.root()), name);
            else if (tree.root().isContainer())
                m_draft.notUnderstood(tree.root().pointer());
            else
                m_draft.report.run.configuration.insert(name, tree.root().text().left(400));
        }
        return any;
    }

    /// pandas: columns, index (texts, or lists where there are several attributes), data.
    bool addSplit()
    {
        const JsonTree::Node index = member(u"index"), names = member(u"index_names");
        const qsizetype attributes = std::max<qsizetype>(1, index.at(0).isArray() ? index.at(0).size() : 1);
        QStringList columns;
        for (qsizetype i = 0; i < attributes && attributes <= 8; ++i)
            columns.append(names.at(i) ? names.at(i).text() : attributes == 1 ? u"group"_s : u"attribute %1"_s.arg(i + 1));
        if (!names)
            m_draft.warnings.add(u"attributeUnknown"_s, fairlearnText("The file does not name the attribute of its groups."), u"/index"_s);
        m_draft.report.formatVersion = u"split"_s;
        if (!m_frame.setColumns(columns + textsOf(member(u"columns"))))
            return false;
        auto group = index.begin();
        for (const JsonTree::Node row : member(u"data")) {
            QList<MetricFrame::Cell> cells;
            const JsonTree::Node label = group == index.end() ? JsonTree::Node() : *group;
            if (attributes == 1)
                cells.append({label.bytes().toByteArray()});
            for (qsizetype i = 0; attributes > 1 && i < attributes; ++i)
                cells.append({label.at(i).bytes().toByteArray()});
            for (const JsonTree::Node cell : row)
                cells.append({cell.bytes().toByteArray(), cell.isString()});
            m_frame.addRow(cells, row.pointer());
            if (group != index.end())
                ++group;
        }
        return true;
    }

    const ImportInput &m_input;
    ReportDraft m_draft;
    MetricFrame m_frame;
    std::optional<FairnessDashboard> m_dashboard;
    std::vector<std::pair<QString, JsonTree>> m_members;
    QHash<QString, qsizetype> m_columns;
    bool m_tables = false;
};

class Fairlearn final : public Importer
{
public:
    QString id() const override { return u"fairlearn"_s; }
    QString title() const override { return fairlearnText("Fairlearn MetricFrame or dashboard"); }

    Match probe(QByteArrayView head) const override
    {
        return std::max(probeFairlearnJson(head), probeFairlearnTable(head));
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        // Which of the two it is shows at once: JSON begins with a bracket, a table with a name.
        const QByteArray start = probeText(input.device->peek(4096)).trimmed();
        if (start.startsWith('{') || start.startsWith('['))
            return FairlearnReader(input).readJson();
        return FairlearnReader(input).readTable();
    }
};

} // namespace

std::unique_ptr<const Importer> fairlearnImporter()
{
    return std::make_unique<Fairlearn>();
}

} // namespace countersign

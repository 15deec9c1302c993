// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "formats/csvreader.h"
#include "formats/jsonwalk.h"
#include "formats/ragastable.h"
#include "formats/recordlines.h"
#include "formats/textfile.h"

#include <QBuffer>

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;
using Node = JsonTree::Node;

namespace {

enum class RagasShape { None, Csv, Lines, Array };

QStringList memberNames(Node record)
{
    QStringList out;
    for (const Node member : record)
        out.append(member.key());
    return out;
}

QString cellText(Node node)
{
    return node.isContainer() ? QString::fromUtf8(toJson(node.toJson())) : node.text();
}

RagasShape shapeOf(QByteArrayView head)
{
    const QByteArray text = probeText(head).trimmed();
    return text.startsWith('{') ? RagasShape::Lines : text.startsWith('[') ? RagasShape::Array : RagasShape::Csv;
}

QStringList csvHeader(QByteArrayView head)
{
    QByteArray text = probeText(head.first(std::min<qsizetype>(head.size(), 64 * 1024)));
    QBuffer buffer(&text);
    buffer.open(QIODevice::ReadOnly);
    CsvReader csv(&buffer);
    QStringList header;
    const Result<bool> read = csv.next(header);
    return read.ok() && *read ? header : QStringList();
}

/// Whether the records of JSON Lines or of an array are rows of a result: texts, and numbers beside them.
Match judgeRecord(Node record)
{
    const Match match = RagasTable::judge(memberNames(record));
    bool numbers = false;
    for (const Node member : record)
        numbers |= member.isNumber() || member.kind() == JsonTree::Kind::NonFinite;
    return match == Match::Sure && numbers ? Match::Sure : Match::No;
}

class RagasReader
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit RagasReader(const ImportInput &input) : m_input(input), m_draft(input.options, u"ragas"_s, u"ragas"_s) {}

    Result<Imported> read()
    {
        const QByteArray head = m_input.device->peek(4096);
        const RagasShape shape = shapeOf(head);
        const std::optional<Error> problem = shape == RagasShape::Csv ? readCsv() : shape == RagasShape::Lines ? readLines() : readArray();
        if (problem)
            return *problem;
        if (!m_table || m_table->rows() == 0)
            return Error{Error::Code::Invalid, tr("The table holds no row.")};
        m_table->build();
        if (m_damaged)
            m_draft.report.completeness = EvaluationReport::Completeness::Partial;
        return m_draft.take();
    }

private:
    std::optional<Error> readCsv()
    {
        CsvReader::Options options;
        options.totalBytes = m_input.options.fileBytes;
        options.stop = m_input.options.stop;
        CsvReader csv(m_input.device, options);
        QStringList cells;
        for (bool header = true;; header = false) {
            const Result<bool> read = csv.next(cells);
            if (!read.ok())
                return read.error();
            if (!*read)
                break;
            if (header)
                m_table = std::make_unique<RagasTable>(m_draft, cells);
            else
                m_table->add(cells, u"line %1"_s.arg(csv.line()));
        }
        if (csv.latin1Fields() > 0)
            m_draft.warnings.add(u"latin1"_s, tr("%1 cells are no UTF-8 and were read as Latin-1; look at their letters.").arg(csv.latin1Fields()));
        return {};
    }

    void addRecord(Node record, const QString &pointer)
    {
        if (!m_table) {
            m_names = memberNames(record);
            m_table = std::make_unique<RagasTable>(m_draft, m_names);
        }
        QStringList cells;
        for (const QString &name : std::as_const(m_names))
            cells.append(cellText(record[name]));
        m_table->add(cells, pointer);
    }

    std::optional<Error> readLines()
    {
        RecordLines lines(m_input, m_draft.warnings);
        for (JsonTree record = lines.next(); record.root(); record = lines.next())
            addRecord(record.root(), lines.place());
        lines.finish();
        m_damaged = lines.broken() > 0;
        return lines.problem();
    }

    std::optional<Error> readArray()
    {
        JsonWalk walk(m_input, m_draft.warnings);
        walk.elements([&](qint64) {
            const JsonTree record = walk.tree();
            if (record.root().isObject())
                addRecord(record.root(), record.root().pointer());
            else if (record.root())
                m_draft.notUnderstood(record.root().pointer());
        });
        return walk.finish();
    }

    const ImportInput &m_input;
    ReportDraft m_draft;
    std::unique_ptr<RagasTable> m_table;
    QStringList m_names;
    bool m_damaged = false;
};

class Ragas final : public Importer
{
public:
    QString id() const override { return u"ragas"_s; }
    QString title() const override { return QCoreApplication::translate("Import", "Ragas results"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"user_input", "question", "query"}))
            return Match::No;
        const RagasShape shape = shapeOf(head);
        if (shape == RagasShape::Csv)
            return RagasTable::judge(csvHeader(head));
        const JsonTree tree = JsonTree::probe(head);
        return judgeRecord(shape == RagasShape::Array ? tree.root().at(0) : tree.root());
    }

    Result<Imported> read(const ImportInput &input) const override { return RagasReader(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> ragasImporter()
{
    return std::make_unique<Ragas>();
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/csvreader.h"
#include "formats/jsonwalk.h"
#include "formats/promptfooreport.h"
#include "formats/textfile.h"

#include <QBuffer>
#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// "[FAIL] (0.00) reason\n---\nanswer"
bool readOutcome(const QString &cell, PromptfooRow &row)
{
    static const QRegularExpression outcome(u"^\\[(PASS|FAIL|ERROR)\\]\\s*(?:\\((-?[0-9.]+)\\)\\s*)?"_s);
    const auto match = outcome.match(cell);
    if (!match.hasMatch())
        return false;
    const QString word = match.captured(1);
    row.success = word == u"PASS";
    row.failureReason = word == u"PASS" ? 0 : word == u"FAIL" ? 1 : 2;
    bool good = false;
    const double score = match.captured(2).toDouble(&good);
    if (good)
        row.score = score;
    const QString rest = cell.sliced(match.capturedLength(0));
    const qsizetype line = word == u"PASS" ? -1 : rest.indexOf(u"\n---\n"_s);
    row.reason = line < 0 ? QByteArray() : rest.left(line).toUtf8();
    if (line < 0 && word != u"PASS")
        row.error = rest.toUtf8();
    row.output = line < 0 ? rest.toUtf8() : rest.sliced(line + 5).toUtf8();
    return true;
}

bool isOutcome(const QString &cell)
{
    return cell.startsWith(u"[PASS]") || cell.startsWith(u"[FAIL]") || cell.startsWith(u"[ERROR]");
}

/// Reads the table that promptfoo writes: a column for each variable and one for each prompt and target.
class PromptfooTable
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    explicit PromptfooTable(const ImportInput &input) : m_csv(input.device, options(input)), m_tally(input.options, u"promptfoo-csv"_s) {}

    Result<Imported> read()
    {
        QStringList cells;
        for (bool header = true;; header = false) {
            const Result<bool> more = m_csv.next(cells);
            if (!more.ok())
                return more.error();
            if (!*more)
                break;
            if (header)
                readHeader(cells);
            else
                addRow(cells);
        }
        if (m_tally.rows() == 0)
            return Error{Error::Code::Invalid, tr("No cell of the table holds an outcome.")};
        PromptfooSummary summary;
        summary.layout = u"table"_s;
        summary.wholeRun = false;
        return m_tally.build(summary);
    }

private:
    static CsvReader::Options options(const ImportInput &input)
    {
        CsvReader::Options out;
        out.totalBytes = input.options.fileBytes;
        out.stop = input.options.stop;
        return out;
    }

    /// A prompt's header is its JSON (2023), or its text behind the target in brackets.
    void readHeader(const QStringList &cells)
    {
        for (const QString &cell : cells) {
            Column column;
            column.name = cell.toUtf8();
            static const QRegularExpression target(u"^\\[([^\\]]{1,200})\\]\\s*"_s);
            const JsonTree json = cell.startsWith(u'{') ? JsonTree::fromText(column.name) : JsonTree();
            if (json.root().isObject()) {
                column.prompt = json.root().firstOf({u"display", u"label", u"raw"}).text().toUtf8();
                column.provider = json.root()[u"provider"].text().toUtf8();
            } else if (const auto match = target.match(cell); match.hasMatch()) {
                column.provider = match.captured(1).toUtf8();
                column.prompt = cell.sliced(match.capturedLength(0)).toUtf8();
            } else {
                column.prompt = column.name;
            }
            m_columns.append(column);
        }
    }

    void addRow(const QStringList &cells)
    {
        for (qsizetype i = 0; i < std::min(cells.size(), m_columns.size()); ++i) {
            PromptfooRow row;
            if (!isOutcome(cells[i]) || !readOutcome(cells[i], row))
                continue;
            row.provider = m_columns[i].provider;
            row.promptLabel = row.prompt = m_columns[i].prompt;
            row.testIndex = m_tests;
            for (qsizetype v = 0; v < std::min(cells.size(), m_columns.size()); ++v) {
                if (!isOutcome(cells[v]) && cells[v].size() <= 40 && m_columns[v].provider.isEmpty() && !m_columns[v].name.startsWith('{') && m_columns[v].name.size() <= 80)
                    row.labels.emplace_back(m_columns[v].name, cells[v].toUtf8());
            }
            m_tally.add(row, u"line %1"_s.arg(m_csv.line()));
        }
        ++m_tests;
    }

    struct Column
    {
        QByteArray name, prompt, provider;
    };
    CsvReader m_csv;
    PromptfooTally m_tally;
    QList<Column> m_columns;
    qint64 m_tests = 0;
};

class PromptfooCsv final : public Importer
{
public:
    QString id() const override { return u"promptfoo-csv"_s; }
    QString title() const override { return PromptfooTally::tr("promptfoo results as a table"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"[PASS]", "[FAIL]", "[ERROR]"}))
            return Match::No;
        QByteArray text = probeText(head);
        if (text.trimmed().startsWith('<'))
            return Match::No;
        QBuffer buffer(&text);
        buffer.open(QIODevice::ReadOnly);
        CsvReader csv(&buffer);
        QStringList header, first;
        for (QStringList *record : {&header, &first}) {
            const Result<bool> read = csv.next(*record);
            if (!read.ok() || !*read)
                return Match::No;
        }
        return std::any_of(first.begin(), first.end(), isOutcome) && first.size() == header.size() ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return PromptfooTable(input).read(); }
};

} // namespace

std::unique_ptr<const Importer> promptfoocsvImporter()
{
    return std::make_unique<PromptfooCsv>();
}

} // namespace countersign

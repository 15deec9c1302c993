// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/jsonwalk.h"
#include "formats/promptfooreport.h"

namespace countersign {

using namespace Qt::StringLiterals;
using Event = JsonReader::Event;

namespace {

/// One row a line, as `--output x.jsonl` writes them.
Result<Imported> readPromptfooLines(const ImportInput &input)
{
    JsonReader::Options options;
    options.framing = JsonReader::Framing::Lines;
    options.duplicateKeys = JsonReader::DuplicateKeys::Refuse;
    options.totalBytes = input.options.fileBytes;
    options.stop = input.options.stop;
    JsonReader json(input.device, options);
    PromptfooTally tally(input.options, u"promptfoo-jsonl"_s);
    PromptfooRow row;
    qint64 lines = 0, broken = 0;
    while (json.next() != Event::EndInput) {
        if (json.event() == Event::EndDocument)
            continue;
        ++lines;
        const QString line = u"line %1"_s.arg(json.line());
        if (json.event() == Event::StartObject && readPromptfooRow(json, row)) {
            tally.add(row, line);
            continue;
        }
        if (json.event() == Event::Failed
            && (json.error().code == Error::Code::Cancelled || json.error().code == Error::Code::Internal))
            return json.error();
        ++broken;
        tally.warnings().add(u"damagedLine"_s, json.event() == Event::Failed ? json.error().text : PromptfooTally::tr("Line %1 is no result.").arg(json.line()), line);
        if (json.event() == Event::Failed)
            json.skipLine();
        else
            json.skipValue();
    }
    if (broken > 0)
        tally.warnings().add(u"damagedLines"_s, PromptfooTally::tr("%1 of %2 lines unreadable.").arg(broken).arg(lines));
    if (tally.rows() == 0)
        return Error{Error::Code::Invalid, PromptfooTally::tr("The file holds no readable result.")};
    PromptfooSummary summary;
    summary.layout = u"lines"_s;
    summary.wholeRun = false;
    return tally.build(summary);
}

class PromptfooLines final : public Importer
{
public:
    QString id() const override { return u"promptfoo-jsonl"_s; }
    QString title() const override { return PromptfooTally::tr("promptfoo results, one a line"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"promptIdx\"", "\"testIdx\"", "\"gradingResult\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const JsonTree::Node root = tree.root();
        const bool numbered = root[u"promptIdx"] || root[u"testIdx"] || root[u"gradingResult"];
        return numbered && looksLikePromptfooRow(root) ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override { return readPromptfooLines(input); }
};

} // namespace

std::unique_ptr<const Importer> promptfoolinesImporter()
{
    return std::make_unique<PromptfooLines>();
}

} // namespace countersign

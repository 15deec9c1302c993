// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/inspectlog.h"

#include "formats/fileset.h"
#include "formats/jsonwalk.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString inspectText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

const QString &headerName()
{
    static const QString name = u"header.json"_s;
    return name;
}

const QString &startName()
{
    static const QString name = u"_journal/start.json"_s;
    return name;
}

class InspectAi final : public Importer
{
public:
    QString id() const override { return u"inspect"_s; }
    QString title() const override { return inspectText("Inspect AI log"); }

    Match probe(QByteArrayView head) const override
    {
        if (!mentionsAny(head, {"\"eval\""}))
            return Match::No;
        const JsonTree tree = JsonTree::probe(head);
        const JsonTree::Node eval = tree.root()[u"eval"];
        if (!eval[u"task"].isString() || !eval[u"model"].isString())
            return Match::No;
        return tree.root()[u"status"].isString() || tree.root()[u"plan"].isObject() || eval[u"run_id"].isString() ? Match::Sure : Match::No;
    }

    Result<Imported> read(const ImportInput &input) const override
    {
        InspectLog log(input.options);
        if (auto read = log.readLog(input, {}); !read)
            return read.error();
        return log.take();
    }

    Match probeFiles(const FileSet &files) const override
    {
        for (const QString &name : {headerName(), startName()}) {
            if (files.contains(name))
                return probe(files.head(name, 256 * 1024));
        }
        return Match::No;
    }

    Result<Imported> readFiles(const FileSet &files, const ImportOptions &options) const override
    {
        InspectLog log(options);
        const bool header = files.contains(headerName());
        const QString first = header ? headerName() : startName();
        auto device = files.open(first);
        if (!device)
            return device.error();
        if (auto read = log.readLog({device.value().get(), first, options}, first); !read)
            return named(read.error(), first);
        if (!header)
            log.markUnfinished();
        for (const FileSet::File &file : files.files()) {
            if (options.stop.stop_requested())
                return Error{Error::Code::Cancelled, inspectText("Cancelled.")};
            if (!file.name.startsWith(u"samples/") || !file.name.endsWith(u".json")) {
                if (file.name != first && !isKnown(file.name))
                    log.warn(u"notUnderstood"_s, inspectText("This file is no part of a log and was left out."), file.name);
                continue;
            }
            auto sample = files.open(file.name);
            if (!sample)
                return sample.error();
            if (auto read = log.readSample({sample.value().get(), file.name, options}, file.name); !read)
                return named(files.problem().value_or(read.error()), file.name);
        }
        return log.take();
    }

private:
    static Error named(Error error, const QString &file)
    {
        if (!error.text.contains(file))
            error.text = file + u": "_s + error.text;
        return error;
    }
    static bool isKnown(const QString &name)
    {
        return name == startName() || name == u"summaries.json" || name == u"reductions.json" || name.startsWith(u"_journal/");
    }
};

} // namespace

std::unique_ptr<const Importer> inspectaiImporter()
{
    return std::make_unique<InspectAi>();
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/helmrun.h"

#include "formats/fileset.h"
#include "formats/reportmerge.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;
using Part = HelmRun::Part;

namespace {

constexpr Part helmParts[] = {Part::Spec, Part::Scenario, Part::Stats, Part::Instances, Part::States};
constexpr qint64 helmHead = 256 * 1024;

QString helmText(const char *text)
{
    return QCoreApplication::translate("Import", text);
}

/// The folders that hold a run, each with its trailing '/' (empty for the top).
QStringList helmFolders(const FileSet &files)
{
    QStringList out;
    for (const FileSet::File &file : files.files()) {
        for (const Part part : {Part::Stats, Part::Spec}) {
            const QString name = HelmRun::fileNameOf(part);
            if (!file.name.endsWith(name) || (file.name.size() > name.size() && file.name[file.name.size() - name.size() - 1] != u'/'))
                continue;
            const QString folder = file.name.chopped(name.size());
            if (!out.contains(folder) && HelmRun::partOf(files.head(file.name, helmHead)) == part)
                out.append(folder);
        }
    }
    return out;
}

class Helm final : public Importer
{
public:
    QString id() const override { return u"helm"_s; }
    QString title() const override { return helmText("HELM run"); }

    Match probe(QByteArrayView head) const override { return HelmRun::partOf(head) == Part::None ? Match::No : Match::Sure; }

    Result<Imported> read(const ImportInput &input) const override
    {
        const QByteArray head = input.device->peek(helmHead);
        const Part part = HelmRun::partOf(head);
        HelmRun run(input.options, {}, true);
        if (auto read = run.read(part, input); !read)
            return read.error();
        auto report = run.take();
        if (!report)
            return report.error();
        report->warnings.prepend({u"oneFileOfSeveral"_s, helmText("This is one file of a HELM run; import the run's folder to see all of it."), {}});
        return Imported{std::move(*report)};
    }

    Match probeFiles(const FileSet &files) const override { return helmFolders(files).isEmpty() ? Match::No : Match::Sure; }

    Result<Imported> readFiles(const FileSet &files, const ImportOptions &options) const override
    {
        QList<ReportPart> parts;
        const QStringList folders = helmFolders(files);
        QSet<QString> used;
        for (const QString &folder : folders) {
            auto report = readRun(files, folder, options, used);
            if (!report) {
                Error error = report.error();
                error.text = (folder.isEmpty() ? QString() : folder + u": "_s) + error.text;
                return error;
            }
            parts.append({folder.chopped(folder.isEmpty() ? 0 : 1), std::move(*report), true});
        }
        auto merged = mergeReports(std::move(parts), options);
        if (!merged)
            return merged.error();
        WarningList others;
        for (const FileSet::File &file : files.files()) {
            if (!used.contains(file.name))
                others.add(u"notUnderstood"_s, helmText("This file is no part of a run that is read, and was left out."), file.name);
        }
        merged->warnings += others.take();
        return Imported{std::move(*merged)};
    }

private:
    static Result<EvaluationReport> readRun(const FileSet &files, const QString &folder, const ImportOptions &options, QSet<QString> &used)
    {
        HelmRun run(options, folder, false);
        for (const Part part : helmParts) {
            const QString name = folder + HelmRun::fileNameOf(part);
            if (!files.contains(name))
                continue;
            if (options.stop.stop_requested())
                return Error{Error::Code::Cancelled, helmText("Cancelled.")};
            used.insert(name);
            auto device = files.open(name);
            if (!device)
                return device.error();
            if (auto read = run.read(part, {device.value().get(), name, options}); !read) {
                Error error = files.problem().value_or(read.error());
                error.text = HelmRun::fileNameOf(part) + u": "_s + error.text;
                return error;
            }
        }
        return run.take();
    }
};

} // namespace

std::unique_ptr<const Importer> helmImporter()
{
    return std::make_unique<Helm>();
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/fileset.h"
#include "formats/tablemapping.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// A table and the mapping that a person made for it, in one archive.
class Mapped final : public Importer
{
    Q_DECLARE_TR_FUNCTIONS(Import)
public:
    QString id() const override { return QString(mappedFormat); }
    QString title() const override { return tr("Table with a mapping"); }

    Match probe(QByteArrayView) const override { return Match::No; }

    Result<Imported> read(const ImportInput &) const override
    {
        return Error{Error::Code::Invalid, tr("A table alone is no mapped import: its mapping belongs to it.")};
    }

    Match probeFiles(const FileSet &files) const override
    {
        return files.contains(QString(mappingMember)) && files.files().size() == 2 ? Match::Sure : Match::No;
    }

    Result<Imported> readFiles(const FileSet &files, const ImportOptions &options) const override
    {
        const Result<QByteArray> json = files.read(QString(mappingMember), 4 * 1024 * 1024);
        if (!json.ok())
            return json.error();
        const Result<FieldMapping> mapping = FieldMapping::fromBytes(*json);
        if (!mapping.ok())
            return mapping.error();
        QString table;
        for (const FileSet::File &file : files.files()) {
            if (file.name != mappingMember)
                table = file.name;
        }
        const auto device = files.open(table);
        if (!device.ok())
            return device.error();
        Result<EvaluationReport> report = mapTable({device.value().get(), table, options}, *mapping);
        if (!report.ok())
            return files.problem().value_or(report.error());
        if (files.problem())
            return *files.problem();
        return Imported{std::move(*report)};
    }
};

} // namespace

std::unique_ptr<const Importer> mappedImporter()
{
    return std::make_unique<Mapped>();
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/importer.h"

#include <QCoreApplication>

namespace countersign {

#define COUNTERSIGN_IMPORTER(make) std::unique_ptr<const Importer> make();
#include "importers.def"
#undef COUNTERSIGN_IMPORTER

std::span<const std::unique_ptr<const Importer>> importers()
{
#define COUNTERSIGN_IMPORTER(make) make(),
    static const std::unique_ptr<const Importer> all[] = {
#include "importers.def"
    };
#undef COUNTERSIGN_IMPORTER
    return all;
}

Result<Imported> Importer::readFiles(const FileSet &, const ImportOptions &) const
{
    return Error{Error::Code::Unsupported, QCoreApplication::translate("Import", "This format is one file, not several.")};
}

const Importer *importerFor(QStringView id)
{
    for (const auto &importer : importers()) {
        if (importer->id() == id)
            return importer.get();
    }
    return nullptr;
}

} // namespace countersign

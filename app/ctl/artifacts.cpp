// SPDX-License-Identifier: GPL-3.0-or-later
#include "artifacts.h"

#include "trust/digest.h"
#include "trust/modelmanifest.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<QList<Artifact>> artifactsAt(const QStringList &paths)
{
    QMap<QString, Artifact> byName;
    for (const QString &path : paths) {
        const auto manifest = ModelManifest::ofPath(path);
        if (!manifest) {
            Error error = manifest.error();
            error.text = u"%1: %2"_s.arg(path, error.text);
            return error;
        }
        for (const ManifestEntry &entry : manifest->entries()) {
            if (byName.contains(entry.name))
                return {Error::Code::Invalid, u"Two of the given files are named '%1'."_s.arg(entry.name)};
            byName.insert(entry.name, {entry.name, digestString(entry.digest), std::max<qint64>(entry.size, 0), {}});
        }
    }
    return byName.values();
}

} // namespace countersign

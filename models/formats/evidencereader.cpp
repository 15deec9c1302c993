// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/evidencereader.h"

#include "formats/importer.h"

#include <QBuffer>

namespace countersign {

EvidenceReader evidenceReader()
{
    return [](const QByteArray &raw, const QString &fileName, const QString &format) -> Result<std::variant<EvaluationReport, CardContent>> {
        QBuffer buffer;
        buffer.setData(raw);
        buffer.open(QIODevice::ReadOnly);
        ImportInput input;
        input.device = &buffer;
        input.fileName = fileName;
        auto imported = inspect(input, format);
        if (!imported)
            return imported.error();
        return imported->content;
    };
}

} // namespace countersign

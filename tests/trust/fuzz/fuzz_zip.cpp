// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/zip.h"

#include <QBuffer>

using namespace countersign;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    QByteArray bytes(reinterpret_cast<const char *>(data), qsizetype(size));
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    const auto reader = ZipReader::open(&buffer);
    if (!reader)
        return 0;
    qint64 total = 0;
    for (const ZipReader::Entry &entry : reader->entries()) {
        if (!checkArchiveName(entry.name))
            qFatal("an unsafe name got through");
        total += entry.size;
        (void)reader->read(entry.name);
    }
    if (total > bytes.size())
        qFatal("the content is larger than the archive");
    return 0;
}

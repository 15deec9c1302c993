// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "formats/tablemapping.h"

#include <QBuffer>

using namespace countersign;
using namespace Qt::StringLiterals;

/// A mapping up to the first NUL (or a suggested one), the table behind it. What is mapped must survive its codec, and
/// must be the same when it is read from its own archive.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray all(reinterpret_cast<const char *>(data), qsizetype(size));
    const qsizetype cut = all.indexOf('\0');
    QByteArray table = cut < 0 ? all : all.mid(cut + 1);
    QBuffer buffer(&table);
    buffer.open(QIODevice::ReadOnly);
    Result<FieldMapping> mapping = cut < 0 ? Result<FieldMapping>(FieldMapping()) : FieldMapping::fromBytes(all.left(cut));
    const auto preview = previewTable({&buffer, {}, {}}, mapping.ok() ? *mapping : FieldMapping());
    if (!preview.ok() && preview.error().text.isEmpty())
        __builtin_trap();
    if (!mapping.ok() || cut < 0)
        mapping = preview.ok() ? preview->suggestion : FieldMapping();
    buffer.seek(0);
    const auto report = mapTable({&buffer, {}, {}}, *mapping);
    if (!report.ok() && report.error().text.isEmpty())
        __builtin_trap();
    if (report.ok() && !EvaluationReport::fromJson(report->toJson()).ok())
        __builtin_trap();
    return 0;
}

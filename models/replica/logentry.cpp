// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/logentry.h"

#include "trust/digest.h"

namespace countersign {

using namespace Qt::StringLiterals;

template <>
const Shape &shapeOf<LogEntry>()
{
    static const Shape shape = ShapeBuilder<LogEntry>(u"log entry"_s, u"What one leaf of the log commits to."_s)
        .add(u"action"_s, &LogEntry::action, Field().column().searched())
        .add(u"actor"_s, &LogEntry::actor, Field().column().searched().refersTo(u"person"_s))
        .add(u"at"_s, &LogEntry::at, Field())
        .add(u"bodyDigest"_s, &LogEntry::bodyDigest, Field())
        .add(u"id"_s, &LogEntry::id, Field().column().searched())
        .add(u"kind"_s, &LogEntry::kind, Field().column().searched())
        .add(u"revision"_s, &LogEntry::revision, Field())
        .add(u"seq"_s, &LogEntry::seq, Field())
        .add(u"statement"_s, &LogEntry::statement, Field())
        .add(u"v"_s, &LogEntry::v, Field());
    return shape;
}

const Kind &logKind()
{
    static const Kind kind{u"log"_s, u"log"_s, &shapeOf<LogEntry>(), {}, {}, nullptr, false};
    return kind;
}

QString bodyDigest(const QString &saltHex, QByteArrayView body)
{
    Sha256 hash;
    hash.addData(QByteArray::fromHex(saltHex.toLatin1()));
    hash.addData(body);
    return digestString(hash.result());
}

} // namespace countersign

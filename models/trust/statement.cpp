// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/statement.h"

#include "trust/signedjson.h"
#include "trust/words.h"

#include <QJsonArray>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

Error invalid(const QString &pointer, const QString &message)
{
    return {Error::Code::Invalid, Trust::tr("The signed statement is not well formed."), {}, false, {{pointer, message}}};
}

bool isLowerHex(const QString &text)
{
    return !text.isEmpty() && text.size() % 2 == 0 && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
    });
}

Result<Subject> subjectFrom(const QJsonValue &value, const QString &pointer)
{
    const QJsonObject object = value.toObject();
    const QJsonValue name = object.value("name"_L1);
    if (!name.isUndefined() && !name.isString())
        return invalid(childPointer(pointer, u"name"), Trust::tr("This must be text."));
    const QString at = childPointer(pointer, u"digest");
    const QJsonObject digest = object.value("digest"_L1).toObject();
    if (digest.isEmpty() || digest.size() > 32)
        return invalid(at, Trust::tr("A subject needs between 1 and 32 digests."));
    Subject out{name.toString(), {}};
    for (auto it = digest.begin(); it != digest.end(); ++it) {
        const QString hex = it.value().toString();
        const bool sha = it.key() == "sha256"_L1;
        // Some algorithms of the in-toto list are not hexadecimal; those that we compare must be.
        if (hex.isEmpty() || (sha && (hex.size() != 64 || !isLowerHex(hex))))
            return invalid(childPointer(at, it.key()), Trust::tr("This is not a digest in lower-case hexadecimal digits."));
        out.digests.insert(it.key(), hex);
    }
    return out;
}

} // namespace

QByteArray Statement::toBytes() const
{
    QJsonArray list;
    for (const Subject &subject : subjects) {
        QJsonObject digest;
        for (auto it = subject.digests.begin(); it != subject.digests.end(); ++it)
            digest.insert(it.key(), it.value());
        list.append(QJsonObject{{u"name"_s, subject.name}, {u"digest"_s, digest}});
    }
    return toJson(QJsonObject{{u"_type"_s, QString(inTotoStatementType)},
                              {u"subject"_s, list},
                              {u"predicateType"_s, predicateType},
                              {u"predicate"_s, predicate}});
}

Result<Statement> Statement::fromBytes(QByteArrayView bytes)
{
    auto value = parseSignedJson(bytes);
    if (!value)
        return value.error();
    const QJsonObject object = value->toObject();
    if (object.value("_type"_L1).toString() != inTotoStatementType)
        return invalid(u"/_type"_s, Trust::tr("This is not an in-toto statement of version 1."));
    Statement out;
    out.predicateType = object.value("predicateType"_L1).toString();
    if (out.predicateType.isEmpty())
        return invalid(u"/predicateType"_s, Trust::tr("This must be text and not empty."));
    const QJsonValue predicate = object.value("predicate"_L1);
    if (!predicate.isUndefined() && !predicate.isNull() && !predicate.isObject())
        return invalid(u"/predicate"_s, Trust::tr("This must be an object."));
    out.predicate = predicate.toObject();
    const QJsonArray subjects = object.value("subject"_L1).toArray();
    if (subjects.isEmpty() || subjects.size() > 1024)
        return invalid(u"/subject"_s, Trust::tr("A statement needs between 1 and 1024 subjects."));
    for (qsizetype i = 0; i < subjects.size(); ++i) {
        auto subject = subjectFrom(subjects[i], u"/subject/"_s + QString::number(i));
        if (!subject)
            return subject.error();
        out.subjects.append(*subject);
    }
    return out;
}

bool Statement::hasSubject(QStringView sha256Hex) const
{
    return std::any_of(subjects.begin(), subjects.end(),
                       [&](const Subject &s) { return !sha256Hex.isEmpty() && s.sha256() == sha256Hex; });
}

} // namespace countersign

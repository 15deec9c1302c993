// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/bodyrules.h"

#include "base/json.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

std::optional<QString> nameProblem(const QString &name)
{
    if (name.startsWith(u'/') || name.contains(u'\\'))
        return u"must be a relative path with '/' between its parts."_s;
    if (name.size() > 1 && name[1] == u':')
        return u"must not name a drive."_s;
    const auto segments = QStringView(name).split(u'/');
    for (const auto segment : segments) {
        if (segment.isEmpty() || segment == "."_L1 || segment == ".."_L1)
            return u"must not hold empty, '.' or '..' segments."_s;
        if (segment != segment.trimmed())
            return u"must not begin or end a segment with a blank."_s;
    }
    if (name.normalized(QString::NormalizationForm_C) != name)
        return u"must be in Unicode's composed form (NFC)."_s;
    return std::nullopt;
}

class ReferenceCheck
{
public:
    explicit ReferenceCheck(Command &command) : m_command(command) {}

    Result<void> object(const Shape &shape, const QJsonObject &json, const QString &pointer)
    {
        for (const FieldInfo &field : shape.fields) {
            const QJsonValue value = json.value(field.name);
            if (value.isUndefined() || value.isNull() || field.serverSet)
                continue;
            if (const auto done = one(field, value, childPointer(pointer, field.name)); !done)
                return done;
        }
        return {};
    }
    QList<FieldError> errors;

private:
    Result<void> one(const FieldInfo &field, const QJsonValue &value, const QString &pointer)
    {
        if (field.object && value.isObject())
            return object(*field.object, value.toObject(), pointer);
        if (!value.isArray())
            return field.refersTo.isEmpty() ? Result<void>() : look(field, value.toString(), pointer);
        const QJsonArray items = value.toArray();
        for (qsizetype i = 0; i < items.size(); ++i) {
            const QString at = detail::itemPointer(pointer, i);
            const auto done = field.object ? object(*field.object, items[i].toObject(), at)
                : field.refersTo.isEmpty() ? Result<void>()
                                           : look(field, items[i].toString(), at);
            if (!done)
                return done;
        }
        return {};
    }

    Result<void> look(const FieldInfo &field, const QString &id, const QString &pointer)
    {
        if (id.isEmpty() || errors.size() >= 50)
            return {};
        const auto found = m_command.session().find(field.refersTo, id);
        if (!found)
            return found.error();
        if (!*found)
            errors.append({pointer, u"there is no %1 '%2'."_s.arg(field.refersTo, id)});
        return {};
    }

    Command &m_command;
};

} // namespace

Result<QList<FieldError>> referenceErrors(Command &command, const Shape &shape, const QJsonObject &json)
{
    ReferenceCheck check(command);
    if (const auto done = check.object(shape, json, {}); !done)
        return done.error();
    return check.errors;
}

QList<FieldError> artifactErrors(const QList<Artifact> &artifacts)
{
    QList<FieldError> out;
    QSet<QString> seen;
    for (qsizetype i = 0; i < artifacts.size() && out.size() < 50; ++i) {
        const QString pointer = u"/artifacts/%1/name"_s.arg(i);
        if (const auto problem = nameProblem(artifacts[i].name))
            out.append({pointer, *problem});
        // Two names that differ by case alone are one file on half of the world's machines.
        const QString folded = artifacts[i].name.toCaseFolded();
        if (seen.contains(folded))
            out.append({pointer, u"stands twice."_s});
        seen.insert(folded);
    }
    return out;
}

} // namespace countersign

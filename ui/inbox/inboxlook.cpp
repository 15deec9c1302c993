// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/inbox/inboxlook.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<Record> RememberingSource::record(const QString &kind, const QString &id)
{
    if (kind != "policy"_L1 && kind != "model"_L1)
        return m_source.record(kind, id);
    const QString key = kind + u' ' + id;
    if (const auto known = m_records.constFind(key); known != m_records.constEnd())
        return *known;
    auto out = m_source.record(kind, id);
    if (out.ok())
        m_records.insert(key, *out);
    return out;
}

Result<QList<Record>> RememberingSource::list(const QString &kind, const QString &field, const QString &value)
{
    if (kind != "person"_L1 || !field.isEmpty())
        return m_source.list(kind, field, value);
    if (!m_people) {
        auto people = m_source.list(kind, field, value);
        if (!people)
            return people;
        m_people = *people;
    }
    return *m_people;
}

QString InboxLook::name(const QString &person)
{
    if (person.isEmpty())
        return tr("nobody");
    QString &known = m_names[person];
    if (known.isEmpty()) {
        const auto record = m_session.record(u"person"_s, person);
        known = record.ok() ? record->body.value(u"displayName"_s).toString(person) : person;
    }
    return known;
}

QString InboxLook::ownerOf(const QString &version)
{
    const auto model = m_source.record(u"model"_s, version.section(u'/', 0, 0));
    return model.ok() ? model->body.value(u"owner"_s).toString() : QString();
}

Command InboxLook::verb(const Record &record, const QString &plural, const QString &verb, const QString &title)
{
    Command out;
    out.title = title;
    out.path = u"/v1/%1/%2/%3"_s.arg(plural, record.id, verb);
    out.ifMatch = record.revision;
    return out;
}

QString inboxVersionTitle(const QString &key)
{
    return key.section(u'/', 0, 0) + u' ' + key.section(u'/', 1);
}

} // namespace countersign

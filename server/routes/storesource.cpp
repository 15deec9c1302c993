// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/routes/storesource.h"

#include "base/json.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<QList<Record>> StoreSource::list(const QString &kind, const QString &field, const QString &value)
{
    ListQuery query;
    query.sort = u"seq"_s;
    query.descending = false;
    query.limit = maximumPage;
    if (!field.isEmpty())
        query.filters.append({field, {value}});
    QList<Record> out;
    while (true) {
        const auto page = m_store.list(kind, query);
        if (!page)
            return page.error();
        const auto items = parseJson(page->items);
        if (!items)
            return {Error::Code::Corrupt, u"Stored records cannot be read."_s, items.error().text};
        const QJsonArray array = items->toArray();
        for (const QJsonValue &item : array) {
            auto record = Record::fromJson(item.toObject());
            if (!record)
                return record.error();
            out.append(*record);
        }
        if (page->next.isEmpty())
            return out;
        query.after = page->next;
    }
}

} // namespace countersign

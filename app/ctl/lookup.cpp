// SPDX-License-Identifier: GPL-3.0-or-later
#include "lookup.h"

#include "base/ids.h"

#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

Result<QString> requestId(Session &server, const QString &text)
{
    if (isUlid(text))
        return text;
    static const QRegularExpression numbered(u"^[Rr]-?([0-9]{1,15})$"_s);
    const auto match = numbered.match(text);
    if (!match.hasMatch())
        return {Error::Code::Invalid, u"'%1' is no request: give its id or its number, such as R-118."_s.arg(text)};
    const auto found = server.list(u"request"_s, {{u"number"_s, match.captured(1)}}, 2);
    if (!found)
        return found.error();
    if (found->size() != 1)
        return {Error::Code::NotFound, u"There is no request %1."_s.arg(text)};
    return found->first().id;
}

Result<QString> signerId(Session &server, const QString &text)
{
    if (isUlid(text))
        return text;
    const auto all = server.list(u"signer"_s);
    if (!all)
        return all.error();
    QStringList matches;
    for (const Record &record : *all) {
        if (text.size() >= 8 && record.body.value(u"keyId"_s).toString().startsWith(text))
            matches.append(record.id);
    }
    if (matches.size() == 1)
        return matches.first();
    return {Error::Code::NotFound, matches.isEmpty() ? u"There is no signing key '%1'."_s.arg(text)
                                                     : u"Several signing keys begin with '%1'."_s.arg(text)};
}

Result<QList<Record>> ServerCaseSource::list(const QString &kind, const QString &field, const QString &value)
{
    return m_server.list(kind, field.isEmpty() ? Session::Query{} : Session::Query{{field, value}});
}

} // namespace countersign

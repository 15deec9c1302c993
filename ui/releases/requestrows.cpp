// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/releases/requestrows.h"

#include "domain/policyevaluation.h"
#include "replica/replicacase.h"

namespace countersign {

using namespace Qt::StringLiterals;

Result<QList<RequestRow>> loadRequestRows(ReadSession &session, const QString &person, const QDateTime &now)
{
    const auto records = session.records({u"request"_s, {}, {}, {u"seq"_s, true}});
    if (!records)
        return records.error();
    QMap<QString, QString> names;
    if (const auto people = session.records({u"person"_s, {}, {}, {u"seq"_s, false}}); people.ok()) {
        for (const Record &record : *people)
            names.insert(record.id, record.body.value(u"displayName"_s).toString());
    }
    QList<RequestRow> out;
    for (const Record &record : *records) {
        if (session.stop().stop_requested())
            return {Error::Code::Cancelled, QObject::tr("Cancelled.")};
        const auto request = decode<Request>(record.body);
        if (!request)
            continue;
        RequestRow row{record.id, *request, names.value(request->requestedBy, request->requestedBy), {}, false};
        // Only what is open needs the people; the reports are not needed to know whose turn it is.
        if (request->state == Request::InReview) {
            if (const auto release = releaseCase(session, record.id, CaseReports::Leave); release.ok()) {
                for (const StageStatus &stage : evaluateStages(*release, now)) {
                    if (!stage.open)
                        continue;
                    row.waitsFor = stage.name;
                    row.canSign = stage.canSign.contains(person);
                }
            }
        }
        out.append(row);
    }
    return out;
}

} // namespace countersign

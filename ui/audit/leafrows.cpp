// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/audit/leafrows.h"

#include "domain/kinds/release.h"
#include "replica/logentry.h"
#include "ui/audit/words.h"
#include "ui/workspace/keywords.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct Audit
{
    Q_DECLARE_TR_FUNCTIONS(Audit)
};

QString versionTitle(const QString &key)
{
    return key.section(u'/', 0, 0) + u' ' + key.section(u'/', 1);
}

QString requestTitle(const QJsonObject &body)
{
    return u"R-%1 %2 → %3"_s.arg(body.value(u"number"_s).toInteger())
        .arg(versionTitle(body.value(u"version"_s).toString()), body.value(u"environment"_s).toString());
}

QString titleOf(ReadSession &session, const Record &record)
{
    const QJsonObject &body = record.body;
    const QString version = versionTitle(body.value(u"version"_s).toString());
    if (record.kind == "request"_L1)
        return requestTitle(body);
    if (record.kind == "version"_L1)
        return versionTitle(record.id);
    if (record.kind == "card"_L1)
        return version;
    if (record.kind == "deployment"_L1)
        return u"%1 → %2"_s.arg(version, body.value(u"environment"_s).toString());
    if (record.kind == "waiver"_L1)
        //: a waived requirement of a version
        return Audit::tr("%1 of %2").arg(body.value(u"requirement"_s).toString(), version);
    if (record.kind == "person"_L1)
        return body.value(u"displayName"_s).toString(record.id);
    if (record.kind == "signer"_L1)
        return Audit::tr("%1, key %2").arg(recordTitle(session, u"person"_s, body.value(u"person"_s).toString()), fingerprint(record.id, 2));
    if (record.kind == "signoff"_L1) {
        const auto request = session.record(u"request"_s, body.value(u"request"_s).toString());
        const auto verdict = enumFromText<Signoff::Verdict>(body.value(u"verdict"_s).toString());
        const QString on = request.ok() ? requestTitle(request->body) : version;
        return verdict ? u"%1: %2"_s.arg(verdictChip(*verdict).text, on) : on;
    }
    const QString title = body.value(u"title"_s).toString(body.value(u"label"_s).toString());
    return title.isEmpty() ? record.id : title;
}

} // namespace

QString recordTitle(ReadSession &session, const QString &kind, const QString &id)
{
    if (!kindByName(kind))
        return id;
    const auto record = session.record(kind, id);
    return record.ok() ? titleOf(session, *record) : id;
}

Result<QList<QByteArray>> mirroredEntries(ReadSession &session, qint64 first, int count)
{
    QList<QByteArray> out;
    for (qint64 leaf = first; leaf < first + count; ++leaf) {
        // The mirror knows an entry by its place, counted from one.
        auto bytes = session.bodyBytes(logKind().name, QString::number(leaf + 1));
        if (!bytes)
            break;
        out.append(std::move(*bytes));
    }
    return out;
}

Result<QList<LeafRow>> nameLeaves(ReadSession &session, qint64 first, const QList<QByteArray> &entries)
{
    QHash<QString, QString> titles;
    const auto named = [&](const QString &kind, const QString &id) {
        QString &title = titles[kind + u' ' + id];
        if (title.isEmpty())
            title = recordTitle(session, kind, id);
        return title;
    };
    QList<LeafRow> out;
    out.reserve(entries.size());
    for (const QByteArray &entry : entries) {
        if (session.stop().stop_requested())
            return {Error::Code::Cancelled, Audit::tr("Cancelled.")};
        LeafRow row;
        row.leaf = first + out.size();
        row.entry = entry;
        if (auto facts = LeafFacts::fromEntry(entry); facts.ok()) {
            row.facts = std::move(*facts);
            row.who = named(u"person"_s, row.facts.actor);
            row.what = named(row.facts.kind, row.facts.id);
        } else {
            row.problem = facts.error().text;
        }
        out.append(row);
    }
    return out;
}

} // namespace countersign

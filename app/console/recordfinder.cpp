// SPDX-License-Identifier: GPL-3.0-or-later
#include "recordfinder.h"

#include "ui/widgets/commandpalette.h"
#include "ui/widgets/safetext.h"
#include "ui/workspace/workspace.h"

#include <QRegularExpression>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 foundOfAKind = 6;
constexpr int shortestWords = 2; // one letter fits nearly everything

QString named(const QString &key)
{
    return key.section(u'/', 0, 0) + u' ' + key.section(u'/', 1);
}

PaletteEntry entryOf(const Record &record)
{
    const auto text = [&](const QString &field) { return visibleText(record.body.value(field).toString()); };
    if (record.kind == "model"_L1)
        return {links::to(u"registry"_s, record.id).toString(), record.id, RecordFinder::tr("Model · %1").arg(text(u"title"_s)), u"models"_s};
    if (record.kind == "version"_L1)
        return {links::to(u"registry"_s, record.id).toString(), named(record.id), RecordFinder::tr("Version"), u"artifact"_s};
    if (record.kind == "evaluation"_L1)
        return {links::to(u"evaluations"_s, record.id).toString(), text(u"title"_s), RecordFinder::tr("Evaluation of %1").arg(named(text(u"version"_s))), u"evaluations"_s};
    //: a release request: its number and version; where to
    return {links::to(u"releases"_s, record.id).toString(), RecordFinder::tr("R-%1  %2").arg(record.body.value(u"number"_s).toInteger()).arg(named(text(u"version"_s))),
            RecordFinder::tr("Release into %1").arg(text(u"environment"_s)), u"releases"_s};
}

Result<QList<PaletteEntry>> found(ReadSession &session, const QString &words)
{
    static const QRegularExpression requestNumber(u"^[Rr]-?([0-9]{1,9})$"_s);
    QList<ListQuery> queries;
    if (const auto number = requestNumber.match(words); number.hasMatch())
        queries.append({u"request"_s, {ListFilter::is(u"number"_s, number.captured(1))}, {}, {u"seq"_s, true}});
    for (const QString &kind : {u"model"_s, u"version"_s, u"request"_s, u"evaluation"_s})
        queries.append({kind, {}, words, {u"seq"_s, true}});
    QList<PaletteEntry> out;
    for (const ListQuery &query : std::as_const(queries)) {
        const auto records = session.records(query, foundOfAKind);
        if (!records)
            return records.error();
        for (const Record &record : *records)
            out.append(entryOf(record));
    }
    return out;
}

} // namespace

RecordFinder::RecordFinder(Replica *replica, CommandPalette *palette, QObject *parent)
    : QObject(parent), m_replica(replica), m_palette(palette)
{
    palette->setFinder([this](const QString &words, int generation) { find(words.trimmed(), generation); });
}

void RecordFinder::find(const QString &words, int generation)
{
    m_job.request_stop();
    if (words.size() < shortestWords)
        return;
    m_job = m_replica->read(
        this, [words](ReadSession &session) { return found(session, words); },
        [this, generation](const Result<QList<PaletteEntry>> &entries) {
            if (entries)
                m_palette->setRecords(generation, *entries);
        });
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "replica/feedpage.h"

#include "domain/lineagegraph.h"
#include "replica/logentry.h"
#include "replica/schema.h"

#include <simdjson.h>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

namespace od = simdjson::ondemand;

Error corrupt(const QString &detail)
{
    return {Error::Code::Corrupt, u"The server's list of changes could not be understood."_s, detail, true};
}

QString text(std::string_view view)
{
    return QString::fromUtf8(view.data(), qsizetype(view.size()));
}

QVariant columnValue(const FieldInfo &field, const simdjson::dom::element &value)
{
    switch (field.type) {
    case FieldType::Boolean: {
        bool flag = false;
        return value.get(flag) == simdjson::SUCCESS ? QVariant(flag ? 1 : 0) : QVariant();
    }
    case FieldType::Integer: {
        qint64 number = 0;
        int64_t whole = 0;
        double real = 0;
        if (value.get(whole) == simdjson::SUCCESS)
            number = whole;
        else if (value.get(real) == simdjson::SUCCESS)
            number = qint64(real);
        else
            return {};
        return number;
    }
    case FieldType::Number: {
        double number = 0;
        return value.get(number) == simdjson::SUCCESS ? QVariant(number) : QVariant();
    }
    default: {
        std::string_view view;
        return value.get(view) == simdjson::SUCCESS ? QVariant(text(view)) : QVariant();
    }
    }
}

void addWords(const simdjson::dom::element &value, QString &out)
{
    std::string_view view;
    simdjson::dom::array list;
    if (value.get(view) == simdjson::SUCCESS) {
        out += text(view) + u'\n';
    } else if (value.get(list) == simdjson::SUCCESS) {
        for (const auto item : list)
            addWords(item, out);
    }
}

QString member(const simdjson::dom::object &object, std::string_view name)
{
    std::string_view view;
    return object[name].get(view) == simdjson::SUCCESS ? text(view) : QString();
}

/// Only what lineageTargets() looks at; anything of another type is as if it were not there.
QStringList linksOf(const simdjson::dom::element &value, const QString &id)
{
    simdjson::dom::object object;
    if (value.get(object) != simdjson::SUCCESS)
        return {};
    Lineage lineage;
    lineage.baseModel = member(object, "baseModel");
    lineage.parent = member(object, "parent");
    lineage.run = member(object, "run");
    lineage.sourceCommit = member(object, "sourceCommit");
    simdjson::dom::array datasets;
    if (object["datasets"].get(datasets) == simdjson::SUCCESS) {
        for (const auto item : datasets) {
            simdjson::dom::object dataset;
            if (item.get(dataset) == simdjson::SUCCESS)
                lineage.datasets.append({member(dataset, "name"), {}, {}});
        }
    }
    return lineageTargets(id.section(u'/', 0, 0), lineage);
}

/// A text that is not there sorts and compares as the empty text it means; a number that is not there is unknown.
QVariantList emptyColumns(const KindTable &table)
{
    static const QList<QVariantList> all = [] {
        QList<QVariantList> out;
        for (const KindTable &each : kindTables()) {
            QVariantList row;
            for (const auto &column : each.columns) {
                const FieldType type = column.field->type;
                const bool number = type == FieldType::Integer || type == FieldType::Number || type == FieldType::Boolean;
                row.append(number ? QVariant() : QVariant(u""_s));
            }
            out.append(row);
        }
        return out;
    }();
    return all.at(table.index);
}

/// Parsers keep their buffers, so that a page of thousands of bodies allocates once.
struct Parsers
{
    od::parser page;
    simdjson::dom::parser body;
};

Result<void> takeApartWith(simdjson::dom::parser &parser, const KindTable &table, const char *data, std::size_t size,
                           FeedRecord &out)
{
    simdjson::dom::object object;
    // Not copied: the caller guarantees SIMDJSON_PADDING readable bytes behind the body.
    if (const auto error = parser.parse(data, size, false).get(object))
        return corrupt(u"body of %1: %2"_s.arg(out.id, QLatin1String(simdjson::error_message(error))));
    out.columns = emptyColumns(table);
    for (const auto member : object) {
        const auto place = table.places.constFind(QByteArray::fromRawData(member.key.data(), qsizetype(member.key.size())));
        if (place == table.places.constEnd())
            continue;
        if (place->column >= 0) {
            const QVariant found = columnValue(*table.columns[place->column].field, member.value);
            if (found.isValid())
                out.columns[place->column] = found;
        }
        if (place->searched)
            addWords(member.value, out.words);
        if (place->linked)
            out.links = linksOf(member.value, out.id);
    }
    return {};
}

struct Frame
{
    std::string_view kind, id, updatedAt, updatedBy, salt, body;
    int64_t revision = -1, seq = -1, leaf = -1;
    bool deleted = false;
};

simdjson::error_code readFrame(od::object object, Frame &out)
{
    for (auto field : object) {
        std::string_view key;
        if (const auto error = field.unescaped_key().get(key))
            return error;
        od::value value;
        if (const auto error = field.value().get(value))
            return error;
        simdjson::error_code error = simdjson::SUCCESS;
        if (key == "kind") error = value.get_string().get(out.kind);
        else if (key == "id") error = value.get_string().get(out.id);
        else if (key == "updatedAt") error = value.get_string().get(out.updatedAt);
        else if (key == "updatedBy") error = value.get_string().get(out.updatedBy);
        else if (key == "salt") error = value.get_string().get(out.salt);
        else if (key == "revision") error = value.get_int64().get(out.revision);
        else if (key == "seq") error = value.get_int64().get(out.seq);
        else if (key == "leaf") error = value.get_int64().get(out.leaf);
        else if (key == "deleted") error = value.get_bool().get(out.deleted);
        else if (key == "body") {
            od::object body;
            error = value.get_object().get(body);
            if (!error)
                error = body.raw_json().get(out.body);
        }
        if (error)
            return error;
    }
    return simdjson::SUCCESS;
}

Result<void> addRecord(simdjson::dom::parser &parser, const Frame &frame, FeedPage &page)
{
    if (frame.kind.empty() || frame.id.empty() || frame.revision < 1 || frame.seq < 1 || frame.updatedAt.empty()
        || (!frame.deleted && frame.body.empty()))
        return corrupt(u"a record lacks its frame: %1 %2"_s.arg(text(frame.kind), text(frame.id)));
    page.lastSeq = std::max(page.lastSeq, qint64(frame.seq));
    const KindTable *table = tableOf(text(frame.kind));
    if (!table || table->kind == &logKind()) {
        ++page.unknownKinds;
        return {};
    }
    FeedRecord record;
    record.table = table;
    record.id = text(frame.id);
    record.revision = frame.revision;
    record.seq = frame.seq;
    record.leaf = frame.leaf;
    record.updatedAt = text(frame.updatedAt);
    record.updatedBy = frame.updatedBy.empty() ? u""_s : text(frame.updatedBy);
    record.salt = frame.salt.empty() ? u""_s : text(frame.salt);
    record.deleted = frame.deleted;
    if (!frame.deleted) {
        if (auto taken = takeApartWith(parser, *table, frame.body.data(), frame.body.size(), record); !taken.ok())
            return taken;
        record.body = QByteArray(frame.body.data(), qsizetype(frame.body.size()));
    }
    page.records.append(std::move(record));
    return {};
}

Result<void> readChanges(Parsers &parsers, od::array changes, FeedPage &page, const std::stop_token &stop)
{
    for (auto change : changes) {
        if (stop.stop_requested())
            return {Error::Code::Cancelled, u"Cancelled."_s};
        od::object object;
        Frame frame;
        auto error = change.get_object().get(object);
        if (!error)
            error = readFrame(object, frame);
        if (error)
            return corrupt(QLatin1String(simdjson::error_message(error)));
        if (auto added = addRecord(parsers.body, frame, page); !added.ok())
            return added;
    }
    return {};
}

Result<void> readPage(Parsers &parsers, od::object object, FeedPage &page, const std::stop_token &stop)
{
    bool sawChanges = false, sawHead = false;
    for (auto field : object) {
        std::string_view key, view;
        od::value value;
        od::array changes;
        int64_t head = 0;
        auto error = field.unescaped_key().get(key);
        if (!error)
            error = field.value().get(value);
        if (!error && key == "changes") {
            error = value.get_array().get(changes);
            if (!error) {
                if (auto read = readChanges(parsers, changes, page, stop); !read.ok())
                    return read;
            }
            sawChanges = true;
        } else if (!error && key == "head") {
            error = value.get_int64().get(head);
            page.head = head;
            sawHead = true;
        } else if (!error && key == "checkpoint") {
            error = value.get_string().get(view);
            if (!error)
                page.checkpoint = QByteArray(view.data(), qsizetype(view.size()));
        }
        if (error)
            return corrupt(QLatin1String(simdjson::error_message(error)));
    }
    if (!sawChanges || !sawHead)
        return corrupt(u"no changes or no head"_s);
    return {};
}

} // namespace

Result<FeedPage> decodeFeedPage(const QByteArray &bytes, std::stop_token stop)
{
    Parsers parsers;
    QByteArray padded = bytes;
    padded.reserve(bytes.size() + qsizetype(simdjson::SIMDJSON_PADDING));
    od::document document;
    od::object object;
    auto error = parsers.page
                     .iterate(simdjson::padded_string_view(padded.constData(), std::size_t(padded.size()),
                                                           std::size_t(padded.capacity())))
                     .get(document);
    if (!error)
        error = document.get_object().get(object);
    if (error)
        return corrupt(QLatin1String(simdjson::error_message(error)));
    FeedPage page;
    if (auto read = readPage(parsers, object, page, stop); !read.ok())
        return read.error();
    const char *rest = nullptr;
    if (document.current_location().get(rest) != simdjson::OUT_OF_BOUNDS)
        return corrupt(u"something follows the page"_s);
    // The contract says in order of seq; the newest of a record must be the last whatever the server did.
    if (!std::is_sorted(page.records.begin(), page.records.end(), [](const auto &a, const auto &b) { return a.seq < b.seq; }))
        std::stable_sort(page.records.begin(), page.records.end(), [](const auto &a, const auto &b) { return a.seq < b.seq; });
    return page;
}

Result<void> takeApart(const KindTable &table, QByteArray body, FeedRecord &out)
{
    simdjson::dom::parser parser;
    const qsizetype size = body.size();
    body.append(qsizetype(simdjson::SIMDJSON_PADDING), '\0');
    return takeApartWith(parser, table, body.constData(), std::size_t(size), out);
}

QString indexedWords(const KindTable &table, const QByteArray &body)
{
    FeedRecord record;
    return takeApart(table, body, record).ok() ? record.words : QString();
}

Result<QList<FeedRecord>> decodeLogEntries(const QByteArray &lines, qint64 from)
{
    const KindTable *table = tableOf(logKind().name);
    QList<FeedRecord> out;
    for (const QByteArray &line : lines.split('\n')) {
        if (line.isEmpty())
            continue;
        FeedRecord record;
        record.table = table;
        if (auto taken = takeApart(*table, line, record); !taken.ok())
            return taken.error();
        const QJsonObject entry = QJsonDocument::fromJson(line).object();
        record.leaf = from + out.size();
        record.seq = record.leaf + 1;
        record.id = QString::number(record.seq);
        record.revision = 1;
        record.updatedAt = entry.value(u"at"_s).toString();
        record.updatedBy = entry.value(u"actor"_s).toString();
        record.salt = u""_s;
        record.body = line;
        if (record.updatedAt.isEmpty() || entry.value(u"seq"_s).toString() != record.id)
            return corrupt(u"log entry %1 has another number"_s.arg(record.leaf));
        out.append(std::move(record));
    }
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/cardrules.h"

#include "formats/cards/carddraft.h"
#include "trust/digest.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cmath>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString latin(const char *text)
{
    return QString::fromLatin1(text);
}

void putAt(QJsonObject &object, const QStringList &parts, qsizetype i, const QJsonValue &value)
{
    if (i + 1 == parts.size()) {
        object.insert(parts[i], value);
        return;
    }
    QJsonObject inner = object.value(parts[i]).toObject();
    putAt(inner, parts, i + 1, value);
    object.insert(parts[i], inner);
}

/// The list's values, those beyond its bound put back into the draft.
QJsonArray listOf(CardDraft &draft, const CardRule &rule, const QString &section, const QString &field)
{
    QJsonArray out;
    for (const QString &value : draft.takeFields(section, field)) {
        if (rule.items && out.size() == rule.items) {
            draft.keepField(section, field, value);
            continue;
        }
        const QString fits = draft.cut(section, field, value, rule.most);
        out.append(*rule.member ? QJsonValue(QJsonObject{{latin(rule.member), fits}}) : QJsonValue(fits));
    }
    return out;
}

QJsonArray groupsOf(CardDraft &draft, const CardRule &rule, const QString &section, const QString &kind)
{
    QJsonArray out;
    for (const CardContent::Group &group : draft.takeGroups(section, kind)) {
        QStringList unsaid;
        const QJsonObject object = writeEntries(draft, section, group, rule.entries, unsaid);
        if (!unsaid.isEmpty())
            draft.keep(section, group, unsaid);
        if (!object.isEmpty())
            out.append(object);
    }
    return out;
}

} // namespace

void putJson(QJsonObject &out, const QString &path, const QJsonValue &value)
{
    const bool nothing = value.isNull() || value.isUndefined() || (value.isString() && value.toString().isEmpty())
        || (value.isArray() && value.toArray().isEmpty()) || (value.isObject() && value.toObject().isEmpty());
    if (!nothing)
        putAt(out, path.split(u'/'), 0, value);
}

QJsonArray jsonTexts(const QStringList &texts)
{
    return QJsonArray::fromStringList(texts);
}

QJsonValue jsonNumber(const QString &text)
{
    bool ok = false;
    const qint64 whole = text.toLongLong(&ok);
    if (ok)
        return QJsonValue(whole);
    const double number = text.toDouble(&ok);
    return ok && std::isfinite(number) ? QJsonValue(number) : QJsonValue(text);
}

QJsonObject writeEntries(CardDraft &draft, const QString &section, const CardContent::Group &group, const QList<CardEntryRule> &entries,
                         QStringList &unsaid)
{
    QJsonObject out;
    QSet<QString> said;
    for (const CardEntryRule &entry : entries) {
        const QString id = latin(entry.entry);
        QStringList values;
        for (const CardContent::Field &field : group.fields) {
            if (field.id == id)
                values.append(draft.cut(section, group.kind + u'/' + id, field.value, entry.most));
        }
        if (values.isEmpty())
            continue;
        said.insert(id);
        if (entry.as == CardEntryRule::As::Texts)
            putJson(out, latin(entry.path), jsonTexts(values));
        else
            putJson(out, latin(entry.path), entry.as == CardEntryRule::As::Number ? jsonNumber(values.first()) : QJsonValue(values.first()));
        const bool respelled = entry.as == CardEntryRule::As::Number && cardScalar(jsonNumber(values.first())) != values.first();
        if (respelled || (values.size() > 1 && entry.as != CardEntryRule::As::Texts))
            unsaid.append(id);
    }
    for (const CardContent::Field &field : group.fields) {
        if (!said.contains(field.id) && !unsaid.contains(field.id))
            unsaid.append(field.id);
    }
    return out;
}

CardEntries readEntries(CardSource &in, const QList<CardEntryRule> &entries)
{
    CardEntries out;
    for (const CardEntryRule &entry : entries) {
        if (entry.as == CardEntryRule::As::Texts) {
            for (const QString &text : in.takeTexts(latin(entry.path)))
                out.append({latin(entry.entry), text});
        } else {
            out.append({latin(entry.entry), in.takeText(latin(entry.path))});
        }
    }
    return out;
}

void readGraphics(CardSource &in, const QString &path, const QString &section, CardMaker &out)
{
    out.addField(section, u"graphics_description"_s, in.takeText(path + u"/description"_s));
    for (CardSource &graphic : in.takeObjects(path + u"/collection"_s)) {
        CardEntries entries{{u"name"_s, graphic.takeText(u"name"_s)}, {u"description"_s, graphic.takeText(u"description"_s)}};
        const bool attached = graphic.has(u"image/content"_s);
        if (attached)
            entries.append({u"media_type"_s, graphic.takeText(u"image/contentType"_s)});
        const QString encoding = attached ? graphic.takeText(u"image/encoding"_s) : u"base64"_s;
        const QByteArray image = graphic.takeText(attached ? u"image/content"_s : u"image"_s).toUtf8();
        const auto decoded = QByteArray::fromBase64Encoding(image, QByteArray::AbortOnBase64DecodingErrors);
        if (!image.isEmpty() && encoding == u"base64" && decoded) {
            entries.append({u"digest"_s, u"sha256:"_s + sha256Hex(*decoded)});
            entries.append({u"size"_s, QString::number((*decoded).size())});
        } else if (!image.isEmpty()) {
            out.warnings.add(u"graphicUnreadable"_s, QCoreApplication::translate("Import", "A picture is not encoded as it says."), graphic.at({}));
        }
        out.addGroup(section, u"graphic"_s, entries);
        graphic.finish();
    }
}

void readRules(CardSource &in, const QList<CardRule> &rules, CardMaker &out)
{
    for (const CardRule &rule : rules) {
        const QString path = latin(rule.path), section = latin(rule.section), field = latin(rule.field);
        if (!in.has(path))
            continue;
        if (rule.as == CardRule::As::Group) {
            const QString first = rule.entries.isEmpty() ? QString() : latin(rule.entries.first().path);
            for (CardSource &element : in.takeObjects(path, first)) {
                out.addGroup(section, field, readEntries(element, rule.entries));
                element.finish();
            }
        } else if (rule.as == CardRule::As::List) {
            for (const QString &text : in.takeTexts(path, latin(rule.member)))
                out.addField(section, field, text);
        } else if (field == u"text") {
            out.addText(section, in.takeText(path), path.section(u'/', -1));
        } else {
            out.addField(section, field, in.takeText(path));
        }
    }
}

void writeRules(CardDraft &draft, const QList<CardRule> &rules, QJsonObject &out)
{
    for (const CardRule &rule : rules) {
        if (rule.readOnly)
            continue;
        const QString path = latin(rule.path), section = latin(rule.section), field = latin(rule.field);
        if (rule.as == CardRule::As::Group)
            putJson(out, path, groupsOf(draft, rule, section, field));
        else if (rule.as == CardRule::As::List)
            putJson(out, path, listOf(draft, rule, section, field));
        else if (field == u"text")
            putJson(out, path, draft.cut(section, field, draft.takeText(section), rule.most));
        else
            putJson(out, path, draft.cut(section, field, draft.takeField(section, field), rule.most));
    }
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/cardextension.h"

#include "domain/carddiff.h"
#include "formats/cards/carddraft.h"
#include "formats/cards/cardlabels.h"

#include <QCoreApplication>

#include <algorithm>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

QString escaped(QString id)
{
    return id.replace(u'~', u"~0"_s).replace(u'/', u"~1"_s);
}

QString unescaped(QString id)
{
    return id.replace(u"~1"_s, u"/"_s).replace(u"~0"_s, u"~"_s);
}

QString place(qsizetype number, int width)
{
    return u"%1"_s.arg(number, width, 10, QLatin1Char('0'));
}

class Names
{
public:
    explicit Names(qsizetype most) : m_most(most) {}

    void add(const QString &name, const QString &value)
    {
        if (!m_most || value.size() <= m_most) {
            out.append({cardExtensionPrefix + name, value});
            return;
        }
        for (qsizetype at = 0, part = 1; at < value.size(); ++part) {
            qsizetype length = std::min(m_most, value.size() - at);
            if (at + length < value.size() && value.at(at + length - 1).isHighSurrogate())
                --length;
            out.append({part == 1 ? cardExtensionPrefix + name : cardExtensionPrefix + name + u"/part/"_s + place(part, 5), value.mid(at, length)});
            at += length;
        }
    }

    QList<std::pair<QString, QString>> out;

private:
    qsizetype m_most;
};

/// Values whose parts are put together again.
QMap<QString, QString> joined(const QMap<QString, QString> &names)
{
    QMap<QString, QString> out;
    for (auto it = names.begin(); it != names.end(); ++it) {
        const qsizetype part = it.key().lastIndexOf(u"/part/"_s);
        const QString base = part < 0 ? it.key() : it.key().left(part);
        out[base] += it.value();
    }
    return out;
}

using Groups = QList<CardContent::Group>;

/// A format that holds numbers spells them in its own way: 0.90 comes back as 0.9.
bool sameValue(const QString &one, const QString &other)
{
    if (one == other)
        return true;
    bool number = false, both = false;
    const double a = one.toDouble(&number), b = other.toDouble(&both);
    return number && both && a == b;
}

bool contains(const CardContent::Group &whole, const CardContent::Group &part)
{
    return whole.kind == part.kind && std::all_of(part.fields.begin(), part.fields.end(), [&](const auto &wanted) {
        // An id that SPDX had to give is no difference.
        const bool made = wanted.id == u"spdx_id" && whole.value(u"spdx_id").isEmpty();
        return made || std::any_of(whole.fields.begin(), whole.fields.end(), [&](const auto &it) { return it.id == wanted.id && sameValue(it.value, wanted.value); });
    });
}

/// A group that was said partly in the format's own members stands there and here: the part goes.
void takePartsBack(Groups &own, const Groups &whole)
{
    QMultiHash<QString, qsizetype> byEntry; // own groups by their first entry
    const auto key = [](const QString &kind, const CardContent::Field &field) { return kind + u'\n' + field.id + u'\n' + field.value; };
    for (qsizetype i = own.size() - 1; i >= 0; --i) {
        const auto telling = std::find_if(own[i].fields.begin(), own[i].fields.end(), [](const auto &field) { return field.id != u"spdx_id"; });
        if (telling != own[i].fields.end())
            byEntry.insert(key(own[i].kind, *telling), i);
    }
    QSet<qsizetype> gone;
    for (const CardContent::Group &group : whole) {
        for (const CardContent::Field &field : group.fields) {
            const QList<qsizetype> candidates = byEntry.values(key(group.kind, field));
            const auto part = std::find_if(candidates.begin(), candidates.end(), [&](qsizetype i) { return !gone.contains(i) && contains(group, own[i]); });
            if (part == candidates.end())
                continue;
            gone.insert(*part);
            break;
        }
    }
    Groups left;
    for (qsizetype i = 0; i < own.size(); ++i) {
        if (!gone.contains(i))
            left.append(own[i]);
    }
    own = left;
}

void takeDerivedBack(CardContent::Section &section, const QString &id, const QString &value)
{
    const auto field = std::find_if(section.fields.begin(), section.fields.end(), [&](const auto &it) { return it.id == id && it.value == value; });
    if (field != section.fields.end()) {
        section.fields.erase(field);
        return;
    }
    const auto group = std::find_if(section.groups.begin(), section.groups.end(), [&](const auto &it) { return it.kind == id && groupLine(it) == value; });
    if (group != section.groups.end())
        section.groups.erase(group);
    else if (id == u"text" && section.text == value)
        section.text.clear();
}

void markGroup(CardContent::Section &section, const QString &source, const QString &line)
{
    for (CardContent::Group &group : section.groups) {
        if (!group.fields.first().source.isEmpty() || groupLine(group) != line)
            continue;
        for (CardContent::Field &field : group.fields)
            field.source = source;
        return;
    }
}

} // namespace

QList<std::pair<QString, QString>> writeExtension(const CardDraft &draft, qsizetype most)
{
    Names names(most);
    for (const CardContent::Section &section : draft.rest()) {
        if (!section.text.trimmed().isEmpty())
            names.add(section.id + u"/text"_s, section.text.trimmed());
        for (qsizetype i = 0; i < section.fields.size(); ++i)
            names.add(u"%1/field/%2/%3"_s.arg(section.id, place(i + 1, 5), escaped(section.fields[i].id)), section.fields[i].value);
        for (qsizetype i = 0; i < section.groups.size(); ++i) {
            const CardContent::Group &group = section.groups[i];
            for (qsizetype k = 0; k < group.fields.size(); ++k)
                names.add(u"%1/group/%2/%3/%4/%5"_s.arg(section.id, escaped(group.kind), place(i + 1, 5), place(k + 1, 2), escaped(group.fields[k].id)),
                          group.fields[k].value);
        }
    }
    qsizetype number = 0;
    for (const CardDraft::Source &source : draft.sources()) {
        if (source.group)
            names.add(u"%1/group-source/%2"_s.arg(source.section, place(++number, 5)), source.source + u'\n' + source.field);
        else
            names.add(u"%1/source/%2"_s.arg(source.section, escaped(source.field)), source.source);
    }
    for (const CardDraft::Derived &one : draft.derivedMembers())
        names.add(u"%1/derived/%2/%3"_s.arg(one.section, place(++number, 5), escaped(one.id)), one.value);
    return names.out;
}

void readExtension(const QMap<QString, QString> &names, CardContent &card, WarningList &warnings)
{
    QMap<QString, Groups> groups; // by section
    QMap<QString, QString> lastGroup;
    CardContent added;
    QList<QStringList> sources, groupSources, derived;
    const QMap<QString, QString> all = joined(names);
    for (auto it = all.begin(); it != all.end(); ++it) {
        const QStringList parts = it.key().split(u'/');
        const QString section = parts.value(0), what = parts.value(1);
        const QString id = unescaped(parts.last());
        if (!cardSectionInfo(section) || it.value().isEmpty()) {
            warnings.add(u"notUnderstood"_s, QCoreApplication::translate("Import", "There is no place for “%1”.").arg(it.key().left(200)));
        } else if (what == u"text" && parts.size() == 2) {
            added.sectionForWriting(section).text = it.value();
        } else if (what == u"field" && parts.size() == 4) {
            added.sectionForWriting(section).fields.append({id, cardLabel(id), it.value()});
        } else if (what == u"group" && parts.size() == 6) {
            const QString which = parts.mid(0, 4).join(u'/');
            if (std::exchange(lastGroup[section], which) != which)
                groups[section].append({unescaped(parts[2]), {}});
            groups[section].last().fields.append({id, cardLabel(id), it.value()});
        } else if (what == u"source" && parts.size() == 3) {
            sources.append({section, id, it.value()});
        } else if (what == u"group-source" && parts.size() == 3) {
            groupSources.append({section, it.value()});
        } else if (what == u"derived" && parts.size() == 4) {
            derived.append({section, id, it.value()});
        } else {
            warnings.add(u"notUnderstood"_s, QCoreApplication::translate("Import", "There is no place for “%1”.").arg(it.key().left(200)));
        }
    }
    for (const QStringList &one : std::as_const(derived))
        takeDerivedBack(card.sectionForWriting(one[0]), one[1], one[2]);
    for (const CardContent::Section &section : std::as_const(added.sections)) {
        CardContent::Section &into = card.sectionForWriting(section.id);
        into.fields += section.fields;
        if (!section.text.isEmpty())
            into.text = section.text;
    }
    for (auto it = groups.begin(); it != groups.end(); ++it) {
        CardContent::Section &into = card.sectionForWriting(it.key());
        takePartsBack(into.groups, it.value());
        into.groups += it.value();
    }
    for (const QStringList &one : std::as_const(sources)) {
        CardContent::Section &into = card.sectionForWriting(one[0]);
        if (one[1] == u"text")
            into.textSource = one[2];
        for (CardContent::Field &field : into.fields) {
            if (field.id == one[1])
                field.source = one[2];
        }
    }
    for (const QStringList &one : std::as_const(groupSources))
        markGroup(card.sectionForWriting(one[0]), one[1].section(u'\n', 0, 0), one[1].section(u'\n', 1));
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "domain/carddiff.h"

#include <QSet>

#include <algorithm>
#include <vector>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype mostPairs = 4'000'000;

/// Turns removed lines that are followed by as many added ones into changed lines, one by one.
QList<CardTextLine> pairedUp(const QList<CardTextLine> &lines)
{
    QList<CardTextLine> out;
    for (qsizetype i = 0; i < lines.size();) {
        qsizetype removed = i;
        while (removed < lines.size() && lines[removed].change == CardChange::Removed)
            ++removed;
        qsizetype added = removed;
        while (added < lines.size() && lines[added].change == CardChange::Added)
            ++added;
        if (removed == i && added == removed) {
            out.append(lines[i++]);
            continue;
        }
        const qsizetype both = std::min(removed - i, added - removed);
        for (qsizetype k = 0; k < both; ++k)
            out.append({CardChange::Changed, lines[i + k].before, lines[removed + k].after});
        out.append(lines.mid(i + both, removed - i - both));
        out.append(lines.mid(removed + both, added - removed - both));
        i = added;
    }
    return out;
}

void appendMiddle(QList<CardTextLine> &out, const QStringList &before, const QStringList &after)
{
    const qsizetype n = before.size(), m = after.size();
    if (n * m > mostPairs || !n || !m) {
        for (const QString &line : before)
            out.append({CardChange::Removed, line, {}});
        for (const QString &line : after)
            out.append({CardChange::Added, {}, line});
        return;
    }
    // The length of the longest common subsequence of what begins at (i, j).
    std::vector<int> length(std::size_t(n + 1) * std::size_t(m + 1), 0);
    const auto at = [&](qsizetype i, qsizetype j) -> int & { return length[std::size_t(i * (m + 1) + j)]; };
    for (qsizetype i = n - 1; i >= 0; --i) {
        for (qsizetype j = m - 1; j >= 0; --j)
            at(i, j) = before[i] == after[j] ? at(i + 1, j + 1) + 1 : std::max(at(i + 1, j), at(i, j + 1));
    }
    for (qsizetype i = 0, j = 0; i < n || j < m;) {
        if (i < n && j < m && before[i] == after[j])
            out.append({CardChange::Same, before[i], after[j]}), ++i, ++j;
        else if (i < n && (j == m || at(i + 1, j) >= at(i, j + 1)))
            out.append({CardChange::Removed, before[i++], {}});
        else
            out.append({CardChange::Added, {}, after[j++]});
    }
}

/// What tells one group of a kind from another: everything but what is measured or said of it.
QString nameOf(const CardContent::Group &group)
{
    static const QSet<QString> said{u"value"_s, u"lower"_s, u"upper"_s, u"threshold"_s, u"notes"_s, u"description"_s, u"mitigation"_s,
                                    u"benefits"_s, u"harms"_s, u"contact"_s, u"email"_s, u"digest"_s, u"content"_s, u"license"_s, u"version"_s};
    QString out = group.kind;
    for (const CardContent::Field &field : group.fields) {
        if (!said.contains(field.id))
            out += u'\n' + field.id + u'=' + field.value;
    }
    return out;
}

struct Fact
{
    CardFieldChange shown; // with the value in `after`
    QString name;          // what it is paired by
};

QList<Fact> factsOf(const CardContent::Section *section)
{
    QList<Fact> out;
    if (!section)
        return out;
    for (const CardContent::Field &field : section->fields)
        out.append({{CardChange::Same, field.id, field.label, {}, field.value, false}, u"field "_s + field.id});
    for (const CardContent::Group &group : section->groups)
        out.append({{CardChange::Same, group.kind, group.kind, {}, groupLine(group), true}, u"group "_s + nameOf(group)});
    return out;
}

QList<CardFieldChange> diffFacts(const QList<Fact> &before, const QList<Fact> &after)
{
    // Equal ones first, so that a list that lost its first entry has not changed all of them; then by name, in order.
    QMultiHash<QString, qsizetype> equal, named;
    for (qsizetype i = before.size() - 1; i >= 0; --i)
        equal.insert(before[i].name + u'\0' + before[i].shown.after, i);
    std::vector<qsizetype> partner(std::size_t(after.size()), -1);
    std::vector<bool> used(std::size_t(before.size()), false);
    const auto pair = [&](QMultiHash<QString, qsizetype> &from, const QString &key, qsizetype j) {
        if (const auto it = from.find(key); it != from.end() && partner[std::size_t(j)] < 0) {
            partner[std::size_t(j)] = *it;
            used[std::size_t(*it)] = true;
            from.erase(it);
        }
    };
    for (qsizetype j = 0; j < after.size(); ++j)
        pair(equal, after[j].name + u'\0' + after[j].shown.after, j);
    for (qsizetype i = before.size() - 1; i >= 0; --i) {
        if (!used[std::size_t(i)])
            named.insert(before[i].name, i);
    }
    for (qsizetype j = 0; j < after.size(); ++j)
        pair(named, after[j].name, j);
    QList<CardFieldChange> out;
    for (qsizetype j = 0; j < after.size(); ++j) {
        CardFieldChange change = after[j].shown;
        change.change = CardChange::Added;
        if (const qsizetype i = partner[std::size_t(j)]; i >= 0) {
            change.before = before[i].shown.after;
            change.change = change.before == change.after ? CardChange::Same : CardChange::Changed;
        }
        out.append(change);
    }
    for (qsizetype i = 0; i < before.size(); ++i) {
        if (used[std::size_t(i)])
            continue;
        CardFieldChange change = before[i].shown;
        change.before = std::exchange(change.after, {});
        change.change = CardChange::Removed;
        out.append(change);
    }
    return out;
}

} // namespace

QString groupLine(const CardContent::Group &group)
{
    QStringList parts;
    QString head;
    const QString type = group.value(u"type"), value = group.value(u"value");
    const bool measured = group.kind == u"metric" && !type.isEmpty() && !value.isEmpty();
    if (measured)
        head = type + u" = "_s + value;
    for (const CardContent::Field &field : group.fields) {
        if (!measured || (field.id != u"type" && field.id != u"value"))
            parts.append((field.label.isEmpty() ? field.id : field.label) + u": "_s + field.value);
    }
    if (!measured)
        return parts.join(u"; "_s);
    return parts.isEmpty() ? head : u"%1 (%2)"_s.arg(head, parts.join(u", "_s));
}

QList<CardTextLine> diffText(const QString &before, const QString &after)
{
    QStringList a = before.isEmpty() ? QStringList() : before.split(u'\n'), b = after.isEmpty() ? QStringList() : after.split(u'\n');
    QList<CardTextLine> out, end;
    qsizetype start = 0;
    while (start < a.size() && start < b.size() && a[start] == b[start])
        out.append({CardChange::Same, a[start], a[start]}), ++start;
    while (a.size() > start && b.size() > start && a.last() == b.last()) {
        end.prepend({CardChange::Same, a.last(), a.last()});
        a.removeLast(), b.removeLast();
    }
    appendMiddle(out, a.mid(start), b.mid(start));
    return pairedUp(out + end);
}

QList<CardSectionChange> diffCards(const CardContent &before, const CardContent &after)
{
    QStringList order{u"intendedUses"_s, u"outOfScope"_s};
    for (const CardSectionInfo &info : allCardSections()) {
        if (!order.contains(info.id))
            order.append(info.id);
    }
    QList<CardSectionChange> out;
    for (const QString &id : std::as_const(order)) {
        const CardContent::Section *old = before.section(id), *now = after.section(id);
        const bool was = old && old->filled(), is = now && now->filled();
        if (!was && !is)
            continue;
        CardSectionChange change{CardChange::Same, id, cardSectionInfo(id)->title, diffFacts(factsOf(old), factsOf(now)),
                                 diffText(old ? old->text.trimmed() : QString(), now ? now->text.trimmed() : QString())};
        const auto differs = [](const auto &part) { return part.change != CardChange::Same; };
        if (was != is)
            change.change = is ? CardChange::Added : CardChange::Removed;
        else if (std::any_of(change.fields.begin(), change.fields.end(), differs) || std::any_of(change.text.begin(), change.text.end(), differs))
            change.change = CardChange::Changed;
        out.append(change);
    }
    return out;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/tlogpolicy.h"

#include "trust/decimal.h"
#include "trust/words.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype maximumLines = 10'000;

Error broken(const QString &text)
{
    return {Error::Code::Invalid, text};
}

QList<QByteArray> wordsOf(const QByteArray &line)
{
    QList<QByteArray> out;
    for (const QByteArray &word : QByteArray(line).replace('\t', ' ').split(' ')) {
        if (!word.isEmpty())
            out.append(word);
    }
    return out;
}

template <typename List>
bool hasKey(const List &list, const NoteVerifier &key)
{
    return std::any_of(list.begin(), list.end(), [&](const auto &e) { return e.key.keyBytes() == key.keyBytes(); });
}

} // namespace

bool TlogPolicy::isDefined(const QByteArray &name) const
{
    const auto named = [&](const auto &e) { return e.name == name; };
    return std::any_of(m_witnesses.begin(), m_witnesses.end(), named)
        || std::any_of(m_groups.begin(), m_groups.end(), named);
}

Result<void> TlogPolicy::addGroup(const QList<QByteArray> &words)
{
    if (words.size() < 4)
        return broken(Trust::tr("A group needs a name, a threshold and members."));
    Group group{words[1], 1, words.sliced(3)};
    if (group.name == "none" || isDefined(group.name))
        return broken(Trust::tr("The name of the group is taken."));
    for (const QByteArray &member : std::as_const(group.members)) {
        if (!isDefined(member))
            return broken(Trust::tr("The group has a member that no line above defines."));
        const bool used = std::any_of(m_groups.cbegin(), m_groups.cend(),
                                      [&](const Group &g) { return g.members.contains(member); });
        if (used || group.members.count(member) > 1)
            return broken(Trust::tr("A witness or group may be a member only once."));
    }
    const auto number = parseDecimal(words[2]);
    if (words[2] == "all")
        group.threshold = int(group.members.size());
    else if (words[2] != "any" && (!number || *number < 1 || *number > quint64(group.members.size())))
        return broken(Trust::tr("The group's threshold must be any, all or a number its members can reach."));
    else if (number)
        group.threshold = int(*number);
    m_groups.append(group);
    return {};
}

Result<void> TlogPolicy::addLine(const QList<QByteArray> &words)
{
    if (words[0] == "group")
        return addGroup(words);
    if (words[0] == "quorum" && words.size() == 2) {
        if (!m_quorum.isEmpty())
            return broken(Trust::tr("There may be only one quorum line."));
        if (words[1] != "none" && !isDefined(words[1]))
            return broken(Trust::tr("The quorum names a witness or group that no line above defines."));
        m_quorum = words[1];
        return {};
    }
    if (words[0] == "log" && (words.size() == 2 || words.size() == 3)) {
        auto key = NoteVerifier::fromVkey(QString::fromUtf8(words[1]));
        if (!key)
            return key.error();
        if (key->type() == NoteVerifier::Type::Cosignature)
            return broken(Trust::tr("This is the key of a witness, not of a log."));
        if (hasKey(m_logs, *key))
            return broken(Trust::tr("The same log key is listed twice."));
        m_logs.append({*key, QString::fromUtf8(words.value(2))});
        return {};
    }
    if (words[0] == "witness" && (words.size() == 3 || words.size() == 4)) {
        if (words[1] == "none" || isDefined(words[1]))
            return broken(Trust::tr("The name of the witness is taken."));
        auto key = NoteVerifier::fromVkey(QString::fromUtf8(words[2]));
        if (!key)
            return key.error();
        if (key->type() != NoteVerifier::Type::Cosignature)
            return broken(Trust::tr("This is the key of a log, not of a witness."));
        if (hasKey(m_witnesses, *key))
            return broken(Trust::tr("The same witness key is listed twice."));
        m_witnesses.append({words[1], *key, QString::fromUtf8(words.value(3))});
        return {};
    }
    return broken(Trust::tr("A line begins with log, witness, group or quorum and has the words that go with it."));
}

Result<TlogPolicy> TlogPolicy::fromText(QByteArrayView text)
{
    const bool control = std::any_of(text.begin(), text.end(), [](char c) {
        return (uchar(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
    });
    if (control)
        return broken(Trust::tr("The trust file holds a control character."));
    TlogPolicy out;
    const QList<QByteArray> lines = text.toByteArray().split('\n');
    if (lines.size() > maximumLines)
        return Error{Error::Code::TooLarge, Trust::tr("The trust file has too many lines.")};
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QList<QByteArray> words = wordsOf(lines[i]);
        if (words.isEmpty() || words[0].startsWith('#'))
            continue;
        if (auto added = out.addLine(words); !added) {
            return Error{added.error().code,
                         Trust::tr("Line %1 of the trust file: %2").arg(QString::number(i + 1), added.error().text)};
        }
    }
    if (out.m_quorum.isEmpty())
        return broken(Trust::tr("The trust file has no quorum line."));
    return out;
}

QByteArray TlogPolicy::textFor(const NoteVerifier &log, const QList<Witness> &witnesses, int threshold)
{
    QByteArray out = "log " + log.vkey().toUtf8() + '\n';
    QByteArray members;
    for (const Witness &witness : witnesses) {
        out += "witness " + witness.name + ' ' + witness.key.vkey().toUtf8() + '\n';
        members += ' ' + witness.name;
    }
    if (threshold > 0)
        return out + "group witnesses " + QByteArray::number(threshold) + members + "\nquorum witnesses\n";
    return out + "quorum none\n";
}

bool TlogPolicy::isSatisfied(const QByteArray &name, const VerifiedNote &note) const
{
    for (const Witness &witness : m_witnesses) {
        if (witness.name == name)
            return note.isVerifiedBy(witness.key);
    }
    for (const Group &group : m_groups) {
        if (group.name != name)
            continue;
        // Names are defined before they are used and used once, so this cannot go in circles.
        return std::count_if(group.members.begin(), group.members.end(),
                             [&](const QByteArray &member) { return isSatisfied(member, note); })
            >= group.threshold;
    }
    return false;
}

Result<SignedCheckpoint> TlogPolicy::open(QByteArrayView bytes) const
{
    QList<NoteVerifier> cosigners;
    for (const Witness &witness : m_witnesses)
        cosigners.append(witness.key);
    Error error{Error::Code::Untrusted, Trust::tr("The trust file lists no log.")};
    for (const Log &log : m_logs) {
        auto opened = openCheckpoint(bytes, log.key, cosigners);
        if (!opened) {
            error = opened.error();
            continue;
        }
        if (m_quorum != "none" && !isSatisfied(m_quorum, opened->note)) {
            return Error{Error::Code::Untrusted,
                         Trust::tr("Too few of the required witnesses have confirmed the checkpoint.")};
        }
        return opened;
    }
    return error;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
#include "logwatch.h"

#include "context.h"
#include "trust/digest.h"
#include "trust/merkle.h"

#include <QDir>
#include <QJsonArray>
#include <QStandardPaths>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr auto trustName = "trust.txt"_L1;
constexpr auto checkpointName = "checkpoint"_L1;

/// The XDG base directory for state; QStandardPaths knows it only from Qt 6.7 on.
QString stateHome()
{
    const QString given = qEnvironmentVariable("XDG_STATE_HOME");
    const QString home = QDir::isAbsolutePath(given) ? given : QDir::homePath() + u"/.local/state"_s;
    return home + u"/countersign"_s;
}

/// Only scheme, host and port: the same server whatever path or user stands in the address.
QString addressOf(const QUrl &server)
{
    return u"%1://%2:%3"_s.arg(server.scheme(), server.host()).arg(server.port(server.scheme() == "https"_L1 ? 443 : 80));
}

Result<QByteArray> readIfThere(const QString &path)
{
    if (!QFile::exists(path))
        return QByteArray();
    return readFile(path, 1'000'000);
}

Result<QList<QByteArray>> hashesOf(const QJsonArray &hashes)
{
    QList<QByteArray> out;
    for (const QJsonValue &value : hashes) {
        const auto hash = QByteArray::fromBase64Encoding(value.toString().toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
        if (!hash || hash.decoded.size() != 32)
            return {Error::Code::Untrusted, u"The server's consistency proof holds something that is no hash."_s};
        out.append(*hash);
    }
    return out;
}

} // namespace

LogMemory::LogMemory(const QUrl &server)
    : m_folder(stateHome() + u'/' + sha256Hex(addressOf(server).toUtf8()).left(16))
{
}

Result<QByteArray> LogMemory::trust() const
{
    return readIfThere(m_folder + u'/' + trustName);
}

Result<void> LogMemory::rememberTrust(const QByteArray &text) const
{
    QDir().mkpath(m_folder);
    return writeFile(m_folder + u'/' + trustName, text);
}

Result<QByteArray> LogMemory::checkpoint() const
{
    return readIfThere(m_folder + u'/' + checkpointName);
}

Result<void> LogMemory::rememberCheckpoint(const QByteArray &note, quint64 size) const
{
    const auto before = checkpoint();
    if (before && !before->isEmpty()) {
        // Another countersignctl may have seen more in the meantime.
        const auto known = Note::fromBytes(*before);
        const auto parsed = known ? Checkpoint::fromText(known->text) : Result<Checkpoint>(known.error());
        if (parsed && parsed->size >= size)
            return {};
    }
    QDir().mkpath(m_folder);
    return writeFile(m_folder + u'/' + checkpointName, note);
}

Result<TrustFile> readTrustFile(const QString &path)
{
    const auto text = readFile(path, 1'000'000);
    if (!text)
        return text.error();
    const auto policy = TlogPolicy::fromText(*text);
    if (!policy)
        return {Error::Code::Invalid, u"The trust file '%1' cannot be used: %2"_s.arg(path, policy.error().text)};
    return TrustFile{*text, *policy};
}

Result<TrustFile> trustOf(Session &server)
{
    const LogMemory memory(server.url());
    auto text = memory.trust();
    if (!text)
        return text.error();
    const bool first = text->isEmpty();
    if (first) {
        const auto answer = server.get(u"/v1/log/key"_s);
        if (!answer)
            return answer.error();
        text = answer->value(u"policy"_s).toString().toUtf8();
    }
    const auto policy = TlogPolicy::fromText(*text);
    if (!policy)
        return {Error::Code::Untrusted, u"The log's trust file cannot be used: %1"_s.arg(policy.error().text)};
    if (first) {
        if (const auto kept = memory.rememberTrust(*text); !kept)
            return kept.error();
    }
    return TrustFile{*text, *policy};
}

Result<void> holdTogether(Session &server, const Checkpoint &one, const Checkpoint &other)
{
    const Checkpoint &older = one.size <= other.size ? one : other;
    const Checkpoint &newer = one.size <= other.size ? other : one;
    if (older.origin != newer.origin)
        return {Error::Code::Untrusted, u"These are checkpoints of two logs: %1 and %2."_s.arg(older.origin, newer.origin)};
    if (older.size == newer.size) {
        if (older.root == newer.root)
            return {};
        return {Error::Code::Untrusted, u"The log was forked: it shows two different histories of %1 entries."_s.arg(older.size)};
    }
    if (older.size == 0)
        return {};
    const auto answer = server.get(u"/v1/log/consistency"_s, {{u"from"_s, QString::number(older.size)}, {u"to"_s, QString::number(newer.size)}});
    if (!answer)
        return answer.error();
    const auto hashes = hashesOf(answer->value(u"hashes"_s).toArray());
    if (!hashes)
        return hashes.error();
    if (!verifyConsistency(older.size, newer.size, *hashes, older.root, newer.root)) {
        return {Error::Code::Untrusted, u"The log was forked or rewritten: its %1 entries do not continue the %2 that were seen before."_s
                                            .arg(newer.size).arg(older.size)};
    }
    return {};
}

Result<SignedCheckpoint> watchLog(Session &server, const TrustFile &trust)
{
    const LogMemory memory(server.url());
    const auto note = server.getBytes(u"/v1/log/checkpoint"_s);
    if (!note)
        return note.error();
    const auto newest = trust.policy.open(*note);
    if (!newest)
        return {Error::Code::Untrusted, u"The server's checkpoint is not one of the trusted log (%1; first seen trust is kept in %2)."_s
                                            .arg(newest.error().text, memory.folder())};
    const auto before = memory.checkpoint();
    if (!before)
        return before.error();
    if (!before->isEmpty()) {
        const auto known = trust.policy.open(*before);
        if (!known)
            return {Error::Code::Untrusted, u"The remembered checkpoint in %1 is not of the trusted log."_s.arg(memory.folder())};
        if (newest->checkpoint.size < known->checkpoint.size && newest->checkpoint.origin == known->checkpoint.origin) {
            return {Error::Code::Untrusted, u"The log shrank: it had %1 entries when it was last seen and shows %2 now."_s
                                                .arg(known->checkpoint.size).arg(newest->checkpoint.size)};
        }
        if (const auto held = holdTogether(server, known->checkpoint, newest->checkpoint); !held)
            return held.error();
    }
    if (const auto kept = memory.rememberCheckpoint(*note, newest->checkpoint.size); !kept)
        return kept.error();
    return newest;
}

std::optional<Checkpoint> rememberedAnywhere(const TlogPolicy &trust)
{
    std::optional<Checkpoint> best;
    const auto folders = QDir(stateHome()).entryInfoList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QFileInfo &folder : folders) {
        const auto note = readIfThere(folder.filePath() + u'/' + checkpointName);
        if (!note || note->isEmpty())
            continue;
        const auto opened = trust.open(*note);
        if (opened && (!best || opened->checkpoint.size > best->size))
            best = opened->checkpoint;
    }
    return best;
}

} // namespace countersign

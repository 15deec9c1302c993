// SPDX-License-Identifier: GPL-3.0-or-later
#include "logreplay.h"

#include "base/json.h"
#include "context.h"
#include "trust/bundlelayout.h"
#include "trust/digest.h"
#include "trust/tlogpolicy.h"
#include "trust/zip.h"

#include <QBuffer>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

/// A hash as receipts spell it: base64, "sha256:HEX" or bare hexadecimal.
std::optional<QByteArray> hashFrom(const QString &text)
{
    if (const auto digest = parseDigest(text))
        return *digest;
    if (const auto hex = parseSha256Hex(text))
        return *hex;
    const auto base64 = QByteArray::fromBase64Encoding(text.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (base64 && base64.decoded.size() == 32)
        return *base64;
    return std::nullopt;
}

std::optional<quint64> leafNumber(const QJsonValue &value)
{
    bool ok = value.isDouble() && value.toDouble() >= 0;
    const quint64 number = value.isString() ? value.toString().toULongLong(&ok) : quint64(value.toInteger());
    return ok ? std::optional(number) : std::nullopt;
}

constexpr quint64 entriesAtOnce = 1000;

/// One page of entries, one a line, into the replay; how many there were.
Result<quint64> replayPage(Session &server, quint64 from, quint64 count, LogReplay &replay)
{
    const auto page = server.getBytes(u"/v1/log/entries"_s, {{u"from"_s, QString::number(from)}, {u"count"_s, QString::number(count)}});
    if (!page) {
        const auto code = page.error().code;
        if (code == Error::Code::Internal || code == Error::Code::Corrupt || code == Error::Code::Invalid || code == Error::Code::NotFound) {
            // It has just signed a checkpoint over these entries.
            return {Error::Code::Untrusted, u"The server cannot show the log's entries from %1 on, which it has signed: %2"_s.arg(from).arg(page.error().text)};
        }
        return page.error();
    }
    quint64 got = 0;
    const auto lines = page->split('\n');
    for (const QByteArray &line : lines) {
        if (line.isEmpty())
            continue;
        if (const auto added = replay.add(line); !added)
            return added.error();
        ++got;
    }
    return got;
}

Result<qsizetype> expectReceipts(const QByteArray &text, LogReplay &replay)
{
    qsizetype count = 0;
    qsizetype number = 0;
    const auto lines = text.split('\n');
    for (const QByteArray &line : lines) {
        ++number;
        if (line.trimmed().isEmpty())
            continue;
        const auto json = parseJson(line);
        const auto leaf = json ? leafNumber(json->toObject().value(u"leaf"_s)) : std::nullopt;
        const auto hash = json ? hashFrom(json->toObject().value(u"leafHash"_s).toString()) : std::nullopt;
        if (!leaf || !hash)
            return {Error::Code::Invalid, u"Line %1 is no receipt: {\"leaf\":N,\"leafHash\":\"…\"} is wanted."_s.arg(number)};
        replay.expectLeaf(*leaf, *hash, u"the receipt on line %1"_s.arg(number));
        ++count;
    }
    return count;
}

} // namespace

void LogReplay::expect(const Checkpoint &checkpoint, const QString &name)
{
    m_roots.insert(checkpoint.size, {checkpoint.root, name});
}

void LogReplay::expectLeaf(quint64 leaf, const QByteArray &hash, const QString &name)
{
    m_leaves.insert(leaf, {hash, name});
}

Result<void> LogReplay::checkSize()
{
    const auto expected = m_roots.values(m_range.size());
    for (const Root &root : expected) {
        if (m_range.root() != root.root) {
            return {Error::Code::Untrusted, u"The log's first %1 entries are not those of %2: at least one was changed, swapped or dropped."_s
                                                .arg(m_range.size()).arg(root.name)};
        }
        ++m_held;
    }
    return {};
}

Result<void> LogReplay::add(QByteArrayView entry)
{
    const quint64 leaf = m_range.size();
    const auto facts = LeafFacts::fromEntry(entry);
    if (!facts)
        return {Error::Code::Untrusted, u"Entry %1: %2"_s.arg(leaf).arg(facts.error().text)};
    if (facts->seq != qint64(leaf) + 1)
        return {Error::Code::Untrusted, u"Entry %1 says that it is number %2 of the log: entries were dropped or swapped."_s
                                            .arg(leaf).arg(facts->seq - 1)};
    const QByteArray hash = leafHash(entry);
    const auto expected = m_leaves.values(leaf);
    for (const Leaf &known : expected) {
        if (known.hash != hash)
            return {Error::Code::Untrusted, u"Entry %1 is another one than %2 says."_s.arg(leaf).arg(known.name)};
        ++m_leavesHeld;
    }
    m_range.append(hash);
    if (visit)
        visit(leaf, *facts);
    return checkSize();
}

Result<void> LogReplay::finish() const
{
    if (!m_roots.isEmpty() && m_roots.lastKey() > m_range.size()) {
        return {Error::Code::Untrusted, u"The log ends after %1 entries, but %2 covers %3: entries were dropped."_s
                                            .arg(m_range.size()).arg(m_roots.last().name).arg(m_roots.lastKey())};
    }
    if (!m_leaves.isEmpty() && m_leaves.lastKey() >= m_range.size()) {
        return {Error::Code::Untrusted, u"The log ends after %1 entries, but %2 is about entry %3: entries were dropped."_s
                                            .arg(m_range.size()).arg(m_leaves.last().name).arg(m_leaves.lastKey())};
    }
    return {};
}

Result<QString> expectFrom(const QString &path, const TlogPolicy &trust, LogReplay &replay)
{
    const auto text = readFile(path);
    if (!text)
        return text.error();
    if (text->trimmed().startsWith('{')) {
        const auto count = expectReceipts(*text, replay);
        if (!count)
            return count.error();
        return u"%1 receipts"_s.arg(*count);
    }
    const auto opened = trust.open(*text);
    if (!opened)
        return {Error::Code::Untrusted, u"%1 is no checkpoint of this log: %2"_s.arg(path, opened.error().text)};
    replay.expect(opened->checkpoint, u"the checkpoint in %1"_s.arg(path));
    return u"a checkpoint of %1 entries"_s.arg(opened->checkpoint.size);
}

Result<void> replayLog(Session &server, quint64 size, LogReplay &replay)
{
    while (replay.size() < size) {
        const auto got = replayPage(server, replay.size(), std::min(entriesAtOnce, size - replay.size()), replay);
        if (!got)
            return got.error();
        if (*got == 0)
            break;
    }
    return replay.finish();
}

Result<void> proveNewest(Session &server, QByteArrayView bundle, const Checkpoint &checkpoint)
{
    QByteArray bytes = bundle.toByteArray();
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    const auto zip = ZipReader::open(&buffer);
    if (!zip)
        return zip.error();
    QHash<std::pair<QString, QString>, qint64> shown;
    for (int n = 1; zip->contains(layout::record(n)); ++n) {
        const auto json = zip->read(layout::record(n));
        const auto record = json ? parseJson(*json) : Result<QJsonValue>(json.error());
        const auto facts = record ? LeafFacts::fromEntry(record->toObject().value(u"entry"_s).toString().toUtf8()) : Result<LeafFacts>(record.error());
        if (!facts)
            return facts.error();
        shown.insert({facts->kind, facts->id}, facts->seq - 1);
    }
    QString leftOut;
    LogReplay replay;
    replay.expect(checkpoint, u"the bundle's checkpoint"_s);
    replay.visit = [&](quint64 leaf, const LeafFacts &facts) {
        const auto known = shown.constFind({facts.kind, facts.id});
        if (known != shown.constEnd() && qint64(leaf) > *known)
            leftOut = u"The bundle shows an old state: the %1 %2 was changed after it (%3, entry %4)."_s.arg(facts.kind, facts.id, facts.action).arg(leaf);
    };
    if (const auto replayed = replayLog(server, checkpoint.size, replay); !replayed)
        return replayed;
    return leftOut.isEmpty() ? Result<void>() : Error{Error::Code::Untrusted, leftOut};
}

} // namespace countersign

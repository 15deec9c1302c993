// SPDX-License-Identifier: GPL-3.0-or-later
#include "logreplay.h"

#include "base/json.h"
#include "context.h"
#include "trust/digest.h"
#include "trust/releasebundle.h"
#include "trust/tlogpolicy.h"

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

} // namespace countersign

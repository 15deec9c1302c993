// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonreader.h"

#include "base/jsonkeys_p.h"
#include "base/jsonscan.h"

#include <QHashFunctions>

#include <cstring>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace jsonscan;

namespace {
constexpr std::size_t linearKeys = 24; // beyond these an object's keys get a hash set
constexpr qsizetype listedDuplicates = 100;
} // namespace

/// Reads the string at m_pos into m_text: a view of the input if there are no escapes, else of m_scratch.
bool JsonReader::scanString(bool keepText)
{
    ++m_pos;
    m_keep = m_pos;
    bool escapes = false;
    bool beyondAscii = false;
    // One look at the whole text is cheaper than one at every character; of two faults the first is told.
    const auto invalid = [&] {
        const char *valid = beyondAscii ? validEnd(m_keep, m_pos) : m_pos;
        const bool found = valid != m_pos;
        m_pos = valid;
        return found && fail(Error::Code::Invalid, tr("invalid UTF-8 in a string")) == Event::Failed;
    };
    for (;;) {
        m_pos = textEnd(m_pos, m_end, beyondAscii);
        if (m_pos - m_keep > m_options.stringBytes) {
            fail(Error::Code::TooLarge, tr("a string longer than %1 bytes").arg(m_options.stringBytes));
            return false;
        }
        if (m_pos == m_end) {
            if (!fill() && !invalid())
                unexpected(tr("the closing quote"));
            if (m_event == Event::Failed)
                return false;
            continue;
        }
        if (*m_pos == '"')
            break;
        if (*m_pos != '\\') {
            if (!invalid())
                unexpected(tr("a printable character in the string"));
            return false;
        }
        escapes = true;
        if (!scanEscape())
            return false;
    }
    if (invalid())
        return false;
    const char *begin = std::exchange(m_keep, nullptr);
    const char *end = m_pos;
    if (escapes && keepText) {
        if (!unescape(begin, end))
            return false;
    } else {
        m_text = QByteArrayView(begin, end - begin);
    }
    ++m_pos;
    return true;
}

bool JsonReader::scanEscape()
{
    if (m_end - m_pos < 6 && !need(2))
        return unexpected(tr("the closing quote")), false;
    const char c = m_pos[1];
    if (c == 'u') {
        if ((m_end - m_pos < 6 && !need(6)) || hex4(m_pos + 2) < 0)
            return fail(Error::Code::Invalid, tr("“\\u” needs four hexadecimal digits")), false;
        m_pos += 6;
        return true;
    }
    if (!escapeByte[uchar(c)])
        return fail(Error::Code::Invalid, tr("unknown escape in a string")), false;
    m_pos += 2;
    return true;
}

bool JsonReader::unescape(const char *begin, const char *end)
{
    m_scratch.resize(end - begin);
    char *out = m_scratch.data();
    const auto result = jsonscan::unescape(begin, end, out);
    if (result.loneSurrogateAt && !m_options.loneSurrogates) {
        m_pos = result.loneSurrogateAt;
        return fail(Error::Code::Invalid, tr("half a surrogate pair")), false;
    }
    m_text = QByteArrayView(out, result.end - out);
    return true;
}

bool JsonReader::noteKey()
{
    static const std::size_t seed = std::size_t(QHashSeed::globalSeed());
    Frame &frame = m_frames.back();
    m_keyHash = qHashBits(m_text.data(), std::size_t(m_text.size()), seed);
    if (!isDuplicate(frame, m_keyHash))
        return true;
    if (m_options.duplicateKeys == DuplicateKeys::Refuse) {
        fail(Error::Code::Invalid, tr("the key “%1” stands twice").arg(shown(m_text.begin(), m_text.end())));
        return false;
    }
    ++m_duplicateCount;
    if (m_duplicates.size() < listedDuplicates)
        m_duplicates.append({pointer(), m_line});
    return true;
}

bool JsonReader::isDuplicate(Frame &frame, quint64 hash)
{
    if (frame.largeSet >= 0)
        return !m_largeSets[std::size_t(frame.largeSet)]->insert(hash);
    for (std::size_t i = m_hashes.size(); i > frame.hashStart; --i) {
        if (m_hashes[i - 1] == hash)
            return true;
    }
    m_hashes.push_back(hash);
    if (m_hashes.size() - frame.hashStart > linearKeys) {
        frame.largeSet = int(m_largeSets.size());
        m_largeSets.push_back(std::make_unique<HashSet>());
        for (std::size_t i = frame.hashStart; i < m_hashes.size(); ++i)
            m_largeSets.back()->insert(m_hashes[i]);
        m_hashes.resize(frame.hashStart);
    }
    return false;
}

} // namespace countersign

// SPDX-License-Identifier: GPL-3.0-or-later
// Skipping is most of what reading a large report is. The loop here does what next() does, without an event for each
// token, and leaves every doubtful case (a fault, an escape in a key, the end of what is in memory) to next().
#include "base/jsonreader.h"

#include "base/jsonscan.h"

#include <cstring>

namespace countersign {

using namespace jsonscan;

/// Behind the closing quote of the string whose opening quote is at `p`; null if next() has to look at it.
const char *JsonReader::stringInMemory(const char *p) const
{
    const char *const begin = p + 1;
    bool beyondAscii = false;
    for (p = begin;;) {
        p = textEnd(p, m_end, beyondAscii);
        if (p == m_end)
            return nullptr;
        if (*p == '"')
            break;
        if (*p != '\\' || m_end - p < 6)
            return nullptr;
        if (p[1] == 'u' && hex4(p + 2) >= 0)
            p += 6;
        else if (escapeByte[uchar(p[1])])
            p += 2;
        else
            return nullptr;
    }
    if (p - begin > m_options.stringBytes || (beyondAscii && validEnd(begin, p) != p))
        return nullptr;
    return p + 1;
}

/// Behind the number or word at `p`; null if next() has to look at it.
const char *JsonReader::wordInMemory(const char *p) const
{
    const char *end = p;
    while (end < m_end && wordByte[uchar(*end)])
        ++end;
    if (end == m_end || end == p || m_options.exactNumbers)
        return nullptr;
    const QByteArrayView word(p, end - p);
    return isNumber(p, end) || word == "true" || word == "false" || word == "null" ? end : nullptr;
}

/// Ends the innermost container at its bracket. True when that was all that is to be skipped.
bool JsonReader::closeInMemory(std::size_t target)
{
    m_tokenOffset = m_base + (m_pos - m_begin);
    m_event = closeContainer(*m_pos);
    return m_frames.size() <= target;
}

/// True when the value that ends at depth `target` is behind us; false when next() must take the coming token.
bool JsonReader::skipInMemory(std::size_t target)
{
    const bool lines = m_options.framing == Framing::Lines;
    while (m_pos < m_end) {
        const char c = *m_pos;
        if (c == ' ' || c == '\t' || c == '\r') {
            ++m_pos;
            continue;
        }
        if (c == '\n') {
            if (lines)
                return false;
            ++m_line;
            m_lineStart = m_base + (m_pos - m_begin) + 1;
            m_pos = spacesEnd(m_pos + 1, m_end);
            continue;
        }
        const char *const token = m_pos;
        switch (m_expect) {
        case Expect::Key:
        case Expect::KeyOrEnd: {
            if (c == '}' && m_expect == Expect::KeyOrEnd) {
                if (closeInMemory(target))
                    return true;
                break;
            }
            const char *const end = c == '"' ? stringInMemory(token) : nullptr;
            Frame &frame = m_frames.back();
            if (!end || frame.count >= m_options.objectKeys || std::memchr(token, '\\', std::size_t(end - token)))
                return false;
            ++frame.count;
            m_path.resize(frame.keyStart);
            m_path.append(token + 1, std::size_t(end - token - 2));
            frame.keyEnd = m_path.size();
            m_pos = end;
            m_event = Event::Key;
            m_expect = Expect::Colon;
            break;
        }
        case Expect::Colon:
            if (c != ':')
                return false;
            ++m_pos;
            m_expect = Expect::Value;
            break;
        case Expect::Value:
        case Expect::ValueOrEnd: {
            if (c == ']' && m_expect == Expect::ValueOrEnd) {
                if (closeInMemory(target))
                    return true;
                break;
            }
            const bool opens = c == '{' || c == '[';
            const char *const end = c == '"' ? stringInMemory(token) : opens ? token : wordInMemory(token);
            if (!end || (opens && int(m_frames.size()) >= m_options.depth))
                return false;
            if (!m_frames.empty() && !m_frames.back().object)
                ++m_frames.back().count;
            m_tokenOffset = m_base + (token - m_begin);
            if (opens) {
                openContainer(c == '{');
                m_event = c == '{' ? Event::StartObject : Event::StartArray;
                break;
            }
            m_pos = end;
            m_event = Event::String; // or a number: nobody asks about what was skipped
            afterValue();
            if (m_frames.size() <= target)
                return true;
            break;
        }
        case Expect::CommaOrEnd:
            if (c == ',') {
                ++m_pos;
                m_expect = m_frames.back().object ? Expect::Key : Expect::Value;
            } else if (c == (m_frames.back().object ? '}' : ']')) {
                if (closeInMemory(target))
                    return true;
            } else {
                return false;
            }
            break;
        case Expect::Root:
        case Expect::DocumentDone:
        case Expect::InputDone:
            return false;
        }
    }
    return false;
}

} // namespace countersign

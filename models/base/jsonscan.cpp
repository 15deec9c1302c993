// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonscan.h"

#include <bit>
#include <cstring>
#include <simdjson.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace countersign::jsonscan {

namespace {

constexpr quint64 ones = 0x0101010101010101u;

inline quint64 load(const char *p)
{
    quint64 word;
    std::memcpy(&word, p, sizeof word);
    return word;
}

inline bool isTail(const char *p)
{
    return (uchar(*p) & 0xc0) == 0x80;
}

char *appendUtf8(char *out, char32_t c)
{
    if (c < 0x80) {
        *out++ = char(c);
    } else if (c < 0x800) {
        *out++ = char(0xc0 | (c >> 6));
        *out++ = char(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *out++ = char(0xe0 | (c >> 12));
        *out++ = char(0x80 | ((c >> 6) & 0x3f));
        *out++ = char(0x80 | (c & 0x3f));
    } else {
        *out++ = char(0xf0 | (c >> 18));
        *out++ = char(0x80 | ((c >> 12) & 0x3f));
        *out++ = char(0x80 | ((c >> 6) & 0x3f));
        *out++ = char(0x80 | (c & 0x3f));
    }
    return out;
}

constexpr std::array<bool, 256> makeWordBytes()
{
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c)
        table[std::size_t(c)] = true;
    for (int c = 'a'; c <= 'z'; ++c)
        table[std::size_t(c)] = table[std::size_t(c - 'a' + 'A')] = true;
    for (char c : {'+', '-', '.', '_'})
        table[std::size_t(c)] = true;
    return table;
}

} // namespace

const std::array<bool, 256> wordByte = makeWordBytes();
const std::array<bool, 256> escapeByte = [] {
    std::array<bool, 256> table{};
    for (char c : {'"', '\\', '/', 'b', 'f', 'n', 'r', 't'})
        table[std::size_t(c)] = true;
    return table;
}();

QString shown(const char *begin, const char *end)
{
    QString out;
    for (QChar c : QString::fromUtf8(begin, std::min<qsizetype>(end - begin, 24)))
        out += c.isPrint() ? c : QChar(QChar::ReplacementCharacter);
    return out;
}

const char *textEnd(const char *p, const char *end, bool &beyondAscii)
{
#if defined(__SSE2__)
    const __m128i quote = _mm_set1_epi8('"'), backslash = _mm_set1_epi8('\\'), control = _mm_set1_epi8(0x1f);
    for (; end - p >= 16; p += 16) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(p));
        const __m128i stops = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                                           _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
        const unsigned high = unsigned(_mm_movemask_epi8(bytes));
        if (const unsigned mask = unsigned(_mm_movemask_epi8(stops))) {
            const int at = std::countr_zero(mask);
            beyondAscii |= (high & ((1u << at) - 1)) != 0;
            return p + at;
        }
        beyondAscii |= high != 0;
    }
#endif
    for (; p < end; ++p) {
        const uchar c = uchar(*p);
        if (c < 0x20 || c == '"' || c == '\\')
            break;
        beyondAscii |= c >= 0x80;
    }
    return p;
}

const char *validEnd(const char *p, const char *end)
{
    // The library is fast and only says yes or no; the place is looked for when it said no.
    if (simdjson::validate_utf8(p, std::size_t(end - p)))
        return end;
    while (p < end) {
        const int length = uchar(*p) < 0x80 ? 1 : sequenceLength(p, end);
        if (length <= 0)
            return p;
        p += length;
    }
    return end;
}

const char *spacesEnd(const char *p, const char *end)
{
    while (end - p >= 8 && load(p) == ones * 0x20)
        p += 8;
    while (p < end && *p == ' ')
        ++p;
    return p;
}

int sequenceLength(const char *p, const char *end)
{
    const uchar lead = uchar(*p);
    const int length = lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) == 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    if (!length)
        return 0;
    for (int i = 1; i < length; ++i) {
        if (p + i == end)
            return -length;
        if (!isTail(p + i))
            return 0;
        if (i > 1)
            continue;
        const uchar second = uchar(p[1]);
        if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) || (lead == 0xf0 && second < 0x90)
            || (lead == 0xf4 && second > 0x8f))
            return 0;
    }
    return length;
}

int hex4(const char *p)
{
    int value = 0;
    for (int i = 0; i < 4; ++i) {
        const char c = p[i];
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0)
            return -1;
        value = value * 16 + digit;
    }
    return value;
}

Unescaped unescape(const char *begin, const char *end, char *out)
{
    Unescaped result;
    for (const char *p = begin; p < end;) {
        const void *found = std::memchr(p, '\\', std::size_t(end - p));
        const char *stop = found ? static_cast<const char *>(found) : end;
        std::memcpy(out, p, std::size_t(stop - p));
        out += stop - p;
        p = stop;
        if (p == end)
            break;
        if (p[1] != 'u') {
            static constexpr char names[] = "bfnrt";
            static constexpr char values[] = "\b\f\n\r\t";
            const char *name = std::strchr(names, p[1]);
            *out++ = name ? values[name - names] : p[1];
            p += 2;
            continue;
        }
        const char *start = p;
        char32_t c = char32_t(hex4(p + 2));
        p += 6;
        if (c >= 0xd800 && c < 0xdc00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
            const int low = hex4(p + 2);
            if (low >= 0xdc00 && low < 0xe000) {
                c = 0x10000 + ((c - 0xd800) << 10) + char32_t(low - 0xdc00);
                p += 6;
            }
        }
        if (c >= 0xd800 && c < 0xe000) {
            if (!result.loneSurrogateAt)
                result.loneSurrogateAt = start;
            c = 0xfffd;
        }
        out = appendUtf8(out, c);
    }
    result.end = out;
    return result;
}

bool isNumber(const char *p, const char *end)
{
    const auto digits = [&p, end] {
        const char *from = p;
        while (p < end && *p >= '0' && *p <= '9')
            ++p;
        return p - from;
    };
    if (p < end && *p == '-')
        ++p;
    const bool zero = p < end && *p == '0';
    const auto whole = digits();
    if (!whole || (zero && whole > 1))
        return false;
    if (p < end && *p == '.') {
        ++p;
        if (!digits())
            return false;
    }
    if (p < end && (*p == 'e' || *p == 'E')) {
        ++p;
        if (p < end && (*p == '+' || *p == '-'))
            ++p;
        if (!digits())
            return false;
    }
    return p == end;
}

} // namespace countersign::jsonscan

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

#include <array>

/// The byte work of JsonReader: pure functions over [begin, end), no state.
namespace countersign::jsonscan {

/// The first byte at or behind `p` that a string's text cannot go on with: a quote, a backslash or a control character;
/// `end` if there is none. Sets `beyondAscii` when a byte before it has its high bit set. Sixteen bytes at a time.
const char *textEnd(const char *p, const char *end, bool &beyondAscii);
/// The first byte that is not part of valid UTF-8, or `end`.
const char *validEnd(const char *p, const char *end);
/// The first byte at or behind `p` that is no space (only 0x20: this is for indentation).
const char *spacesEnd(const char *p, const char *end);

/// The length (2–4) of the UTF-8 sequence at `p`, 0 if it is invalid, -n if it needs n bytes but the input ends.
/// Overlong forms, surrogates and what lies beyond U+10FFFF are invalid (Unicode 15, table 3-7).
int sequenceLength(const char *p, const char *end);
/// The value of four hexadecimal digits, or -1.
int hex4(const char *p);

struct Unescaped
{
    char *end = nullptr;
    const char *loneSurrogateAt = nullptr; ///< the first one, which reads as U+FFFD
};
/// Resolves escapes that have been checked before; `out` needs as much room as the input.
Unescaped unescape(const char *begin, const char *end, char *out);

/// RFC 8259 section 6.
bool isNumber(const char *begin, const char *end);

/// The first bytes of a piece of input, fit for a message.
QString shown(const char *begin, const char *end);

/// Bytes that can stand in a number or a bare word.
extern const std::array<bool, 256> wordByte;
/// Bytes that may follow a backslash, but for u.
extern const std::array<bool, 256> escapeByte;

} // namespace countersign::jsonscan

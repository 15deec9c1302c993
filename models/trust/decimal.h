// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArrayView>

#include <charconv>
#include <limits>
#include <optional>

namespace countersign {

/// ASCII decimal without sign or leading zeros, at most 2^63 - 1: how C2SP's formats write sizes and indices.
inline std::optional<quint64> parseDecimal(QByteArrayView text)
{
    if (text.isEmpty() || (text.size() > 1 && text.front() == '0'))
        return {};
    quint64 value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value > quint64(std::numeric_limits<qint64>::max()))
        return {};
    return value;
}

} // namespace countersign

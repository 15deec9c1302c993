// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/json.h"
#include "trust/words.h"

namespace countersign {

/// parseJson() for what is or was signed: UTF-8 without a byte order mark only. The general reader also takes UTF-16,
/// which other verifiers refuse; two programs must not see different content in one signed text.
inline Result<QJsonValue> parseSignedJson(QByteArrayView bytes)
{
    if (!bytes.isValidUtf8() || bytes.startsWith("\xEF\xBB\xBF"))
        return Error{Error::Code::Invalid, Trust::tr("The signed text is not plain UTF-8.")};
    return parseJson(bytes);
}

} // namespace countersign

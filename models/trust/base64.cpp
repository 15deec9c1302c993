// SPDX-License-Identifier: GPL-3.0-or-later
#include "trust/base64.h"

#include "trust/words.h"

namespace countersign {

namespace {

Error notBase64()
{
    return {Error::Code::Invalid, Trust::tr("The text is not valid base64.")};
}

} // namespace

Result<QByteArray> decodeStandardBase64(QByteArrayView text)
{
    const auto decoded = QByteArray::fromBase64Encoding(text.toByteArray(), QByteArray::Base64Encoding
                                                            | QByteArray::AbortOnBase64DecodingErrors);
    // Encoding again is the simplest complete check of padding and of unused bits.
    if (!decoded || decoded.decoded.toBase64() != text)
        return notBase64();
    return decoded.decoded;
}

Result<QByteArray> decodeBase64(QByteArrayView text)
{
    if (auto standard = decodeStandardBase64(text))
        return standard;
    const auto decoded = QByteArray::fromBase64Encoding(text.toByteArray(), QByteArray::Base64UrlEncoding
                                                            | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded)
        return notBase64();
    const QByteArray padded = decoded.decoded.toBase64(QByteArray::Base64UrlEncoding);
    const QByteArray bare = decoded.decoded.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    if (padded != text && bare != text)
        return notBase64();
    return decoded.decoded;
}

Result<QByteArray> decodeBase64(QStringView text)
{
    const bool ascii = std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 128; });
    return ascii ? decodeBase64(QByteArrayView(text.toLatin1())) : Result<QByteArray>(notBase64());
}

} // namespace countersign

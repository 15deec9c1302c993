// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/access/apikey.h"

#include "base/ids.h"
#include "trust/digest.h"

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView prefix("csk_");
constexpr qsizetype bodyLength = 43;

bool isBase64Url(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

} // namespace

Error unknownApiKey()
{
    // One sentence for every reason, so that a guess learns nothing.
    return {Error::Code::Unauthorised, u"This API key is not known, has expired or was revoked."_s};
}

ApiSecret newApiSecret()
{
    ApiSecret out;
    out.text = prefix.toByteArray()
        + randomBytes(32).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    out.hash = sha256(out.text);
    return out;
}

Result<QByteArray> apiSecretHash(QByteArrayView presented)
{
    const bool formed = presented.size() == prefix.size() + bodyLength && presented.startsWith(prefix)
        && std::all_of(presented.begin() + prefix.size(), presented.end(), isBase64Url);
    if (!formed)
        return unknownApiKey();
    return sha256(presented);
}

Result<QByteArray> bearerToken(QByteArrayView authorization)
{
    const QByteArrayView scheme("bearer ");
    if (authorization.size() <= scheme.size() || authorization.size() > 4096
        || authorization.first(scheme.size()).compare(scheme, Qt::CaseInsensitive) != 0)
        return {Error::Code::Unauthorised, u"Send an API key: 'Authorization: Bearer csk_…'."_s};
    return authorization.sliced(scheme.size()).toByteArray().trimmed();
}

const QStringList &knownScopes()
{
    static const QStringList scopes{u"read"_s, u"write"_s, u"sign"_s, u"ingest"_s, u"admin"_s};
    return scopes;
}

} // namespace countersign

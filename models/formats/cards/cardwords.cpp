// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/cards/cardwriters.h"

#include <QJsonDocument>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

const QList<std::pair<QString, QString>> &algorithms()
{
    static const QList<std::pair<QString, QString>> names{
        {u"md5"_s, u"MD5"_s},           {u"sha1"_s, u"SHA-1"_s},         {u"sha256"_s, u"SHA-256"_s},         {u"sha384"_s, u"SHA-384"_s},
        {u"sha512"_s, u"SHA-512"_s},    {u"sha3_256"_s, u"SHA3-256"_s},  {u"sha3_384"_s, u"SHA3-384"_s},      {u"sha3_512"_s, u"SHA3-512"_s},
        {u"blake2b256"_s, u"BLAKE2b-256"_s}, {u"blake2b384"_s, u"BLAKE2b-384"_s}, {u"blake2b512"_s, u"BLAKE2b-512"_s}, {u"blake3"_s, u"BLAKE3"_s}};
    return names;
}

} // namespace

QString cycloneDxAlgorithm(const QString &name)
{
    for (const auto &[plain, cycloneDx] : algorithms()) {
        if (plain == name)
            return cycloneDx;
    }
    return {};
}

QString plainAlgorithm(const QString &name)
{
    for (const auto &[plain, cycloneDx] : algorithms()) {
        if (cycloneDx.compare(name, Qt::CaseInsensitive) == 0)
            return plain;
    }
    return name;
}

QString spdxLicence(const QString &text)
{
    static const QStringList common{
        u"Apache-2.0"_s, u"MIT"_s, u"BSD-2-Clause"_s, u"BSD-3-Clause"_s, u"GPL-2.0-only"_s, u"GPL-2.0-or-later"_s, u"GPL-3.0-only"_s,
        u"GPL-3.0-or-later"_s, u"LGPL-2.1-only"_s, u"LGPL-3.0-only"_s, u"AGPL-3.0-only"_s, u"AGPL-3.0-or-later"_s, u"MPL-2.0"_s, u"ISC"_s,
        u"CC0-1.0"_s, u"CC-BY-4.0"_s, u"CC-BY-SA-4.0"_s, u"CC-BY-NC-4.0"_s, u"CC-BY-NC-SA-4.0"_s, u"CC-BY-ND-4.0"_s, u"CC-BY-NC-ND-4.0"_s,
        u"CC-BY-3.0"_s, u"CC-BY-SA-3.0"_s, u"Unlicense"_s, u"Artistic-2.0"_s, u"EPL-2.0"_s, u"EUPL-1.2"_s, u"Zlib"_s, u"BSL-1.0"_s,
        u"ODbL-1.0"_s, u"PDDL-1.0"_s, u"ODC-By-1.0"_s, u"WTFPL"_s, u"OFL-1.1"_s, u"ECL-2.0"_s, u"AFL-3.0"_s, u"MS-PL"_s, u"NCSA"_s};
    for (const QString &id : common) {
        if (id.compare(text, Qt::CaseInsensitive) == 0)
            return id;
    }
    return {};
}

QByteArray prettyJson(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Indented);
}

} // namespace countersign

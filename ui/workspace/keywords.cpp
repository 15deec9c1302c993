// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workspace/keywords.h"

#include "domain/statetable.h"

#include <QCoreApplication>

namespace countersign {

using namespace Qt::StringLiterals;

namespace {

struct KeyWords
{
    Q_DECLARE_TR_FUNCTIONS(KeyWords)
};

} // namespace

ChipSpec keyChip(SignerKey::State state)
{
    switch (state) {
    case SignerKey::Active:
        return chipFor(ChipState::Verified, KeyWords::tr("Confirmed"));
    case SignerKey::Pending:
        return chipFor(ChipState::Waiting, KeyWords::tr("Unconfirmed"));
    case SignerKey::Revoked:
        return chipFor(ChipState::Revoked);
    }
    return {};
}

QString fingerprint(const QString &keyId, int groups)
{
    QString out;
    for (qsizetype i = 0; i < keyId.size(); i += 4) {
        if (groups > 0 && i / 4 >= groups)
            return out + u'…';
        if (i > 0)
            out += groups == 0 && i % 16 == 0 ? u'\n' : u' ';
        out += keyId.mid(i, 4);
    }
    return out;
}

QString roleTitles(const QStringList &roles)
{
    QStringList out;
    for (const QString &role : roles)
        out.append(roleTitle(role));
    return out.join(u", "_s);
}

} // namespace countersign

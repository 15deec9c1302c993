// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ids.h"

#include <QRandomGenerator>

#include <cstring>

namespace countersign {

namespace {
constexpr char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
}

QByteArray randomBytes(qsizetype bytes)
{
    QByteArray out(bytes, Qt::Uninitialized);
    auto *generator = QRandomGenerator::system();
    qsizetype at = 0;
    while (at < bytes) {
        quint32 word = generator->generate();
        for (int i = 0; i < 4 && at < bytes; ++i, word >>= 8)
            out[at++] = char(word & 0xff);
    }
    return out;
}

QString newUlid(const QDateTime &at)
{
    QString out(26, Qt::Uninitialized);
    quint64 ms = quint64(at.toMSecsSinceEpoch());
    for (int i = 9; i >= 0; --i, ms >>= 5)
        out[i] = QLatin1Char(alphabet[ms & 31]);
    const QByteArray random = randomBytes(16);
    for (int i = 0; i < 16; ++i)
        out[10 + i] = QLatin1Char(alphabet[uchar(random[i]) & 31]);
    return out;
}

bool isUlid(QStringView text)
{
    if (text.size() != 26 || text[0] > u'7')
        return false;
    return std::all_of(text.begin(), text.end(), [](QChar c) {
        return c.unicode() < 128 && c.unicode() && std::strchr(alphabet, c.toLatin1());
    });
}

bool equalInConstantTime(QByteArrayView a, QByteArrayView b)
{
    if (a.size() != b.size())
        return false;
    uchar difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= uchar(a[i]) ^ uchar(b[i]);
    return difference == 0;
}

} // namespace countersign

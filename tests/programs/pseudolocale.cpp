// SPDX-License-Identifier: GPL-3.0-or-later
#include "pseudolocale.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QJsonValue>
#include <QLocale>
#include <QRegularExpression>

namespace countersign::test {

using namespace Qt::StringLiterals;

namespace {

constexpr QChar opening(0x27e6), closing(0x27e7); // ⟦ ⟧

QChar accented(QChar letter)
{
    static const QString plain = u"aeiouyAEIOUYcnsz"_s;
    static const QString marked = u"áéíóúýÁÉÍÓÚÝčñšž"_s;
    const qsizetype at = plain.indexOf(letter);
    return at < 0 ? letter : marked[at];
}

/// Without what the translator has marked; marked texts may hold marked texts.
QString withoutMarked(const QString &text)
{
    QString out;
    int depth = 0;
    for (const QChar c : text) {
        if (c == opening)
            ++depth;
        else if (c == closing)
            depth = std::max(0, depth - 1);
        else if (depth == 0)
            out += c;
    }
    return out;
}

/// Numbers with units, times, digests, keys, addresses.
QString withoutFigures(QString text)
{
    static const QList<QRegularExpression> forms{
        QRegularExpression(u"<[^>]*>"_s),
        QRegularExpression(u"&(lt|gt|amp|quot);"_s),
        QRegularExpression(u"\\b01[0-9A-HJKMNP-TV-Z]{24}\\b"_s),
        QRegularExpression(u"\\bcountersign/[0-9a-f]{8}\\b"_s),
        QRegularExpression(u"\\b(sha256:)?[0-9a-f]{4,}(…[0-9a-f]*)?\\b"_s),
        QRegularExpression(u"\\b(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?\\b"_s),
        QRegularExpression(u"\\b(Jan(uary)?|Feb(ruary)?|Mar(ch)?|Apr(il)?|May|June?|July?|Aug(ust)?|Sep(tember)?|Oct(ober)?|Nov(ember)?|Dec(ember)?)\\b"_s),
        QRegularExpression(u"\\b(UTC|AM|PM|[kKMGT]i?B|bytes|ms|R-|W-|NaN|PgUp|PgDown|Ctrl|Alt|Shift|Esc|Return|Tab|Del|Space|Home|End|F)(?=[^a-z]|$)"_s),
        QRegularExpression(u"\\d+(\\.\\d+)*[a-zA-Z]?\\b"_s),
    };
    for (const QRegularExpression &form : forms)
        text.replace(form, u" "_s);
    return text;
}

} // namespace

QString PseudoTranslator::translate(const char *context, const char *source, const char *, int) const
{
    const QString text = QString::fromUtf8(source);
    // The names of keys are the platform's matter.
    if (text.isEmpty() || QByteArrayView(context) == "QShortcut" || QByteArrayView(context).startsWith("QPlatform"))
        return {};
    QString out;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool placeholder = text[i] == u'%' && i + 1 < text.size();
        if (placeholder) {
            out += text[i++];
            if (text[i] == u'L' && i + 1 < text.size())
                out += text[i++];
            out += text[i];
        } else {
            out += accented(text[i]);
        }
    }
    // In words, so that what wraps still can.
    static const QString more = u" ößü ðæø þéù"_s;
    for (qsizetype i = 0; i < (text.size() * 2 + 4) / 5; ++i)
        out += more[i % more.size()];
    return opening + out + closing;
}

void Untranslatable::addData(const QJsonValue &value)
{
    if (value.isString())
        addText(value.toString());
    for (const QJsonValue &item : value.toArray())
        addData(item);
    const QJsonObject object = value.toObject();
    for (auto it = object.begin(); it != object.end(); ++it) {
        addText(it.key());
        addData(*it);
    }
}

void Untranslatable::addText(const QString &text)
{
    const QString plain = text.simplified();
    if (plain.size() < 2 || m_known.contains(plain))
        return;
    m_known.insert(plain);
    m_long.append(plain);
    m_sorted = false;
}

QString Untranslatable::rest(const QString &shown) const
{
    QString left = withoutMarked(shown).simplified();
    if (left.isEmpty() || m_known.contains(left) || withoutFigures(left).count(QRegularExpression(u"\\p{L}"_s)) == 0)
        return {};
    if (!m_sorted) {
        auto *self = const_cast<Untranslatable *>(this);
        std::sort(self->m_long.begin(), self->m_long.end(), [](const QString &a, const QString &b) { return a.size() > b.size(); });
        m_sorted = true;
    }
    // Several pieces of data side by side; the longest first, and only whole words.
    for (const QString &data : m_long) {
        for (qsizetype at = left.indexOf(data); at >= 0; at = left.indexOf(data, at + 1)) {
            const bool begins = at == 0 || !left[at - 1].isLetter();
            const bool ends = at + data.size() >= left.size() || !left[at + data.size()].isLetter();
            if (begins && ends)
                left.replace(at, data.size(), u' ');
        }
    }
    left = withoutFigures(left);
    static const QRegularExpression word(u"\\p{L}{2,}"_s);
    return word.match(left).hasMatch() ? left.simplified() : QString();
}

} // namespace countersign::test

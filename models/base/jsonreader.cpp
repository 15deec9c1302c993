// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/jsonreader.h"

#include "base/json.h"
#include "base/jsonkeys_p.h"
#include "base/jsonscan.h"


#include <array>
#include <charconv>

namespace countersign {

using namespace Qt::StringLiterals;
using namespace jsonscan;

namespace {

QByteArray significantDigits(QByteArrayView number)
{
    QByteArray digits;
    for (char c : number) {
        if (c == 'e')
            break;
        if (c >= '0' && c <= '9')
            digits += c;
    }
    while (digits.endsWith('0'))
        digits.chop(1);
    return digits;
}

/// Whether a double holds this number without surprise: no overflow, and of a whole number every digit that is
/// written. (A double of 2^53 and more is written with zeros for what it does not hold.)
bool fitsDouble(QByteArrayView text)
{
    double value = 0;
    if (std::from_chars(text.begin(), text.end(), value).ec == std::errc::result_out_of_range)
        return false;
    const bool whole = std::none_of(text.begin(), text.end(), [](char c) { return c == '.' || c == 'e' || c == 'E'; });
    if (!whole || text.size() <= 15)
        return true;
    std::array<char, 64> shortest;
    const char *end = std::to_chars(shortest.begin(), shortest.end(), value, std::chars_format::scientific).ptr;
    return significantDigits(text) == significantDigits({shortest.data(), end - shortest.data()});
}

} // namespace

JsonReader::JsonReader(QByteArrayView bytes) : JsonReader(bytes, Options()) {}
JsonReader::JsonReader(QIODevice *device) : JsonReader(device, Options()) {}

JsonReader::JsonReader(QByteArrayView bytes, Options options)
    : m_options(std::move(options))
    , m_begin(bytes.data())
    , m_end(bytes.data() + bytes.size())
    , m_pos(m_begin)
    , m_rawBytes(bytes.size())
    , m_keys(std::make_unique<KeyTable>())
{
}

JsonReader::JsonReader(QIODevice *device, Options options)
    : m_options(std::move(options))
    , m_device(device)
    , m_keys(std::make_unique<KeyTable>())
{
}

JsonReader::~JsonReader() = default;

JsonReader::Event JsonReader::fail(Error::Code code, const QString &text)
{
    if (m_event == Event::Failed)
        return m_event;
    const qint64 at = m_base + (m_pos - m_begin);
    const QString where = pointer();
    m_error = Error{code, tr("Line %1, column %2: %3.").arg(m_line).arg(at - m_lineStart + 1).arg(text),
                    u"offset %1"_s.arg(at)};
    if (!where.isEmpty())
        m_error.fields.append({where, text});
    m_tokenOffset = at;
    return m_event = Event::Failed;
}

JsonReader::Event JsonReader::unexpected(const QString &wanted)
{
    if (m_event == Event::Failed)
        return m_event;
    if (m_pos == m_end)
        return fail(Error::Code::Invalid, tr("%1 was expected, but the input ends").arg(wanted));
    if (*m_pos == '/')
        return fail(Error::Code::Invalid, tr("%1 was expected; JSON has no comments").arg(wanted));
    if (uchar(*m_pos) < 0x20)
        return fail(Error::Code::Invalid, tr("%1 was expected, not the control character %2")
                                              .arg(wanted)
                                              .arg(int(uchar(*m_pos)), 2, 16, QLatin1Char('0')));
    if (uchar(*m_pos) < 0x80)
        return fail(Error::Code::Invalid, tr("%1 was expected, not “%2”").arg(wanted, shown(m_pos, m_pos + 1)));
    need(4);
    const int length = sequenceLength(m_pos, m_end);
    if (length <= 0)
        return fail(Error::Code::Invalid, tr("%1 was expected, not invalid UTF-8").arg(wanted));
    return fail(Error::Code::Invalid, tr("%1 was expected, not “%2”").arg(wanted, shown(m_pos, m_pos + length)));
}

/// Moves to the next byte that is no white space. False at the end of the input.
bool JsonReader::skipSpace()
{
    for (;;) {
        const char *p = m_pos;
        while (p < m_end) {
            const char c = *p;
            if (c == '\n') {
                if (m_options.framing == Framing::Lines && !m_frames.empty()) {
                    m_pos = p;
                    fail(Error::Code::Invalid, tr("the line ends within a value"));
                    return false;
                }
                ++m_line;
                m_lineStart = m_base + (p - m_begin) + 1;
                p = spacesEnd(p + 1, m_end);
            } else if (c == ' ' || c == '\r' || c == '\t') {
                ++p;
            } else {
                m_pos = p;
                return true;
            }
        }
        m_pos = p;
        if (!fill())
            return false;
    }
}

JsonReader::Event JsonReader::next()
{
    if (m_event == Event::Failed)
        return m_event;
    if (!m_started)
        start();
    if (m_event == Event::Failed || !tick())
        return Event::Failed;
    const Event event = advance();
    return m_event = event;
}

JsonReader::Event JsonReader::advance()
{
    for (;;) {
        if (m_expect == Expect::DocumentDone)
            return finishDocument();
        if (m_expect == Expect::InputDone)
            return Event::EndInput;
        if (!skipSpace()) {
            if (m_event == Event::Failed)
                return m_event;
            if (m_expect == Expect::Root && m_options.framing != Framing::OneDocument)
                return m_expect = Expect::InputDone, Event::EndInput;
        }
        m_tokenOffset = m_base + (m_pos - m_begin);
        const char c = m_pos < m_end ? *m_pos : '\0';
        switch (m_expect) {
        case Expect::Root:
        case Expect::Value:
            return beginValue(c);
        case Expect::ValueOrEnd:
            return c == ']' ? closeContainer(c) : beginValue(c);
        case Expect::KeyOrEnd:
            if (c == '}')
                return closeContainer(c);
            [[fallthrough]];
        case Expect::Key:
            return c == '"' ? readKey() : unexpected(tr("a key in quotes"));
        case Expect::Colon:
            if (c != ':')
                return unexpected(tr("a colon"));
            ++m_pos;
            m_expect = Expect::Value;
            break;
        case Expect::CommaOrEnd:
            if (c != ',')
                return c == '}' || c == ']' ? closeContainer(c) : unexpected(tr("a comma or the closing bracket"));
            ++m_pos;
            m_expect = m_frames.back().object ? Expect::Key : Expect::Value;
            break;
        case Expect::DocumentDone:
        case Expect::InputDone:
            return Event::EndInput;
        }
    }
}

JsonReader::Event JsonReader::finishDocument()
{
    if (m_options.framing != Framing::OneDocument) {
        m_expect = Expect::Root;
        return Event::EndDocument;
    }
    if (skipSpace())
        return fail(Error::Code::Invalid, tr("the document is complete, but something follows it"));
    if (m_event == Event::Failed)
        return m_event;
    m_expect = Expect::InputDone;
    return Event::EndDocument;
}

void JsonReader::afterValue()
{
    if (m_frames.empty()) {
        m_expect = Expect::DocumentDone;
    } else if (m_pos < m_end && *m_pos == ',') {
        // Nearly always: no need to come round again for it.
        ++m_pos;
        m_expect = m_frames.back().object ? Expect::Key : Expect::Value;
    } else {
        m_expect = Expect::CommaOrEnd;
    }
}

JsonReader::Event JsonReader::beginValue(char first)
{
    if (!m_frames.empty() && !m_frames.back().object)
        ++m_frames.back().count;
    if (first == '"') {
        if (!scanString(!m_skipping))
            return Event::Failed;
        afterValue();
        return Event::String;
    }
    if (first == '{' || first == '[')
        return openContainer(first == '{');
    if (m_pos < m_end && wordByte[uchar(first)])
        return readWord();
    return unexpected(tr("a value"));
}

JsonReader::Event JsonReader::openContainer(bool object)
{
    if (int(m_frames.size()) >= m_options.depth)
        return fail(Error::Code::TooLarge, tr("nested deeper than %1 levels").arg(m_options.depth));
    ++m_pos;
    Frame frame;
    frame.object = object;
    frame.hashStart = m_hashes.size();
    frame.keyStart = frame.keyEnd = m_path.size();
    m_frames.push_back(frame);
    m_expect = object ? Expect::KeyOrEnd : Expect::ValueOrEnd;
    return object ? Event::StartObject : Event::StartArray;
}

JsonReader::Event JsonReader::closeContainer(char bracket)
{
    const Frame &frame = m_frames.back();
    if (frame.object != (bracket == '}'))
        return unexpected(frame.object ? tr("the closing “}”") : tr("the closing “]”"));
    ++m_pos;
    const bool object = frame.object;
    m_hashes.resize(frame.hashStart);
    m_path.resize(frame.keyStart);
    if (frame.largeSet >= 0)
        m_largeSets.pop_back();
    m_frames.pop_back();
    afterValue();
    return object ? Event::EndObject : Event::EndArray;
}

JsonReader::Event JsonReader::readKey()
{
    Frame &frame = m_frames.back();
    if (++frame.count > m_options.objectKeys)
        return fail(Error::Code::TooLarge, tr("an object with more than %1 keys").arg(m_options.objectKeys));
    if (!scanString(true))
        return Event::Failed;
    m_path.resize(frame.keyStart);
    m_path.append(m_text.data(), std::size_t(m_text.size()));
    frame.keyEnd = m_path.size();
    m_keyKnown = false;
    if (!m_skipping && !noteKey())
        return Event::Failed;
    const bool colon = m_pos < m_end && *m_pos == ':';
    m_pos += colon;
    m_expect = colon ? Expect::Value : Expect::Colon;
    return Event::Key;
}

QString JsonReader::key() const
{
    if (!m_keyKnown && !m_frames.empty()) {
        const Frame &frame = m_frames.back();
        m_key = m_keys->find(m_keyHash, QByteArrayView(m_path.data() + frame.keyStart, qsizetype(frame.keyEnd - frame.keyStart)));
        m_keyKnown = true;
    }
    return m_key;
}

/// A number or one of the words. They are short, so all of it is gathered before it is judged.
JsonReader::Event JsonReader::readWord()
{
    m_keep = m_pos;
    for (;;) {
        while (m_pos < m_end && wordByte[uchar(*m_pos)])
            ++m_pos;
        if (m_pos - m_keep > m_options.stringBytes)
            return fail(Error::Code::TooLarge, tr("a number longer than %1 bytes").arg(m_options.stringBytes));
        if (m_pos < m_end || !fill())
            break;
    }
    if (m_event == Event::Failed)
        return m_event;
    const char *begin = std::exchange(m_keep, nullptr);
    m_text = QByteArrayView(begin, m_pos - begin);
    Event event = Event::Failed;
    if (isNumber(begin, m_pos))
        event = Event::Number;
    else if (m_text == "true" || m_text == "false")
        event = Event::Bool;
    else if (m_text == "null")
        event = Event::Null;
    else if (m_text == "NaN" || m_text == "Infinity" || m_text == "-Infinity")
        event = Event::NonFinite;
    m_boolean = m_text == "true";
    if (event == Event::Failed || (event == Event::NonFinite && !m_options.nonFinite)) {
        const QString word = shown(begin, m_pos);
        m_pos = begin;
        return fail(Error::Code::Invalid, tr("“%1” is no JSON value").arg(word));
    }
    if (event == Event::Number && m_options.exactNumbers && !fitsDouble(m_text))
        return fail(Error::Code::Invalid, tr("the number %1 cannot be kept exactly").arg(shown(begin, m_pos)));
    afterValue();
    return event;
}

bool JsonReader::skipValue()
{
    if (m_event == Event::Failed)
        return false;
    const bool began = m_event == Event::StartObject || m_event == Event::StartArray;
    if (!began && m_event != Event::Key)
        return true;
    const std::size_t target = m_frames.size() - (began ? 1 : 0);
    m_skipping = true;
    do {
        // Token by token only where the input in memory ends or something is wrong.
        if (skipInMemory(target))
            break;
        if (next() == Event::Failed)
            break;
    } while (m_frames.size() > target || m_event == Event::Key);
    m_skipping = false;
    return m_event != Event::Failed;
}

bool JsonReader::skipLine()
{
    if (m_event != Event::Failed || m_options.framing == Framing::OneDocument || m_error.code == Error::Code::Cancelled)
        return false;
    m_event = Event::Null;
    m_error = {};
    m_keep = nullptr;
    m_frames.clear();
    m_path.clear();
    m_hashes.clear();
    m_largeSets.clear();
    m_expect = Expect::Root;
    for (;;) {
        const void *newline = m_pos < m_end ? std::memchr(m_pos, '\n', std::size_t(m_end - m_pos)) : nullptr;
        if (newline) {
            m_pos = static_cast<const char *>(newline);
            return true;
        }
        m_pos = m_end;
        if (!fill())
            return false;
    }
}

QString JsonReader::pointer() const
{
    QString out;
    const bool inside = m_event != Event::StartObject && m_event != Event::StartArray;
    const std::size_t named = m_frames.size() - (m_frames.empty() || inside ? 0 : 1);
    for (std::size_t i = 0; i < named; ++i) {
        const Frame &frame = m_frames[i];
        if (!frame.object && frame.count > 0)
            out += u'/' + QString::number(frame.count - 1);
        else if (frame.object && frame.count > 0)
            out = childPointer(out, QString::fromUtf8(m_path.data() + frame.keyStart, qsizetype(frame.keyEnd - frame.keyStart)));
    }
    return out;
}

} // namespace countersign

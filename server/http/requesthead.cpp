// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/http/requesthead.h"

#include <QStringDecoder>

using namespace Qt::StringLiterals;

namespace countersign {

namespace {

constexpr qsizetype MaxTargetBytes = 8 * 1024;
constexpr qsizetype MaxFields = 100;
constexpr qsizetype MaxQueryFields = 128;
constexpr qsizetype MaxMethodBytes = 20;

bool isToken(QByteArrayView text)
{
    static constexpr QByteArrayView marks("!#$%&'*+-.^_`|~");
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.contains(c);
    });
}

/// field-value of RFC 9110: visible characters, space, tab and obs-text.
bool isFieldValue(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

Refusal bad(const QString &detail)
{
    return {400, detail};
}

/// 0…2^53 in plain digits; −1 for anything else.
qint64 plainNumber(QByteArrayView digits)
{
    if (digits.isEmpty() || digits.size() > 15)
        return -1;
    qint64 value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

bool isName(QByteArrayView name, QByteArrayView wanted)
{
    return name.size() == wanted.size() && qstrnicmp(name.data(), name.size(), wanted.data(), wanted.size()) == 0;
}

std::optional<Refusal> parseRequestLine(QByteArrayView line, RequestHead &head, int &minor)
{
    const qsizetype first = line.indexOf(' ');
    const qsizetype last = line.lastIndexOf(' ');
    if (first <= 0 || last <= first)
        return bad(u"The request line is malformed."_s);
    const QByteArrayView method = line.first(first);
    const QByteArrayView target = line.sliced(first + 1, last - first - 1);
    const QByteArrayView version = line.sliced(last + 1);
    if (!isToken(method) || method.size() > MaxMethodBytes)
        return bad(u"The method is malformed."_s);
    if (target.size() > MaxTargetBytes)
        return Refusal{414, u"The request target is too long."_s};
    if (!std::all_of(target.begin(), target.end(), [](char c) { return c > 0x20 && c < 0x7f; }) || target.isEmpty())
        return bad(u"The request target holds characters that have to be percent-encoded."_s);
    if (version.size() != 8 || !version.startsWith("HTTP/") || version[6] != '.' || version[5] < '0'
        || version[5] > '9' || version[7] < '0' || version[7] > '9')
        return bad(u"The request line is malformed."_s);
    if (version != QByteArrayView("HTTP/1.1") && version != QByteArrayView("HTTP/1.0"))
        return Refusal{505, u"Only HTTP/1.1 and HTTP/1.0 are spoken here."_s};
    minor = version[7] - '0';
    head.method = method.toByteArray();
    head.target = target.toByteArray();
    return {};
}

std::optional<Refusal> parseFields(QByteArrayView rest, RequestHead &head)
{
    while (!rest.isEmpty()) {
        qsizetype end = rest.indexOf("\r\n");
        const QByteArrayView line = end < 0 ? rest : rest.first(end);
        rest = end < 0 ? QByteArrayView() : rest.sliced(end + 2);
        const qsizetype colon = line.indexOf(':');
        if (colon <= 0 || !isToken(line.first(colon)))
            return bad(u"A header field is malformed."_s);
        const QByteArrayView value = line.sliced(colon + 1).trimmed();
        if (!isFieldValue(line.sliced(colon + 1)))
            return bad(u"A header value holds control characters."_s);
        if (head.headers.fields().size() == MaxFields)
            return Refusal{431, u"There are too many header fields."_s};
        head.headers.add(line.first(colon).toByteArray(), value.toByteArray());
    }
    return {};
}

std::optional<Refusal> readFraming(RequestHead &head, int minor)
{
    const QList<QByteArray> lengths = head.headers.values("Content-Length");
    const QList<QByteArray> codings = head.headers.values("Transfer-Encoding");
    if (!lengths.isEmpty() && !codings.isEmpty())
        return bad(u"Content-Length and Transfer-Encoding exclude each other."_s);
    if (lengths.size() > 1 || codings.size() > 1)
        return bad(u"The length of the body is given more than once."_s);
    if (!lengths.isEmpty()) {
        const QByteArray &text = lengths.first();
        head.contentLength = plainNumber(text);
        if (head.contentLength < 0) {
            const bool huge = text.size() > 15 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
            return huge ? Refusal{413, u"The body is too large."_s} : bad(u"Content-Length is no number."_s);
        }
    }
    if (!codings.isEmpty()) {
        if (minor == 0)
            return bad(u"HTTP/1.0 knows no Transfer-Encoding."_s);
        if (codings.first().compare("chunked", Qt::CaseInsensitive) != 0)
            return Refusal{501, u"The only transfer coding understood is chunked."_s};
        head.chunked = true;
    }
    return {};
}

std::optional<Refusal> readConnection(RequestHead &head, int minor)
{
    const qsizetype hosts = head.headers.values("Host").size();
    if (hosts > 1 || (minor == 1 && hosts == 0))
        return bad(u"Exactly one Host header is needed."_s);
    bool close = false;
    bool keep = false;
    for (const QByteArray &value : head.headers.values("Connection")) {
        for (const QByteArray &option : value.split(',')) {
            close = close || isName(option.trimmed(), "close");
            keep = keep || isName(option.trimmed(), "keep-alive");
        }
    }
    head.keepAlive = !close && (minor == 1 || keep);
    const QList<QByteArray> expectations = head.headers.values("Expect");
    if (expectations.isEmpty() || minor == 0)
        return {};
    if (expectations.size() > 1 || !isName(expectations.first(), "100-continue"))
        return Refusal{417, u"The only expectation understood is 100-continue."_s};
    head.expectsContinue = true;
    return {};
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// Percent-decodes and checks UTF-8. Nothing when either is broken.
std::optional<QString> decoded(QByteArrayView text, bool plusIsSpace)
{
    QByteArray bytes;
    bytes.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] == '+' && plusIsSpace) {
            bytes.append(' ');
        } else if (text[i] != '%') {
            bytes.append(text[i]);
        } else {
            const int high = i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hexDigit(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return {};
            bytes.append(static_cast<char>(high * 16 + low));
            i += 2;
        }
    }
    QStringDecoder utf8(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString result = utf8(bytes);
    if (utf8.hasError())
        return {};
    return result;
}

bool hasControls(QStringView text, bool lineBreaksAllowed)
{
    return std::any_of(text.begin(), text.end(), [lineBreaksAllowed](QChar c) {
        const char16_t u = c.unicode();
        if (lineBreaksAllowed && (u == '\n' || u == '\r' || u == '\t'))
            return false;
        return u < 0x20 || (u >= 0x7f && u < 0xa0);
    });
}

std::optional<Refusal> parseSegments(QByteArrayView path, HttpRequest &request)
{
    QByteArrayView rest = path.sliced(1);
    request.path = u"/"_s;
    for (bool more = true; more;) {
        const qsizetype slash = rest.indexOf('/');
        more = slash >= 0;
        const std::optional<QString> segment = decoded(more ? rest.first(slash) : rest, false);
        rest = more ? rest.sliced(slash + 1) : QByteArrayView();
        if (!segment)
            return bad(u"The path is not percent-encoded UTF-8."_s);
        if (*segment == u"."_s || *segment == u".."_s || (segment->isEmpty() && more) || segment->contains(u'/')
            || segment->contains(u'\\') || hasControls(*segment, false))
            return bad(u"The path holds a segment that is not allowed."_s);
        request.segments.append(*segment);
        request.path += *segment;
        if (more)
            request.path += u'/';
    }
    return {};
}

std::optional<Refusal> parseQuery(QByteArrayView query, HttpRequest &request)
{
    while (!query.isEmpty()) {
        const qsizetype end = query.indexOf('&');
        const QByteArrayView field = end < 0 ? query : query.first(end);
        query = end < 0 ? QByteArrayView() : query.sliced(end + 1);
        if (field.isEmpty())
            continue;
        const qsizetype equals = field.indexOf('=');
        const std::optional<QString> key = decoded(equals < 0 ? field : field.first(equals), true);
        const std::optional<QString> value =
            equals < 0 ? std::optional<QString>(QString()) : decoded(field.sliced(equals + 1), true);
        if (!key || !value || key->isEmpty() || hasControls(*key, false) || hasControls(*value, true))
            return bad(u"The query is not percent-encoded UTF-8 of the form name=value."_s);
        if (request.query.size() == MaxQueryFields)
            return bad(u"The query has too many fields."_s);
        request.query.append({*key, *value});
    }
    return {};
}

} // namespace

std::variant<RequestHead, Refusal> parseRequestHead(QByteArrayView text)
{
    RequestHead head;
    int minor = 1;
    const qsizetype end = text.indexOf("\r\n");
    if (auto refusal = parseRequestLine(end < 0 ? text : text.first(end), head, minor))
        return *refusal;
    if (auto refusal = parseFields(end < 0 ? QByteArrayView() : text.sliced(end + 2), head))
        return *refusal;
    if (auto refusal = readFraming(head, minor))
        return *refusal;
    if (auto refusal = readConnection(head, minor))
        return *refusal;
    return head;
}

std::optional<Refusal> parseTarget(QByteArrayView target, HttpRequest &request)
{
    if (target.size() > MaxTargetBytes)
        return Refusal{414, u"The request target is too long."_s};
    if (!target.startsWith('/') || target.contains('#'))
        return bad(u"The request target has to be a path, with a query if need be."_s);
    request.rawTarget = target.toByteArray();
    request.segments.clear();
    request.query.clear();
    const qsizetype mark = target.indexOf('?');
    if (auto refusal = parseSegments(mark < 0 ? target : target.first(mark), request))
        return refusal;
    return mark < 0 ? std::nullopt : parseQuery(target.sliced(mark + 1), request);
}

ChunkDecoder::Status ChunkDecoder::feed(QByteArrayView input, QByteArray &output, qsizetype &taken)
{
    taken = 0;
    while (taken < input.size()) {
        if (m_state == State::Data) {
            const qsizetype n = std::min<qsizetype>(m_left, input.size() - taken);
            output.append(input.sliced(taken, n));
            taken += n;
            m_left -= n;
            if (m_left == 0)
                m_state = State::DataCr;
            continue;
        }
        const Status status = control(input[taken++]);
        if (status != Status::More)
            return status;
    }
    return Status::More;
}

ChunkDecoder::Status ChunkDecoder::control(char c)
{
    const auto expect = [this, c](char wanted, State next) {
        m_state = next;
        return c == wanted ? Status::More : Status::Malformed;
    };
    switch (m_state) {
    case State::Size:
        if (const int digit = hexDigit(c); digit >= 0) {
            m_left = m_left * 16 + digit;
            return ++m_digits > 8 ? Status::Malformed : Status::More;
        }
        if (m_digits == 0)
            return Status::Malformed;
        if (c == ';' || c == ' ' || c == '\t')
            m_state = State::Extension;
        else if (c == '\r')
            m_state = State::SizeLf;
        else
            return Status::Malformed;
        return Status::More;
    case State::Extension:
        if (c == '\r') {
            m_state = State::SizeLf;
            return Status::More;
        }
        return ++m_extensionBytes > 256 || !isFieldValue(QByteArrayView(&c, 1)) ? Status::Malformed : Status::More;
    case State::SizeLf:
        return c == '\n' ? sizeEnded() : Status::Malformed;
    case State::DataCr:
        return expect('\r', State::DataLf);
    case State::DataLf:
        m_digits = 0;
        return expect('\n', State::Size);
    case State::Trailer:
        if (c == '\r') {
            m_state = State::TrailerLf;
            return Status::More;
        }
        m_trailerLine.append(c);
        return ++m_trailerBytes > 8 * 1024 ? Status::Malformed : Status::More;
    case State::TrailerLf:
        return c == '\n' ? trailerEnded() : Status::Malformed;
    case State::Data:
        break;
    }
    return Status::Malformed;
}

ChunkDecoder::Status ChunkDecoder::sizeEnded()
{
    if (m_left == 0) {
        m_state = State::Trailer;
        return Status::More;
    }
    m_total += m_left;
    m_state = State::Data;
    return m_total > m_maxBytes ? Status::TooLarge : Status::More;
}

ChunkDecoder::Status ChunkDecoder::trailerEnded()
{
    if (m_trailerLine.isEmpty())
        return Status::Done;
    const qsizetype colon = m_trailerLine.indexOf(':');
    if (colon <= 0 || !isToken(QByteArrayView(m_trailerLine).first(colon))
        || !isFieldValue(QByteArrayView(m_trailerLine).sliced(colon + 1)))
        return Status::Malformed;
    m_trailerLine.clear();
    m_state = State::Trailer;
    return Status::More;
}

} // namespace countersign

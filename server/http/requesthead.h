// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "server/http/httpmessage.h"

#include <QByteArrayView>

#include <variant>

namespace countersign {

/// Why a request is turned away before it reaches a handler.
struct Refusal
{
    int status = 400;
    QString detail;
};

/// A request line and header fields that kept RFC 9112 to the letter, and what they say about the body.
struct RequestHead
{
    QByteArray method;
    QByteArray target;
    HttpHeaders headers;
    qint64 contentLength = -1;     ///< −1 when the field is absent
    bool chunked = false;
    bool expectsContinue = false;
    bool keepAlive = true;
};

/// Reads "METHOD target HTTP/1.x" and the fields after it, up to and without the empty line that ends them.
/// Refused, where lenient parsers differ from one another and so let requests be smuggled: bare CR or LF, folded
/// lines, space before a colon, both Content-Length and Transfer-Encoding, either of them twice, a length with a
/// sign, any coding but "chunked", HTTP/1.1 without exactly one Host. Pure; any thread.
std::variant<RequestHead, Refusal> parseRequestHead(QByteArrayView head);

/// Splits and decodes an origin-form target into `path`, `segments` and `query` of `request`.
/// Refused: "." and ".." segments, empty inner segments, encoded or literal backslashes, encoded slashes, control
/// characters, invalid UTF-8, broken percent escapes, more than 128 query fields, more than 8 KiB (414).
std::optional<Refusal> parseTarget(QByteArrayView target, HttpRequest &request);

/// Takes the chunked coding (RFC 9112 §7.1) off a body. Extensions and trailers are checked and dropped.
class ChunkDecoder
{
public:
    explicit ChunkDecoder(qint64 maxBytes) : m_maxBytes(maxBytes) {}
    enum class Status { More, Done, Malformed, TooLarge };

    /// Consumes from the front of `input`, appends what it decodes to `output` and says how many bytes it took.
    /// After Done the rest of `input` belongs to the next request.
    Status feed(QByteArrayView input, QByteArray &output, qsizetype &taken);

private:
    enum class State { Size, Extension, SizeLf, Data, DataCr, DataLf, Trailer, TrailerLf };
    Status control(char c);
    Status sizeEnded();
    Status trailerEnded();

    State m_state = State::Size;
    qint64 m_maxBytes = 0;
    qint64 m_total = 0;
    qint64 m_left = 0;
    int m_digits = 0;
    int m_extensionBytes = 0;
    int m_trailerBytes = 0;
    QByteArray m_trailerLine;
};

} // namespace countersign

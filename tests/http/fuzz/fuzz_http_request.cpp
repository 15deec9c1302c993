// SPDX-License-Identifier: GPL-3.0-or-later
// The first byte chooses the parser. Besides not crashing: what was accepted keeps the promises of requesthead.h, and
// the chunked coding decodes to the same however it is cut.
#include "server/http/requesthead.h"

#include <cstdint>
#include <cstdlib>

using namespace countersign;

namespace {

void require(bool condition)
{
    if (!condition)
        std::abort();
}

void target(QByteArrayView text)
{
    HttpRequest request;
    if (parseTarget(text, request))
        return;
    for (const QString &segment : request.segments)
        require(segment != QStringLiteral("..") && segment != QStringLiteral(".") && !segment.contains(u'/')
                && !segment.contains(QChar(0)));
    require(request.path == u'/' + request.segments.join(u'/'));
    require(request.query.size() <= 128);
}

void head(QByteArrayView text)
{
    const auto result = parseRequestHead(text);
    const auto *head = std::get_if<RequestHead>(&result);
    if (!head)
        return;
    require(!(head->chunked && head->contentLength >= 0));
    require(head->headers.values("Content-Length").size() <= 1);
    require(!head->method.isEmpty() && !head->target.contains(' '));
    for (const auto &[name, value] : head->headers.fields())
        require(!name.isEmpty() && !value.contains('\n') && !value.contains('\r') && !value.contains('\0'));
    target(head->target);
}

void chunks(QByteArrayView text, qsizetype cut)
{
    ChunkDecoder whole(4096);
    ChunkDecoder pieces(4096);
    QByteArray a;
    QByteArray b;
    qsizetype taken = 0;
    qsizetype first = 0;
    qsizetype second = 0;
    const auto status = whole.feed(text, a, taken);
    cut = std::min(cut, text.size());
    auto cutStatus = pieces.feed(text.first(cut), b, first);
    if (cutStatus == ChunkDecoder::Status::More)
        cutStatus = pieces.feed(text.sliced(cut), b, second);
    require(status == cutStatus && a == b && taken == first + second);
    require(a.size() <= 4096);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const QByteArrayView text(reinterpret_cast<const char *>(data) + 2, static_cast<qsizetype>(size - 2));
    if (data[0] % 3 == 0)
        head(text);
    else if (data[0] % 3 == 1)
        target(text);
    else
        chunks(text, data[1]);
    return 0;
}

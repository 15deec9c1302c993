// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "base/jsonreader.h"

#include <QBuffer>

using namespace countersign;

namespace {

QByteArray story(JsonReader &reader)
{
    QByteArray out;
    for (;;) {
        const auto event = reader.next();
        out += char('a' + int(event));
        if (event == JsonReader::Event::EndInput || event == JsonReader::Event::Failed)
            return out + reader.error().text.toUtf8();
        if (event == JsonReader::Event::Key)
            out += reader.key().toUtf8();
        if (event == JsonReader::Event::String || event == JsonReader::Event::Number)
            out += reader.text();
    }
}

} // namespace

/// The first byte chooses the options; chunks must tell the same story as one piece, and what the strict face takes
/// must survive being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1)
        return 0;
    QByteArray json(reinterpret_cast<const char *>(data + 1), qsizetype(size - 1));
    JsonReader::Options options;
    options.framing = JsonReader::Framing(data[0] % 3);
    options.chunkBytes = 1 + data[0] / 8;
    const bool utf16 = json.startsWith("\xff\xfe") || json.startsWith("\xfe\xff");
    JsonReader whole(json, options);
    QBuffer buffer(&json);
    buffer.open(QIODevice::ReadOnly);
    JsonReader parts(&buffer, options);
    if (story(whole) != story(parts) && !utf16)
        __builtin_trap();
    while (whole.event() == JsonReader::Event::Failed && whole.skipLine())
        story(whole);
    JsonReader skipping(json, options);
    while (skipping.next() != JsonReader::Event::EndInput && skipping.event() != JsonReader::Event::Failed)
        skipping.skipValue();
    const auto value = parseJson(json);
    if (value.ok() && !parseJson(toJson(*value)).ok())
        __builtin_trap();
    return 0;
}

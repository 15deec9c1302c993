// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "places/evidenceworkspace.h"
#include "places/loggedrecords.h"
#include "replica/feedpage.h"

#include <QTest>
#include <QTimer>

namespace countersign::test {

/// A workspace without a server, with a log behind it, whose answers a test can bend.
class LoggedWorkspace : public EvidenceWorkspace
{
public:
    LoggedWorkspace() { time().set(storyNow()); }

    /// Writes all records and waits until they are there; the log is theirs.
    void fill(const LoggedRecords &records)
    {
        auto page = decodeFeedPage(records.page());
        if (!page.ok())
            qFatal("records do not decode: %s", qPrintable(page.error().text + page.error().detail));
        bool done = false;
        replica()->apply(this, std::move(*page), {}, [&done](const Result<qint64> &written) { done = written.ok(); });
        if (!QTest::qWaitFor([&done] { return done; }, 30'000))
            qFatal("the replica does not write");
        entries = records.entries();
        view = records.view();
        Freshness state = freshness();
        state.logSize = records.size();
        setFreshness(state);
    }

    [[nodiscard]] LogView logView() const override { return view; }
    void verifyLog(QObject *context, const LogWatch &watch, std::function<void(Result<QString>)> done) override
    {
        ++verifications;
        if (verifySlowly) {
            running = watch;
            answer = std::move(done);
            return;
        }
        QTimer::singleShot(0, context, [this, done = std::move(done)] { done(verdict); });
    }
    void logEntries(qint64 first, int count, QObject *context, std::function<void(Result<QList<QByteArray>>)> done) override
    {
        entryCalls.append({first, count});
        QTimer::singleShot(0, context, [this, first, count, done = std::move(done)] {
            if (entriesError)
                done(*entriesError);
            else
                done(entries.mid(first, std::min(count, entriesAtOnce)));
        });
    }
    void exportBundle(const QString &requestId, const QString &path, QObject *context, std::function<void(Result<QString>)> done) override
    {
        bundles.append({requestId, path});
        QTimer::singleShot(0, context, [done = std::move(done)] { done(QStringLiteral("Written.")); });
    }
    [[nodiscard]] Outbox *outbox() const override { return box; }

    LogView view;
    QList<QByteArray> entries;
    int entriesAtOnce = 1000;
    std::optional<Error> entriesError;
    QList<std::pair<qint64, int>> entryCalls;
    QList<std::pair<QString, QString>> bundles;
    Result<QString> verdict = QStringLiteral("All entries give the signed root.");
    int verifications = 0;
    bool verifySlowly = false; ///< keeps the run for the test to drive
    LogWatch running;
    std::function<void(Result<QString>)> answer;
    Outbox *box = nullptr;
};

} // namespace countersign::test

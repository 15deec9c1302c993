// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/scriptedserver.h"
#include "domain/kinds/evidence.h"
#include "replica/blobfetcher.h"
#include "replica/feedfixture.h"
#include "replica/replica.h"
#include "trust/digest.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

class TestBlobFetcher : public QObject
{
    Q_OBJECT
private:
    static QByteArray content(int i) { return "report " + QByteArray::number(i); }
    static QString digest(int i) { return digestString(sha256(content(i))); }
    std::optional<Result<void>> fetch(const QStringList &digests)
    {
        std::optional<Result<void>> out;
        m_fetcher->fetch(digests, this, [&](const Result<void> &result) { out = result; });
        (void)QTest::qWaitFor([&] { return out.has_value(); }, 20'000);
        return out;
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<ScriptedServer>([this](const ScriptedRequest &request) {
            for (int i = 0; i < 50; ++i) {
                if (request.path.endsWith(digest(i)))
                    return i == m_wrong ? ScriptedReply::json("another") : ScriptedReply::json(content(i));
            }
            return ScriptedReply::problem(404);
        });
        RestOptions options;
        options.base = m_server->url();
        options.backoffBase = 1;
        m_client = std::make_unique<RestClient>(options);
        auto opened = Replica::open(m_folder->path());
        QVERIFY(opened.ok());
        m_replica = std::move(*opened);
        m_fetcher = std::make_unique<BlobFetcher>(m_client.get(), m_replica.get());
        m_wrong = -1;
    }
    void cleanup()
    {
        m_fetcher.reset();
        m_client.reset();
        m_replica.reset();
        m_server.reset();
    }

    void fetchesEachOnce()
    {
        int ends = 0;
        for (int round = 0; round < 3; ++round)
            m_fetcher->fetch({digest(1), digest(2), digest(2 + round)}, this, [&](const Result<void> &result) { ends += result.ok() ? 1 : 100; });
        QTRY_COMPARE(ends, 3);
        QCOMPARE(m_server->requests.size(), 4);
        QVERIFY(fetch({digest(1)})->ok());
        QVERIFY(fetch({})->ok());
        QCOMPARE(m_server->requests.size(), 4);
        QCOMPARE(m_replica->blobs().read(digest(3)).valueOr({}), content(3));
    }
    void saysWhatFailed()
    {
        m_wrong = 5;
        QCOMPARE(fetch({digest(4), digest(5)})->error().code, Error::Code::Untrusted);
        QCOMPARE(fetch({digest(60)})->error().code, Error::Code::NotFound);
        QCOMPARE(fetch({u"sha256:no"_s})->error().code, Error::Code::Invalid);
        QTRY_VERIFY(m_replica->blobs().has(digest(4)));
        QVERIFY(!m_replica->blobs().has(digest(5)));
        m_wrong = -1;
        QVERIFY(fetch({digest(5)})->ok());
    }
    void keepsEvidenceAtHand()
    {
        Feed feed;
        for (int i = 0; i < 20; ++i) {
            Evaluation evaluation;
            evaluation.version = u"m/v1"_s;
            evaluation.title = u"E"_s;
            evaluation.report = digest(i);
            evaluation.raw = digest(49);
            evaluation.withdrawn = i == 7;
            feed.put(u"evaluation"_s, u"e%1"_s.arg(i), encode(evaluation));
        }
        QSignalSpy arrived(m_fetcher.get(), &BlobFetcher::arrived);
        m_fetcher->prefetch(true);
        m_replica->apply(this, *decodeFeedPage(feed.page(0, 100)), {}, [](const Result<qint64> &) {});
        QTRY_COMPARE(arrived.count(), 19);
        QVERIFY(!m_replica->blobs().has(digest(7)));
        QCOMPARE(m_server->requests.size(), 19);
    }
    void aloneItDoesNotAskForEverything()
    {
        Feed feed;
        for (int i = 0; i < 40; ++i) {
            Evaluation evaluation;
            evaluation.version = u"m/v1"_s;
            evaluation.report = digest(i);
            evaluation.raw = digest(49);
            feed.put(u"evaluation"_s, u"e%1"_s.arg(i), encode(evaluation));
        }
        m_server->setHandler([](const ScriptedRequest &) { return ScriptedReply::problem(503); });
        m_fetcher->prefetch(true);
        m_replica->apply(this, *decodeFeedPage(feed.page(0, 100)), {}, [](const Result<qint64> &) {});
        QTRY_VERIFY(m_server->requests.size() >= 4);
        QTest::qWait(200);
        QVERIFY2(m_server->requests.size() <= 20, QByteArray::number(m_server->requests.size()));
        m_server->setHandler([](const ScriptedRequest &request) {
            for (int i = 0; i < 50; ++i) {
                if (request.path.endsWith(digest(i)))
                    return ScriptedReply::json(content(i));
            }
            return ScriptedReply::problem(404);
        });
        m_fetcher->wake();
        QTRY_VERIFY(m_replica->blobs().has(digest(0)) && m_replica->blobs().has(digest(39)));
    }

private:
    int m_wrong = -1;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ScriptedServer> m_server;
    std::unique_ptr<RestClient> m_client;
    std::unique_ptr<Replica> m_replica;
    std::unique_ptr<BlobFetcher> m_fetcher;
};

QTEST_GUILESS_MAIN(TestBlobFetcher)
#include "tst_blobfetcher.moc"

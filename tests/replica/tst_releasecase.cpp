// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/json.h"
#include "domain/kinds/people.h"
#include "domain/kinds/policy.h"
#include "domain/kinds/release.h"
#include "replica/feedfixture.h"
#include "replica/replica.h"
#include "replica/replicacase.h"
#include "trust/digest.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace countersign;
using namespace countersign::fixture;
using namespace Qt::StringLiterals;

namespace {
const QString requestId = u"01RQ0000000000000000000001"_s;
}

class TestReleaseCase : public QObject
{
    Q_OBJECT
private:
    Result<ReleaseCase> gather(CaseReports reports = CaseReports::Load)
    {
        auto decoded = decodeFeedPage(m_feed->page(0, 1000));
        std::optional<Result<ReleaseCase>> out;
        m_replica->apply(this, *decoded, {}, [](const Result<qint64> &) {});
        std::optional<bool> written;
        m_replica->setMeta(this, {}, [&](const Result<qint64> &) { written = true; });
        if (!QTest::qWaitFor([&] { return written.has_value(); }, 20'000))
            qFatal("not written");
        m_replica->read(this, [reports](ReadSession &session) { return releaseCase(session, requestId, reports); },
                        [&](const Result<ReleaseCase> &result) { out = result; });
        if (!QTest::qWaitFor([&] { return out.has_value(); }, 20'000))
            qFatal("no answer");
        return *out;
    }
    void putEvaluation(bool withdrawn = false, const QString &raw = digestString(sha256("raw")))
    {
        Evaluation evaluation;
        evaluation.version = u"triage/v1"_s;
        evaluation.title = u"Benchmark"_s;
        evaluation.report = m_reportDigest;
        evaluation.raw = raw;
        evaluation.importedBy = u"vera"_s;
        evaluation.withdrawn = withdrawn;
        m_feed->put(u"evaluation"_s, u"e1"_s, encode(evaluation));
    }

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        auto opened = Replica::open(m_folder->path());
        QVERIFY(opened.ok());
        m_replica = std::move(*opened);
        m_feed = std::make_unique<Feed>();
        EvaluationReport report;
        report.format = u"test"_s;
        report.rawDigest = digestString(sha256("raw"));
        m_report = toJson(report.toJson());
        m_reportDigest = digestString(sha256(m_report));
        QVERIFY(m_replica->blobs().insert(m_reportDigest, m_report).ok());

        m_feed->put(u"model"_s, u"triage"_s, modelBody(u"triage"_s, u"Triage"_s));
        m_feed->put(u"version"_s, u"triage/v1"_s, versionBody(u"triage"_s, u"v1"_s, someTime(0)));
        Person vera;
        vera.name = u"vera"_s;
        vera.displayName = u"Vera"_s;
        m_feed->put(u"person"_s, u"vera"_s, encode(vera));
        Policy policy;
        policy.name = u"standard"_s;
        policy.stages = {{u"Validation"_s, u"validator"_s, 1, {}, 0, {}}};
        m_feed->put(u"policy"_s, u"standard"_s, encode(policy));
        putEvaluation();
        Request request;
        request.version = u"triage/v1"_s;
        request.environment = u"production"_s;
        request.policy = u"standard"_s;
        request.evidence = {{EvidenceRef::Evaluation, u"e1"_s, u"Benchmark"_s, digestString(sha256("raw")), u"application/json"_s}};
        m_feed->put(u"request"_s, requestId, encode(request));
        for (const QString &environment : {u"production"_s, u"staging"_s}) {
            Waiver waiver;
            waiver.version = u"triage/v1"_s;
            waiver.environment = environment;
            waiver.requirement = u"card"_s;
            waiver.reason = waiver.compensatingControl = u"x"_s;
            waiver.owner = u"vera"_s;
            waiver.expiresAt = someTime(100);
            m_feed->put(u"waiver"_s, environment, encode(waiver));
        }
        Signoff signoff;
        signoff.request = requestId;
        signoff.person = u"vera"_s;
        signoff.role = u"validator"_s;
        m_feed->put(u"signoff"_s, u"s1"_s, encode(signoff));
        signoff.request = u"01RQ0000000000000000000009"_s;
        m_feed->put(u"signoff"_s, u"s2"_s, encode(signoff));
    }
    void cleanup() { m_replica.reset(); }

    void gathersEverything()
    {
        const auto release = gather();
        QVERIFY2(release.ok(), release.ok() ? "" : qPrintable(release.error().text + release.error().detail));
        QCOMPARE(release->modelOwner, u"ana"_s);
        QCOMPARE(release->evaluations.size(), 1);
        QCOMPARE(release->evaluations[0].report.format, u"test"_s);
        QCOMPARE(release->signoffs.size(), 1);
        QVERIFY(release->signoffs[0].trusted && release->signoffs[0].leaf > 0);
        QCOMPARE(release->waivers.size(), 1);
        QCOMPARE(release->people.size(), 1);
        QVERIFY(release->excludedPeople().contains(u"vera"_s));
    }
    void otherEvidenceIsNoEvidence_data()
    {
        QTest::addColumn<bool>("withdrawn");
        QTest::addColumn<QString>("raw");
        QTest::newRow("withdrawn") << true << digestString(sha256("raw"));
        QTest::newRow("replaced") << false << digestString(sha256("other"));
    }
    void otherEvidenceIsNoEvidence()
    {
        QFETCH(bool, withdrawn);
        QFETCH(QString, raw);
        putEvaluation(withdrawn, raw);
        const auto release = gather();
        QVERIFY(release.ok());
        QCOMPARE(release->evaluations.size(), 0);
    }
    void missingPartsAreNamed_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("id");
        QTest::newRow("request") << u"request"_s << requestId;
        QTest::newRow("version") << u"version"_s << u"triage/v1"_s;
        QTest::newRow("model") << u"model"_s << u"triage"_s;
        QTest::newRow("policy") << u"policy"_s << u"standard"_s;
    }
    void missingPartsAreNamed()
    {
        QFETCH(QString, kind);
        QFETCH(QString, id);
        m_feed->remove(kind, id);
        const auto release = gather();
        QVERIFY(!release.ok());
        QCOMPARE(release.error().code, Error::Code::NotFound);
        QVERIFY(release.error().text.contains(id));
    }
    void missingOrDamagedReportIsNotGuessed()
    {
        QFile file(*m_replica->blobs().place(m_reportDigest));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{}");
        file.close();
        const auto release = gather();
        QVERIFY(!release.ok());
        QCOMPARE(release.error().code, Error::Code::NotFound);
        QVERIFY(gather(CaseReports::Leave).ok());
        QCOMPARE(gather(CaseReports::Leave)->evaluations.size(), 1);
    }
    void unreadableBodyIsCorrupt()
    {
        m_feed->put(u"policy"_s, u"standard"_s, {{u"name"_s, u"standard"_s}, {u"surprise"_s, 1}});
        QCOMPARE(gather().error().code, Error::Code::Corrupt);
    }

private:
    QByteArray m_report;
    QString m_reportDigest;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Replica> m_replica;
    std::unique_ptr<Feed> m_feed;
};

QTEST_GUILESS_MAIN(TestReleaseCase)
#include "tst_releasecase.moc"

// SPDX-License-Identifier: GPL-3.0-or-later
// What is judged from a source of records: who may grant a waiver, and that a report is parsed once.
#include "domain/waivergrant.h"
#include "samplecase.h"

#include <QTest>

using namespace countersign;
using namespace Qt::StringLiterals;

namespace {

const QString reportDigest = u"sha256:"_s + QString(64, u'a');
const QString rawDigest = u"sha256:"_s + QString(64, u'b');

/// Records in memory, whose blobs are counted as they are read.
class MemorySource final : public CaseSource
{
public:
    Result<Record> record(const QString &kind, const QString &id) override
    {
        for (const Record &one : records) {
            if (one.kind == kind && one.id == id)
                return one;
        }
        return {Error::Code::NotFound, u"No %1 '%2'."_s.arg(kind, id)};
    }
    Result<QList<Record>> list(const QString &kind, const QString &field, const QString &value) override
    {
        QList<Record> out;
        for (const Record &one : records) {
            if (one.kind == kind && (field.isEmpty() || one.body.value(field).toString() == value))
                out.append(one);
        }
        return out;
    }
    Result<QByteArray> blob(const QString &digest) override
    {
        ++blobsRead;
        if (!blobs.contains(digest))
            return {Error::Code::NotFound, u"No blob."_s};
        return blobs.value(digest);
    }
    template <typename T>
    T &put(const QString &kind, const QString &id, T &value)
    {
        records.removeIf([&](const Record &one) { return one.kind == kind && one.id == id; });
        Record out;
        out.kind = kind;
        out.id = id;
        out.body = encode(value);
        records.append(out);
        return value;
    }
    QList<Record> records;
    QHash<QString, QByteArray> blobs;
    int blobsRead = 0;
};

struct Story
{
    Story()
    {
        version.model = u"triage"_s;
        version.version = u"7"_s;
        version.author = u"jonas"_s;
        evaluation.version = u"triage/7"_s;
        evaluation.title = u"Run"_s;
        evaluation.importedBy = u"mia"_s;
        evaluation.report = reportDigest;
        evaluation.raw = rawDigest;
        policy.name = u"high"_s;
        policy.waiverRole = u"risk"_s;
        policy.stages = {{u"Risk"_s, u"risk"_s, 1, {}, 0, {}}};
        request.version = u"triage/7"_s;
        request.environment = u"production"_s;
        request.policy = u"high"_s;
        request.requestedBy = u"jonas"_s;
        EvidenceRef ref;
        ref.id = u"E1"_s;
        ref.digest = rawDigest;
        request.evidence = {ref};
        waiver.version = u"triage/7"_s;
        waiver.environment = u"production"_s;
        waiver.requirement = u"card"_s;
        waiver.reason = waiver.compensatingControl = u"Because"_s;
        waiver.owner = u"jonas"_s;
        waiver.expiresAt = sampleNow.addDays(5);
    }
    void store(MemorySource &source)
    {
        source.put(u"version"_s, u"triage/7"_s, version);
        source.put(u"evaluation"_s, u"E1"_s, evaluation);
        source.put(u"policy"_s, u"high"_s, policy);
        source.put(u"request"_s, u"R1"_s, request);
    }
    Version version;
    Evaluation evaluation;
    Policy policy;
    Request request;
    Waiver waiver;
    Actor actor{u"rita"_s, {u"risk"_s}};
};

using Change = std::function<void(Story &)>;

} // namespace
Q_DECLARE_METATYPE(Change)

class TestCaseSource : public QObject
{
    Q_OBJECT
private slots:
    void whoMayGrant_data();
    void whoMayGrant();
    void whatIsMissingIsSaid();
    void aReportIsParsedOnce();
    void anUnreadableReportIsLeftToTheJudgement();
};

void TestCaseSource::whoMayGrant_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("refusal"); // empty: may
    const auto row = [](const char *name, const Change &change, const QString &refusal) { QTest::newRow(name) << change << refusal; };
    row("somebody who had no part in it", [](Story &) {}, {});
    row("its end is past", [](Story &s) { s.waiver.expiresAt = sampleNow; }, u"past"_s);
    row("the author", [](Story &s) { s.actor.person = u"jonas"_s; }, u"author"_s);
    row("who brought evidence", [](Story &s) { s.actor.person = u"mia"_s; }, u"evidence"_s);
    row("who requested", [](Story &s) { s.request.requestedBy = u"rita"_s; }, u"requested"_s);
    row("who requested elsewhere", [](Story &s) { s.request.requestedBy = u"rita"_s; s.request.environment = u"test"_s; }, {});
    row("who requested what is closed", [](Story &s) { s.request.requestedBy = u"rita"_s; s.request.state = Request::Withdrawn; }, {});
    row("no waivers at all", [](Story &s) { s.policy.waivers = false; }, u"allows no waivers"_s);
    row("another role", [](Story &s) { s.actor.roles = {u"legal"_s}; }, u"granted by Risk"_s);
    row("no role asked for", [](Story &s) { s.actor.roles = {u"legal"_s}; s.policy.waiverRole.clear(); }, {});
}

void TestCaseSource::whoMayGrant()
{
    QFETCH(Change, change);
    QFETCH(QString, refusal);
    Story story;
    change(story);
    MemorySource source;
    story.store(source);
    const auto may = mayGrant(source, story.waiver, story.actor, sampleNow);
    QCOMPARE(may.ok(), refusal.isEmpty());
    if (!may) {
        QCOMPARE(may.error().code, Error::Code::Refused);
        QVERIFY2(may.error().text.contains(refusal), qPrintable(may.error().text));
    }
}

void TestCaseSource::whatIsMissingIsSaid()
{
    Story story;
    MemorySource source;
    QCOMPARE(mayGrant(source, story.waiver, story.actor, sampleNow).error().code, Error::Code::NotFound);
    story.store(source);
    source.records.removeIf([](const Record &record) { return record.kind == "policy"_L1; });
    QCOMPARE(mayGrant(source, story.waiver, story.actor, sampleNow).error().code, Error::Code::NotFound);
    source.records.first().body.insert(u"artifacts"_s, 3);
    QCOMPARE(mayGrant(source, story.waiver, story.actor, sampleNow).error().code, Error::Code::Corrupt);
}

void TestCaseSource::aReportIsParsedOnce()
{
    Story story;
    MemorySource source;
    story.store(source);
    EvaluationReport report;
    source.blobs.insert(reportDigest, QJsonDocument(report.toJson()).toJson());
    const ParsedReports parsed = parseReports(source, u"R1"_s);
    QCOMPARE(parsed.keys(), QStringList{reportDigest});
    QCOMPARE(source.blobsRead, 1);
    // Evidence that is not what the request named any more is none of the case, and is not parsed.
    story.evaluation.raw = reportDigest;
    story.store(source);
    QVERIFY(parseReports(source, u"R1"_s).isEmpty());
    QVERIFY(parseReports(source, u"R2"_s).isEmpty());
    QCOMPARE(source.blobsRead, 1);
}

void TestCaseSource::anUnreadableReportIsLeftToTheJudgement()
{
    Story story;
    MemorySource source;
    story.store(source);
    QVERIFY(parseReports(source, u"R1"_s).isEmpty());
    source.blobs.insert(reportDigest, "{");
    QVERIFY(parseReports(source, u"R1"_s).isEmpty());
    QCOMPARE(source.report(reportDigest).error().code, Error::Code::Corrupt);
}

QTEST_GUILESS_MAIN(TestCaseSource)
#include "tst_casesource.moc"
